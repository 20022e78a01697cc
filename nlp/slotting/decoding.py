"""The likeliest tags of many passages at once (Viterbi), searched only where nothing is not certain.

A token is certainly nothing where that beats every slot by more than any steps to and from a slot can
win back. Such tokens part a passage into stretches that do not see each other: the answer is the same,
and most of the way is not gone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.fields import NEVER, Floats

Ints = NDArray[np.int64]


class Lattice(NamedTuple):
    """A passage's tags to choose from. *scores*: a row per token; the first tag is nothing.

    *steps*: from tag to tag; *first*: of the first token.
    """

    scores: Floats
    steps: Floats
    first: Floats


class _Stretch(NamedTuple):
    lattice: int
    start: int
    end: int


def likeliest(several: Sequence[Lattice]) -> list[Ints]:
    """Return for each passage the path of tags with the highest score."""
    found = [np.zeros(len(one.scores), np.int64) for one in several]
    open_ = [
        _Stretch(number, start, end)
        for number, one in enumerate(several)
        for start, end in _stretches(one)
    ]
    if not open_:
        return found
    open_.sort(key=lambda one: one.start - one.end)
    tags = _search([several[one.lattice] for one in open_], open_)
    for row, one in enumerate(open_):
        found[one.lattice][one.start : one.end] = tags[: one.end - one.start, row]
    return found


def _stretches(one: Lattice) -> list[tuple[int, int]]:
    """Return first token and one past the last of each run that may hold a slot."""
    steps, first = one.steps, one.first
    # What tag b may win over nothing between a and c; before it there may be no token, and after it.
    before = np.maximum((steps - steps[:, :1]).max(axis=0), first - first[0])
    after = np.maximum((steps - steps[:1]).max(axis=1), 0)
    margin = one.scores[:, 1:] + (before + after)[1:]
    free = np.zeros(len(one.scores) + 2, np.int8)
    free[1:-1] = (margin >= one.scores[:, :1]).any(axis=1)
    edges = np.flatnonzero(np.diff(free)).reshape(-1, 2)
    return [(start, end) for start, end in edges.tolist()]


def _search(lattices: Sequence[Lattice], open_: Sequence[_Stretch]) -> Ints:
    """Return the tags of stretches, the longest first: a row per token, a column per stretch."""
    sizes = np.array([one.end - one.start for one in open_])
    longest, count, width = int(sizes[0]), len(open_), max(len(one.first) for one in lattices)
    scores = np.full((longest, count, width), NEVER, np.float32)
    steps = np.zeros((count, width, width), np.float32)
    for row, (one, where) in enumerate(zip(lattices, open_, strict=True)):
        tags = len(one.first)
        part = scores[: sizes[row], row, :tags]
        part[:] = one.scores[where.start : where.end]
        part[0] += one.steps[0] if where.start else one.first
        if where.end < len(one.scores):
            part[-1] += one.steps[:, 0]
        steps[row, :tags, :tags] = one.steps
    live = np.searchsorted(-sizes, -np.arange(longest), side="left").tolist()  # longer than so many
    states = [scores[0]]
    for step in range(1, longest):
        now = live[step]
        paths = states[-1][:now, :, None] + steps[:now]
        states.append(np.maximum.reduce(paths, axis=1) + scores[step, :now])
    return _back(states, steps)


def _back(states: Sequence[Floats], steps: Floats) -> Ints:
    """Return the tags that lead to the best last ones."""
    tags = np.zeros((len(states), len(states[0])), np.int64)
    every = np.arange(len(states[0]))
    for step in range(len(states) - 1, -1, -1):
        onward = states[step].copy()
        if step + 1 < len(states):  # those that go on: what they came from, given where they went
            going = len(states[step + 1])
            onward[:going] += steps[every[:going], :, tags[step + 1, :going]]
        onward.argmax(axis=1, out=tags[step, : len(onward)])
    return tags
