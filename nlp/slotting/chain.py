"""The slot model: which slot, or none, is likeliest for each token of a passage (a linear chain)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.fields import Floats
from nlp.hashing import Ints
from nlp.slotting.acting import Actors, Seen, tokens_of
from nlp.slotting.decoding import Lattice, likeliest
from nlp.slotting.features import firsts, indices_of
from nlp.slotting.usual import USUAL
from nlp.slotting.window import TITLE, Window
from schemas.kinds import MoveKind

_AT_ONCE = 8  # passages: the features of more leave the processor's cache
_MOST_WHOLE = 258  # so many weights, at most 127 each, add up to a number of 16 bits
# So much likelier an empty slot is taken that moves of the kind nearly always tell. 0 to 6 tried on the articles and the
# tuned half of the gold, 28 Nov 2026: 2 is best in Chinese (gold .790 to .824), in English all from 1 on are alike.
_SPARE = 2.0
ACTOR = "actor"  # the company whose move it is, beside the slots of the kind


class Filling(NamedTuple):
    """Characters *start* to *end* of the text fill *slot*; *away*: sentences from the trigger's.

    *chance*: of the actor, how likely it is among the names of the passage. Not *sure*: that no words
    at all fill the slot is likelier.
    """

    slot: str
    start: int
    end: int
    away: int | None
    chance: float = 1.0
    sure: bool = True


@dataclass(frozen=True, eq=False)
class SlotChain:
    """Weights of one language. *table* maps a feature to a row of *weights* (in units of *scale*); row 0 is nothing.

    *tags*: nothing, then the slots; *of_kind*: the tags a move of a kind can have. *steps*: from tag to
    tag. *lean*: by so much a slot may be less likely than nothing and yet is filled. *lists*: the slots that
    hold several values at times. *actors* decides who acts; without it, the likeliest tags do.
    """

    language: str
    tags: tuple[str, ...]
    of_kind: Mapping[str, tuple[int, ...]]
    table: NDArray[np.int32]
    weights: NDArray[Any]  # floats while it learns, eight bits from a file
    scale: float
    steps: Floats
    first: Floats
    lean: float
    lists: frozenset[str]
    actors: Actors | None = None

    def fill(self, several: Sequence[Window]) -> list[list[Filling]]:
        """Return for each passage what fills the slots of its move: names that may act first, the likeliest first."""
        found: list[list[Filling]] = [[] for _ in several]
        told = [n for n, one in enumerate(several) if len(self.open(one.kind)) > 1 and one.tokens]
        for first in range(0, len(told), _AT_ONCE):
            part = told[first : first + _AT_ONCE]
            windows = [several[n] for n in part]
            summed = self._summed(indices_of(windows, self.language))
            scores = [
                self._opened(summed[row : row + len(one.tokens)], self.open(one.kind))
                for row, one in zip(firsts(windows), windows, strict=True)
            ]
            decoded = self.decoded(windows, scores)
            spare = self._spare(windows, scores, decoded)
            for n, own, filled, more in zip(part, scores, decoded, spare, strict=True):
                actors = self._acting(several[n], own, filled)
                others = [one for one in filled if one.slot != ACTOR] if actors else filled
                found[n] = [*actors, *others, *more]
        return found

    def _spare(
        self,
        windows: Sequence[Window],
        scores: Sequence[Floats],
        filled: Sequence[Sequence[Filling]],
    ) -> list[list[Filling]]:
        """Return for each passage the likeliest words for slots its kind nearly always tells, where they are empty."""
        lacking = [self._lacking(one, own) for one, own in zip(windows, filled, strict=True)]
        asked = [n for n, tags in enumerate(lacking) if tags]
        favoured = []
        for n in asked:
            told = scores[n].copy()
            told[:, [tag for tag, _ in lacking[n]]] += _SPARE
            favoured.append(told)
        found: list[list[Filling]] = [[] for _ in windows]
        decoded = self.decoded([windows[n] for n in asked], favoured) if asked else []
        for n, parts in zip(asked, decoded, strict=True):
            slots = {slot for _, slot in lacking[n]}
            found[n] = [part._replace(sure=False) for part in parts if part.slot in slots]
        return found

    def _lacking(self, one: Window, filled: Sequence[Filling]) -> list[tuple[int, str]]:
        """Return the usual slots of a passage's kind that are empty, each with its place among the open tags."""
        empty = USUAL.get(one.kind, frozenset()) - {part.slot for part in filled}
        slots = [self.tags[tag] for tag in self.open(one.kind)]
        return [(place, slot) for place, slot in enumerate(slots) if slot in empty]

    def acting(self, one: Window) -> list[Filling]:
        """Return the names of a passage, the likeliest actor first."""
        if len(self.open(one.kind)) < 2 or not one.tokens:
            return []
        scores = self.scores(
            indices_of([one], self.language)[: len(one.tokens)], self.open(one.kind)
        )
        return self._acting(one, scores, self.decoded([one], [scores])[0])

    def _acting(self, one: Window, scores: Floats, filled: Sequence[Filling]) -> list[Filling]:
        seen = self.seen(one, scores, filled) if self.actors else None
        if self.actors is None or seen is None:
            return []
        tokens = one.tokens
        return [
            Filling(
                ACTOR, int(tokens.starts[first]), int(tokens.ends[end - 1]),
                None if tokens.away[first] == TITLE else int(tokens.away[first]), chance,
            )
            for (first, end, _), chance in self.actors.ranked(one, seen, self.language)
        ]  # fmt: skip

    def seen(self, one: Window, scores: Floats, filled: Sequence[Filling]) -> Seen | None:
        """Return what the ranking of actors is told of a passage; None for a kind without actors."""
        open_ = [self.tags[tag] for tag in self.open(one.kind)]
        if ACTOR not in open_:
            return None
        slots = [""] * len(one.tokens)
        for part in filled:
            first, end = tokens_of(one.tokens, part.start, part.end)
            slots[first:end] = [part.slot] * (end - first)
        return Seen(scores, open_.index(ACTOR), slots)

    def open(self, kind: MoveKind) -> tuple[int, ...]:
        """Return the tags that a move of *kind* can have; the first is nothing."""
        return self.of_kind.get(kind, (0,))

    def scores(self, features: Ints, open_: tuple[int, ...]) -> Floats:
        """Return for each token (rows of *features*) the score of each open tag."""
        return self._opened(self._summed(features), open_)

    def _opened(self, summed: Floats | NDArray[np.int16], open_: tuple[int, ...]) -> Floats:
        told: Floats = summed[:, list(open_)] * np.float32(self.scale)
        return told

    def _summed(self, features: Ints) -> Floats | NDArray[np.int16]:
        """Return the sums of all tags, in units of *scale*: of whole numbers in whole numbers."""
        rows = self.table.take(features.T)
        every = self.weights.take(rows.ravel(), axis=0).reshape(len(rows), -1)
        whole = every.dtype == np.int8 and len(rows) < _MOST_WHOLE
        summed: Floats | NDArray[np.int16] = np.add.reduce(
            every, axis=0, dtype=np.int16 if whole else np.float32
        )
        return summed.reshape(rows.shape[1], -1)

    def decoded(self, several: Sequence[Window], scores: Sequence[Floats]) -> list[list[Filling]]:
        """Return for each passage the slots of the likeliest tags, by the scores of those that are open."""
        lattices = []
        for one, own in zip(several, scores, strict=True):
            tags = np.array(self.open(one.kind))
            told = own.copy()
            told[:, 0] -= self.lean
            lattices.append(Lattice(told, self.steps[np.ix_(tags, tags)], self.first[tags]))
        return [
            list(self._filled(one, path))
            for one, path in zip(several, likeliest(lattices), strict=True)
        ]

    def _filled(self, one: Window, path: Ints) -> Iterator[Filling]:
        """Yield the runs of one tag within one sentence."""
        away = one.tokens.away
        turns = (path[1:] != path[:-1]) | (away[1:] != away[:-1])
        bounds = [0, *(np.flatnonzero(turns) + 1).tolist(), len(path)]
        open_ = self.open(one.kind)
        for first, last in pairwise(bounds):
            if path[first]:
                start, end = int(one.tokens.starts[first]), int(one.tokens.ends[last - 1])
                apart = int(away[first])
                slot = self.tags[open_[path[first]]]
                yield Filling(slot, start, end, None if apart == TITLE else apart)
