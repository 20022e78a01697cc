"""Slots of English moves that name a party or a thing: products, plans, customers, targets, members."""

import re
from typing import TYPE_CHECKING

from nlp.clauses import object_span
from nlp.english.phrases import at, clause_at, named_in, noun_of, of_entity
from nlp.english.portions import bought
from nlp.english.things import thing
from nlp.frames.compiling import pattern
from nlp.reading import is_body, is_of_state, key_of
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.entities import Entity
    from nlp.slots import Place

# A noun phrase: no number, no pronoun, no lone adverb.
_THING = re.compile(
    r"(?!(?:it|them|that|this|both|all|what|more|less|an?|the|by|up|out|off)\b)[A-Za-z][\w’'& -]{2,}$"
)
_GOODS = pattern(
    r"(?P<g>(?:[a-z-]+[ ](?<!the )(?<!its )(?<!and )(?<!of )(?<!our )(?<!for )(?<!all )){0,2}<product>)",
    "en",
)
_PRICE_NOUN = r"(?:pric(?:es?|ing)|fees?|tariffs?|rates?|charges?|fares?|tolls?|premiums?|surcharges?|commissions?|rents?|list|costs?|subscriptions?|tickets?|levy|postage)"
_PRICE_OF = re.compile(
    rf"\b{_PRICE_NOUN}\s(?:lists?\s)?(?:of|for|on|per|at which)\s(?P<np>.+)", re.IGNORECASE
)
_PRICE_HEAD = re.compile(
    r"(?P<np>.+?)\s(?:list\s|shelf\s)?(?:prices?|pricing|price list|list)\b(?:\s|$)", re.IGNORECASE
)
_PLAN = re.compile(
    r"(?P<n>(?:[\w’'-]+\s){1,2}(?:plans?|tiers?|edition|package|bundle|licen[cs]es?|add-on|version|subscription|fares?|membership)\b|\bcredits\b|pay-as-you-go|usage-based (?:pricing|billing)|per-seat)",
    re.IGNORECASE,
)
_NOT_PLAN = re.compile(
    r"^(?:the|a|an|its|their|our|his|new|adds?|added|launch\w*|introduc\w*|ends?|scraps?|drops?|removes?|fold|one|two|three|all|of|to|and|for|in|on|from|with|is|has|was|single|retire[sd]?|replac\w+|this|that|as|opened?|sells?|into)\s",
    re.IGNORECASE,
)
_PP_PARTY = re.compile(r"\b(?:with|from|for|by|of|at|to)\s(?P<np>(?:the\s|an?\s)?.+)")
_BUYER_NOUN = pattern(
    r"(?P<c>(?:(?:[A-ZÀ-Þ{PLACE}][\w’'-]*|{PLACE}['’]s|{PLACE}|(?:state|cocoa|marketing|biggest|national|regional|largest|public|transport|alpine|lift)\b)\s){0,3}(?:<buyer>)(?:\sof\s(?:{PLACE}|[A-Z]\w+))?)".replace(
        "{PLACE}]", "]"
    ),
    "en",
)


def noun(place: "Place") -> tuple[Slot, ...]:
    """Return the noun phrase that the act is done to."""
    span = clause_at(place).patient
    return at(place, *noun_of(place, span)) if span else ()


def product(place: "Place") -> tuple[Slot, ...]:
    """Return the product: named in the object or the sentence, the object's noun, a thing that is sold."""
    found = clause_at(place)
    for span in (found.patient, found.subject):
        if span and (one := named_in(place, "PRODUCT", span)):
            return of_entity(place, one)
    near = [e for e in place.sentence.entities if e.label == "PRODUCT"]
    if near:
        here = place.sentence.start + place.start
        return of_entity(place, min(near, key=lambda e: abs(e.start - here)))
    if place.rule.verb_forms and found.patient:
        start, end = noun_of(place, found.patient)
        if _THING.match(place.sentence.raw[start:end]):
            return at(place, start, end)
    hits = list(_GOODS.finditer(place.sentence.masked))
    if hits:
        best = min(hits, key=lambda h: abs(h.start("g") - place.end))
        return at(place, *noun_of(place, best.span("g")))
    return named_product(place)


def named_product(place: "Place") -> tuple[Slot, ...]:
    """Return a product that is named, in the sentence or else anywhere in the text."""
    found = [e for e in place.sentence.entities if e.label == "PRODUCT"]
    if found:
        return of_entity(place, found[0])
    one = next((e for e in place.reading.entities if e.label == "PRODUCT"), None)
    if one is None:
        return ()
    return (
        Slot(
            text=place.reading.text[one.start : one.end],
            start=one.start,
            end=one.end,
            entity=one.entity,
        ),
    )


def priced(place: "Place") -> tuple[Slot, ...]:
    """Return what costs more or less: "monthly data" of "the price of its monthly data"."""
    clause = clause_at(place)
    span = clause.patient or clause.subject
    masked, raw = place.sentence.masked, place.sentence.raw
    if span is None:
        return ()
    hit = _PRICE_OF.search(masked, span[0], min(len(masked), span[1] + 60))
    priced_by = object_span(masked, hit.start("np")) if hit and hit.start() < span[1] else None
    if priced_by and span[1] <= place.start:  # "the price of Team | rises"
        priced_by = priced_by[0], min(priced_by[1], span[1])
    if priced_by and (found := thing(place, priced_by)):
        return found
    if one := named_in(place, "PRODUCT", span):
        return of_entity(place, one)
    start, end = noun_of(place, span)
    head = _PRICE_HEAD.match(raw[start:end])
    if head and head["np"].strip():
        end = start + head.end("np")
    possessor = re.match(r".*['’]s\s", masked[start:end])
    if possessor and possessor.end() < end - start:
        start += possessor.end()
    return thing(place, (start, end))


def planned(place: "Place") -> tuple[Slot, ...]:
    """Return the plan, tier or licence."""
    found = clause_at(place).patient
    if found and (one := named_in(place, "PRODUCT", found)):
        return of_entity(place, one)
    hits = list(_PLAN.finditer(place.sentence.raw))
    if not hits:
        return named_product(place) or noun(place)
    best = min(hits, key=lambda h: abs(h.start() - place.start))
    start, end = best.span("n")
    while head := _NOT_PLAN.match(place.sentence.raw[start:end]):
        start += head.end()
    return at(place, start, end)


def customer(place: "Place") -> tuple[Slot, ...]:
    """Return the customer: the other company or body, a buyer by its kind, who "with" or "for" names."""
    actor, other = place.parties.actor, place.parties.other
    if other is not None and other.start != other.end and not _same(other, actor):
        return (_slot_of(place, other),)
    hits = sorted(
        _BUYER_NOUN.finditer(place.sentence.masked), key=lambda h: abs(h.start() - place.start)
    )
    for hit in hits:
        start, end = noun_of(place, hit.span("c"))
        named = any(
            e.start < place.sentence.start + end
            and place.sentence.start + start < e.end
            and _same(e, actor)
            for e in place.sentence.entities
        )
        if not named and place.sentence.raw[start:end].strip():
            return at(place, start, end)
    named_by = _PP_PARTY.search(place.sentence.masked, place.end)
    span = object_span(place.sentence.masked, named_by.start("np")) if named_by else None
    if (
        span
        and re.search(r"[A-ZÀ-Þ]", place.sentence.raw[slice(*span)])
        and (found := thing(place, span))
    ):
        return found
    here = place.sentence.start + place.start
    others = [e for e in place.reading.entities if e.label == "ORG" and not _same(e, actor)]
    return (_slot_of(place, min(others, key=lambda e: abs(e.start - here))),) if others else ()


def _same(one: "Entity", other: "Entity | None") -> bool:
    return other is not None and key_of(one) == key_of(other)


def _slot_of(place: "Place", one: "Entity") -> Slot:
    text = place.reading.text[one.start : one.end]
    return Slot(text=text, start=one.start, end=one.end, entity=one.entity)


_PART_OF = re.compile(
    r"\b(?:stakes?|interests?|holdings?|slice|sliver|shares?|percent|per cent|chunk|control|ownership|takeover|take-over|purchase|acquisition|buy-?out|disposal|sale|bids?|offers?|option|merger|tie-up|investments?|round|part|owners?|majority|half|%|third|quarter|fifth|tenth|cheque|cash|money|savings)\s(?:in|of|for|on|with|into|to)\s"
)
_MONEY_INTO = pattern(
    r"(?:{MONEY}|{PERCENT})(?: (?!into|in|on|behind|for|of|to)[\\w-]+){0,4} (?:into|in|on|behind|for|of|to) ",
    "en",
)


def of_target(place: "Place") -> tuple[Slot, ...]:
    """Return what a stake, a bid or an amount is in: "15% of Ferro", "$30 million into kilns"."""
    masked = place.sentence.masked
    for expression in (_PART_OF, _MONEY_INTO):
        for hit in sorted(expression.finditer(masked), key=lambda h: abs(h.start() - place.end)):
            span = object_span(masked, hit.end())
            if span is None:
                continue
            one = named_in(place, "ORG", span)
            if one is not None and not _same(one, place.parties.actor):
                return bought(place.reading.text, of_entity(place, one), ())
            if found := thing(place, span):
                return found
    return ()


def target(place: "Place") -> tuple[Slot, ...]:
    """Return what is bought: a company in the object, the other party, the noun phrase."""
    actor = place.parties.actor
    clause = clause_at(place)
    for span in (clause.patient, clause.object):
        one = named_in(place, "ORG", span) if span else None
        told = of_entity(place, one) if one and not _same(one, actor) else ()
        if found := bought(place.reading.text, told, ()):
            return found
    if found := of_target(place):
        return found
    if place.parties.other is not None and not _same(place.parties.other, actor):
        told = (_slot_of(place, place.parties.other),)
        if found := bought(place.reading.text, told, ()):
            return found
    if place.sentence.title:  # a headline paraphrases whom the text names
        for one in place.reading.entities:
            later = one.label == "ORG" and one.start > place.sentence.end
            if later and (actor is None or key_of(one) != key_of(actor)) and not is_body(one):
                text = place.reading.text[one.start : one.end]
                return (Slot(text=text, start=one.start, end=one.end, entity=one.entity),)
    return thing(place, clause.patient)


def unit_object(place: "Place") -> tuple[Slot, ...]:
    """Return what is sold: a unit, or a company in the object."""
    clause = clause_at(place)
    span = clause.patient or clause.subject
    if span is None:
        return ()
    bare = noun_of(place, span)
    possessor = re.match(r".*['’]s\s", place.sentence.masked[bare[0] : bare[1]])
    if possessor and possessor.end() < bare[1] - bare[0]:
        bare = (bare[0] + possessor.end(), bare[1])
    stake_of = re.match(
        r".*\b(?:stake|interest|holding|shares?|half|majority)\b",
        place.sentence.masked[span[0] : span[1]],
    )
    if stake_of and (
        one := named_in(place, "ORG", (span[0], min(len(place.sentence.masked), span[1] + 40)))
    ):
        return of_entity(place, one)
    return thing(place, bare)


def body(place: "Place") -> tuple[Slot, ...]:
    """Return the alliance, consortium or foundation by its full name."""
    bodies = [e for e in place.sentence.entities if e.label == "ORG" and is_body(e)]
    if bodies:
        here = place.sentence.start + place.start
        return of_entity(place, min(bodies, key=lambda e: abs(e.start - here)))
    hit = re.search(
        r"(?P<b>(?:[A-ZÀ-Þ][\w’'-]+\s)+(?:Consortium|Alliance|Coalition|Foundation|Initiative|Guild|Pact|Forum|Council|Charter|Group|Association|Federation|Compact|Circle|Union))",
        place.sentence.raw,
    )
    if hit:
        return at(place, *hit.span("b"))
    return ()


def members(place: "Place") -> tuple[Slot, ...]:
    """Return the companies other than the actor that are no bodies."""
    actor = place.parties.actor
    found: dict[str, Entity] = {}
    for one in place.sentence.entities:
        if (
            one.label == "ORG"
            and not is_body(one)
            and (actor is None or key_of(one) != key_of(actor))
        ):
            found.setdefault(key_of(one), one)
    return tuple(slot for one in found.values() for slot in of_entity(place, one))


_AUTHORITY = pattern(
    r"(?P<a>(?:[\w’'-]+ ){0,3}?(?:<regulator>))(?: of {PLACE})?(?: (?:said|says|has|have|had|is|are|was|on|it|that|also|separately|now|{DATE}|[a-z]+ly)\b)* $",
    "en",
)
_ARTICLE = re.compile(r"(?:(?:the|an?|its|their|but|and|while) )+", re.IGNORECASE)


def _authority(place: "Place") -> tuple[Slot, ...]:
    """Return the public body that does what the trigger tells: its subject, "the competition authority"."""
    begin = place.sentence.start + place.start
    bodies = [
        e for e in place.sentence.entities if e.label == "ORG" and is_of_state(e) and e.end <= begin
    ]
    if bodies and not _COURT.search(bodies[-1].name):
        return of_entity(place, bodies[-1])
    hit = _AUTHORITY.search(place.sentence.masked, 0, place.start)
    hit = hit or _AUTHORITY.search(f"{place.sentence.masked[: place.end]} ")
    if hit is None or _COURT.search(hit["a"]):
        return ()
    start, end = hit.span("a")
    if article := _ARTICLE.match(place.sentence.raw, start, end):
        start = article.end()
    return at(place, start, end)


_COURT = re.compile(r"\b(?:courts?|tribunal|judges?|jury)\b", re.IGNORECASE)


def against(place: "Place") -> tuple[Slot, ...]:
    """Return the other side of a suit: the authority that acts, else a company, no court."""
    if authority := _authority(place):
        return authority
    actor = place.parties.actor
    for one in place.sentence.entities:
        if (
            one.label == "ORG"
            and not is_body(one)
            and (actor is None or key_of(one) != key_of(actor))
        ):
            return of_entity(place, one)
    return ()


def successor(place: "Place") -> tuple[Slot, ...]:
    """Return who takes the lost customer over: a third company that "to", "by" or "for" governs."""
    actor, other = place.parties.actor, place.parties.other
    for one in place.sentence.entities:
        if one.label != "ORG" or any(
            o is not None and key_of(o) == key_of(one) for o in (actor, other)
        ):
            continue
        left = place.reading.text[max(place.sentence.start, one.start - 40) : one.start]
        if re.search(r"\b(?:to|by|for|with|of|from|firm)\s(?:[a-z]+\s){0,3}$", left):
            return of_entity(place, one)
    return ()


def backers(place: "Place") -> tuple[Slot, ...]:
    """Return the investors: other companies of the sentence, else who "from" or "by" names."""
    found = members(place)
    if found:
        return found
    hit = re.search(
        r"\b(?:from|by|with)\s(?P<i>(?:existing (?:shareholders|investors|owners)|(?:two|three|four|several|private|local|foreign) (?:lenders|investors|banks|funds|angels)|the (?:state|government|Ministry[\w ]*)|business angels))",
        place.sentence.raw,
    )
    return at(place, *hit.span("i")) if hit else ()
