"""Today: since one last looked, marked, dismissed and brought back, starred, assigned; each one's own."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest


@pytest.fixture
def someone(served: Any) -> Iterator[httpx.Client]:
    """A person who has not looked yet and has no marks."""
    store = served.workspace.store
    session = served.session("viewer")
    stories = [one.id for one in store.stories.between(None, None)]
    marks = store.desk.marks("viewer", stories)
    store.desk.mark(
        "viewer",
        [
            m.model_copy(update={"read": None, "starred": None, "dismissed": None})
            for m in marks.values()
        ],
    )
    store.accounts.prefer("viewer", "looked", "")
    with httpx.Client(
        base_url=served.url, trust_env=False, cookies={"zhibi_session": session}, timeout=30
    ) as client:
        yield client


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def undo(served: Any, client: httpx.Client, page: str) -> httpx.Response:
    """Press Undo on *page*."""
    found = re.search(r'class="flash".*?action="([^"]+)"', page, re.DOTALL)
    assert found, "there is nothing to undo"
    return served.post(client, unescape(found[1]))  # type: ignore[no-any-return]


def test_marking_all_as_seen_leaves_what_comes_later_and_can_be_undone(
    served: Any, someone: httpx.Client
) -> None:
    first = someone.get("/").text
    assert "The last seven days" in first
    assert "data-story" in first
    served.post(someone, "/seen")
    seen = someone.get("/").text
    assert "Marked all as seen" in seen
    assert "Nothing new since you last looked" in seen
    assert "data-story" not in seen
    assert "data-story" in someone.get("/?show=week").text
    undo(served, someone, seen)
    assert "data-story" in someone.get("/").text
    served.workspace.store.accounts.prefer(
        "viewer", "looked", (served.workspace.now - timedelta(days=2)).isoformat()
    )
    again = text_of(someone.get("/").text)
    assert "Since you last looked, 14 Nov 09:00" in again
    chinese = text_of(someone.get("/?lang=zh").text)
    assert "自您上次查看（11-14 09:00）以来" in chinese


def test_a_dismissed_story_is_gone_from_today_until_it_is_brought_back(
    served: Any, someone: httpx.Client
) -> None:
    path = served.story("Portulan")
    name = path.rpartition("/")[2]
    served.post(someone, f"{path}/mark/dismiss", following="/")
    page = someone.get("/").text
    assert f'data-story="{name}"' not in page
    assert f'data-story="{name}"' in someone.get("/?show=dismissed").text
    assert f'data-story="{name}"' in served.as_("administrator").get("/").text, "only for oneself"
    undo(served, someone, page)
    assert f'data-story="{name}"' in someone.get("/").text


def test_a_mark_leads_back_to_where_it_was_made_and_so_does_its_undo(
    served: Any, someone: httpx.Client
) -> None:
    page = someone.get("/").text
    names = re.findall(r'data-story="([^"]+)"', page)
    assert [name for name in names if f'id="{name}"' not in page] == []
    star = re.search(
        rf'action="(/story/{names[0]}/mark/star)".*?name="following" value="([^"]*)"',
        page,
        re.DOTALL,
    )
    assert star
    assert star[2] == f"/#{names[0]}"
    answer = served.post(someone, star[1], following=unescape(star[2]))
    assert answer.headers["location"] == f"/#{names[0]}"
    gone = re.search(
        rf'action="(/story/{names[0]}/mark/dismiss)".*?name="following" value="([^"]*)"',
        page,
        re.DOTALL,
    )
    assert gone
    assert gone[2] == f"/#{names[1]}", "one goes on with the next"
    served.post(someone, gone[1], following=unescape(gone[2]))
    back = undo(served, someone, someone.get("/").text)
    assert back.headers["location"] == f"/#{names[0]}"


def test_the_points_of_a_card_add_up_to_its_score(someone: httpx.Client) -> None:
    cards = re.findall(r'<ul class="why".*?</ul>', someone.get("/").text, re.DOTALL)
    assert cards
    for card in cards:
        score, *points = re.findall(r'class="p num">([+−]?[\d.]+)', card)
        given = sum(float(one.replace("−", "-")) for one in points)
        assert given == pytest.approx(float(score), abs=0.05 * len(points) + 0.05)


def test_stars_are_kept_and_listed(served: Any, someone: httpx.Client) -> None:
    path = served.story("Portulan")
    assert "You have starred no story" in someone.get("/?show=starred").text
    answer = served.post(someone, f"{path}/mark/star", following="/?show=starred")
    assert answer.headers["location"] == "/?show=starred"
    assert "Portulan" in someone.get("/?show=starred").text
    assert served.post(someone, f"{path}/mark/nothing").status_code == 400
    assert served.post(someone, "/story/none/mark/star").status_code == 404


def test_families_narrow_and_their_numbers_add_up(served: Any, someone: httpx.Client) -> None:
    page = someone.get("/?show=week").text
    bar = page[page.index('class="seg slim"') :]
    bar = bar[: bar.index("</nav>")]
    whole, *parts = (int(one) for one in re.findall(r'class="num">(\d+)<', bar))
    assert sum(parts) == whole
    strategy = someone.get("/?show=week&family=strategy").text
    assert strategy.count("data-story=") < page.count("data-story=")
    assert someone.get("/?family=weather").status_code == 400


def test_a_story_that_was_opened_is_told_from_one_that_was_not(
    served: Any, someone: httpx.Client
) -> None:
    path = served.story("Portulan")
    name = path.rpartition("/")[2]
    assert f'class="story" data-story="{name}"' in someone.get("/").text
    someone.get(path)
    seen = f'class="story seen" data-story="{name}"'
    # It is noted after the answer, so that reading waits for nobody.
    until = time.monotonic() + 20
    while seen not in (page := someone.get("/").text) and time.monotonic() < until:
        time.sleep(0.1)
    assert seen in page
    served.post(someone, f"{path}/mark/unread")
    assert f'class="story" data-story="{name}"' in someone.get("/").text


def test_saved_searches_tell_what_is_new_to_each(served: Any, someone: httpx.Client) -> None:
    analyst = served.client
    served.post(analyst, "/searches", name="Velmora’s moves", query="company:velmora")
    page = someone.get("/").text
    rail = page[page.index('class="rail"') :]
    found = re.search(
        r'Velmora’s moves</a></span><a class="num" href="([^"]+)">([1-9]\d*) new', rail
    )
    assert found, "how many are new leads to those"
    assert f"{found[2]} document" in text_of(someone.get(unescape(found[1])).text)
    served.post(analyst, "/searches/velmoras-moves/remove")
