"""The passage around a trigger as the slot model reads it: tokens, names, and what the rules found."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from nlp.entities import Entity
from nlp.moves import Candidate
from nlp.reading import Reading, key_of
from schemas.kinds import MoveKind
from schemas.language import Slots
from text.han import HAN

_TOKEN = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+|\d+(?:[.,]\d+)*|[^\w\s]|_")
_WHOLE = 9  # sentences, with the title: so short a text is read whole
_AROUND = 3  # sentences of a longer one, before and after
LONGEST = 240  # tokens: what stands further from the trigger's sentence is left out


class Token(NamedTuple):
    """Characters *start* to *end* of the text; *away*: sentences from the trigger's, None for the title."""

    start: int
    end: int
    word: str
    away: int | None


class Named(NamedTuple):
    """A name (*label*) or what a rule put into a slot, at these characters."""

    start: int
    end: int
    label: str


class Window(NamedTuple):
    """What the slots of one move are read from. *trigger*: characters of the text."""

    kind: MoveKind
    status: str
    tokens: tuple[Token, ...]
    names: tuple[Named, ...]
    ruled: tuple[Named, ...]
    trigger: tuple[int, int]


def window(reading: Reading, one: Candidate, ruled: Slots) -> Window:
    """Return the passage around a candidate; *ruled* are the slots that the rules filled."""
    at = one.sentence.number
    whole = len(reading.sentences) <= _WHOLE
    tokens: list[Token] = []
    names: list[Named] = []
    near = [s for s in reading.sentences if whole or s.title or abs(s.number - at) <= _AROUND]
    for sentence in sorted(near, key=lambda s: abs(s.number - at)):
        away = None if sentence.title and sentence.number != at else sentence.number - at
        found = [
            Token(sentence.start + hit.start(), sentence.start + hit.end(), hit[0], away)
            for hit in _TOKEN.finditer(sentence.plain)
        ]
        if tokens and len(tokens) + len(found) > LONGEST:
            continue
        tokens += found[:LONGEST]
        names += _named(sentence.entities, one.parties.actor)
    return Window(
        one.rule.kind,
        one.verdict.status or "",
        tuple(sorted(tokens)),
        tuple(names),
        tuple(_ruled(ruled)),
        (one.sentence.start + one.start, one.sentence.start + one.end),
    )


def _named(entities: Iterable[Entity], actor: Entity | None) -> Iterable[Named]:
    own = key_of(actor) if actor is not None else None
    for one in entities:
        acts = one.label == "ORG" and key_of(one) == own
        yield Named(one.start, one.end, "ACTOR" if acts else one.label)


def _ruled(slots: Slots) -> Iterable[Named]:
    for name, filled in slots.items():
        for one in filled if isinstance(filled, tuple) else (filled,):
            if one.start is not None and one.end is not None:
                yield Named(one.start, one.end, name)
