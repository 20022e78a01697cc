"""Which of the names that may act is taken: the likeliest, but for what the registry knows better."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from nlp.actors import says_we
from nlp.bystanders import Tie, tie
from nlp.chinese.evidence import no_name
from nlp.chinese.halves import head_of, other_halves
from nlp.chinese.signing import Deal, signed
from nlp.entities import Entity
from nlp.lexicon import common_english, word_set
from nlp.moves import Candidate
from nlp.names.model import known_small
from nlp.reading import Reading, same_firm
from nlp.signs import clauses
from nlp.slotting.chain import Filling
from nlp.slotting.edges import own_words, without_signs
from nlp.slotting.listing import in_a_row
from nlp.slotting.window import ACTS, Window
from schemas.kinds import MoveKind
from text.folding import to_simplified

_UNSEEN = 0.6  # how sure a company is that only the model marked
_SURE = 0.7  # so likely an actor must be to tell apart two moves of a kind in one text
_SOLD: frozenset[MoveKind] = frozenset({"customer-win", "customer-loss"})

# What a company may be to another of which a move is told, and yet act in it.
_MAY_BE: Mapping[MoveKind, frozenset[Tie]] = {
    "customer-win": frozenset({"tied"}), "customer-loss": frozenset({"tied"}),
    "legal": frozenset({"tied", "former"}), "departure": frozenset({"former"}),
}  # fmt: skip


class Chosen(NamedTuple):
    """Who acts, whether that is *sure*, and the customer that stood in that place, if one did."""

    actor: Entity | None
    sure: bool
    customer: Entity | None = None


NOBODY = Chosen(None, False)


def chosen(
    reading: Reading, one: Candidate, passage: Window, told: Sequence[Filling]
) -> Chosen | None:
    """Return who acts of those *told*, the likeliest first; None where the rules know better.

    They do where "we" acts and the passage names no such company, and where a company tells on its own site what nobody
    registered would have done. On customers won and lost a registered customer gives way to another registered company
    that the passage names. It is :data:`NOBODY` where nothing that is marked is a name, and the text has no company.
    Who signs somebody up in Chinese sells to him, unless a third company of the sentence seems to act.
    """
    sold = one.rule.kind in _SOLD  # there a customer may head its part, too
    if told and not sold and (head := _head_of_part(reading, one, told[0])):
        return Chosen(head, True)
    deal = signed(one) if reading.language == "zh" else None
    if deal is None or (told and _is_third(reading, one, told[0], deal)):
        return _of(reading, one, passage, told)
    return Chosen(deal.seller, True, deal.customer)


def headed(reading: Reading, one: Candidate, head: Entity, told: Sequence[Filling]) -> Chosen:
    """Return *head* as who acts; on a customer won or lost another company that seemed to act, of those *told*, is that customer."""
    if one.rule.kind not in _SOLD or not told:
        return Chosen(head, True)
    firm = next((o for o in reading.met(told[0].start, told[0].end) if o.label == "ORG"), None)
    here = firm is not None and _in_clause(one, firm) and not same_firm(firm, head)
    return Chosen(head, True, firm if here else None)


def _in_clause(one: Candidate, firm: Entity) -> bool:
    """Say whether a company stands in the clause of the trigger."""
    if firm not in one.sentence.entities:
        return False
    begins = clauses(one.rule.language, one.sentence.raw)
    first, second = sorted((one.start, firm.start - one.sentence.start))
    return not any(first < begin <= second for begin in begins)


def _is_third(reading: Reading, one: Candidate, part: Filling, deal: Deal) -> bool:
    """Say whether who acts is a company of the sentence that is no side of *deal*, nor a customer with its own."""
    sides = {deal.seller.name, deal.customer.name}
    return any(
        other.label == "ORG" and other.name not in sides
        and other.start < part.end and part.start < other.end
        and not in_a_row(reading, one.sentence, deal.customer, other)
        for other in one.sentence.entities
    )  # fmt: skip


def _of(
    reading: Reading, one: Candidate, passage: Window, told: Sequence[Filling]
) -> Chosen | None:
    """Return who acts of those *told*, as :func:`chosen` says."""
    if not told:
        return None
    told = _doers(reading, one, told)
    # Only who sold may be another than the likeliest.
    told = _names(reading, told, most=len(told) if one.rule.kind in _SOLD else 1)
    if not told:
        return NOBODY if reading.main is None else None
    ours = _ours(reading, one, passage)
    best = (one.parties.actor if ours else None) or _firm(one, _company(reading, told[0]))
    sure = told[0].chance >= _SURE
    if one.rule.kind in _SOLD and best.entity in reading.registered.customers:
        companies = (_company(reading, part) for part in told)
        sellers = (other for other in companies if _sells(reading, other))
        if seller := next(sellers, None):
            return Chosen(seller, sure, best)
    if ours:
        return None
    if best.entity is None and (publisher := _publisher(reading, one)) is not None:
        return Chosen(publisher, sure)
    return Chosen(best, sure)


def _head_of_part(reading: Reading, one: Candidate, best: Filling) -> Entity | None:
    """Return the company at the head of a part of a sentence whose parts tell of one each, where *best* is of another part."""
    halves = other_halves(reading, one.sentence)
    strange = any(half.start <= best.start < half.end for half in halves)
    return head_of(one.sentence) if strange or _is_object(reading, one, best) else None


def _is_object(reading: Reading, one: Candidate, best: Filling) -> bool:
    """Say whether *best* is the object of a clause before that of the trigger, which has no subject of its own: 甲出售乙，收购丙."""
    sentence = one.sentence
    place = best.start - sentence.start
    if reading.language != "zh" or not 0 < place < one.start:
        return False
    begins = [begin for begin in clauses("zh", sentence.raw) if begin <= one.start]
    own, at = begins[-1], max((begin for begin in begins if begin <= place), default=0)
    firms = [o.start - sentence.start for o in sentence.entities if o.label == "ORG"]
    silent = not any(own <= firm < one.start for firm in firms)
    return silent and at < own and place in firms and place != firms[0] and place > at


def _doers(reading: Reading, one: Candidate, told: Sequence[Filling]) -> Sequence[Filling]:
    """Return *told* without those that are named only beside who acts, if another company is left: "Tidemark rival Orbex".

    A suit, a job or a contract may be theirs: a customer who leaves, the former chief who sues.
    """
    others = _MAY_BE.get(one.rule.kind, frozenset())
    free = [
        part
        for part in told
        if (found := tie(reading, part.start, part.end)) is None or found in others
    ]
    firms = any(
        name.label in {"ORG", "PRODUCT"}
        for part in free
        for name in reading.met(part.start, part.end)
    )
    return free if firms else told


def _names(reading: Reading, told: Sequence[Filling], most: int) -> Sequence[Filling]:
    """Return the first of *told*, at *most* so many, that may name a company: no everyday words."""
    likely = (cut for part in told if not _strange(reading, cut := _cut(reading, part)))
    return list(islice(likely, most))


def _publisher(reading: Reading, one: Candidate) -> Entity | None:
    """Return whose site the text is from, where the rules or "we" say that it acts."""
    own, ruled = reading.registered.publisher, one.parties.actor
    if own is None or (one.rule.kind in _SOLD and own in reading.registered.customers):
        return None
    if ruled is not None and ruled.entity == own:
        return ruled
    ours = says_we(reading, one.sentence, one.sentence.start + one.start)
    return reading.main if ours and reading.main and reading.main.entity == own else None


def _sells(reading: Reading, one: Entity) -> bool:
    return one.entity is not None and one.entity not in reading.registered.customers


def _firm(one: Candidate, best: Entity) -> Entity:
    """Return, of a registered company and its subsidiary, the one that grammar tells."""
    ruled, sure = one.parties.actor, one.parties.sure
    if ruled is None or not sure or ruled.entity is None or ruled.start == ruled.end:
        return best
    return ruled if ruled.entity == best.entity and ruled.firm != best.firm else best


def _ours(reading: Reading, one: Candidate, passage: Window) -> bool:
    """Say whether "we" acts, and is no name of the passage: the company is named far off, or nowhere."""
    ruled = one.parties.actor
    if ruled is None or any(name.label == ACTS for name in passage.names):
        return False
    begin = one.sentence.start + one.start
    return ruled.start == ruled.end or says_we(reading, one.sentence, begin)


def _company(reading: Reading, part: Filling) -> Entity:
    """Return the company that is named at a place, or whose product is, else what stands there as one."""
    inside = reading.met(part.start, part.end)
    found = next((one for one in inside if one.label == "ORG"), None)
    if found is not None:
        return found
    words = reading.text[part.start : part.end]
    if (full := _full(reading, words)) is not None:
        return full
    owners = (reading.registered.owners.get(one.entity or "") for one in inside)
    known = next(filter(None, owners), None) or _known(reading, words)
    return Entity(part.start, part.end, "ORG", words, known, confidence=_UNSEEN)


def _full(reading: Reading, words: str) -> Entity | None:
    """Return the company of an English text whose name begins with *words*: Harrow Systems by Harrow of Harrow Planner."""
    if reading.language != "en":
        return None
    firms = (one for one in reading.entities if one.label == "ORG")
    return next((one for one in firms if one.name.startswith(f"{words} ")), None)


def _cut(reading: Reading, part: Filling) -> Filling:
    """Return what the model marked without signs and the ends of everyday words beside it; what is recognised stays."""
    if reading.met(part.start, part.end):
        return part
    if reading.language == "zh":
        start, end = own_words(reading.text, part.start, part.end)
    else:
        start, end = without_signs(reading.text, part.start, part.end)
    return part._replace(start=start, end=end)


def _strange(reading: Reading, part: Filling) -> bool:
    """Say whether words that only the model marked are no company's name: 经, 大概能拿, Afterwards, a person."""
    inside = reading.met(part.start, part.end)
    if any(one.label in {"ORG", "PRODUCT"} for one in inside):
        return False
    if any(
        one.label == "PERSON" and (one.start, one.end) == (part.start, part.end) for one in inside
    ):
        return True
    words = reading.text[part.start : part.end]
    return no_name(to_simplified(words)) if reading.language == "zh" else _everyday(words)


def _everyday(words: str) -> bool:
    """Say whether English words are no name: a letter, small words, one that texts write small."""
    each = words.lower().split()
    if len(words) < 2 or all(word.strip(".,") in common_english() for word in each):
        return True
    if all(word in word_set("en", "acronyms") for word in words.split()):
        return True
    return len(each) == 1 and each[0] in known_small()


def _known(reading: Reading, words: str) -> str | None:
    """Return the registered company that the text names elsewhere by these *words*."""
    named = (one for one in reading.entities if one.label == "ORG" and one.entity)
    return next((one.entity for one in named if reading.text[one.start : one.end] == words), None)
