"""Sentences read as numbers: their words, the concepts in them, and which of these are near each other.

What :mod:`nlp.learning.features` names one by one is found here for all sentences at once.
"""

from collections.abc import Iterable, Sequence
from operator import is_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.learning.features import LONGEST, NEAR, entries, piece_of, pieces_of
from nlp.reading import Sentence

Ints = NDArray[np.int64]
_PART = "\ue0fe"  # between sentences that are read together: no text has this sign


class _Ids(dict[str, int]):
    """Numbers of words as they are written; a word comes often and is stemmed once."""

    _MOST = 100_000

    def __init__(self, known: dict[str, int], language: str) -> None:
        super().__init__({_PART: 0})
        self._known, self._language = known, language

    def __missing__(self, word: str) -> int:
        number = self._known.get(piece_of(word, self._language), 1)
        if len(self) < self._MOST:
            self[word] = number
        return number


class Met(NamedTuple):
    """Concepts and labels met: where (number of the piece in all sentences), which, in which sentence."""

    place: Ints
    concept: Ints
    sentence: Ints


class _Trie:
    """Finds the longest entry of a thesaurus that begins at each piece, for all pieces at once."""

    def __init__(
        self, entries: Iterable[tuple[tuple[int, ...], tuple[int, ...]]], base: int
    ) -> None:
        self._base = base
        steps: dict[int, int] = {}
        named: dict[int, tuple[int, ...]] = {}
        for path, concepts in entries:
            node = 0
            for piece in path:
                node = steps.setdefault(node * base + piece, len(steps) + 1)
            named[node] = concepts
        self._keys = np.array(sorted(steps), np.int64)
        self._nodes = np.array([steps[key] for key in sorted(steps)], np.int64)
        # The first step of all, by the piece: most go no further.
        self._begun = np.array([steps.get(piece, 0) for piece in range(base)], np.int64)
        count = np.zeros(len(steps) + 1, np.int64)
        for node, concepts in named.items():
            count[node] = len(concepts)
        self._count = count
        self._first = np.concatenate([[0], np.cumsum(count)[:-1]])
        self._concepts = np.array([c for node in sorted(named) for c in named[node]], np.int64)

    def find(self, ids: Ints, sentence: Ints) -> Met:
        """Return what begins at each of the pieces *ids*: the longest entry's concepts, in order."""
        best = np.zeros(len(ids), np.int64)
        begun = self._begun[ids]
        place = begun.nonzero()[0]
        node = begun[place]
        step = 0
        while len(place):
            if step:
                key = node * self._base + ids[place + step]
                at = np.minimum(self._keys.searchsorted(key), len(self._keys) - 1)
                hit = self._keys[at] == key
                place, node = place[hit], self._nodes[at[hit]]
            ends = self._count[node] > 0
            best[place[ends]] = node[ends]
            step += 1
            inside = place + step < len(ids)
            place, node = place[inside], node[inside]
        where = best.nonzero()[0]
        count = self._count[best[where]]
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        concept = self._concepts[np.repeat(self._first[best[where]], count) + within]
        place = np.repeat(where, count)
        return Met(place, concept, sentence[place])


class Seen(NamedTuple):
    """What sentences have: pieces and whose each is, concepts, and pairs of these that are near each other."""

    sentences: tuple[Sentence, ...]
    ids: Ints
    owner: Ints
    met: Met
    left: Ints
    right: Ints


class Eyes:
    """Reads sentences of a language for any model whose features it knows; the last ones only once."""

    def __init__(self, language: str, names: Iterable[str]) -> None:
        self.language = language
        listed = entries(language)
        known = {piece: 0 for name in names for piece in name.split(" ")}
        known |= {piece: 0 for entry in listed for piece in entry}
        self.numbers = {piece: place for place, piece in enumerate(known, 2)}  # 0 parts, 1: unknown
        self.base = len(self.numbers) + 2
        self.concepts = sorted({name for found in listed.values() for name in found})
        self._ids = _Ids(self.numbers, language)
        place = {name: number for number, name in enumerate(self.concepts)}
        self._trie = _Trie(
            ((tuple(self.numbers[p] for p in entry), tuple(place[n] for n in found))
             for entry, found in listed.items()), self.base,
        )  # fmt: skip
        self._last: Seen | None = None

    def read(self, every: Sequence[Sentence]) -> Seen:
        """Return what is in the sentences."""
        last = self._last
        if last is None or len(last.sentences) != len(every) or not all(map(is_, last[0], every)):
            ids, owner = self._read(every)
            met = self._trie.find(ids, owner)
            last = self._last = Seen(tuple(every), ids, owner, met, *_near(met))
        return last

    def _read(self, every: Sequence[Sentence]) -> tuple[Ints, Ints]:
        """Return the numbers of all pieces, sentences parted by a zero, and whose each is."""
        text = _PART.join(one.lower for one in every)
        if text.count(_PART) >= len(every):
            text = _PART.join(one.lower.replace(_PART, " ") for one in every)
        ids = np.array([*map(self._ids.__getitem__, pieces_of(text, self.language)), 0], np.int64)
        ends = (ids == 0).nonzero()[0]
        sizes = np.diff(ends, prepend=-1)
        if sizes.max() > LONGEST + 1:
            within = np.arange(len(ids)) - np.repeat(ends - sizes + 1, sizes)
            ids = ids[(within < LONGEST) | (ids == 0)]
            sizes = np.minimum(sizes, LONGEST + 1)
        return ids, np.repeat(np.arange(len(every)), sizes)


def _near(met: Met) -> tuple[Ints, Ints]:
    """Return all pairs of concepts of one sentence that stand near each other, by their numbers."""
    left, right = [], []
    one = np.arange(len(met.place))
    step = 1
    while True:
        one = one[one + step < len(met.place)]
        other = one + step
        near = (met.place[other] - met.place[one] <= NEAR) & (
            met.sentence[other] == met.sentence[one]
        )
        one = one[near]  # places rise: whoever is too far here is so with all later ones
        if not len(one):
            break
        left.append(one)
        right.append(one + step)
        step += 1
    none = np.zeros(0, np.int64)
    return np.concatenate([none, *left]), np.concatenate([none, *right])
