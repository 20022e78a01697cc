"""What speaks against two stories being one event, however alike their words are.

Another sort of move, another doer, another customer, person, product or place, another figure: then a
reader is told both. What one of them does not say speaks against nothing.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from digests.facts import main_moves
from digests.likeness import name_forms
from schemas.kinds import are_kin
from schemas.language import Move, Slot
from schemas.stories import Story, StoryMove
from text.han import HAN

# Slots that name what the event is about; of these another value is another event.
_NAMED = (
    "target", "customer", "partner", "person", "product", "plan", "feature", "place", "counterparty",
    "alliance", "award", "buyer", "successor", "technology",
)  # fmt: skip
# Told from the other side, these hold who acted.
_SIDES = frozenset({"partner", "buyer", "counterparty"})
_FIGURES = ("amount", "revenue", "profit", "from", "to", "percent", "count", "price", "change")
# What rose by so much and what fell by so much are two changes; elsewhere a sign is a way of writing.
_SIGNED = frozenset({"change"})
# Two figures this close are one figure, rounded differently.
_SAME = Decimal("0.03")
_WORD = re.compile(rf"[^\W_{HAN}]+")
_HAN_RUN = re.compile(f"[{HAN}]+")


def are_apart(one: Story, other: Story) -> bool:
    """Say whether two stories cannot be one event, by what their own moves say."""
    if one.kind is None or other.kind is None:
        return False
    if not are_kin(one.kind, other.kind):
        return True
    ours, theirs = main_moves(one), main_moves(other)
    us, them = ({m.company for m in moves if m.company} for moves in (ours, theirs))
    two_sides = bool(us and them) and not us & them
    if two_sides and not (us & _parties(theirs) or them & _parties(ours)):
        return True
    return contradict((m.move for m in ours), (m.move for m in theirs), two_sides=two_sides)


def contradict(some: Iterable[Move], others: Iterable[Move], *, two_sides: bool = False) -> bool:
    """Say whether moves name other things than *others*, or no figure of theirs where both give some.

    *two_sides*: they are of two companies that take part in one event.
    """
    ours, theirs = tuple(some), tuple(others)
    for name in _NAMED:
        if two_sides and name in _SIDES:
            continue
        if _other_names(_slots(ours, name), _slots(theirs, name)):
            return True
    return _other_figures(ours, theirs)


def _other_figures(ours: tuple[Move, ...], theirs: tuple[Move, ...]) -> bool:
    """Say whether both sides give figures of the same sort, and none agrees."""
    clashes = False
    for name in _FIGURES:
        pairs = [
            (a, b)
            for a in _figures(_slots(ours, name), signed=name in _SIGNED)
            for b in _figures(_slots(theirs, name), signed=name in _SIGNED)
            if a[0] == b[0]
        ]
        if any(abs(a[1] - b[1]) <= _SAME * max(abs(a[1]), abs(b[1])) for a, b in pairs):
            return False
        clashes = clashes or bool(pairs)
    return clashes


def _parties(moves: Iterable[StoryMove]) -> set[str | None]:
    """Return the companies and products that slots of *moves* name."""
    return {
        slot.entity for one in moves for name in one.move.slots for slot in one.move.values(name)
    }


def _slots(moves: Iterable[Move], name: str) -> tuple[Slot, ...]:
    return tuple(slot for move in moves for slot in move.values(name))


def _other_names(ours: tuple[Slot, ...], theirs: tuple[Slot, ...]) -> bool:
    """Say whether both sides name something, comparably, and never the same."""
    pairs = [(a, b) for a in ours for b in theirs]
    compared = [found for a, b in pairs if (found := _same_name(a, b)) is not None]
    return bool(compared) and not any(compared)


def _same_name(one: Slot, other: Slot) -> bool | None:
    """Say whether two slots name one thing; None in two scripts, and where one has words of form alone."""
    if one.entity and other.entity:
        return one.entity == other.entity
    ours, theirs = _parts(one.text), _parts(other.text)
    if not ours or not theirs or one.text.isascii() != other.text.isascii():
        return None
    return bool(ours & theirs)


def _parts(text: str) -> frozenset[str]:
    """Return the words of Latin text and the pairs of characters of Chinese, without words of form."""
    english, chinese = name_forms()
    pairs = (
        run[at : at + 2]
        for run in _HAN_RUN.findall(chinese.sub(" ", text))
        for at in range(max(1, len(run) - 1))
    )
    return frozenset((*_WORD.findall(text.casefold()), *pairs)) - english


def _figures(slots: Iterable[Slot], *, signed: bool) -> Iterator[tuple[str, Decimal]]:
    """Yield the units and figures that *slots* give, without their signs where these say nothing."""
    plain = Decimal if signed else abs
    for value in (slot.value for slot in slots if slot.value):
        if value.amount is not None:
            yield value.currency or "", plain(value.amount)
        elif value.percent is not None:
            yield "%", plain(value.percent)
        elif value.number is not None:
            yield "n", plain(value.number)
