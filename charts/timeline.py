"""What a company did over a year: a row per family of moves, a mark per move that leads to its story.

Drawn as plain SVG with the classes and mark shapes of the pages (symbols ``m-FAMILY`` of their sprite), so
that it follows light, dark and print. Months are calendar months of the given days.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from html import escape
from typing import NamedTuple

from schemas.base import Record
from schemas.kinds import FAMILIES, Family
from text.display import Lang, short_day, shorten

WIDTH = 1184
_LEFT, _RIGHT, _TOP, _ROW, _MARK = 88, 44, 24, 27, 11
_LEAST_GAP = 13.0  # marks nearer than this are drawn side by side
_MONTHS: tuple[str, ...] = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


class TimelineMark(Record):
    """One move: when, of which family, what it is called and where it leads."""

    day: date
    family: Family
    title: str
    href: str


class _Placed(NamedTuple):
    x: float
    mark: TimelineMark


def timeline(
    marks: Iterable[TimelineMark],
    *,
    start: date,
    end: date,
    names: dict[Family, str],
    title: str,
    description: str,
    language: Lang = "en",
) -> str:
    """Return the SVG of *marks* between *start* and *end*; *names* are the families' in words.

    Raises ValueError for an empty period.
    """
    if end <= start:
        raise ValueError("a timeline needs a period")
    inside = [one for one in marks if start <= one.day <= end]
    height = _TOP + _ROW * len(FAMILIES) + 6
    rows = "".join(
        _row(number, family, inside, start, end, names) for number, family in enumerate(FAMILIES)
    )
    return (
        f'<svg class="chart long" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="group" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f"{_months(start, end, height, language)}{rows}</svg>"
    )


def _x(day: date, start: date, end: date) -> float:
    share = (day - start).days / (end - start).days
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _months(start: date, end: date, height: int, language: Lang) -> str:
    """Return a hairline and the name at the first day of every month."""
    drawn = []
    first = date(start.year, start.month, 1)
    while first <= end:
        if first >= start:
            x = _x(first, start, end)
            name = f"{first.month} 月" if language == "zh" else _MONTHS[first.month - 1]
            if first.month == 1:
                name = f"{first.year} 年 1 月" if language == "zh" else f"Jan {first.year}"
            drawn.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{height - 6}"/>')
            if x < WIDTH - _RIGHT - 20:
                drawn.append(f'<text x="{x + 4}" y="14">{name}</text>')
        first = (first + timedelta(days=32)).replace(day=1)
    return "".join(drawn)


def _row(
    number: int,
    family: Family,
    marks: Sequence[TimelineMark],
    start: date,
    end: date,
    names: dict[Family, str],
) -> str:
    mine = sorted(
        (one for one in marks if one.family == family), key=lambda one: (one.day, one.title)
    )
    y = _TOP + _ROW * number
    middle = y + _ROW / 2
    drawn = [
        f'<line class="grid" x1="0" x2="{WIDTH}" y1="{y + _ROW}" y2="{y + _ROW}"/>',
        f'<text class="cc" x="0" y="{middle + 4}">{escape(names[family])}</text>',
        f'<text class="k" x="{WIDTH - 2}" y="{middle + 4}" text-anchor="end">{len(mine)}</text>',
    ]
    drawn += [_mark(one, middle) for one in _apart(mine, start, end)]
    return f'<g class="{family}">{"".join(drawn)}</g>'


def _apart(marks: Sequence[TimelineMark], start: date, end: date) -> list[_Placed]:
    """Return where marks stand: on their day, or just after the one before, never over the edge."""
    placed: list[_Placed] = []
    last = -_LEAST_GAP
    for one in marks:
        x = max(_x(one.day, start, end), last + _LEAST_GAP)
        placed.append(_Placed(x, one))
        last = x
    limit = float(WIDTH - _RIGHT)
    for number in range(len(placed) - 1, -1, -1):
        if placed[number].x <= limit:
            break
        placed[number] = placed[number]._replace(x=max(limit, _LEFT))
        limit -= _LEAST_GAP
    return placed


def _mark(placed: _Placed, middle: float) -> str:
    one = placed.mark
    said = escape(f"{short_day(one.day.isoformat(), None, 'en')}: {shorten(one.title, 120)}")
    half = _MARK / 2
    return (
        f'<a href="{escape(one.href)}" aria-label="{said}"><title>{said}</title>'
        f'<use class="mkc" href="#m-{one.family}" x="{placed.x - half}" y="{middle - half}" '
        f'width="{_MARK}" height="{_MARK}"/></a>'
    )
