"""Linear models made of labelled texts: logistic regression with an L2 penalty, fitted by L-BFGS.

A few ten thousand short texts need no more; see Zhu et al., Algorithm 778: L-BFGS-B (1997).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.learning.linear import Features, Floats, LinearModel, Rows

_GAIN = 1e-4  # a step that gains a smaller share than this ends the fit


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


def _split(at: NDArray[np.float64], width: int) -> tuple[Floats, Floats]:
    """Return weights (a row per feature) and biases of one point, in single precision."""
    plain = at.astype(np.float32)
    return plain[:-width].reshape(-1, width), plain[-width:]
