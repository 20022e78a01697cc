"""Sums of a few facts that become probabilities, and how far such probabilities can be trusted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse

Facts = Mapping[str, float]
Doubles = NDArray[np.float64]
_ROUNDS = 25
_BINS = 10


@dataclass(frozen=True)
class Calibrated:
    """A probability per label from named facts: weights by fact and label, and what they start from."""

    labels: tuple[str, ...]
    weights: Mapping[str, tuple[float, ...]]
    bias: tuple[float, ...]

    def logits(self, facts: Facts) -> list[float]:
        """Return the sum for each label; facts nobody weighed count nothing."""
        sums = list(self.bias)
        for name, value in facts.items():
            for place, weight in enumerate(self.weights.get(name, ())):
                sums[place] += weight * value
        return sums

    def parts(self, facts: Facts, place: int = 0) -> list[tuple[str, float]]:
        """Return what each fact adds to the sum of one label, the most telling first."""
        told = [
            (name, self.weights[name][place] * value)
            for name, value in facts.items()
            if name in self.weights and value
        ]
        return sorted([*told, ("base", self.bias[place])], key=lambda p: (-abs(p[1]), p[0]))

    def plain(self) -> dict[str, object]:
        """Return the model as JSON values, rounded so that it reads well and stays the same."""
        return {
            "labels": list(self.labels),
            "bias": [round(one, 4) for one in self.bias],
            "weights": {k: [round(w, 4) for w in v] for k, v in sorted(self.weights.items())},
        }

    @classmethod
    def read(cls, plain: Mapping[str, object]) -> "Calibrated":
        """Read what :meth:`plain` gave."""
        weights: Mapping[str, Sequence[float]] = plain["weights"]  # type: ignore[assignment]
        labels: Sequence[str] = plain["labels"]  # type: ignore[assignment]
        bias: Sequence[float] = plain["bias"]  # type: ignore[assignment]
        return cls(tuple(labels), {k: tuple(v) for k, v in weights.items()}, tuple(bias))


def probability(logit: float) -> float:
    """Return the probability of a logit."""
    return float(1 / (1 + np.exp(-min(max(logit, -30.0), 30.0))))


def fit(
    rows: Sequence[Facts], labels: Sequence[str], truth: Doubles, *, penalty: float = 3.0
) -> Calibrated:
    """Fit weights by Newton's method; facts are brought to one spread before they are penalised."""
    from scipy import sparse  # noqa: PLC0415 - a quarter of a second, for training alone

    names = sorted({name for row in rows for name in row})
    column = {name: place for place, name in enumerate(names)}
    ends = np.cumsum([0, *(len(row) for row in rows)])
    places = [column[name] for row in rows for name in row]
    values = [value for row in rows for value in row.values()]
    table = sparse.csr_array((values, places, ends), shape=(len(rows), len(names)))
    mean, square = (np.asarray(one.mean(axis=0)) for one in (table, table.multiply(table)))
    # A fact that is there or not keeps its size, so that a rare one is held back most.
    spread = np.append(np.maximum(1.0, np.sqrt(np.maximum(0.0, square - mean**2))), 1.0)
    scaled = sparse.hstack([table, np.ones((len(rows), 1))], format="csr") / spread
    held = np.diag([penalty] * len(names) + [1e-3])
    found = [_newton(scaled, truth[:, place], held) / spread for place in range(len(labels))]
    weights = {name: tuple(float(one[place]) for one in found) for name, place in column.items()}
    return Calibrated(tuple(labels), weights, tuple(float(one[-1]) for one in found))


def _newton(table: "sparse.csr_array", truth: Doubles, held: Doubles) -> Doubles:
    columns = table.T.tocsr()
    at = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        said = 1 / (1 + np.exp(-np.clip(table @ at, -30, 30)))
        slope = columns @ (said - truth) + held @ at
        weighed = table.multiply((said * (1 - said) + 1e-6)[:, None])
        bend = (columns @ weighed.tocsr()).toarray() + held
        step = np.linalg.solve(bend, slope)
        at = at - step
        if float(np.abs(step).max()) < 1e-6:
            break
    return at


@dataclass(frozen=True)
class Reliability:
    """How sure and how right: mean squared error, expected calibration error, and bins behind it."""

    n: int
    brier: float
    ece: float
    bins: tuple[tuple[float, float, int], ...]


def reliability(said: Iterable[float], right: Iterable[bool]) -> Reliability:
    """Compare probabilities with outcomes in ten bins (mean said, share right, number)."""
    pairs = sorted(zip(said, (float(one) for one in right), strict=True))
    if not pairs:
        return Reliability(0, 0.0, 0.0, ())
    brier = sum((p - y) ** 2 for p, y in pairs) / len(pairs)
    bins: list[tuple[float, float, int]] = []
    for number in range(_BINS):
        inside = [
            (p, y) for p, y in pairs if number / _BINS <= p < (number + 1) / _BINS + (number == 9)
        ]
        if inside:
            n = len(inside)
            bins.append((sum(p for p, _ in inside) / n, sum(y for _, y in inside) / n, n))
    ece = sum(n * abs(p - y) for p, y, n in bins) / len(pairs)
    return Reliability(len(pairs), round(brier, 4), round(ece, 4), tuple(bins))
