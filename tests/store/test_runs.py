"""Runs and leases: the same on SQLite and PostgreSQL."""

import multiprocessing
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import ConflictError
from schemas.reports import StepReport
from store import Store, open_store


def test_a_run_remembers_its_sources_and_the_steps_it_did(store: Store, make: Any) -> None:
    store.runs.open("run-1", make.now, ["b", "a"])
    store.runs.open("run-1", make.at(hours=1), ["c"])
    store.runs.mark("run-1", StepReport(step="ingest", run="run-1", now=make.now))
    store.runs.mark("run-1", StepReport(step="crawl", run="run-1", now=make.now, counts={"new": 1}))
    store.runs.mark("run-1", StepReport(step="crawl", run="run-1", now=make.now, counts={"new": 2}))
    found = store.runs.get("run-1")
    assert found is not None
    assert (found.sources, found.now, found.done) == (("b", "a"), make.now, ("crawl", "ingest"))
    assert [report.counts for report in store.runs.reports("run-1")] == [{"new": 2}, {}]


def test_unfinished_runs_come_oldest_first_and_end_with_finish(store: Store, make: Any) -> None:
    store.runs.open("later", make.at(days=1), [])
    store.runs.open("earlier", make.now, [])
    assert [run.id for run in store.runs.unfinished()] == ["earlier", "later"]
    store.runs.finish("earlier")
    assert [run.id for run in store.runs.unfinished()] == ["later"]
    assert [(run.id, run.finished) for run in store.runs.recent(5)] == [
        ("later", False),
        ("earlier", True),
    ]
    assert store.runs.get("none") is None


def test_a_lease_is_one_owner_s_until_it_expires(store: Store, make: Any) -> None:
    first = store.runs.lease("run", "host-a", make.now, 60)
    assert first is not None
    assert store.runs.lease("run", "host-b", make.at(seconds=59), 60) is None
    assert store.runs.lease("other", "host-b", make.now, 60) is not None
    second = store.runs.lease("run", "host-b", make.at(seconds=60), 60)
    assert second is not None
    assert not store.runs.check("run", first)
    assert store.runs.check("run", second)
    assert not store.runs.check("run", second, make.at(seconds=120))


def test_the_same_owner_takes_over_with_a_new_token(store: Store, make: Any) -> None:
    first = store.runs.lease("run", "host-a", make.now, 60)
    second = store.runs.lease("run", "host-a", make.now, 60)
    assert first is not None
    assert second is not None
    assert not store.runs.check("run", first)
    assert not store.runs.release("run", first)
    assert store.runs.release("run", second)
    assert not store.runs.check("run", second)
    third = store.runs.lease("run", "host-b", make.now, 60)
    assert third not in {None, first, second}


def test_a_commit_of_a_process_that_lost_its_lease_fails(store: Store, make: Any) -> None:
    token = store.runs.lease("crawl", "host-a", make.now, 60)
    taken = store.runs.lease("crawl", "host-b", make.at(minutes=2), 60)
    assert token is not None
    assert taken is not None
    with pytest.raises(ConflictError, match="took over"):
        store.harvest.commit("run-1", [make.entry()], lease=("crawl", token))
    assert store.harvest.pending() == []
    store.harvest.commit("run-1", [make.entry()], lease=("crawl", taken))
    assert len(store.harvest.pending()) == 1


def _compete(url: str, data: Path, owner: str, now: datetime, gate: Any, results: Any) -> None:
    store = open_store(url, data)
    gate.wait()
    results.put((owner, store.runs.lease("run", owner, now, 3600)))
    store.close()


def test_of_four_processes_at_once_exactly_one_wins(
    store_url: str, data: Path, make: Any, reopen: Callable[[], Store]
) -> None:
    reopen()
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(4), context.Queue()
    children = [
        context.Process(target=_compete, args=(store_url, data, f"p{n}", make.now, gate, results))
        for n in range(4)
    ]
    for child in children:
        child.start()
    answers = dict(results.get(timeout=60) for _ in children)
    for child in children:
        child.join(timeout=60)
    assert len([token for token in answers.values() if token is not None]) == 1
    assert len(answers) == 4
