"""Models made of labelled texts.

Linear ones are logistic regression with an L2 penalty, fitted by L-BFGS (Zhu et al., Algorithm 778:
L-BFGS-B, 1997). Hidden units descend by AdaGrad (Duchi, Hazan and Singer 2011), with features and
units left out at random (Srivastava et al., Dropout, 2014).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.fields import renumbered
from nlp.learning.deep import DeepModel
from nlp.learning.linear import Features, Floats, LinearModel, Rows
from nlp.learning.threads import use_one_thread

if TYPE_CHECKING:
    from scipy import sparse

_GAIN = 1e-4  # a step that gains a smaller share than this ends the fit
# Steps kept, which say how a slope bends. With ten a fit took a fifth longer and ended no better.
_KEPT_STEPS = 3
# Tried on English texts left out, 27 Nov 2026: 64 to 256 units, 10 to 28 rounds, .1 to .4 as the rate, .25 to .6 left out.
_UNITS = 96
# Nets that are asked together. By themselves two of 64 units gained .012 over one on English texts left out, .009 on
# Chinese; of these 96, beside the sums, two did hardly better than one (decision 16), 27 Nov 2026.
_NETS = 2
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

    options = {"maxiter": steps, "ftol": _GAIN, "maxcor": _KEPT_STEPS}
    done = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    return LinearModel(tuple(labels), vocabulary, scale, *_split(done.x, width))


def deepened(
    wide: LinearModel, texts: Sequence[Features], truth: Floats, importance: Floats,
    nets: int = _NETS, seed: int = 7,
) -> DeepModel:  # fmt: skip
    """Return a linear model with hidden units beside it that learnt from *texts*, in several nets.

    *truth* and *importance* as in :func:`fit`. The same numbers for one *seed*.
    """
    from scipy import sparse  # noqa: PLC0415 - a quarter of a second, for training alone

    use_one_thread()  # each language learns in a process of its own
    size = len(wide.vocabulary)
    known = Rows.of(texts, wide.vocabulary, wide.scale)
    seen = np.bincount(known.index, minlength=size) >= _LEAST
    value = known.value * seen[known.index]
    ends = np.append(known.start, len(known.index))
    rows = sparse.csr_matrix((value, known.index, ends), shape=(len(texts), size))
    made = [_Net.taught(rows, seen, truth, importance, seed + n) for n in range(nets)]
    share = _DEEP / nets
    labels = (*wide.labels, *(f"unit {number}" for number in range(nets * _UNITS)))
    weights = np.concatenate(
        [_WIDE * wide.weights * wide.unit, *(one.below.at for one in made)], axis=1
    )
    above = sum(share * one.above_bias.at for one in made)
    bias = np.concatenate([_WIDE * wide.bias + above, *(one.below_bias.at for one in made)])
    below = LinearModel(labels, wide.vocabulary, wide.scale, weights, bias)
    return DeepModel(below, np.concatenate([share * one.above.at for one in made]))


class _Descent:
    """Numbers that go down a slope, each by steps that shorten with what it has gone (AdaGrad)."""

    def __init__(self, at: Floats) -> None:
        self.at = at
        self._seen = np.full_like(at, 1e-6)

    def step(self, slope: Floats, rate: float, rows: NDArray[np.int64] | None = None) -> None:
        """Take a step against *slope* (which is used up), of some *rows* or of all."""
        seen = self._seen if rows is None else self._seen.take(rows, axis=0)
        seen += slope * slope
        slope /= np.sqrt(seen)
        slope *= np.float32(rate)
        if rows is None:
            self.at -= slope
            return
        self._seen[rows] = seen
        own = self.at.take(rows, axis=0)
        own -= slope
        self.at[rows] = own


class _Net(NamedTuple):
    """Hidden units over features (*below*), and labels over those."""

    below: _Descent
    below_bias: _Descent
    above: _Descent
    above_bias: _Descent

    @classmethod
    def taught(
        cls, rows: "sparse.csr_matrix", seen: NDArray[np.bool_], truth: Floats, importance: Floats,
        seed: int,
    ) -> "_Net":  # fmt: skip
        """Learn from texts, a row of features each; units look at those that are *seen* often."""
        random = np.random.default_rng(seed)
        yes, no = (truth * importance).sum(0), ((1 - truth) * importance).sum(0)
        net = cls(
            _Descent(_drawn(random, (len(seen), _UNITS)) * seen[:, None]),
            _Descent(np.zeros(_UNITS, np.float32)),
            _Descent(_drawn(random, (_UNITS, truth.shape[1]))),
            _Descent(np.log((yes + 0.5) / (no + 0.5)).astype(np.float32)),
        )
        count = -(-len(truth) // _BATCH)
        for epoch in range(_ROUNDS):
            batches = np.array_split(random.permutation(len(truth)), count)
            for number, batch in enumerate(batches):
                rate = _RATE * (1 - (epoch + number / count) / _ROUNDS)
                net.step(rows[batch], truth[batch], importance[batch], random, rate)
        return net

    def step(
        self, part: "sparse.csr_matrix", truth: Floats, importance: Floats,
        random: np.random.Generator, rate: float,
    ) -> None:  # fmt: skip
        """Learn from some texts."""
        names, where = renumbered(part.indices, part.shape[1])
        kept = part.data * _kept(random, part.data.shape)
        some = type(part)((kept, where, part.indptr), shape=(part.shape[0], len(names)))
        units = some @ self.below.at.take(names, axis=0) + self.below_bias.at
        open_ = (units > 0) * _kept(random, units.shape)
        hidden = units * open_
        logit = np.clip(hidden @ self.above.at + self.above_bias.at, -30, 30)
        error = importance * (1 / (1 + np.exp(-logit)) - truth)
        back = (error @ self.above.at.T) * open_
        self.above.step(hidden.T @ error, rate)
        self.above_bias.step(error.sum(0), rate)
        self.below.step(some.T @ back, rate, names)
        self.below_bias.step(back.sum(0), rate)


def _drawn(random: np.random.Generator, shape: tuple[int, int]) -> Floats:
    return (random.standard_normal(shape) * 0.1).astype(np.float32)


def _kept(random: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Return 0 for what is left out at random, and more than 1 for the rest: 1 on average."""
    kept = (random.random(shape, np.float32) >= _LEFT_OUT).astype(np.float32)
    return kept * np.float32(1 / (1 - _LEFT_OUT))


def _split(at: NDArray[np.float64], width: int) -> tuple[Floats, Floats]:
    """Return weights (a row per feature) and biases of one point, in single precision."""
    plain = at.astype(np.float32)
    return plain[:-width].reshape(-1, width), plain[-width:]
