"""Tokens as the name model sees them: Han characters one by one, words, numbers, signs."""

import re
from typing import NamedTuple

from text.han import HAN
from text.sentences import sentences

_TOKEN = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+|\d+(?:[.,]\d+)*|[^\w\s]|_")
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
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    cut: list[tuple[int, int]] = []
    for span in sentences(text, language):
        first = len(words)
        matched = list(_TOKEN.finditer(text, span.start, span.end))
        starts += [match.start() for match in matched]
        ends += [match.end() for match in matched]
        words += [match[0] for match in matched]
        while len(words) - first > _LONGEST:
            cut.append((first, first + _LONGEST))
            first += _LONGEST
        if len(words) > first:
            cut.append((first, len(words)))
    return Tokens(starts, ends, words, cut)
