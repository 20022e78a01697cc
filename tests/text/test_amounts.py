import itertools
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text.amounts import find_dates, find_percents
from text.money import find_money

DAY = "2026-11-24"  # a Tuesday


@pytest.mark.parametrize(
    ("text", "words", "percent"),
    [
        ("up 15.4%", "15.4%", "15.4"), ("15 per cent", "15 per cent", "15"), ("rose 3 pct", "3 pct", "3"),
        ("裁员三成", "三成", "30"), ("降幅一成五", "一成五", "15"), ("百分之十二", "百分之十二", "12"),
        ("全场五折", "五折", "50"), ("八五折", "八五折", "15.0"), ("下降2个百分点", "2个百分点", "2"),
        ("minus 2 per cent", "minus 2 per cent", "-2"), ("−4.5% on the year", "−4.5%", "-4.5"), ("by twelve per cent", "twelve per cent", "12"),
        ("raised by 25 basis points", "25 basis points", "0.25"), ("下调25个基点", "25个基点", "0.25"), ("up 15,5 %", "15,5 %", "15.5"),
        ("增长百分之十二点五", "百分之十二点五", "12.5"), ("from 1,250% to", "1,250%", "1250"), ("下降1.2个百分点", "1.2个百分点", "1.2"),
        ("grew two and a half percent", "two and a half percent", "2.5"), ("three-and-a-half per cent", "three-and-a-half per cent", "3.5"),
        ("by one and a half percentage points", "one and a half percentage points", "1.5"), ("lost .5% of it", ".5%", "0.5"),
        ("up .75 per cent", ".75 per cent", "0.75"), ("was -.5%", "-.5%", "-0.5"), ("rose 0.5%.", "0.5%", "0.5"),
        ("half a percent less", "half a percent", "0.5"), ("a quarter of a percentage point", "a quarter of a percentage point", "0.25"),
        ("cut its budget and a third of its staff", "a third", "33"), ("half of 12%", "12%", "12"),
        ("sales rose 5pc.", "5pc", "5"), ("fell -5pc", "-5pc", "-5"), ("a margin down 2.5 pp", "2.5 pp", "2.5"), ("up 8ppt,", "8ppt", "8"),
        ("cut by 50bp", "50bp", "0.5"), ("下降三个百分点", "三个百分点", "3"), ("上升半个百分点", "半个百分点", "0.5"),
        ("一点五个百分点", "一点五个百分点", "1.5"), ("二十五个基点", "二十五个基点", "0.25"), ("费率千分之三", "千分之三", "0.3"),
        ("万分之五的印花税", "万分之五", "0.05"), ("全场打对折", "对折", "50"), ("价格打了对折", "对折", "50"),
        ("提高零点四个百分点", "零点四个百分点", "0.4"),
        ("about a fifth of it", "a fifth", "20"), ("nearly a\nhalf", "a\nhalf", "50"),
    ],
)  # fmt: skip
def test_percents(text: str, words: str, percent: str) -> None:
    (found,) = find_percents(text)
    assert (text[found.start : found.end], found.value.percent) == (words, Decimal(percent))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up 20-30%", [("20", "20"), ("30%", "30")]), ("增长20至30%，", [("20", "20"), ("30%", "30")]),
        ("About 5 to 8 percent", [("5", "5"), ("8 percent", "8")]), ("between about 2.5 and 3.5 pct", [("2.5", "2.5"), ("3.5 pct", "3.5")]),
        ("from -5 to -3 per cent", [("-5", "-5"), ("-3 per cent", "-3")]), ("25 to 50 basis points", [("25", "0.25"), ("50 basis points", "0.5")]),
        ("five to eight per cent", [("five", "5"), ("eight per cent", "8")]), ("2-3pc", [("2", "2"), ("3pc", "3")]),
        ("between two and three per cent", [("two", "2"), ("three per cent", "3")]), ("能省两到三成", [("两", "20"), ("三成", "30")]),
        ("下调5至8个百分点", [("5", "5"), ("8个百分点", "8")]), ("三到五个百分点", [("三", "3"), ("五个百分点", "5")]),
        ("grew 5 and 8 percent", [("8 percent", "8")]), ("the Fenlo 3 to 20% off", [("20%", "20")]), ("统一到五成", [("五成", "50")]),
        ("on 2026-11-18%", [("18%", "18")]), ("from 2024 to 8 percent", [("8 percent", "8")]), ("from 8 to 5 percent", [("5 percent", "5")]),
        ("lost 5 – 20% of it", [("20%", "20")]), ("a hundred and five per cent", [("a hundred and five per cent", "105")]),
    ],
)  # fmt: skip
def test_both_ends_of_a_range_of_percents(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(text[one.start : one.end], one.value.percent) for one in find_percents(text)]
    assert found == [(words, Decimal(percent)) for words, percent in expected]


@pytest.mark.parametrize(
    "text",
    [
        "成立三年",
        "一成不变",
        "打折扣",
        "三成功",
        "two and a half million users",
        "two and three quarters percent",
    ],
)
def test_no_percents(text: str) -> None:
    assert find_percents(text) == []


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("on 18 November 2026", "18 November 2026", "2026-11-18"), ("on Nov. 3", "Nov. 3", "2026-11-03"),
        ("in September", "September", "2026-09"), ("in January", "January", "2027-01"),
        ("on Tuesday", "Tuesday", "2026-11-24"), ("on Friday", "Friday", "2026-11-20"),
        ("next month", "next month", "2026-12"), ("Q3 2026", "Q3 2026", "2026-Q3"),
        ("by 2028", "2028", "2028"), ("yesterday", "yesterday", "2026-11-23"),
        ("2026年5月29日", "2026年5月29日", "2026-05-29"), ("7月起", "7月", "2026-07"),
        ("13日晚", "13日晚", "2026-11-13"), ("今年上半年", "今年上半年", "2026-H1"),
        ("三季度", "三季度", "2026-Q3"), ("明年首季", "明年首季", "2027-Q1"), ("昨日", "昨日", "2026-11-23"),
        ("下月", "下月", "2026-12"), ("周五", "周五", "2026-11-20"), ("下周五", "下周五", "2026-12-04"),
    ],
)  # fmt: skip
def test_dates(text: str, words: str, day: str) -> None:
    found = find_dates(text, DAY)
    assert [(text[one.start : one.end], one.value.date) for one in found] == [(words, day)]


def test_without_a_day_relative_dates_stay_open() -> None:
    assert [one.value.date for one in find_dates("It opens on Tuesday.")] == [None]
    assert [one.value.date for one in find_dates("It opens on Sunday, 3 May 2026.")] == [
        "2026-05-03"
    ]


def test_may_and_march_are_dates_only_as_dates() -> None:
    assert find_dates("Prices may rise and workers march on.", DAY) == []


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="0123456789.,$€£¥亿万元千百三五成折%月年日周 MmkbnBusdMay-/Q第", max_size=60)
)
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    for find in (find_money, find_percents, find_dates):
        spans = sorted((one.start, one.end) for one in find(text))
        assert all(0 <= start < end <= len(text) for start, end in spans)
    money = sorted((one.start, one.end) for one in find_money(text))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(money))


def test_more_than_a_round_figure_keeps_its_scale() -> None:
    (found,) = find_money("出资 20 多亿美元")
    assert (found.value.amount, found.value.currency) == (Decimal(2_000_000_000), "USD")


def test_the_quarter_before_and_after_are_told_from_the_day() -> None:
    assert [one.value.date for one in find_dates("上季度", "2026-01-26")] == ["2025-Q4"]
    assert [one.value.date for one in find_dates("next quarter", "2026-01-26")] == ["2026-Q2"]


def test_a_long_row_of_numerals_is_read_in_one_go() -> None:
    begun = time.process_time()
    assert find_percents("一" * 20_000) == []
    assert [one.value.percent for one in find_percents("上升三十五个百分点")] == [35]
    assert time.process_time() - begun < 2
