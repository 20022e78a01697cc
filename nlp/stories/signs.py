"""Signs that two reports tell one event, or two: their companies, and the moves they tell."""

from collections.abc import Callable, Sequence
from typing import Protocol

from nlp.stories.matching import Event, contradicts, differs, other_person, relation
from nlp.stories.parties import Known, Party, comparable, shared, sounding

_MOST = 2.0


class Reporting(Protocol):
    """What the signs of moves need of a report: all its events, and those it is about."""

    @property
    def events(self) -> tuple[Event, ...]:
        """Return all events."""

    @property
    def main(self) -> tuple[Event, ...]:
        """Return those that it is about."""

    @property
    def facts(self) -> frozenset[str]:
        """Return its facts."""


def of_companies(
    ours: Sequence[Party],
    theirs: Sequence[Party],
    we: Known,
    they: Known,
    rarity: Callable[[Party], float],
) -> dict[str, float]:
    """Return what the companies of two reports say: whom both are about, whom one names besides."""
    found = {"companies": 0.0, "named": 0.0, "besides": 0.0, "by sound": 0.0}
    met: dict[bool, int] = {True: 0, False: 0}
    alone: list[list[Party]] = []
    for first, parties, others in ((True, ours, theirs), (False, theirs, ours)):
        sums = dict.fromkeys(found, 0.0)
        common = shared(parties, others, *((we, they) if first else (they, we)))
        alone.append([p for p in parties if p.main and p not in common])
        for one, (main, sound) in common.items():
            met[first] += 1
            key = "companies" if one.main and main else "named" if one.main or main else "besides"
            sums[key] += rarity(one)
            sums["by sound"] = max(sums["by sound"], float(sound))
        found = {key: max(found[key], min(_MOST, value)) for key, value in sums.items()}
    most = max(met.values())
    chief = [[p for p in parties if p.main] for parties in (ours, theirs)]
    known_to_both = all(any(p.registered for p in parties) for parties in chief)
    return found | {
        "other companies": float(not most and known_to_both),
        "other partner": _surely(alone) if most and comparable(*alone) else 0.0,
        "other names": float(not most and not known_to_both and comparable(*chief)),
        "sounds": float(min(_MOST, sounding(we, they))),
    }


def _surely(alone: Sequence[Sequence[Party]]) -> float:
    """Return how sure it is that companies which only one of two reports names part them."""
    sure = [any(p.acts or p.registered for p in parties) for parties in alone]
    return (0.0, 0.5, 1.0)[sum(sure)]


def of_moves(one: Reporting, other: Reporting) -> dict[str, float]:
    """Return how the closest two of their moves relate, and those that they are about."""
    pairs = [(a, b) for a in one.events for b in other.events]
    closest = max((relation(a, b)[0] for a, b in pairs), default=-1)
    found = [
        (*relation(a, b), min(a.confidence, b.confidence)) for a in one.main for b in other.main
    ]
    main, main_agree, sure = max(found, default=(-1, 0, 0.0))
    denied = {any(event.status == "denied" for event in each.main) for each in (one, other)}
    return {
        "same kind": float(closest == 2),
        "like kind": float(closest == 1 or (closest == 2 and main < 2)),
        "other kind": float(closest == 0),
        "main kind": sure * (main == 2),
        "like main kind": sure * (main == 1),
        "other main kind": sure * (main == 0),
        "main slots": float(min(main_agree, 2)),
        "contradiction": float(_contradict(pairs)),
        "other person": float(any(other_person(a, b) for a in one.main for b in other.main)),
        "denied": float(len(denied) > 1 and main >= 0),
        "other values": float(
            any(differs(a, b) for a, b in pairs) and not _sums_shared(one, other)
        ),
    }


def _contradict(pairs: Sequence[tuple[Event, Event]]) -> bool:
    """Say whether moves of two reports contradict each other, and no two are clearly one."""
    if not any(contradicts(a, b) for a, b in pairs):
        return False
    return not any(
        a.registered and a.actor == b.actor and relation(a, b) > (2, 0) and not contradicts(a, b)
        for a, b in pairs
    )


def of_rivals(one: Reporting, other: Reporting) -> bool:
    """Say whether two reports are of what two registered companies did, each named in one of them alone.

    However much they share: rivals win one customer, or do the like in the same words on one day.
    """
    ours, theirs = ({e.actor for e in each.main if e.registered} for each in (one, other))
    if not ours or not theirs or ours & theirs:
        return False
    return not (
        any(f"e:{actor}" in other.facts for actor in ours)
        or any(f"e:{actor}" in one.facts for actor in theirs)
    )


def _sums_shared(one: Reporting, other: Reporting) -> bool:
    """Say whether any sum or share stands in both texts: then others are of the background."""
    return any(key[0] in "mrp" for key in one.facts & other.facts)
