"""Dates in many languages, calendars and digits; what they are read as, and laws about them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from text.calendars import gregorian, solar
from text.dates import read_date, read_dates

SEEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "tr", "uk", "zh",
)  # fmt: skip
DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2026, 11, 22))


def day(raw: str, language: str) -> str | None:
    found = read_date(raw, seen=SEEN, language=language)
    return found and found.day


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("23 de noviembre de 2026", "es"),
        ("23 de novembre de 2026", "ca"),
        ("2026. november 23., 14:30", "hu"),
        ("2026 m. lapkričio 23 d.", "lt"),
        ("2026. gada 23. novembris", "lv"),
        ("23. marraskuuta 2026 klo 10.15", "fi"),
        ("23 Kasım 2026 09:30", "tr"),
        ("23 ΝΟΕΜΒΡΙΟΥ 2026", "el"),
        ("23 نوفمبر 2026", "ar"),
        ("٢٣ تشرين الثاني ٢٠٢٦", "ar"),
        ("23 בנובמבר 2026", "he"),
        ("2026년 11월 23일 오후 3:20", "ko"),
        ("2026. 11. 23.", "ko"),
        ("2026年11月23日(月) 9時30分", "ja"),
        ("令和8年11月23日", "ja"),
        ("中華民國115年11月23日", "zh"),
        ("115年11月23日", "zh"),
        ("二〇二六年十一月二十三日", "zh"),
        ("２０２６年１１月２３日", "zh"),
        ("۲ آذر ۱۴۰۵", "fa"),
        ("۱۴۰۵/۰۹/۰۲", "fa"),
        ("23 พฤศจิกายน 2569", "th"),
        ("23 พ.ย. 69", "th"),
        ("ngày 23 tháng 11 năm 2026", "vi"),
        ("Mon Nov 23 14:57:21 CET 2026", "de"),
        ("Mon, 23-Nov-26 10:00:00 GMT", "en"),
        ("23. 11. 2026", "cs"),
        ("23. studenoga 2026.", "hr"),
        ("14:05 Uhr, 23. November 2026", "de"),
        ("Novemba 23, 2026", "sw"),
        ("23 ноември 2026 г.", "bg"),
        ("1795400000123", ""),
        ("2026-11-23 00:00:00", "zh"),
    ],
)
def test_the_day_is_read_in_every_form(raw: str, language: str) -> None:
    assert day(raw, language) == "2026-11-23"


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("vor 3 Tagen", "de", "2026-11-21"),
        ("il y a une semaine", "fr", "2026-11-17"),
        ("hace 5 días", "es", "2026-11-19"),
        ("2 дня назад", "ru", "2026-11-22"),
        ("2日前", "ja", "2026-11-22"),
        ("어제", "ko", "2026-11-23"),
        ("gestern, 21:05", "de", "2026-11-23"),
        ("há 1 hora", "pt", "2026-11-24"),
        ("hier", "fr", "2026-11-23"),
        ("Lesen Sie hier weiter", "de", None),
        ("3 yıl", "tr", None),
        ("3月前", "zh", None),
    ],
)
def test_words_that_count_from_now(raw: str, language: str, expected: str | None) -> None:
    assert day(raw, language) == expected


def test_a_month_is_read_in_the_pages_language() -> None:
    assert day("5 listopada 2025", "pl") == "2025-11-05"
    assert day("5. listopada 2025.", "hr") == "2025-10-05"


def test_day_and_month_that_may_change_places_are_both_told() -> None:
    def meanings(raw: str, language: str, day_first: bool | None = None) -> list[str]:
        found = read_dates(raw, seen=SEEN, language=language, day_first=day_first)
        assert [one.confidence for one in found] == sorted(
            (one.confidence for one in found), reverse=True
        )
        return [one.day for one in found]

    assert meanings("03/04/2026", "en-us") == ["2026-03-04", "2026-04-03"]
    assert meanings("03/04/2026", "en-gb") == ["2026-04-03", "2026-03-04"]
    assert meanings("03/04/2026", "en", day_first=True) == ["2026-04-03", "2026-03-04"]
    assert meanings("12/11/2026", "en-us") == ["2026-11-12"]  # the other lies ahead
    assert meanings("13/04/2026", "en-us") == ["2026-04-13"]
    assert meanings("03.04.2026", "en-us") == ["2026-04-03"]


def test_a_local_time_written_as_utc_is_not_the_future_but_its_hour_is_not_believed() -> None:
    found = read_date("2026-11-24T09:30:00Z", seen=SEEN)
    assert found is not None
    assert (found.value, found.precision) == ("2026-11-24", "day")
    assert read_date("2026-11-24T17:30:00Z", seen=SEEN) is None


@given(DAYS, st.sampled_from(LANGUAGES), st.sampled_from(["long", "full"]))
def test_what_a_language_writes_out_reads_back(moment: date, language: str, width: str) -> None:
    written = format_date(moment, format=width, locale=language)
    assert day(written, language) == moment.isoformat(), written


@given(st.integers(1343, 1472), st.integers(1, 12), st.integers(1, 29))
def test_the_solar_calendar_goes_on_day_by_day(year: int, month: int, of_month: int) -> None:
    one, following = solar(year, month, of_month), solar(year, month, of_month + 1)
    assert one is not None
    assert following is not None
    assert following - one == timedelta(days=1)


@given(st.text(max_size=60))
def test_rewriting_calendars_twice_changes_nothing_more(raw: str) -> None:
    once = gregorian(raw)
    assert gregorian(once) == once


@given(st.text(max_size=80), st.sampled_from([*LANGUAGES, "fa", "th", "vi", "und", "x"]))
def test_no_text_breaks_it_and_nothing_lies_ahead(raw: str, language: str) -> None:
    for found in read_dates(raw, seen=SEEN, language=language):
        assert found.value <= "2026-11-24T02:00:00Z"
        assert 0 < found.confidence <= 0.8
