"""What a figure moves from, to and by: two sums that were marked as one, or the old one for the new.

"Lowers its guidance from $120 million to $110 million": the words say which sum is which, whatever the model took. They
are data (``nlp/frames/_signs.yaml``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from nlp.entities import Entity
from nlp.frames.folders import lists_of
from nlp.reading import Reading
from nlp.signs import figure_before, is_step, of_results, told_as
from nlp.slotting.chain import Filling
from schemas.kinds import Label, MoveKind

_PRICES: frozenset[MoveKind] = frozenset({"price-increase", "price-decrease"})
_MOVED: frozenset[MoveKind] = _PRICES | {"guidance"}
_SUMS: frozenset[Label] = frozenset({"MONEY", "PERCENT"})
_FIGURES = {
    "revenue": "revenue",
    "profit": "profit",
    "loss": "profit",
}  # name of a figure to its slot
# Of these moves figures are not told as: what happened, what is expected.
_NEVER: Mapping[MoveKind, str] = {"guidance": "reported", "results": "expected"}
_PAID: frozenset[MoveKind] = frozenset(
    {"acquisition", "divestiture", "investment", "funding", "expansion"}
)
# Of these the figure may be what a customer or a price brought.
_TURNED_OVER: frozenset[MoveKind] = _PRICES | {"customer-win", "customer-loss"}
_OTHERS = frozenset({"amount", "percent", "count"})
_FIGURED = frozenset({"to", "from", "revenue", "profit", "change"})
_REACH = 60  # characters before a sum that are looked at

Pair = tuple[Entity, Entity]


@lru_cache(maxsize=16)
def _words(language: str, name: str) -> re.Pattern[str]:
    return re.compile(lists_of("_signs.yaml")[language][name], re.IGNORECASE)


def moved(reading: Reading, kind: MoveKind, found: Sequence[Filling]) -> list[Filling]:
    """Return what fills the slots of a move of *kind*, sums put where the words around them say."""
    if reading.language not in {"en", "zh"}:
        return list(found)
    told = [part for part in found if not (kind in _PRICES and _is_step(reading, part))]
    told = [_dated(reading, kind, new) for part in told for new in _own(reading, kind, part)]
    sums = [one for one in reading.entities if one.label in _SUMS]
    pairs = [pair for pair in pairwise(sums) if _from_to(reading, *pair)]
    if not pairs:
        return told
    filled = {part.slot for part in told}
    return [new for part in told for new in _parted(reading, kind, part, pairs, filled)]


def _from_to(reading: Reading, old: Entity, new: Entity) -> bool:
    """Say whether words tell that something moves from one sum to the next."""
    text, language = reading.text, reading.language
    before = text[max(0, old.start - _REACH) : old.start]
    between = text[old.end : new.start]
    return bool(
        old.label == new.label
        and _words(language, "moved_from").search(before)
        and _words(language, "moved_to").search(between)
    )


def _parted(
    reading: Reading, kind: MoveKind, part: Filling, pairs: Sequence[Pair], filled: set[str]
) -> Iterator[Filling]:
    """Yield *part*, or the one or two fillings that the sums in it are."""
    pair = next((p for p in pairs if any(_meets(part, one) for one in p)), None)
    if pair is None:
        yield part
        return
    old, new = pair
    ends = "to" not in filled and kind in _MOVED
    if part.slot == "from" and kind in _MOVED and _meets(part, old):
        yield part._replace(end=min(part.end, old.end))
        if ends and _meets(part, new):
            yield part._replace(slot="to", start=new.start, end=max(part.end, new.end))
    elif part.slot in _FIGURES and kind == "guidance" and not _meets(part, old):
        whose = figure_before(reading, old.start) or ""
        yield part._replace(slot=_FIGURES.get(whose, part.slot))
        if ends:
            yield part._replace(slot="to")
    elif part.slot == "amount" and not _meets(part, new) and _is_moving(reading, old):
        yield part._replace(start=new.start, end=new.end)
    else:
        yield part


def _meets(part: Filling, one: Entity) -> bool:
    return part.start < one.end and one.start < part.end


def _is_moving(reading: Reading, old: Entity) -> bool:
    """Say whether a verb of moving stands before "from", in its sentence."""
    sentence = next((s for s in reading.sentences if s.start <= old.start < s.end), None)
    before = reading.text[sentence.start if sentence else 0 : old.start]
    return _words(reading.language, "moving").search(before) is not None


def _dated(reading: Reading, kind: MoveKind, part: Filling) -> Filling:
    """Return *part*; what was expected earlier is that from which an outlook moves."""
    inside = [one for one in reading.met(part.start, part.end) if one.label in _SUMS]
    if kind != "guidance" or part.slot != "to" or not inside:
        return part
    before = reading.text[max(0, inside[0].start - _REACH) : inside[0].start]
    earlier = _words(reading.language, "before_that").search(before)
    return part._replace(slot="from") if earlier else part


def _own(reading: Reading, kind: MoveKind, part: Filling) -> Iterator[Filling]:
    """Yield *part*, if it is no figure of another move: of a sentence's other sum, where that is the only one left."""
    inside = [one for one in reading.met(part.start, part.end) if one.label in _SUMS]
    if not inside or not _is_other(reading, kind, part.slot, inside[0]):
        yield part
        return
    label = inside[0].label
    near = next((s.entities for s in reading.sentences if inside[0] in s.entities), ())
    free = [o for o in near if o.label == label and not _is_other(reading, kind, part.slot, o)]
    if part.slot == "amount" and kind in _PAID and len(free) == 1:
        yield part._replace(start=free[0].start, end=free[0].end)


def _is_other(reading: Reading, kind: MoveKind, slot: str, one: Entity) -> bool:
    """Say whether a figure of an outlook was reported, one of results is only expected, or another move's is one of results."""
    if kind in _NEVER:
        return slot in _FIGURED and told_as(reading, one.start) == _NEVER[kind]
    return kind not in _TURNED_OVER and slot in _OTHERS and of_results(reading, one.start)


def _is_step(reading: Reading, part: Filling) -> bool:
    """Say whether what was taken for a price, or for a share, is the sum by which a price changes."""
    inside = [one for one in reading.met(part.start, part.end) if one.label in _SUMS]
    if not inside:
        return False
    if part.slot == "percent":
        return all(one.label == "MONEY" for one in inside)
    before = reading.text[max(0, inside[0].start - _REACH) : inside[0].start]
    by = is_step(reading, inside[0])
    share = inside[0].label == "PERCENT" and _words(reading.language, "by_range").search(before)
    return part.slot == "to" and bool(by or share)
