"""Cut-offs of editions: weeks, zones, and the nights when clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from pipeline.editions import cut_off, format_week, latest_edition, parse_week, period, week_of
from schemas.errors import WrongUseError
from schemas.registry import Reader, Schedule

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")


def reader(zone: str, hour: int = 7, day: str = "monday") -> Reader:
    schedule = Schedule.model_validate({"day": day, "hour": hour})
    return Reader(id="r", name="R", email="r@x.example", timezone=zone, schedule=schedule)


def test_an_edition_is_cut_at_the_readers_hour_after_the_week() -> None:
    assert cut_off(reader("Europe/Berlin"), "2026-W47") == datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert cut_off(reader("Asia/Shanghai"), "2026-W47") == datetime(2026, 11, 22, 23, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 2, 7, 23])
def test_editions_of_a_year_follow_each_other_without_gap_or_overlap(zone: str, hour: int) -> None:
    person = reader(zone, hour, "sunday")
    weeks = [format_week(date(2026, 1, 5) + timedelta(weeks=number)) for number in range(53)]
    periods = [period(person, week) for week in weeks]
    assert all(earlier[1] == later[0] for earlier, later in pairwise(periods))
    lengths = {end - start for start, end in periods}
    assert all(abs(length - timedelta(days=7)) <= timedelta(hours=1) for length in lengths)


@pytest.mark.parametrize("zone", ZONES)
def test_the_latest_edition_is_closed_and_the_one_after_is_not(zone: str) -> None:
    person = reader(zone)
    for hours in range(0, 24 * 21, 5):
        now = datetime(2026, 10, 18, tzinfo=UTC) + timedelta(hours=hours)
        week = latest_edition(person, now)
        assert cut_off(person, week) <= now
        following = format_week(parse_week(week) + timedelta(days=7))
        assert cut_off(person, following) > now


def test_a_week_is_that_of_the_readers_zone() -> None:
    sunday_evening = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert week_of(reader("Europe/Berlin"), sunday_evening) == "2026-W47"
    assert week_of(reader("Asia/Shanghai"), sunday_evening) == "2026-W48"


@pytest.mark.parametrize("text", ["2026-47", "2026-W54", "W47", "", "2026-W00"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(WrongUseError, match="2026-W47"):
        parse_week(text)
