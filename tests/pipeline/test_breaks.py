"""Layout breaks injected into sites of our own are found in the run in which they happen."""

from evaluation.health import measure, repairs


def test_breaks_are_found_at_once_and_good_runs_alarm_nobody() -> None:
    found = measure()
    assert found["injected breaks"] >= 15
    assert found["found within one run"] >= 0.95
    assert found["false alarms"] <= 0.02
    assert found["of these told"] <= 0.05


def test_what_broke_and_stands_elsewhere_gets_a_rule_that_reads_pages_never_seen() -> None:
    found = repairs()
    assert found["broken fields that stand elsewhere"] >= 25
    assert found["of these a right rule proposed"] >= 0.95
