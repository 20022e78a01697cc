"""What a source's own history says of it: each failure class, and what must not alarm."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from pipeline.diagnosis import diagnose
from pipeline.quiet_days import is_quiet
from schemas.health import FailureClass, Health, SourceStats
from schemas.registry import Source

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOURCE = Source(
    id="news", kind="listing", urls=("http://rival.example/news",), every=timedelta(days=1)
)
PAGE = Source(
    id="pricing", kind="page", urls=("http://rival.example/pricing",), every=timedelta(days=1)
)
FULL = ("title", "text", "published")


def run(day: int, *, read: int = 3, source: Source = SOURCE, **fields: Any) -> SourceStats:
    given = {
        "source": source.id, "run": f"r{day:03}", "at": START + timedelta(days=day), "ok": True,
        "lists": 1, "listed": read + 7, "fetched": read, "new": read,
        "filled": dict.fromkeys(FULL, read), "sure": dict.fromkeys(FULL, 0.9) if read else {},
        "length": 2400 + 10 * day if read else None, "titles": read, "seconds": 0.4,
        **fields,
    }  # fmt: skip
    return SourceStats.model_validate(given)


def judged(*last: SourceStats, days: int = 30, source: Source = SOURCE) -> Health:
    past = [run(day, source=source) for day in range(days)]
    runs = [*past, *last]
    return diagnose(source, runs, runs[-1].at + timedelta(hours=1))


def test_a_good_source_is_ok_and_says_how_it_is_checked() -> None:
    found = judged()
    assert (found.state, found.failure, found.well) == ("ok", None, True)
    assert found.says.startswith("checked every")
    assert found.fields[0].past == (1.0,) * 24


def test_a_source_that_was_never_read_is_new() -> None:
    found = diagnose(SOURCE, [], START)
    assert (found.state, found.todo) == ("new", "Read it now: zhibi run --source news")


@pytest.mark.parametrize(
    ("reason", "failure", "state"),
    [
        ("http-403", "blocked", "failing"), ("http-429", "blocked", "failing"),
        ("http-404", "gone", "failing"), ("http-410", "gone", "failing"),
        ("robots-denied", "robots", "failing"), ("dns", "dns", "degraded"),
        ("tls", "tls", "degraded"), ("connect", "connect", "degraded"),
        ("timeout", "slow", "degraded"), ("http-502", "server", "degraded"),
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_told_by_its_class(reason: str, failure: str, state: str) -> None:
    ill = run(30, read=0, ok=False, reason=reason)
    found = judged(ill)
    assert (found.failure, found.state, found.since) == (failure, state, ill.at)
    again = judged(ill, run(31, read=0, ok=False, reason=reason))
    assert (again.state, again.failures, again.since) == ("failing", 2, ill.at)
    assert judged(ill, run(31)).state == "ok"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"filled": {"text": 3, "published": 3}}, "have a title"),
        ({"filled": {"title": 3, "text": 3}}, "have a date"),
        ({"titles": 1}, "title of their own"),
        ({"length": 300}, "usual length"),
        ({"length": 12_000}, "stands around"),
        ({"sure": {"title": 0.9, "text": 0.5, "published": 0.9}}, "place that is sure"),
        ({"read": 0, "quarantined": {"thin": 3}}, "can be read"),
    ],
)
def test_a_broken_layout_is_found_in_the_same_run(change: dict[str, Any], says: str) -> None:
    found = judged(run(30, **change))
    assert found.failure == "layout"
    assert says in found.says
    assert found.since == START + timedelta(days=30)
    assert "zhibi source check news" in found.todo
    assert judged(run(30, **change), run(31)).state == "ok"


def test_one_page_that_lost_what_it_had_is_proof_enough() -> None:
    past = [run(day, source=PAGE, read=1, new=0, unchanged=1, lists=0, listed=0, compared=1,
                filled={"title": 1, "text": 1, "offers": 1}) for day in range(12)]  # fmt: skip
    last = run(12, source=PAGE, read=1, new=0, changed=1, lists=0, listed=0, compared=1,
               filled={"title": 1, "text": 1}, lost={"offers": 1})  # fmt: skip
    found = diagnose(PAGE, [*past, last], last.at)
    assert (found.failure, found.reason, found.state) == ("layout", "offers", "failing")


def test_a_rule_that_finds_nothing_is_told_though_the_page_is_read() -> None:
    past = [run(day, ruled={"title": 3}) for day in range(10)]
    found = diagnose(SOURCE, [*past, run(10)], START + timedelta(days=10))
    assert (found.failure, found.state) == ("layout", "degraded")
    assert "where its rule looks" in found.says


def test_a_lasting_loss_becomes_the_new_usual() -> None:
    without = [run(30 + day, filled={"title": 3, "text": 3}) for day in range(25)]
    assert judged(*without[:20]).state == "degraded"
    assert judged(*without).state == "ok"


def test_lists_without_links_and_walls() -> None:
    empty = judged(run(30, read=0, listed=0, reason="no-links"))
    assert (empty.failure, empty.state) == ("layout", "failing")
    wall = judged(run(30, read=0, listed=0, reason="challenge"))
    assert wall.failure == "challenge"
    pages = judged(run(30, read=0, fetched=3, dropped={"http-403": 3}))
    assert (pages.failure, pages.state) == ("blocked", "failing")
    paid = judged(run(30, flags={"paywalled": 3}))
    assert (paid.failure, paid.state) == ("paywall", "degraded")
    moved = judged(run(30, moved="http://rival.example/press"))
    assert moved.todo == "Change the source's url to http://rival.example/press"
    slow = judged(run(30, seconds=20.0), run(31, seconds=22.0))
    assert slow.failure == "slow"
    never = judged(run(1, read=0, listed=0, reason="no-links"), days=0)
    assert never.failure == "empty"
    assert never.todo.endswith("zhibi source try news")


def test_silence_is_told_and_weekends_and_holidays_are_none() -> None:
    days = [day for day in range(400) if (START + timedelta(days=day)).weekday() < 5]
    noise = random.Random(7)
    runs = [
        run(day, read=noise.randint(1, 3) if day in days and noise.random() < 0.6
            and not is_quiet((START + timedelta(days=day)).date()) else 0)
        for day in range(400)
    ]  # fmt: skip
    alarms = [
        runs[day].at.date()
        for day in range(60, 400)
        if diagnose(SOURCE, runs[: day + 1], runs[day].at).state == "stale"
    ]
    assert alarms == []
    quiet = [run(400 + day, read=0) for day in range(30)]
    found = [
        day for day in range(30)
        if diagnose(SOURCE, [*runs, *quiet[: day + 1]], quiet[day].at).failure == "quiet"
    ]  # fmt: skip
    assert found
    assert 4 < found[0] < 21


def test_what_was_forgotten_by_the_schedule_is_late() -> None:
    runs = [run(day) for day in range(10)]
    found = diagnose(SOURCE, runs, START + timedelta(days=14))
    assert (found.state, found.failure) == ("stale", "late")
    off = diagnose(SOURCE.model_copy(update={"enabled": False}), runs, START + timedelta(days=14))
    assert (off.state, off.due) == ("ok", None)


def test_chance_alone_hardly_ever_alarms() -> None:
    noise = random.Random(11)
    alarms = total = 0
    for _ in range(40):
        share = noise.choice([1.0, 1.0, 0.97, 0.8, 0.5])
        runs = []
        for day in range(40):
            read = noise.choice([0, 1, 1, 2, 3, 5, 8])
            runs.append(
                run(day, read=read, length=noise.randint(1500, 4000), filled={
                    "title": read, "text": read,
                    "published": sum(noise.random() < share for _ in range(read)),
                    "authors": sum(noise.random() < 0.6 for _ in range(read)),
                })
            )  # fmt: skip
        for day in range(6, 40):
            total += 1
            alarms += not diagnose(SOURCE, runs[: day + 1], runs[day].at).well
    assert alarms / total <= 0.02


def test_the_digest_has_words_for_every_failure_class() -> None:
    for language in ("en", "zh"):
        words = yaml.safe_load(Path(f"digests/words/{language}.yaml").read_text(encoding="utf-8"))
        assert set(get_args(FailureClass)) <= words["reasons"].keys()


def later(hours: float, **fields: Any) -> SourceStats:
    return run(30, read=0, lists=0, listed=0).model_copy(
        update={"at": START + timedelta(days=30, hours=hours), **fields}
    )


@pytest.mark.parametrize(
    "reason", ["dns", "http-503", "parked", "retry-after", "robots-unavailable"]
)
def test_what_passes_is_weather_until_it_has_lasted_for_a_day(reason: str) -> None:
    tries = [later(hours, ok=False, reason=reason) for hours in (0, 0.25, 0.75, 23)]
    assert [judged(*tries[:number]).state for number in (1, 2, 3, 4)] == [
        "degraded", "degraded", "degraded", "failing",
    ]  # fmt: skip


def test_pages_that_were_put_off_once_are_no_failure() -> None:
    assert judged(later(0, lists=1, listed=5, dropped={"parked": 5})).state == "ok"
    lasting = [later(hours, lists=1, listed=5, dropped={"parked": 5}) for hours in (0, 1, 24)]
    assert judged(*lasting).failure == "blocked"


def test_who_failed_is_due_again_soon_and_then_ever_later() -> None:
    tries = [later(hours, ok=False, reason="connect") for hours in (0, 0.25, 0.75)]
    waits = [
        (found.due - tries[number - 1].at) / timedelta(minutes=1)
        for number in (1, 2, 3)
        if (found := judged(*tries[:number])).due
    ]
    assert [round(one) for one in waits] == [14, 28, 57]
    denied = judged(later(0, ok=False, reason="http-403"))
    assert denied.due
    assert denied.due - later(0).at > timedelta(hours=5)
