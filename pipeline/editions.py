"""When editions are cut: weeks, cut-offs and zones of readers."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schemas.errors import WrongUseError
from schemas.registry import Reader

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK = re.compile(r"^(\d{4})-W(\d{2})$")


def parse_week(text: str) -> date:
    """Return the Monday of an ISO week such as ``2026-W47``. Raises WrongUseError."""
    match = _WEEK.match(text.strip())
    try:
        if match:
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        pass
    raise WrongUseError(f"{text!r} is no week", where="--week", remedy="Write it as 2026-W47")


def format_week(monday: date) -> str:
    """Return the ISO week of a day: ``2026-W47``."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"


def week_of(reader: Reader, now: datetime) -> str:
    """Return the ISO week of *now* in the reader's zone."""
    return format_week(now.astimezone(ZoneInfo(reader.timezone)).date())


def cut_off(reader: Reader, week: str) -> datetime:
    """Return when the edition of *week* closes: the reader's day and hour after the week's end.

    Wall-clock time in the reader's zone; an hour that a clock change skips is the next that exists.
    """
    days = _DAYS.index(reader.schedule.day)
    day = parse_week(week) + timedelta(days=7 + days)
    local = datetime.combine(day, time(reader.schedule.hour), ZoneInfo(reader.timezone))
    return local.astimezone(UTC)


def period(reader: Reader, week: str) -> tuple[datetime, datetime]:
    """Return start and cut-off of an edition; it starts where the one before was cut."""
    before = format_week(parse_week(week) - timedelta(days=7))
    return cut_off(reader, before), cut_off(reader, week)


def latest_week(reader: Reader, now: datetime) -> str:
    """Return the last week whose edition is closed at *now*."""
    monday = now.astimezone(ZoneInfo(reader.timezone)).date()
    monday -= timedelta(days=monday.weekday())
    for back in (0, 7, 14):
        week = format_week(monday - timedelta(days=back))
        if cut_off(reader, week) <= now:
            return week
    return format_week(monday - timedelta(days=21))
