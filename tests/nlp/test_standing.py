"""How a story stands after later reports: denials, confirmations, completions, sums that become known."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from nlp.stories import matching
from nlp.stories.form import build
from nlp.stories.grouping import Grouper
from nlp.stories.inputs import StoryInput
from nlp.stories.standing import status_of
from schemas.kinds import MoveKind, Status
from schemas.language import Move, Slot, Span, Tags, Value
from schemas.registry import Company, Registry
from schemas.stories import Story

REGISTRY = Registry(
    companies=(
        Company(id="orvane", names={"en": ("Orvane",)}),
        Company(id="kestro", names={"en": ("Kestro",)}),
        Company(id="lanting", role="customer", names={"en": ("Lanting",)}),
    )
)
STANDS: dict[str, tuple[list[tuple[str, Status]], Status]] = {
    "a rumour": ([("18", "rumoured")], "rumoured"),
    "a rumour denied": ([("18", "rumoured"), ("19", "denied")], "denied"),
    "a rumour confirmed": ([("18", "rumoured"), ("20", "announced")], "announced"),
    "announced, then completed": ([("18", "announced"), ("22", "done")], "done"),
    "announced, then called off": ([("18", "announced"), ("22", "denied")], "denied"),
    "denied, then confirmed": ([("18", "rumoured"), ("19", "denied"), ("21", "announced")], "announced"),
    "whatever the order of arrival": ([("21", "announced"), ("19", "denied"), ("18", "rumoured")], "announced"),
    "a rumour told late": ([("18", "rumoured"), ("19", "denied"), ("20", "rumoured")], "denied"),
    "an announcement told late": ([("18", "announced"), ("20", "done"), ("21", "announced")], "done"),
    "first heard of as done": ([("20", "done"), ("21", "announced")], "done"),
    "called off, and told late as agreed": ([("18", "announced"), ("20", "denied"), ("21", "announced")], "denied"),
    "confirmed, and the denial told late": (
        [("18", "rumoured"), ("19", "denied"), ("21", "done"), ("22", "denied")], "done",
    ),
    "all on one day": ([("18", "rumoured"), ("18", "denied"), ("18", "announced")], "denied"),
    "hours of one day": ([("18T09:00:00Z", "denied"), ("18T21:00:00Z", "rumoured")], "denied"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "stands"), STANDS.values(), ids=STANDS)
def test_whose_word_counts(told: list[tuple[str, Status]], stands: Status) -> None:
    days = [(f"2026-11-{day}", status) for day, status in told]
    assert status_of(days) == stands
    assert status_of(reversed(days)) == stands


def named(text: str, entity: str | None = None) -> Slot:
    return Slot(text=text, entity=entity)


def money(amount: int) -> Slot:
    return Slot(text=f"${amount}", value=Value(amount=Decimal(amount), currency="USD"))


def move(
    kind: MoveKind, status: Status, sure: float = 0.99, actor: str = "orvane", **slots: Slot
) -> Move:
    return Move(
        kind=kind, status=status, confidence=sure, actor=Slot(text=actor.title(), entity=actor),
        slots=slots, evidence=(Span(start=0, end=5),),
    )  # fmt: skip


def report(name: str, day: int, *moves: Move) -> StoryInput:
    return StoryInput(
        id=name, title="Orvane and the port", text="Orvane and the port of Ghent, told once more.",
        published=f"2026-11-{day}", first_seen=datetime(2026, 11, day, 9, tzinfo=UTC), source=name,
        url=f"https://{name}.example/1", language="en", tags=Tags(language="en", moves=moves, about=("orvane",)),
    )  # fmt: skip


def told(*reports: StoryInput, earlier: Story | None = None) -> Story:
    return build("st1", [(one, one.tags.moves, None) for one in reports], REGISTRY, earlier)


def statuses(story: Story) -> list[Status]:
    return [one.move.status for one in story.moves]


def test_the_move_of_a_story_is_the_one_that_says_how_it_stands() -> None:
    rumour = report("d1", 18, move("layoffs", "rumoured"))
    denial = report("d2", 19, move("layoffs", "denied", 0.97))
    first, both = told(rumour), told(rumour, denial)
    assert (both.status, statuses(both)) == ("denied", ["denied"])
    assert both.moves[0].document_id == "d2"
    assert both.moves[0].id == first.moves[0].id == told(denial, earlier=first).moves[0].id
    assert told(denial, earlier=first).status == "denied"


def test_a_sum_that_becomes_known_is_in_the_story() -> None:
    target = named("Kestro", "kestro")
    bought = report("d1", 18, move("acquisition", "done", target=target))
    paid = report("d2", 20, move("acquisition", "done", 0.98, target=target, amount=money(310)))
    story = told(bought, paid)
    assert [one.document_id for one in story.moves] == ["d2"], "the one that states most"
    agreed = report("d3", 17, move("acquisition", "announced", target=target, amount=money(310)))
    story = told(agreed, bought)
    assert (story.status, statuses(story)) == ("done", ["done", "announced"])
    assert [sorted(one.move.slots) for one in story.moves] == [["target"], ["amount", "target"]]
    unsure = report("d4", 20, move("acquisition", "done", 0.6, target=target, amount=money(310)))
    assert [one.document_id for one in told(bought, unsure).moves] == ["d1", "d4"]


def test_two_customers_of_one_company_are_two_moves_and_settle_nothing_of_each_other() -> None:
    one = report("d1", 18, move("customer-win", "rumoured", customer=named("Lanting", "lanting")))
    other = report("d2", 19, move("customer-win", "denied", 0.9, customer=named("Osterby Mills")))
    longer = report("d3", 20, move("customer-win", "rumoured", 0.9, customer=named("Lanting Ltd")))
    story = told(one, other, longer)
    assert sorted(statuses(story)) == ["denied", "rumoured"]
    assert len({one.id for one in story.moves}) == 2
    assert story.status == "rumoured"


def test_who_is_to_be_bought_may_deny_it_and_nobody_else_settles_it() -> None:
    rumour = report("d1", 18, move("acquisition", "rumoured", target=named("Kestro", "kestro")))
    denial = report("d2", 19, move("acquisition", "denied", actor="kestro"))
    assert told(rumour, denial).status == "denied"
    stranger = report("d3", 19, move("acquisition", "denied", actor="lanting"))
    assert told(rumour, stranger).status == "rumoured"
    reprint = [(rumour, rumour.tags.moves, None), (denial, denial.tags.moves, "d9")]
    assert build("st1", reprint, REGISTRY, None).status == "rumoured"


@pytest.mark.parametrize("last", ["denied", "rumoured"])
def test_what_was_said_is_remembered_over_runs(last: Status) -> None:
    words: tuple[Status, ...] = ("rumoured", "denied", "announced", last)
    entries = [report(f"d{n}", 16 + n, move("layoffs", status)) for n, status in enumerate(words)]
    known: list[Story] = []
    for number, entry in enumerate(entries):
        grouper = Grouper(REGISTRY, known, entries[:number])
        grouper.add(entry)
        known = grouper.stories()
        assert len(known) == 1
    assert known[0].status == "announced"
    assert [one.kinds for one in known[0].reports] == [("layoffs",)] * 4


def test_what_a_person_put_right_counts_alone() -> None:
    right = move("layoffs", "denied", 1.0).model_copy(update={"rule": "analyst"})
    story = told(report("d1", 18, right), report("d2", 20, move("layoffs", "done")))
    assert (story.status, statuses(story)) == ("denied", ["denied"])


def test_many_reports_of_one_matter_are_compared_by_how_they_name_it_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0
    may_be_one = matching._may_be_one

    def counted(one: str, other: str) -> bool:
        nonlocal compared
        compared += 1
        return may_be_one(one, other)

    monkeypatch.setattr(matching, "_may_be_one", counted)
    names = ("Lanting", "Lanting Ltd", "Osterby Mills")
    wins = [move("customer-win", "done", customer=named(names[n % 3])) for n in range(120)]
    story = told(*(report(f"d{n}", 18, win) for n, win in enumerate(wins)))
    assert len(story.moves) == 2
    assert compared < 10 * len(wins)
