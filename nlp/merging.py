"""Candidates that tell one event, made one move: its status, actor and slots from all places that tell it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from nlp.aliases import without_form
from nlp.entities import Entity
from nlp.namesakes import same_actor
from nlp.prominence import together
from nlp.reading import Reading, key_of, same_firm
from nlp.rivalry import HINT
from nlp.showing import shown
from nlp.signs import signed
from nlp.slotting.fitting import fits
from nlp.slotting.listing import listed
from schemas.kinds import STATUSES, MoveKind, Status
from schemas.language import Move, Slot, Slots, several

if TYPE_CHECKING:
    from nlp.moves import Candidate

_PRICES: frozenset[MoveKind] = frozenset({"price-increase", "price-decrease"})
# What tells two moves of one kind and actor apart: different values mean different events.
_KEY_SLOTS: dict[MoveKind, tuple[str, ...]] = {
    "appointment": ("person",), "departure": ("person",), "acquisition": ("target",),
    "divestiture": ("target",), "investment": ("target",), "customer-win": ("customer",),
    "customer-loss": ("customer",), "partnership": ("partner",), "licensing": ("partner",),
}  # fmt: skip
# Slots that name the other party: told from the other side, they would name the actor.
PARTY_SLOTS = frozenset({"target", "buyer", "customer", "partner", "counterparty", "successor"})
_OTHERS = PARTY_SLOTS - {"target"}  # a subsidiary may be bought out, or sold
# A headline is short and in the present tense: it tells less of the status. See docs/decisions/0017.
_HEADLINE = 0.5
_SURE = 2.0  # a sentence whose words leave no doubt counts as two
_ALIKE = 2  # slots filled with the same words: more than chance in one text
_PERSON_KINDS = frozenset({"appointment", "departure"})
_BUYING: frozenset[MoveKind] = frozenset({"acquisition", "investment"})


def merged(reading: Reading, candidates: list["Candidate"]) -> list[Move]:
    """Make one move of the candidates that tell one event."""
    return [move_of(reading, group) for group in events(reading, candidates)]


def events(reading: Reading, candidates: list["Candidate"]) -> list[list["Candidate"]]:
    """Return the candidates in groups, each of which tells one event."""
    groups: list[list[Candidate]] = []
    for one in candidates:
        group = next((g for g in groups if _same_event(reading, g, one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return _joined(groups)


def _joined(groups: list[list["Candidate"]]) -> list[list["Candidate"]]:
    """Join groups of a kind that tell the same, whoever seems to act."""
    kept: list[list[Candidate]] = []
    for group in groups:
        same = next((one for one in kept if _alike(one, group)), None)
        if same is None:
            kept.append(group)
        else:
            same.extend(group)
    return kept


def _alike(one: list["Candidate"], other: list["Candidate"]) -> bool:
    """Say whether groups fill two slots alike: one sum for one period is one contract."""
    kind = one[0].rule.kind
    if kind != other[0].rule.kind or kind in _PERSON_KINDS:
        return False
    bought = kind in _BUYING and (_is_bought(one, other) or _is_bought(other, one))
    return bought or _told_alike(one, other) or _share_sentence(one, other)


def _is_bought(one: list["Candidate"], other: list["Candidate"]) -> bool:
    """Say whether who acts in *one*, buying nothing that is named, is what *other* tells to be bought."""
    return not _targets(one) and all(
        c.parties.actor is not None and c.parties.actor.name.casefold() in _targets(other)
        for c in one
    )


def _targets(group: Sequence["Candidate"]) -> set[str]:
    return {text for one in group for text in _texts(one.slots, "target")}


def _share_sentence(one: list["Candidate"], other: list["Candidate"]) -> bool:
    """Say whether a sentence tells both: the order in which its candidates came parted them."""
    ours = {c.sentence.number for c in one}
    return one[0].rule.language == "zh" and any(c.sentence.number in ours for c in other)


def _told_alike(one: list["Candidate"], other: list["Candidate"]) -> bool:
    ours, theirs = ({s for c in group for s in c.slots} for group in (one, other))
    shared = [
        slot
        for slot in ours & theirs
        if {t for c in one for t in _texts(c.slots, slot)}
        & {t for c in other for t in _texts(c.slots, slot)}
    ]
    return len(shared) >= _ALIKE or _repeated(one, other)


def _repeated(one: list["Candidate"], other: list["Candidate"]) -> bool:
    """Say whether one of two groups is the headline alone, and words of the text fill a slot of both."""
    ours, theirs = (
        {(name, v.start) for c in group for name in c.slots for v in values_of(c.slots, name)}
        for group in (one, other)
    )
    title = [all(c.sentence.title for c in group) for group in (one, other)]
    end = (
        max(c.sentence.start + len(c.sentence.raw) for c in one + other if c.sentence.title)
        if any(title)
        else 0
    )
    return title[0] != title[1] and any(
        start is not None and start >= end for _, start in ours & theirs
    )


def _same_event(reading: Reading, group: list["Candidate"], one: "Candidate") -> bool:
    first = group[0]
    if first.rule.kind != one.rule.kind:
        return False
    if one.rule.kind not in _PERSON_KINDS and any(c.sentence == one.sentence for c in group):
        return True
    if same_actor(one, first) and all(c.sentence.title for c in group):
        return one.rule.kind not in _PERSON_KINDS or _shared_person(one, first)
    for slot in _KEY_SLOTS.get(one.rule.kind, ()):
        ours, theirs = _texts(one.slots, slot), {t for c in group for t in _texts(c.slots, slot)}
        if ours and theirs:
            return any(a in b or b in a for a in ours for b in theirs)
    apart = one.parties.sure and first.parties.sure and not same_actor(one, first)
    return first.rule.kind in _PERSON_KINDS or not apart


def _shared_person(one: "Candidate", other: "Candidate") -> bool:
    """Headlines give a surname or no name: only two different names tell two people."""
    ours, theirs = (_texts(c.slots, "person") - _own_names(c) for c in (one, other))
    return not ours or not theirs or any(a in b or b in a for a in ours for b in theirs)


def _own_names(one: "Candidate") -> set[str]:
    return {one.parties.actor.name.casefold()} if one.parties.actor else set()


def _texts(slots: Slots, slot: str) -> set[str]:
    return {value.text.casefold() for value in values_of(slots, slot)}


def values_of(slots: Slots, slot: str) -> tuple[Slot, ...]:
    """Return what fills *slot*: none, one or several."""
    return several(slots.get(slot))


def move_of(reading: Reading, group: list["Candidate"]) -> Move:
    """Return the move that the candidates of *group* tell together."""
    best = max(group, key=_telling)
    told = _status(group, best)
    actor = _actor(reading, group, best)
    slots = _slots(reading, group, best, actor)
    triggers = {c.sentence.number: c.sentence.start + c.start for c in (*group, best)}
    rows = listed(reading, slots, actor, triggers)
    whole = best._replace(slots=best.slots | {n: v for n, v in rows.items() if v != slots[n]})
    slots = rows
    return Move(
        kind=_directed(best.rule.kind, slots),
        status=told,
        confidence=together([one.confidence for one in group]),
        actor=_actor_slot(reading, actor),
        slots=signed(reading, best.rule.kind, slots),
        evidence=shown(reading, group, whole, told),
        rule=best.rule.name,
        trigger=best.sentence.words(best.start, best.end),
    )


def _actor(reading: Reading, group: list["Candidate"], best: "Candidate") -> Entity | None:
    """Return who acts: the first that grammar tells, of several one that is neither the move's product nor quoted like one."""
    if best.rule.kind in _BUYING and _is_bought([best], group):
        buying = [c for c in group if not _is_bought([c], group)]
        group, best = (buying, max(buying, key=_telling)) if buying else (group, best)
    told = sorted((best, *group), key=lambda c: not c.parties.sure)
    actors = [c.parties.actor for c in told if c.parties.actor is not None]
    if not actors or not told[0].parties.sure:
        return best.parties.actor
    products = {name for c in group for name in _texts(c.spare | c.slots, "product")}
    free = [one for one in actors if one.name.casefold() not in products]
    return next((one for one in free if not _quoted(reading, one)), (free or actors)[0])


def _quoted(reading: Reading, name: Entity) -> bool:
    """Say whether a name stands in quotes, as a product's does and hardly a company's."""
    before = reading.text[max(0, name.start - 1) : name.start]
    return reading.language == "zh" and before in set("“「『《")


def _slots(
    reading: Reading,
    group: Sequence["Candidate"],
    best: "Candidate",
    actor: Entity | None,
) -> Slots:
    """Return each slot as most sentences of a move fill it; where they are equal, as the *best* candidate does."""
    order = [best, *sorted(group, key=lambda c: -c.confidence)]

    def told(several: Iterable[Slots]) -> Slots:
        values: dict[str, list[tuple[int, Slot | tuple[Slot, ...]]]] = defaultdict(list)
        for one, slots in zip(order, several, strict=True):
            ours = one is best or one.rule.language == "en" or _acts(one, actor)
            for name, value in _without_actor(slots, actor).items():
                if ours or name not in PARTY_SLOTS:
                    values[name].append((one.sentence.number, value))
        return {name: _most_told(reading, name, own) for name, own in values.items()}

    found = told(one.spare for one in order) | told(one.slots for one in order)
    old, new = values_of(found, "from"), values_of(found, "to")
    if old and [one.text for one in old] == [one.text for one in new]:
        del found["from"]  # nothing moves from a value to the same
    if best.rule.kind in _PRICES and ("percent" in found or {"from", "to"} <= found.keys()):
        found.pop("change", None)  # by how much a price changes is told by these
    return found


def _most_told(
    reading: Reading, slot: str, told: Sequence[tuple[int, Slot | tuple[Slot, ...]]]
) -> Slot | tuple[Slot, ...]:
    """Return the value that most sentences tell (number of the sentence, value); of equal ones the first.

    A name goes before words about it, a sum before other numbers. A value tells another, too, that is a part of it. Several values at once are taken as they come first.
    """
    ones = [(number, value) for number, value in told if isinstance(value, Slot)]
    if len(ones) < len(told):
        return told[0][1]

    def rank(one: Slot) -> tuple[bool, int]:
        own = one.text.casefold()
        others = [(number, other.text.casefold()) for number, other in ones]
        told = len({number for number, other in others if own in other or other in own})
        return fits(reading, slot, one), told

    return max((value for _, value in ones), key=rank)


def _acts(one: "Candidate", actor: Entity | None) -> bool:
    """Say whether *actor* is who acts in a candidate: only then is its other party the move's."""
    own = one.parties.actor
    return own is None or actor is None or key_of(own) == key_of(actor)


def _telling(one: "Candidate") -> tuple[bool, bool, bool, float, int]:
    """Rank the candidates of one event: body before title, grammar before guess; in Chinese the first."""
    chinese = one.rule.language == "zh"
    plain = not chinese or one.rule.weight > HINT["zh"]
    last = -one.start if chinese else len(one.slots)
    return plain, not one.sentence.title, one.parties.sure, one.confidence, last


def _directed(kind: MoveKind, slots: Slots) -> MoveKind:
    """Return the price kind that the amounts themselves say, whatever the verb (调至, "goes to")."""
    if kind not in _PRICES:
        return kind
    old, new = _number(slots.get("from")), _number(slots.get("to"))
    if old is None or new is None or old == new:
        return kind
    return "price-increase" if new > old else "price-decrease"


_PLAIN_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def _number(slot: Slot | tuple[Slot, ...] | None) -> Decimal | None:
    """Return the amount of a price, also of one without a currency: "39 euros instead of 55"."""
    if not isinstance(slot, Slot):
        return None
    if slot.value is not None:
        return slot.value.amount
    plain = _PLAIN_NUMBER.fullmatch(slot.text)
    return Decimal(slot.text.replace(",", "")) if plain else None


def _status(group: Sequence["Candidate"], best: "Candidate") -> Status:
    """Return the status that all places of a move together make likeliest, or that the rules tell."""
    if any(one.chances for one in group):
        return _likeliest(group)
    denied = [c for c in group if c.verdict.status == "denied"]
    # A denial is the news of a text, unless most of it, and what tells most, says that it is done.
    if denied and (best in denied or 2 * len(denied) >= len(group) or not _is_done(best)):
        return "denied"
    if best.rule.language == "zh" and best.verdict.reason == "rule":
        told = [c for c in group if c.verdict.reason != "rule"]
        best = max(told, key=lambda c: (not c.sentence.title, c.confidence), default=best)
    return best.verdict.status or "done"


def _likeliest(group: Sequence["Candidate"]) -> Status:
    """Return the likeliest status over the sentences that tell a move: each counts once, the headline half."""
    by_sentence: dict[int, list[Candidate]] = defaultdict(list)
    for one in group:
        if one.chances:
            by_sentence[one.sentence.number].append(one)
    sums = [0.0] * len(STATUSES)
    for own in by_sentence.values():
        share = (_HEADLINE if own[0].sentence.title else 1.0) / len(own)
        for one in own:
            weight = share * (_SURE if one.verdict.sure else 1)
            sums = [told + weight * chance for told, chance in zip(sums, one.chances, strict=True)]
    return STATUSES[max(range(len(STATUSES)), key=sums.__getitem__)]


def _is_done(one: "Candidate") -> bool:
    return one.verdict.status == "done"


def _actor_slot(reading: Reading, actor: Entity | None) -> Slot | None:
    """Return the actor by its longest name in the text, which is what the reader wants to see; a firm by its own."""
    if actor is None:
        return None
    same = [one for one in reading.entities if one.label == "ORG" and same_firm(one, actor)]
    if not same and actor.start == actor.end:  # the publisher, who says "we" and never his name
        return Slot(text=actor.name, entity=actor.entity)
    longest = max(same or [actor], key=lambda one: (one.end - one.start, -one.start))
    text = reading.text[longest.start : longest.end]
    return Slot(text=text, start=longest.start, end=longest.end, entity=longest.entity)


def _without_actor(slots: Slots, actor: Entity | None) -> Slots:
    """Drop values that are the actor itself: nobody is his own partner, nor his subsidiary's buyer."""
    if actor is None:
        return slots
    cleaned: Slots = {}
    for name, value in slots.items():
        values = value if isinstance(value, tuple) else (value,)
        own = _known_as(actor.name) if name != "product" else None  # many are called as their maker
        ours = actor.entity if name in _OTHERS else None
        kept = tuple(
            v for v in values if _known_as(v.text) != own and (ours is None or v.entity != ours)
        )
        if kept:
            cleaned[name] = kept if len(kept) > 1 else kept[0]
    return cleaned


def _known_as(name: str) -> str:
    """Return what a company is called whether or not its legal form is told."""
    return without_form(name).casefold()
