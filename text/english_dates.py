"""English dates in running text: a grammar of small parts, each begun by the word that it is known by.

A part reads what begins at a place and says where it ends and what it means; "the end of", "late" and the like
stand before any other part and make one date of both.
"""

import re
from collections.abc import Iterator
from datetime import date

from text import calendar_math as cal
from text.english_calendar import (
    day_month,
    fiscal,
    lone_year,
    month_or_day,
    named,
    numeric,
    part_of_year,
    season,
)
from text.english_parts import COUNTS, MONTHS, ORDERS, UNITS, WEEKDAYS, Part, Reader, Text, pattern
from text.english_telling import ago, day_off, half_year, relative, same, weekday, weekend
from text.english_years import year_behind

_QUALIFIER = pattern(
    r"(?:(?:end|start|beginning|middle|close)\sof\s(?:the\s)?|end\s(?=(?:19|20)\d\d)|(?:mid|end|late|early|start)[\s-](?:to[\s-]late[\s-])?|(?:earlier|later)\s(?=this|today|last|next|in))"
)
_EDGE = pattern(r"(?P<unit>year|month|quarter|week)(?:['’]s[\s-]|[\s-])end(?!\w)")
_BARE = pattern(r"(?P<unit>year|month|quarter|week)(?!\w|-)")


def qualified(at: Text, place: int, *, trusted: bool = False) -> Part | None:
    """Read "end of", "late", "earlier" and the date that follows: what it means is what both mean."""
    hit = _QUALIFIER.match(at.text, place)
    if hit is None:
        return None
    follows = hit.end()
    if at.text[follows - 1] == " " and hit[0].lower().split()[-1] in {"of", "the", "mid"}:
        bare = _BARE.match(at.text, follows)
        if bare:
            year = year_behind(at.text, bare.end(), at.year) if bare["unit"] == "year" else None
            return Part(year.end, cal.iso(year.year)) if year else _unit_now(at, bare)
    if at.text[follows - 1] == "-" and (bare := _BARE.match(at.text, follows)):
        return _unit_now(at, bare) if hit[0].lower() == "mid-" else None
    if (found := month_or_day(at, follows, trusted=True)) or (
        found := lone_year(at, follows, trusted=True)
    ):
        return found
    for reader in (part_of_year, fiscal, relative, day_off):
        if found := reader(at, follows):
            return found
    return None


def _unit_now(at: Text, hit: re.Match[str]) -> Part | None:
    unit = hit["unit"].lower()
    return Part(hit.end(), None if unit == "week" else cal.moved(at.today, 0, UNITS[unit][0]))


def edge(at: Text, place: int) -> Part | None:
    """Read "year-end", "by year's end", and "year 2026"."""
    if hit := _EDGE.match(at.text, place):
        if hit["unit"].lower() == "year" and (year := year_behind(at.text, hit.end(), at.year)):
            return Part(year.end, cal.iso(year.year))
        return _unit_now(at, hit)
    return None


_BY_WORD: dict[str, tuple[Reader, ...]] = {
    **dict.fromkeys((*WEEKDAYS, "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"), (weekday,)),
    **dict.fromkeys(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december", "sept", *MONTHS), (month_or_day,)),
    **dict.fromkeys((*ORDERS, "final", "opening", "q", "h"), (part_of_year,)),
    **dict.fromkeys(("fiscal", "financial", "fy"), (fiscal,)),
    **dict.fromkeys(("this", "next", "last", "previous", "prior", "current", "coming", "past", "following"), (relative,)),
    **dict.fromkeys(("end", "start", "beginning", "middle", "close", "mid", "late", "early", "earlier", "later"), (qualified,)),
    **dict.fromkeys(("year", "month", "quarter", "week"), (edge,)),
    **dict.fromkeys((*COUNTS, "few", "couple", "several", "some", "many"), (ago,)),
    **dict.fromkeys(("spring", "summer", "autumn", "fall", "winter"), (season,)),
    **dict.fromkeys(("today", "tonight", "yesterday", "tomorrow", "day"), (day_off,)),
    **dict.fromkeys(("new", "christmas", "boxing"), (named,)),
    "half": (ago, half_year), "same": (same,), "weekend": (weekend,),
}  # fmt: skip
_BY_NUMBER: tuple[Reader, ...] = (numeric, day_month, part_of_year, ago)
_BY_YEAR: tuple[Reader, ...] = (numeric, lone_year, part_of_year)
HEADS: dict[str, tuple[Reader, ...]] = {
    form: readers
    for word, readers in _BY_WORD.items()
    for form in (word, word.capitalize(), word.upper())
}
_WORDS = re.compile(r"[A-Za-z]+|[0-9]+")


def find(text: str, today: date | None) -> Iterator[tuple[int, int, str | None]]:
    """Yield start, end and value of each date in *text*, in order."""
    at = Text(text, today)
    heads = [
        (head.start(), word)
        for head in _WORDS.finditer(text)
        if (word := head[0]) in HEADS or word < "A"
    ]
    for place, word in heads:
        if place < at.read_to:
            continue
        for reader in _readers(text, place, word):
            if part := reader(at, place):
                the = reader is day_off and text[max(0, place - 4) : place].lower() == "the "
                at.read_to = part.end
                yield place - 4 * the, part.end, part.value
                break


def _readers(text: str, place: int, word: str) -> tuple[Reader, ...]:
    """Return the parts that may begin with a word or number: none with one that goes on from before."""
    before = text[place - 1] if place else " "
    if not word[0].isdigit():
        glued = before.isdigit() or before in "_'’@#"
        return () if glued else HEADS[word]
    if before.isalpha() and before.isascii():
        return ()
    if before in ".,$€£¥#" and text[place - 2 : place - 1].isdigit():
        return ()
    return _BY_YEAR if len(word) == 4 else _BY_NUMBER if len(word) < 3 else ()
