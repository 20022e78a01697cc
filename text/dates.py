"""Publication dates as publishers write them, in many forms and with what is not known left open.

A day is the publisher's own calendar day. A clock time becomes an instant only where its zone is
written or can be assumed (Chinese pages without one are in +08:00); else the day alone is kept.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from schemas.base import format_instant
from schemas.documents import DatePrecision, PublishedDate
from text import dateforms as forms
from text.ago import read_ago
from text.calendars import gregorian
from text.months import HOME_ZONES, ZONES, month_number

# The web's first pages are of 1991; an earlier year on a page is history, not its date.
_FIRST_YEAR = 1991
# Clocks of publishers run ahead of ours by minutes; beyond that a date is in the future.
_SKEW = timedelta(minutes=15)
# Nor is a local time that was written down as UTC the future, up to the farthest zone.
_FARTHEST = timedelta(hours=14)
_LONGEST = 300  # characters: a date stands at the start of its element
_MONTH_FIRST = frozenset({"en", "en-us", "en-ph", "es-us", "en-bz"})


@dataclass(frozen=True, slots=True)
class _Context:
    seen: datetime
    language: str
    offset: timedelta | None
    source: str
    confidence: float
    raw: str
    day_first: bool | None


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
    found = read_dates(
        raw, seen=seen, language=language, offset=offset, source=source, confidence=confidence
    )
    return found[0] if found else None


def read_dates(
    raw: str,
    *,
    seen: datetime,
    language: str | None = None,
    offset: str | None = None,
    source: str = "text",
    confidence: float = 0.8,
    day_first: bool | None = None,
) -> list[PublishedDate]:
    """Return what the first date in *raw* may mean, the likeliest first; mostly one meaning.

    ``03/04/2026`` has two. *day_first* settles it where the caller knows; without it the language
    does (``en`` alone and ``en-us`` put the month first). The other parameters are those of
    :func:`read_date`.
    """
    lang = (language or "").lower().replace("_", "-")
    primary = lang.split("-")[0]
    text = gregorian(" ".join(raw[:_LONGEST].split()), primary)
    zone = _offset(offset) if offset else HOME_ZONES.get(primary)
    context = _Context(
        seen.astimezone(UTC), lang, zone, source, confidence, raw.strip()[:80], day_first
    )
    if found := _first_full(text, context):
        return found
    for pattern, reader in _PARTS:
        for match in pattern.finditer(text):
            if read := [one for one in reader(match, context) if one is not None]:
                return read
    ago = _ago(text, context)
    return [ago] if ago else []


def _first_full(text: str, context: _Context) -> list[PublishedDate]:
    """Return the meanings of the full date that begins first in *text*."""
    best: list[PublishedDate] = []
    start = len(text)
    for pattern, reader in _FULL:
        for match in pattern.finditer(text):
            if match.start() >= start:
                break
            if read := [one for one in reader(match, context) if one is not None]:
                best, start = read, match.start()
                break
        if start == 0:
            break
    return best


_Found = Iterator[PublishedDate | None]


def _epoch(match: re.Match[str], context: _Context) -> _Found:
    moment = datetime.fromtimestamp(int(match[1]), UTC)
    yield _instant(moment, "second", context, context.offset, 1.0)


def _dated(match: re.Match[str], context: _Context) -> _Found:
    groups = match.groupdict()
    month = _month_of(groups, context.language)
    year = int(groups["year"] or groups.get("year1") or 0)
    day = int(groups["day"] or groups.get("day0") or groups.get("day1") or 0)
    if month is not None:
        sure = 1.0 if year > 99 else 0.9
        yield _absolute(match, context, year if year > 99 else year + 2000, month, day, sure)


def _year_of_two(match: re.Match[str], context: _Context) -> _Found:
    if context.language.startswith("zh"):
        yield from _dated(match, context)


def _numeric(match: re.Match[str], context: _Context) -> _Found:
    first, second, year = int(match["first"]), int(match["second_"]), int(match["year"])
    full = year > 99
    year += 0 if full else 2000 if year < 70 else 1900
    month_first = context.day_first is False or (
        context.day_first is None
        and match["sep"] != "."
        and ((match["sep"] == "/" and not context.language) or context.language in _MONTH_FIRST)
    )
    open_to_both = first <= 12 and second <= 12 and first != second
    if first > 12 or second > 12:
        month_first = second > 12
    month, day = (first, second) if month_first else (second, first)
    settled = match["sep"] == "." or not open_to_both or context.day_first is not None
    sure = (0.95 if settled and open_to_both else 1.0 if settled else 0.8) * (1.0 if full else 0.9)
    likely = _absolute(match, context, year, month, day, sure)
    yield likely
    if open_to_both and match["sep"] != ".":
        # The other reading; where the likely one lies ahead it is the only one.
        yield _absolute(match, context, year, day, month, 0.9 if likely is None else 0.4)


def _without_year(match: re.Match[str], context: _Context) -> _Found:
    month, day = _month_of(match.groupdict(), context.language), int(match["day"])
    for year in (context.seen.year + 1, context.seen.year, context.seen.year - 1):
        if month and (found := _absolute(match, context, year, month, day, 0.8)):
            yield found
            return


def _month_only(match: re.Match[str], context: _Context) -> _Found:
    year, month = int(match["year"]), _month_of(match.groupdict(), context.language)
    found = _absolute(None, context, year, month, 1, 0.5) if month else None
    yield found and found.model_copy(
        update={"value": f"{year:04d}-{month:02d}-01", "precision": "month"}
    )


def _ago(text: str, context: _Context) -> PublishedDate | None:
    told = read_ago(text, context.language.split("-")[0])
    if told is None:
        return None
    moment = context.seen - told.back
    if told.precision in {"minute", "hour"}:
        return _instant(moment, told.precision, context, context.offset, 0.95)
    local = moment + (context.offset or timedelta(0))
    clock = _AFTER_WORD.match(text, told.end) if told.precision == "day" else None
    if told.precision == "day":
        return _absolute(clock, context, local.year, local.month, local.day, 0.93)
    return _day(local.year, local.month, local.day, context, 0.9, told.precision)


_AFTER_WORD = forms.pattern(rf"\s*,?\s*(?:at\s+|um\s+|à\s+)?{forms.CLOCK}")


def _month_of(groups: dict[str, str | None], language: str) -> int | None:
    name = groups.get("name") or groups.get("name0")
    if name:
        return month_number(name, language)
    return int(groups.get("month") or groups.get("month1") or 0) or None


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
    # Midnight sharp is what systems write that keep days only.
    if clock is None or zone is None or clock == (0, 0, 0):
        return _day(year, month, day, context, sure)
    try:
        local = datetime(year, month, day, *clock, tzinfo=timezone(zone))
    except ValueError:
        return None
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
    if (half in {"下午", "晚上", "오후", "午後"} or half.startswith("p")) and hour < 12:
        hour += 12
    elif (half in {"凌晨", "上午", "오전", "午前"} or half.startswith("a")) and hour == 12:
        hour = 0
    minute = int(groups.get("minute") or groups.get("minute_h") or 0)
    second = min(59, int(groups.get("second") or 0))
    return (hour, minute, second) if hour < 24 and minute < 60 else None


def _offset(text: str) -> timedelta | None:
    """Read ``+08:00``, ``+0800``, ``GMT+8`` or a zone's name; None for anything else."""
    if (zone := ZONES.get(text.lower())) is not None:
        return zone
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
    if start - (context.offset if context.offset is not None else _FARTHEST) > context.seen + _SKEW:
        return None
    return PublishedDate(
        value=start.date().isoformat(),
        precision=precision,
        confidence=context.confidence * sure,
        source=context.source,
        raw=context.raw,
    )


def _instant(
    moment: datetime,
    precision: DatePrecision,
    context: _Context,
    zone: timedelta | None,
    sure: float,
) -> PublishedDate | None:
    if moment.year < _FIRST_YEAR:
        return None
    if moment > context.seen + _SKEW:
        if moment > context.seen + _FARTHEST:
            return None
        # A local time written down as another zone's: its hour is wrong, its day can be right.
        written = moment.astimezone(timezone(zone or timedelta(0)))
        return _day(written.year, written.month, written.day, context, sure * 0.9)
    return PublishedDate(
        value=format_instant(min(moment.astimezone(UTC), context.seen).replace(microsecond=0)),
        precision=precision,
        confidence=context.confidence * sure,
        source=context.source,
        offset=_format_offset(zone) if zone is not None else None,
        raw=context.raw,
    )


def _format_offset(zone: timedelta) -> str:
    minutes = int(zone.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


_Reader = Callable[[re.Match[str], _Context], _Found]
# Where two begin at one place the more explicit one, which stands first, is meant.
_FULL: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (forms.EPOCH, _epoch), (forms.ISO, _dated), (forms.YEAR_FIRST, _dated), (forms.VIETNAMESE, _dated),
    (forms.DAY_NAME, _dated), (forms.NAME_DAY, _dated), (forms.UNIX, _dated), (forms.YEAR_NAME, _dated),
    (forms.NUMERIC, _numeric), (forms.COMPACT, _dated), (forms.SHORT_NAME, _dated), (forms.SHORT_YEAR, _numeric), (forms.SHORT_YEAR_ZH, _year_of_two),
)  # fmt: skip
_PARTS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (forms.NO_YEAR_ZH, _without_year), (forms.NO_YEAR_DASH, _without_year),
    (forms.NO_YEAR_ALONE, _without_year), (forms.NO_YEAR_NAME, _without_year), (forms.NO_YEAR_DAY, _without_year),
    (forms.MONTH_ZH, _month_only), (forms.MONTH_NAME, _month_only),
)  # fmt: skip
