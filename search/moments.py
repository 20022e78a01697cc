"""Days and spans as people type them in a query, relative to *now*."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_EPOCH = date(1970, 1, 1)
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_SPAN = re.compile(r"(\d{1,4})\s*(h|d|w|m|y|小时|天|日|周|个月|月|年)", re.IGNORECASE)
_UNITS = {"小时": "h", "天": "d", "日": "d", "周": "w", "个月": "m", "月": "m", "年": "y"}
_NAMED = {"today": 0, "yesterday": 1, "今天": 0, "昨天": 1, "前天": 2}


class NoMomentError(ValueError):
    """A text is no day or span: *code* is a message of :mod:`search.messages`."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


@dataclass(frozen=True)
class Days:
    """The days *first* to *last*, both included."""

    first: date
    last: date


def day_number(day: date) -> int:
    """Return the days from 1970-01-01 to *day*."""
    return (day - _EPOCH).days


def seconds(moment: datetime) -> int:
    """Return the whole seconds from 1970 to *moment*."""
    return int(moment.timestamp())


def read_days(text: str, now: datetime) -> Days:
    """Read a year, month, day, ``today`` or a span ago. Raises NoMomentError."""
    folded = text.strip().lower()
    today = now.astimezone(UTC).date()
    if folded in _NAMED:
        day = today - timedelta(days=_NAMED[folded])
        return Days(day, day)
    if match := _DATE.fullmatch(folded):
        return _calendar(match)
    if _SPAN.fullmatch(folded):
        day = span_start(folded, now).astimezone(UTC).date()
        return Days(day, day)
    raise NoMomentError("no-day", text)


def span_start(text: str, now: datetime) -> datetime:
    """Return *now* less a span such as ``30d``. Raises NoMomentError."""
    match = _SPAN.fullmatch(text.strip())
    if not match or int(match[1]) == 0:
        raise NoMomentError("no-span", text)
    count = int(match[1])
    unit = _UNITS.get(match[2], match[2].lower())
    try:
        if unit in {"m", "y"}:
            return _months_before(now, count * (12 if unit == "y" else 1))
        hours = {"h": 1, "d": 24, "w": 168}[unit]
        return now - timedelta(hours=hours * count)
    except (OverflowError, ValueError) as error:
        raise NoMomentError("before-calendar", text) from error


def in_hours(text: str) -> bool:
    """Say whether a span is counted in hours, so that its start is an instant and no day."""
    match = _SPAN.fullmatch(text.strip())
    return match is not None and _UNITS.get(match[2], match[2].lower()) == "h"


def _calendar(match: re.Match[str]) -> Days:
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return Days(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Days(
                date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
            )
        return Days(date(year, month, day), date(year, month, day))
    except ValueError as error:
        raise NoMomentError("not-in-calendar", match[0]) from error


def _months_before(now: datetime, months: int) -> datetime:
    index = now.year * 12 + now.month - 1 - months
    year, month = divmod(index, 12)
    if year < 1:
        raise ValueError("before the calendar")
    last = calendar.monthrange(year, month + 1)[1]
    return now.replace(year=year, month=month + 1, day=min(now.day, last))
