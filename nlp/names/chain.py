"""A linear chain over tokens: which labels are likeliest for a whole sentence (a conditional random field)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.kinds import Label

Floats = NDArray[np.float32]
NAMES: tuple[Label, ...] = ("ORG", "PERSON", "PRODUCT", "PLACE", "ROLE", "LAW")
_AT_ONCE = 512  # tokens: what more of them weigh leaves the processor's cache
_WIDE = 16  # weights of a feature with some zeros: numpy copies 16 bytes at once, but 13 one by one
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

    @cached_property
    def _rows(self) -> NDArray[Any]:
        """The weights of each feature as one thing of :data:`_WIDE` numbers."""
        size = len(self.weights)
        wide = np.zeros((size, _WIDE), self.weights.dtype)
        wide[:, : len(TAGS)] = self.weights
        whole = np.complex128 if wide.dtype == np.int8 else np.dtype((np.void, wide[0].nbytes))
        return wide.view(whole).reshape(size)

    def scores(self, features: NDArray[np.int64]) -> Floats:
        """Return for each row of features the score of each tag."""
        rows = self.table.take(features.T)
        out = np.empty((rows.shape[1], len(TAGS)), np.float32)
        # Of whole numbers in whole numbers: fewer than 258 of up to 127.
        kind = np.int16 if self.weights.dtype == np.int8 else None
        for first in range(0, len(out), _AT_ONCE):
            every = self._rows.take(rows[:, first : first + _AT_ONCE]).view(self.weights.dtype)
            summed = np.add.reduce(every, axis=0, dtype=kind).reshape(-1, _WIDE)
            np.multiply(summed[:, : len(TAGS)], self.scale, out=out[first : first + _AT_ONCE])
        return out


# Tokens that are plain words by more than this, and stand further than _NEAR from any that are not, are
# no part of a name whatever follows what: the search leaves them out.
_PLAIN = 4.0
_NEAR = 2


def windows(scores: Floats, firsts: list[int], lengths: list[int]) -> list[tuple[int, int]]:
    """Return first row and length of the stretches of sentences that may hold a name."""
    by_tag = np.ascontiguousarray(scores.T)  # the most of many rows is found faster so
    open_ = by_tag[1:].max(axis=0) > by_tag[0] - _PLAIN
    # Rows of sentences; between them are blanks.
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
    after = tags[0, :0]
    for step in range(len(states) - 1, -1, -1):
        onward = states[step]
        # Those that go on: what they came from, given where they went.
        onward[: len(after)] += into.take(after, axis=0)
        after = onward.argmax(axis=1, out=tags[step, : len(onward)])
    found: list[list[int]] = [[] for _ in order]
    for place, index in enumerate(order):
        found[index] = tags[: lengths[index], place].tolist()
    return found


def _forward(
    scores: Floats, starts: NDArray[np.int64], sizes: NDArray[np.int64], chain: Chain
) -> list[Floats]:
    """Return after each step the best score of each tag, for the sentences that reach it (longest first).

    The sentences are the last axis while they are worked on: of three axes the others are short.
    """
    longest = int(sizes[0])
    live = np.searchsorted(-sizes, -np.arange(longest), side="left").tolist()  # longer than so many
    steps = chain.steps[:, :, None]
    by_tag = np.ascontiguousarray(scores.T)
    state = by_tag.take(starts, axis=1) + chain.first[:, None]
    states = [state.T]
    for step in range(1, longest):
        going = live[step]
        state = np.maximum.reduce(state[:, None, :going] + steps, axis=0)
        state += by_tag.take(starts[:going] + step, axis=1)
        states.append(state.T)
    return states
