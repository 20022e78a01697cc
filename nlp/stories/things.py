"""What a move is of (a product, a post, a customer …), and whether another report tells of it at all.

Two launches of one company on one day share the company, the day and the words of a launch. What is launched
parts them: of one event each report names the thing that the other names, somewhere, in some words.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nlp.stories.facts import subjects
from nlp.stories.matching import alike
from nlp.stories.near import fingerprint
from schemas.kinds import MoveKind
from schemas.language import Move

# Slots that name what a move is of. Two moves are of two things where one of these parts them …
_NAMING = frozenset(
    {
        "product", "plan", "person", "role", "customer", "target", "partner", "alliance", "place",
        "technology", "award",
    }
)  # fmt: skip
# … and nothing that these describe is told by both: a unit, a subject or an opponent has many names.
_DESCRIBING = frozenset({"unit", "subject", "feature", "counterparty", "buyer", "successor"})
# Of these the subjects say nothing in the other language: names go over by their sound.
_BY_NAME = frozenset({"person", "role", "customer", "target", "partner", "alliance"})
# A thing is told where so much of its words is, rare ones counting more.
_TOLD = 0.5
# Of moves of unlike kinds, an office opened and a product launched, which one paper may tell as the other.
_UNLIKE = 0.4
Terms = frozenset[str]


class Thing(NamedTuple):
    """What a slot names: its words as they compare, and its subjects, which need no translation."""

    slot: str
    words: Terms
    subjects: Terms


class Things(NamedTuple):
    """What one of a report's main moves is of."""

    kind: MoveKind
    named: tuple[Thing, ...]


def things(move: Move, language: str) -> Things:
    """Return what *move* is of. The doer's own name names no thing."""
    own = _words(move.actor.text) if move.actor else frozenset[str]()
    found: list[Thing] = []
    for slot in sorted(_NAMING | _DESCRIBING):
        texts = [value.text for value in move.values(slot)]
        words = frozenset[str]().union(*map(_words, texts)) - own
        known = {key for text in texts if slot not in _BY_NAME for key in subjects(text, language)}
        if words:
            found.append(Thing(slot, words, frozenset(known)))
    return Things(move.kind, tuple(found))


def _words(text: str) -> Terms:
    """Return the words of a name as reports hold them; a bare number names nothing."""
    return frozenset(
        term for term in fingerprint(text).terms if term[0] != "^" and not term.isdigit()
    )


class Told(NamedTuple):
    """What a report tells: its main moves' things, its words, and its facts."""

    things: Sequence[Things]
    words: Terms
    facts: Terms


def untold(one: Told, other: Told, rarity: Callable[[str], float], *, across: bool) -> float:
    """Return how surely two reports are of two things, 0 to 1.

    1: their main moves of like kinds name things of one sort, and neither report has a word of the other's.
    0: where anything that a move is of is told by the other, or they name nothing that compares. *across*: the
    reports are in two languages, so that subjects are compared, not words.
    """
    apart: list[float] = []
    for ours in one.things:
        for theirs in other.things:
            slots = _compared(ours, theirs, across=across)
            sides = [
                {t.slot: _share(t, told, rarity, across=across) for t in named}
                for named, told in ((ours.named, other), (theirs.named, one))
            ]
            if all(any(side.get(slot) is not None for slot in slots) for side in sides):
                most = max(share for side in sides for share in side.values() if share is not None)
                sure = 1.0 if alike(ours.kind, theirs.kind) else _UNLIKE
                apart.append(sure * max(0.0, 1.0 - most / _TOLD))
    return min(apart, default=0.0)


def _compared(ours: Things, theirs: Things, *, across: bool) -> set[str]:
    """Return the slots by which two moves compare: one and the same of like kinds, of others any."""
    like = alike(ours.kind, theirs.kind)
    return {
        slot
        for one in ours.named
        for other in theirs.named
        if {one.slot, other.slot} <= _NAMING
        and (one.slot == other.slot or not like)
        and (across or _comparable(one, other))
        for slot in (one.slot, other.slot)
    }


def _share(
    thing: Thing, told: Told, rarity: Callable[[str], float], *, across: bool
) -> float | None:
    """Return how much of a thing a report tells; None where its words say nothing in the other language."""
    if across:
        return float(bool(thing.subjects & told.facts)) if thing.subjects else None
    weights = {word: rarity(word) ** 2 for word in thing.words}
    whole = sum(weights.values())
    return sum(weights[word] for word in thing.words & told.words) / whole if whole else None


def _comparable(one: Thing, other: Thing) -> bool:
    """Say whether two things have names that compare: of one script, and both countries, or neither.

    Brackwell may be 布拉克韦尔 in the next paper, and 上海 lies in 中国.
    """
    ours, theirs = ({word.isascii() for word in thing.words} for thing in (one, other))
    same_sort = one.slot != "place" or bool(one.subjects) == bool(other.subjects)
    return same_sort and not ours.isdisjoint(theirs)
