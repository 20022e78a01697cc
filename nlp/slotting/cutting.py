"""A sentence cut into tokens, and what each shows by itself: read once, however many moves look at it."""

import re
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.hashing import Ints
from nlp.names.features import rows
from text.han import HAN

_TOKEN = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+|\d+(?:[.,]\d+)*|[^\w\s]|_")
_SEPARATORS = frozenset(",，、;；:：(（—")
_PREPOSITIONS = frozenset(
    [
        "of", "to", "for", "from", "with", "by", "in", "at", "on", "into", "as", "after", "over", "under", "between",
        "against", "about", "than", "per", "worth", "named", "called", "until", "since", "via", "through",
    ]
)  # fmt: skip
_REACH = 6  # words that a preposition governs at most


class Cut(NamedTuple):
    """The tokens of a sentence. *starts* and *ends* count its characters.

    *shown*: columns of what words show by themselves; *parts*: whether a token parts clauses;
    *governed*: the code of the preposition before it, if one is near.
    """

    starts: Ints
    ends: Ints
    words: list[str]
    shown: Ints
    parts: NDArray[np.bool_]
    governed: Ints


@lru_cache(maxsize=256)
def cut(sentence: str) -> Cut:
    """Return the tokens of *sentence*."""
    hits = list(_TOKEN.finditer(sentence))
    words = [hit[0] for hit in hits]
    columns, _traits = rows(words)
    return Cut(
        np.array([hit.start() for hit in hits], np.int64),
        np.array([hit.end() for hit in hits], np.int64),
        words,
        np.array(columns),
        np.array([word in _SEPARATORS for word in words], bool),
        _governed(words),
    )


@lru_cache(maxsize=20_000)
def code(text: str) -> int:
    """Return the number that stands for *text* in a column."""
    return crc32(text.encode()) + 1


def _governed(words: list[str]) -> Ints:
    out = np.zeros(len(words), dtype=np.int64)
    for place, word in enumerate(words):
        low = word.lower()
        if low in _PREPOSITIONS:
            out[place + 1 : place + 1 + _REACH] = code(low)
    return out
