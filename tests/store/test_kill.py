"""kill -9 at any moment: what was acknowledged is there, and repeating the work mends the rest."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from schemas.harvest import JournalEntry
from store import Store, open_store
from store.verify import verify

POINTS = {"sqlite": 60, "postgres": 12}
PAGE = "http://velmora.example/a"


@pytest.fixture
def archived(data: Path, make: Any) -> JournalEntry:
    """The journal line of one archived page; the child fetches it under ever new addresses."""
    entry: JournalEntry = make.warc(data / "runs" / "run-1", (PAGE, b"<p>one</p>"))[0]
    return entry


def _work(
    store: Store, entry: JournalEntry, start: int, make: Any, said: Callable[[str], None]
) -> None:
    """Commit, ingest, tag and group pages without end; say each step once it is acknowledged."""
    for number in range(start, start + 10_000):
        url = f"{PAGE}{number}"
        page = entry.model_copy(update={"url": url, "requested_url": url})
        store.harvest.commit("run-1", [page])
        said(f"fetched {number}")
        for snapshot in store.harvest.pending("run-1"):
            document = make.article(f"Text {snapshot.url}", url=snapshot.url)
            saved = store.documents.save(
                document, snapshot=snapshot, source=make.source(), now=make.now
            )
            store.harvest.mark(snapshot.id, saved.outcome)
        said(f"saved {number}")
        for revision in store.tags.pending():
            store.tags.save([make.tagged(revision.document_id)])
            store.stories.save([make.story(f"t{revision.document_id}", revision.document_id)])
        said(f"tagged {number}")


def _child(url: str, data: Path, entry: JournalEntry, start: int, make: Any, pipe: int) -> None:
    try:
        store = open_store(url, data)
        _work(store, entry, start, make, lambda line: os.write(pipe, f"{line}\n".encode()))
    finally:
        os._exit(1)


def _killed(after: int, delay: float, begin: Callable[[int], None]) -> list[str]:
    """Fork *begin*, kill it *delay* seconds after its line number *after*; return whole lines."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reader)
        begin(writer)
    os.close(writer)
    seen = b""
    while seen.count(b"\n") < after:
        part = os.read(reader, 4096)
        assert part, "the child ended by itself"
        seen += part
    time.sleep(delay)
    os.kill(process, signal.SIGKILL)
    while part := os.read(reader, 4096):
        seen += part
    os.close(reader)
    os.waitpid(process, 0)
    return seen.decode().rpartition("\n")[0].splitlines()


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_at_any_moment(
    store_url: str, data: Path, archived: JournalEntry, make: Any
) -> None:
    engine = store_url.partition(":")[0].partition("+")[0].replace("postgresql", "postgres")
    choice = random.Random(20261123)
    opened = open_store(store_url, data)
    opened.runs.open("run-1", make.now, ["velmora-news"])
    opened.archive.adopt(data / "runs" / "run-1")
    opened.close()
    acknowledged: dict[str, set[int]] = {"fetched": set(), "saved": set(), "tagged": set()}
    start = 0
    for point in range(POINTS[engine]):
        start = 1 + max(acknowledged["fetched"], default=-1)
        lines = _killed(
            choice.randrange(1, 12),
            choice.random() * 0.02,
            lambda pipe, start=start: _child(store_url, data, archived, start, make, pipe),
        )
        for line in lines:
            step, _, number = line.partition(" ")
            acknowledged[step].add(int(number))
        with closing(open_store(store_url, data)) as opened:
            _check(opened, acknowledged)
            if point % 10 == 0:
                assert verify(opened) == []
    with closing(open_store(store_url, data)) as opened:
        assert verify(opened) == []
        _check_repeat(opened, archived, acknowledged, make)


def _check(store: Store, acknowledged: dict[str, set[int]]) -> None:
    latest = {step: max(numbers, default=None) for step, numbers in acknowledged.items()}
    if latest["saved"] is not None:
        revision = store.documents.by_url(f"{PAGE}{latest['saved']}")
        assert revision is not None
        assert revision.document_id in dict(store.indexing.all_ids())
    if latest["tagged"] is not None:
        revision = store.documents.by_url(f"{PAGE}{latest['tagged']}")
        assert revision is not None
        assert store.tags.get(revision.document_id)
        assert store.stories.of_document(revision.document_id)
        assert dict(store.indexing.pending(100_000))[revision.document_id] == 3


def _check_repeat(
    store: Store, entry: JournalEntry, acknowledged: dict[str, set[int]], make: Any
) -> None:
    """Every acknowledged page is there once, and the work done again from the start adds none."""
    urls = [f"{PAGE}{number}" for number in sorted(acknowledged["fetched"])]
    pages = [entry.model_copy(update={"url": url, "requested_url": url}) for url in urls]
    waiting = store.harvest.pending()
    saved_up_to = max(acknowledged["saved"], default=-1)  # each round saves all that waits
    assert all(int(snapshot.url.removeprefix(PAGE)) > saved_up_to for snapshot in waiting)
    store.harvest.commit("run-1", pages)
    assert store.harvest.pending() == waiting
    store.harvest.again(run="run-1")
    snapshots = store.harvest.pending()
    assert {snapshot.url for snapshot in snapshots} >= set(urls)
    for snapshot in snapshots:
        document = make.article(f"Text {snapshot.url}", url=snapshot.url)
        saved = store.documents.save(
            document, snapshot=snapshot, source=make.source(), now=make.now
        )
        assert saved.outcome == (
            "new" if snapshot in waiting and saved.outcome == "new" else "unchanged"
        )
        assert len(store.documents.revisions(saved.revision.document_id)) == 1


@pytest.mark.slow
def test_a_message_is_claimed_by_a_killed_process_at_most_once(
    store_url: str, data: Path, make: Any
) -> None:
    """F17: a process that dies while it sends leaves its messages unknown, and nobody resends."""
    opened = open_store(store_url, data)
    for number in range(40):
        message = make.delivery(f"m{number:02}", f"e{number}", reader=f"r{number}")
        opened.editions.freeze(*make.edition(f"e{number}", reader=f"r{number}"), message)
    opened.close()

    def send(pipe: int) -> None:
        try:
            store = open_store(store_url, data)
            store.editions.outbox.recover(make.now)
            while claimed := store.editions.outbox.claim(make.now, 2):
                for delivery, _mime in claimed:
                    os.write(pipe, f"{delivery.id}\n".encode())  # the mail server has it now
                    store.editions.outbox.mark(delivery.id, "sent", now=make.now)
            os.write(pipe, b"all\n" * 9)
            time.sleep(60)
        finally:
            os._exit(1)

    choice = random.Random(7)
    received: list[str] = []
    for _attempt in range(25):
        received += _killed(choice.randrange(1, 5), choice.random() * 0.005, send)
        if "all" in received:
            break
    sent = [line for line in received if line != "all"]
    assert len(sent) == len(set(sent))
    opened = open_store(store_url, data)
    opened.editions.outbox.recover(make.now)
    states = {one.id: one.state for one in opened.editions.outbox.list()}
    opened.close()
    assert set(states.values()) <= {"sent", "unknown", "queued"}
    assert {one for one, state in states.items() if state == "sent"} <= set(sent)
    assert {one for one, state in states.items() if state == "queued"}.isdisjoint(sent)
