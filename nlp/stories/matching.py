"""Whether two moves are the same event: kinds, companies, slots and days, in any language."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from nlp.transcribed import one_person
from schemas.kinds import FAMILY_OF, MoveKind, Status, are_kin
from schemas.language import Move, Slot
from text.folding import fold_chars

# Reports of one event come within a week; the same facts told later are a follow-up.
WINDOW_DAYS = 7
_NAMED_SLOTS = (
    "target",
    "customer",
    "partner",
    "person",
    "product",
    "buyer",
    "counterparty",
    "plan",
    "place",
    "alliance",
    "award",
)
# Who takes part in a move: two of one kind and doer that name others are two moves.
_PARTIES = ("person", "customer", "target", "partner")
Parties = tuple[frozenset[str], ...]
# Two amounts within this share of each other are one amount, rounded or converted.
_SAME_AMOUNT = 0.03


class Event(NamedTuple):
    """A move reduced to what identifies its event."""

    kind: MoveKind
    status: Status
    actor: str
    parties: frozenset[str]
    names: dict[str, frozenset[str]]
    amounts: tuple[tuple[str, float], ...]
    day: str
    registered: bool
    values: Mapping[str, frozenset[tuple[str, float]]] = MappingProxyType({})
    confidence: float = 1.0


def event_of(move: Move, day: str, company: str | None) -> Event:
    """Return the event of *move* as a document of *day* reports it."""
    actor = company or (_key(move.actor) if move.actor else "")
    registered = company is not None or bool(move.actor and move.actor.entity)
    names = {
        slot: frozenset(_key(v) for v in move.values(slot))
        for slot in _NAMED_SLOTS
        if move.values(slot)
    }
    parties = frozenset(v.entity for slot in move.slots for v in move.values(slot) if v.entity) | (
        {actor} if actor else frozenset()
    )
    amounts = tuple(
        (value.value.currency or "", float(value.value.amount))
        for slot in move.slots
        for value in move.values(slot)
        if value.value and value.value.amount is not None
    )
    values = {slot: found for slot in move.slots if (found := _values(move, slot))}
    return Event(
        move.kind,
        move.status,
        actor,
        parties,
        names,
        amounts,
        day,
        registered,
        values,
        move.confidence,
    )


def _values(move: Move, slot: str) -> frozenset[tuple[str, float]]:
    """Return the sums, shares, counts and days of a slot, each with its unit."""
    found: set[tuple[str, float]] = set()
    for one in (v.value for v in move.values(slot) if v.value):
        if one.amount is not None:
            found.add((one.currency or "", float(one.amount)))
        elif one.percent is not None:
            found.add(("%", abs(float(one.percent))))
        elif one.number is not None:
            found.add(("n", float(one.number)))
        elif one.date and len(one.date) >= 10:
            found.add(("d", float(date.fromisoformat(one.date[:10]).toordinal())))
    return frozenset(found)


def differs(one: Event, other: Event) -> int:
    """Return in how many slots two moves of one kind give other values in one unit; 0 where one agrees."""
    if one.kind != other.kind:
        return 0
    clashes = 0
    for slot in one.values.keys() & other.values.keys():
        pairs = [(a, b) for a in one.values[slot] for b in other.values[slot] if a[0] == b[0]]
        if any(_alike(a[1], b[1]) for a, b in pairs):
            return 0
        clashes += bool(pairs)
    return clashes


def other_person(one: Event, other: Event) -> bool:
    """Say whether two moves are of two people: in two scripts, if no part of one sounds like the other."""
    ours, theirs = one.names.get("person"), other.names.get("person")
    if not ours or not theirs or not alike(one.kind, other.kind):
        return False
    return not any(_one_person(a, b) for a in ours for b in theirs)


def party_names(move: Move) -> Parties:
    """Return the names of the person, customer, target and partner of a move, as they compare."""
    return tuple(frozenset(_key(value) for value in move.values(name)) for name in _PARTIES)


def other_parties(one: Parties, other: Parties) -> bool:
    """Say whether two moves of one kind and doer name another person, customer, target or partner."""
    for name, ours, theirs in zip(_PARTIES, one, other, strict=True):
        same = _one_person if name == "person" else _may_be_one
        if ours and theirs and not any(same(a, b) for a in ours for b in theirs):
            return True
    return False


def other_names(one: Move, other: Move) -> bool:
    """Say of two moves what :func:`other_parties` says of the names in them."""
    return other_parties(party_names(one), party_names(other))


def _may_be_one(one: str, other: str) -> bool:
    """Names in different scripts may be the same name."""
    return one == other or one.isascii() != other.isascii() or _contained(one, other)


def _one_person(one: str, other: str) -> bool:
    if one.isascii() == other.isascii():
        return _contained(one, other)
    return one_person(other, one) if one.isascii() else one_person(one, other)


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_AMOUNT * max(one, other)


def _key(slot: Slot) -> str:
    return slot.entity or fold_chars(slot.text).strip()


def days_between(one: str, other: str) -> int:
    """Return the days between two ISO days; large where one is unreadable."""
    try:
        return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
    except ValueError:
        return 10_000


def same_event(one: Event, other: Event, likeness: float) -> bool:
    """Say whether two moves tell one event. *likeness* is that of their texts (0 to 1)."""
    if days_between(one.day, other.day) > WINDOW_DAYS or not alike(one.kind, other.kind):
        return False
    agree, clash = _compare(one, other)
    if clash:
        return False
    same_actor = bool(one.actor) and (
        one.actor == other.actor
        or bool(one.parties & other.parties)
        or _contained(one.actor, other.actor)
    )
    if not same_actor:
        return agree >= 2 and likeness >= 0.3
    if one.kind == other.kind and agree:
        return True
    if agree:
        return one.kind == other.kind or likeness >= 0.05
    # Nothing but company and kind agrees: texts must be alike, or say too little to differ.
    return likeness >= 0.25 or (
        one.kind == other.kind
        and days_between(one.day, other.day) <= 2
        and not (one.amounts and other.amounts)
    )


def relation(one: Event, other: Event) -> tuple[int, int]:
    """Return how near two moves' kinds are (2 the same, 1 alike, 0 other), and how many slots agree."""
    near = 2 if one.kind == other.kind else 1 if alike(one.kind, other.kind) else 0
    return near, _compare(one, other)[0]


def contradicts(one: Event, other: Event) -> bool:
    """Say whether two moves of registered companies are like but not the same event.

    Other company, other person, other target. Names that no registry knows prove nothing.
    """
    if not (one.registered and other.registered and alike(one.kind, other.kind)):
        return False
    return not one.parties & other.parties or _compare(one, other)[1]


def alike(one: MoveKind, other: MoveKind) -> bool:
    """Say whether moves of two kinds may be one event, told as either."""
    return are_kin(one, other) or (
        FAMILY_OF[one] == FAMILY_OF[other] == "product" and "incident" not in {one, other}
    )


def _contained(one: str, other: str) -> bool:
    return len(one) > 1 and len(other) > 1 and (one in other or other in one)


def _compare(one: Event, other: Event) -> tuple[int, bool]:
    """Return how many slots agree, and whether any contradict each other."""
    agree = 0
    clash = False
    for slot in one.names.keys() & other.names.keys():
        ours, theirs = one.names[slot], other.names[slot]
        if any(_contained(a, b) or a == b for a in ours for b in theirs):
            agree += 1
        elif slot in {"person", "target", "customer"} and _comparable(ours, theirs):
            clash = True
    shared = _amounts_agree(one.amounts, other.amounts)
    if shared:
        agree += 1
    elif shared is False and one.kind == other.kind and not agree:
        clash = True
    return agree, clash


def _comparable(one: frozenset[str], other: frozenset[str]) -> bool:
    """Names in different scripts may be the same name: then nothing contradicts."""
    return any(a.isascii() == b.isascii() for a in one for b in other)


def _amounts_agree(
    one: tuple[tuple[str, float], ...], other: tuple[tuple[str, float], ...]
) -> bool | None:
    """Return True for a shared amount, False for two different ones in one currency, else None."""
    pairs = [(a, b) for a in one for b in other if a[0] == b[0]]
    if not pairs:
        return None
    return any(abs(a[1] - b[1]) <= _SAME_AMOUNT * max(abs(a[1]), abs(b[1])) for a, b in pairs)
