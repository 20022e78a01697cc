"""The order of a collection: nothing is lost by moving, and groups stand together."""

from datetime import UTC, datetime
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import arranging
from pipeline.arranging import STEPS, Step
from schemas.collecting import Entry, Kept

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def entries(*groups: str) -> list[Entry]:
    """Entries e0, e1 … of the groups that are given, in this order."""
    return arranging.numbered(
        [
            Entry(
                id=f"e{n}", collection="c", position=99 - n, group=group, by="anna", at=NOW,
                kept=Kept(title=f"No {n}"),
            )
            for n, group in enumerate(groups)
        ]
    )  # fmt: skip


def shown(found: list[Entry]) -> str:
    return " ".join(f"{one.id}{one.group}" for one in found)


@pytest.mark.parametrize(
    ("entry", "step", "after"),
    [
        ("e0", "up", "e0 e1 e2A e3A e4B"),
        ("e1", "up", "e1 e0 e2A e3A e4B"),
        ("e0", "down", "e1 e0 e2A e3A e4B"),
        ("e1", "down", "e0 e1A e2A e3A e4B"),
        ("e2", "up", "e0 e1 e2 e3A e4B"),
        ("e3", "down", "e0 e1 e2A e3B e4B"),
        ("e4", "up", "e0 e1 e2A e3A e4A"),
        ("e4", "down", "e0 e1 e2A e3A e4B"),
        ("e3", "top", "e0 e1 e3A e2A e4B"),
        ("e2", "bottom", "e0 e1 e3A e2A e4B"),
        ("e4", "top", "e0 e1 e2A e3A e4B"),
    ],
)
def test_an_entry_moves_within_its_group_and_then_into_the_next(
    entry: str, step: Step, after: str
) -> None:
    assert shown(arranging.moved(entries("", "", "A", "A", "B"), entry, step)) == after


def test_groups_move_as_a_whole_and_take_others_in() -> None:
    some = entries("", "A", "A", "B")
    assert shown(arranging.group_moved(some, "A", "up")) == "e1A e2A e0 e3B"
    assert shown(arranging.group_moved(some, "A", "down")) == "e0 e3B e1A e2A"
    assert shown(arranging.group_moved(some, "B", "top")) == "e3B e0 e1A e2A"
    assert shown(arranging.group_moved(some, "", "bottom")) == "e1A e2A e3B e0"
    assert arranging.group_moved(some, "none", "up") == some
    assert shown(arranging.group_renamed(some, "B", "")) == "e0 e3 e1A e2A"
    assert shown(arranging.regrouped(some, "e0", "A")) == "e1A e2A e0A e3B"
    assert shown(arranging.regrouped(some, "e1", "New")) == "e0 e2A e3B e1New"
    assert arranging.regrouped(some, "e1", "A") == some


@given(
    groups=st.lists(st.sampled_from(["", "A", "B", "C"]), min_size=1, max_size=8),
    deeds=st.lists(st.tuples(st.integers(0, 7), st.sampled_from(STEPS), st.sampled_from(["", "A", "D"]))),
)  # fmt: skip
def test_whatever_is_done_every_entry_stays_and_groups_stand_together(
    groups: list[str], deeds: list[tuple[int, Step, str]]
) -> None:
    found = entries(*groups)
    names = {one.id for one in found}
    for number, step, group in deeds:
        one = f"e{number % len(groups)}"
        found = arranging.moved(found, one, step)
        found = arranging.regrouped(found, one, group) if number % 2 else found
        found = arranging.group_moved(found, group, step)
        assert {one.id for one in found} == names
        assert [one.position for one in found] == list(range(len(found)))
        blocks = [name for name, _ in groupby(found, key=lambda one: one.group)]
        assert len(blocks) == len(set(blocks))
