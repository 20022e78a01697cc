"""Children that read pages may spin, abort or eat memory: one page is lost, its neighbours are not."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from crawlers.pool import MOST_SPARE, ExtractJob, ExtractPool, Limits, end_spares

SEEN = datetime(2026, 11, 24, tzinfo=UTC)
PAGE = b"<html><head><title>Velmora opens in Gdansk</title></head><body><h1>Velmora opens in Gdansk</h1><p>Velmora said on Monday that it will open a second control room in Gdansk, staffed from April by forty dispatchers.</p></body></html>"


def job(name: str, body: bytes | None = PAGE, **more: object) -> ExtractJob:
    return ExtractJob(id=name, url="https://velmora.example/news/a", seen=SEEN, body=body, **more)  # type: ignore[arg-type]


def children() -> set[int]:
    """Return the processes that this one has started and that still run."""
    running = psutil.Process().children()
    return {one.pid for one in running if one.status() != psutil.STATUS_ZOMBIE}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A child that reads pages as usual, but obeys the pages that tell it to misbehave."""
    child = tmp_path / "hostile_child.py"
    child.write_text(
        "import os, sys\n"
        "from crawlers import pool_child\n"
        "honest = pool_child.read\n"
        "def read(job):\n"
        "    body = job.body\n"
        "    if b'SPIN' in body:\n"
        "        while True: pass\n"
        "    if b'ABORT' in body: os.abort()\n"
        "    if b'HEAP' in body: return len(bytearray(4 << 30))\n"
        "    if b'EXIT' in body: os._exit(3)\n"
        "    if b'FILES' in body: [open('/dev/null') for _ in range(200)]\n"
        "    if b'NET' in body:\n"
        "        import socket; socket.create_connection(('127.0.0.1', 9))\n"
        "    if b'RUN' in body:\n"
        "        import subprocess; subprocess.run(['true'])\n"
        "    if b'SECRET' in body: raise ValueError(' '.join(sorted(os.environ)))\n"
        "    return honest(job)\n"
        "pool_child.read = read\n"
        "pool_child.main(sys.argv[1:])\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("crawlers.pool.CHILD", (str(child),))
    return child


def test_documents_come_back_with_their_ids(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE)
    with ExtractPool(workers=2) as pool:
        results = {
            one.id: one for one in pool.run([job("a"), job("b", None, path=file), job("c", b"")])
        }
    assert results["a"].document == results["b"].document
    assert results["a"].document is not None
    assert results["a"].document.title == "Velmora opens in Gdansk"
    assert (results["c"].document, results["c"].reason) == (None, "empty")


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        (b"ABORT", "parser-died"), (b"EXIT", "parser-died"), (b"SPIN", "parser-timeout"), (b"HEAP", "too-large"),
        (b"FILES", "parser-failed"), (b"NET", "parser-failed"), (b"RUN", "parser-failed"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("hostile")
def test_a_page_that_breaks_its_reader_costs_itself_only(order: bytes, reason: str) -> None:
    jobs = [job("1"), job("bad", PAGE + order), *(job(str(number)) for number in range(2, 8))]
    with ExtractPool(workers=2, deadline=1.0, start_deadline=20.0) as pool:
        list(pool.run([job("warm"), job("warmer")]))  # both children have loaded what they need
        results = {one.id: one for one in pool.run(jobs)}
    assert results.pop("bad").reason == reason
    assert len(results) == 7
    assert all(one.document is not None for one in results.values())


@pytest.mark.usefixtures("hostile")
def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBI_SMTP_PASSWORD", "hunter2")
    with ExtractPool(workers=1) as pool:
        (result,) = pool.run([job("a", PAGE + b"SECRET")])
    assert result.detail is not None
    assert "PYTHONPATH" in result.detail
    assert "ZHIBI" not in result.detail


@pytest.mark.usefixtures("hostile")
def test_a_processor_limit_ends_a_child_that_no_deadline_does() -> None:
    with ExtractPool(workers=1, deadline=120, limits=Limits(processor=3)) as pool:
        (result,) = pool.run([job("a", PAGE + b"SPIN")])
    assert result.reason == "parser-died"


def test_children_are_replaced_and_none_is_left_behind() -> None:
    end_spares()
    before = children()
    seen: set[int] = set()
    with ExtractPool(workers=1, pages_per_child=2) as pool:
        for _ in pool.run(job(str(number)) for number in range(5)):
            seen |= children() - before
    assert len(seen) >= 2
    end_spares()
    assert children() == before


def test_the_next_pool_takes_the_children_that_the_last_one_left() -> None:
    end_spares()
    before = children()
    with ExtractPool(workers=MOST_SPARE + 1) as pool:
        list(pool.run(job(str(number)) for number in range(MOST_SPARE + 1)))
    left = children() - before
    assert len(left) == MOST_SPARE
    with ExtractPool(workers=1) as pool:
        (result,) = pool.run([job("a")])
    assert result.document is not None
    assert children() - before == left
    psutil.Process(min(left)).kill()
    psutil.Process(min(left)).wait()
    with ExtractPool(workers=MOST_SPARE) as pool:
        assert all(one.document for one in pool.run(job(str(n)) for n in range(MOST_SPARE)))
    with ExtractPool(workers=1, limits=Limits(files=60)) as pool:
        list(pool.run([job("other bounds")]))
    end_spares()
    assert children() == before


def test_jobs_are_taken_only_as_they_are_needed() -> None:
    taken: list[int] = []

    def endless() -> Iterator[ExtractJob]:
        for number in range(1_000_000):
            taken.append(number)
            yield job(str(number))

    with ExtractPool(workers=2) as pool:
        results = pool.run(endless())
        next(results)
        assert len(taken) <= 3
        results.close()  # type: ignore[attr-defined]


def test_a_slow_start_is_no_fault_of_the_page() -> None:
    begun = time.monotonic()
    with ExtractPool(workers=1, deadline=0.5) as pool:
        (result,) = pool.run([job("a")])
    assert result.document is not None
    assert time.monotonic() - begun < 60
