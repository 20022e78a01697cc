"""Whether a source is silent for longer than it ever is: weekends and holidays count for little."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from pipeline.quiet_days import QUIET, is_quiet
from schemas.health import SourceStats

# Days with something new before which nobody can say what is usual.
_LEAST_DAYS = 8
# A silence that chance explains no better than once in so many: sources are many, days too.
_CHANCE = 1e-4
# And longer than any before by this factor: publishers pause in ways no model knows.
_LONGER = 1.6
# Days that say what is usual now.
_WINDOW = timedelta(days=180)


class Silence(NamedTuple):
    """The time since the last new document, and what is usual: days."""

    days: float
    usual: float
    longest: float
    newest: datetime
    alarming: bool


def silence(history: Sequence[SourceStats]) -> Silence | None:
    """Return how long nothing new has come, as of the last good run; None with too little past.

    Time counts in days of the source's own rhythm: a Sunday counts little for one that never
    publishes on Sundays, a holiday for none.
    """
    good = [one for one in history if one.ok is not False]
    bringing = [one for one in good if one.new]
    if len(bringing) < 3:
        return None
    last, newest = good[-1].at, bringing[-1].at
    # The first run of all brings what had gathered before.
    begun = max(good[0].at, newest - _WINDOW)
    days = sorted({one.at.date() for one in bringing[1:] if one.at >= begun})
    if len(days) < _LEAST_DAYS:
        return None
    weights = _weights(days, begun.date())
    active = _active(begun.date(), newest.date(), weights)
    share = min(0.97, len(days) / max(active, float(len(days)) + 0.5))
    quiet = _active(newest.date(), last.date(), weights)
    gaps = [_active(a, b, weights) for a, b in pairwise(days)]
    # Runs further apart than its changes see no gaps: what lies between two runs is unknown.
    step = _active(good[-2].at.date(), last.date(), weights) if len(good) > 1 else 1.0
    longest = max(gaps, default=1.0)
    chance = quiet * math.log1p(-share)
    return Silence(
        days=(last - newest) / timedelta(days=1),
        usual=active / len(days),
        longest=longest,
        newest=newest,
        alarming=chance < math.log(_CHANCE) and quiet > _LONGER * longest + step,
    )


def _weights(days: Iterable[date], begun: date) -> dict[int, float]:
    """Return how active each weekday is, the mean being one, drawn to one where little is known."""
    listed = list(days)
    counts = Counter(day.weekday() for day in listed)
    weeks = max(1.0, ((listed[-1] - begun).days + 1) / 7)
    mean = len(listed) / 7
    plain = {one: (counts[one] + 0.5) / (mean + 0.5) for one in range(7)}
    known = min(1.0, weeks / 3)
    return {one: min(1.5, known * value + (1 - known)) for one, value in plain.items()}


def _active(start: date, end: date, weights: dict[int, float]) -> float:
    """Return the days after *start* up to *end*, each by its weight."""
    total = 0.0
    for number in range(1, (end - start).days + 1):
        day = start + timedelta(days=number)
        total += weights[day.weekday()] * (QUIET if is_quiet(day) else 1.0)
    return total
