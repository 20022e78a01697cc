"""Two checks before a change is told, flips never, drift by its sum, volatile places by history."""

import random
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crawlers.changes.blocks import block_edits
from crawlers.changes.drift import measured
from crawlers.changes.learn import places, volatile
from crawlers.changes.settle import Verdict, settle
from schemas.changes import Change, PageBlock, PageReading, RecordedChange, Reported

START = datetime(2026, 11, 1, tzinfo=UTC)


def price(old: str, new: str, subject: str = "Team") -> Change:
    return Change(
        kind="price", subject=subject, field="amount", old=f"{old} EUR", new=f"{new} EUR",
        old_amount=Decimal(old), new_amount=Decimal(new), currency="EUR", percent=Decimal(1),
    )  # fmt: skip


class Page:
    """A page of one number that is checked again and again, as the pipeline does it."""

    def __init__(self, value: str) -> None:
        self.base = value
        self.since: list[RecordedChange] = []
        self.told: list[tuple[str, str]] = []

    def check(self, value: str) -> Verdict:
        found = [] if value == self.base else [price(self.base, value)]
        verdict = settle(found, self.since, lambda change: 2)
        kept = [one for one in self.since if one.state == "confirmed"]
        for one in verdict.confirmed:
            self.told.append((str(one.change.old_amount), str(one.change.new_amount)))
            kept.append(one.model_copy(update={"state": "confirmed"}))
        kept += verdict.seen
        kept += [record(one) for one in verdict.fresh]
        self.since = kept
        if verdict.settled:
            self.base, self.since = value, []
        return verdict


def record(change: Change) -> RecordedChange:
    return RecordedChange(
        id="c", document_id="d", source="s", old_snapshot="a", new_snapshot="b",
        detected_at=START, change=change, state="pending",
    )  # fmt: skip


def test_a_change_is_told_at_the_second_check_and_once() -> None:
    page = Page("10")
    for value in ("10", "12", "12", "12", "12"):
        page.check(value)
    assert page.told == [("10", "12")]


def test_a_page_that_flips_is_never_told() -> None:
    page = Page("10")
    for value in ("12", "10") * 6:
        page.check(value)
    assert page.told == []


def test_a_change_that_goes_on_is_told_from_the_old_value() -> None:
    page = Page("10")
    for value in ("12", "13", "13"):
        page.check(value)
    assert page.told == [("10", "13")]


def test_what_was_told_and_is_taken_back_is_told_again() -> None:
    page = Page("10")
    for value in ("12", "12", "10", "10"):
        page.check(value)
    assert page.told == [("10", "12"), ("12", "10")]


def test_while_something_else_flips_nothing_is_lost_or_told_twice() -> None:
    base = {"Team": "10", "Solo": "1"}
    since: list[RecordedChange] = []
    told: list[tuple[str, str | None, str | None]] = []
    for at, team in enumerate(("12", "12", "15", "15", "10", "10")):
        now = {"Team": team, "Solo": ("2", "1")[at % 2]}  # Solo flips at each check
        found = [price(base[name], now[name], name) for name in base if base[name] != now[name]]
        verdict = settle(found, since, lambda change: 2)
        told += [(o.change.subject, o.change.old, o.change.new) for o in verdict.confirmed]
        since = [one for one in since if one.state == "confirmed"]
        since += [one.model_copy(update={"state": "confirmed"}) for one in verdict.confirmed]
        since += [record(one) for one in verdict.fresh]
        if verdict.settled:
            base, since = now, []
    assert told == [
        ("Team", "10 EUR", "12 EUR"), ("Team", "12 EUR", "15 EUR"), ("Team", "15 EUR", "10 EUR"),
    ]  # fmt: skip


@given(st.lists(st.sampled_from(["10", "12", "15"]), max_size=20))
def test_what_was_told_leads_to_what_stays(values: list[str]) -> None:
    page = Page("10")
    for value in values:
        page.check(value)
    final = values[-1] if values else "10"
    for _ in range(3):
        page.check(final)
    value = "10"
    for old, new in page.told:
        assert old == value
        value = new
    assert value == final


def test_a_price_that_creeps_is_told_once_it_moved_by_a_percent() -> None:
    reported: Reported | None = None
    told, value = [], Decimal(100)
    for _ in range(25):
        step = measured(price(str(value), str(value + Decimal("0.3"))), reported)
        value += Decimal("0.3")
        reported = step.reported or reported
        if step.told:
            told.append((step.change.old_amount, step.change.new_amount))
        else:
            assert step.change.significance < 0.3
    assert told[0] == (Decimal(100), Decimal("101.2"))
    assert all(one[1] == other[0] for one, other in pairwise(told))
    assert len(told) == 6


def test_other_changes_are_told_as_they_are() -> None:
    gone = Change(kind="plan", subject="Solo", field="removed", old="1 EUR")
    assert measured(gone, None).told
    assert measured(price("100", "89"), None).change.old_amount == 100


def reading(*blocks: tuple[str, str]) -> PageReading:
    return PageReading(blocks=tuple(PageBlock(text=text, under=under) for text, under in blocks))


QUOTES = (
    "Best choice we made.",
    "Saved us weeks.",
    "The team is kind.",
    "Works at sea.",
    "We grew.",
)


def page_with_quotes(number: int) -> PageReading:
    rng = random.Random(number)
    quote, who = rng.choice(QUOTES) + str(number), f"Customer {number}, Kade"
    return reading(
        ("Plans for every harbour.", ""), ("What they say", ""), (quote, "What they say"),
        (who, "What they say"), ("Team costs 89 euro.", "Plans"), ("Solo costs 19 euro.", "Plans"),
        ("Cancel at any time.", "Plans"),
    )  # fmt: skip


def test_rotating_blocks_are_learned_and_muted_and_the_rest_is_not() -> None:
    readings = [page_with_quotes(number) for number in range(6)]
    assert volatile(readings[:3]) == []
    found = volatile(readings)
    assert sorted(one.sample for one in found) == sorted(
        block.text for block in readings[-1].blocks[2:4]
    )
    muted = {one.key for one in found}
    assert len(block_edits(readings[0], readings[1], linked=True)) > 0
    assert block_edits(readings[0], readings[1], linked=True, muted=muted) == []
    edited = reading(
        *((one.text.replace("89", "99"), one.under) for one in page_with_quotes(9).blocks)
    )
    ((old, new),) = block_edits(readings[0], edited, linked=True, muted=muted)
    assert (old and old.text, new and new.text) == ("Team costs 89 euro.", "Team costs 99 euro.")


def test_a_news_list_is_no_page_of_volatile_blocks() -> None:
    readings = [reading(*((f"News {n}-{i}", "") for i in range(6))) for n in range(6)]
    assert volatile(readings) == []
    assert len(places(readings[0])) == 6
