"""The passage around a trigger as the slot model reads it: tokens, names, and what the rules found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.briefs import item_of
from nlp.entities import Entity
from nlp.hashing import Ints
from nlp.moves import Candidate
from nlp.reading import Reading, Sentence, same_firm
from nlp.slotting.cutting import Cut, cut
from schemas.kinds import MoveKind
from schemas.language import Slots

_WHOLE = 9  # sentences, with the title: so short a text is read whole
_AROUND = 3  # sentences of a longer one, before and after
LONGEST = 240  # tokens: what stands further from the trigger's sentence is left out
TITLE = 1_000  # how far away the title is
ACTS = "ACTOR"  # what the company is labelled that the rules take for the actor


@dataclass(frozen=True, eq=False)
class Tokens:
    """The tokens of a passage: columns, as of :class:`nlp.slotting.cutting.Cut`, of the text's characters.

    *away*: sentences from the trigger's, :data:`TITLE` for the title.
    """

    starts: Ints
    ends: Ints
    words: list[str]
    away: Ints
    shown: Ints
    parts: NDArray[np.bool_]
    governed: Ints

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.words)


class Named(NamedTuple):
    """A name (*label*) or what a rule put into a slot, at these characters."""

    start: int
    end: int
    label: str


class Window(NamedTuple):
    """What the slots of one move are read from. *trigger*: characters of the text."""

    kind: MoveKind
    status: str
    tokens: Tokens
    names: tuple[Named, ...]
    ruled: tuple[Named, ...]
    trigger: tuple[int, int]


def window(reading: Reading, one: Candidate, ruled: Slots) -> Window:
    """Return the passage around a candidate; *ruled* are the slots that the rules filled."""
    at = one.sentence.number
    told = item_of(reading, one.sentence)
    whole = len(told) <= _WHOLE
    near = [s for s in told if whole or s.title or abs(s.number - at) <= _AROUND]
    chosen: list[tuple[Sentence, Cut, int]] = []
    total = 0
    for sentence in sorted(near, key=lambda s: abs(s.number - at)):
        found = cut(sentence.plain)
        if total and total + len(found.words) > LONGEST:
            continue
        size = min(len(found.words), LONGEST)
        total += size
        chosen.append((sentence, found, size))
    return Window(
        one.rule.kind,
        one.verdict.status or "",
        _joined(sorted(chosen, key=lambda c: c[0].number), at),
        tuple(n for s, _, _ in chosen for n in _named(s.entities, one.parties.actor)),
        tuple(_ruled(ruled)),
        (one.sentence.start + one.start, one.sentence.start + one.end),
    )


def _joined(chosen: Sequence[tuple[Sentence, Cut, int]], at: int) -> Tokens:
    """Return the tokens of sentences, of each as many as is said, in one row."""
    sizes = [size for _, _, size in chosen]
    shift = np.repeat([sentence.start for sentence, _, _ in chosen], sizes)
    away = [TITLE if s.title and s.number != at else s.number - at for s, _, _ in chosen]
    return Tokens(
        np.concatenate([one.starts[:size] for _, one, size in chosen]) + shift,
        np.concatenate([one.ends[:size] for _, one, size in chosen]) + shift,
        [word for _, one, size in chosen for word in one.words[:size]],
        np.repeat(away, sizes),
        np.concatenate([one.shown[:, :size] for _, one, size in chosen], axis=1),
        np.concatenate([one.parts[:size] for _, one, size in chosen]),
        np.concatenate([one.governed[:size] for _, one, size in chosen]),
    )


def _named(entities: Iterable[Entity], actor: Entity | None) -> Iterable[Named]:
    for one in entities:
        acts = one.label == "ORG" and actor is not None and same_firm(one, actor)
        yield Named(one.start, one.end, ACTS if acts else one.label)


def _ruled(slots: Slots) -> Iterable[Named]:
    for name, filled in slots.items():
        for one in filled if isinstance(filled, tuple) else (filled,):
            if one.start is not None and one.end is not None:
                yield Named(one.start, one.end, name)
