"""Where Chinese words begin and end: a slot that was marked by characters does not cut one in two."""

import re
from collections.abc import Callable, Iterator

from nlp.names.wordbook import wordbook

_LONGEST = 8  # characters of a word
_PAUSE = re.compile(r"[，。；：、！？（）“”《》()\"\s]")


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return *start* and *end* moved out of the words that they cut, where nobody doubts these words.

    A clause is cut into the longest listed words, from its left and from its right; where both ways find one word over an
    edge of the slot (视平台 of 影视平台), it belongs to the slot. Names and numbers of other kinds are not asked about.
    """
    pauses = [hit.end() for hit in _PAUSE.finditer(text, 0, start)]
    first = pauses[-1] if pauses else 0
    pause = _PAUSE.search(text, end)
    clause = text[first : pause.start() if pause else len(text)]
    ways = [set(way(clause)) for way in (_from_left, _from_right)]
    both = ways[0] & ways[1]
    begin, stop = start - first, end - first
    begin = next((one for one, other in both if one < begin < other), begin)
    stop = next((other for one, other in both if one < stop < other), stop)
    return first + begin, first + stop


def _from_left(clause: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(clause):
        size = _size(len(clause) - at, lambda n: clause[at : at + n])  # noqa: B023 - used at once
        yield at, at + size
        at += size


def _from_right(clause: str) -> Iterator[tuple[int, int]]:
    at = len(clause)
    while at:
        size = _size(at, lambda n: clause[at - n : at])  # noqa: B023
        yield at - size, at
        at -= size


def _size(most: int, part: Callable[[int], str]) -> int:
    """Return the length of the longest word there, 1 where none is listed."""
    book = wordbook()
    return next((n for n in range(min(_LONGEST, most), 1, -1) if part(n) in book), 1)
