"""How a story's moves stand once several reports have told them: whose word counts, and what is kept.

Whose word counts (``status_of``), day by day in the order of publication:

* a rumour counts only as long as nobody said anything firmer;
* what is announced, done or denied counts from the day on which it is first said: so a denial settles a rumour,
  a confirmation settles a denial, and a deal that was announced is completed or called off;
* what was said before is no news when it is said again: a late paper revives nothing;
* what is done is not announced any more;
* of several words of one day a denial counts, else what is done, else what is announced;
* reprints say nothing of their own, and where a person put moves right, those alone count.

What is kept (``kept``): of each matter the move that says how it stands, of about equally sure ones the one
that states most; and what another report adds to it: a sum, a count, a name.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nlp.stories.matching import Parties, other_names, other_parties, party_names
from schemas.kinds import Status
from schemas.language import Move
from schemas.stories import StoryMove

# Of several statuses told on one day the one that says most.
_STATUS_ORDER: tuple[Status, ...] = ("denied", "done", "announced", "rumoured")
# A move of nobody known settles the status of a story only where it is at least so sure.
_SURE = 0.6
# The rule of moves that a person put right.
_PERSON = "analyst"
# So much less sure is about as sure.
_AS_SURE = 0.05
# Slots that a later report may be the first to state: figures, and names of who takes part.
_FACTS = frozenset(
    {
        "amount", "revenue", "profit", "valuation", "stake", "price", "from", "to", "percent", "count",
        "target", "customer", "partner", "person", "buyer", "counterparty", "successor",
    }
)  # fmt: skip


class Told(NamedTuple):
    """A move as one report tells it, and the day of the report."""

    day: str
    move: StoryMove
    reprint: bool = False


class _Matter(NamedTuple):
    """What is told of one matter, and how those who take part are named in it, each naming once."""

    names: dict[Parties, None]
    told: list[Told]


def heard(told: Sequence[Told]) -> list[Told]:
    """Return those whose word counts: what people put right, else what is no reprint, else all."""
    originals = [one for one in told if not one.reprint] or list(told)
    return [one for one in originals if one.move.move.rule == _PERSON] or originals


def status_of(told: Iterable[tuple[str, Status]]) -> Status:
    """Return how a matter stands after all that was *told*: days (in any order) with statuses; see the module."""
    by_day: dict[str, set[Status]] = {}
    for day, status in told:
        by_day.setdefault(day[:10], set()).add(status)
    stands: Status = "rumoured"
    said: set[Status] = {"rumoured"}
    for day in sorted(by_day):
        news = by_day[day] - said
        said |= by_day[day]
        if stands == "done":
            news.discard("announced")
        stands = next((status for status in _STATUS_ORDER if status in news), stands)
    return stands


def settles(one: StoryMove, lead: StoryMove) -> bool:
    """Say whether *one* tells how the matter of *lead* stands: his word, or a denial of who takes part."""
    if one.move.kind != lead.move.kind or other_names(one.move, lead.move):
        return False
    if one.company == lead.company:
        return True
    if one.company is None:
        return one.move.confidence >= _SURE
    return one.move.status == "denied" and one.company in set(_parties(lead.move))


def _parties(move: Move) -> Iterator[str | None]:
    return (slot.entity for name in move.slots for slot in move.values(name))


def kept(told: Sequence[Told]) -> list[list[StoryMove]]:
    """Return the moves worth keeping, the earliest matter first: of each how it stands, then what others add."""
    return [_kept(matter) for matter in _matters(told)]


def _matters(told: Sequence[Told]) -> list[list[Told]]:
    """Return what is of one kind, doer and change and names nothing else together.

    Each move is compared with the different namings of a matter, not with all that tell it.
    """
    found: dict[tuple[str, str, str], list[_Matter]] = {}
    for one in told:
        same = found.setdefault(matter_of(one.move), [])
        names = party_names(one.move.move)
        fitting = (m for m in same if not any(other_parties(names, known) for known in m.names))
        mine = next(fitting, None)
        if mine is None:
            same.append(mine := _Matter({}, []))
        mine.names[names] = None
        mine.told.append(one)
    return [matter.told for same in found.values() for matter in same]


def matter_of(one: StoryMove) -> tuple[str, str, str]:
    """Return the kind, doer and change by which moves of one story may be of one matter."""
    actor = one.move.actor
    return one.move.kind, one.company or (actor.text.casefold() if actor else ""), one.change or ""


def _kept(matter: Sequence[Told]) -> list[StoryMove]:
    originals = [one for one in matter if not one.reprint] or list(matter)
    counted = heard(matter)
    stands = status_of((one.day, one.move.move.status) for one in counted)
    saying = [one.move for one in counted if one.move.move.status == stands]
    surest = max(one.move.confidence for one in saying) - _AS_SURE
    first = max(
        (one for one in saying if one.move.confidence >= surest),
        key=lambda one: (len(_facts(one.move)), one.move.confidence),
    )
    found, stated = [first], _facts(first.move)
    for one in sorted(originals, key=lambda told: told.move.move.status != stands):
        more = _facts(one.move.move) - stated
        if more:
            found.append(one.move)
            stated |= more
    return found


def _facts(move: Move) -> set[str]:
    return {name for name in _FACTS & set(move.slots) if move.values(name)}
