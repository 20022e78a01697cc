"""Foreign text as harmless markup: search hits, and the words that filled the slots of a move."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from schemas.kinds import FAMILY_OF
from schemas.language import Move, Slot, Span
from schemas.searching import Highlight
from text.display import one_line

# Characters of one piece of evidence: a long sentence, not a page.
_LONGEST = 600
_CUT = " … "


@dataclass(frozen=True)
class Filled:
    """A slot as a page lists it; *number* leads to its words in the evidence, 0 where none stand."""

    name: str
    slot: Slot
    number: int


def filled(move: Move, title: str, text: str) -> list[Filled]:
    """Return actor and slots of *move*, numbered in the order in which their words stand."""
    listed = [("actor", move.actor)] if move.actor else []
    listed += [(name, slot) for name in move.slots for slot in move.values(name)]
    whole = f"{title}\n{text}"
    shown = _pieces(move, whole)
    places = sorted(
        {
            (slot.start, slot.end)
            for _, slot in listed
            if slot.start is not None and slot.end is not None and _stands(slot, whole, shown)
        }
    )
    numbers = {place: number for number, place in enumerate(_apart(places), 1)}
    return [
        Filled(name, slot, numbers.get((slot.start or 0, slot.end or 0), 0))
        for name, slot in listed
    ]


def evidence(move: Move, slots: Iterable[Filled], title: str, text: str) -> Markup:
    """Return the words that made *move*, its numbered slots marked in the family's colour."""
    whole = f"{title}\n{text}"
    family = FAMILY_OF[move.kind]
    marks = sorted(
        {(one.slot.start or 0, one.slot.end or 0, one.number) for one in slots if one.number}
    )
    parts = []
    for span in _pieces(move, whole):
        last, made = span.start, Markup("")
        for start, end, number in marks:
            if span.start <= start and end <= span.end:
                made += plain(whole[last:start])
                made += Markup('<mark class="ev %s">%s<sup>%d</sup></mark>') % (
                    family,
                    plain(whole[start:end]),
                    number,
                )
                last = end
        parts.append(made + plain(whole[last : span.end]))
    return escape(_CUT).join(parts)


def marked(part: Highlight) -> Markup:
    """Return highlighted text with its hits marked, everything else escaped."""
    made, last = Markup(""), 0
    for start, end in part.marks:
        made += plain(part.text[last:start])
        made += Markup("<mark>%s</mark>") % plain(part.text[start:end])
        last = end
    return made + plain(part.text[last:])


def plain(text: str) -> Markup:
    """Return *text* escaped and without marks of direction or controls, its outer spaces kept."""
    inner = one_line(text, max(len(text), 1))
    before = " " if text[:1].isspace() and inner else ""
    after = " " if text[-1:].isspace() else ""
    return escape(f"{before}{inner}{after}")


def _pieces(move: Move, whole: str) -> list[Span]:
    """Return the spans of evidence within *whole*, in order, none twice, none too long."""
    found: list[Span] = []
    for span in sorted(move.evidence, key=lambda one: (one.start, one.end)):
        start = max(span.start, found[-1].end if found else 0)
        end = min(span.end, len(whole), start + _LONGEST)
        if start < end:
            found.append(Span(start=start, end=end))
    return found


def _stands(slot: Slot, whole: str, shown: list[Span]) -> bool:
    """Whether the words of *slot* are where it says (a later revision may have moved them)."""
    start, end = slot.start or 0, slot.end or 0
    inside = any(span.start <= start < end <= span.end for span in shown)
    return inside and whole[start:end].split() == slot.text.split()


def _apart(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return *places* without those that overlap an earlier one."""
    kept: list[tuple[int, int]] = []
    for start, end in places:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
