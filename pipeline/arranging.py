"""The order of a collection: entries one by one, and whole groups of them. Pure: lists in, lists out.

Entries of one group always stand together. Each function returns all entries in their new order with
their positions from 0; who keeps them compares with what was there.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, Literal, get_args

from schemas.collecting import Entry

Step = Literal["up", "down", "top", "bottom"]
STEPS: Final[tuple[Step, ...]] = get_args(Step)


def numbered(entries: Sequence[Entry]) -> list[Entry]:
    """Return *entries* with their positions from 0, those of one group together."""
    order = {one.group: place for place, one in reversed(list(enumerate(entries)))}
    together = sorted(entries, key=lambda one: order[one.group])
    return [
        one if one.position == place else one.model_copy(update={"position": place})
        for place, one in enumerate(together)
    ]


def moved(entries: Sequence[Entry], entry_id: str, step: Step) -> list[Entry]:
    """Move one entry. Beyond the edge of its group it becomes part of the next group."""
    found = numbered(entries)
    at = next(place for place, one in enumerate(found) if one.id == entry_id)
    one = found.pop(at)
    if step in {"top", "bottom"}:
        within = [place for place, other in enumerate(found) if other.group == one.group]
        first, last = (within[0], within[-1] + 1) if within else (at, at)
        found.insert(first if step == "top" else last, one)
        return numbered(found)
    beside = at - 1 if step == "up" else at
    if not 0 <= beside < len(found):
        found.insert(at, one)
    elif found[beside].group != one.group:
        found.insert(at, one.model_copy(update={"group": found[beside].group}))
    else:
        found.insert(beside if step == "up" else beside + 1, one)
    return numbered(found)


def regrouped(entries: Sequence[Entry], entry_id: str, group: str) -> list[Entry]:
    """Put one entry at the end of *group*, which is made at the end where there is none such."""
    found = numbered(entries)
    one = next(one for one in found if one.id == entry_id)
    if one.group == group:
        return found
    found.remove(one)
    places = [place for place, other in enumerate(found) if other.group == group]
    at = places[-1] + 1 if places else len(found)
    found.insert(at, one.model_copy(update={"group": group}))
    return numbered(found)


def group_moved(entries: Sequence[Entry], group: str, step: Step) -> list[Entry]:
    """Move a whole group past the next one. What is no group, or stands at the edge, stays."""
    blocks = [list(block) for _, block in groupby(numbered(entries), key=lambda one: one.group)]
    at = next((place for place, block in enumerate(blocks) if block[0].group == group), None)
    if at is None:
        return numbered(entries)
    block = blocks.pop(at)
    to = {"up": max(at - 1, 0), "down": at + 1, "top": 0, "bottom": len(blocks)}[step]
    blocks.insert(to, block)
    return numbered([one for some in blocks for one in some])


def group_renamed(entries: Sequence[Entry], group: str, name: str) -> list[Entry]:
    """Give a group another name; where there is a group of that name, both become one."""
    return numbered(
        [one.model_copy(update={"group": name}) if one.group == group else one for one in entries]
    )
