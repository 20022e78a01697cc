"""Layout breaks injected into sites of our own are found in the run in which they happen."""

from evaluation.health import measure


def test_breaks_are_found_at_once_and_good_runs_alarm_nobody() -> None:
    found = measure()
    assert found["injected breaks"] >= 15
    assert found["found within one run"] >= 0.95
    assert found["false alarms"] <= 0.02
