"""Who goes and who comes: where one person succeeds another, who goes is not appointed and who comes does not leave."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.merging import values_of
from schemas.kinds import MoveKind

if TYPE_CHECKING:
    from nlp.moves import Candidate

_OTHER: dict[MoveKind, MoveKind] = {"appointment": "departure", "departure": "appointment"}


def without_mistaken(groups: Sequence[list["Candidate"]]) -> list[list["Candidate"]]:
    """Return moves (each its candidates) without appointments of somebody who leaves, where another one is appointed.

    Nor with departures of somebody who is appointed, where another one leaves. Who alone both leaves and is appointed
    changes posts: both stay.
    """
    people = [_people(group) for group in groups]

    def mistaken(n: int) -> bool:
        kind = groups[n][0].rule.kind
        if kind not in _OTHER or not people[n]:
            return False
        same = [people[m] for m in range(len(groups)) if m != n and groups[m][0].rule.kind == kind]
        others = [people[m] for m in range(len(groups)) if groups[m][0].rule.kind == _OTHER[kind]]
        both = any(_shared(people[n], one) for one in others)
        return both and any(
            one and not _shared(one, people[n]) and not any(_shared(one, other) for other in others)
            for one in same
        )

    return [group for n, group in enumerate(groups) if not mistaken(n)]


def _people(group: Sequence["Candidate"]) -> set[str]:
    return {v.text.casefold() for one in group for v in values_of(one.slots, "person")}


def _shared(ours: set[str], theirs: set[str]) -> bool:
    return any(a in b or b in a for a in ours for b in theirs)
