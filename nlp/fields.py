"""Learning of conditional random fields over chains of tokens: the loss's slope, and a step along it.

After Lafferty, McCallum and Pereira (2001), by forward and backward sums; steps by AdaGrad (Duchi,
Hazan and Singer 2011).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NEVER = np.float32(-1e4)
_SHRINK = 2e-6  # per weight and step, times the rate


def gradient(
    scores: Floats, gold: NDArray[np.int64], lengths: Sequence[int], steps: Floats, first: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return what the likelihood's loss changes with: per token and tag, per step, per first tag.

    *scores*: a row per token of all sequences, of which each is as long as *lengths* says. *steps*
    (from tag, to tag) and *first* are shared, or each sequence has its own, before those axes; the
    slope of the steps has the shape of *steps*, that of the first tags a row per sequence.
    """
    tags, count, longest = scores.shape[1], len(lengths), max(lengths)
    own = steps.ndim > 2
    table = steps if own else steps[None]
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    sizes = np.array(lengths)
    place = np.minimum(np.arange(longest)[:, None], sizes - 1) + starts  # (step, sequence)
    inside = np.arange(longest)[:, None] < sizes
    padded = scores[place]
    forward = np.empty((longest, count, tags), dtype=np.float32)
    forward[0] = padded[0] + first
    for step in range(1, longest):
        nxt = _logsum(forward[step - 1][:, :, None] + table, 1) + padded[step]
        forward[step] = np.where(inside[step][:, None], nxt, forward[step - 1])
    backward = np.zeros((longest, count, tags), dtype=np.float32)
    push_steps = np.zeros_like(steps)
    total = _logsum(forward[-1], 1)
    for step in range(longest - 1, 0, -1):
        onward = padded[step] + backward[step]
        both = forward[step - 1][:, :, None] + table + onward[:, None, :]
        chance = np.exp(both - total[:, None, None]) * inside[step][:, None, None]
        push_steps += chance if own else chance.sum(axis=0)
        nxt = _logsum(table + onward[:, None, :], 2)
        backward[step - 1] = np.where(inside[step][:, None], nxt, 0.0)
    chances = np.exp(forward + backward - total[None, :, None])
    push = np.zeros_like(scores)
    push[place[inside]] = chances[inside]
    push[np.arange(len(gold)), gold] -= 1.0
    joined = np.ones(len(gold) - 1, dtype=bool)
    joined[starts[1:] - 1] = False
    pairs = gold[:-1][joined], gold[1:][joined]
    sequence = np.repeat(np.arange(count), sizes)[1:][joined]
    np.subtract.at(push_steps, (sequence, *pairs) if own else pairs, 1.0)
    return push, push_steps, push[starts]


def _logsum(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    summed: Floats = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return summed


def descend(
    weights: Floats, seen: Floats, picked: NDArray[np.int64], push: Floats, rate: float
) -> None:
    """Move the weights of all *picked* features (a row per token) against *push*, in place.

    *seen*: the squares of earlier slopes, per feature. Row 0 is what no feature has.
    """
    flat = picked.ravel()
    order = np.argsort(flat, kind="stable")
    ordered = flat[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    sums = np.add.reduceat(push[order // picked.shape[1]], starts, axis=0)
    names = ordered[starts]
    if names[0] == 0:
        names, sums = names[1:], sums[1:]
    seen[names] += (sums**2).mean(axis=1, keepdims=True)
    weights[names] -= rate / np.sqrt(seen[names]) * (sums + _SHRINK * len(push) * weights[names])
