"""Readers on the pages of administration: added, changed, refused, removed, taken back."""

import re
from typing import Any

import pytest

from schemas.registry import Reader
from tests.web.test_registry_pages import flash, hidden

FORM = {
    "name": "Lin Zhixia", "email": "lin@larkmere.example", "language": "zh", "timezone": "Asia/Shanghai",
    "every": "daily", "day": "monday", "hour": "8", "limit": "10", "budget": "5", "quiet": "22-07",
    "channels": "mail", "active": "yes",
}  # fmt: skip


def reader(served: Any, reader_id: str) -> Reader:
    found = served.workspace.store.registry.reader(reader_id)
    assert found is not None
    return Reader.model_validate(found)


def test_a_reader_is_added_with_interests_and_gets_what_the_form_says(served: Any) -> None:
    admin = served.as_("administrator")
    answer = served.post(
        admin, "/admin/add/reader", **FORM, companies=["velmora", "portulan"], kinds=["pricing", "layoffs"],
        tiers=["strategic"], threshold="40", floor="", reason="asked for it",
    )  # fmt: skip
    assert "Lin Zhixia is added." in flash(admin, answer)
    made = reader(served, "lin-zhixia")
    assert made.interests.companies == ("velmora", "portulan")
    assert (made.interests.kinds, made.interests.tiers) == (("pricing", "layoffs"), ("strategic",))
    assert (made.schedule.every, made.schedule.hour, made.alerts.quiet) == ("daily", 8, "22-07")
    assert (made.alerts.threshold, made.floor, made.language) == (40.0, None, "zh")
    page = admin.get("/admin/readers/lin-zhixia").text
    assert re.search(r'value="velmora" checked', page)
    assert "asked for it" in page
    base = hidden(page, "base")
    off = {name: value for name, value in FORM.items() if name != "active"}
    served.post(admin, "/admin/readers/lin-zhixia", base=base, **off)
    changed = reader(served, "lin-zhixia")
    assert (changed.active, changed.interests.companies) == (False, ())
    assert "gets no mail" in admin.get("/admin/readers").text


def test_a_mistake_stands_beside_its_field(served: Any) -> None:
    admin = served.as_("administrator")
    wrong = FORM | {
        "name": "Bo", "email": "nowhere", "timezone": "Mars/North", "hour": "25", "quiet": "late", "budget": "x",
    }  # fmt: skip
    page = served.post(admin, "/admin/add/reader", **wrong, companies=["velmora"])
    assert page.status_code == 400
    for field in ("email", "hour", "quiet", "budget"):
        assert f'id="{field}-wrong"' in page.text, field
    assert "is no mail address" in page.text
    assert re.search(r'value="velmora" checked', page.text), "what was ticked is kept"
    zone = served.post(
        admin, "/admin/add/reader", **(FORM | {"name": "Bo", "timezone": "Mars/North"})
    )
    assert "is no time zone" in zone.text
    assert served.workspace.store.registry.reader("bo") is None


def test_two_people_change_a_reader_and_neither_is_lost(served: Any) -> None:
    admin = served.as_("administrator")
    served.post(admin, "/admin/add/reader", **(FORM | {"name": "Two Hands"}))
    where = "/admin/readers/two-hands"
    base = hidden(admin.get(where).text, "base")
    form = FORM | {"name": "Two Hands", "base": base}
    served.post(admin, where, **(form | {"team": "North"}))
    served.post(admin, where, **(form | {"limit": "7"}))
    assert (reader(served, "two-hands").team, reader(served, "two-hands").limit) == ("North", 7)
    refused = served.post(admin, where, **(form | {"team": "East"}))
    assert refused.status_code == 409
    assert "changed Account team" in refused.text
    over = hidden(refused.text, "over")
    served.post(admin, where, **(form | {"team": "East", "over": over}))
    assert (reader(served, "two-hands").team, reader(served, "two-hands").limit) == ("East", 7)


def test_a_reader_is_removed_and_brought_back(served: Any) -> None:
    admin = served.as_("administrator")
    served.post(admin, "/admin/add/reader", **(FORM | {"name": "Short Stay"}))
    where = "/admin/readers/short-stay"
    served.post(admin, "/searches", name="Owned by a reader", query="velmora")
    said = flash(
        admin, served.post(admin, f"{where}/remove", base=hidden(admin.get(where).text, "base"))
    )
    assert "Short Stay is removed." in said
    assert admin.get(where).status_code == 404
    undo = re.search(r'action="(/admin/log/\d+/undo)"', said)
    assert undo
    served.post(admin, undo[1])
    assert reader(served, "short-stay").name == "Short Stay"
    assert served.post(admin, "/admin/readers/none/remove").status_code == 404


def test_a_source_is_added_paused_and_removed(served: Any) -> None:
    admin = served.as_("administrator")
    wrong = served.post(
        admin, "/admin/add/source", urls="no address", company="nobody", every="soon"
    )
    assert wrong.status_code == 400
    for field in ("urls", "every"):
        assert f'id="{field}-wrong"' in wrong.text, field
    unknown = served.post(
        admin, "/admin/add/source", urls="https://p.example/feed.xml", company="nobody"
    )
    assert 'id="company-wrong"' in unknown.text
    made = served.post(
        admin,
        "/admin/add/source",
        urls="https://p.example/feed.xml",
        company="Portulan",
        adapt="yes",
    )
    assert "p-example-feed-xml is added." in flash(admin, made)
    kept = served.workspace.store.registry.source("p-example-feed-xml")
    assert (kept.kind, kept.company, kept.enabled, kept.max_pages) == (
        "feed",
        "portulan",
        True,
        200,
    )
    where = made.headers["location"]
    base = hidden(admin.get(where).text, "base")
    form = {
        "urls": kept.urls[0],
        "kind": "feed",
        "company": "portulan",
        "adapt": "yes",
        "every": "1d",
    }
    served.post(admin, where, base=base, **form)
    paused = served.workspace.store.registry.source(kept.id)
    assert (paused.enabled, paused.every.days) == (False, 1)
    assert "not watched" in admin.get(where).text
    fares = admin.get(f"/sources/{kept.id}").text
    assert "switched off" in fares
    assert "not read yet" not in fares
    said = flash(
        admin, served.post(admin, f"{where}/remove", base=hidden(admin.get(where).text, "base"))
    )
    assert "is removed." in said
    assert admin.get(where).status_code == 404


def test_rules_that_the_form_does_not_show_stay(served: Any) -> None:
    admin = served.as_("administrator")
    from pipeline import registering  # noqa: PLC0415
    from pipeline.auditing import Caller  # noqa: PLC0415

    values = {
        "id": "tuned", "kind": "listing", "urls": ["https://t.example/news"], "follow": "a.more",
        "selectors": {"title": "h1.t"}, "delay": 1.5, "every": "2h",
    }  # fmt: skip
    caller = Caller("test", served.clock.now)
    before = registering.save(served.workspace, "source", values, base=None, caller=caller).record
    page = admin.get("/admin/sources/tuned").text
    assert "/sources/tuned/try" in page
    form = {
        "urls": "https://t.example/news", "kind": "listing", "every": "2h", "delay": "1.5", "max_pages": "200",
        "confirm": "2", "adapt": "yes", "enabled": "yes",
    }  # fmt: skip
    served.post(admin, "/admin/sources/tuned", base=hidden(page, "base"), **form)
    assert served.workspace.store.registry.source("tuned") == before


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("At most 23.", "Write it as 22-07.", "is no mail address. Write it as name@example.com.")),
        ("zh", ("不得大于 23。", "请写成 22-07 的形式。", "请写成 name@example.com 的形式。")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_without_the_words_of_a_library(
    served: Any, lang: str, said: tuple[str, ...]
) -> None:
    admin = served.as_("administrator")
    typed = {"name": "Zoë", "email": "nonsense", "hour": "77", "quiet": "22", "every": "weekly"}
    page = served.post(admin, f"/admin/add/reader?lang={lang}", **typed).text
    for words in said:
        assert words in page, words
    for words in ("should match", "should be less", "schedule.hour", "alerts.quiet"):
        assert words not in page, words
