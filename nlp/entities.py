"""Spans of text that name something, before they become mentions."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.kinds import Label
from schemas.language import Mention, Value

# As sure as a company is that only a move may bear out: without one it is no mention.
DOUBTFUL = 0.55
_LEAST_REPORTED = 0.6


class Entity(NamedTuple):
    """Characters *start* to *end* name something.

    *name* is the longest form of the name in the text (``Tollgate Motors`` for ``Tollgate``);
    *entity* is the registry id where known, *firm* which subsidiary or brand of that company is meant.
    Of two that overlap the higher *rank* stays.
    """

    start: int
    end: int
    label: Label
    name: str = ""
    entity: str | None = None
    value: Value | None = None
    confidence: float = 1.0
    rank: int = 0
    firm: str = ""

    @property
    def doubtful(self) -> bool:
        """Say whether this is an unregistered company that too little speaks for."""
        return self.label == "ORG" and self.entity is None and self.confidence < _LEAST_REPORTED

    def mention(self, text: str, *, boilerplate: bool = False) -> Mention:
        """Return the record of this span of *text*."""
        return Mention(
            text=text[self.start : self.end],
            start=self.start,
            end=self.end,
            label=self.label,
            entity=self.entity,
            value=self.value,
            confidence=self.confidence,
            boilerplate=boilerplate,
        )


def without_overlaps(found: Iterable[Entity]) -> list[Entity]:
    """Keep, where spans overlap, the one of higher rank, then the longer, then the earlier."""
    kept: list[Entity] = []
    taken: set[int] = set()
    for one in sorted(found, key=lambda e: (-e.rank, e.start - e.end, e.start)):
        span = range(one.start, one.end)
        if not one.start < one.end or one.start in taken or one.end - 1 in taken:
            continue
        if not taken.isdisjoint(span):
            continue
        taken.update(span)
        kept.append(one)
    return sorted(kept)
