"""What an earlier edition told, under whatever story and in whatever words, and what is new of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from digests.compose import compose
from digests.facts import facts_of, new_facts
from schemas.delivery import Digest, DigestInput
from schemas.language import Slot, Value
from schemas.stories import Story

Given = Callable[..., DigestInput]


@pytest.fixture
def launch(make_story: Any, make_report: Any) -> Story:
    """The company's own news of a launch."""
    made: Story = make_story(
        1, "product-launch", "done", "tessaly", 60,
        (make_report("x1", "tessaly-news", "Tessaly launches a berth planner", "en", "2026-11-17",
                     "Tessaly today launched a planner that proposes berths to terminal operators within minutes."),),
        {"product": Slot(text="berth planner")}, day="2026-11-17",
    )  # fmt: skip
    return made


def after(first: Digest, *stories: Story, given: Given, known: tuple[Story, ...] = ()) -> Digest:
    """Return the edition of *stories* that follows *first*; *known* is what the store still holds."""
    told = {one.story.id: one.facts for one in first.told}
    events = {key: one.story.id for one in first.told for key in one.events}
    return compose(
        given(
            stories=stories,
            prices=(),
            told=told,
            told_events=events,
            told_stories=tuple(one.story for one in first.told),
            upcoming=(*known, *stories),
        )
    )


def test_another_paper_on_what_was_told_last_time_is_no_news(
    given: Given, launch: Story, make_story: Any, make_report: Any
) -> None:
    first = compose(given(stories=(launch,), prices=()))
    paper = make_story(
        2, "product-launch", "done", "tessaly", 58,
        (make_report("x2", "ledger", "Planner from Tessaly goes on sale", "en", "2026-11-18",
                     "Terminal operators can buy a planner from Tessaly that proposes berths within minutes."),),
        {"product": Slot(text="a planner")}, day="2026-11-18",
    )  # fmt: skip
    report = paper.model_copy(update={"id": "st-3", "kind": None, "status": None, "moves": ()})
    again = after(first, paper, report, given=given, known=(launch,))
    assert again.told == ()
    assert again.coverage.left_out == {"stale": 2, "told": 2}
    other = make_story(
        4, "product-launch", "done", "tessaly", 58,
        (make_report("x4", "ledger", "Tessaly sells a ledger for bunkers", "en", "2026-11-18",
                     "Ship owners can book fuel and settle invoices in one place, says Tessaly."),),
        {"product": Slot(text="bunker ledger")}, day="2026-11-18",
    )  # fmt: skip
    assert [one.update for one in after(first, other, given=given, known=(launch,)).told] == [False]


@pytest.mark.parametrize(
    ("day", "told"), [("2026-11-17", 0), ("2026-11-18", 1)], ids=["the-same", "the-next"]
)
def test_what_fails_again_the_next_day_is_news(
    given: Given, make_story: Any, make_report: Any, day: str, told: int
) -> None:
    def outage(number: int, source: str, day: str) -> Story:
        words = "Terminal operators could not reach the berth planner of Tessaly for four hours in the morning."
        report = make_report(f"x{number}", source, "Berth planner down", "en", day, words)
        made: Story = make_story(number, "incident", "done", "tessaly", 60, (report,), day=day)
        return made

    first = outage(1, "ledger", "2026-11-17")
    again = after(
        compose(given(stories=(first,), prices=())),
        outage(2, "stackwire", day),
        given=given,
        known=(first,),
    )
    assert len(again.told) == told
    same_text = first.model_copy(update={"id": "st-9", "day": day})
    edition = after(compose(given(stories=(first,), prices=())), same_text, given=given)
    assert len(edition.told) == told


def test_texts_that_were_told_are_known_when_their_story_was_joined_with_another(
    given: Given, launch: Story
) -> None:
    first = compose(given(stories=(launch,), prices=()))
    joined = launch.model_copy(update={"id": "st-9", "day": "2026-11-02"})
    assert after(first, joined, given=given).told == ()
    of_else = joined.model_copy(update={"kind": "partnership", "moves": ()})
    assert len(after(first, of_else, given=given).told) == 1


@pytest.mark.parametrize("held", [True, False], ids=["in-the-store", "joined-since"])
@pytest.mark.parametrize("what", ["page", "status", "round-up"])
def test_what_else_a_text_or_page_tells_is_news(
    given: Given, make_story: Any, make_report: Any, what: str, held: bool
) -> None:
    """A watched page keeps its id from change to change, and a round-up tells of many companies."""

    def appointed(number: int, name: str, day: str) -> Story:
        page = make_report("people", "tessaly-news", "Our people", "en", day, kind="people")
        made: Story = make_story(
            number, "appointment", "done", "tessaly", 60, (page,), {"person": Slot(text=name)},
            day=day, change=f"c{number}",
        )  # fmt: skip
        return made

    def outage(number: int, product: str, day: str) -> Story:
        page = make_report("status", "lishi-status", "Status", "en", day, f"{product} was down.")
        made: Story = make_story(
            number, "incident", "done", "lishi", 60, (page,), day=day, change=f"c{number}"
        )
        return made

    def launched(number: int, company: str, product: str, day: str) -> Story:
        text = make_report("week", "ledger", "The week in freight", "en", day)
        made: Story = make_story(
            number, "product-launch", "done", company, 60, (text,), {"product": Slot(text=product)},
            day=day,
        )  # fmt: skip
        return made

    first, second = {
        "page": (
            appointed(1, "Ada Orsett", "2026-11-12"),
            appointed(2, "Bo Linde", "2026-11-18"),
        ),
        "status": (outage(1, "Gateway", "2026-11-18"), outage(2, "Billing", "2026-11-18")),
        "round-up": (
            launched(1, "tessaly", "berth planner", "2026-11-17"),
            launched(2, "lishi", "cold store", "2026-11-18"),
        ),
    }[what]
    told = compose(given(stories=(first,), prices=()))
    news = after(told, second, given=given, known=(first,) if held else ())
    assert [(one.story.id, one.update) for one in news.told] == [("st-2", False)]
    again = first.model_copy(update={"id": "st-9"})
    assert after(told, again, given=given, known=(first,) if held else ()).told == ()


@pytest.mark.parametrize(
    ("percent", "is_news"),
    [("15", False), ("-15", False), ("14.5", False), ("20", True)],
    ids=["as-the-prices-say", "without-a-sign", "rounded", "another-one"],
)
def test_a_percentage_that_follows_from_the_prices_told_is_no_new_fact(
    make_story: Any, make_report: Any, percent: str, is_news: bool
) -> None:
    def raised(**slots: Slot) -> str:
        report = make_report("p1", "ledger", "Relay costs more", "en", "2026-11-18")
        return facts_of(
            make_story(7, "price-increase", "announced", "tessaly", 60, (report,), slots)
        )

    prices = {
        name: Slot(text=text, value=Value(amount=Decimal(text), currency="GBP"))
        for name, text in (("from", "6.00"), ("to", "6.90"))
    }
    said = Slot(text=f"{percent}%", value=Value(percent=Decimal(percent)))
    assert bool(new_facts(raised(**prices, percent=said), raised(**prices))) is is_news
    assert new_facts(raised(percent=said), raised(to=prices["to"]))
