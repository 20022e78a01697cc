"""The pace follows how often a source changes, within bounds."""

from datetime import timedelta

import pytest

from evaluation.polling import _SOURCE, _START, measure
from schemas.health import SourceStats
from store.pacing import pace


def history(pattern: str) -> list[SourceStats]:
    return [
        SourceStats(
            source="s", run=f"{n:03}", at=_START + n * _SOURCE.every, ok=True, new=int(mark)
        )
        for n, mark in enumerate(pattern)
    ]


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [("1" * 60, 1.5, 3.0), ("0001" * 15, 5.0, 7.0), ("0" * 60, 14.0, 24.0), ("1" * 5, 6.0, 6.0)],
)
def test_quiet_sources_are_checked_less_and_active_ones_more(
    pattern: str, least: float, most: float
) -> None:
    wanted = pace(_SOURCE, history(pattern)).wanted / timedelta(hours=1)
    assert least <= wanted <= most


def test_it_can_be_switched_off_and_never_asks_more_than_the_site_bears() -> None:
    still = _SOURCE.model_copy(update={"adapt": False})
    assert pace(still, history("1" * 60)).wanted == still.every
    slow = _SOURCE.model_copy(update={"delay": 60.0})
    busy = [one.model_copy(update={"fetched": 40, "lists": 1}) for one in history("1" * 60)]
    assert pace(slow, busy).wanted == slow.every
    weekly = _SOURCE.model_copy(update={"every": timedelta(days=7)})
    assert pace(weekly, history("0" * 60)).wanted == timedelta(days=7)


def test_adapting_finds_changes_sooner_for_as_many_requests() -> None:
    found = measure(sources=6)
    fixed = found["fixed at as many requests: mean delay, hours"]
    assert found["adapted: mean delay, hours"] < 0.8 * fixed
