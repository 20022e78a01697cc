"""What the grammar of an English clause says of its parties where the trained chain knows less: who acts, who is acted upon.

A plain frame names whom it befalls ("dumps Tillmate"), an authority fines its object, and nobody sues himself.
"""

from collections.abc import Iterable, Sequence

from nlp.clauses import clause_of
from nlp.entities import Entity
from nlp.frames.compiling import PLAIN
from nlp.moves import Candidate
from nlp.reading import Reading, is_body, is_of_state
from nlp.slotting.chain import Filling
from nlp.slotting.fitting import fits, says_nothing
from schemas.kinds import MoveKind
from schemas.language import Slot, Slots, several

# What is done in these is done to another company.
_DOES_TO: frozenset[MoveKind] = frozenset({"legal", "acquisition", "investment"})
# Of these the rules' reading of the clause is better than none, but in kinds of which they read little.
_PARTIES = frozenset(
    ["customer", "target", "buyer", "partner", "counterparty", "successor", "investors"]
)
_LOOSE: frozenset[MoveKind] = frozenset({"campaign", "alliance"})
# The trigger of these may name who acts: "quits Tillmate", "is joining Corvell".
_NAMING: frozenset[MoveKind] = frozenset({"customer-loss", "acquisition"})


def by_frame(reading: Reading, one: Candidate) -> Entity | None:
    """Return who acts by a plain frame that says it is whom the text is about, or before which its sentence names nobody."""
    if one.rule.weight < PLAIN or one.sentence.title:
        return None
    if one.rule.actor == "main":
        return reading.main
    begin = one.sentence.start + one.start
    named = any(e.label == "ORG" and e.start < begin for e in one.sentence.entities)
    return one.parties.actor if one.rule.actor == "subject" and not named else None


def whom_it_befalls(one: Candidate) -> Entity | None:
    """Return whom a customer leaves, or who buys, where the trigger names him and the grammar is sure: "dumps Tillmate"."""
    actor, begin = one.parties.actor, one.sentence.start
    if one.rule.kind == "legal" and _has_object(one, actor):
        return actor
    if one.rule.kind not in _NAMING or one.rule.language != "en" or not one.parties.sure:
        return None
    inside = actor is not None and begin + one.start <= actor.start < begin + one.end
    return actor if inside else None


def _has_object(one: Candidate, actor: Entity | None) -> bool:
    """Say whether an authority does what the trigger tells to *actor*, whom its verb has for an object: "fined broker Tarn"."""
    words = one.sentence.masked[one.start : one.end].lower().split(maxsplit=1)
    if actor is None or one.rule.actor != "object" or not words or one.rule.language != "en":
        return False
    if not one.rule.verb_forms.get(words[0]):
        return False
    clause = clause_of(one.rule, one.sentence.masked, one.start, one.end)
    if clause.passive or clause.object is None:
        return False
    start, end = (one.sentence.start + place for place in clause.object)
    return start <= actor.start < end and not is_body(actor)


def done_to(one: Candidate, part: Filling) -> bool:
    """Say whether a name stands in the object of the trigger's verb, to which something is done: "sued its host, Calder"."""
    words = one.sentence.masked[one.start : one.end].lower().split(maxsplit=1)
    if one.rule.kind not in _DOES_TO or not words or not one.rule.verb_forms.get(words[0]):
        return False
    clause = clause_of(one.rule, one.sentence.masked, one.start, one.end)
    if clause.passive or clause.object is None or one.rule.actor != "subject":
        return False
    start, end = (one.sentence.start + place for place in clause.object)
    apposed = one.sentence.masked[clause.object[1] : clause.object[1] + 2] == ", "
    return start <= part.start < end + 3 * apposed


def ruled_parties(reading: Reading, one: Candidate, slots: Slots, names: Iterable[str]) -> Slots:
    """Return the parties that the rules name in the trigger's sentence, where the model fills a slot with no name or not at all."""
    told: Slots = {}
    for name in _PARTIES.intersection(names) if one.rule.kind not in _LOOSE else ():
        own = tuple(
            v
            for v in several(one.slots.get(name))
            if _is_firm(reading, one, v) and not says_nothing(reading, name, v)
        )
        if name == "counterparty" and (acts := _authority(reading, one)):
            told[name] = acts
        elif own and not any(fits(reading, name, v) for v in several(slots.get(name))):
            told[name] = own[0]
    return told


def _authority(reading: Reading, one: Candidate) -> Slot | None:
    """Return the authority that acts in a legal move, as the rules tell it: what fills the slot and is no company."""
    ruled = next(iter(several(one.slots.get("counterparty"))), None)
    if ruled is None or not _in_sentence(one, ruled):
        return None
    firm = any(
        e.label == "ORG" and not is_of_state(e) and (e.start, e.end) == (ruled.start, ruled.end)
        for e in reading.entities
    )
    return None if firm else ruled


def _is_firm(reading: Reading, one: Candidate, slot: Slot) -> bool:
    """Say whether a slot is a company that the trigger's sentence names."""
    begin, end = one.sentence.start, one.sentence.end
    return any(
        e.label == "ORG"
        and (e.start, e.end) == (slot.start, slot.end)
        and begin <= e.start < end
        and not is_body(e)
        for e in reading.entities
    )


def _in_sentence(one: Candidate, slot: Slot) -> bool:
    return slot.start is not None and one.sentence.start <= slot.start < one.sentence.end


def beside(values: Sequence[Slot], one: Candidate) -> tuple[Slot, ...]:
    """Return the values of a list in the trigger's sentence, or all where it has none."""
    begin, end = one.sentence.start, one.sentence.end
    own = tuple(v for v in values if v.start is not None and begin <= v.start < end)
    return own or tuple(values)


def in_item(reading: Reading, one: Candidate, part: Filling) -> bool:
    """Say whether what fills a slot stands in the same item of a list as the trigger."""
    begin = one.sentence.start + one.start
    return "\n" not in reading.text[min(begin, part.start) : max(begin, part.start)]
