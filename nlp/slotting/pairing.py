"""Facts told in pairs: "buys Ossory Mills for $30 million and Calloway Foods for $12 million", 任命甲为首席技术官、乙为首席财务官.

The model and the rules make one move of such a sentence, and at times take the name of one pair and the sum of another.
Pairs that are worded alike are a move each.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from nlp.entities import Entity
from nlp.reading import Reading, Sentence
from schemas.kinds import Label, MoveKind
from schemas.language import Move, Slots

_FIRM: tuple[str, Label] = ("customer", "ORG")
_SUM: tuple[str, Label] = ("amount", "MONEY")
# Of these moves, the slots that pairs fill, with what is named there.
_PAIRS: Mapping[MoveKind, tuple[tuple[str, Label], tuple[str, Label]]] = {
    "acquisition": (("target", "ORG"), _SUM), "investment": (("target", "ORG"), _SUM), "legal": (("counterparty", "ORG"), _SUM),
    "customer-win": (_FIRM, _SUM), "customer-loss": (_FIRM, _SUM), "divestiture": (("buyer", "ORG"), _SUM),
    "expansion": (("place", "PLACE"), _SUM), "appointment": (("person", "PERSON"), ("role", "ROLE")),
    "departure": (("person", "PERSON"), ("role", "ROLE")),
    "price-increase": (("product", "PRODUCT"), ("percent", "PERCENT")), "price-decrease": (("product", "PRODUCT"), ("percent", "PERCENT")),
}  # fmt: skip
_JOINT = re.compile(
    r",? (?:and|while) (?:an? |the |its )?|[,;] (?:an? |the |its )?|[、，；](?:并|同时|以及|和)?以?|(?:和|及|以及|并)以?"
)
_ARTICLE = re.compile(r"\b(?:an?|the|its)\s|了")
_LONGEST = 40  # characters between the two of a pair
_FEWEST = 2

Pair = tuple[Entity, Entity]


def in_pairs(reading: Reading, moves: Sequence[Move]) -> list[Move]:
    """Return *moves*, those that a sentence tells in pairs as many as it has pairs, but for what another move tells."""
    return [new for one in moves for new in _parted(reading, one, moves)]


def _parted(reading: Reading, one: Move, moves: Sequence[Move]) -> Iterator[Move]:
    slots = _PAIRS.get(one.kind)
    pairs = _pairs(reading, one, slots) if slots else []
    if slots is None or len(pairs) < _FEWEST:
        yield one
        return
    elsewhere = {
        v.start for o in moves if o is not one and o.kind == one.kind for v in o.values(slots[0][0])
    }
    left = [pair for pair in pairs if _of(pair, slots[0][1]).start not in elsewhere]
    for pair in left or pairs[:1]:
        filled: Slots = {name: reading.slot(_of(pair, label)) for name, label in slots}
        yield one.model_copy(update={"slots": {**one.slots, **filled}})


def _pairs(
    reading: Reading, one: Move, slots: tuple[tuple[str, Label], tuple[str, Label]]
) -> list[Pair]:
    """Return the pairs of a sentence of which a move has a name or a sum, if they are worded alike."""
    held = {v.start for name, _ in slots for v in one.values(name) if v.start is not None}
    labels = {label for _, label in slots}
    actor = one.actor.start if one.actor else None
    near = (s for s in reading.sentences if any(s.start <= start < s.end for start in held))
    for sentence in near:
        named = [o for o in sentence.entities if o.label in labels and o.start != actor]
        for first in range(len(named)):
            row = list(_row(reading, sentence, named[first:]))
            if len(row) >= _FEWEST and any(o.start in held for pair in row for o in pair):
                return row
    return []


def _row(reading: Reading, sentence: Sentence, named: Sequence[Entity]) -> Iterator[Pair]:
    """Yield pairs from the first of *named* on, as long as each is worded as the one before it and joined to it."""
    told = list(zip(named[::2], named[1::2], strict=False))
    wording = ""
    for before, (one, other) in zip([None, *told], told, strict=False):
        between = reading.text[one.end : other.start]
        plain = _ARTICLE.sub("", between).strip()
        if one.label == other.label or len(between) > _LONGEST or _JOINT.fullmatch(between):
            return
        if before is not None:
            joint = reading.text[before[1].end : one.start]
            if plain != wording or not _JOINT.fullmatch(joint) or before[0].label != one.label:
                return
        wording = plain
        yield one, other


def _of(pair: Pair, label: Label) -> Entity:
    return next(one for one in pair if one.label == label)
