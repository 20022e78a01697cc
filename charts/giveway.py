"""Labels of a chart that would stand on one another: the newest keeps its place, the others give way.

A label may stand on either side of its point, above or below it; where each place is taken it is left
out, for the point stays and the description tells it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from text.display import display_width

# Pixels, of 11 px text in the faces of the pages: digits are .56 em wide, and so a cell of two is an em and a bit.
_CELL, _RISE, _DROP = 6.2, 12.0, 18.0
_BESIDE, _AIR = 6.0, 3.0  # between a point and its label; between two labels
_DOT = 4.0  # half of a point with its ring


class Box(NamedTuple):
    """A part of the chart, in pixels from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Say whether both have a place in common."""
        beside = self.left < other.right and other.left < self.right
        return beside and self.top < other.bottom and other.top < self.bottom


class Place(NamedTuple):
    """Where a label stands beside its point."""

    left: bool
    below: bool


class Label(NamedTuple):
    """The words at a point, and where they would stand if they were alone."""

    x: float
    y: float
    text: str
    wish: Place

    def at(self, place: Place) -> Box:
        """Return what the words cover at *place*."""
        long = display_width(self.text) * _CELL
        near, far = (self.x - _BESIDE - long, self.x - _BESIDE)
        if not place.left:
            near, far = (self.x + _BESIDE, self.x + _BESIDE + long)
        top = self.y + _DROP - 11 if place.below else self.y - _RISE
        return Box(near, top, far, top + 11)


def placed(labels: Sequence[Label], lines: Iterable[Box], within: float) -> list[Place | None]:
    """Return where each of *labels* stands, None for one that gives way: the first have the choice.

    Words stand between 0 and *within* and never on others or on another's point; on one of *lines* only
    where no other place is left.
    """
    drawn = list(lines)
    dots = [Box(one.x - _DOT, one.y - _DOT, one.x + _DOT, one.y + _DOT) for one in labels]
    taken: list[Box] = []
    found: list[Place | None] = []
    for number, label in enumerate(labels):
        others = [*dots[:number], *dots[number + 1 :], *taken]
        free = [
            place
            for place in _places(label.wish)
            if _fits(label.at(place), within) and not _any(label.at(place), others)
        ]
        clear = [place for place in free if not _any(label.at(place), drawn)]
        chosen = next(iter([*clear, *free]), None)
        found.append(chosen)
        if chosen is not None:
            left, top, right, bottom = label.at(chosen)
            taken.append(Box(left - _AIR, top, right + _AIR, bottom))
    return found


def _places(wish: Place) -> list[Place]:
    """Return where a label may stand, the best first.

    Never before its point on the other side: there its own step would cross it.
    """
    after = [Place(left=False, below=wish.below), Place(left=False, below=not wish.below)]
    return [wish, *after] if wish.left else after


def _fits(box: Box, within: float) -> bool:
    return box.left >= 0 and box.right <= within


def _any(box: Box, others: Iterable[Box]) -> bool:
    return any(box.meets(other) for other in others)
