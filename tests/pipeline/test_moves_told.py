"""One deal that several reports tell is one move in rows, lists and pages, with what each adds; two deals are two."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest

from nlp.stories.form import build
from nlp.stories.inputs import StoryInput
from pipeline.views.moves import of_story
from schemas.kinds import MoveKind, Status
from schemas.language import Move, Slot, Span, Tags, Value
from schemas.registry import Company, Registry
from schemas.stories import Story
from store.moves import rows_of
from web import evidence
from web.speaker import Speaker

REGISTRY = Registry(companies=(Company(id="orvane", names={"en": ("Orvane",)}),))
NOW = datetime(2026, 11, 30, tzinfo=UTC)
WORKSPACE = cast("Any", SimpleNamespace(now=NOW, store=SimpleNamespace(documents=SimpleNamespace(newest=lambda _: {}))))  # fmt: skip
SUM = Slot(text="$200 million", value=Value(amount=Decimal(200_000_000), currency="USD"))
SHARE = Slot(text="60%", value=Value(percent=Decimal(60)))


def story(*told: tuple[MoveKind, Status, dict[str, Slot]]) -> Story:
    members = []
    for number, (kind, status, slots) in enumerate(told):
        move = Move(
            kind=kind, status=status, confidence=0.99, actor=Slot(text="Orvane", entity="orvane"),
            slots=slots, evidence=(Span(start=0, end=6),),
        )  # fmt: skip
        members.append(
            StoryInput(
                id=f"d{number}", title="Orvane and the port", text="Orvane and the port of Ghent.", source=f"s{number}",
                published=f"2026-11-1{number}", first_seen=datetime(2026, 11, 20, tzinfo=UTC), language="en",
                url=f"https://s{number}.example/1", tags=Tags(language="en", moves=(move,)),
            )
        )  # fmt: skip
    return build("st1", [(one, one.tags.moves, None) for one in members], REGISTRY, None)


def shown(made: Story) -> list[list[str]]:
    """Return the documents of each group of moves as a page shows them, the best first."""
    return [
        [one.document_id for one in group] for group in Speaker.moves(cast("Speaker", None), made)
    ]


TESSEL = {"target": Slot(text="Tessel")}
DEAL = story(
    ("acquisition", "announced", {**TESSEL, "amount": SUM}),
    ("acquisition", "announced", {**TESSEL, "stake": SHARE}),
    ("acquisition", "done", TESSEL),
)
WINS = story(
    ("customer-win", "done", {"customer": Slot(text="Osterby Mills", start=0, end=13)}),
    ("customer-win", "done", {"customer": Slot(text="Kestrel Air", start=0, end=11)}),
)


def test_what_other_reports_add_to_a_deal_is_told_with_it_and_counts_once() -> None:
    assert len(DEAL.moves) == 3
    (row,) = rows_of(DEAL)
    (line,) = of_story(WORKSPACE, DEAL)
    assert row["move_id"] == line.id
    assert (line.status, line.document_id) == ("done", "d2")
    assert line.slots == {"target": ("Tessel",), "amount": ("$200 million",), "stake": ("60%",)}
    assert {one.adds for one in DEAL.moves} == {None, line.id}
    (group,) = shown(DEAL)
    assert group[0] == "d2", "what says how it stands, however little it states"


def test_two_customers_of_one_company_are_two_moves_on_a_page_too() -> None:
    assert [one.adds for one in WINS.moves] == [None, None]
    assert len(rows_of(WINS)) == len(of_story(WORKSPACE, WINS)) == 2
    assert shown(WINS) == [["d0"], ["d1"]]
    groups = evidence.numbered([one] for one in WINS.moves)
    numbers = {one.slot.text: one.number for group in groups for one in group.slots}
    for one in WINS.moves:
        name = one.move.values("customer")[0].text
        (place,) = (p for p in evidence.places(groups, [one.move], name, "") if p.number)
        assert place.number == numbers[name]


@pytest.mark.parametrize("stands", ["done", "announced", "denied"])
def test_a_rumoured_sum_is_no_sum_of_what_was_settled(stands: Status) -> None:
    settled = story(
        ("acquisition", "rumoured", {**TESSEL, "amount": SUM}), ("acquisition", stands, TESSEL)
    )
    (line,) = of_story(WORKSPACE, settled)
    assert "amount" not in line.slots
    (rumour,) = of_story(WORKSPACE, story(("acquisition", "rumoured", {**TESSEL, "amount": SUM})))
    assert "amount" in rumour.slots


def test_moves_of_old_records_each_have_a_row() -> None:
    old = DEAL.model_dump(mode="json")
    for one in old["moves"]:
        del one["adds"]
    assert len(rows_of(Story.model_validate(old))) == 3
