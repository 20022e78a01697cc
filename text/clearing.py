"""A text without furniture and mark-up, for reading, and the way back from its places to those of the text."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from text.furniture import furniture_spans
from text.markup import Edit, apart, marks


@dataclass(frozen=True)
class Cleared:
    """What is read of a text: *text* is the original with its *edits* made."""

    text: str
    edits: tuple[Edit, ...] = ()

    def forth(self, place: int) -> int:
        """Return where a place of the original is in the text as read."""
        moved = 0
        for one in self.edits:
            if one.start >= place:
                break
            if place < one.end:
                return one.start - moved
            moved += one.end - one.start - len(one.read)
        return place - moved

    def back(self, place: int) -> int:
        """Return where a character of the text as read stands in the original."""
        kept, moved = self._table
        found = bisect_right(kept, place) - 1
        return place + (moved[found] if found >= 0 else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the original that a stretch of the text as read is made of."""
        if not self.edits or end <= start:
            return (self.back(start), self.back(end))
        first, last = self.back(start), self.back(end - 1)
        replaced = next((e.end for e in self.edits if e.read and e.start == last), last + 1)
        return first, replaced

    @cached_property
    def _table(self) -> tuple[list[int], list[int]]:
        """Return for each edit where what follows begins in the text as read, and how far that has moved."""
        moved = list(accumulate(e.end - e.start - len(e.read) for e in self.edits))
        return [e.end - moved[n] for n, e in enumerate(self.edits)], moved


def cleared(title: str, text: str, *, whole: bool = True) -> Cleared:
    """Return *title*, a line feed and *text* without mark-up and, if *whole* is set, without what is furniture."""
    full = f"{title}\n{text}"
    shift = len(title) + 1
    spans = furniture_spans(text) if whole else ()
    edits = [Edit(start + shift, end + shift) for start, end in spans]
    edits += marks(title)
    edits += [e._replace(start=e.start + shift, end=e.end + shift) for e in marks(text)]
    return _made(full, apart(edits))


def _made(full: str, edits: Sequence[Edit]) -> Cleared:
    pieces: list[str] = []
    last = 0
    for one in edits:
        pieces += [full[last : one.start], one.read]
        last = one.end
    return Cleared("".join([*pieces, full[last:]]), tuple(edits))
