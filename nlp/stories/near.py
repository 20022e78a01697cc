"""Near-duplicates: reprints of one text, with or without boilerplate around it."""

import itertools
import re
from collections import Counter
from typing import NamedTuple

from nlp.lexicon import word_set
from text.folding import to_simplified
from text.han import HAN

_PIECES = re.compile(rf"[{HAN}]|[a-z0-9]+")
_NAMES = re.compile(r"(?<=[a-z,] )[A-Z][\w-]{2,}")
_SHINGLE = 5
# A reprint shares nearly all shingles of the shorter text (0.8 leaves room for a new headline and
# an agency's line); texts of fewer shingles than this are too short to tell.
_REPRINT = 0.8
_LEAST = 12


class Fingerprint(NamedTuple):
    """What near-duplicate and likeness checks need of a text."""

    shingles: frozenset[int]
    terms: Counter[str]


def fingerprint(text: str) -> Fingerprint:
    """Return the shingles and terms of *text*."""
    folded = (
        to_simplified(text).lower()
        if any("\u4e00" <= char <= "\u9fff" for char in text[:200])
        else text.lower()
    )
    pieces = _PIECES.findall(folded)
    shingles = frozenset(
        hash(tuple(pieces[i : i + _SHINGLE])) for i in range(max(0, len(pieces) - _SHINGLE + 1))
    )
    words = [piece for piece in pieces if piece not in word_set("en", "stop")]
    terms: Counter[str] = Counter(stem(word) for word in words if len(word) > 1)
    han = [piece for piece in pieces if len(piece) == 1 and "\u4e00" <= piece <= "\u9fff"]
    terms.update(a + b for a, b in itertools.pairwise(han))
    # Names tell two like events apart: a capitalised word inside a sentence counts twice.
    terms.update(f"^{name.lower()}" for name in _NAMES.findall(text))
    return Fingerprint(shingles, terms)


def stem(word: str) -> str:
    """Return an English word without the commonest endings; only for comparing with each other."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def is_reprint(one: Fingerprint, other: Fingerprint) -> bool:
    """Say whether the shorter of two texts is contained in the other."""
    least = min(len(one.shingles), len(other.shingles))
    if least < _LEAST or max(len(one.shingles), len(other.shingles)) > 4 * least:
        return False
    return len(one.shingles & other.shingles) >= _REPRINT * least
