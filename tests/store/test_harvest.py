"""The fetch ledger: entered twice it is as entered once."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.errors import InvalidRecordError, WrongUseError
from schemas.registry import Registry
from store import Store

DAY = timedelta(days=1)


def test_a_journal_entered_twice_changes_nothing(store: Store, make: Any) -> None:
    entries = [
        make.entry("http://velmora.example/a"),
        make.miss("failed", "http://velmora.example/b"),
    ]
    first = store.harvest.commit("run-1", iter(entries))
    before = store.harvest.pending()
    store.harvest.mark(before[0].id, "new")
    assert store.harvest.commit("run-1", iter(entries)) == first == {"fetched": 1, "failed": 1}
    assert store.harvest.pending() == []
    assert store.harvest.snapshot(before[0].id) == before[0]


def test_pending_snapshots_come_in_the_order_they_were_fetched(store: Store, make: Any) -> None:
    late = make.entry("http://velmora.example/b", fetched_at=make.at(seconds=9))
    early = make.entry("http://velmora.example/a")
    store.harvest.commit("run-1", [late, early])
    store.harvest.commit("run-2", [make.entry("http://velmora.example/c")])
    assert [one.url[-1] for one in store.harvest.pending("run-1")] == ["a", "b"]
    assert len(store.harvest.pending()) == 3


def test_a_fetched_entry_without_a_place_is_refused_whole(store: Store, make: Any) -> None:
    torn = make.entry("http://velmora.example/b", warc_offset=None)
    with pytest.raises(InvalidRecordError, match="warc_offset"):
        store.harvest.commit("run-1", [make.entry(), torn])
    assert store.harvest.pending() == []


def test_validators_follow_the_last_copy_and_a_304_keeps_them(store: Store, make: Any) -> None:
    address = "http://velmora.example/a"
    store.harvest.commit(
        "run-1", [make.entry(address, headers={"etag": '"1"', "last-modified": "Mon"})]
    )
    assert store.harvest.known(["velmora-news"]) == {address: ('"1"', "Mon")}
    same = make.miss("unchanged", address, fetched_at=make.at(days=1))
    store.harvest.commit("run-2", [same])
    assert store.harvest.known(["velmora-news"]) == {address: ('"1"', "Mon")}
    store.harvest.commit(
        "run-1", [make.entry(address, headers={"etag": '"1"', "last-modified": "Mon"})]
    )
    store.harvest.commit("run-3", [make.entry(address, headers={}, fetched_at=make.at(days=2))])
    assert store.harvest.known(["velmora-news"]) == {}
    assert store.harvest.known(["other"]) == {}


def test_a_failure_forgets_nothing_that_was_known(store: Store, make: Any) -> None:
    store.harvest.commit("run-1", [make.entry()])
    store.harvest.commit("run-2", [make.miss("failed", fetched_at=make.at(days=1))])
    assert store.harvest.known(["velmora-news"]) == {"http://velmora.example/a": ('"1"', None)}


def test_documents_fetched_well_lately_are_not_due(store: Store, make: Any) -> None:
    moved = make.entry(
        "http://velmora.example/new?utm_source=x", requested_url="http://velmora.example/old"
    )
    start = make.entry("http://velmora.example/feed.xml", purpose="start")
    bad = make.miss("failed", "http://velmora.example/bad")
    store.harvest.commit("run-1", [moved, start, bad])
    fresh = store.harvest.not_due(["velmora-news"], make.at(days=1), 2 * DAY)
    assert fresh == ["http://velmora.example/new", "http://velmora.example/old"]
    assert store.harvest.not_due(["velmora-news"], make.at(days=2), 2 * DAY) == []


def test_a_host_stays_parked_until_the_latest_time_it_named(store: Store, make: Any) -> None:
    until = make.at(hours=2)
    parked = make.miss("parked", parked_until=until, reason="retry-after")
    sooner = make.miss("parked", "http://velmora.example/b", parked_until=make.at(hours=1))
    store.harvest.commit("run-1", [parked])
    store.harvest.commit("run-2", [sooner])
    assert store.harvest.parked(make.now) == {"velmora.example": until}
    assert store.harvest.parked(until) == {}


def test_a_source_is_due_when_its_period_has_passed(store: Store, make: Any) -> None:
    sources = (
        make.source("hourly", every="1h"),
        make.source("weekly", every="7d"),
        make.source("off", every="1h", enabled=False),
    )
    store.registry.apply(Registry(sources=sources), author="a", now=make.now)
    assert [one.id for one in store.harvest.due(make.now)] == ["hourly", "weekly"]
    store.harvest.started("run-1", ["hourly", "weekly"], make.now)
    store.harvest.started("run-1", ["hourly", "weekly"], make.at(days=9))
    assert store.harvest.due(make.now) == []
    assert store.harvest.due(make.at(minutes=50)) == []
    assert [one.id for one in store.harvest.due(make.at(minutes=58))] == ["hourly"]
    assert [one.id for one in store.harvest.due(make.at(days=7))] == ["hourly", "weekly"]
    assert [one.id for one in store.harvest.due(make.now, ["weekly", "off"])] == ["weekly", "off"]


def test_health_counts_runs_that_failed_in_a_row(store: Store, make: Any) -> None:
    store.registry.apply(
        Registry(sources=(make.source(), make.source("new"))), author="a", now=make.now
    )
    feed = "http://velmora.example/feed.xml"
    for number, outcome in enumerate(["fetched", "failed", "refused"]):
        run, now = f"run-{number}", make.at(days=number)
        store.runs.open(run, now, ["velmora-news"])
        store.harvest.started(run, ["velmora-news"], now)
        if outcome == "fetched":
            entry = make.entry(feed, purpose="start", fetched_at=now)
        else:
            entry = make.miss(outcome, feed, purpose="start", fetched_at=now, reason=f"r-{outcome}")
        for _twice in range(2):
            store.harvest.commit(run, [entry, make.miss("failed", fetched_at=now)])
    new, health = store.harvest.health(make.at(days=9))
    assert (new.source, new.last_try, new.failures) == ("new", None, 0)
    assert (health.failures, health.reason) == (2, "r-refused")
    assert (health.last_ok, health.since, health.last_try) == (
        make.now,
        make.at(days=1),
        make.at(days=2),
    )
    assert store.harvest.health(make.now)[1].failures == 0


def test_what_is_set_aside_keeps_its_reason_and_can_be_tried_again(store: Store, make: Any) -> None:
    store.harvest.commit("run-1", [make.entry(), make.entry("http://velmora.example/b")])
    first, second = store.harvest.pending()
    store.harvest.quarantine(first.id, "challenge", "asks for a click")
    store.harvest.mark(second.id, "new")
    (found,) = store.harvest.quarantined()
    assert (found.snapshot, found.reason, found.detail) == (
        first.id,
        "challenge",
        "asks for a click",
    )
    assert store.harvest.quarantined(make.at(seconds=1)) == []
    assert store.harvest.again() == 1
    assert [one.id for one in store.harvest.pending()] == [first.id]
    assert store.harvest.again(run="run-1") == 1
    assert len(store.harvest.pending()) == 2


def test_marking_an_unknown_snapshot_says_so(store: Store) -> None:
    with pytest.raises(WrongUseError, match="no such snapshot"):
        store.harvest.mark("s-none", "new")


def test_a_nul_in_what_a_site_sent_is_kept_as_a_replacement(store: Store, make: Any) -> None:
    entry = make.miss("failed", detail="bad \x00 byte", reason="x")
    assert store.harvest.commit("run-1", [entry]) == {"failed": 1}
