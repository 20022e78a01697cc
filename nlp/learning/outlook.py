"""What words alone can come to at most: a cheap look that spares the weighing of what cannot be a move.

A long article has some thirty passages and thirty-six kinds. For nearly all of the thousand the sum
of the trained weights stays far below what a move needs; it is bounded here for all at once, and
only the others are weighed fact by fact. The bound never lies below the exact sum: what it leaves
out would have given nothing (a test asks that of the corpora).
"""

from collections.abc import Callable, Sequence
from math import log

import numpy as np

from nlp.learning.calibration import Calibrated, Doubles
from nlp.learning.linear import Floats
from nlp.learning.units import LEAST_LOGIT, MOST, Passage, Scores, facts_of_passage
from nlp.reading import Reading
from schemas.kinds import MOVE_KINDS, MoveKind

# Sums are of weights times facts rounded to three digits: by so much they may differ from the exact ones.
_SLACK = 0.03
_PLACES = {kind: place for place, kind in enumerate(MOVE_KINDS)}


class Outlook:
    """Bounds of the sums of one trained model. *least* gives the probability a kind needs by words alone."""

    def __init__(self, kind: Calibrated, least: Callable[[MoveKind], float]) -> None:
        self._weights = {name: weights[0] for name, weights in kind.weights.items()}
        self._bias = kind.bias[0]
        self._of_kind = np.array([self._weight(f"kind {one}") for one in MOVE_KINDS])
        probabilities = np.clip([least(one) for one in MOVE_KINDS], 1e-9, 1 - 1e-9)
        self._limits = np.log(probabilities / (1 - probabilities)) - _SLACK

    def _weight(self, name: str) -> float:
        return self._weights.get(name, 0.0)

    def promising(
        self, reading: Reading, found: Sequence[Passage], scores: Scores
    ) -> list[list[int]]:
        """Return for each passage the places of the kinds that may be a move without a frame."""
        starts = np.cumsum([0, *(len(one.sentences) for one in found[:-1])])
        alone = np.maximum.reduceat(scores.parts, starts)
        clearest = np.zeros(scores.parts.shape)
        clearest[np.arange(len(clearest)), scores.parts.argmax(axis=1)] = 1.0
        sums = (
            self._bias + self._of_kind + self._of_words(scores.whole)
            + self._weight("sentence") * np.clip(alone, -MOST, MOST)
            + max(0.0, self._weight("sentence best")) * np.maximum.reduceat(clearest, starts)
        )  # fmt: skip
        told = np.maximum(scores.whole, alone) > LEAST_LOGIT
        sums += self._of_passages(reading, found)[:, None]
        for number, passage in enumerate(found):
            if passage.candidates:
                sums[number] += self._of_frames(passage)
                told[number, [_PLACES[one.rule.kind] for one in passage.candidates]] = True
        open_: list[list[int]] = [[] for _ in found]
        for number, place in np.argwhere(told & (sums >= self._limits)).tolist():
            open_[number].append(place)
        return open_

    def _of_words(self, whole: Floats) -> Floats:
        """Return what the words of passages add, and those of the likeliest other kind."""
        own = np.clip(whole, -MOST, MOST)
        second, first = np.sort(own, axis=1)[:, -2:].T
        rival = np.where(own == first[:, None], second[:, None], first[:, None])
        best = self._weight("words best")
        sure = own > rival + 0.001
        may = own > rival - 0.001
        summed: Floats = (
            self._weight("words") * own
            + self._weight("words of a rival") * rival
            + best * (may if best > 0 else sure)
        )
        return summed

    def _of_passages(self, reading: Reading, found: Sequence[Passage]) -> Doubles:
        """Return what each passage adds, the same for every kind; its facts differ by few sorts of passages."""
        known: dict[tuple[bool, int], float] = {}
        later = self._weight("later")
        sums = np.empty(len(found))
        for number, passage in enumerate(found):
            company = any(e.label == "ORG" for one in passage.sentences for e in one.entities)
            key = company, len(passage.sentences)
            if key not in known:
                facts = facts_of_passage(reading, passage, 0)
                known[key] = sum(self._weight(name) * value for name, value in facts.items())
            sums[number] = known[key] + later * log(1 + number)
        return sums

    def _of_frames(self, passage: Passage) -> Doubles:
        """Return what the frames in a passage add, by kind."""
        live = {one.rule.kind for one in passage.candidates if one.verdict.status is not None}
        sums = np.full(len(MOVE_KINDS), self._weight("rival frames") * min(2, len(live)))
        aside = {
            (one.rule.kind, one.verdict.reason)
            for one in passage.candidates
            if one.verdict.status is None
        }
        for kind, reason in aside:
            sums[_PLACES[kind]] += self._weight(f"set aside: {reason}")
        return sums
