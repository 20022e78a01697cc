"""What a headline or a label must not say: more than the reports do."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from digests.alerting import compose_alert, render_alert
from digests.compose import compose
from digests.naming import NameBook
from digests.render import render
from digests.telling import Teller
from digests.words import words
from schemas.delivery import AlertNote, DigestInput
from schemas.language import Slot, Value
from schemas.stories import Factor
from tests.digests.conftest import COMPANIES

Given = Callable[..., DigestInput]


@pytest.fixture
def headline(make_story: Any, make_report: Any) -> Callable[..., str | None]:
    """Makes our own headline of a story of Tessaly, or None."""

    def headline(
        kind: str, status: str, title: str, language: Any = "en", **slots: Slot
    ) -> str | None:
        report = make_report(
            "d1", "ledger", title, "zh" if language == "zh" else "en", "2026-11-18"
        )
        story = make_story(1, kind, status, "tessaly", 60, (report,), slots)
        says = words(language)
        return next(
            Teller(language, says, NameBook(COMPANIES, language, says)).headlines(story), None
        )

    return headline


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("泰萨云向港交所递交上市申请", "zh", "泰萨云拟在港交所上市"),
        ("泰萨云港交所挂牌，此前两度递表", "zh", "泰萨云在港交所上市"),
        ("泰萨云登陆港交所", "zh", "泰萨云在港交所上市"),
        ("Tessaly files for a listing in Oslo", "en", "Tessaly Cloud to list in Oslo"),
        ("Tessaly shares rise on debut after August filing", "en", "Tessaly Cloud lists in Oslo"),
    ],
    ids=["zh-filed", "zh-traded", "zh-listed", "en-filed", "en-traded"],
)  # fmt: skip
def test_a_prospectus_that_was_filed_is_no_listing(
    headline: Any, title: str, language: str, expected: str
) -> None:
    place = Slot(text="港交所" if language == "zh" else "Oslo")
    assert headline("public-offering", "done", title, language, place=place) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Slot(text="30 employees", value=Value(number=Decimal(30), unit="employees")), "Tessaly Cloud expands in Oslo (office)"),
        (Slot(text="€3 million", value=Value(amount=Decimal(3_000_000), currency="EUR")), "Tessaly Cloud expands in Oslo (office) for €3 million"),
    ],
    ids=["people", "money"],
)  # fmt: skip
def test_only_money_is_paid(headline: Any, amount: Slot, expected: str) -> None:
    slots = {"place": Slot(text="Oslo"), "unit": Slot(text="office"), "amount": amount}
    assert headline("expansion", "done", "Tessaly in Oslo", **slots) == expected


def test_a_company_denies_and_not_its_product(headline: Any) -> None:
    said = headline("incident", "denied", "泰萨云否认故障", "zh", product=Slot(text="计费平台"))
    assert said == "泰萨云否认计费平台发生事故"


@pytest.mark.parametrize(
    ("said", "label"),
    [("before 31 December 2026", "Until"), ("12 月 31 日前", "Until"), ("from 31 December 2026", "From")],
    ids=["before", "zh-before", "from"],
)  # fmt: skip
def test_a_promotion_that_is_on_ends_and_does_not_begin(
    given: Given, make_story: Any, make_report: Any, said: str, label: str
) -> None:
    slots = {
        "product": Slot(text="Relay"), "percent": Slot(text="20%", value=Value(percent=Decimal(20))),
        "effective": Slot(text=said, value=Value(date="2026-12-31")),
    }  # fmt: skip
    report = make_report("d1", "tessaly-news", "20% off Relay", "en", "2026-11-18")
    story = make_story(1, "promotion", "done", "tessaly", 60, (report,), slots)
    note = AlertNote(rule="deals", name="Deals")
    alert = given(stories=(story,), alert=note)
    text = render_alert(compose_alert("a1", alert), alert).text
    assert f"\n{label:<14}31 Dec" in text
    assert compose(given(stories=(story,), upcoming=(story,))).expected == ()


def test_news_of_nobody_we_watch_leads_no_digest(
    given: Given, stories: Any, make_story: Any, make_report: Any
) -> None:
    flood = make_story(
        8, "incident", "done", "", 90, (make_report("f1", "ledger", "Flood cuts three roads", "en", "2026-11-18"),)
    ).model_copy(update={"companies": ()})  # fmt: skip
    digest = compose(given(stories=(flood, stories["win"]()), prices=()))
    assert [one.story.id for one in digest.top] == ["st-42"]
    assert [one.story.id for one in digest.also] == ["st-8"]
    found = flood.model_copy(update={"factors": (Factor(name="interest-search", points=8),)})
    assert compose(given(stories=(found,), prices=())).top[0].story.id == "st-8"


def test_a_quiet_week_has_no_empty_section(given: Given, make_story: Any, make_report: Any) -> None:
    note = make_story(8, None, None, "tessaly", 5, (make_report("f1", "ledger", "On tides", "en", "2026-11-18"),))  # fmt: skip
    quiet = given(stories=(note,), prices=(), history=(), upcoming=())
    made = compose(quiet)
    assert (made.rest, made.coverage.left_out["below-floor"]) == (1, 1)
    rendered = render(made, quiet)
    assert "ALSO" not in rendered.text
    assert ">Also<" not in rendered.html
