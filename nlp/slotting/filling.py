"""What the slot model says, as slots and actor of a move."""

import re
from collections.abc import Iterable, Mapping, Sequence

from nlp.bystanders import tie
from nlp.chinese.dated import dated
from nlp.chinese.halves import other_halves
from nlp.chinese.parted import parted
from nlp.english.comers import comers
from nlp.english.portions import bought
from nlp.english.stating import happening
from nlp.english.tickers import in_ticker
from nlp.english.trade import Swap, swap
from nlp.entities import Entity
from nlp.moves import Candidate, rule_slots
from nlp.reading import Reading, is_body, speaks_of_itself
from nlp.signs import tells_change
from nlp.slots import plan
from nlp.slotting.chain import ACTOR, Filling, SlotChain
from nlp.slotting.choosing import NOBODY, Chosen, chosen, headed
from nlp.slotting.edges import balanced, first_of_sum, whole_phrase, whole_words
from nlp.slotting.fitting import fits, is_share, says_nothing
from nlp.slotting.heading import plainly
from nlp.slotting.listing import first_named
from nlp.slotting.moving import moved
from nlp.slotting.sides import is_side, own_side, with_lost
from nlp.slotting.window import Window, window
from nlp.status import Verdict
from schemas.kinds import Label, MoveKind
from schemas.language import Slot, Slots, Value, several

# A number or a name is filled in whole, where its beginning or its end alone was marked.
# Of a slot that holds two of these, a range, neither is the value.
_COUNTED_LABELS = frozenset({"MONEY", "PERCENT"})
_SUMS = frozenset({"amount", "price", "valuation", "revenue", "profit", "from", "to", "percent"})
_COUNTED = _SUMS | {"count", "stake", "number"}  # "an eight-person team": eight
# Of these what stands in the trigger's sentence is taken, of others a name or a sum from wherever it stands.
_BESIDE = frozenset({"person", "role", "date", "effective", "percent", "stake"})
_PAUSES = re.compile(r"[，。；：！？、“”]")
_NAMED = 3  # characters of a whole Chinese name
_COUNTS = re.compile(r"\d|[〇零一二两三四五六七八九十百千万亿]")
# What some labelled texts call otherwise than the guide: the new name of a firm is its new unit.
_CALLED: Mapping[tuple[MoveKind, str], str] = {("restructuring", "name"): "unit"}
# Kinds that are told of cities, schools, clubs and people as well: of these a company must be named.
_OF_ANYBODY: frozenset[MoveKind] = frozenset(
    ["product-launch", "product-update", "product-retirement", "incident", "price-increase", "price-decrease", "promotion", "campaign",
     "expansion", "market-exit", "award", "partnership", "alliance", "patent", "technology", "delivery-model", "hiring", "customer-review"]
)  # fmt: skip
# A mention is filled in whole in the slots it may fill: a place is not widened to the company that is called after it.
_PARTIES = frozenset(
    ["customer", "target", "buyer", "partner", "counterparty", "successor", "supplier", "investors", "issuer", "alliance"]
)  # fmt: skip
_AGAINST: frozenset[MoveKind] = frozenset({"customer-win", "customer-loss", "legal"})
_MADE = frozenset({"product", "technology"})  # a thing's name that is cut in two is meant
_NO_COMPANIES = frozenset({"product", "place"})
_DAYS = frozenset({"date", "effective", "period"})
_WHOLE: Mapping[Label, frozenset[str]] = {
    "ORG": _PARTIES, "PERSON": frozenset({"person"}), "DATE": _DAYS, "MONEY": _SUMS, "PERCENT": _SUMS | {"stake", "change"},
}  # fmt: skip


def filled(reading: Reading, several: Sequence[Candidate], chain: SlotChain) -> list[Candidate]:
    """Return candidates, whose slots the rules filled, with the slots and the actor the model fills.

    One that nobody acts in, in a text without a company, has a verdict that says so (MOVES.md rule 8).
    """
    windows = [window(reading, one, one.slots) for one in several]
    done = [
        _filled(reading, one, passage, parts, chain)
        for one, passage, parts in zip(several, windows, chain.fill(windows), strict=True)
    ]
    return with_lost(_with_successors(done))


_SUCCEEDS = re.compile(
    r"\b(?:succe(?:ed|ss)|replac|predecessor|takes? over from|took over from|taking over from)|接替|接任|接棒|继任"
)


def _with_successors(done: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates, in which who leaves leaves the company where, in the same sentence, somebody succeeds him."""
    hired = [
        c for c in done if c.rule.kind == "appointment" and c.verdict.status and c.parties.actor
    ]
    if not hired:
        return list(done)
    actor = max(hired, key=lambda one: one.confidence).parties.actor
    return [
        one._replace(parties=one.parties._replace(actor=actor))
        if one.rule.kind == "departure" and _SUCCEEDS.search(one.sentence.plain)
        else one
        for one in done
    ]


def acting(reading: Reading, one: Candidate, chain: SlotChain) -> list[tuple[str, float]]:
    """Return the names among which the actor of a candidate is chosen, the likeliest first."""
    told = chain.acting(window(reading, one, rule_slots(reading, one)))
    return [(reading.text[part.start : part.end], part.chance) for part in told]


def _filled(
    reading: Reading, one: Candidate, passage: Window, found: Sequence[Filling], chain: SlotChain
) -> Candidate:
    halves = other_halves(reading, one.sentence)
    found = [
        part._replace(slot=_CALLED.get((one.rule.kind, part.slot), part.slot))
        for part in found
        if (reading.language != "en" or not in_ticker(reading.text, part.start, part.end))
        and (part.slot == ACTOR or not any(h.start <= part.start < h.end for h in halves))
    ]
    found = moved(reading, one.rule.kind, found)
    told = sorted((part for part in found if part.slot == ACTOR), key=_likeliest)
    who = _who(reading, one, passage, told)
    slots, spare = _told(reading, one, found, chain, who)
    if reading.language == "zh":
        slots = parted(reading, one, dated(reading, one, slots))
    one = one._replace(spare=spare)
    if who is None:
        return one._replace(slots=slots)
    if who == NOBODY and one.rule.kind in _OF_ANYBODY and not speaks_of_itself(reading):
        words = one.sentence.raw[one.start : one.end]
        return one._replace(verdict=Verdict(None, "no company", words))
    if one.rule.kind == "customer-loss" and (left := _swapped(reading, one)):
        slots |= {
            "customer": reading.slot(left.customer),
            "successor": reading.slot(left.successor),
        }
    elif who.customer is not None:
        customers = several(slots.get("customer"))
        if who.actor is None or not _without(reading, customers, who.actor):
            slots["customer"] = reading.slot(who.customer)
    actor = one.parties._replace(actor=who.actor, sure=who.sure)
    return one._replace(slots=slots, parties=actor)


def _told(
    reading: Reading, one: Candidate, found: Sequence[Filling], chain: SlotChain, who: Chosen | None
) -> tuple[Slots, Slots]:
    """Return the slots of a candidate, and those that count where no sentence tells them."""
    known = {chain.tags[tag] for tag in chain.open(one.rule.kind)}
    slots: Slots = {name: value for name, value in one.slots.items() if name not in known}
    wanted = plan(reading.language).get(one.rule.kind, {})
    actor = who.actor if who is not None and reading.language == "zh" else None
    spare: Slots = {}
    for name in dict.fromkeys(part.slot for part in found if part.slot in wanted):
        own = [part for part in found if part.slot == name]
        values = _values(reading, own, several(one.slots.get(name)))
        if reading.language == "en":
            values = _meant(reading, one, name, values)
        if name in _PARTIES and actor is not None:  # nobody is his own customer
            values = _without(reading, values, actor)
        values = tuple(value for value in values if not _beside(reading, name, value))
        values = own_side(reading, one, name, values, who)
        if not values:
            continue
        best = values if name in chain.lists else values[:1]
        told = own[0].sure or is_side(reading, one, name, best[0], who)
        (slots if told else spare)[name] = best if len(best) > 1 else best[0]
    ruled = several(one.slots.get("change"))
    if one.rule.kind == "results" and ruled and tells_change(reading, ruled[0]):
        spare.setdefault("change", ruled[0])
    return slots, spare


def _meant(reading: Reading, one: Candidate, name: str, values: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return values of an English slot without those that stand where it is told and are something else's."""
    if name == "target":
        return bought(reading.text, values, several(one.slots.get(name)))
    if name in {"date", "effective"}:
        return happening(reading, one.sentence, values)
    if name == "person" and one.rule.kind == "appointment":
        return comers(reading, one.sentence, values)
    return tuple(values)


def _who(
    reading: Reading, one: Candidate, passage: Window, told: Sequence[Filling]
) -> Chosen | None:
    """Return who acts: a company for its product, none that is a public body; one that the text knows, but if it's sure."""
    if one.rule.kind == "customer-loss" and (left := _swapped(reading, one)):
        return Chosen(left.seller, True, left.customer)
    head = plainly(reading, one)
    who = headed(reading, one, head, told) if head else chosen(reading, one, passage, told)
    if who is None or who.actor is None:
        return who
    actor = who.actor
    if is_body(actor):
        actor = next((firm for firm in reading.ranking if not is_body(firm)), actor)
    elif (
        one.rule.kind not in _AGAINST
    ):  # of those who act together the first named (MOVES.md rule 1)
        actor = first_named(reading, one.sentence, actor, one.sentence.start + one.start)
    return who._replace(actor=actor if who.sure else recognised(reading, actor))


def recognised(reading: Reading, actor: Entity) -> Entity:
    """Return who acts, or whom the text is about where nothing in it recognises that name as a company's.

    For actors that are not sure. Of those that are, it would spoil 58 in 5,600 texts of the corpora and mend three.
    """
    main, words = reading.main, _text(reading, actor)
    if main is None or main.label != "ORG" or actor.entity is not None or is_body(main):
        return actor
    if words[:1].islower():
        return actor  # "the mill" is described, not named
    firms = (one for one in reading.entities if one.label == "ORG")
    met = any(words in one.name or words in _text(reading, one) for one in firms)
    return actor if met or main.confidence < actor.confidence else main


def _swapped(reading: Reading, one: Candidate) -> Swap | None:
    return swap(one.sentence) if reading.language == "en" else None


def _without(reading: Reading, values: Sequence[Slot], actor: Entity) -> tuple[Slot, ...]:
    """Return values without the names of who acts, nor what these begin with: 泊岸 of 泊岸酒店集团."""
    names = actor.name.casefold(), _text(reading, actor).casefold()
    return tuple(one for one in values if not any(n.startswith(one.text.casefold()) for n in names))


def _beside(reading: Reading, slot: str, value: Slot) -> bool:
    """Say whether a company is only what who acts is a rival of, or no thing or place but a partner: "Tidemark rival Orbex"."""
    if value.start is None or value.end is None or slot not in _PARTIES | _NO_COMPANIES:
        return False
    span = (value.start, value.end, "ORG")
    if span not in [(one.start, one.end, one.label) for one in reading.met(value.start, value.end)]:
        return False
    found = tie(reading, value.start, value.end)
    return found == "rival" or (found == "tied" and slot in _NO_COMPANIES)


def _likeliest(part: Filling) -> tuple[float, float, int]:
    return (-part.chance, *_nearness(part))


def _text(reading: Reading, one: Entity) -> str:
    return reading.text[one.start : one.end]


def _values(reading: Reading, found: Iterable[Filling], ruled: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return the values of one slot, those of the trigger's sentence first, each once."""
    values: list[Slot] = []
    slots = [(_slot(reading, part, ruled), part) for part in found]
    slots = [
        (slot, part)
        for slot, part in slots
        if slot.text and not says_nothing(reading, part.slot, slot)
    ]
    for slot, _ in sorted(slots, key=lambda s: _order(reading, s[0], s[1], ruled)):
        words = slot.text.casefold()
        if not any(words in one.text.casefold() or one.text.casefold() in words for one in values):
            values.append(slot)
    return tuple(values)


def _order(reading: Reading, slot: Slot, part: Filling, ruled: Sequence[Slot]) -> tuple[float, ...]:
    away, start = _nearness(part)
    strange = 2 * (not fits(reading, part.slot, slot)) + is_share(reading, part.slot, slot)
    # The Chinese rules are right too seldom to decide: tried on the articles and the gold, 28 Nov 2026.
    alone = reading.language == "en" and not (away == 0 and any(_overlap(o, part) for o in ruled))
    return (away, strange, alone, start) if part.slot in _BESIDE else (strange, away, alone, start)


def _overlap(one: Slot, part: Filling) -> bool:
    return (
        one.start is not None
        and one.end is not None
        and one.start < part.end
        and part.start < one.end
    )


def _nearness(part: Filling) -> tuple[float, int]:
    """Order by sentences from the trigger's; the title, which shortens, comes last."""
    return (100.0 if part.away is None else abs(part.away)), part.start


def _runs_on(reading: Reading, one: Entity, part: Filling) -> bool:
    """Say whether a Chinese name goes on over a pause, or a person's, behind three marked signs, with a verb: 楼望川 | 到岗."""
    if reading.language != "zh" or one.label not in {"PERSON", "ORG"}:
        return False
    if _PAUSES.search(reading.text, one.start, one.end):
        return True
    whole = one.start == part.start and part.end - part.start >= _NAMED
    at = reading.text[part.end - 1 : part.end + 1]
    inside = "·" in at or (at[-1:].isascii() and at[-1:].isalpha())
    return one.label == "PERSON" and whole and not inside


def _is_cut(one: Entity, part: Filling) -> bool:
    """Say whether what was marked begins or ends within a name: 鹭网 | 分布式数据库."""
    return one.start < part.start < one.end or one.start < part.end < one.end


def _slot(reading: Reading, part: Filling, ruled: Sequence[Slot]) -> Slot:
    start, end = part.start, part.end
    inside = reading.met(start, end)
    same = next((one for one in ruled if (one.start, one.end) == (start, end)), None)
    if same is not None and not (part.slot in _DAYS and any(_is_cut(one, part) for one in inside)):
        return _valued(same, part.slot, inside)
    for one in inside:
        if part.slot in _WHOLE.get(one.label, ()) and not _runs_on(reading, one, part):
            start, end = min(start, one.start), max(end, one.end)
        elif part.slot in _MADE and one.label == "PRODUCT" and _is_cut(one, part):
            start, end = one.start, one.end
    sums = [one for one in inside if one.label in _COUNTED_LABELS]
    if part.slot in _SUMS and sums and not _COUNTS.search(reading.text, start, sums[0].start):
        # "a loss of 3 million": the sum begins where it does.
        start = max(start, first_of_sum(reading.text, sums[0].start))
    exact = next((one for one in inside if (one.start, one.end) == (start, end)), None)
    if exact is None and reading.language == "zh" and part.slot != "person":
        first, last = balanced(reading.text, *whole_words(reading.text, start, end))
        if any(one.end == start for one in reading.met(start - 1, start)):
            first = start  # 岭禾数科 | 大模型, of which 科大 is no word
        start, end = first, last
    elif exact is None and reading.language == "en" and part.slot not in _COUNTED:
        start, end = whole_phrase(reading.text, start, end)
        exact = next((one for one in inside if (one.start, one.end) == (start, end)), None)
        if part.slot in _DAYS and reading.text.startswith("up ", start):  # sign up | before
            start += len("up ")
    return Slot(
        text=reading.text[start:end],
        start=start,
        end=end,
        entity=exact.entity if exact else None,
        value=_value(part.slot, inside),
    )


def _valued(ruled: Slot, name: str, inside: Sequence[Entity]) -> Slot:
    """Return a slot as the rules have it, with a value where they have none; a range of two sums has no one value."""
    if ruled.value and sum(one.label in _COUNTED_LABELS for one in inside) < 2:
        return ruled
    return ruled.model_copy(update={"value": _value(name, inside)})


def _value(name: str, inside: Sequence[Entity]) -> Value | None:
    """Return the value of the one mention in a slot that has one; what holds between two days holds from the first."""
    valued = [one.value for one in inside if one.value is not None]
    days = name == "effective" and all(one.label == "DATE" for one in inside)
    return valued[0] if len(valued) == 1 or (valued and days) else None
