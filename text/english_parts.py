"""What the parts of the grammar of English dates have in common: the text they read, names and numbers."""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from text import calendar_math as cal
from text.leaning import english_lean, sure_english_lean


class Part(NamedTuple):
    """What ends at *end* means *value*."""

    end: int
    value: str | None


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = "|".join(WEEKDAYS)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)(?!\w)"
)
ORDERS = ("first", "second", "third", "fourth")
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip
UNITS: dict[str, tuple[cal.Unit, int]] = {
    "day": ("day", 1), "week": ("week", 1), "fortnight": ("week", 2), "month": ("month", 1), "quarter": ("quarter", 1),
    "year": ("year", 1), "decade": ("year", 10),
}  # fmt: skip


def pattern(source: str) -> re.Pattern[str]:
    """Return *source* compiled for letters of either case."""
    return re.compile(source, re.IGNORECASE)


_WITHIN = pattern(r"\b(?:in|by|for|during|from|until|over)\s(?:the\s)?$")


class Text:
    """A text with the day it was published, and where the last date of it ends."""

    def __init__(self, text: str, today: date | None) -> None:
        self.text, self.today, self.read_to = text, today, 0
        self.weekday: tuple[int, cal.Lean] | None = None
        # Where the month named last without a day ended, with its year and number.
        self.month: tuple[int, int, int] | None = None

    @property
    def year(self) -> int | None:
        """Return the year it was published in."""
        return self.today.year if self.today else None

    def year_of_month(self, month: int, start: int, end: int) -> int | None:
        """Return the year of a month named without one at *start*."""
        lean = sure_english_lean(self.text, start)
        year = cal.year_of_month(self.today, month, lean)
        if lean is None and year != self.year:  # near, but told of the other side of today
            year = cal.year_of_month(self.today, month, english_lean(self.text, start, end))
        return year

    def year_of_span(self, first: int, size: int, start: int, end: int) -> int | None:
        """Return the year of a quarter or half named without one, that begins in month *first*."""
        lean = english_lean(self.text, start, end)
        if lean == "future" and not _WITHIN.search(self.text, max(0, start - 12), start):
            lean = None  # "will report first-quarter results"
        return cal.year_of_span(self.today, first, size, lean)


Reader = Callable[["Text", int], Part | None]


def month_number(name: str) -> int:
    """Return the number of a month by its name or the first letters of it."""
    return MONTHS.index(name.lower()[:3]) + 1
