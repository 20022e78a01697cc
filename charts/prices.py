"""What a company charges, over time: steps from zero, each change dated at its corner.

The line says what was known: solid while the page stated a price, dotted from the day on which it
was hidden or gone. No legend: each plan's name stands at the end of its line.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise
from typing import Any

import vl_convert

from charts.giveway import Box, Label, Place, placed
from charts.theme import TEXT, THEMES, Look, Theme, config
from schemas.base import Record
from schemas.documents import PriceState
from text.display import Lang, format_price, one_line, short_day, shorten

# CSS pixels; charts narrower than 500 px cannot be read, on phones the figure scrolls.
WIDTH, HEIGHT = 390, 180
Spec = dict[str, Any]
_LABEL_GAP = 28  # two lines of 11 px text
_CORNERS = 3  # changes labelled per plan: the latest
_MONTHS: dict[Lang, str] = {
    "en": "utcFormat(datum.value, '%b')",
    "zh": "(utcmonth(datum.value) + 1) + ' 月'",
}
_WORDS: dict[Lang, dict[PriceState, str]] = {
    "en": {"hidden": "hidden", "missing": "no longer offered", "broken": "not read", "known": ""},
    "zh": {"hidden": "已隐藏", "missing": "不再提供", "broken": "未能读取", "known": ""},
}


class PricePoint(Record):
    """From *day* on, *plan* costs *amount*, or its price is not known (*state* says why)."""

    plan: str
    day: date
    amount: Decimal | None = None
    state: PriceState = "known"


@dataclass(frozen=True)
class _Plan:
    name: str
    points: tuple[PricePoint, ...]

    @property
    def known(self) -> list[PricePoint]:
        return [one for one in self.points if one.amount is not None]

    @property
    def last(self) -> Decimal:
        return self.known[-1].amount or Decimal(0)

    @property
    def state(self) -> PriceState:
        return self.points[-1].state if self.points[-1].amount is None else "known"


def price_steps(
    points: Iterable[PricePoint], *, start: date, end: date, currency: str | None,
    language: Lang = "en", look: Look = "page", title: str,
) -> str:  # fmt: skip
    """Return the chart of *points* between *start* and *end* as SVG, with title and description.

    Changes of one day count once. Raises ValueError where no plan ever had a known price or the
    period is empty.
    """
    plans = _plans(points, start, end)
    spec = _spec(plans, start, end, currency, language, look)
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return _described(str(svg), title, describe(plans, currency, language))


def price_steps_png(
    points: Iterable[PricePoint], *, start: date, end: date, currency: str | None,
    language: Lang = "en", scale: float = 2.0,
) -> bytes:  # fmt: skip
    """Return the same chart as PNG in light colours, for mail and documents; see price_steps."""
    spec = _spec(_plans(points, start, end), start, end, currency, language, "light")
    png = vl_convert.vegalite_to_png(spec, scale=scale, allowed_base_urls=[])
    return bytes(png)


def alternative(
    points: Iterable[PricePoint], *, start: date, end: date, currency: str | None, language: Lang
) -> str:
    """Return what the chart shows in words, for those who do not see it."""
    return describe(_plans(points, start, end), currency, language)


def describe(plans: Sequence[_Plan], currency: str | None, language: Lang) -> str:
    """Return one sentence per plan: its price, its changes with their days, what is hidden."""
    return ("" if language == "zh" else " ").join(
        _sentence(plan, currency, language) for plan in plans
    )


def _sentence(plan: _Plan, currency: str | None, language: Lang) -> str:
    first, *later = plan.points
    amount = first.amount
    parts = [
        format_price(amount, currency) if amount is not None else _WORDS[language][first.state]
    ]
    for point in later:
        day = short_day(point.day.isoformat(), None, language)
        what = (
            format_price(point.amount, currency)
            if point.amount is not None
            else _WORDS[language][point.state]
        )
        parts.append(f"{day} 起 {what}" if language == "zh" else f"from {day} {what}")
    if not later:
        parts.append("未变" if language == "zh" else "unchanged")
    if language == "zh":
        return f"{plan.name}：{'，'.join(parts)}。"
    return f"{plan.name} {', '.join(parts)}."


def _plans(points: Iterable[PricePoint], start: date, end: date) -> list[_Plan]:
    """Group by plan, dearest first; what came before *start* is its value at *start*."""
    if start >= end:
        raise ValueError(f"the period from {start} to {end} is empty")
    grouped: dict[str, list[PricePoint]] = {}
    for point in sorted(points, key=lambda one: one.day):
        if point.day > end:
            continue
        name = shorten(one_line(point.plan, 80), 24)
        day = max(point.day, start)
        kept = grouped.setdefault(name, [])
        if kept and kept[-1].day == day:
            kept.pop()
        if not kept or (kept[-1].amount, kept[-1].state) != (point.amount, point.state):
            kept.append(point.model_copy(update={"plan": name, "day": day}))
    plans = [_Plan(name, tuple(kept)) for name, kept in grouped.items()]
    plans = [plan for plan in plans if plan.known]
    if not plans:
        raise ValueError("no plan has a known price in this period")
    return sorted(plans, key=lambda plan: (-plan.last, plan.name))


def _spec(
    plans: Sequence[_Plan], start: date, end: date, currency: str | None, language: Lang, look: Look
) -> dict[str, Any]:
    theme = THEMES[look]
    top = float(max(one.amount or 0 for plan in plans for one in plan.points)) * 1.12 or 1.0
    symbol = format_price(Decimal(0), currency).rstrip("0")
    x = {
        "field": "day", "type": "temporal",
        "scale": {"type": "utc", "domain": [_instant(start), _instant(end)]},
        "axis": {
            "labelExpr": _MONTHS[language], "grid": False, "labelFlush": True,
            "tickCount": {"interval": "month", "step": _months(start, end)},
        },
    }  # fmt: skip
    y = {
        "field": "amount", "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
        "axis": {"tickCount": 4, "labelExpr": f"{json.dumps(symbol)} + format(datum.value, ',')"},
    }  # fmt: skip
    segments = _segments(plans, end)
    corners = _apart(_corners(plans, (start, end), currency, language), segments, (start, end), top)
    layers = [
        *_lines(segments, theme, x, y),
        *_points(corners, theme, x, y),
        *_ends(_labels(plans, currency, language, top), theme, y),
    ]
    padding = {"left": 5, "right": 5, "top": 14, "bottom": 5}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "config": config(theme),
        "width": WIDTH, "height": HEIGHT, "padding": padding, "layer": layers,
    }  # fmt: skip


# Vega-Lite as it stands: building the same with Altair's objects takes longer than drawing it.
def _layer(rows: list[Spec], mark: Spec, encoding: Spec, only: str = "") -> Spec:
    made: Spec = {"data": {"values": rows}, "mark": mark, "encoding": encoding}
    return made | ({"transform": [{"filter": only}]} if only else {})


def _lines(segments: list[Spec], theme: Theme, x: Spec, y: Spec) -> Iterator[Spec]:
    line: Spec = {
        "type": "line",
        "interpolate": "step-after",
        "color": theme.mark,
        "strokeWidth": 1.6,
    }
    where = {"x": x, "y": y, "detail": {"field": "part", "type": "nominal"}}
    yield _layer([one for one in segments if one["known"]], line, where)
    dotted = line | {"strokeDash": [2, 3]}
    yield _layer([one for one in segments if not one["known"]], dotted, where)


def _points(corners: list[Spec], theme: Theme, x: Spec, y: Spec) -> Iterator[Spec]:
    point: Spec = {"type": "point", "filled": True, "size": 34, "opacity": 1}
    ring = {"color": theme.paper, "stroke": theme.mark, "strokeWidth": 1.6}
    where: Spec = {"x": x, "y": y}
    yield _layer(corners, point | {"color": theme.mark}, where, "datum.known")
    yield _layer(corners, point | ring, where, "!datum.known")
    where |= {"text": {"field": "text", "type": "nominal"}}
    # A rise is told above its corner, a fall below it: beside the step, the next one would cross the words.
    for align, dx, side in (("right", -6, "datum.left"), ("left", 6, "!datum.left")):
        for dy, way in ((-6, "!datum.below"), (TEXT + 2, "datum.below")):
            mark = {"type": "text", "align": align, "dx": dx, "dy": dy, "color": theme.label}
            yield _layer(corners, mark, where, f"{side} && {way}")


def _ends(labels: list[Spec], theme: Theme, y: Spec) -> Iterator[Spec]:
    mark: Spec = {"type": "text", "align": "left", "clip": False}
    where: Spec = {"x": {"value": WIDTH + 8}, "y": y}
    name, price = ({"text": {"field": one, "type": "nominal"}} for one in ("name", "price"))
    yield _layer(labels, mark | {"fontWeight": 600, "color": theme.ink}, where | name)
    yield _layer(labels, mark | {"dy": TEXT + 2, "color": theme.label}, where | price)


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _segments(plans: Sequence[_Plan], end: date) -> list[dict[str, Any]]:
    """Return the stretches of all lines; an unknown one runs on at the last known price."""
    rows: list[dict[str, Any]] = []
    for number, plan in enumerate(plans):
        part, value = 0, None
        for place, point in enumerate(plan.points):
            known = point.amount is not None
            value = point.amount if known else value
            if value is None:
                continue
            if place and known != (plan.points[place - 1].amount is not None):
                part += 1
            until = plan.points[place + 1].day if place + 1 < len(plan.points) else end
            common = {"part": f"{number}-{part}", "known": known, "amount": float(value)}
            rows += [{**common, "day": _instant(point.day)}, {**common, "day": _instant(until)}]
    return rows


def _corners(
    plans: Sequence[_Plan], period: tuple[date, date], currency: str | None, language: Lang
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    start, end = period
    room = start + (end - start) * 0.3  # a label needs this much on its left
    for plan in plans:
        changes = list(zip(plan.points, plan.points[1:], strict=False))
        labelled = {after.day for _, after in changes[-_CORNERS:]}
        for before, after in changes:
            amount = after.amount if after.amount is not None else before.amount
            if amount is None:
                continue
            rows.append(
                {
                    "day": _instant(after.day), "amount": float(amount),
                    "known": after.amount is not None,
                    "left": after.day > room,
                    "below": _fell(before, after),
                    "text": _change(before, after, currency, language) if after.day in labelled else "",
                }
            )  # fmt: skip
    return rows


def _apart(
    corners: list[Spec], segments: list[Spec], period: tuple[date, date], top: float
) -> list[Spec]:
    """Return *corners* with labels that do not stand on one another: of near changes the later is told."""
    start, end = period

    def at(row: Spec) -> tuple[float, float]:
        day = date.fromisoformat(row["day"][:10])
        return (day - start) / (end - start) * WIDTH, HEIGHT * (1 - row["amount"] / top)

    rows = sorted(corners, key=lambda row: str(row["day"]), reverse=True)
    told = [row for row in rows if row["text"]]
    labels = [Label(*at(row), row["text"], Place(row["left"], row["below"])) for row in told]
    # Every stretch, and every step between two of a line.
    ways = [(one, other) for one, other in pairwise(segments) if one["part"] == other["part"]]
    ends = [sorted(at(row) for row in way) for way in ways]
    drawn = [
        Box(x - 1, min(y, other) - 1, until + 1, max(y, other) + 1)
        for (x, y), (until, other) in ends
    ]
    places = placed(labels, drawn, WIDTH)
    moved = [
        row | ({"left": place.left, "below": place.below} if place else {"text": ""})
        for row, place in zip(told, places, strict=True)
    ]
    return [*moved, *(row for row in rows if not row["text"])]


def _fell(before: PricePoint, after: PricePoint) -> bool:
    return (after.amount or before.amount or 0) < (before.amount or 0)


def _change(before: PricePoint, after: PricePoint, currency: str | None, language: Lang) -> str:
    day = short_day(after.day.isoformat(), None, language)
    if after.amount is None or before.amount is None:
        state = _WORDS[language][after.state]
        what = state or format_price(after.amount or Decimal(0), currency)
    else:
        step = format_price(after.amount - before.amount, currency)
        what = step if step.startswith("−") else f"+{step}"
    return f"{day}，{what}" if language == "zh" else f"{day}, {what}"


def _labels(
    plans: Sequence[_Plan], currency: str | None, language: Lang, top: float
) -> list[dict[str, Any]]:
    """Return the labels at the ends of the lines, moved apart where they would touch."""
    gap = _LABEL_GAP / HEIGHT * top
    heights: list[float] = []
    for plan in plans:  # dearest first: push the later ones down
        height = float(plan.last)
        heights.append(min(height, heights[-1] - gap) if heights else height)
    # Those pushed below the axis push the ones above them up again.
    low = -0.06 * top
    for place in range(len(heights) - 1, -1, -1):
        heights[place] = max(heights[place], low)
        low = heights[place] + gap
    return [
        {
            "name": plan.name, "amount": height,
            "price": _WORDS[language][plan.state] or format_price(plan.last, currency),
        }
        for plan, height in zip(plans, heights, strict=True)
    ]  # fmt: skip


def _months(start: date, end: date) -> int:
    """Months between two ticks, so that there are about five."""
    return max(1, round((end - start).days / 30.4 / 5))


# What Vega says of each mark, for those who would walk through them: the description says it better.
_GRAPHICS = re.compile(
    r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")'
)


def _described(svg: str, title: str, description: str) -> str:
    """Give the SVG its role, title and description, which Vega does not write."""
    head, body = _GRAPHICS.sub("", svg).split(">", 1)
    words = f"<title>{escape(one_line(title, 200))}</title><desc>{escape(description)}</desc>"
    return f'{head} role="img">{words}{body}'
