"""Texts with marks in them: ``[Velmora|velmora]``, ``[€3m|MONEY|3000000 EUR]``."""

import re
from typing import NamedTuple

_MARK = re.compile(r"\[([^|\[\]]+)\|([^\]]+)\]")


class Mark(NamedTuple):
    """What characters *start* up to *end* of the plain text are marked with, its parts between bars."""

    start: int
    end: int
    parts: tuple[str, ...]


def unmarked(text: str) -> tuple[str, list[Mark]]:
    """Return *text* without its marks, and the marks with their places in it."""
    plain, last = "", 0
    marks: list[Mark] = []
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        parts = tuple(part.strip() for part in match[2].split("|"))
        marks.append(Mark(len(plain), len(plain) + len(match[1]), parts))
        plain += match[1]
        last = match.end()
    return plain + text[last:], marks
