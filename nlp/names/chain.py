"""A linear chain over tokens: which labels are likeliest for a whole sentence (a conditional random field)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas.kinds import Label

Floats = NDArray[np.float32]
NAMES: tuple[Label, ...] = ("ORG", "PERSON", "PRODUCT", "PLACE", "ROLE", "LAW")
_AT_ONCE = 256  # tokens: what more of them weigh leaves the processor's cache
_ONE = np.float32(1)
TAGS: tuple[str, ...] = ("O", *(f"{part}-{name}" for name in NAMES for part in "BI"))


def allowed() -> NDArray[np.bool_]:
    """Return which tag may follow which: inside follows only begin or inside of its own name."""
    size = len(TAGS)
    table = np.ones((size, size), dtype=bool)
    for after, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            table[:, after] = [before[2:] == tag[2:] for before in TAGS]
    return table


@dataclass(frozen=True)
class Chain:
    """Weights: *table* maps a feature to a row of *weights* (in units of *scale*); row 0 is nothing.

    *steps*: from tag to tag. *words*: English words seen in small letters, no names by themselves.
    """

    table: NDArray[np.int32]
    weights: Floats | NDArray[np.int8]
    steps: Floats
    first: Floats
    words: frozenset[str] = frozenset()
    scale: np.float32 = _ONE

    def scores(self, features: NDArray[np.int64]) -> Floats:
        """Return for each row of features the score of each tag."""
        rows = self.table.take(features.T)
        out = np.empty((rows.shape[1], len(TAGS)), np.float32)
        for first in range(0, len(out), _AT_ONCE):
            part = rows[:, first : first + _AT_ONCE]
            every = self.weights.take(part.ravel(), axis=0).reshape(len(rows), -1)
            if (
                every.dtype == np.int8
            ):  # of whole numbers in whole numbers: fewer than 258 of up to 127
                summed = np.add.reduce(every, axis=0, dtype=np.int16) * self.scale
            else:
                summed = np.add.reduce(every, axis=0) * self.scale
            out[first : first + _AT_ONCE] = summed.reshape(-1, len(TAGS))
        return out


# Tokens that are plain words by more than this, and stand further than _NEAR from any that are not, are
# no part of a name whatever follows what: the search leaves them out.
_PLAIN = 4.0
_NEAR = 2


def windows(scores: Floats, firsts: list[int], lengths: list[int]) -> list[tuple[int, int]]:
    """Return first row and length of the stretches of sentences that may hold a name."""
    open_ = scores[:, 1:].max(axis=1) > scores[:, 0] - _PLAIN
    inside = np.zeros(len(scores) + 1, dtype=bool)  # rows of sentences; between them are blanks
    edges = np.zeros(len(scores) + 1, dtype=np.int8)
    np.add.at(edges, firsts, 1)
    np.add.at(edges, np.add(firsts, lengths), -1)
    inside = np.cumsum(edges) > 0
    near = np.convolve(open_ & inside[:-1], np.ones(2 * _NEAR + 1), mode="same") > 0
    kept = near & inside[:-1]
    change = np.flatnonzero(np.diff(np.concatenate(([False], kept, [False])).astype(np.int8)))
    return [(int(a), int(b - a)) for a, b in change.reshape(-1, 2)]


def best(scores: Floats, firsts: list[int], lengths: list[int], chain: Chain) -> list[list[int]]:
    """Return the likeliest tags of each sentence, whose scores start at row *firsts*."""
    if not firsts:
        return []
    order = sorted(range(len(firsts)), key=lambda i: -lengths[i])
    starts = np.array([firsts[i] for i in order])
    sizes = np.array([lengths[i] for i in order])
    states = _forward(scores, starts, sizes, chain)
    tags = np.zeros((len(states), len(order)), dtype=np.intp)
    into = np.ascontiguousarray(chain.steps.T)
    for step in range(len(states) - 1, -1, -1):
        live = len(states[step])
        onward = states[step].copy()
        if step + 1 < len(states):  # those that go on: what they came from, given where they went
            going = len(states[step + 1])
            onward[:going] += into[tags[step + 1, :going]]
        onward.argmax(axis=1, out=tags[step, :live])
    found: list[list[int]] = [[] for _ in order]
    for place, index in enumerate(order):
        found[index] = tags[: lengths[index], place].tolist()
    return found


def _forward(
    scores: Floats, starts: NDArray[np.int64], sizes: NDArray[np.int64], chain: Chain
) -> list[Floats]:
    """Return after each step the best score of each tag, for the sentences that reach it (longest first)."""
    longest = int(sizes[0])
    live = np.searchsorted(-sizes, -np.arange(longest), side="left").tolist()  # longer than so many
    steps = chain.steps[:, None, :]
    state = scores[starts] + chain.first
    states = [state]
    for step in range(1, longest):
        going = live[step]
        state = np.maximum.reduce(state[:going].T[:, :, None] + steps, axis=0)
        state += scores.take(starts[:going] + step, axis=0)
        states.append(state)
    return states
