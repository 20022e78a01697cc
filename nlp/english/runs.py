"""Runs of words with capitals in an English text, as names are: where each begins and ends, and what stands beside it."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import known_small

_REST = r"(?:\w|[’'-](?!s\b)(?=[^\W\d_]))*"
_W = rf"[A-ZÀ-ÞĀ-Ž]{_REST}"
_RUN = re.compile(rf"[A-ZÀ-ÞĀ-Ž](?<![\w@#$€£’'/.-][A-ZÀ-ÞĀ-Ž]){_REST}(?:(?: & | ){_W}){{0,4}}")
_JOINED = re.compile(r"-(?:based|listed|owned|born|backed|headquartered|led|funded|made|style|bound|wide|educated)$")  # fmt: skip
_REACH = 48  # characters beside a run that are read


_TITLES = frozenset(["professor", "sir", "dame", "lord", "lady", "president", "chairman", "chairwoman", "minister", "senator", "captain", "colonel", "commander", "judge"])  # fmt: skip


class Run(NamedTuple):
    """Words with capitals at *start* to *end*; *head*: a sentence, or a part of one, begins with them."""

    start: int
    end: int
    name: str
    head: bool


def is_head(text: str, start: int) -> bool:
    """Say whether a sentence, or a part of one, begins at *start*."""
    place = start - 1
    while place >= 0 and text[place] == " " and start - place < _BLANKS:
        place -= 1
    return place < 0 or text[place] in _HEADS


_BLANKS = 3  # so many stand between sentences at most
_HEADS = frozenset('\n.!?:•*“”"(–—-')


@lru_cache(maxsize=2)
def runs(text: str) -> tuple[Run, ...]:
    """Return the runs of *text* without the common words that they begin with, and without such alone."""
    common, skipped, places = common_english(), _skipped(), place_set("en")
    found = []
    for hit in _RUN.finditer(text):
        start, end = hit.span()
        name = hit[0]
        head = is_head(text, start)
        while " " in name and name not in places:
            first = name.partition(" ")
            if not (first[0].lower() in skipped or _JOINED.search(first[0])):
                break
            start += len(first[0]) + 1
            name = first[2].removeprefix("& ")
            start = end - len(name)
            head = False
        if name.lower() not in common:
            found.append(Run(start, end, name, head))
    return tuple(found)


@cache
def _skipped() -> frozenset[str]:
    return common_english() | word_set("en", "openers") | _TITLES


@cache
def plain_words() -> frozenset[str]:
    """Return the words that texts write small, and those that sentences begin with."""
    return known_small() | common_english()


def next_word(text: str, end: int) -> str:
    """Return the word behind a blank at *end*; empty without."""
    hit = _NEXT.match(text, end)
    return hit[1] if hit else ""


_NEXT = re.compile(r" ([^\W\d_]+)")


def word_before(text: str, start: int) -> tuple[str, str]:
    """Return the two words before a place, the nearer one last; what is joined by a sign to them is no word."""
    words = text[max(0, start - _REACH) : start].rsplit(" ", 3)
    if len(words) < _TWO or words[-1] not in {"", "“", '"', "‘"}:
        return "", ""
    near = words[-2]
    return (words[-3] if len(words) > _TWO else ""), near


_TWO = 2
