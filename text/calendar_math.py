"""Arithmetic of the calendar for dates told in words: which year, month, quarter or weekday is meant, in ISO form."""

from datetime import date, timedelta
from typing import Literal

Lean = Literal["past", "future"] | None
"""Whether a sentence tells of what was or of what will be; None where its words do not say."""

Unit = Literal["day", "week", "month", "quarter", "year"]
# A quarter or half without a year that begins later than this many months from now was the last one of its name;
# of one to come that is over by now, so long ago that none speaks of it as news, the next is meant.
_AHEAD = 5
_OVER = 3


def iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """Return a year, month or day in ISO form; None where there is no such day or no year."""
    if year is None:
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def quarter(year: int | None, number: int) -> str | None:
    """Return ``2026-Q3``."""
    return f"{year}-Q{number}" if year is not None else None


def half(year: int | None, number: int) -> str | None:
    """Return ``2026-H1``."""
    return f"{year}-H{number}" if year is not None else None


def months_of(year: int | None, last: int) -> str | None:
    """Return what January up to month *last* make: a quarter, a half, or (no ISO form has them) their year."""
    if year is None:
        return None
    return {3: f"{year}-Q1", 6: f"{year}-H1"}.get(last, f"{year:04d}")


def moved(today: date | None, number: int, unit: Unit) -> str | None:
    """Return what lies *number* units from *today*, as exact as the unit is: "two months ago" is a month."""
    if today is None:
        return None
    if unit in {"day", "week"}:
        try:
            return (today + timedelta(days=number * (7 if unit == "week" else 1))).isoformat()
        except OverflowError:
            return None
    if unit == "year":
        return iso(today.year + number) if 0 < today.year + number <= 9999 else None
    total = today.year * 12 + today.month - 1 + number * (3 if unit == "quarter" else 1)
    year, month = total // 12, total % 12 + 1
    if not 0 < year <= 9999:
        return None
    return quarter(year, (month + 2) // 3) if unit == "quarter" else iso(year, month)


def year_of_month(today: date | None, month: int, lean: Lean = None) -> int | None:
    """Return the year of a month named without one: by the tense, else the nearest.

    "In January" said in November is the next one.
    """
    if today is None:
        return None
    gap = month - today.month
    if lean == "past":
        return today.year - (gap > 0)
    if lean == "future":
        return today.year + (gap < 0)
    return today.year + (1 if gap < -6 else -1 if gap > 6 else 0)


def year_of_span(today: date | None, first: int, size: int, lean: Lean = None) -> int | None:
    """Return the year of a quarter or half without one that begins in month *first* and has *size* months."""
    if today is None:
        return None
    if lean == "past":
        return today.year - (first > today.month)
    if lean == "future":
        return today.year + (today.month - (first + size) >= _OVER)
    return today.year - (first - today.month > _AHEAD)


def weekday(today: date | None, number: int, lean: Lean) -> str | None:
    """Return the last such day of the week (0 is Monday), today among them, or the next one if that is meant."""
    if today is None:
        return None
    back = (today.weekday() - number) % 7
    days = 7 - back if lean == "future" else -back
    return (today + timedelta(days=days)).isoformat()


def weekday_of(today: date | None, number: int, weeks: int) -> str | None:
    """Return a day of this week, or of the one *weeks* later."""
    if today is None:
        return None
    return (today + timedelta(days=number - today.weekday() + 7 * weeks)).isoformat()


def century(year: int) -> int:
    """Return the full year of one written with two digits."""
    return year if year > 99 else 2000 + year
