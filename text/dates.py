"""Publication dates as publishers write them, in many forms and with what is not known left open.

A day is the publisher's own calendar day. A clock time becomes an instant only where its zone is
written or can be assumed (Chinese pages without one are in +08:00); else the day alone is kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from schemas.base import format_instant
from schemas.documents import DatePrecision, PublishedDate
from text.months import MONTH_PATTERN, MONTHS, ZONES

# The web's first pages are of 1991; an earlier year on a page is history, not its date.
_FIRST_YEAR = 1991
# Clocks of publishers run ahead of ours by minutes; beyond that a date is in the future.
_SKEW = timedelta(minutes=15)
_CHINA = timedelta(hours=8)
_LONGEST = 300  # characters: a date stands at the start of its element

_CLOCK = (
    r"(?P<half1>上午|下午|晚上|凌晨|中午)?\s*(?P<hour>\d{1,2})\s*(?:[:：时点]\s*(?P<minute>\d{2})"
    r"(?:\s*[:：分]\s*(?P<second>\d{2}))?(?:\.\d{1,9})?分?秒?|h(?P<minute_h>\d{2})|(?=\s*[ap]\.?m))"
    r"(?:\s*(?P<half2>[ap]\.?m\b\.?))?"
    r"(?:\s*\(?(?P<zone>Z\b|[+\-−]\d{2}:?\d{2}|(?:GMT|UTC)[+\-]\d{1,2}|[A-Za-z]{2,4}T?\b)?\)?)?"
)
_BETWEEN = (
    r"(?:\s*[T,，·|]?\s*(?:at|um|à|às|alle|om|星期[一二三四五六日天]|周[一二三四五六日])?\s*-?\s*"
)
_OPTIONAL_CLOCK = rf"{_BETWEEN}{_CLOCK})?"
_MONTH = rf"(?P<name>{MONTH_PATTERN})\b\.?"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_EPOCH = _pattern(r"^\s*(\d{10})(\d{3})?\s*$")
_ISO = _pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)" + _OPTIONAL_CLOCK
)
_YEAR_FIRST = _pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?[年/.]\s?(?P<month>\d{1,2})\s?[月/.]\s?(?P<day>\d{1,2})"
    r"(?!\d)\s*[日号]?" + _OPTIONAL_CLOCK
)
_COMPACT = _pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)"
    r"(?:T?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)(?P<zone>Z|[+\-]\d{4})?)?(?!\d)"
)
_DAY_NAME = _pattern(
    rf"(?<![\d:])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-]*(?:of\s+|de\s+)?{_MONTH}"
    rf"[,\s\-]*(?:de[l]?\s+)?(?P<year>(?:19|20)\d{{2}})(?!\d){_OPTIONAL_CLOCK}"
)
_NAME_DAY = _pattern(
    rf"\b{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*[,.]?\s+(?P<year>(?:19|20)\d{{2}})(?!\d)"
    + _OPTIONAL_CLOCK
)
_NUMERIC = _pattern(
    r"(?<![\d.])(?P<first>\d{1,2})(?P<sep>[./\-])(?P<second_>\d{1,2})(?P=sep)"
    r"(?P<year>(?:19|20)\d{2})(?!\d)" + _OPTIONAL_CLOCK
)
_SHORT_YEAR = _pattern(
    r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})(?![\d.])" + _OPTIONAL_CLOCK
)
_NO_YEAR_ZH = _pattern(
    r"(?<![\d年])(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]" + _OPTIONAL_CLOCK
)
_NO_YEAR_DASH = _pattern(r"(?<![\d\-/])(?P<month>\d{2})[-/](?P<day>\d{2})(?![\d\-/])\s+" + _CLOCK)
_NO_YEAR_ALONE = _pattern(r"^\s*[\[(（]?(?P<month>\d{2})[-/](?P<day>\d{2})[\])）]?\s*$")
_NO_YEAR_EN = _pattern(
    rf"^\W*(?:\w+day,?\s+)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*,?\s*\d)"
)
_NO_YEAR_EN2 = _pattern(
    rf"^\W*(?:\w+day,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}(?!\s*\d)"
)
_MONTH_ZH = _pattern(r"(?<!\d)(?P<year>(?:19|20)\d{2})\s?年\s?(?P<month>\d{1,2})\s?月(?!\s?\d)")
_MONTH_EN = _pattern(rf"\b{_MONTH},?\s+(?P<year>(?:19|20)\d{{2}})\b")
_AGO_ZH = _pattern(
    r"(\d{1,3}|半|[一二两三四五六七八九十])\s*(?:个)?\s*(秒钟?|分钟?|小时|天|日|周|星期|月|年)(?:之?前)"
)
_AGO_EN = _pattern(
    r"\b(\d{1,3}|an?|one|two|three)\s*(seconds?|secs?|minutes?|mins?|m|hours?|hrs?|h|days?|d"
    r"|weeks?|w|months?|mos?|years?|yrs?|y)\s+ago\b"
)
_DAYS_ZH = _pattern(r"(刚刚|今天|今日|昨天|昨日|前天|前日)" + rf"(?:\s*{_CLOCK})?")
_DAYS_EN = _pattern(rf"\b(just now|today|yesterday)\b(?:\s*,?\s*(?:at\s+)?{_CLOCK})?")

_COUNTS = {"半": 0.5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
           "九": 9, "十": 10, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3}  # fmt: skip
_STEPS: dict[str, tuple[float, DatePrecision]] = {
    "秒": (1, "minute"), "s": (1, "minute"), "分": (60, "minute"), "m": (60, "minute"),
    "小": (3600, "hour"), "h": (3600, "hour"), "天": (86400, "day"), "日": (86400, "day"),
    "d": (86400, "day"), "周": (604800, "day"), "星": (604800, "day"), "w": (604800, "day"),
    "月": (2629746, "month"), "mo": (2629746, "month"), "年": (31556952, "year"),
    "y": (31556952, "year"),
}  # fmt: skip
_BACK = {"刚刚": 0, "今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2,
         "just now": 0, "today": 0, "yesterday": 1}  # fmt: skip
# Day before month except in the United States; a page in another language settles it.
_MONTH_FIRST = {"en", "en-us"}


@dataclass(frozen=True, slots=True)
class _Context:
    seen: datetime
    language: str
    offset: timedelta | None
    source: str
    confidence: float


def read_date(
    raw: str,
    *,
    seen: datetime,
    language: str | None = None,
    offset: str | None = None,
    source: str = "text",
    confidence: float = 0.8,
) -> PublishedDate | None:
    """Read the first date in *raw*; None where there is none or it lies after *seen*.

    *seen* is when the page was fetched (aware): relative words count from it. *offset* (``+08:00``)
    is the publisher's zone where the text names none. *confidence* is that of a full date in this
    place; guesses (no year, day and month interchangeable) come out lower.
    """
    text = " ".join(raw[:_LONGEST].split())
    zone = _offset(offset) if offset else None
    if zone is None and (language or "").lower().startswith("zh"):
        zone = _CHINA
    context = _Context(seen.astimezone(UTC), (language or "").lower(), zone, source, confidence)
    for pattern, reader in _READERS:
        match = pattern.search(text)
        found = reader(match, context) if match else None
        if found is not None:
            return found.model_copy(update={"raw": raw.strip()[:80]})
    return None


def _epoch(match: re.Match[str], context: _Context) -> PublishedDate | None:
    moment = datetime.fromtimestamp(int(match[1]), UTC)
    return _instant(moment, "second", context, context.offset, 1.0)


def _dated(match: re.Match[str], context: _Context) -> PublishedDate | None:
    groups = match.groupdict()
    year = int(groups["year"])
    sure = 1.0 if year > 99 else 0.9
    year += 0 if year > 99 else 2000
    return _absolute(match, context, year, _month_of(groups), int(groups["day"]), sure)


def _numeric(match: re.Match[str], context: _Context) -> PublishedDate | None:
    first, second, year = int(match["first"]), int(match["second_"]), int(match["year"])
    month_first = match["sep"] == "/" and (not context.language or context.language in _MONTH_FIRST)
    if match["sep"] == "-" and context.language in _MONTH_FIRST:
        month_first = True
    if first > 12 or second > 12:
        month_first = second > 12
    month, day = (first, second) if month_first else (second, first)
    sure = 1.0 if max(first, second) > 12 or first == second or match["sep"] == "." else 0.8
    return _absolute(match, context, year, month, day, sure)


def _without_year(match: re.Match[str], context: _Context) -> PublishedDate | None:
    month, day = _month_of(match.groupdict()), int(match["day"])
    for year in (context.seen.year + 1, context.seen.year, context.seen.year - 1):
        if found := _absolute(match, context, year, month, day, 0.8):
            return found
    return None


def _month_only(match: re.Match[str], context: _Context) -> PublishedDate | None:
    year, month = int(match["year"]), _month_of(match.groupdict())
    found = _absolute(None, context, year, month, 1, 0.5)
    return found and found.model_copy(
        update={"value": f"{year:04d}-{month:02d}-01", "precision": "month"}
    )


def _ago(match: re.Match[str], context: _Context) -> PublishedDate | None:
    count = _COUNTS.get(match[1].lower()) or float(match[1])
    word = match[2].lower()
    seconds, precision = _STEPS[word[:2]] if word[:2] in _STEPS else _STEPS[word[0]]
    moment = context.seen - timedelta(seconds=count * seconds)
    if precision in {"minute", "hour"}:
        return _instant(moment, precision, context, context.offset, 0.95)
    local = moment + (context.offset or timedelta(0))
    return _day(local.year, local.month, local.day, context, 0.9, precision)


def _named_day(match: re.Match[str], context: _Context) -> PublishedDate | None:
    local = context.seen + (context.offset or timedelta(0))
    local -= timedelta(days=_BACK[match[1].lower()])
    return _absolute(match, context, local.year, local.month, local.day, 0.95)


def _month_of(groups: dict[str, str | None]) -> int:
    name = groups.get("name")
    return MONTHS[name.lower()] if name else int(groups["month"] or 0)


def _absolute(
    match: re.Match[str] | None,
    context: _Context,
    year: int,
    month: int,
    day: int,
    sure: float = 1.0,
) -> PublishedDate | None:
    """Build the date, with its clock time where *match* has one and its zone can be told."""
    if year < _FIRST_YEAR:
        return None
    groups = match.groupdict() if match else {}
    clock = _clock(groups)
    written = _offset(groups.get("zone") or "")
    zone = written if written is not None else context.offset
    if clock is None or zone is None:
        return _day(year, month, day, context, sure)
    try:
        local = datetime(year, month, day, *clock, tzinfo=timezone(zone))
    except ValueError:
        return _day(year, month, day, context, sure)
    precision: DatePrecision = "second" if groups.get("second") else "minute"
    # An assumed zone may be wrong by hours, and the day with it, near midnight.
    assumed = 1.0 if written is not None else 0.97
    return _instant(local, precision, context, zone, sure * assumed)


def _clock(groups: dict[str, str | None]) -> tuple[int, int, int] | None:
    if not groups.get("hour"):
        return None
    hour, half = (
        int(groups["hour"] or 0),
        (groups.get("half1") or groups.get("half2") or "").lower(),
    )
    if (half in {"下午", "晚上"} or half.startswith("p")) and hour < 12:
        hour += 12
    elif (half == "凌晨" or half.startswith("a")) and hour == 12:
        hour = 0
    minute = int(groups.get("minute") or groups.get("minute_h") or 0)
    second = min(59, int(groups.get("second") or 0))
    return (hour, minute, second) if hour < 24 and minute < 60 else None


def _offset(text: str) -> timedelta | None:
    """Read ``+08:00``, ``+0800``, ``GMT+8`` or a zone's name; None for anything else."""
    if zone := ZONES.get(text.lower()):
        return zone
    if text.lower() in ZONES:
        return timedelta(0)
    match = re.match(r"^(?:GMT|UTC)?([+\-−])(\d{1,2}):?(\d{2})?$", text, re.IGNORECASE)
    if not match or int(match[2]) > 14:
        return None
    size = timedelta(hours=int(match[2]), minutes=min(59, int(match[3] or 0)))
    return size if match[1] == "+" else -size


def _day(
    year: int,
    month: int,
    day: int,
    context: _Context,
    sure: float,
    precision: DatePrecision = "day",
) -> PublishedDate | None:
    try:
        start = datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None
    # A calendar day begins up to 14 hours before it does in UTC.
    if (
        start - (context.offset if context.offset is not None else timedelta(hours=14))
        > context.seen + _SKEW
    ):
        return None
    return PublishedDate(
        value=start.date().isoformat(),
        precision=precision,
        confidence=context.confidence * sure,
        source=context.source,
    )


def _instant(
    moment: datetime,
    precision: DatePrecision,
    context: _Context,
    zone: timedelta | None,
    sure: float,
) -> PublishedDate | None:
    if moment.year < _FIRST_YEAR or moment > context.seen + _SKEW:
        return None
    return PublishedDate(
        value=format_instant(min(moment.astimezone(UTC), context.seen).replace(microsecond=0)),
        precision=precision,
        confidence=context.confidence * sure,
        source=context.source,
        offset=_format_offset(zone) if zone is not None else None,
    )


def _format_offset(zone: timedelta) -> str:
    minutes = int(zone.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


_Reader = Callable[[re.Match[str], _Context], PublishedDate | None]
# Most explicit first: a full date anywhere in the text beats a bare month and day.
_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_EPOCH, _epoch), (_ISO, _dated), (_YEAR_FIRST, _dated), (_DAY_NAME, _dated),
    (_NAME_DAY, _dated), (_NUMERIC, _numeric), (_COMPACT, _dated), (_SHORT_YEAR, _dated), (_AGO_ZH, _ago),
    (_AGO_EN, _ago), (_DAYS_ZH, _named_day), (_DAYS_EN, _named_day),
    (_NO_YEAR_ZH, _without_year), (_NO_YEAR_DASH, _without_year),
    (_NO_YEAR_ALONE, _without_year), (_NO_YEAR_EN, _without_year), (_NO_YEAR_EN2, _without_year),
    (_MONTH_ZH, _month_only), (_MONTH_EN, _month_only),
)  # fmt: skip
