"""The price chart says what was known, in figures that a reader and a screen reader get alike."""

import re
import struct
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charts.giveway import Box, Label, Place, placed
from charts.prices import WIDTH, PricePoint, alternative, price_steps, price_steps_png
from text.display import display_width

PERIOD: dict[str, Any] = {
    "start": date(2025, 12, 1), "end": date(2026, 11, 30), "currency": "EUR",
}  # fmt: skip


def point(plan: str, day: str, amount: int | None, state: str = "known") -> PricePoint:
    value = None if amount is None else Decimal(amount)
    return PricePoint(plan=plan, day=date.fromisoformat(day), amount=value, state=state)


POINTS = (
    point("Starter", "2025-06-01", 35), point("Starter", "2025-11-01", 39),
    point("Team", "2025-11-01", 89), point("Team", "2026-11-19", 99),
    point("Enterprise", "2025-12-01", 175), point("Enterprise", "2026-09-01", None, "hidden"),
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_each_plan_is_named_at_the_end_of_its_line_with_its_last_price() -> None:
    shown = texts(price_steps(POINTS, title="Prices", **PERIOD))
    assert {"Starter", "€39", "Team", "€99", "Enterprise", "hidden"} <= set(shown)
    assert "€35" not in shown, "what was before the period is not shown"
    assert {"19 Nov, +€10", "1 Sep, hidden"} <= set(shown)
    assert "€0" in shown, "steps stand on zero"


def test_chinese_words_and_dates() -> None:
    shown = texts(price_steps(POINTS, title="价格", language="zh", **PERIOD))
    assert {"11-19，+€10", "09-01，已隐藏", "已隐藏", "1 月"} <= set(shown)


def test_the_finding_is_there_in_words() -> None:
    svg = price_steps(POINTS, title="Tessaly <b> & co", **PERIOD)
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "Tessaly <b> & co"
    assert root[1].text == (
        "Enterprise €175, from 1 Sep hidden. Team €89, from 19 Nov €99. Starter €39, unchanged."
    )
    assert alternative(POINTS, language="zh", **PERIOD) == (
        "Enterprise：€175，09-01 起 已隐藏。Team：€89，11-19 起 €99。Starter：€39，未变。"
    )


def test_a_page_colours_it_by_its_own_style_sheet() -> None:
    svg = price_steps(POINTS, title="Prices", **PERIOD)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) - {"none"}
    assert all(colour.startswith("var(--") for colour in colours), colours
    assert "style=" not in svg
    light = price_steps(POINTS, title="Prices", look="light", **PERIOD)
    assert "var(" not in light
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", svg), "nothing is loaded"


def test_what_is_not_known_is_dotted_and_what_is_known_is_not() -> None:
    dashes = re.findall(r"stroke-dasharray", price_steps(POINTS, title="P", **PERIOD))
    assert len(dashes) == 1
    known = [one for one in POINTS if one.amount is not None]
    assert "stroke-dasharray" not in price_steps(known, title="P", **PERIOD)


def test_labels_of_near_prices_do_not_touch() -> None:
    near = [point(f"Plan {number}", "2025-12-01", 100 + number) for number in range(5)]
    svg = price_steps(near, title="P", **PERIOD)
    heights = sorted(
        float(match[1])
        for element in ET.fromstring(svg).iter(f"{SVG}text")
        if (element.text or "").startswith("Plan ")
        and (match := re.search(r",\s*([\d.-]+)\)", element.get("transform", "")))
    )
    assert len(heights) == 5
    assert min(b - a for a, b in pairwise(heights)) >= 27


NEAR = {
    "one plan": (
        point("Team", "2025-12-01", 89), point("Team", "2026-09-01", 99),
        point("Team", "2026-09-20", 105), point("Team", "2026-10-10", 95),
    ),
    "three plans": (
        point("Team", "2025-12-01", 89), point("Team", "2026-11-19", 99),
        point("Solo", "2025-12-01", 80), point("Solo", "2026-11-15", 92),
        point("Big", "2025-12-01", 100), point("Big", "2026-11-10", 110),
    ),
    "early": (
        point("A", "2025-12-01", 89), point("A", "2026-01-05", 99), point("A", "2026-01-20", 105),
        point("A", "2026-02-10", 95), point("B", "2025-12-01", 97), point("B", "2026-02-01", None, "hidden"),
    ),
}  # fmt: skip


def changes(svg: str) -> dict[str, Box]:
    """Return what the labels at the corners cover, with a pixel of tolerance, by their words."""
    found = {}
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        words = element.text or ""
        x, y = map(float, re.findall(r"[-\d.]+", element.get("transform", ""))[:2])
        if re.search("[,，]", words):
            long = display_width(words) * 6 - 1
            left = x - long if element.get("text-anchor") == "end" else x
            found[words] = Box(left, y - 8, left + long, y + 1)
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", NEAR)
def test_labels_of_near_changes_give_way_to_the_latest(name: str, language: Any) -> None:
    svg = price_steps(NEAR[name], title="P", language=language, **PERIOD)
    told = changes(svg)
    assert [one for one in combinations(told.values(), 2) if one[0].meets(one[1])] == []
    assert all(one.left >= 0 and one.right <= WIDTH for one in told.values())
    latest = {"one plan": ("10 Oct", "10-10"), "three plans": ("19 Nov", "11-19"), "early": ("10 Feb", "02-10")}  # fmt: skip
    assert latest[name][language == "zh"] in " ".join(told), "the latest change is told"
    assert len(told) >= 2
    dots = re.findall(r' d="M2\.9', svg)
    corners = len(NEAR[name]) - len({one.plan for one in NEAR[name]})
    assert len(dots) == corners, "what gives way keeps its corner"


def test_a_label_that_stands_alone_stays_where_it_was() -> None:
    left, right = Place(left=True, below=False), Place(left=False, below=True)
    far = [Label(300, 50, "19 Nov, +€10", left), Label(60, 150, "3 Jan, −€5", right)]
    assert placed(far, [], WIDTH) == [left, right]
    across = Box(0, 40, WIDTH, 42)
    assert placed(far[:1], [across], WIDTH) == [Place(left=False, below=True)]
    low = Box(0, 58, WIDTH, 66)
    assert placed(far[:1], [across, low], WIDTH) == [left], "better on a line than nowhere"
    assert placed([Label(380, 50, "a long, long label", right)], [], WIDTH) == [None]


@given(st.lists(st.tuples(st.floats(0, WIDTH), st.floats(0, 180), st.booleans(), st.booleans()), max_size=12))  # fmt: skip
def test_no_two_labels_ever_stand_on_one_another(
    points: list[tuple[float, float, bool, bool]],
) -> None:
    labels = [Label(x, y, "19 Nov, +€10", Place(left, below)) for x, y, left, below in points]
    places = placed(labels, [], WIDTH)
    boxes = [one.at(place) for one, place in zip(labels, places, strict=True) if place]
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))


def test_the_picture_is_a_picture_and_the_same_each_time() -> None:
    png = price_steps_png(POINTS, **PERIOD)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert width > 900
    assert height > 350
    assert png == price_steps_png(POINTS[::-1], **PERIOD)
    assert len(png) < 60_000


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no plan"):
        price_steps([point("A", "2026-01-01", None, "hidden")], title="P", **PERIOD)
    with pytest.raises(ValueError, match="empty"):
        price_steps(POINTS, title="P", start=date(2026, 1, 2), end=date(2026, 1, 1), currency=None)


def test_hostile_plan_names_stay_text() -> None:
    bad = point("</svg><script>x</script>\u202e", "2026-01-01", 5)
    svg = price_steps([bad], title="</title><script>", **PERIOD)
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert "script" not in tags
    assert "\u202e" not in svg
