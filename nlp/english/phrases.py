"""Phrases of an English sentence as slots: what the fillers of both files build on."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from nlp.clauses import Clause, clause_of, core
from nlp.entities import Entity
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.slots import Place

Filler = Callable[["Place"], tuple[Slot, ...]]
Span = tuple[int, int]
# Words that stand before a thing's name and are no part of it.
_BEFORE_NAME = re.compile(
    r"^(?:(?:the|a|an|its|their|our|his|her|all|both|more|some|new|brand-new|first|second|third|next|latest|another|own|old|current|present|long-awaited|so-called|popular|flagship|remaining|entire|whole|public|private|open|free|up|to|of|another|every|any|further|additional|existing|just|only|now|ageing|loss-making|former)\s)+",
    re.IGNORECASE,
)


def at(place: "Place", start: int, end: int) -> tuple[Slot, ...]:
    """Return the slot for offsets within the sentence; a mention there gives entity and value."""
    begin = place.sentence.start
    raw = place.sentence.raw
    while start < end and raw[start] in " ,“\"‘'(":
        start += 1
    while end > start and raw[end - 1] in ' ,.”"’:;)–—-':
        end -= 1
    if end <= start:
        return ()
    one = next(
        (e for e in place.sentence.entities if e.start <= begin + start and begin + end <= e.end),
        None,
    )
    return (
        Slot(
            text=raw[start:end], start=begin + start, end=begin + end,
            entity=one.entity if one else None, value=one.value if one else None,
        ),
    )  # fmt: skip


def of_entity(place: "Place", one: Entity) -> tuple[Slot, ...]:
    """Return the slot of a mention."""
    return at(place, one.start - place.sentence.start, one.end - place.sentence.start)


def clause_at(place: "Place") -> Clause:
    """Return the clause of the trigger."""
    return clause_of(place.rule, place.sentence.masked, place.start, place.end)


def patient(place: "Place") -> Span | None:
    """Return the phrase that the act is done to."""
    found = clause_at(place)
    return found.patient or (found.subject if not found.passive else None)


def named_in(place: "Place", label: str, span: Span) -> Entity | None:
    """Return the first mention with *label* within *span* of the sentence."""
    begin = place.sentence.start
    return next(
        (
            e
            for e in place.sentence.entities
            if e.label == label and span[0] <= e.start - begin and e.end - begin <= span[1]
        ),
        None,
    )


def noun_of(place: "Place", span: Span) -> Span:
    """Return the noun of a phrase without articles, adjectives of novelty and what hangs to it."""
    start, end = core(place.sentence.masked, span)
    head = _BEFORE_NAME.match(place.sentence.raw[start:end] + " ")
    if head and start + head.end() < end:
        start += head.end()
    return start, end


def searched(
    place: "Place", expression: re.Pattern[str], group: str, *, several: bool = False
) -> tuple[Slot, ...]:
    """Return the hit of *expression* nearest the trigger, or all of them."""
    hits = list(expression.finditer(place.sentence.raw))
    if not hits:
        return ()
    if several:
        return tuple(slot for hit in hits for slot in at(place, *hit.span(group)))
    best = min(hits, key=lambda h: abs(h.start(group) - place.start))
    return at(place, *best.span(group))
