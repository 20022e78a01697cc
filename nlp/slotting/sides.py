"""Customers and partners: each sentence that tells of one names its own, and who succeeds at a customer wins it."""

from collections.abc import Sequence

from nlp.bystanders import tie
from nlp.entities import Entity
from nlp.moves import Candidate
from nlp.reading import Reading, is_body, same_firm
from nlp.slotting.choosing import Chosen
from schemas.kinds import MoveKind
from schemas.language import Slot, several

_DEALT = frozenset({"customer", "partner"})
_DEALS: frozenset[MoveKind] = frozenset({"customer-win", "partnership"})


def own_side(
    reading: Reading, one: Candidate, name: str, values: Sequence[Slot], who: Chosen | None
) -> tuple[Slot, ...]:
    """Return the one other company of the trigger's sentence for a customer or partner whom only another sentence names.

    Of two customers in two sentences each would else be told of the first.
    """
    begin, end = one.sentence.start, one.sentence.end
    near = any(v.start is not None and begin <= v.start < end for v in values)
    side = None if near or not values else _side(reading, one, name, who)
    return tuple(values) if side is None else (reading.slot(side),)


def is_side(reading: Reading, one: Candidate, name: str, value: Slot, who: Chosen | None) -> bool:
    """Say whether a partner is the one other company of the trigger's sentence: then it is told, though unsure."""
    side = _side(reading, one, name, who) if name == "partner" else None
    return side is not None and value.start is not None and side.start <= value.start < side.end


def _side(reading: Reading, one: Candidate, name: str, who: Chosen | None) -> Entity | None:
    """Return the one company beside who acts in the sentence that tells of a customer won or a partner, but for a headline."""
    actor = who.actor if who is not None and who.actor is not None else one.parties.actor
    if one.rule.kind not in _DEALS or name not in _DEALT or actor is None or one.sentence.title:
        return None
    firms = [o for o in one.sentence.entities if o.label == "ORG" and not is_body(o)]
    others = [o for o in firms if not same_firm(o, actor) and tie(reading, o.start, o.end) is None]
    return others[0] if len(others) == 1 else None


def with_lost(done: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates, in which who succeeds somebody at a customer wins that customer: "Veldra lost Ossory Mills to Kestro"."""
    lost = [c for c in done if c.rule.kind == "customer-loss" and "customer" in c.slots]
    return [
        next((_won(one, loss) for loss in lost if _succeeds(one, loss)), one)
        if one.rule.kind == "customer-win" else one
        for one in done
    ]  # fmt: skip


def _succeeds(one: Candidate, loss: Candidate) -> bool:
    actor = one.parties.actor
    told = {slot.start for slot in several(loss.slots.get("successor"))}
    return one.sentence == loss.sentence and actor is not None and actor.start in told


def _won(one: Candidate, loss: Candidate) -> Candidate:
    return one._replace(slots={**one.slots, "customer": loss.slots["customer"]})
