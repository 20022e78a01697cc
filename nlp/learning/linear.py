"""Linear models over named features, many labels at once: fitted, applied, explained, kept in a file.

Logistic regression with an L2 penalty, fitted by L-BFGS on numpy alone: a few thousand short texts
need no more, every weight can be shown, and a thousand sentences take milliseconds.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Features = Sequence[str]
_BLOCK = 4_096  # entries that are summed at once
_MEMORY = 8  # past steps that L-BFGS keeps
_GAIN = 1e-4  # a step that gains a smaller share than this ends the fit


@dataclass(frozen=True)
class LinearModel:
    """Weights per feature and label. *scale* is the rarity of each feature (inverse frequency)."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    scale: Floats
    weights: Floats
    bias: Floats

    def scores(self, texts: Sequence[Features]) -> Floats:
        """Return the logit of each label for each text (rows)."""
        if not texts:
            return np.zeros((0, len(self.labels)), np.float32)
        return _Rows.of(texts, self.vocabulary, self.scale).times(self.weights) + self.bias

    def sums(self, texts: Sequence[Features], label: str) -> list[float]:
        """Return for each text the plain sum of its features' weights for *label*."""
        column = self.weights[:, self.labels.index(label)] * self.scale
        known = self.vocabulary
        return [float(sum(column[known[one]] for one in text if one in known)) for text in texts]

    def contributions(self, text: Features, label: str) -> list[tuple[str, float]]:
        """Return what each known feature of a text adds to the logit of *label*, the most first."""
        column = self.labels.index(label)
        rows = _Rows.of([text], self.vocabulary, self.scale)
        names = [one for one in text if one in self.vocabulary]
        each = self.weights[rows.index, column] * rows.value
        by_index = dict(zip(rows.index.tolist(), each.tolist(), strict=True))
        return sorted(
            ((name, by_index[self.vocabulary[name]]) for name in names), key=lambda p: (-p[1], p[0])
        )

    def most_telling(self, text: Features, label: str) -> list[str]:
        """Return the known features of a text in the order of :meth:`contributions`, without the numbers."""
        names = [one for one in text if one in self.vocabulary]
        rows = [self.vocabulary[one] for one in names]
        each = self.weights[rows, self.labels.index(label)] * self.scale[rows]
        return [name for _, name in sorted(zip((-each).tolist(), names, strict=True))]

    def arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the model as arrays for a file; weights keep three digits (half precision)."""
        words = "\n".join(self.vocabulary).encode()
        return {
            f"{prefix}_words": np.frombuffer(words, np.uint8),
            f"{prefix}_labels": np.frombuffer("\n".join(self.labels).encode(), np.uint8),
            f"{prefix}_scale": self.scale.astype(np.float16),
            f"{prefix}_weights": self.weights.astype(np.float16),
            f"{prefix}_bias": self.bias.astype(np.float32),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "LinearModel":
        """Read what :meth:`arrays` gave."""
        words = arrays[f"{prefix}_words"].tobytes().decode().split("\n")
        return cls(
            tuple(arrays[f"{prefix}_labels"].tobytes().decode().split("\n")),
            {word: number for number, word in enumerate(words)},
            arrays[f"{prefix}_scale"].astype(np.float32),
            arrays[f"{prefix}_weights"].astype(np.float32),
            arrays[f"{prefix}_bias"].astype(np.float32),
        )


class _Rows:
    """Texts as rows of a sparse matrix; each has length one. An unknown text is one zero."""

    def __init__(self, index: NDArray[np.int64], value: Floats, start: NDArray[np.int64]) -> None:
        self.index, self.value, self.start = index, value, start

    @classmethod
    def of(cls, texts: Sequence[Features], vocabulary: dict[str, int], scale: Floats) -> "_Rows":
        known: list[list[int]] = []
        for text in texts:
            row = [place for one in text if (place := vocabulary.get(one)) is not None]
            known.append(row or [0])
        counts = np.array([len(row) for row in known])
        start = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
        index = np.array(list(chain.from_iterable(known)), np.int64)
        value = scale[index]
        norm = np.sqrt(np.add.reduceat(value * value, start))
        value = value / np.repeat(np.where(norm > 0, norm, 1), counts)
        return cls(index, value.astype(np.float32), start)

    def times(self, weights: Floats) -> Floats:
        return _summed(weights, self.index, self.value, self.start)

    def transposed(self, size: int) -> "_Columns":
        counts = np.diff(np.append(self.start, len(self.index)))
        row = np.repeat(np.arange(len(self.start)), counts)
        order = np.argsort(self.index, kind="stable")
        present, start = np.unique(self.index[order], return_index=True)
        return _Columns(row[order], self.value[order], start, present, size)


@dataclass(frozen=True)
class _Columns:
    row: NDArray[np.int64]
    value: Floats
    start: NDArray[np.int64]
    present: NDArray[np.int64]
    size: int

    def times(self, gradient: Floats) -> Floats:
        out = np.zeros((self.size, gradient.shape[1]), np.float32)
        out[self.present] = _summed(gradient, self.row, self.value, self.start)
        return out


def _summed(
    table: Floats, rows: NDArray[np.int64], value: Floats, start: NDArray[np.int64]
) -> Floats:
    """Return for each run, from a start to the next, the sum of *table*'s *rows* times *value*.

    Taken in blocks that stay in the processor's cache: seven times as fast as all at once.
    """
    out = np.empty((len(start), table.shape[1]), np.float32)
    ends = np.append(start[1:], len(rows))
    first = 0
    while first < len(start):
        last = max(first + 1, int(np.searchsorted(ends, start[first] + _BLOCK, "right")))
        span = slice(start[first], ends[last - 1])
        part = table.take(rows[span], axis=0) * value[span, None]
        out[first:last] = np.add.reduceat(part, start[first:last] - start[first], axis=0)
        first = last
    return out


def vocabulary_of(texts: Iterable[Features], least: int) -> tuple[dict[str, int], Floats]:
    """Return the features that at least *least* texts have, in order, and how rare each is."""
    counts: Counter[str] = Counter()
    number = 0
    for text in texts:
        counts.update(text)
        number += 1
    kept = sorted(one for one, count in counts.items() if count >= least)
    rarity = np.array([np.log(number / counts[one]) + 1 for one in kept], np.float32)
    return {one: place for place, one in enumerate(kept)}, rarity


def fit(
    texts: Sequence[Features], labels: Sequence[str], truth: Floats, importance: Floats,
    *, penalty: float, least: int = 3, steps: int = 30,
    share: Callable[[str], float] = lambda _feature: 1.0,
) -> LinearModel:  # fmt: skip
    """Fit a yes-or-no decision per label. *truth* and *importance*: a row per text, 0 leaves out.

    *share* says how much a feature counts beside the others, before anything is learned of it.
    """
    vocabulary, scale = vocabulary_of(texts, least)
    scale *= np.array([share(one) for one in vocabulary], np.float32)
    rows = _Rows.of(texts, vocabulary, scale)
    columns = rows.transposed(len(vocabulary))
    width = len(labels)
    yes, no = (truth * importance).sum(0), ((1 - truth) * importance).sum(0)
    bias = np.log((yes + 0.5) / (no + 0.5))
    point = np.concatenate([np.zeros(len(vocabulary) * width), bias]).astype(np.float32)

    def loss(at: Floats) -> tuple[float, Floats]:
        weights, bias = at[:-width].reshape(-1, width), at[-width:]
        logit = np.clip(rows.times(weights) + bias, -30, 30)
        error = importance * (1 / (1 + np.exp(-logit)) - truth)
        value = float((importance * (np.logaddexp(0, logit) - truth * logit)).sum())
        value += penalty / 2 * float(np.square(weights, dtype=np.float64).sum())
        slope = columns.times(error) + penalty * weights
        return value, np.concatenate([slope.ravel(), error.sum(0)])

    at = _lbfgs(loss, point, steps)
    return LinearModel(
        tuple(labels), vocabulary, scale, at[:-width].reshape(-1, width), at[-width:]
    )


def _lbfgs(loss, at: Floats, steps: int) -> Floats:  # type: ignore[no-untyped-def]
    """Minimise *loss* (value and slope at a point) from *at*."""
    past: list[tuple[Floats, Floats, float]] = []
    value, slope = loss(at)
    for _ in range(steps):
        direction = -_preconditioned(slope, past)
        fall, length = float(direction @ slope), 1.0
        while True:
            new = at + np.float32(length) * direction
            new_value, new_slope = loss(new)
            if new_value <= value + 1e-4 * length * fall or length < 1e-4:
                break
            length /= 2
        step, change = new - at, new_slope - slope
        curve = float(step @ change)
        if curve > 1e-10:
            past = [*past, (step, change, 1 / curve)][-_MEMORY:]
        done = abs(value - new_value) < _GAIN * abs(value)
        at, value, slope = new, new_value, new_slope
        if done:
            break
    return at


def _preconditioned(slope: Floats, past: Sequence[tuple[Floats, Floats, float]]) -> Floats:
    if not past:
        return slope / max(1.0, float(np.abs(slope).max()))
    turned = slope.copy()
    shares = []
    for step, change, inverse in reversed(past):
        share = np.float32(inverse * float(step @ turned))
        shares.append(share)
        turned = turned - share * change
    step, change, inverse = past[-1]
    turned = turned * np.float32(1 / (inverse * float(change @ change)))
    for (step, change, inverse), share in zip(past, reversed(shares), strict=True):
        turned = turned + step * (share - np.float32(inverse * float(change @ turned)))
    return turned
