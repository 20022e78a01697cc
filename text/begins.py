"""Long patterns tried only where they can begin: a scan for a few letters is far cheaper than they are."""

import re
from collections.abc import Iterable, Iterator


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


def places_of_words(text: str, words: Iterable[str]) -> Iterator[int]:
    """Yield where *words* stand in *text*, also within others; word by word."""
    for word in words:
        place = text.find(word)
        while place >= 0:
            yield place
            place = text.find(word, place + 1)


def holds_one(text: str, words: Iterable[str]) -> bool:
    """Say whether one of *words* stands in *text*, also within others: far cheaper than a pattern of them."""
    return any(word in text for word in words)
