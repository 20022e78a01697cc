"""Whether a model is worse than another: both read the same texts, and chance is allowed for.

The texts are drawn again and again with replacement (the bootstrap); what is worse in nearly all
draws got worse, the rest is noise: with three texts of a kind a figure means little.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.learning.evaluating import Score
from schemas.kinds import MOVE_KINDS
from schemas.language import Move

GOLD = Path(__file__).parents[2] / "evaluation" / "gold" / "moves"
_DRAWS = 500
# A fall counts where at most this share of the draws shows none.
_CHANCE = 0.05
_LEAST = 4  # texts: on fewer, one text decides
Row = Mapping[str, Any]
Reader = Callable[[Row], Sequence[Move]]


@dataclass(frozen=True)
class Outcome:
    """How one text was read: per kind right, false, missed; statuses right of those that could be."""

    id: str
    language: str
    counts: NDArray[np.int64]
    status: tuple[int, int]


def gold(folder: Path = GOLD) -> list[Row]:
    """Return the rows of the project's own gold, which nothing is trained on."""
    return [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def read_all(rows: Iterable[Row], reader: Reader) -> tuple[dict[str, Score], list[Outcome]]:
    """Read all rows and return the figures per language, and the outcome of each row."""
    scores: dict[str, Score] = {}
    outcomes = []
    for row in rows:
        moves = reader(row)
        scores.setdefault(row["lang"], Score()).add(row, moves)
        one = Score()
        one.add(row, moves)
        table = [[c[kind] for c in (one.tp, one.fp, one.fn)] for kind in MOVE_KINDS]
        outcomes.append(Outcome(row["id"], row["lang"], np.array(table), (one.status, one.matched)))
    return scores, outcomes


def worse(old: Sequence[Outcome], new: Sequence[Outcome]) -> list[str]:
    """Return a sentence for each figure that surely fell: per language, and per kind over both."""
    found: list[str] = []
    for language in sorted({one.language for one in old}):
        pairs = [p for p in zip(old, new, strict=True) if p[0].language == language]
        found += _fell(f"{language}: macro-F1", pairs, _macro)
        met = [p for p in pairs if p[0].status[1] and p[1].status[1]]
        found += _fell(f"{language}: status", met, _status)
        found += _fell(f"{language}: texts without a move that stay without", pairs, _silence)
    every = list(zip(old, new, strict=True))
    for place, kind in enumerate(MOVE_KINDS):
        about = [p for p in every if p[0].counts[place].sum() or p[1].counts[place].sum()]
        found += _fell(f"{kind}: F1", about, partial(_of_kind, place))
    return found


Pairs = Sequence[tuple[Outcome, Outcome]]


def _fell(name: str, pairs: Pairs, figure: Callable[[Sequence[Outcome]], float]) -> list[str]:
    if len(pairs) < _LEAST:
        return []
    before, after = (figure([pair[side] for pair in pairs]) for side in (0, 1))
    if after >= before:
        return []
    draw = np.random.default_rng(20261126)
    not_worse = 0
    for _ in range(_DRAWS):
        drawn = [pairs[int(n)] for n in draw.integers(0, len(pairs), len(pairs))]
        not_worse += figure([p[1] for p in drawn]) >= figure([p[0] for p in drawn])
    if not_worse > _CHANCE * _DRAWS:
        return []
    return [f"{name} fell from {before:.3f} to {after:.3f} (on {len(pairs)} texts)"]


def _counts(ones: Sequence[Outcome]) -> NDArray[np.int64]:
    total: NDArray[np.int64] = np.sum([one.counts for one in ones], axis=0)
    return total


def _f1(counts: NDArray[np.int64]) -> float:
    right, false, missed = (int(n) for n in counts)
    return 2 * right / (2 * right + false + missed) if right + false + missed else 1.0


def _macro(ones: Sequence[Outcome]) -> float:
    told = [row for row in _counts(ones) if row[0] + row[2]]
    return sum(map(_f1, told)) / len(told) if told else 1.0


def _of_kind(place: int, ones: Sequence[Outcome]) -> float:
    return _f1(_counts(ones)[place])


def _status(ones: Sequence[Outcome]) -> float:
    matched = sum(one.status[1] for one in ones)
    return sum(one.status[0] for one in ones) / matched if matched else 1.0


def _silence(ones: Sequence[Outcome]) -> float:
    silent = [one for one in ones if not (one.counts[:, 0] + one.counts[:, 2]).any()]
    return sum(not one.counts.any() for one in silent) / len(silent) if silent else 1.0
