"""Training of the ranking of actors: a conditional logit over the names of each passage, by L-BFGS."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from nlp.fields import Floats
from nlp.hashing import BUCKETS, Ints
from nlp.slotting.acting import Actors, Seen, Span, candidates, features
from nlp.slotting.window import Window

_LEAST = 3  # candidates that show a feature: of fewer it is one text's own
# Chosen on texts left out, 28 Nov 2026 (.3 to 8: .903 to .909 of English actors).
_SHRINK = 3.0
_STEPS = 120


class Choice(NamedTuple):
    """The candidates of a passage: what each shows, and which of them name the actor."""

    shown: list[Ints]
    right: list[bool]


def choice(one: Window, seen: Seen, actor: Sequence[str], language: str) -> Choice | None:
    """Return what there is to choose from where a person marked the *actor*; None where it is not among it."""
    told = candidates(one, seen, language)
    wanted = ["".join(words.casefold().split()) for words in actor]
    right = [any(_names(one, span, wanted) for span in mentions) for mentions in told]
    return Choice(features(one, seen, told), right) if any(right) else None


def _names(one: Window, span: Span, wanted: Iterable[str]) -> bool:
    name = "".join(one.tokens.words[span.first : span.end]).casefold()
    return any(name in words or words in name for words in wanted)


def rank(choices: Sequence[Choice]) -> Actors:
    """Return the weights under which the right candidates are likeliest, held near nothing."""
    from scipy import sparse  # noqa: PLC0415 - a quarter of a second, for training alone
    from scipy.optimize import minimize  # noqa: PLC0415

    shown = [numbers for one in choices for numbers in one.shown]
    counts = np.bincount(np.concatenate(shown), minlength=BUCKETS)
    kept = np.flatnonzero(counts >= _LEAST)
    column = np.zeros(BUCKETS, np.int64)
    column[kept] = np.arange(len(kept))
    rows = [column[numbers[counts[numbers] >= _LEAST]] for numbers in shown]
    ends = np.concatenate([[0], np.cumsum([len(one) for one in rows])])
    inside = np.concatenate(rows)
    table = sparse.csr_matrix((np.ones(len(inside)), inside, ends), shape=(len(rows), len(kept)))
    right = np.concatenate([one.right for one in choices]).astype(float)
    sizes = [len(one.right) for one in choices]
    begins = np.concatenate([[0], np.cumsum(sizes[:-1])]).astype(np.int64)
    own = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = table @ weights
        chance = np.exp(scores - np.maximum.reduceat(scores, begins)[own])
        chance /= np.add.reduceat(chance, begins)[own]
        hit = np.maximum(np.add.reduceat(chance * right, begins), 1e-12)
        slope = table.T @ (chance - chance * right / hit[own])
        return (
            -float(np.log(hit).sum()) + _SHRINK / 2 * float(weights @ weights),
            slope + _SHRINK * weights,
        )

    start = np.zeros(len(kept))
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "maxcor": 5}
    )
    return Actors(kept, found.x.astype(np.float32))
