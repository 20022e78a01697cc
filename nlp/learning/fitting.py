"""Models made of labelled texts.

Linear ones are logistic regression with an L2 penalty, fitted by L-BFGS (Zhu et al., Algorithm 778:
L-BFGS-B, 1997). Hidden units descend by AdaGrad (Duchi, Hazan and Singer 2011), with features and
units left out at random (Srivastava et al., Dropout, 2014).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.learning.deep import DeepModel
from nlp.learning.linear import Features, Floats, LinearModel, Rows

_GAIN = 1e-4  # a step that gains a smaller share than this ends the fit
# Tried on English texts left out, 27 Nov 2026: 64 to 256 units, 10 to 28 rounds, .1 to .4 as the rate, .25 to .6 left out.
_UNITS = 96
_ROUNDS = 20
_BATCH = 128
_RATE = 0.2
_LEFT_OUT = 0.4  # of features and of units, at random
_LEAST = 6  # texts that have a feature which hidden units look at
_WIDE, _DEEP = 0.5, 0.4  # what sums and hidden units count in what they say together


def _vocabulary_of(texts: Iterable[Features], least: int) -> tuple[dict[str, int], Floats]:
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
    from scipy import optimize, sparse  # noqa: PLC0415 - a quarter of a second, for training alone

    vocabulary, scale = _vocabulary_of(texts, least)
    scale *= np.array([share(one) for one in vocabulary], np.float32)
    known = Rows.of(texts, vocabulary, scale)
    ends = np.append(known.start, len(known.index))
    size, width = len(vocabulary), len(labels)
    rows = sparse.csr_matrix((known.value, known.index, ends), shape=(len(texts), size))
    columns = rows.T.tocsr()
    yes, no = (truth * importance).sum(0), ((1 - truth) * importance).sum(0)
    start = np.concatenate([np.zeros(size * width), np.log((yes + 0.5) / (no + 0.5))])

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = _split(at, width)
        logit = np.clip(rows @ weights + bias, -30, 30)
        error = importance * (1 / (1 + np.exp(-logit)) - truth)
        value = float((importance * (np.logaddexp(0, logit) - truth * logit)).sum())
        value += penalty / 2 * float(np.square(weights, dtype=np.float64).sum())
        slope = columns @ error + penalty * weights
        return value, np.concatenate([slope.ravel(), error.sum(0)]).astype(np.float64)

    done = optimize.minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "ftol": _GAIN}
    )
    return LinearModel(tuple(labels), vocabulary, scale, *_split(done.x, width))


def deepened(
    wide: LinearModel, texts: Sequence[Features], truth: Floats, importance: Floats, seed: int = 7
) -> DeepModel:
    """Return a linear model with hidden units beside it that learnt from *texts*.

    *truth* and *importance* as in :func:`fit`. The same numbers for one *seed*.
    """
    from scipy import sparse  # noqa: PLC0415 - a quarter of a second, for training alone

    size, width = wide.weights.shape
    known = Rows.of(texts, wide.vocabulary, wide.scale)
    seen = np.bincount(known.index, minlength=size) >= _LEAST
    value = known.value * seen[known.index]
    ends = np.append(known.start, len(known.index))
    rows = sparse.csr_matrix((value, known.index, ends), shape=(len(texts), size))
    random = np.random.default_rng(seed)
    yes, no = (truth * importance).sum(0), ((1 - truth) * importance).sum(0)
    below = _Descent(_drawn(random, (size, _UNITS)) * seen[:, None])
    below_bias = _Descent(np.zeros(_UNITS, np.float32))
    above = _Descent(_drawn(random, (_UNITS, width)))
    above_bias = _Descent(np.log((yes + 0.5) / (no + 0.5)).astype(np.float32))
    count = -(-len(texts) // _BATCH)
    for step in range(_ROUNDS * count):
        if step % count == 0:
            batches = np.array_split(random.permutation(len(texts)), count)
        batch = batches[step % count]
        rate = _RATE * (1 - step / (_ROUNDS * count))
        part = rows[batch]
        names, where = np.unique(part.indices, return_inverse=True)
        kept = part.data * _kept(random, part.data.shape)
        some = sparse.csr_matrix((kept, where, part.indptr), shape=(len(batch), len(names)))
        units = some @ below.at[names] + below_bias.at
        open_ = (units > 0) * _kept(random, units.shape)
        hidden = units * open_
        logit = np.clip(hidden @ above.at + above_bias.at, -30, 30)
        error = importance[batch] * (1 / (1 + np.exp(-logit)) - truth[batch])
        back = (error @ above.at.T) * open_
        above.step(slice(None), hidden.T @ error, rate)
        above_bias.step(slice(None), error.sum(0), rate)
        below.step(names, some.T @ back, rate)
        below_bias.step(slice(None), back.sum(0), rate)
    labels = (*wide.labels, *(f"unit {number}" for number in range(_UNITS)))
    weights = np.concatenate([_WIDE * wide.weights, below.at], axis=1)
    bias = np.concatenate([_WIDE * wide.bias + _DEEP * above_bias.at, below_bias.at])
    return DeepModel(
        LinearModel(labels, wide.vocabulary, wide.scale, weights, bias), _DEEP * above.at
    )


class _Descent:
    """Numbers that go down a slope, each by steps that shorten with what it has gone (AdaGrad)."""

    def __init__(self, at: Floats) -> None:
        self.at = at
        self._seen = np.full_like(at, 1e-6)

    def step(self, where: slice | NDArray[np.int64], slope: Floats, rate: float) -> None:
        """Take a step against *slope*, of the rows *where*."""
        seen = self._seen[where] + slope * slope
        self._seen[where] = seen
        self.at[where] -= rate * slope / np.sqrt(seen)


def _drawn(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    return (random.standard_normal(shape) * 0.1).astype(np.float32)


def _kept(random: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Return 0 for what is left out at random, and more than 1 for the rest: 1 on average."""
    return ((random.random(shape) >= _LEFT_OUT) / (1 - _LEFT_OUT)).astype(np.float32)


def _split(at: NDArray[np.float64], width: int) -> tuple[Floats, Floats]:
    """Return weights (a row per feature) and biases of one point, in single precision."""
    plain = at.astype(np.float32)
    return plain[:-width].reshape(-1, width), plain[-width:]
