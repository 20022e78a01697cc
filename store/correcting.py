"""Corrections laid over what the tagger found. Pure: tags in, tags out, the same each time.

So a correction holds as well after the text was tagged anew by better rules: a move is found again by
its kind and its evidence; where the tagger does not find it any more, it is put back as the person saw it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from schemas.corrections import OF_A_MOVE, Correction
from schemas.language import Mention, Move, Slot, Slots, Span, Tags

# What a move is called that a person put right; it is as sure as people are.
RULE = "analyst"
_SURE = 1.0


class Outcome(NamedTuple):
    """The tags with all corrections, and those corrections that found nothing to hold on to."""

    tags: Tags
    lapsed: tuple[str, ...]


def corrected(tags: Tags, text: str, corrections: Sequence[Correction]) -> Outcome:
    """Return *tags* of *text* (title, line feed, body) with *corrections*, the oldest first.

    A correction lapses where its words are no longer in the text. Tags that were corrected before
    must not come in again: give what the tagger found.
    """
    lapsed: list[str] = []
    for one in corrections:
        found = _of_a_move(tags, text, one) if one.fix in OF_A_MOVE else _OTHERS[one.fix](tags, one)
        if found is None:
            lapsed.append(one.id)
        else:
            tags = found.model_copy(update={"corrected": (*found.corrected, one.id)})
    return Outcome(tags, tuple(lapsed))


def _of_a_move(tags: Tags, text: str, one: Correction) -> Tags | None:
    """Return *tags* with one move put right, added or taken out; None where its words are gone."""
    assert one.move is not None
    place = _place(tags.moves, text, one)
    if one.fix == "remove":
        if place is None:  # the tagger has learned it: nothing to take out
            return tags
        kept = (*tags.moves[:place], *tags.moves[place + 1 :])
        return tags.model_copy(update={"moves": kept})
    move = tags.moves[place] if place is not None else _anchored(one.move, one.words, text)
    if move is None:
        return None
    changed = _changed(move, text, one)
    if changed is None:
        return None
    kept_moves = [m for number, m in enumerate(tags.moves) if number != place]
    moves = sorted([*kept_moves, changed], key=lambda m: (_start(m), m.kind))
    return tags.model_copy(update={"moves": tuple(moves)})


def _place(moves: Sequence[Move], text: str, one: Correction) -> int | None:
    """Return where among *moves* the one that is meant stands."""
    assert one.move is not None
    kinds = {one.move.kind, one.kind} if one.fix == "kind" else {one.move.kind}
    at = text.find(one.words) if one.words else -1
    for number, move in enumerate(moves):
        if move.kind not in kinds:
            continue
        if not one.words:
            return number  # a change has one move of a kind, without words of a text
        if at >= 0 and any(s.start < at + len(one.words) and at < s.end for s in move.evidence):
            return number
    return None


def _anchored(move: Move, words: str, text: str) -> Move | None:
    """Return *move* with its places as they are in *text*; None where its evidence is not there."""
    if not words:
        return move
    at = text.find(words)
    if at < 0:
        return None
    slots = {
        name: tuple(located(one, text, at) for one in move.values(name)) for name in move.slots
    }
    return move.model_copy(
        update={
            "evidence": (Span(start=at, end=at + len(words)),),
            "actor": located(move.actor, text, at) if move.actor else None,
            "slots": {name: _one_or_all(values) for name, values in slots.items()},
        }
    )


def located(slot: Slot, text: str, near: int) -> Slot:
    """Return *slot* with the place of its words in *text* that is nearest to *near*; none if not there."""
    places = []
    at = text.find(slot.text) if slot.text else -1
    while at >= 0:
        places.append(at)
        at = text.find(slot.text, at + 1)
    start = min(places, key=lambda place: abs(place - near), default=None)
    end = None if start is None else start + len(slot.text)
    return slot.model_copy(update={"start": start, "end": end})


def _changed(move: Move, text: str, one: Correction) -> Move | None:
    update: dict[str, object] = {"confidence": _SURE, "rule": RULE}
    if one.fix == "kind":
        update["kind"] = one.kind
    elif one.fix == "status":
        update["status"] = one.status
    elif one.fix == "company":
        update["actor"] = located(one.actor, text, _start(move)) if one.actor else None
    elif one.fix == "slot":
        update["slots"] = _with_slot(move, text, one)
    elif one.fix == "span":
        at = text.find(one.evidence)
        if at < 0:
            return None
        update["evidence"] = (Span(start=at, end=at + len(one.evidence)),)
    return move.model_copy(update=update)


def _with_slot(move: Move, text: str, one: Correction) -> Slots:
    slots = {name: value for name, value in move.slots.items() if name != one.slot}
    if one.values:
        slots[one.slot] = _one_or_all(
            tuple(located(value, text, _start(move)) for value in one.values)
        )
    return slots


def _one_or_all(values: tuple[Slot, ...]) -> Slot | tuple[Slot, ...]:
    return values[0] if len(values) == 1 else values


def _start(move: Move) -> int:
    return move.evidence[0].start if move.evidence else 0


def _mention(tags: Tags, one: Correction) -> Tags:
    """Give every mention of the name its entity, and every actor and slot that is the name."""

    def mention(given: Mention) -> Mention:
        same = given.text.casefold() == one.name.casefold()
        return given.model_copy(update={"entity": one.entity}) if same else given

    def slot(given: Slot) -> Slot:
        same = given.text.casefold() == one.name.casefold()
        return given.model_copy(update={"entity": one.entity}) if same else given

    def move(given: Move) -> Move:
        slots = {
            name: _one_or_all(tuple(slot(value) for value in given.values(name)))
            for name in given.slots
        }
        actor = slot(given.actor) if given.actor else None
        return given.model_copy(update={"actor": actor, "slots": slots})

    wrong = {m.entity for m in tags.mentions if m.text.casefold() == one.name.casefold()}
    mentions = tuple(mention(given) for given in tags.mentions)
    left = {m.entity for m in mentions}
    about = [c for c in tags.about if c not in wrong or c in left]
    if one.entity and wrong & set(tags.about) and one.entity not in about:
        about.append(one.entity)
    moves = tuple(move(given) for given in tags.moves)
    return tags.model_copy(update={"mentions": mentions, "moves": moves, "about": tuple(about)})


def _about(tags: Tags, one: Correction) -> Tags:
    others = tuple(company for company in tags.about if company != one.company)
    return tags.model_copy(update={"about": (*others, one.company) if one.holds else others})


def _date(tags: Tags, one: Correction) -> Tags:
    return tags.model_copy(update={"published": one.day})


def _relevance(tags: Tags, one: Correction) -> Tags:
    if one.holds:
        return tags.model_copy(update={"irrelevant": False})
    return tags.model_copy(update={"irrelevant": True, "moves": (), "about": ()})


def _nothing(tags: Tags, _one: Correction) -> Tags:
    return tags


_OTHERS: dict[str, Callable[[Tags, Correction], Tags]] = {
    "mention": _mention, "about": _about, "date": _date, "relevance": _relevance,
    "join": _nothing, "split": _nothing,
}  # fmt: skip
