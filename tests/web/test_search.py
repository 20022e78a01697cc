"""Search: marked hits, facets put and taken back, days, orders, reasons, likeness, files, saved searches."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.kinds import STATUSES
from schemas.searching import Bar, Histogram
from search.query import parse
from web import querying
from web.bars import HEIGHT, WIDTH, chart
from web.routes import search

QUERY = {"q": "company:velmora"}


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_hits_are_marked_and_every_facet_can_be_put_and_taken_back(served: Any) -> None:
    words = served.client.get("/search", params={"q": "company:velmora customs"}).text
    assert "<mark>customs</mark>" in words
    page = served.client.get("/search", params=QUERY).text
    aside = page[page.index("<aside") :]
    links = [unescape(one) for one in re.findall(r'<li><a href="(/search[^"]+)"', aside)]
    assert len(links) >= 6
    for link in links:
        answer = served.client.get(link)
        assert answer.status_code == 200, link
        if "company%3Avelmora" in link:
            assert 'class="res"' in answer.text, link
            chosen = answer.text[answer.text.index("<aside") :]
            assert 'aria-current="true"' in chosen, link
    numbers = {
        one: int(n) for one, n in re.findall(r'</span>([a-z]+)</a> <span class="num">(\d+)', aside)
    }
    status = next(one for one in STATUSES if one in numbers)
    narrowed = served.client.get("/search", params={"q": f"company:velmora status:{status}"}).text
    assert f"{numbers[status]} document" in text_of(narrowed)


def test_all_values_of_a_facet_are_a_link_away_with_the_query_kept(
    served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_VALUES", 1)
    asked = {**QUERY, "sort": "date"}
    index = served.workspace.index.search(
        parse(QUERY["q"], registry=served.workspace.registry, now=served.workspace.now),
        limit=0, facets=("move",),
    )  # fmt: skip
    every = [(one.value, one.count) for one in index.facets["move"]]
    assert len(every) > 1
    for lang, more, fewer in (("en", f"{len(every) - 1} more", "Show fewer"), ("zh", f"另有 {len(every) - 1} 项", "收起")):  # fmt: skip
        client = served.client
        page = client.get("/search", params={**asked, "lang": lang}).text
        link = unescape(re.findall(rf'<a href="([^"]+#f-move)">{more}<', page)[0])
        assert link.startswith("/search?q=company%3Avelmora&sort=date&whole=move")
        page = client.get(link.partition("#")[0], params={**httpx.URL(link).params, "lang": lang})
        assert fewer in page.text
        part = re.findall(r'<section class="facet" id="f-move">.*?</section>', page.text, re.DOTALL)
        shown = re.findall(r'q=company%3Avelmora\+move%3A([a-z-]+)[^"]*whole=move"', part[0])
        assert shown == [value for value, _ in every]
        counts = [int(one) for one in re.findall(r'class="num">(\d+)<', part[0])]
        assert counts == [count for _, count in every]
    monkeypatch.setattr(search, "_WHOLE", len(every) - 1)
    heavy = served.client.get("/search", params={**asked, "whole": ["move", "nothing"]}).text
    assert "1 more is rarer" in heavy
    assert "whole=move&amp;whole=nothing" not in heavy[heavy.index("<aside") :]


def test_every_example_of_what_may_be_asked_can_be_followed(served: Any) -> None:
    for lang in ("en", "zh"):
        served.client.cookies.set("zhibi_language", lang)
        page = served.client.get("/search").text
        shown = page[
            page.index('<details class="fold asking" open>') : page.index("</dl></details>")
        ]
        links = [unescape(one) for one in re.findall(r'href="(/search\?[^"]*)"', shown)]
        assert len(links) >= 14
        assert [one for one in links if served.client.get(one).status_code != 200] == []
        wrong = served.client.get("/search", params={"q": "colour:red"})
        assert '<details class="fold asking" open>' in wrong.text
    served.client.cookies.set("zhibi_language", "en")


def test_a_time_is_chosen_beside_the_facets_and_replaces_the_one_before() -> None:
    assert querying.lately("customs after:2026-01-01", 30) == ("customs last:30d", False)
    assert querying.lately("customs last:30d 之后:昨天", 30) == ("customs", True)
    assert querying.lately("customs OR tax", 7) == ("(customs OR tax) last:7d", False)


def test_the_days_of_a_bar_are_what_it_leads_to(served: Any) -> None:
    page = served.client.get("/search", params={"q": "velmora OR 维墨"}).text
    if "chart bars" in page:
        bars = re.findall(r'<a href="(/search[^"]+after[^"]+)" aria-label="([^"]+)"', page)
        assert bars
        for link, says in bars:
            count = int(re.findall(r": ([\d,]+)$", says)[0])
            assert f"{count} document" in text_of(served.client.get(unescape(link)).text)


@pytest.mark.parametrize("sort", ["relevance", "date", "importance"])
def test_orders_find_the_same(served: Any, sort: str) -> None:
    page = served.client.get("/search", params={**QUERY, "sort": sort}).text
    assert page.count('class="res"') >= 2
    assert "why here" in page
    assert served.client.get("/search", params={**QUERY, "sort": "x"}).status_code == 400


def test_why_a_hit_stands_there_is_told_in_words_of_both_languages(served: Any) -> None:
    for lang in ("en", "zh"):
        page = served.client.get("/search", params={"q": "velmora customs", "lang": lang}).text
        reasons = re.findall(r'<details class="reasons">.*?</details>', page, re.DOTALL)
        assert reasons
        assert len(re.findall("<li>", reasons[0])) >= 2


def test_much_like_one_is_of_other_stories(served: Any) -> None:
    page = served.client.get("/search", params=QUERY).text
    link = re.findall(r'href="(/search/like/[^"]+)"', page)[0]
    answer = served.client.get(link)
    assert answer.status_code == 200
    own = re.findall(r'data-story="([^"]+)"', answer.text)
    assert link.rpartition("/")[2] not in own
    assert served.client.get("/search/like/none").status_code == 404
    assert served.client.get(link, params={"q": "colour:red"}).status_code == 400


def test_all_hits_come_as_files(served: Any) -> None:
    csv = served.client.get("/search/export", params={**QUERY, "form": "csv"})
    assert csv.headers["content-disposition"].endswith('.csv"')
    rows = csv.content.decode("utf-8-sig").strip().splitlines()
    assert len(rows) >= 4
    lines = served.client.get("/search/export", params={**QUERY, "form": "jsonl"}).text.splitlines()
    assert len(lines) >= 3
    book = served.client.get("/search/export", params={**QUERY, "form": "xlsx"})
    assert book.content[:2] == b"PK"
    assert served.client.get("/search/export", params={**QUERY, "form": "exe"}).status_code == 400
    assert (
        served.client.get("/search/export", params={"q": "colour:red", "form": "csv"}).status_code
        == 400
    )


def test_a_search_is_saved_seen_removed_and_brought_back(served: Any) -> None:
    analyst = served.client
    shown = analyst.get("/search", params=QUERY).text
    assert "In the last 30 days it would have found" in text_of(shown)
    unnamed = served.post(analyst, "/searches", query="company:velmora", name=" ")
    assert unnamed.status_code == 400
    assert "Give it a name" in unnamed.text
    assert served.post(analyst, "/searches", query="colour:red", name="Red").status_code == 400
    saved = served.post(analyst, "/searches", query="company:velmora", name="维墨动向 <b>")
    assert "saved=" in saved.headers["location"]
    page = analyst.get(saved.headers["location"]).text
    assert "Saved as “维墨动向 &lt;b&gt;”" in page
    name = saved.headers["location"].rpartition("=")[2]
    assert "维墨动向 &lt;b&gt;" in analyst.get("/searches").text
    assert f"/searches/{name}/remove" not in served.as_("viewer").get("/searches").text
    served.post(analyst, f"/searches/{name}/remove")
    gone = analyst.get("/searches").text
    assert f"/searches/{name}/remove" not in gone
    served.post(analyst, f"/searches/{name}/restore")
    assert f"/searches/{name}/remove" in analyst.get("/searches").text
    served.post(analyst, f"/searches/{name}/remove")
    assert served.post(analyst, f"/searches/{name}/remove").status_code == 404
    assert served.post(analyst, "/searches/none/restore").status_code == 404
    log = served.workspace.store.audit.list(kind="search", record=name)
    assert [one.action for one in log] == [
        "search-removed",
        "search-saved",
        "search-removed",
        "search-saved",
    ]
    assert log[-1].revision == 1


def test_a_saved_search_gets_another_name_and_its_old_one_back(served: Any) -> None:
    analyst = served.client
    made = served.post(analyst, "/searches", query="company:velmora", name="Velmora prices")
    path = f"/searches/{made.headers['location'].rpartition('=')[2]}"
    assert f"{path}/name" in analyst.get("/searches").text
    assert f"{path}/name" not in served.as_("viewer").get("/searches").text
    assert served.post(served.as_("viewer"), f"{path}/name", name="Mine").status_code == 403
    for lang, wrong, said in (
        ("en", "Give it a name.", "Now called “Preise &amp; 价格 &lt;b&gt;”"),
        ("zh", "请填写名称。", "已改名为“Preise &amp; 价格 &lt;b&gt;”"),
    ):
        served.post(analyst, "/display", language=lang, following="/")
        refused = served.post(analyst, f"{path}/name", name="  ")
        assert refused.status_code == 400
        assert re.search(rf'<details class="fold rename" open>.*role="alert">{wrong}', refused.text)
        answer = served.post(analyst, f"{path}/name", name=" Preise &  价格 <b> ")
        page = analyst.get(answer.headers["location"]).text
        assert said in page
        assert "Velmora prices" not in text_of(page[page.index("<table") :])
        undo = unescape(re.findall(r'action="(/searches/[^"]+was=[^"]+)"', page)[0])
        assert "Velmora prices" in analyst.get(served.post(analyst, undo).headers["location"]).text
    served.post(analyst, "/display", language="en", following="/")
    assert served.post(analyst, "/searches/none/name", name="x").status_code == 404
    named = path.rpartition("/")[2]
    log = served.workspace.store.audit.list(kind="search", record=named)
    assert [one.action for one in log] == ["search-changed"] * 4 + ["search-saved"]
    assert [one.revision for one in log] == [5, 4, 3, 2, 1]
    served.post(analyst, f"{path}/name", name="Velmora prices")
    assert len(served.workspace.store.audit.list(kind="search", record=named)) == len(log), (
        "as it was"
    )
    page = served.as_("administrator").get("/admin/log?kind=search").text
    assert "<del>Preise &amp; 价格 &lt;b&gt;</del>" in page
    assert (
        served.post(served.as_("administrator"), f"/admin/log/{log[0].number}/undo").status_code
        == 303
    )
    assert served.workspace.store.registry.search(named).name == "Preise & 价格 <b>"
    served.post(analyst, f"{path}/remove")


def test_switching_the_language_keeps_the_query(served: Any) -> None:
    page = served.client.get("/search", params={"q": 'a"b & <c>'}).text
    back = re.findall(r'name="following" value="([^"]+)"', page)[0]
    answer = served.post(served.client, "/display", language="zh", following=unescape(back))
    shown = served.client.get(answer.headers["location"]).text
    assert 'value="a&#34;b &amp; &lt;c&gt;"' in shown
    assert '<html lang="zh-Hans"' in shown
    served.post(served.client, "/display", language="en", following="/")


@pytest.mark.parametrize(
    ("query", "term", "made"),
    [
        ("velmora", "lang:zh", "velmora lang:zh"),
        ("velmora lang:zh", "lang:zh", "velmora"),
        ("a OR b", "lang:zh", "(a OR b) lang:zh"),
        ("(a OR b)", "lang:zh", "(a OR b) lang:zh"),
        ('"lang:zh" x', "lang:zh", '"lang:zh" x lang:zh'),
        ('source:"two words" x', 'source:"two words"', "x"),
        ("(a lang:zh) b", "lang:zh", "(a lang:zh) b lang:zh"),
        ("", "lang:zh", "lang:zh"),
    ],
)
def test_a_term_is_put_and_taken_as_one_would_type_it(query: str, term: str, made: str) -> None:
    assert querying.toggled(query, term) == made


@given(st.text(max_size=60))
def test_putting_a_term_and_taking_it_leaves_the_words(query: str) -> None:
    with_it = querying.narrowed(query, "lang:zh")
    assert with_it.endswith("lang:zh")
    querying.toggled(query, "lang:zh")


@given(st.lists(st.integers(0, 100_000), min_size=2, max_size=300))
def test_bars_stay_within_the_picture(counts: list[int]) -> None:
    first = date(2026, 1, 1)
    bars = tuple(
        Bar(first=str(first + timedelta(n)), last=str(first + timedelta(n)), count=count)
        for n, count in enumerate(counts)
    )
    made = chart(Histogram(bars=bars), "en")
    if made is None:
        assert not any(counts)
        return
    assert made.most.bar.count == max(counts)
    for one in made.columns:
        assert -0.1 <= one.x <= WIDTH
        assert one.y + one.height == pytest.approx(HEIGHT, abs=0.2)
        assert (one.height > 0) == (one.bar.count > 0)
    assert len(made.labels) <= 13


def test_a_bar_of_one_day_is_named_by_that_day() -> None:
    bars = tuple(Bar(first=day, last=day, count=3) for day in ("2026-09-02", "2026-09-03"))
    made = [chart(Histogram(bars=bars), "en"), chart(Histogram(bars=bars), "zh")]
    says = [one.columns[0].says for one in made if one]
    assert says == ["2 September 2026: 3", "2026 年 9 月 2 日：3"]


def test_a_saved_search_is_a_feed_for_whoever_has_a_token(served: Any) -> None:
    analyst = served.client
    served.post(analyst, "/searches", name="Feed <of> it", query="company:velmora OR shippers")
    name = "feed-of-it"
    page = served.post(analyst, "/account/tokens", name="feed reader", scope="read").text
    secret = re.findall(r'class="secret">(zhibi_[\w-]+)<', page)[0]
    for auth, headers in (
        (("anything", secret), {}),
        (None, {"Authorization": f"Bearer {secret}"}),
    ):
        answer = httpx.get(
            f"{served.url}/feeds/{name}.atom", auth=auth, headers=headers, trust_env=False
        )
        assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.text)
    space = "{http://www.w3.org/2005/Atom}"
    assert feed.findtext(f"{space}title") == "Zhibi: Feed <of> it"
    titles = [one.findtext(f"{space}title") or "" for one in feed.iter(f"{space}entry")]
    assert titles
    assert "<script" not in answer.text
    loaded = analyst.get(f"/feeds/{name}.json").json()
    assert loaded["version"] == "https://jsonfeed.org/version/1.1"
    assert len(loaded["items"]) == len(titles)
    refused = httpx.get(f"{served.url}/feeds/{name}.atom", auth=("a", "b"), trust_env=False)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    assert analyst.get("/feeds/none.atom").status_code == 404
    served.post(analyst, f"/searches/{name}/remove")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "2,000 is the limit"), ("zh", "最多 2,000 个")], ids=["en", "zh"]
)
def test_a_page_that_is_pasted_by_mistake_stays_in_the_box(
    served: Any, language: str, said: str
) -> None:
    pasted = "price of a seat " * 200
    answer = served.client.get("/search", params={"q": pasted, "lang": language})
    assert answer.status_code == 400
    assert f'value="{pasted}"' in answer.text
    assert said in answer.text
