"""A report's own words with what was read from them marked: numbers lead from each slot to its words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from markupsafe import Markup

from schemas.kinds import FAMILY_OF, Family
from schemas.language import Move, Slot
from schemas.stories import StoryMove
from web.marking import plain

# Characters of a report that a page shows beside another; the archive's page has the rest.
SHOWN = 7000


@dataclass(frozen=True)
class Numbered:
    """One slot of a group of moves that tell the same: its *number* on the page, and who says what."""

    name: str
    number: int
    slot: Slot
    others: tuple[Slot, ...] = ()


@dataclass(frozen=True)
class Group:
    """Moves of one kind by one company, the best first, with their slots as the page numbers them."""

    moves: tuple[StoryMove, ...]
    slots: tuple[Numbered, ...]

    @property
    def best(self) -> StoryMove:
        """Return the move that is told."""
        return self.moves[0]

    @property
    def reports(self) -> int:
        """Return how many reports tell it."""
        return len({one.document_id for one in self.moves})


@dataclass(frozen=True)
class Place:
    """Words of one report: a slot with its number, or evidence as a whole (number 0)."""

    start: int
    end: int
    family: Family
    number: int


def numbered(groups: Iterable[Sequence[StoryMove]]) -> list[Group]:
    """Give each slot of each group of moves a number of its own on the page, from 1."""
    number, made = 0, []
    for moves in groups:
        slots = []
        for name in _names(moves):
            number += 1
            filled = [slot for one in moves for slot in _values(one.move, name)]
            others = {slot.text: slot for slot in filled[1:] if slot.text != filled[0].text}
            slots.append(Numbered(name, number, filled[0], tuple(others.values())[:3]))
        made.append(Group(tuple(moves), tuple(slots)))
    return made


def places(groups: Iterable[Group], moves: Iterable[Move], title: str, text: str) -> list[Place]:
    """Return what is marked in one report whose own *moves* are given; only words that stand there.

    A move of a kind that the story does not tell (it belongs to another story) marks nothing.
    """
    whole = f"{title}\n{text}"
    by_kind: dict[str, list[Group]] = {}
    for one in groups:
        by_kind.setdefault(one.best.move.kind, []).append(one)
    found: list[Place] = []
    for move in moves:
        if move.kind not in by_kind:
            continue
        group = max(by_kind[move.kind], key=partial(_shared, move))
        family = FAMILY_OF[move.kind]
        for numbers in group.slots:
            for slot in _values(move, numbers.name):
                if _stands(slot, whole):
                    place = Place(slot.start or 0, slot.end or 0, family, numbers.number)
                    found.append(place)
        found += [
            Place(span.start, min(span.end, len(whole)), family, 0)
            for span in move.evidence
            if span.start < len(whole)
        ]
    return found


def marked(title: str, text: str, found: Sequence[Place]) -> tuple[Markup, list[Markup], bool]:
    """Return the title, the paragraphs, and whether there is more than is shown."""
    shown = text[:SHOWN]
    at = len(title) + 1
    head = _mark(title, 0, found)
    paragraphs = []
    for part in shown.split("\n"):
        if part.strip():
            paragraphs.append(_mark(part, at, found))
        at += len(part) + 1
    return head, paragraphs, len(text) > SHOWN


def _shared(move: Move, group: Group) -> int:
    """Return how many words of slots a move has in common with a group: two customers have one each."""
    said = {(name, slot.text) for one in group.moves for name, slot in _filled(one.move)}
    return sum(one in said for one in {(name, slot.text) for name, slot in _filled(move)})


def _filled(move: Move) -> Iterator[tuple[str, Slot]]:
    for name in ("actor", *move.slots):
        yield from ((name, slot) for slot in _values(move, name))


def _mark(part: str, at: int, found: Sequence[Place]) -> Markup:
    """Return *part*, which begins at *at* of the whole, with the places in it marked."""
    end = at + len(part)
    slots = _apart(one for one in found if one.number and at <= one.start and one.end <= end)
    wide = _apart(
        Place(max(one.start, at), min(one.end, end), one.family, 0)
        for one in found
        if not one.number and one.start < end and at < one.end
    )
    cuts = sorted({at, end, *(c for one in (*slots, *wide) for c in (one.start, one.end))})
    made = Markup("")
    for start, stop in pairwise(cuts):
        words = plain(part[start - at : stop - at])
        slot = next((one for one in slots if one.start <= start and stop <= one.end), None)
        around = next((one for one in wide if one.start <= start and stop <= one.end), None)
        if slot is not None:
            last = stop == slot.end
            number = Markup("<sup>%d</sup>") % slot.number if last else Markup("")
            made += Markup('<mark class="ev %s">%s%s</mark>') % (slot.family, words, number)
        elif around is not None:
            made += Markup('<mark class="said %s">%s</mark>') % (around.family, words)
        else:
            made += words
    return made


def _apart(found: Iterable[Place]) -> list[Place]:
    kept: list[Place] = []
    for one in sorted(found, key=lambda place: (place.start, -place.end)):
        if one.start < one.end and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return kept


def _names(moves: Sequence[StoryMove]) -> list[str]:
    """Return the names of filled slots, those of the best move first."""
    named = ["actor"] if any(one.move.actor for one in moves) else []
    return list(dict.fromkeys([*named, *(name for one in moves for name in one.move.slots)]))


def _values(move: Move, name: str) -> tuple[Slot, ...]:
    if name == "actor":
        return (move.actor,) if move.actor else ()
    return move.values(name)


def _stands(slot: Slot, whole: str) -> bool:
    """Whether the words of *slot* are where it says (a later revision may have moved them)."""
    start, end = slot.start or 0, slot.end or 0
    return start < end and whole[start:end].split() == slot.text.split()
