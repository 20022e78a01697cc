"""Two texts side by side, what differs marked: paragraphs matched first, then the words within them."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# Words, single Chinese characters, runs of space, single marks.
_PIECES = re.compile(r"[€£¥￥$]?\d[\d.,]*|[A-Za-z0-9]+(?:[.,'’-][A-Za-z0-9]+)*|\s+|.", re.DOTALL)
# Paragraphs beyond which only paragraphs are compared: words of thousands take seconds.
_MOST_PARAGRAPHS = 400
_MOST_PIECES = 3000
_AROUND = 2  # equal paragraphs that are shown around a difference


class Piece(NamedTuple):
    """A run of text; *marked* where the other side does not have it."""

    text: str
    marked: bool


class Row(NamedTuple):
    """Paragraphs that stand beside each other; no pieces where one side has none. *skipped*: equal ones left out before it."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]
    skipped: int = 0


def sides(old: str, new: str) -> list[Row]:
    """Return the rows that differ, each with the equal paragraphs around it."""
    before, after = _paragraphs(old), _paragraphs(new)
    rows: list[Row | str] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if max(len(before), len(after)) > _MOST_PARAGRAPHS:
        matcher = difflib.SequenceMatcher(None, before, after)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            rows += before[a:b]
        else:
            rows += _differing(before[a:b], after[c:d])
    return list(_shortened(rows))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _differing(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    for number in range(max(len(before), len(after))):
        old = before[number] if number < len(before) else ""
        new = after[number] if number < len(after) else ""
        yield _row(old, new)


def _row(old: str, new: str) -> Row:
    if not old or not new:
        return Row(_whole(old), _whole(new))
    first, second = _PIECES.findall(old), _PIECES.findall(new)
    if max(len(first), len(second)) > _MOST_PIECES:
        return Row(_whole(old), _whole(new))
    left: list[Piece] = []
    right: list[Piece] = []
    for what, a, b, c, d in difflib.SequenceMatcher(
        None, first, second, autojunk=False
    ).get_opcodes():
        if a < b:
            left.append(Piece("".join(first[a:b]), what != "equal"))
        if c < d:
            right.append(Piece("".join(second[c:d]), what != "equal"))
    return Row(tuple(left), tuple(right))


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, marked=True),) if text else ()


def _shortened(rows: Sequence[Row | str]) -> Iterator[Row]:
    """Yield rows that differ and the nearest equal ones; count what is left out before each."""
    telling = [number for number, row in enumerate(rows) if isinstance(row, Row)]
    near = {n for place in telling for n in range(place - _AROUND, place + _AROUND + 1)}
    skipped = 0
    for number, row in enumerate(rows):
        if number not in near:
            skipped += 1
            continue
        if isinstance(row, str):
            yield Row((Piece(row, marked=False),), (Piece(row, marked=False),), skipped)
        else:
            yield row._replace(skipped=skipped)
        skipped = 0
