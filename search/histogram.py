"""Documents per day as bars that fit on a page: days, weeks, months, quarters or years."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, TypeAlias

from schemas.searching import Bar, Histogram

Interval: TypeAlias = Literal["day", "week", "month", "quarter", "year"]

_EPOCH = date(1970, 1, 1)
# The longest span, in days, that is shown by each interval: bars of 4 pixels and more on a phone.
_SPANS: tuple[tuple[Interval, int], ...] = (
    ("day", 62), ("week", 540), ("month", 2_200), ("quarter", 7_000),
)  # fmt: skip
_MOST_BARS = (
    300  # beyond, the oldest are left out: one wrong date of 1970 must not flatten the rest
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def histogram(
    days: Mapping[int, int], *, first: int | None = None, last: int | None = None
) -> Histogram:
    """Return *days* (days since 1970 and how many documents) as bars without gaps.

    *first* and *last* widen the span to what was asked for, so that quiet days are seen too.
    """
    if not days and (first is None or last is None):
        return Histogram()
    start = min([*days, *([] if first is None else [first])])
    end = max([*days, *([] if last is None else [last])])
    interval: Interval = next((name for name, span in _SPANS if end - start < span), "year")
    counts: dict[date, int] = {}
    for day, count in days.items():
        begun = _begin(_EPOCH + timedelta(days=day), interval)
        counts[begun] = counts.get(begun, 0) + count
    bars: list[Bar] = []
    at = _begin(_EPOCH + timedelta(days=start), interval)
    while at <= _EPOCH + timedelta(days=end):
        following = _next(at, interval)
        bars.append(
            Bar(
                first=at.isoformat(),
                last=(following - timedelta(days=1)).isoformat(),
                count=counts.get(at, 0),
            )
        )
        at = following
    return Histogram(interval=interval, bars=tuple(bars[-_MOST_BARS:]))


def _begin(day: date, interval: Interval) -> date:
    """Return the first day of the bar that *day* is in; weeks begin on Monday."""
    if interval == "day":
        return day
    if interval == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[interval]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _next(day: date, interval: Interval) -> date:
    if interval in {"day", "week"}:
        return day + timedelta(days=7 if interval == "week" else 1)
    for _ in range(_MONTHS[interval]):
        day += timedelta(days=calendar.monthrange(day.year, day.month)[1])
    return day
