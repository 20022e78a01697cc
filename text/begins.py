"""Long patterns tried only where they can begin: a scan for a few letters is far cheaper than they are."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation


def found_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield what ``pattern.finditer(text)`` does, where matches begin at *places* (rising) only."""
    match, free = pattern.match, 0
    for place in places:
        if place >= free and (hit := match(text, place)):
            yield hit
            free = hit.end()


def places_of(letters: re.Pattern[str], text: str) -> list[int]:
    """Return where one of some *letters* (a pattern of one set) stands."""
    return [hit.start() for hit in letters.finditer(text)]


def places_of_words(text: str, words: tuple[str, ...]) -> list[int]:
    """Return where *words* stand in *text*, also within others, in order; all are looked for in one pass."""
    found = _automaton(words).find_matches_as_indexes(text, overlapping=True)
    return sorted({start for _number, start, _end in found})


@lru_cache(maxsize=64)
def _automaton(words: tuple[str, ...]) -> AhoCorasick:
    return AhoCorasick(words, implementation=Implementation.DFA)


_FEW = 8  # words that are sooner looked for one by one


def holds_one(text: str, words: Iterable[str]) -> bool:
    """Say whether one of *words* stands in *text*, also within others: far cheaper than a pattern of them."""
    if isinstance(words, tuple) and len(words) > _FEW:
        return bool(_automaton(words).find_matches_as_indexes(text))
    return any(word in text for word in words)


_CAPITAL = re.compile(r"[A-ZÀ-ÞĀ-Ž](?<!\w[A-ZÀ-ÞĀ-Ž])")


def begins_with_capital(word: str) -> bool:
    """Say whether a word begins with what :func:`capitals` takes for a capital."""
    return _CAPITAL.match(word) is not None


@lru_cache(maxsize=2)
def capitals(text: str) -> tuple[int, ...]:
    """Return where words with a capital begin; several readers of names ask for those of one text."""
    return tuple(places_of(_CAPITAL, text))
