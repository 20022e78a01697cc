"""How often to look at a source, from how often it was seen to change: pure and deterministic.

Whether a check found anything new is an event of a Poisson process seen at intervals (a change
between two checks is seen once, however many there were). The rate that fits best is looked for on
a fixed grid, with a prior that a source changes about as often as its ``every`` suggests. For a
budget of requests the mean delay of a change is least where the interval is proportional to one
over the square root of the rate; so four times as many changes halve the interval.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from schemas.health import Pace, SourceStats
from schemas.registry import Source

# At one change in this many checks an analyst's own period is kept as it is.
_FITTING = 4.0
# An interval is at most this much shorter or longer than the analyst's.
BOUND = 4.0
# Never more often than this, whatever changes: no site is asked every minute.
SHORTEST = timedelta(minutes=10)
# Nor slower than weekly, unless the analyst's own period is longer.
SLOWEST = timedelta(days=7)
# Checks before which the analyst's period stands: fewer say little.
LEAST = 6
# Checks that count half as much as the newest: a source that wakes up is noticed in a few days.
_HALF_LIFE = 20.0
# What may be over in a while: a source that fails for it is tried again well before its time.
_PASSING = frozenset({
    "parked", "retry-after", "robots-unavailable", "dns", "connect", "connect-timeout", "timeout", "too-slow",
    "tls", "bad-response", "truncated", "run-deadline", "internal", "mailbox-away",
})  # fmt: skip
# What says that the site asked to be left alone, or that it was left alone: its own wish, no fault.
PUT_OFF = frozenset({"parked", "retry-after"})
# How soon a source is tried again at first; each failure in a row doubles it, up to its own time.
RETRY = timedelta(minutes=15)
# Rates from one change in 256 periods to sixteen in one, in steps of a quarter.
_GRID: tuple[float, ...] = tuple(2.0 ** (step / 3.0 - 8.0) for step in range(37))


class Check(NamedTuple):
    """One check: how long after the one before, in periods, and whether anything was new."""

    after: float
    changed: bool


def pace(source: Source, history: Sequence[SourceStats]) -> Pace:
    """Return how often to check *source*, given its runs, the oldest first."""
    every = source.every
    checks = _checks(history, every)
    plain = Pace(
        every=every, wanted=every, checks=len(checks), adapts=source.adapt,
        changes=None if len(checks) < LEAST else _between(rate(checks), every),
    )  # fmt: skip
    if not source.adapt or len(checks) < LEAST:
        return plain
    factor = math.sqrt(1.0 / (_FITTING * rate(checks)))
    factor = min(BOUND, max(1.0 / BOUND, factor))
    slowest = max(every, min(every * BOUND, SLOWEST))
    shortest = min(every, max(SHORTEST, _polite(source, history)))
    wanted = min(slowest, max(shortest, every * factor))
    return plain.model_copy(update={"wanted": _rounded(wanted)})


def rate(checks: Sequence[Check]) -> float:
    """Return changes per period, the most likely of a grid; the prior is one in four periods."""
    newest = len(checks) - 1
    weights: list[float] = [
        math.pow(0.5, (newest - number) / _HALF_LIFE) for number in range(len(checks))
    ]

    def likelihood(value: float) -> float:
        # Prior: exponential with mean 1/4, as much as one quiet check of four periods.
        total: float = -4.0 * value + math.log(value)
        for weight, one in zip(weights, checks, strict=True):
            expected = value * one.after
            total += weight * (math.log(-math.expm1(-expected)) if one.changed else -expected)
        return total

    return max(_GRID, key=likelihood)


def _between(changes: float, every: timedelta) -> timedelta:
    return timedelta(seconds=round(every.total_seconds() / changes))


def _checks(history: Sequence[SourceStats], every: timedelta) -> list[Check]:
    """Return the checks that could be made; the first of all says nothing: all was new."""
    done = [one for one in history if one.ok]
    return [
        Check(max(0.01, (later.at - earlier.at) / every), later.new + later.changed > 0)
        for earlier, later in pairwise(done)
    ]


def _polite(source: Source, history: Sequence[SourceStats]) -> timedelta:
    """Return the least interval that keeps a source's site idle nine tenths of the time."""
    pages = max((one.fetched + one.lists for one in history[-5:]), default=1)
    return timedelta(seconds=10 * pages * (2.0 if source.delay is None else source.delay))


def _rounded(value: timedelta) -> timedelta:
    """Return whole minutes below three hours, whole hours above: people read it."""
    step = 60 if value < timedelta(hours=3) else 3600
    return timedelta(seconds=max(step, round(value.total_seconds() / step) * step))


def retry_after(history: Sequence[SourceStats], wanted: timedelta) -> timedelta:
    """Return how long after its last run a source is to be tried again, given its runs, the oldest first.

    That is *wanted*, unless it failed for what passes by, or pages of it were put off.
    """
    failed = 0
    for one in reversed(history):
        if not _may_pass(one):
            break
        failed += 1
    return min(wanted, RETRY * 2 ** min(failed - 1, 20)) if failed else wanted


def _may_pass(one: SourceStats) -> bool:
    if one.ok is False:
        reason = one.reason or ""
        return reason in _PASSING or reason.startswith("http-5")
    return bool(PUT_OFF & one.dropped.keys())


def due_at(last: datetime, wanted: timedelta, slack: timedelta) -> datetime:
    """Return when a source is due again.

    A schedule's run starts a little early or late each time; without some *slack* (a twentieth of
    the period at most) an hourly source would now and then wait two hours.
    """
    return last + wanted - min(wanted / 20, slack)
