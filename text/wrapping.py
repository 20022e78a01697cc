"""Text broken into lines of a fixed width, as wires, plain mails and old files are: the breaks say nothing.

Sentences end at line breaks (a heading has no full stop), so breaks within them must go first. Each becomes a
blank, so that every character keeps its place.
"""

import re
from itertools import pairwise

from text.han import HAN

# A line of prose is filled until the next word does not fit: between these widths, in characters, people wrap.
_NARROWEST, _WIDEST = 45, 100
# Of the breaks within paragraphs so many must be where the next word did not fit, and so many there or within a sentence.
_FILLED, _SOFT = 1 / 3, 3 / 4
_ENDED = re.compile(r"[.!?:;。！？：；][\"'”’)\]]*$")
_GOES_ON = re.compile(r"[a-z(\d$£€\"“'‘]")
# An item of a list, a row of a table and an indented line begin anew.
_ANEW = re.compile(r"\s|[-*•·–—>#|&]\s?|\d+[.)]\s|$")
# Chinese has no blanks between words: nothing tells whether its lines are filled, and a blank would part a word.
_HAN = re.compile(rf"[{HAN}]")


def unwrapped(text: str) -> str:
    """Return *text* (as long as it was) with blanks for the line breaks at which hard-wrapped prose goes on.

    A text whose lines are not filled up to one width, or that has lines of any length, comes back as it is.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if len(lines) < 2 or not _NARROWEST <= width <= _WIDEST:
        return text
    inner = [
        n
        for n, (line, after) in enumerate(pairwise(lines))
        if line.strip() and not _ANEW.match(after) and not _HAN.search(after)
    ]
    full = [n for n in inner if _is_full(lines[n], lines[n + 1], width)]
    within = [n for n in inner if _goes_on(lines, n)]
    soft = {*full, *within}
    if not full or not within or len(full) < _FILLED * len(inner) or len(soft) < _SOFT * len(inner):
        return text
    return "".join(f"{line}{' ' if n in soft else chr(10)}" for n, line in enumerate(lines))[:-1]


def _is_full(line: str, following: str, width: int) -> bool:
    """Say whether the first word of the line after it would not have fitted."""
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width


def _goes_on(lines: list[str], number: int) -> bool:
    """Say whether a sentence goes on in the line after this one."""
    return not _ENDED.search(lines[number].rstrip()) and bool(_GOES_ON.match(lines[number + 1]))
