"""Dates as running text writes them, in English and Chinese, resolved against a day."""

import re
from collections.abc import Iterator
from datetime import date

from text import chinese_dates, english_dates

_FIRST_YEAR, _LAST_YEAR = 1800, 9000
_HAN = re.compile("[\u4e00-\u9fff]")


def find_dates(text: str, published: str | None = None) -> Iterator[tuple[int, int, str | None]]:
    """Yield start, end and ISO value (None where none can be told) of each date in *text*.

    Where both languages read the same words, as in 2026Q3, the one that sees more is right.
    """
    day = _day(published)
    found = list(english_dates.find(text, day))
    if _HAN.search(text):
        found += chinese_dates.find(text, day)
        found = _longest(found)
    yield from found


def _longest(found: list[tuple[int, int, str | None]]) -> list[tuple[int, int, str | None]]:
    kept: list[tuple[int, int, str | None]] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
        elif one[1] - one[0] > kept[-1][1] - kept[-1][0]:
            kept[-1] = one
    return kept


def _day(published: str | None) -> date | None:
    try:
        day = date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
    # Nothing can be counted from a day that the calendar has no room around.
    return day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None
