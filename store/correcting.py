"""Corrections laid over what the tagger found. Pure: tags in, tags out, the same each time.

So a correction holds as well after the text was tagged anew by better rules: a move is found again by
its kind and its evidence; where the tagger does not find it any more, it is put back as the person saw it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from schemas.corrections import OF_A_MOVE, Correction
from schemas.language import Move, Slot, Slots, Span, Tags
from store.naming import renamed
from store.occurring import nearest, occurrences

# What a move is called that a person put right; it is as sure as people are.
RULE = "analyst"
_SURE = 1.0


class Outcome(NamedTuple):
    """The tags with all corrections, those corrections that found nothing to hold on to, and those that changed nothing."""

    tags: Tags
    lapsed: tuple[str, ...]
    idle: tuple[str, ...]


def corrected(tags: Tags, text: str, corrections: Sequence[Correction]) -> Outcome:
    """Return *tags* of *text* (title, line feed, body) with *corrections*, the oldest first.

    A correction lapses where its words are no longer in the text. Tags that were corrected before
    must not come in again: give what the tagger found.
    """
    lapsed: list[str] = []
    idle: list[str] = []
    for one in corrections:
        found = (
            _of_a_move(tags, text, one)
            if one.fix in OF_A_MOVE
            else _OTHERS[one.fix](tags, text, one)
        )
        if found is None:
            lapsed.append(one.id)
            continue
        # What is said of a move that is so already holds when the text is tagged anew.
        if found == tags and (one.fix == "remove" or one.fix not in OF_A_MOVE):
            idle.append(one.id)
        tags = found.model_copy(update={"corrected": (*found.corrected, one.id)})
    if tags.irrelevant:  # last, so that "of interest again" has everything still
        tags = tags.model_copy(update={"moves": (), "about": ()})
    return Outcome(tags, tuple(lapsed), tuple(idle))


def _of_a_move(tags: Tags, text: str, one: Correction) -> Tags | None:
    """Return *tags* with one move put right, added or taken out; None where its words are gone."""
    assert one.move is not None
    meant = _meant(tags.moves, text, one)
    moves = [tags.moves[number] for number in meant]
    if one.fix == "remove":  # none meant: the tagger has learned it, there is nothing to take out
        changed: list[Move] = []
    else:
        if not moves:
            back = _anchored(one.move, one.words, text)
            moves = [back] if back else []
        changed = [new for old in moves if (new := _changed(old, text, one))]
        if not changed:
            return None
    kept = [move for number, move in enumerate(tags.moves) if number not in meant]
    if len(kept) == len(tags.moves) and not changed:
        return tags
    put = sorted([*kept, *changed], key=lambda m: (_start(m), m.kind))
    return tags.model_copy(update={"moves": tuple(put)})


def _meant(moves: Sequence[Move], text: str, one: Correction) -> set[int]:
    """Return where among *moves* the one that is meant stands, and those that tell it in the same words.

    The words of its evidence may stand in several places, a headline and its repetition: the place
    that the move had counts first, then any other.
    """
    assert one.move is not None
    kinds = {one.move.kind, one.kind} if one.fix == "kind" else {one.move.kind}
    fitting = {n: m for n, m in enumerate(moves) if m.kind in kinds}
    if one.fix == "add":
        fitting = {n: m for n, m in fitting.items() if tells_the_same(m, one.move)}
    if not one.words:
        return set(list(fitting)[:1])  # a change has one move of a kind, without words of a text
    ranks = {n: rank for n, m in fitting.items() if (rank := _rank(m, text, one))}
    if not ranks:
        return set()
    first = min(ranks, key=ranks.__getitem__)
    if one.fix == "add":
        return {first}
    said, words = told(moves[first]), _words(moves[first], text)
    return {n for n, m in fitting.items() if told(m) == said and _words(m, text) == words}


def _rank(move: Move, text: str, one: Correction) -> tuple[int, bool, int, bool] | None:
    """Return how far *move* is from the one that is meant; None where the words are not its evidence."""
    own, size = one.move, len(one.words)
    assert own is not None
    ranks = [
        (
            abs(at - _start(own)),
            move.kind != own.kind,
            abs(span.start - at) + abs(span.end - at - size),
            told(move) != told(own),
        )
        for at in occurrences(text, one.words)
        for span in move.evidence
        if span.start < at + size and at < span.end
    ]
    return min(ranks, default=None)


def told(move: Move) -> tuple[object, ...]:
    """Return what a move says, wherever it stands."""
    slots = sorted((n, tuple(v.text for v in move.values(n))) for n in move.slots)
    return move.kind, move.status, move.actor.text if move.actor else "", tuple(slots)


def _words(move: Move, text: str) -> list[str]:
    return [text[span.start : span.end] for span in move.evidence]


def tells_the_same(one: Move, other: Move) -> bool:
    """Say whether two moves of a kind may be one: no company and no slot that both have tells them apart."""
    if one.actor and other.actor and not _same(one.actor, other.actor):
        return False
    return all(
        any(_same(a, b) for a in one.values(name) for b in other.values(name))
        for name in one.slots.keys() & other.slots.keys()
    )


def _same(one: Slot, other: Slot) -> bool:
    if one.entity and other.entity:
        return one.entity == other.entity
    if one.value and other.value:
        return one.value == other.value
    return one.text.casefold() == other.text.casefold()


def _anchored(move: Move, words: str, text: str) -> Move | None:
    """Return *move* with its places as they are in *text*; None where its evidence is not there."""
    if not words:
        return move
    at = nearest(text, words, _start(move))
    if at is None:
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
    start = nearest(text, slot.text, near)
    end = None if start is None else start + len(slot.text)
    return slot.model_copy(update={"start": start, "end": end})


def _changed(move: Move, text: str, one: Correction) -> Move | None:
    update: dict[str, object] = {"confidence": _SURE, "rule": RULE}
    if one.fix == "add":
        return _added(move, text, one)
    if one.fix == "kind":
        update["kind"] = one.kind
    elif one.fix == "status":
        update["status"] = one.status
    elif one.fix == "company":
        update["actor"] = located(one.actor, text, _start(move)) if one.actor else None
    elif one.fix == "slot":
        update["slots"] = _with_slot(move, text, one)
    elif one.fix == "span":
        at = nearest(text, one.evidence, _start(move))
        if at is None:
            return None
        update["evidence"] = (Span(start=at, end=at + len(one.evidence)),)
    return move.model_copy(update=update)


def _added(move: Move, text: str, one: Correction) -> Move | None:
    """Return the move that a person added, with what the tagger, which now finds it as well, knows beyond."""
    assert one.move is not None
    own = _anchored(one.move, one.words, text)
    if own is None:
        return None
    more = {"actor": own.actor or move.actor, "slots": {**move.slots, **own.slots}}
    return own.model_copy(update={**more, "confidence": _SURE, "rule": RULE})


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


def _about(tags: Tags, _text: str, one: Correction) -> Tags:
    others = tuple(company for company in tags.about if company != one.company)
    if one.holds and one.company in tags.about:
        return tags
    return tags.model_copy(update={"about": (*others, one.company) if one.holds else others})


def _date(tags: Tags, _text: str, one: Correction) -> Tags:
    return tags.model_copy(update={"published": one.day})


def _relevance(tags: Tags, _text: str, one: Correction) -> Tags:
    return tags.model_copy(update={"irrelevant": not one.holds})


def _nothing(tags: Tags, _text: str, _one: Correction) -> Tags:
    return tags


_OTHERS: dict[str, Callable[[Tags, str, Correction], Tags]] = {
    "mention": renamed, "about": _about, "date": _date, "relevance": _relevance,
    "join": _nothing, "split": _nothing,
}  # fmt: skip
