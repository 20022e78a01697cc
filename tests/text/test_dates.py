"""Dates as publishers write them, bounded by when the page was seen."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from text.dates import read_date

SEEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def day(raw: str, language: str = "en") -> str | None:
    found = read_date(raw, seen=SEEN, language=language)
    return found and found.day


@pytest.mark.parametrize(
    ("raw", "language", "value"),
    [
        ("2026-11-23T09:30:00+08:00", "", "2026-11-23T01:30:00Z"),
        ("2026年11月23日 09:30", "zh", "2026-11-23T01:30:00Z"),
        ("发布时间：2026/11/23 来源：本站", "zh", "2026-11-23"),
        ("11-23 09:30", "zh", "2026-11-23T01:30:00Z"),
        ("2026年11月23日下午3点20分", "zh", "2026-11-23T07:20:00Z"),
        ("3小时前", "zh", "2026-11-23T23:00:00Z"),
        ("半小时前", "zh", "2026-11-24T01:30:00Z"),
        ("昨天", "zh", "2026-11-23"),
        ("昨天 21:05", "zh", "2026-11-23T13:05:00Z"),
        ("5天前", "zh", "2026-11-19"),
        ("2 days ago", "en", "2026-11-22"),
        ("Nov. 23", "en", "2026-11-23"),
        ("December 1", "en", "2025-12-01"),
        ("23rd November 2026", "en", "2026-11-23"),
        ("Tue, 24 Nov 2026 01:00:00 GMT", "en", "2026-11-24T01:00:00Z"),
        ("Nov 23, 2026 9:30 AM EST", "en", "2026-11-23T14:30:00Z"),
        ("23. März 2026, 14:05 Uhr", "de", "2026-03-23"),
        ("23.11.2026", "de", "2026-11-23"),
        ("30.10.23", "de", "2023-10-30"),
        ("11/23/2026", "en", "2026-11-23"),
        ("23/11/2026", "fr", "2026-11-23"),
        ("1795000000", "", "2026-11-18T11:06:40Z"),
        ("20261123", "", "2026-11-23"),
    ],
)
def test_forms(raw: str, language: str, value: str) -> None:
    found = read_date(raw, seen=SEEN, language=language)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("raw", ["2027-01-01", "2026-02-31", "1889-05-01", "no date", "99-99", ""])
def test_what_is_no_date_or_lies_ahead_is_unknown(raw: str) -> None:
    assert day(raw) is None


def test_the_publishers_day_is_kept_across_midnight() -> None:
    found = read_date("2026-11-24 00:30", seen=SEEN, language="zh")
    assert found is not None
    assert (found.value, found.offset, found.day) == (
        "2026-11-23T16:30:00Z",
        "+08:00",
        "2026-11-24",
    )


def test_a_clock_without_a_zone_gives_the_day_alone() -> None:
    found = read_date("23 November 2026 09:30", seen=SEEN, language="en")
    assert found is not None
    assert (found.value, found.precision) == ("2026-11-23", "day")


def test_guesses_are_less_sure() -> None:
    def sure(raw: str) -> float:
        found = read_date(raw, seen=SEEN, language="en", confidence=0.9)
        assert found is not None
        return found.confidence

    assert sure("2026-11-05") > sure("11/05/2026") > sure("2026年11月")
    assert sure("November 5, 2026") > sure("November 5")


@given(st.dates(min_value=date(1995, 1, 1), max_value=date(2026, 11, 22)))
def test_every_written_form_of_a_day_reads_back(moment: date) -> None:
    forms = (
        f"{moment:%Y-%m-%d}", f"{moment:%Y}年{moment.month}月{moment.day}日",
        f"{moment.day} {moment:%B %Y}", f"{moment:%B} {moment.day}, {moment:%Y}", f"{moment:%d.%m.%Y}",
    )  # fmt: skip
    assert {day(form) for form in forms} == {f"{moment:%Y-%m-%d}"}


@given(st.text(max_size=80), st.sampled_from(["en", "zh", "de", ""]))
def test_no_text_breaks_it_and_none_is_in_the_future(raw: str, language: str) -> None:
    found = read_date(raw, seen=SEEN, language=language)
    assert found is None or found.value <= "2026-11-25"
