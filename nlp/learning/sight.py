"""The features of whole texts as rows of a linear model, without spelling their names.

What :mod:`nlp.learning.features` names one by one ("en:take over", "P:<org>+buy") is found here for
all sentences at once, as numbers: ten times as fast, for the same rows. Names are for training and
for ``zhibi tag --explain``; a test compares the two on the corpora.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.learning.features import LONGEST, NEAR, entries, piece_of, pieces_of
from nlp.learning.linear import Floats, LinearModel
from nlp.reading import Sentence

Ints = NDArray[np.int64]
_PART = "\ue0fe"  # between sentences that are read together: no text has this sign
_NONE = -1


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


class _Met(NamedTuple):
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
        count = np.zeros(len(steps) + 1, np.int64)
        for node, concepts in named.items():
            count[node] = len(concepts)
        self._count = count
        self._first = np.concatenate([[0], np.cumsum(count)[:-1]])
        self._concepts = np.array([c for node in sorted(named) for c in named[node]], np.int64)

    def find(self, ids: Ints, sentence: Ints) -> _Met:
        """Return what begins at each of the pieces *ids*: the longest entry's concepts, in order."""
        best = np.zeros(len(ids), np.int64)
        place = np.arange(len(ids))
        node = np.zeros(len(ids), np.int64)
        step = 0
        while len(place):
            key = node * self._base + ids[place + step]
            at = np.minimum(np.searchsorted(self._keys, key), len(self._keys) - 1)
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
        return _Met(place, concept, sentence[place])


class Sight:
    """Finds the rows of *model* that sentences of *language* have, and their scores."""

    def __init__(self, model: LinearModel, language: str) -> None:
        self._model, self._language = model, language
        # A row weighs as much as it is rare; the sum is brought to length one in the end.
        # The last row is that of a sentence without any.
        self._weights = np.pad(model.weights * model.scale[:, None], ((0, 1), (0, 0)))
        self._squares = np.pad(np.square(model.scale), (0, 1))
        listed = entries(language)
        words = {
            word: row for name, row in model.vocabulary.items()
            if name.startswith(f"{language}:") and (word := name[3:])
        }  # fmt: skip
        known = {piece: 0 for name in words for piece in name.split(" ")}
        known |= {piece: 0 for entry in listed for piece in entry}
        numbers = {piece: place for place, piece in enumerate(known, 2)}  # 0 parts, 1 is unknown
        self._ids = _Ids(numbers, language)
        self._base = len(numbers) + 2
        self._single = np.full(self._base, _NONE, np.int64)
        pairs: dict[int, int] = {}
        for name, row in words.items():
            first, *rest = [numbers[piece] for piece in name.split(" ")]
            if rest:
                pairs[first * self._base + rest[0]] = row
            else:
                self._single[first] = row
        self._pairs = np.array([*sorted(pairs), np.iinfo(np.int64).max], np.int64)
        self._pair_rows = np.array([*(pairs[key] for key in sorted(pairs)), _NONE], np.int64)
        names = sorted({name for found in listed.values() for name in found})
        place = {name: number for number, name in enumerate(names)}
        self._trie = _Trie(
            ((tuple(numbers[p] for p in entry), tuple(place[n] for n in found))
             for entry, found in listed.items()), self._base,
        )  # fmt: skip
        self._concepts = {prefix: self._tables(names, prefix) for prefix in ("", "title ")}

    def _tables(self, names: Sequence[str], prefix: str) -> tuple[Ints, Ints]:
        """Return the rows of concepts alone and of two of them near each other."""
        known = self._model.vocabulary
        alone = [known.get(f"{prefix}C:{name}", _NONE) for name in names]
        both = [
            [
                known.get(f"{prefix}P:{min(a, b)}+{max(a, b)}", _NONE) if a != b else _NONE
                for b in names
            ]
            for a in names
        ]
        return np.array(alone, np.int64), np.array(both, np.int64)

    def scores(
        self, groups: Sequence[Sequence[Sentence]], frames: Sequence[tuple[int, str]]
    ) -> tuple[Floats, Floats]:
        """Return the scores of groups of sentences, each together and one by one.

        *frames* are further features with the sentence (counted through all groups) that has them.
        """
        every = [one for group in groups for one in group]
        size = len(self._squares)
        row, sentence = self._rows(every, frames)
        of_part = _once(sentence * size + row)
        group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
        of_whole = _once(group[of_part // size] * size + of_part % size)
        return self._sum(of_whole, len(groups)), self._sum(of_part, len(every))

    def _sum(self, keys: Ints, count: int) -> Floats:
        text, row = np.divmod(keys, len(self._squares))
        start = np.searchsorted(text, np.arange(count))
        norm: Floats = np.sqrt(np.add.reduceat(self._squares[row], start))
        norm[norm == 0] = 1
        total = np.add.reduceat(self._weights[row], start, axis=0) / norm[:, None]
        return (total + self._model.bias).astype(np.float32, copy=False)

    def _rows(
        self, every: Sequence[Sentence], frames: Sequence[tuple[int, str]]
    ) -> tuple[Ints, Ints]:
        """Return rows, and the sentence each is of; every sentence has one at least."""
        known = self._model.vocabulary
        ids, sentence = self._read(every)
        titles = np.array([one.title for one in every], bool)
        none = len(known)
        where = np.where(titles, known.get("title", none), known.get("body", none))
        found = [(where, np.arange(len(every))), (self._single[ids], sentence)]
        key = ids[:-1] * self._base + ids[1:]
        at = np.searchsorted(self._pairs, key)
        found.append((np.where(self._pairs[at] == key, self._pair_rows[at], _NONE), sentence[:-1]))
        found += self._conceptual(self._trie.find(ids, sentence), titles)
        for number, name in frames:
            found.append((np.array([known.get(name, _NONE)]), np.array([number])))
        row = np.concatenate([one for one, _ in found])
        owner = np.concatenate([one for _, one in found])
        return row[row >= 0], owner[row >= 0]

    def _read(self, every: Sequence[Sentence]) -> tuple[Ints, Ints]:
        """Return the numbers of all pieces, sentences parted by a zero, and whose each is."""
        text = _PART.join(one.lower for one in every)
        if text.count(_PART) >= len(every):
            text = _PART.join(one.lower.replace(_PART, " ") for one in every)
        ids = np.array([*map(self._ids.__getitem__, pieces_of(text, self._language)), 0], np.int64)
        ends = (ids == 0).nonzero()[0]
        sizes = np.diff(ends, prepend=-1)
        if sizes.max() > LONGEST + 1:
            within = np.arange(len(ids)) - np.repeat(ends - sizes + 1, sizes)
            ids = ids[(within < LONGEST) | (ids == 0)]
            sizes = np.minimum(sizes, LONGEST + 1)
        return ids, np.repeat(np.arange(len(every)), sizes)

    def _conceptual(self, met: _Met, titles: NDArray[np.bool_]) -> list[tuple[Ints, Ints]]:
        found: list[tuple[Ints, Ints]] = []
        left, right = _near(met)
        for prefix, (alone, both) in self._concepts.items():
            mine = titles[met.sentence] if prefix else np.ones(len(met.place), bool)
            if not mine.any():
                continue
            found.append((alone[met.concept[mine]], met.sentence[mine]))
            of_mine = mine[left]
            one, other = left[of_mine], right[of_mine]
            found.append((both[met.concept[one], met.concept[other]], met.sentence[one]))
        return found


def _once(keys: Ints) -> Ints:
    """Return each key once, in order: what ``np.unique`` does, in a tenth of its time."""
    keys.sort()
    once: Ints = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return once


def _near(met: _Met) -> tuple[Ints, Ints]:
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
