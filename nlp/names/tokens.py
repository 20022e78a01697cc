"""Tokens as the name model sees them: Han characters one by one, words, numbers, signs."""

import re
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from text.han import HAN
from text.sentences import sentences

Ints = NDArray[np.int64]
# White space is a token on the way, so that the lengths of all add up to where each begins.
_TOKEN = re.compile(rf"\s+|[{HAN}]|[^\W\d_{HAN}]+|\d+(?:[.,]\d+)*|[^\w\s]|_")
# A longer sentence is cut here: a table or a list without punctuation.
_LONGEST = 120


class Tokens(NamedTuple):
    """The tokens of a text: where each starts and ends, its letters, and the sentence it is in."""

    starts: Ints
    ends: Ints
    words: list[str]
    sentences: list[tuple[int, int]]  # first token and one past the last

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)


def tokenize(text: str, language: str) -> Tokens:
    """Cut *text*; sentences longer than the model reads at once are cut too."""
    found = _TOKEN.findall(text)
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    told = ~np.fromiter(map(str.isspace, found), bool, len(found))
    ends = np.cumsum(sizes)[told]
    starts = ends - sizes[told]
    cut: list[tuple[int, int]] = []
    last = 0
    for bound in np.searchsorted(starts, [one.end for one in sentences(text, language)]).tolist():
        first, last = last, bound
        while last - first > _LONGEST:
            cut.append((first, first + _LONGEST))
            first += _LONGEST
        if last > first:
            cut.append((first, last))
    return Tokens(starts, ends, list(compress(found, told.tolist())), cut)
