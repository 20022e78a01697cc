"""A linear chain over tokens: which labels are likeliest for a whole sentence (a conditional random field)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas.kinds import Label

Floats = NDArray[np.float32]
NAMES: tuple[Label, ...] = ("ORG", "PERSON", "PRODUCT", "PLACE", "ROLE", "LAW")
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
    """Weights: *table* maps a feature to a row of *weights*; row 0 is nothing. *steps*: from tag to tag."""

    table: NDArray[np.int32]
    weights: Floats
    steps: Floats
    first: Floats
    words: frozenset[str] = (
        frozenset()
    )  # English words seen in small letters: no names by themselves

    def scores(self, features: NDArray[np.int64]) -> Floats:
        """Return for each row of features the score of each tag."""
        rows = self.table[features]
        heavy = rows != 0  # most features of a token weigh nothing
        heavy[:, 0] = True  # so that no row is empty
        counts = heavy.sum(axis=1)
        starts = np.zeros(len(rows), dtype=np.int64)
        np.cumsum(counts[:-1], out=starts[1:])
        out: Floats = np.add.reduceat(self.weights[rows[heavy]], starts, axis=0)
        return out


def best(scores: Floats, firsts: list[int], lengths: list[int], chain: Chain) -> list[list[int]]:
    """Return the likeliest tags of each sentence, whose scores start at row *firsts*."""
    if not firsts:
        return []
    order = sorted(range(len(firsts)), key=lambda i: -lengths[i])
    count, longest = len(order), lengths[order[0]]
    starts = np.array([firsts[i] for i in order])
    sizes = np.array([lengths[i] for i in order])
    state = scores[starts] + chain.first
    into = np.ascontiguousarray(chain.steps.T)
    back = np.zeros((longest, count, len(TAGS)), dtype=np.intp)
    for step in range(1, longest):
        live = int(np.searchsorted(-sizes, -step, side="left"))  # sentences longer than *step*
        paths = state[:live, None, :] + into
        paths.argmax(axis=2, out=back[step, :live])
        state[:live] = paths.max(axis=2)
        state[:live] += scores[starts[:live] + step]
    found: list[list[int]] = [[] for _ in order]
    for place, index in enumerate(order):
        tag = int(state[place].argmax())
        tags = [tag]
        for step in range(lengths[index] - 1, 0, -1):
            tag = int(back[step, place, tag])
            tags.append(tag)
        found[index] = tags[::-1]
    return found
