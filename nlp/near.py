"""Near-duplicates: reprints of one text, with or without boilerplate around it."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from math import log, sqrt
from typing import NamedTuple

from nlp.lexicon import word_set
from text.han import HAN, to_simplified

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
    terms: Counter[str] = Counter(_stem(word) for word in words if len(word) > 1)
    han = [piece for piece in pieces if len(piece) == 1 and "\u4e00" <= piece <= "\u9fff"]
    terms.update(a + b for a, b in itertools.pairwise(han))
    # Names tell two like events apart: a capitalised word inside a sentence counts twice.
    terms.update(f"^{name.lower()}" for name in _NAMES.findall(text))
    return Fingerprint(shingles, terms)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def is_reprint(one: Fingerprint, other: Fingerprint) -> bool:
    """Say whether the shorter of two texts is contained in the other."""
    least = min(len(one.shingles), len(other.shingles))
    if least < _LEAST or max(len(one.shingles), len(other.shingles)) > 4 * least:
        return False
    return len(one.shingles & other.shingles) >= _REPRINT * least


def shared_words(one: Fingerprint, other: Fingerprint) -> int:
    """Return how many Latin words and codes two texts in different scripts have in common."""
    return sum(
        term.isascii()
        and len(term) > 2
        and not term.isdigit()
        and not term.startswith("^")
        and term in other.terms
        for term in one.terms
    )


class Likeness:
    """TF-IDF likeness of texts; frequencies grow with each text added.

    What holds until the next text comes is worked out once: a new text is compared with many.
    """

    def __init__(self) -> None:
        self._documents = 0
        self._frequency: Counter[str] = Counter()
        self._rarity: dict[int, float] = {}  # inverse document frequency by frequency
        self._norms: dict[int, tuple[Counter[str], float]] = {}

    def add(self, terms: Iterable[str]) -> None:
        """Count one text's distinct terms."""
        self._documents += 1
        self._frequency.update(set(terms))
        self._rarity.clear()
        self._norms.clear()

    def _weight(self, term: str, count: int) -> float:
        frequency = self._frequency.get(term, 0)
        rarity = self._rarity.get(frequency)
        if rarity is None:
            rarity = self._rarity[frequency] = log((1 + self._documents) / (1 + frequency)) + 1
        return rarity if count == 1 else (1 + log(count)) * rarity

    def compare(self, one: Counter[str], other: Counter[str]) -> float:
        """Return the cosine of two texts' weighted terms, 0 to 1."""
        if len(other) < len(one):
            one, other = other, one
        shared = sum(
            self._weight(t, c) * self._weight(t, other[t]) for t, c in one.items() if t in other
        )
        if not shared:
            return 0.0
        return shared / (self._norm(one) * self._norm(other))

    def _norm(self, terms: Counter[str]) -> float:
        # Keyed by identity, which is safe while the terms themselves are kept beside it.
        known = self._norms.get(id(terms))
        if known is not None and known[0] is terms:
            return known[1]
        norm = sqrt(sum(self._weight(t, c) ** 2 for t, c in terms.items())) or 1.0
        self._norms[id(terms)] = (terms, norm)
        return norm
