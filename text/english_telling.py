"""English dates told from today: "last month", "two weeks ago", "on Friday", "the same quarter last year"."""

from datetime import date

from text import calendar_math as cal
from text.english_calendar import day_month, month_or_day
from text.english_parts import (
    COUNTS,
    MONTH,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    Part,
    Text,
    month_number,
    pattern,
)
from text.leaning import english_lean

_RELATIVE = pattern(
    r"(?P<which>this|next|last|previous|prior|current|coming|past|following)\s(?P<kind>(?P<fiscal>(?:fiscal|financial)\s)?(?P<unit>week|month|quarter|year)(?!-)|night|morning|afternoon|evening"
    rf"|spring|summer|autumn|fall|winter|weekend|(?P<weekday>{WEEKDAY})|(?P<month>{MONTH}))(?!\w)"
)
_FOR_DAYS = frozenset({"past", "following"})
_FOR_UNITS = frozenset({"previous", "prior", "coming"})
_SHIFTS = {"this": 0, "current": 0, "next": 1, "coming": 1, "following": 1}
_SAME = pattern(
    r"same\s(?:quarter|period|month|time|half|week|day|(?:\w+\s)?months?)(?:\s(?:of|in|from))?\s(?:the\s)?(?:(?P<back>last\syear|previous\syear|prior\syear|year\s(?:before|earlier)|a\syear\s(?:ago|earlier|before))|(?P<year>(?:19|20)\d\d))(?!\w)"
)
_AGO = pattern(
    rf"(?:(?P<count>\d{{1,2}}|{'|'.join(COUNTS)})|(?P<half>half\sa)|(?P<vague>(?:a\s)?(?:few|couple\sof)|several|some|many))\s(?P<unit>day|week|fortnight|month|quarter|year|decade)s?"
    r"(?:['’]?\s(?P<way>ago|from\snow)|['’]s?\s(?P<time>time)|\s(?P<earlier>earlier))(?!\w)"
)
_DAY_OFF = pattern(
    r"(?P<word>today|tonight|yesterday|tomorrow)(?!\w)|day\s(?P<side>before\syesterday|after\stomorrow)"
)
_WEEK_LATER = pattern(r"(?:\sweek(?!end|\w|\sof)|\sa\sweek\slater)")
_WEEKDAY_DATE = pattern(
    rf"(?P<name>{WEEKDAY}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?,?\s(?:the\s)?(?={MONTH}\s\d|\d\d?(?:st|nd|rd|th)?(?:\sof)?\s{MONTH})"
)
_WEEKDAY_ALONE = pattern(rf"(?P<name>{WEEKDAY})(?!\w)")
_NO_WEEKDAY = pattern(r"\b(?:every|each|black|cyber|good|bloody|super)\s$")
_HOURS = pattern(r"\s?(?:to|through|[-–—]|till)\s?(?:friday|saturday|sunday|thursday)")
_AND = pattern(r"\s?(?:,|and|or|to|[-–—]|,\sand)\s(?:on\s)?")
_FOR = pattern(r"\bfor\s$")  # "a strike was called for Friday"
# "The hearing is on Friday": of a day gone by it would be "was".
_IS = pattern(r"\b(?:is|are)\s(?:due\s|set\s|now\s)?(?:on\s)?$")
_WEEKEND = pattern(r"weekend(?!\w)")
_HALF_YEAR = pattern(r"half\syear(?!\w)")
_OVER = pattern(r"\b(?:the|at|over|over\sthe|this|last|next|bank\sholiday)\s$")


def relative(at: Text, place: int) -> Part | None:
    """Read "last month", "this Friday", "next autumn", "this fiscal year"."""
    hit = _RELATIVE.match(at.text, place)
    if hit is None:
        return None
    which, kind = hit["which"].lower(), hit["kind"].lower()
    united = hit["weekday"] or (which not in _FOR_DAYS and (hit["unit"] or kind == "weekend"))
    if which in _FOR_DAYS | _FOR_UNITS and not united:
        return None
    if hit["weekday"]:
        return Part(hit.end(), _chosen_weekday(at, WEEKDAYS.index(kind), which))
    if hit["month"]:
        meant = hit["month"][0].isupper() or kind not in {"march", "mar"}
        value = _chosen_month(at, month_number(kind), which)
        return Part(hit.end() - kind.endswith("."), value) if meant else None
    if kind in {"morning", "afternoon", "evening", "night"}:
        return _part_of_day(at, hit.end(), which, kind)
    unit = (hit["unit"] or "year").lower()
    value = None if kind == "weekend" else _chosen_unit(at, unit, _SHIFTS.get(which, -1))
    return Part(hit.end(), value)


def _part_of_day(at: Text, end: int, which: str, kind: str) -> Part | None:
    """Read "this morning" and "last night"."""
    if which not in {"this", "last"} or (which == "last") != (kind == "night"):
        return None
    return Part(end, cal.moved(at.today, -(which == "last"), "day"))


def _chosen_unit(at: Text, unit: str, shift: int) -> str | None:
    if unit != "week":
        return cal.moved(at.today, shift, UNITS[unit][0])
    return cal.weekday_of(at.today, 0, 1) if shift == 1 else None


def _chosen_weekday(at: Text, number: int, which: str) -> str | None:
    if at.today is None:
        return None
    if which == "next":
        return cal.weekday_of(at.today, number, 1)
    if which in {"last", "past", "previous", "prior"}:
        same = at.today.weekday() == number
        return cal.moved(at.today, -7, "day") if same else cal.weekday(at.today, number, "past")
    if which in {"coming", "following"}:
        return cal.weekday(at.today, number, "future")
    return cal.weekday_of(at.today, number, 0)


def _chosen_month(at: Text, month: int, which: str) -> str | None:
    if at.today is None:
        return None
    year = at.today.year
    if which == "next":
        year += month <= at.today.month
    elif which != "this":
        year -= month >= at.today.month
    return cal.iso(year, month)


def weekday(at: Text, place: int) -> Part | None:
    """Read "Monday", "Monday, 4 May", "Friday week"."""
    if (hit := _WEEKDAY_DATE.match(at.text, place)) and (
        len(hit["name"]) > 5 or at.text[place].isupper()
    ):
        return day_month(at, hit.end()) or month_or_day(at, hit.end())
    hit = _WEEKDAY_ALONE.match(at.text, place)
    if hit is None or _NO_WEEKDAY.search(at.text, max(0, place - 8), place):
        return None
    number = WEEKDAYS.index(hit["name"].lower())
    if number == 0 and (hours := _HOURS.match(at.text, hit.end())):
        at.read_to = hours.end()  # opening hours
        return None
    if later := _WEEK_LATER.match(at.text, hit.end()):
        near = cal.weekday(at.today, number, "future")
        return Part(later.end(), near and cal.moved(date.fromisoformat(near), 1, "week"))
    return Part(hit.end(), cal.weekday(at.today, number, _lean(at, place, hit.end())))


def _lean(at: Text, start: int, end: int) -> cal.Lean:
    """Return the tense of a day of the week; of "on Thursday and Friday" both have one."""
    if at.weekday and _AND.fullmatch(at.text, at.weekday[0], start):
        lean = at.weekday[1]
    elif _FOR.search(at.text, max(0, start - 4), start) or _is_on(at.text, start, end):
        lean = "future"
    else:
        lean = english_lean(at.text, start, end)
    at.weekday = (end, lean)
    return lean


def _is_on(text: str, start: int, end: int) -> bool:
    """Say whether something is on that day, or is due then; not "is Monday's"."""
    return bool(_IS.search(text, max(0, start - 16), start)) and text[end : end + 1] not in {
        "'",
        "’",
    }


def ago(at: Text, place: int) -> Part | None:
    """Read "two weeks ago", "a year earlier", "three days from now", "in a month's time"."""
    hit = _AGO.match(at.text, place)
    if hit is None:
        return None
    unit, size = UNITS[hit["unit"].lower()]
    if hit["earlier"] and unit in {"day", "week"}:
        return None  # than something told
    if hit["vague"]:
        return Part(hit.end(), None)
    if hit["half"]:
        if unit != "year":
            return None
        unit, number = "month", 6
    else:
        raw = hit["count"].lower()
        number = size * (COUNTS.get(raw) or int(raw))
    sign = 1 if hit["time"] or (hit["way"] or "")[:4].lower() == "from" else -1
    return Part(hit.end(), cal.moved(at.today, sign * number, unit))


def day_off(at: Text, place: int) -> Part | None:
    """Read "yesterday", "tomorrow", "day before yesterday"."""
    hit = _DAY_OFF.match(at.text, place)
    if hit is None:
        return None
    if hit["side"]:
        return Part(hit.end(), cal.moved(at.today, -2 if hit["side"][0] in "bB" else 2, "day"))
    days = {"yesterday": -1, "tomorrow": 1}.get(hit["word"].lower(), 0)
    return Part(hit.end(), cal.moved(at.today, days, "day"))


def same(at: Text, place: int) -> Part | None:
    """Read "same quarter last year", which is in that year."""
    hit = _SAME.match(at.text, place)
    if hit is None:
        return None
    return Part(hit.end(), hit["year"] or cal.moved(at.today, -1, "year"))


def weekend(at: Text, place: int) -> Part | None:
    """Read "the weekend", which has no ISO form."""
    hit = _WEEKEND.match(at.text, place)
    over = hit and _OVER.search(at.text, max(0, place - 14), place)
    return Part(hit.end(), None) if hit and over else None


def half_year(at: Text, place: int) -> Part | None:
    """Read "half year", of no year."""
    hit = _HALF_YEAR.match(at.text, place)
    return Part(hit.end(), None) if hit else None
