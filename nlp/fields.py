"""Learning of conditional random fields over chains of tokens: the loss's slope, and a step along it.

After Lafferty, McCallum and Pereira (2001), by forward and backward sums, scaled as Rabiner (1989)
does; steps by AdaGrad (Duchi, Hazan and Singer 2011).
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NEVER = np.float32(-1e4)
_LEAST = -300.0  # what NEVER comes to: twice in a row it still is no zero
_SHRINK = 2e-6  # per weight and step, times the rate


def gradient(
    scores: Floats, gold: NDArray[np.int64], lengths: Sequence[int], steps: Floats, first: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return what the likelihood's loss changes with: per token and tag, per step, per first tag.

    *scores*: a row per token of all sequences, of which each is as long as *lengths* says. *steps*
    (from tag, to tag) and *first* are shared, or each sequence has its own, before those axes; the
    slope of the steps has the shape of *steps*, that of the first tags a row per sequence.
    """
    count, longest = len(lengths), max(lengths)
    own = steps.ndim > 2
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    sizes = np.array(lengths)
    place = np.minimum(np.arange(longest)[:, None], sizes - 1) + starts  # (step, sequence)
    inside = np.arange(longest)[:, None] < sizes
    table = _grown(steps if own else steps[None])
    grown = _grown(scores - scores.max(axis=1, keepdims=True))[place]
    grown[0] *= _grown(first)
    forward, onward = _sums(grown, table, inside)
    chances = np.empty_like(forward)
    chances[:-1] = forward[:-1] * np.matmul(table, onward[1:, :, :, None])[..., 0]
    chances[-1] = forward[-1]
    ends = sizes - 1, np.arange(count)
    chances[ends] = forward[ends]
    push = np.zeros_like(scores)
    push[place[inside]] = chances[inside]
    push[np.arange(len(gold)), gold] -= 1.0
    both = np.matmul(
        forward[:-1].transpose(1, 2, 0), (onward[1:] * inside[1:, :, None]).transpose(1, 0, 2)
    )
    push_steps = both * table
    push_steps = (push_steps if own else push_steps.sum(axis=0)).astype(np.float32)
    joined = np.ones(len(gold) - 1, dtype=bool)
    joined[starts[1:] - 1] = False
    pairs = gold[:-1][joined], gold[1:][joined]
    sequence = np.repeat(np.arange(count), sizes)[1:][joined]
    np.subtract.at(push_steps, (sequence, *pairs) if own else pairs, 1.0)
    return push, push_steps, push[starts]


def _grown(values: Floats) -> NDArray[np.float64]:
    return np.exp(np.maximum(values, _LEAST), dtype=np.float64)


def _sums(
    grown: NDArray[np.float64], table: NDArray[np.float64], inside: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the chance of each tag by what stands before, and how what follows speaks for a tag from its left."""
    longest, count, _ = grown.shape
    forward = np.empty_like(grown)
    scale = np.empty((longest, count, 1))
    for step in range(longest):
        told = grown[step]
        if step:
            told = np.matmul(forward[step - 1][:, None, :], table)[:, 0] * told
        scale[step] = told.sum(axis=1, keepdims=True)
        forward[step] = told / scale[step]
    onward = grown / scale
    last = ~np.append(inside[1:], np.zeros((1, count), bool), axis=0)[:, :, None]
    for step in range(longest - 2, -1, -1):
        back = np.matmul(table, onward[step + 1][:, :, None])[:, :, 0]
        onward[step] *= np.where(last[step], 1.0, back)
    return forward, onward


def renumbered(
    numbers: NDArray[np.integer[Any]], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return which of *size* numbers there are, in order, and for each number its place among those."""
    known = np.zeros(size, dtype=bool)
    known[numbers] = True
    found = np.flatnonzero(known)
    place = np.zeros(size, dtype=np.int32)
    place[found] = np.arange(len(found), dtype=np.int32)
    return found, place[numbers]


class Picked:
    """The features of a batch of tokens, and what is summed over them."""

    def __init__(self, picked: NDArray[np.integer[Any]], size: int) -> None:
        """*picked*: a row of features per token, 0 where there is none; each is below *size*."""
        from scipy import sparse  # noqa: PLC0415 - a quarter of a second, for training alone

        there = picked > 0
        ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
        self._names, inside = renumbered(picked[there], size)
        ones = np.ones(len(inside), np.float32)
        self._rows = sparse.csr_matrix((ones, inside, ends), shape=(len(picked), len(self._names)))

    def summed(self, weights: Floats) -> Floats:
        """Return for each token the sum of the rows of *weights* that are its features'."""
        told: Floats = self._rows @ weights.take(self._names, axis=0)
        return told

    def descend(self, weights: Floats, seen: Floats, push: Floats, rate: float) -> None:
        """Move the weights of the features against *push* (a row per token), in place.

        *seen*: the squares of earlier slopes, per feature.
        """
        names = self._names
        sums = self._rows.T @ push
        past = seen.take(names, axis=0)
        past += np.square(sums).mean(axis=1, keepdims=True)
        seen[names] = past
        share = rate / np.sqrt(past)
        sums *= share
        own = weights.take(names, axis=0)
        own *= 1 - share * np.float32(_SHRINK * len(push))
        own -= sums
        weights[names] = own
