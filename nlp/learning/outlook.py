"""What words alone can come to at most: a cheap look that spares the weighing of what cannot be a move.

A long article has some thirty passages and thirty-six kinds. For nearly all of the thousand the sum
of the trained weights stays far below what a move needs; it is bounded here for all at once, and
only the others are weighed fact by fact. The bound never lies below the exact sum: what it leaves
out would have given nothing (a test asks that of the corpora).
"""

from collections.abc import Callable, Sequence

import numpy as np

from nlp.learning.calibration import Calibrated
from nlp.learning.linear import Floats
from nlp.learning.units import LEAST_LOGIT, MOST, Passage, Scores, facts_of_passage
from nlp.reading import Reading
from schemas.kinds import MOVE_KINDS, MoveKind

# Sums are of weights times facts rounded to three digits: by so much they may differ from the exact ones.
_SLACK = 0.03


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
        for number, passage in enumerate(found):
            sums[number] += self._of_passage(reading, number, passage)
            told[number, [MOVE_KINDS.index(one.rule.kind) for one in passage.candidates]] = True
        return [np.flatnonzero(row).tolist() for row in told & (sums >= self._limits)]

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

    def _of_passage(self, reading: Reading, number: int, passage: Passage) -> Floats:
        """Return what a passage and the frames in it add, by kind."""
        facts = facts_of_passage(reading, passage, number)
        sums = np.full(len(MOVE_KINDS), sum(self._weight(n) * v for n, v in facts.items()))
        live = {one.rule.kind for one in passage.candidates if one.verdict.status is not None}
        sums += self._weight("rival frames") * min(2, len(live))
        aside = {
            (one.rule.kind, one.verdict.reason)
            for one in passage.candidates
            if one.verdict.status is None
        }
        for kind, reason in aside:
            sums[MOVE_KINDS.index(kind)] += self._weight(f"set aside: {reason}")
        return sums
