"""Whom a text is about: who acts in headline or first move, who is hurt or bought; not who is named beside them."""

import re
from collections.abc import Iterator, Sequence

from nlp.bystanders import tie
from nlp.entities import Entity
from nlp.reading import Reading, key_of
from nlp.trades import in_headline
from schemas.language import Move, Slot

# A company that is named this often in the body is what a text is about, unless others act.
_COUNT = 3
_EARLY = 200
# Both sides of these are what is told.
_BOTH = frozenset({"acquisition", "divestiture", "partnership", "investment", "legal", "customer-win", "customer-loss", "licensing", "joint-venture"})  # fmt: skip
# In these a customer, a partner or a shareholder may be a side without being named as one, where nobody else is:
# "Tidemark customer Orbex sues"; always in the first two.
_SOLD = frozenset({"customer-win", "customer-loss"})
_DEALS = _BOTH - _SOLD - {"acquisition", "joint-venture"}
_SIDES = frozenset({"target", "partner", "counterparty"})
# Names in such a row are members of a list.
_ROW = re.compile(r"^[^。.!?！？\n]{0,16}?(?:、|,|，|;|；|\n|\||/|和|与| and )[^。.!?！？]{0,16}?$")
_LISTED = 3
_DENIED = re.compile(
    r"(?:否认|澄清|无意|未与|没有与|并未|不会)[^，。]{0,12}$|\b(?:den(?:y|ies|ied)|no|not|never|rejects?|quash(?:es)?)\b[^.]{0,40}$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:与|和|同|跟|向|对|从|给|为|比|像|据|用)$|\b(?:with|from|to|for|as|than|like|at|of|over|by|against|amid|after)[ ](?:the |rival |its |\w+ )?$",
    re.IGNORECASE,
)


def about(reading: Reading, skipped: Sequence[tuple[int, int]], moves: Sequence[Move]) -> list[str]:
    """Return ids of registered companies that the text is about, the most prominent first.

    What stands in the spans *skipped* does not count.
    """
    places = {
        one.entity: [e for e in _orgs(reading, skipped) if e.entity == one.entity]
        for one in reading.ranking
        if one.entity
    }
    first = _first(reading, moves)
    actors = {one.actor.entity or one.actor.text for one in first if one.actor}
    deals = any(
        one.kind in _SOLD or (one.kind in _DEALS and not _SIDES & one.slots.keys()) for one in first
    )
    parties = {slot.entity for move in moves if move.kind in _BOTH for slot in _slots(move)}
    listed = _in_lists(reading, skipped)
    told = [
        entity
        for entity, here in places.items()
        if here
        and _is_told(reading, entity, here, actors, parties, listed)
        and (entity in actors | parties or not (actors and _tied(reading, here, deals=deals)))
    ]
    trade = in_headline(reading)
    if trade is not None and trade.entity:
        others = actors | parties
        told = [
            trade.entity,
            *(e for e in told if e != trade.entity and (e in others or len(places[e]) > 1)),
        ]
    if not told:
        denied = {e for e, here in places.items() if here and _denied(reading, here[0])}
        told = _reviewed(reading, places, moves, listed) or _alone(
            reading, places, actors, listed | denied
        )
    return _with_owners(reading, told, skipped)


def _reviewed(
    reading: Reading, places: dict[str, list[Entity]], moves: Sequence[Move], listed: set[str]
) -> list[str]:
    """Return the only company that a review names beside customers: it is reviewed, however seldom it is named."""
    if not any(move.kind == "customer-review" for move in moves):
        return []
    named = [entity for entity, here in places.items() if here and entity not in listed]
    named = [one for one in named if one not in reading.registered.customers] or named
    return named if len(named) == 1 else []


def _orgs(reading: Reading, skipped: Sequence[tuple[int, int]]) -> Iterator[Entity]:
    for one in reading.entities:
        if one.label == "ORG" and not any(start <= one.start < end for start, end in skipped):
            yield one


def _slots(move: Move) -> Iterator[Slot]:
    for name in move.slots:
        yield from move.values(name)


def _first(reading: Reading, moves: Sequence[Move]) -> list[Move]:
    """Return the moves that the headline tells, or the first one."""
    ordered = sorted(moves, key=lambda move: move.evidence[0].start)
    return [one for one in ordered if one.evidence[0].start < reading.title_end] or ordered[:1]


def _tied(reading: Reading, here: Sequence[Entity], *, deals: bool) -> bool:
    """Say whether a headline names a company only for what it is to who acts: "Tidemark rival Orbex"; *deals* may be with it."""
    title = [one for one in here if one.start < reading.title_end]
    ties = [tie(reading, one.start, one.end) for one in title]
    return bool(ties) and all(found and not (deals and found == "tied") for found in ties)


def _is_told(
    reading: Reading, entity: str, here: Sequence[Entity], actors: set[str], parties: set[str | None],
    listed: set[str],
) -> bool:  # fmt: skip
    title = [one for one in here if one.start < reading.title_end]
    if not title and entity in listed:
        return False
    if entity in actors:
        return True
    others = bool(actors)
    if title:
        return not _beside(reading, title[0], others=others) or entity in parties - _denied(reading, title[0])  # fmt: skip
    if entity in parties and len(here) > 1:
        return True
    if len(here) >= _COUNT:
        return True
    early = here[0].start < reading.title_end + _EARLY
    first = early and not others and reading.ranking[0].entity == entity
    return first and (not _BESIDE.search(reading.text[: here[0].start]) or _told_of(reading, entity) > 1)  # fmt: skip


def _told_of(reading: Reading, entity: str) -> int:
    """Return how often a company, its people or its products are named."""
    return sum(
        one.entity == entity
        or (one.entity or "").startswith(f"{entity}:")
        or reading.registered.owners.get(one.entity or "") == entity
        for one in reading.entities
    )


def _denied(reading: Reading, one: Entity) -> set[str | None]:
    """Return the company named in a headline only as what is denied to have to do with: "否认与青石药业重组"."""
    title = reading.text[: min(one.start, reading.title_end)]
    return {one.entity} if one.start < reading.title_end and _DENIED.search(title) else set()


def _beside(reading: Reading, one: Entity, *, others: bool) -> bool:
    """Say whether a headline names a company only beside who acts."""
    before = reading.text[: one.start]
    if _DENIED.search(before):
        return True
    return others and _BESIDE.search(before) is not None


def _in_lists(reading: Reading, skipped: Sequence[tuple[int, int]]) -> set[str]:
    """Return registered companies that the text only lists, among others."""
    found: set[str] = set()
    alone: set[str] = set()
    row: list[Entity] = []
    orgs = list(_orgs(reading, skipped))
    for one, following in zip(orgs, [*orgs[1:], None], strict=False):
        row.append(one)
        between = reading.text[one.end : following.start] if following else "."
        if following and _ROW.match(between):
            continue
        names = {each.entity for each in row if each.entity}
        if len({key_of(each) for each in row}) >= _LISTED:
            found |= names
        else:
            alone |= names
        row = []
    return found - alone


def _alone(
    reading: Reading, places: dict[str, list[Entity]], actors: set[str], listed: set[str]
) -> list[str]:
    """Return, where nothing else told, the company that signs the text, or the only one that opens it."""
    main = reading.main
    if main is not None and main.entity and main.entity not in listed:
        known = {one.entity for one in reading.ranking}
        if main.entity not in known or main.entity == reading.registered.publisher:
            return [main.entity]
        if not actors and places.get(main.entity) and _told_of(reading, main.entity) > 1:
            return [main.entity]
    early = [
        entity
        for entity, here in places.items()
        if here
        and here[0].start < reading.title_end + _EARLY
        and entity not in listed
        and _told_of(reading, entity) > 1
    ]
    return early if len(early) == 1 and not actors else []


def _with_owners(
    reading: Reading, told: list[str], skipped: Sequence[tuple[int, int]]
) -> list[str]:
    """Return *told*, before it the publisher, and the owner of a product that the headline names if nobody is told."""
    publisher = reading.registered.publisher
    if publisher and publisher not in told and any(True for _ in _orgs(reading, skipped)):
        told = [publisher, *told]
    if told:
        return told
    titled = [
        one for one in reading.entities if one.label == "PRODUCT" and one.start < reading.title_end
    ]
    owners = (reading.registered.owners.get(one.entity or "") for one in titled)
    return list(dict.fromkeys(owner for owner in owners if owner))
