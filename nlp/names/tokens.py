"""Tokens as the name model sees them: Han characters one by one, words, numbers, signs."""

import re
from bisect import bisect_left
from itertools import accumulate
from typing import NamedTuple

from text.han import HAN
from text.sentences import sentences

# White space is a token on the way, so that the lengths of all add up to where each begins.
_TOKEN = re.compile(rf"\s+|[{HAN}]|[^\W\d_{HAN}]+|\d+(?:[.,]\d+)*|[^\w\s]|_")
# A longer sentence is cut here: a table or a list without punctuation.
_LONGEST = 120


class Tokens(NamedTuple):
    """The tokens of a text: where each starts and ends, its letters, and the sentence it is in."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    sentences: list[tuple[int, int]]  # first token and one past the last

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)


def tokenize(text: str, language: str) -> Tokens:
    """Cut *text*; sentences longer than the model reads at once are cut too."""
    found = _TOKEN.findall(text)
    begin = accumulate(map(len, found), initial=0)
    kept = [(start, word) for start, word in zip(begin, found, strict=False) if not word.isspace()]
    starts = [start for start, _ in kept]
    words = [word for _, word in kept]
    ends = [start + len(word) for start, word in kept]
    cut: list[tuple[int, int]] = []
    last = 0
    for span in sentences(text, language):
        first, last = last, bisect_left(starts, span.end, last)
        while last - first > _LONGEST:
            cut.append((first, first + _LONGEST))
            first += _LONGEST
        if last > first:
            cut.append((first, last))
    return Tokens(starts, ends, words, cut)
