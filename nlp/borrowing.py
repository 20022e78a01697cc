"""What one move tells in its own sentence is no other move's: such values are taken back where another filled them, too.

Of 1,000 words that a labelled move of the corpora tells in its own sentence and another move of its text does not, that
other move is told with them in 27 of English, 33 of Chinese: nearly all products, places, and what two moves of a pair share.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from nlp.entities import Entity
from nlp.signs import clauses
from schemas.kinds import Label, MoveKind
from schemas.language import Slot, Slots, several

if TYPE_CHECKING:
    from nlp.moves import Candidate

# One event tells both, and one sentence may serve them: who goes and who comes, what is sold and bought.
_PAIRS: frozenset[frozenset[MoveKind]] = frozenset(
    frozenset(pair)
    for pair in (
        ("appointment", "departure"), ("customer-win", "customer-loss"), ("acquisition", "divestiture"),
        ("funding", "investment"), ("expansion", "hiring"), ("market-exit", "layoffs"),
        ("price-increase", "packaging-change"), ("price-decrease", "packaging-change"),
    )
)  # fmt: skip
# Moves of different kinds may be about one thing, in one place, of one day or year.
_SHARED = frozenset({"product", "place", "unit", "target", "effective", "period"})


# What is told of one period and expected of another is told apart otherwise (nlp/slotting/moving.py).
_FORESEEN = frozenset({frozenset[MoveKind]({"results", "guidance"})})
# Sums and numbers: each is told of one move.
_FIGURES = frozenset(
    {
        "amount",
        "percent",
        "count",
        "from",
        "to",
        "price",
        "stake",
        "valuation",
        "revenue",
        "profit",
        "change",
    }
)

_NAMES: Mapping[str, Label] = {
    "amount": "MONEY",
    "product": "PRODUCT",
    "target": "ORG",
    "customer": "ORG",
    "partner": "ORG",
    "person": "PERSON",
}


_Clause = tuple[int, int]  # where in the text a sentence begins, and where in it a clause


class _Told(NamedTuple):
    """A value as one slot of one move has it."""

    slot: str
    start: int


def without_borrowed(groups: Sequence[list["Candidate"]]) -> list[list["Candidate"]]:
    """Return moves (each its candidates) without the values that stand in the sentence of another one, which has them, too."""
    if len(groups) < 2:
        return list(groups)
    own = [frozenset(_own(group)) for group in groups]
    return [
        _in_clauses(_without(group, _others(groups, own, n)), groups, n)
        for n, group in enumerate(groups)
    ]


def _in_clauses(
    group: list["Candidate"], groups: Sequence[list["Candidate"]], n: int
) -> list["Candidate"]:
    """Return move *n* without figures of a clause that tells another move and not this one: "rose 12% and cut 400 jobs"."""
    kind = groups[n][0].rule.kind
    ours = {clause for one in group for clause in _clauses_of(one)}
    others = [other for number, other in enumerate(groups) if number != n]
    every = {clause for other in others for one in other for clause in _clauses_of(one)} - ours
    theirs = {
        clause
        for other in others
        if frozenset((kind, other[0].rule.kind)) not in _PAIRS | _FORESEEN
        for one in other
        for clause in _clauses_of(one)
    } - ours
    taken = {
        _Told(name, v.start)
        for one in group for slots in (one.slots, one.spare) for name in _FIGURES & slots.keys()
        for v in several(slots[name]) if v.start is not None and _clause_at(group, v.start, ours | every) in theirs
    }  # fmt: skip
    return [_named_here(one, ours, every) for one in _without(group, taken)]


def _named_here(
    one: "Candidate", ours: AbstractSet[_Clause], theirs: AbstractSet[_Clause]
) -> "Candidate":
    """Return a candidate with the one name of its own clause for one that the clause of another move names."""
    mended = {}
    for name, label in _NAMES.items():
        told = several(one.slots.get(name)) or several(one.spare.get(name))
        strange = [
            v.start is not None and _clause_at([one], v.start, ours | theirs) in theirs
            for v in told
        ]
        if told and all(strange) and (own := _one_here(one, label)):
            begin, end = own.start - one.sentence.start, own.end - one.sentence.start
            words = one.sentence.raw[begin:end]
            mended[name] = Slot(
                text=words, start=own.start, end=own.end, entity=own.entity, value=own.value
            )  # fmt: skip
    return one._replace(slots={**one.slots, **mended}) if mended else one


def _one_here(one: "Candidate", label: Label) -> Entity | None:
    """Return the only name of *label* in the clauses of the trigger but for who acts."""
    ours = _clauses_of(one)
    named = [
        o for o in one.sentence.entities
        if o.label == label and not _acts(one, o) and _clause(one, o.start - one.sentence.start) in ours
    ]  # fmt: skip
    return named[0] if len(named) == 1 else None


def _acts(one: "Candidate", name: Entity) -> bool:
    """Say whether a name is that of who acts, long or short."""
    actor = one.parties.actor
    if actor is None or name.label != "ORG":
        return False
    return name.name in actor.name or actor.name in name.name


def _clauses_of(one: "Candidate") -> set[_Clause]:
    """Return the clauses in which the trigger of a candidate stands: where in the text sentence and clause begin."""
    return {_clause(one, place) for place in (one.start, max(one.start, one.end - 1))}


def _clause_at(
    group: Sequence["Candidate"], start: int, told: AbstractSet[_Clause]
) -> _Clause | None:
    """Return the clause of a place in a sentence that tells a move, None for another sentence.

    Of a clause that is none of those *told* to have a trigger the last one before it that has: 出售造纸业务，作价3亿元.
    """
    here = next((c for c in group if _within([c], start)), None)
    if here is None:
        return None
    sentence, begin = _clause(here, start - here.sentence.start)
    earlier = [b for number, b in told if number == sentence and b <= begin]
    return sentence, max(earlier, default=begin)


def _clause(one: "Candidate", place: int) -> _Clause:
    begins = clauses(one.rule.language, one.sentence.raw)
    return one.sentence.start, max(begin for begin in begins if begin <= place)


def _own(group: Sequence["Candidate"]) -> Iterator[_Told]:
    """Yield the values that a move tells in a sentence of its own."""
    for one in group:
        for name, filled in one.slots.items():
            for value in filled if isinstance(filled, tuple) else (filled,):
                if value.start is not None and _within(group, value.start):
                    yield _Told(name, value.start)


def _within(group: Sequence["Candidate"], start: int) -> bool:
    return any(c.sentence.start <= start < c.sentence.start + len(c.sentence.raw) for c in group)


def _others(
    groups: Sequence[list["Candidate"]], own: Sequence[frozenset[_Told]], n: int
) -> set[_Told]:
    """Return the values that others tell in their own sentences, of which none is one of move *n*."""
    kind = groups[n][0].rule.kind
    found: set[_Told] = set()
    for number, group in enumerate(groups):
        other = group[0].rule.kind
        if number == n or frozenset((kind, other)) in _PAIRS:
            continue
        found |= {one for one in own[number] if kind == other or one.slot not in _SHARED}
    return {one for one in found if not _within(groups[n], one.start)}


def _without(group: list["Candidate"], taken: AbstractSet[_Told]) -> list["Candidate"]:
    if not taken:
        return group
    return [
        one._replace(slots=_left(one.slots, taken), spare=_left(one.spare, taken)) for one in group
    ]


def _left(slots: Slots, taken: AbstractSet[_Told]) -> Slots:
    left: Slots = {}
    for name, filled in slots.items():
        values: tuple[Slot, ...] = filled if isinstance(filled, tuple) else (filled,)
        kept = tuple(v for v in values if v.start is None or _Told(name, v.start) not in taken)
        if kept:
            left[name] = kept if len(kept) > 1 else kept[0]
    return left
