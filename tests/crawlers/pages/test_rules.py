"""The closed grammar of rules: what each form reads, what is refused, and that none runs for long."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.drops import check_drop, dropped_by
from crawlers.extract import extract
from crawlers.pages.selected import check_rules
from crawlers.pool import ExtractJob, ExtractPool
from schemas.documents import Document
from schemas.errors import QuarantineError, WrongUseError

SEEN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TEXT = "Larkmere opens a depot in Utrecht, its third this year, with room for sixty carriers."
PAGE = f"""<html><head><title>News</title></head><body>
<div class="kicker">Markets</div><h1 class="headline">Larkmere opens a depot</h1>
<p class="by">By <b>Ada Wrenfield</b> and <b>Tomas Ekdal</b></p>
<span class="date" data-at="2026-11-20">Friday</span><span class="ref">Ref. 2026/11/19-7</span>
<div id="c"><p>{TEXT}</p><div class="ad">Buy our <a href="/x">carrier guide</a> now and save.</div><p>{TEXT} Again.</p></div>
<ul><li class="card"><h3>Team</h3><span class="amt">€89</span> per user / month</li>
<li class="card"><h3>Business</h3><span class="amt">€149</span> per user / month</li></ul>
</body></html>""".encode()


def read(kind: Any = "article", body: bytes = PAGE, **rules: str) -> Document:
    selectors = {name.replace("__", "."): rule for name, rule in rules.items()}
    return extract(body, url="http://lark.example/n/1", kind=kind, seen=SEEN, selectors=selectors)


@pytest.mark.parametrize(
    ("field", "rule", "value"),
    [
        ("title", "h1.headline", "Larkmere opens a depot"),
        ("title", "css:.kicker", "Markets"),
        ("title", "//h1", "Larkmere opens a depot"),
        ("title", "xpath:string(//h1)", "Larkmere opens a depot"),
        ("title", ".gone || .kicker", "Markets"),
        ("title", ".ref | regex:Ref\\. (\\S+)", "2026/11/19-7"),
        ("title", ".card h3 | take:last", "Business"),
        ("title", ".card h3 | take:all | join: & ", "Team & Business"),
        ("title", ".by | remove:b", "By and"),
        ("title", ".date@data-at", "2026-11-20"),
        ("title", ".date | attribute:data-at", "2026-11-20"),
        ("authors", ".by b", ("Ada Wrenfield", "Tomas Ekdal")),
    ],
)
def test_each_form_reads_what_it_says(field: str, rule: str, value: Any) -> None:
    found = read(**{field: rule})
    assert getattr(found, field) == value
    assert found.provenance[field].source == "selector"


def test_dates_texts_and_rows() -> None:
    found = read(published="css:.date@data-at", text="#c | remove:.ad")
    assert found.published is not None
    assert found.published.day == "2026-11-20"
    assert found.text == f"{TEXT}\n\n{TEXT} Again."
    assert read(published=".ref | regex:[\\d/]{8,}").published.day == "2026-11-19"  # type: ignore[union-attr]
    rows = read("offer", offers=".card", offers__name="h3", offers__price=".amt").offers
    assert [(one.name, str(one.amount), one.currency) for one in rows] == [
        ("Team", "89", "EUR"), ("Business", "149", "EUR"),
    ]  # fmt: skip
    whole = read("offer", offers="li.card").offers
    assert [(one.name, one.period, one.unit) for one in whole] == [
        ("Team", "month", "user"), ("Business", "month", "user"),
    ]  # fmt: skip


def test_a_rule_saves_a_page_that_the_general_extractor_gives_up() -> None:
    links = "".join(
        f"<li><a href='/n/{n}'>A long teaser about the carrier market no. {n}</a></li>"
        for n in range(20)
    )
    body = PAGE.replace(b"<body>", f"<body><ul>{links}</ul>".encode()).replace(
        TEXT.encode(), b"Short."
    )
    with pytest.raises(QuarantineError):
        read(body=body)
    assert read(body=body, text="#c p").text == "Short.\n\nShort. Again."


def _both(rule: str) -> None:
    check_rules({"title": rule})
    read(title=rule)


@pytest.mark.parametrize(
    "rule",
    ["", "h1 ||", "h1[", "//h1[", "h1 | regex:(", "h1 | take:some", "h1 | remove:>>", "x" * 2001,
     "//a[re:test(., 'x')]"],
)  # fmt: skip
def test_what_is_no_rule_is_refused_by_name(rule: str) -> None:
    with pytest.raises(WrongUseError):
        _both(rule)


def test_an_unknown_field_names_those_there_are() -> None:
    with pytest.raises(WrongUseError, match="no field 'headline'") as caught:
        check_rules({"headline": "h1"})
    assert "title" in caught.value.remedy


@pytest.mark.parametrize(
    "rule", ["#c | regex:(a|aa)+$", "//*[count(//*[count(//*[count(//*) > 1]) > 1]) > 1]"]
)
def test_a_rule_that_never_ends_is_stopped_and_named(rule: str) -> None:
    filler = b"<p>" + b"a" * 60 + b"!</p>" + b"<i><b>x</b></i>" * 3000
    body = PAGE.replace(b'<div id="c">', b'<div id="c">' + filler)
    jobs = [
        ExtractJob("slow", "http://lark.example/1", SEEN, body, kind="article", selectors={"title": rule}),
        ExtractJob("next", "http://lark.example/2", SEEN, PAGE, kind="article", selectors={"title": "h1"}),
    ]  # fmt: skip
    begun = time.monotonic()
    with ExtractPool(workers=1) as pool:
        found = {one.id: one for one in pool.run(jobs)}
    assert found["slow"].reason == "rule-timeout"
    assert rule.rpartition("regex:")[2] in (found["slow"].detail or "")
    assert found["next"].document is not None
    assert time.monotonic() - begun < 25


def test_drop_rules_look_at_addresses_and_titles() -> None:
    rules = [check_drop("url:/events/"), check_drop("title:^Webinar")]
    assert dropped_by(rules, url="http://a.example/events/1") == "url:/events/"
    assert dropped_by(rules, url="http://a.example/n", title="Webinar: prices") == "title:^Webinar"
    assert dropped_by(rules, url="http://a.example/n", title="A webinar") is None
    for wrong in ("events", "body:x", "url:", "url:("):
        with pytest.raises(WrongUseError):
            check_drop(wrong)
