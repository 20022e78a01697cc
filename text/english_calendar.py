"""English dates of the calendar: days, months, seasons, quarters, halves and fiscal years."""

import re

from text import calendar_math as cal
from text.english_parts import COUNTS, MONTH, ORDERS, Part, Text, month_number, pattern
from text.english_years import Years, is_month, year_behind, years_at
from text.leaning import WORDS

_DAY_NUMBER = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_NO_DAY = r"(?![\d%:])(?![.,]\d)(?!\s?(?:per\scent|percent|million|billion|bn|m\b|k\b|km|kg|a\.?m\.|p\.?m\.|[ap]m\b))"
_MONTH_DAY = pattern(
    rf"(?P<month>{MONTH})\s{_DAY_NUMBER}(?:st|nd|rd|th)?{_NO_DAY}(?!\w)(?P<to>\s?(?:[-–—]|to|and)\s?(?:\d\d?)(?:st|nd|rd|th)?(?=,?\s(?:19|20)\d\d))?"
)
_MONTH_ALONE = pattern(rf"(?P<month>{MONTH})")
_DAY_MONTH = pattern(
    rf"{_DAY_NUMBER}(?P<th>st|nd|rd|th)?(?:\sof)?(?:\s|-)(?P<month>{MONTH})(?!\s(?:street|road|avenue|lane|square|st\.))"
)
_NUMERIC = pattern(
    r"(?:(?P<y>(?:19|20)\d\d)(?P<s0>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=s0)(?P<d>3[01]|[12]\d|0?[1-9])"
    r"|(?P<ym>(?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?!-)"
    r"|(?P<a>\d\d?)(?P<sep>[/.])(?P<b>\d\d?)(?P=sep)(?P<year>(?:19|20)\d\d|(?<=/)[234]\d))(?![A-Za-z0-9_/%]|[.,]\d|-\d)"
)
_THROUGH = pattern(
    rf"\s?(?:to|and|or|through|[-–—])\s?(?:\d\d?\s)?{MONTH}(?:\s\d\d?,)?\s(?P<year>(?:19|20)\d\d)(?!\w)"
)
_UP_TO = pattern(r"\s?(?:to|through|until|and|[-–—])\s?")
_BETWEEN = pattern(r"\bbetween\s(?:[\w-]+\s){0,2}[\w.]+$")
_SEASON_LONG = 3  # months
_NAMED_SPAN = pattern(r"[\s-](?P<size>quarter|half)(?![\w-]|\s(?:final|marathon))")
# "In May half of its staff left": a half of what follows, unless it is "the May half".
_PORTION = pattern(
    r"\s(?:of\s(?!the\s(?:\w+\s)?year|20|fiscal|FY)|(?:the|an?|its|their|his|her|our|my|all)\b)"
)
_SEASON = pattern(
    r"(?P<season>spring|summer|autumn|fall|winter)(?:\s(?:of|in))?\s(?P<year>(?:19|20)\d\d)(?!\w)"
)
_NAMED = pattern("|".join(WORDS["named_days"]).replace(" ", r"\s").replace("'", "['’]"))
_SPAN = pattern(
    rf"(?P<order>{'|'.join(ORDERS)}|final|opening)[\s-](?:fiscal[\s-])?(?P<size>quarter|half)(?!\w|\s(?:of\s(?:the\s)?(?:match|game)|marathon|in\sa\srow|running|straight|in\ssuccession))"
    r"|first\s(?P<months>three|six|nine|\d|1[01]|two|four|five|seven|eight|ten|eleven)\smonths(?!\w|\sfree|\safter|\s(?:in|on)\s(?!20)|\sof\s(?!the\syear|20|last|this|next|fiscal|FY))"
    r"|(?P<qh>[QH])(?P<n>[1-4])(?!(?!FY\d\d)\w)|(?P<n2>[1-4])(?P<qh2>[QH])(?=\d\d|\s(?:19|20)\d\d|['’]\d|\s?FY)"
)
_OWN = pattern(r"\b(?:their|your|his|her|our|my|its|a)\s$")
_FISCAL = pattern(
    r"(?:fiscal|financial)(?:\s(?P<order>first|second|third|fourth)[\s-](?P<size>quarter|half)|(?:[\s-]year)?\s(?P<year>(?:19|20)\d\d|['’]?\d\d)(?:[-/–](?P<to>(?:20)?\d\d))?)(?![\w%]|[.,]\d)"
    r"|FY\s?['’]?(?P<fy>(?:19|20)?\d\d)(?:[-/–](?P<fyto>(?:20)?\d\d))?(?!\w)"
)


def month_or_day(at: Text, place: int, *, trusted: bool = False) -> Part | None:
    """Read "May 5, 2026", "May 2026", "May last year" and "May" where it is no verb and no name."""
    text = at.text
    if (hit := _MONTH_DAY.match(text, place)) and (text[place].isupper() or not _is_may(hit)):
        month, day = month_number(hit["month"]), int(hit["day"])
        end = hit.end("to") if hit["to"] else hit.end()
        year = year_behind(text, end, at.year)
        stop = hit.start("to") if hit["to"] else year.end if year else hit.end()
        number = year.year if year else at.year_of_month(month, place, hit.end())
        return Part(stop, cal.iso(number, month, day))
    hit = _MONTH_ALONE.match(text, place)
    if hit is None:
        return None
    month = month_number(hit["month"])
    if year := year_behind(text, hit.end(), at.year):
        return Part(year.end, cal.iso(year.year, month))
    if part := _quarter_of(at, place, hit.end(), month):
        return part
    if not (trusted or is_month(text, place, hit.end())):
        return None
    end = hit.end() - hit[0].endswith(".")
    number = _through(text, end) or _span_year(at, month, place)
    number = number or at.year_of_month(month, place, hit.end())
    at.month = (end, number, month) if number else None
    return Part(end, cal.iso(number, month))


def _quarter_of(at: Text, start: int, end: int, month: int) -> Part | None:
    """Read "the September quarter", "the December half" by the month that ends it."""
    hit = _NAMED_SPAN.match(at.text, end)
    if hit is None or not at.text[start].isupper():
        return None
    whole = at.text[max(0, start - 4) : start].lower() == "the "
    if hit["size"].lower() == "half" and not whole and _PORTION.match(at.text, hit.end()):
        return None
    name = hit["size"].lower()[0]
    number = (month - 1) // (3 if name == "q" else 6) + 1
    year = year_behind(at.text, hit.end(), at.year)
    value = _span_value(at, name, number, year, start, hit.end())
    return Part(year.end if year else hit.end(), value)


def _span_year(at: Text, month: int, start: int) -> int | None:
    """Return the year of the later month of "from March to May": that of the first, or the next one."""
    joint = at.month and _UP_TO.fullmatch(at.text, at.month[0], start)
    if at.month is None or not joint:
        return None
    end, year, first = at.month
    named = joint[0].strip().lower() == "and" and not _BETWEEN.search(
        at.text, max(0, end - 40), end
    )
    if (
        named and (month - first) % 12 > _SEASON_LONG
    ):  # "in May and April", not "in December and January"
        return None
    return year + (month < first)


def _is_may(hit: re.Match[str]) -> bool:
    return hit["month"].lower() in {"may", "march", "mar"} and not re.search(
        r"\d(?:st|nd|rd|th)", hit[0]
    )


def _through(text: str, end: int) -> int | None:
    """Return the year that stands at the end of "January to March 2027"."""
    hit = _THROUGH.match(text, end)
    return int(hit["year"]) if hit else None


def day_month(at: Text, place: int) -> Part | None:
    """Read "5 May 2026", "1st of May", "30-Apr-2026"."""
    hit = _DAY_MONTH.match(at.text, place)
    if hit is None:
        return None
    name = hit["month"]
    if not name[0].isupper() and not hit["th"] and name.lower() in {"may", "march", "mar"}:
        return None
    end, month = hit.end() - name.endswith("."), month_number(name)
    year = year_behind(at.text, hit.end(), at.year, dash=True)
    number = (
        year.year if year else _through(at.text, end) or at.year_of_month(month, place, hit.end())
    )
    return Part(year.end if year else end, cal.iso(number, month, int(hit["day"])))


def numeric(at: Text, place: int) -> Part | None:
    """Read 2026-05-04, 2026/5/4, and 12/05/2026 with the day first unless that cannot be."""
    hit = _NUMERIC.match(at.text, place)
    if hit is None:
        return None
    if hit["ym"]:
        return Part(hit.end(), hit["ym"])
    if hit["y"]:
        value = cal.iso(int(hit["y"]), int(hit["m"]), int(hit["d"]))
    else:
        a, b, year = int(hit["a"]), int(hit["b"]), cal.century(int(hit["year"]))
        value = cal.iso(year, b, a) if b <= 12 else cal.iso(year, a, b) if a <= 12 else None
    return Part(hit.end(), value) if value else None


def season(at: Text, place: int) -> Part | None:
    """Read "spring 2027", "the autumn of 2026"; seasons have no ISO form but their year."""
    hit = _SEASON.match(at.text, place)
    return Part(hit.end(), hit["year"]) if hit else None


def named(at: Text, place: int) -> Part | None:
    """Read "New Year's Day", "Christmas Eve"."""
    hit = _NAMED.match(at.text, place)
    if hit is None:
        return None
    month, day = WORDS["named_days"][re.sub(r"\s", " ", hit[0].lower()).replace("’", "'")]
    year = year_behind(at.text, hit.end(), at.year)
    number = year.year if year else at.year_of_month(month, place, hit.end())
    return Part(year.end if year else hit.end(), cal.iso(number, month, day))


def lone_year(at: Text, place: int, *, trusted: bool = False) -> Part | None:
    """Read a year where it is one, and "the 1990s"."""
    found = years_at(at.text, place, at.read_to, trusted=trusted)
    return Part(found.end, cal.iso(found.year) if found.year else None) if found else None


def part_of_year(at: Text, place: int) -> Part | None:
    """Read quarters, halves and "the first nine months", with their year."""
    hit = _SPAN.match(at.text, place)
    if hit is None:
        return None
    year = year_behind(at.text, hit.end(), at.year)
    end = year.end if year else hit.end()
    if hit["months"]:
        if _OWN.search(at.text, max(0, place - 6), place):
            return None
        last = COUNTS.get(hit["months"].lower()) or int(hit["months"])
        return Part(end, cal.months_of(year.year if year else at.year, last))
    name = (hit["size"] or hit["qh"] or hit["qh2"]).lower()[0]
    order = (hit["order"] or "").lower()
    number = int(hit["n"] or hit["n2"] or 0) or (
        (4 if name == "q" else 2)
        if order == "final"
        else 1
        if order == "opening"
        else ORDERS.index(order) + 1
    )
    if name == "h" and number > 2:
        return None
    return Part(end, _span_value(at, name, number, year, place, hit.end()))


def _span_value(
    at: Text, name: str, number: int, year: Years | None, start: int, end: int
) -> str | None:
    size = 3 if name == "q" else 6
    stated = year.year if year else at.year_of_span(number * size - size + 1, size, start, end)
    return (cal.quarter if name == "q" else cal.half)(stated, number)


def fiscal(at: Text, place: int) -> Part | None:
    """Read "fiscal 2026", "fiscal year 2025-26", "FY27", and a quarter of them."""
    hit = _FISCAL.match(at.text, place)
    if hit is None:
        return None
    if hit["order"]:
        year = year_behind(at.text, hit.end(), at.year)
        name, number = hit["size"].lower()[0], ORDERS.index(hit["order"].lower()) + 1
        return Part(
            year.end if year else hit.end(), _span_value(at, name, number, year, place, hit.end())
        )
    raw = hit["fyto"] or hit["to"] or hit["fy"] or hit["year"]
    stated = Years(hit.end(), cal.century(int(raw.lstrip("'’"))))
    if span := _SPAN.match(at.text, hit.end() + 1):
        inner = part_of_year(at, hit.end() + 1)
        if inner and inner.end == span.end() and inner.value and not span["months"]:
            return Part(inner.end, f"{stated.year}{inner.value[4:]}")
    return Part(stated.end, cal.iso(stated.year))
