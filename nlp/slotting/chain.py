"""The slot model: which slot, or none, is likeliest for each token of a passage (a linear chain)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.fields import Floats
from nlp.hashing import Ints
from nlp.slotting.features import indices
from nlp.slotting.window import Window
from schemas.kinds import MoveKind

ACTOR = "actor"  # the company whose move it is, beside the slots of the kind


class Filling(NamedTuple):
    """Characters *start* to *end* of the text fill *slot*; *away*: sentences from the trigger's."""

    slot: str
    start: int
    end: int
    away: int | None


@dataclass(frozen=True, eq=False)
class SlotChain:
    """Weights of one language. *table* maps a feature to a row of *weights* (in units of *scale*); row 0 is nothing.

    *tags*: nothing, then the slots; *of_kind*: the tags a move of a kind can have. *steps*: from tag to
    tag. *lean*: by so much a slot may be less likely than nothing and yet is filled. *lists*: the slots that
    hold several values at times.
    """

    language: str
    tags: tuple[str, ...]
    of_kind: Mapping[str, tuple[int, ...]]
    table: NDArray[np.int32]
    weights: Floats | NDArray[np.int8]
    scale: float
    steps: Floats
    first: Floats
    lean: float
    lists: frozenset[str]

    def fill(self, one: Window) -> list[Filling]:
        """Return what fills the slots of the move in a passage, in the order of the text."""
        open_ = self.open(one.kind)
        if len(open_) < 2 or not one.tokens:
            return []
        return self.decoded(one, self.scores(indices(one, self.language), open_))

    def open(self, kind: MoveKind) -> tuple[int, ...]:
        """Return the tags that a move of *kind* can have; the first is nothing."""
        return self.of_kind.get(kind, (0,))

    def scores(self, features: Ints, open_: tuple[int, ...]) -> Floats:
        """Return for each token (rows of *features*) the score of each open tag."""
        rows = self.table[features]
        every = self.weights.take(rows.ravel(), axis=0).reshape(*rows.shape, -1)
        summed = every.sum(axis=1, dtype=np.float32)[:, list(open_)]
        told: Floats = summed * np.float32(self.scale)
        return told

    def decoded(self, one: Window, scores: Floats, lean: float | None = None) -> list[Filling]:
        """Return the slots of the likeliest tags, by the scores of the tags that are open."""
        open_ = self.open(one.kind)
        told = scores.copy()
        told[:, 0] -= self.lean if lean is None else lean
        own = np.array(open_)
        path = _likeliest(told, self.steps[np.ix_(own, own)], self.first[own])
        found: list[Filling] = []
        place = 0
        while place < len(path):
            end = place + 1
            if tag := path[place]:
                away = one.tokens[place].away
                while end < len(path) and path[end] == tag and one.tokens[end].away == away:
                    end += 1
                start, stop = one.tokens[place].start, one.tokens[end - 1].end
                found.append(Filling(self.tags[open_[tag]], start, stop, away))
            place = end
        return found


def _likeliest(scores: Floats, steps: Floats, first: Floats) -> list[int]:
    """Return the path of tags with the highest score (Viterbi)."""
    state = scores[0] + first
    back = []
    for row in scores[1:]:
        paths = state[:, None] + steps
        before = paths.argmax(axis=0)
        back.append(before)
        state = paths.max(axis=0) + row
    path = [int(state.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]
