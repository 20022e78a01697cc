"""Money, dates, ages and lines as people write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text import display

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "currency", "english", "chinese"),
    [
        ("184000000", "EUR", "€184 million", "1.84 亿欧元"),
        ("26000000", "CNY", "¥26 million", "2,600 万元"),
        ("61400000", "USD", "$61.4 million", "6,140 万美元"),
        ("1499", "CNY", "¥1,499", "1,499 元"),
        ("96000", "CNY", "¥96,000", "9.6 万元"),
        ("350000000", "CNY", "¥350 million", "3.5 亿元"),
        ("1200000000", "USD", "$1.2 billion", "12 亿美元"),
        ("999996", "USD", "$1 million", "100 万美元"),
        ("12345678", "CHF", "CHF 12.35 million", "1,234.57 万瑞士法郎"),
        ("-3200000", "GBP", "−£3.2 million", "−320 万英镑"),
        ("2000000000000", "JPY", "JP¥2 trillion", "2 万亿日元"),
        ("0", "EUR", "€0", "0 欧元"),
        ("0.042", "GBP", "£0.042", "0.042 英镑"),
        ("5000000", "XAF", "XAF 5 million", "500 万 XAF"),
    ],
)
def test_money_in_prose(amount: str, currency: str, english: str, chinese: str) -> None:
    assert display.format_money(Decimal(amount), currency) == english
    assert display.format_money(Decimal(amount), currency, "zh") == chinese


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("1299", "CNY", "¥1,299"), ("8.5", "EUR", "€8.50"), ("0.0025", "USD", "$0.0025"),
        ("99.00", "GBP", "£99"), ("-5", "USD", "−$5"), ("12", None, "12"), ("7", "SEK", "SEK 7"),
    ],
)  # fmt: skip
def test_list_prices_are_exact(amount: str, currency: str | None, shown: str) -> None:
    assert display.format_price(Decimal(amount), currency) == shown


def test_percents_and_counts() -> None:
    assert display.format_percent(Decimal("15.4")) == "15.4%"
    assert display.format_percent(Decimal("15.40"), signed=True) == "+15.4%"
    assert display.format_percent(Decimal("-17.083"), signed=True) == "−17.1%"
    assert display.format_percent(Decimal(0), signed=True) == "0%"
    assert display.format_count(1284) == "1,284"
    assert display.counted(1, "source") == "1 source"
    assert display.counted(4, "story", "stories") == "4 stories"
    assert [display.in_words(n) for n in (0, 1, 9, 10)] == ["no", "one", "nine", "10"]


def test_days_and_weeks() -> None:
    assert display.short_day("2026-11-20") == "20 Nov"
    assert display.short_day("2026-11-24", NOW, "zh") == "11-24"
    assert display.short_day("2025-11-24T10:00:00Z", NOW) == "24 Nov 2025"
    assert display.short_day("2025-11-24", NOW, "zh") == "2025-11-24"
    assert display.short_day("soon", NOW) == "soon"
    assert display.long_day("2026-11-12") == "12 November 2026"
    assert display.long_day("2026-11-12", "zh") == "2026 年 11 月 12 日"
    assert display.long_day("", "zh") == ""
    assert display.period("2026-07") == "July 2026"
    assert display.period("2026-07", "zh") == "2026 年 7 月"
    assert display.period("2026-Q3", "zh") == "2026 年三季度"
    assert display.period("2026-H1", "zh") == "2026 年上半年"
    assert (display.period("2026-H1"), display.period("2026-H2")) == ("H1 2026", "H2 2026")
    assert (display.period("2026-Q3"), display.period("2026")) == ("Q3 2026", "2026")
    assert (display.period("2026-11-20"), display.period("soon")) == ("20 Nov", "soon")
    assert display.weekday("2026-11-20") == "Fri"
    assert display.weekday("2026-11-20", "zh") == "周五"
    assert display.weekday("soon") == ""
    assert display.week_name("2026-W47") == "Week 47"
    assert display.week_title("2026-W47") == "Week 47, 16–22 November 2026"
    assert display.week_title("2026-W47", "zh") == "2026 年第 47 周，11 月 16 日至 22 日"
    assert display.week_title("2026-W49") == "Week 49, 30 November – 6 December 2026"
    assert display.week_title("2026-W49", "zh") == "2026 年第 49 周，11 月 30 日至 12 月 6 日"
    assert display.week_title("2026-W53") == "Week 53, 28 December 2026 – 3 January 2027"
    assert display.day_range(date(2026, 12, 28), date(2027, 1, 3), "zh") == (
        "2026 年 12 月 28 日至 2027 年 1 月 3 日"
    )
    with pytest.raises(ValueError, match="week"):
        display.week_days("2026-W54")


def test_moments_are_on_the_readers_clock() -> None:
    moment = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)
    assert display.format_moment(moment, "Europe/Amsterdam") == "20 Nov 18:05"
    assert display.format_moment(moment, "Asia/Shanghai", "zh") == "11-21 01:05"


@pytest.mark.parametrize(
    ("ago", "english", "chinese"),
    [
        (timedelta(seconds=20), "just now", "刚刚"),
        (timedelta(minutes=1), "1 minute ago", "1 分钟前"),
        (timedelta(hours=3), "3 hours ago", "3 小时前"),
        (timedelta(hours=30), "yesterday", "昨天"),
        (timedelta(days=9), "9 days ago", "9 天前"),
        (timedelta(days=20), "2 weeks ago", "2 周前"),
        (timedelta(days=70), "2 months ago", "2 个月前"),
        (timedelta(days=800), "2 years ago", "2 年前"),
        (timedelta(days=-1), "just now", "刚刚"),
    ],
)
def test_ages(ago: timedelta, english: str, chinese: str) -> None:
    assert display.relative_age(NOW - ago, NOW) == english
    assert display.relative_age(NOW - ago, NOW, "zh") == chinese


def test_lists_and_spacing() -> None:
    assert display.join_list(["A"]) == "A"
    assert display.join_list(["A", "B", "C"]) == "A, B and C"
    assert display.join_list(["甲", "乙", "丙"], "zh") == "甲、乙 和 丙"
    assert display.join_list([]) == ""
    assert display.space_han("收购Corvane公司，作价1.84亿欧元，涨15%后") == (
        "收购 Corvane 公司，作价 1.84 亿欧元，涨 15% 后"
    )
    assert display.space_han("Aldine Corp.收入 3.5亿元") == "Aldine Corp. 收入 3.5 亿元"


def test_widths_count_chinese_as_two() -> None:
    assert display.display_width("知彼 Zhibi") == 10
    assert display.display_width("e\u0301\u200b") == 1
    assert display.pad("知彼", 6) + "|" == "知彼  |"
    assert display.pad("知彼", 6, right=True) == "  知彼"
    assert display.shorten("知彼知己百战不殆", 9) == "知彼知己…"
    assert display.shorten("one two three four", 12) == "one two…"
    assert display.shorten("short", 12) == "short"


def test_lines_break_where_people_break_them() -> None:
    assert display.wrap("合同金额约为五百万，", 18) == ["合同金额约为五百", "万，"], (
        "no comma leads a line"
    )
    assert display.wrap("他说“好的”", 5) == ["他说", "“好", "的”"], "no quote ends a line"
    assert display.wrap("one two three", 9, indent="  ", first="1 ") == ["1 one two", "  three"]
    assert display.wrap("") == []
    long = "x" * 90
    assert display.wrap(f"a {long} b") == ["a", long, "b"]


@given(st.text(), st.integers(min_value=10, max_value=80))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    plain = display.one_line(text)
    lines = display.wrap(plain, width)
    assert "".join("".join(lines).split()) == "".join(plain.split())
    for line in lines:
        unbroken = max(map(len, line.split()), default=0)
        assert display.display_width(line) <= width or unbroken * 2 > width // 2


@given(st.text())
def test_one_line_is_one_harmless_line_and_idempotent(text: str) -> None:
    once = display.one_line(text)
    assert display.one_line(once) == once
    assert not set("\r\n\x00\u2028\u202e\u2066\u200b\ufeff") & set(once)
    assert len(once) <= 400


@given(st.decimals(min_value=0, max_value=10**13, places=2), st.sampled_from(["EUR", "CNY", "XXX"]))
def test_prose_money_is_within_a_hundredth_of_its_scale(amount: Decimal, currency: str) -> None:
    scales = {"trillion": 10**12, "billion": 10**9, "million": 10**6}
    number, _, word = display.format_money(amount, "EUR").removeprefix("€").partition(" ")
    value = Decimal(number.replace(",", "")) * scales.get(word, 1)
    assert abs(value - amount) <= Decimal(scales.get(word, 1)) / 200
    assert display.format_money(amount, currency, "zh")
