"""When editions are cut: weeks and days, cut-offs and zones of readers.

An edition is named by its period: an ISO week, ``2026-W47``, or of a daily digest the day on which it
is cut, ``2026-11-23``.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schemas.errors import WrongUseError
from schemas.registry import Reader

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = re.compile(r"^(\d{4})-W(\d{2})$")
_CALENDAR = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DAY = timedelta(days=1)
_SEVEN = timedelta(days=7)


def parse_week(text: str) -> date:
    """Return the Monday of an ISO week such as ``2026-W47``. Raises WrongUseError."""
    match = _WEEK.match(text.strip())
    try:
        if match:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        pass
    raise WrongUseError(
        f"{text!r} is no week",
        where="--week",
        remedy="Write it as 2026-W47, or a day as 2026-11-23",
    )


def parse_period(text: str) -> tuple[date, bool]:
    """Return the first day of a week, or a day and True. Raises WrongUseError."""
    if _CALENDAR.match(text.strip()):
        try:
            return date.fromisoformat(text.strip()), True
        except ValueError:
            pass  # 30 February is neither
    return parse_week(text), False


def format_week(monday: date) -> str:
    """Return the ISO week of a day: ``2026-W47``."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"


def week_of(reader: Reader, now: datetime) -> str:
    """Return the ISO week of *now* in the reader's zone."""
    return format_week(now.astimezone(ZoneInfo(reader.timezone)).date())


def editions_in(reader: Reader, wanted: str) -> list[str]:
    """Return the reader's editions of a week or day: of a week, a daily reader's are seven.

    None of a day for a weekly reader. Raises WrongUseError for what is neither.
    """
    first, single = parse_period(wanted)
    if reader.schedule.every == "weekly":
        return [] if single else [format_week(first)]
    days = [first] if single else [first + number * _DAY for number in range(7)]
    return [day.isoformat() for day in days]


def cut_off(reader: Reader, edition: str) -> datetime:
    """Return when an edition closes: at the reader's hour, of a week on his day after its end.

    Wall-clock time in the reader's zone; an hour that a clock change skips is the next that exists.
    """
    first, single = parse_period(edition)
    day = first if single else first + _SEVEN + _DAYS.index(reader.schedule.day) * _DAY
    local = datetime.combine(day, time(reader.schedule.hour), ZoneInfo(reader.timezone))
    return local.astimezone(UTC)


def period(reader: Reader, edition: str) -> tuple[datetime, datetime]:
    """Return start and cut-off of an edition; it starts where the one before was cut."""
    return cut_off(reader, _before(edition)), cut_off(reader, edition)


def latest_edition(reader: Reader, now: datetime) -> str:
    """Return the reader's last edition that is closed at *now*."""
    return next(one for one in _backwards(reader, now) if cut_off(reader, one) <= now)


def _before(edition: str) -> str:
    first, single = parse_period(edition)
    return (first - _DAY).isoformat() if single else format_week(first - _SEVEN)


def _backwards(reader: Reader, now: datetime) -> Iterator[str]:
    today = now.astimezone(ZoneInfo(reader.timezone)).date()
    edition = today.isoformat() if reader.schedule.every == "daily" else format_week(today)
    while True:
        yield edition
        edition = _before(edition)
