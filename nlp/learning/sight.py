"""The features of whole texts as rows of a linear model, without spelling their names.

What :mod:`nlp.learning.features` names one by one ("en:take over", "P:<org>+buy") is found here for
all sentences at once, as numbers: ten times as fast, for the same rows. Names are for training and
for ``zhibi tag --explain``; a test compares the two on the corpora.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from nlp.learning.deep import DeepModel
from nlp.learning.eyes import Eyes, Ints, Seen
from nlp.learning.features import named_concepts
from nlp.learning.linear import Floats, LinearModel
from nlp.reading import Sentence

_NONE = -1
_PLACES = ("title", "body")
_SIDES = {"after": 1, "before": -1}  # where sentences that hint at the status stand


class _Table:
    """Rows by a number that stands for several pieces or concepts."""

    def __init__(self, rows: Mapping[int, int]) -> None:
        self._keys = np.array([*sorted(rows), np.iinfo(np.int64).max], np.int64)
        self._rows = np.array([*(rows[key] for key in sorted(rows)), _NONE], np.int64)

    def rows(self, keys: Ints) -> Ints:
        """Return the row of each key, or none; keys in order are found in two thirds of the time, sorting and all."""
        order = keys.argsort()
        at = np.empty(len(keys), np.int64)
        at[order] = self._keys.searchsorted(keys[order])
        return np.where(self._keys[at] == keys, self._rows[at], _NONE)


class _Rows:
    """Finds the rows of one model that sentences have, and sums what these weigh."""

    def __init__(self, model: LinearModel, eyes: Eyes, prefixes: Sequence[str]) -> None:
        self._model, self._eyes = model, eyes
        # A row weighs as much as it is rare; the sum is brought to length one in the end.
        # The last row is that of a sentence without any.
        self._scale = np.pad(model.scale, (0, 1))
        self._squares = np.square(self._scale)
        self.size = len(self._squares)
        self._single = np.full(eyes.base, _NONE, np.int64)
        pairs: dict[int, int] = {}
        for name, row in _words(model, eyes.language):
            first, *rest = [eyes.numbers[piece] for piece in name.split(" ")]
            if rest:
                pairs[first * eyes.base + rest[0]] = row
            else:
                self._single[first] = row
        self._pairs = _Table(pairs)
        place = {name: number for number, name in enumerate(eyes.concepts)}
        runs = {}
        for name, row in model.vocabulary.items():
            if name.startswith("R:"):
                one, two, three = (place[part] for part in named_concepts(name))
                runs[(one * len(place) + two) * len(place) + three] = row
        self._runs = _Table(runs)
        self._concepts = {prefix: self._tables(eyes.concepts, prefix) for prefix in prefixes}

    def _tables(self, names: Sequence[str], prefix: str) -> tuple[Ints, Ints]:
        """Return the rows of concepts alone and of two of them near each other."""
        both = [
            [self.row(f"{prefix}P:{min(a, b)}+{max(a, b)}") if a != b else _NONE for b in names]
            for a in names
        ]
        return self.alone(f"{prefix}C:"), np.array(both, np.int64)

    def row(self, name: str) -> int:
        """Return the row of a feature, or a negative number."""
        return self._model.vocabulary.get(name, _NONE)

    def alone(self, prefix: str) -> Ints:
        """Return the rows of concepts, each with *prefix* before it."""
        return np.array([self.row(f"{prefix}{name}") for name in self._eyes.concepts], np.int64)

    def of(self, seen: Seen) -> list[tuple[Ints, Ints]]:
        """Return rows (negative: none), and the sentence each is of; every sentence has one at least."""
        titles = np.array([one.title for one in seen.sentences], bool)
        title, body = (one if one >= 0 else self.size - 1 for one in map(self.row, _PLACES))
        found = [(np.where(titles, title, body), np.arange(len(titles)))]
        found.append((self._single[seen.ids], seen.owner))
        pairs = self._pairs.rows(seen.ids[:-1] * self._eyes.base + seen.ids[1:])
        found += [(pairs, seen.owner[:-1]), self._in_a_row(seen)]
        return [*found, *self._conceptual(seen, titles)]

    def _in_a_row(self, seen: Seen) -> tuple[Ints, Ints]:
        """Return the rows of three concepts that follow each other in a sentence."""
        concept, owner = seen.met.concept, seen.met.sentence
        within = owner[:-2] == owner[2:]
        count = len(self._eyes.concepts)
        key = (concept[:-2] * count + concept[1:-1]) * count + concept[2:]
        return self._runs.rows(key[within]), owner[:-2][within]

    def _conceptual(self, seen: Seen, titles: NDArray[np.bool_]) -> list[tuple[Ints, Ints]]:
        found: list[tuple[Ints, Ints]] = []
        met = seen.met
        for prefix, (alone, both) in self._concepts.items():
            mine = titles[met.sentence] if prefix else np.ones(len(met.place), bool)
            if not mine.any():
                continue
            found.append((alone[met.concept[mine]], met.sentence[mine]))
            of_mine = mine[seen.left]
            one, other = seen.left[of_mine], seen.right[of_mine]
            found.append((both[met.concept[one], met.concept[other]], met.sentence[one]))
        return found

    def keys(self, found: Sequence[tuple[Ints, Ints]]) -> Ints:
        """Return the rows found, each once per sentence, as sentence times *size* plus row."""
        row = np.concatenate([one for one, _ in found])
        owner = np.concatenate([one for _, one in found])
        known = row >= 0
        return _once(owner[known] * self.size + row[known])

    def sums(self, keys: Ints, count: int) -> Floats:
        """Return the scores of *count* texts of which each has the rows that *keys* tell."""
        text, row = np.divmod(keys, self.size)
        start = np.searchsorted(text, np.arange(count))
        norm: Floats = np.sqrt(np.add.reduceat(self._squares[row], start))
        norm[norm == 0] = 1
        # The last row has no weights; those that are taken for it count nothing.
        weights = self._model.weights.take(row, axis=0, mode="clip") * self._scale[row, None]
        total = np.empty((count, weights.shape[1]), np.float32)
        bounds = [*start.tolist(), len(row)]
        for number, (first, end) in enumerate(pairwise(bounds)):  # what reduceat does, far faster
            np.add.reduce(weights[first:end], axis=0, out=total[number])
        total *= self._model.unit
        total /= norm[:, None]
        total += self._model.bias
        return total


def _words(model: LinearModel, language: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a language, one or two in a row, that a model knows, with their rows."""
    for name, row in model.vocabulary.items():
        if name.startswith(f"{language}:") and (word := name[3:]):
            yield word, row


class Sight:
    """Scores sentences of *language* by *model*, and by *status*, if given, what they say of the status."""

    def __init__(self, model: DeepModel, language: str, status: LinearModel | None = None) -> None:
        models = (model.below, status) if status is not None else (model.below,)
        self._eyes = Eyes(language, (word for one in models for word, _ in _words(one, language)))
        self._model = model
        self._kinds = _Rows(model.below, self._eyes, ("", "title "))
        self._status = _Rows(status, self._eyes, ("",)) if status is not None else None
        around = [(side, by) for side, way in _SIDES.items() for by in (way, 2 * way)]
        self._around = [
            (self._status.alone(f"{side}:"), by) for side, by in around if self._status is not None
        ]

    def scores(
        self, groups: Sequence[Sequence[Sentence]], frames: Sequence[tuple[int, str]]
    ) -> tuple[Floats, Floats]:
        """Return the scores of groups of sentences, each together and one by one.

        *frames* are further features with the sentence (counted through all groups) that has them.
        """
        every = [one for group in groups for one in group]
        rows = self._kinds
        found = rows.of(self._eyes.read(every))
        found += [(np.array([rows.row(name)]), np.array([number])) for number, name in frames]
        of_part = rows.keys(found)
        group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
        of_whole = _once(group[of_part // rows.size] * rows.size + of_part % rows.size)
        above = self._model.above
        return above(rows.sums(of_whole, len(groups))), above(rows.sums(of_part, len(every)))

    def statuses(self, every: Sequence[Sentence]) -> Floats:
        """Return for each of the sentences of a text what its words, and those around it, say of the status."""
        if self._status is None:
            raise ValueError("no model of the status was given")
        seen = self._eyes.read(every)
        found = self._status.of(seen)
        for rows, by in self._around:
            owner = seen.met.sentence - by
            inside = (owner >= 0) & (owner < len(every))
            found.append((rows[seen.met.concept[inside]], owner[inside]))
        return self._status.sums(self._status.keys(found), len(every))


def _once(keys: Ints) -> Ints:
    """Return each key once, in order: what ``np.unique`` does, in a tenth of its time."""
    keys.sort()
    once: Ints = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    return once
