"""The embedded index on disk: who may write, what a crash leaves, what damage is told as."""

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import NotConfiguredError, RetryLaterError, StorageFullError
from schemas.registry import Registry
from schemas.searching import IndexedDocument
from search import embedded, open_index
from search.base import SearchIndex
from search.nodes import Query
from search.tantivy_reader import Reader
from search.tantivy_store import Folder


def _open(path: Path, registry: Registry) -> SearchIndex:
    return open_index(f"embedded:{path}", registry)


def _documents(generator: Callable[[int], Any], count: int, seed: int = 3) -> list[IndexedDocument]:
    made = generator(seed)
    return [made.document(number) for number in range(count)]


def _write_slowly(
    path: Path, registry: Registry, documents: list[IndexedDocument], begun: Event
) -> None:
    def drip() -> Iterator[IndexedDocument]:
        for document in documents:
            yield document
            begun.set()
            time.sleep(0.02)

    _open(path, registry).put(drip())


@pytest.fixture
def writer(
    tmp_path: Path, registry: Registry, generator: Callable[[int], Any]
) -> Iterator[multiprocessing.process.BaseProcess]:
    """A process that is in the middle of writing a thousand documents."""
    context = multiprocessing.get_context("spawn")
    begun = context.Event()
    process = context.Process(
        target=_write_slowly, args=(tmp_path, registry, _documents(generator, 1_500), begun)
    )
    process.start()
    assert begun.wait(60)
    yield process
    process.kill()
    process.join()


def test_a_second_writer_is_told_who_writes_and_a_killed_one_leaves_nothing_behind(
    tmp_path: Path,
    registry: Registry,
    generator: Callable[[int], Any],
    writer: multiprocessing.process.BaseProcess,
) -> None:
    index = _open(tmp_path, registry)
    with pytest.raises(RetryLaterError, match=rf"another process \(number {writer.pid}\)"):
        index.put(_documents(generator, 1))
    assert index.count() == 0  # searching goes on meanwhile
    assert writer.pid
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    assert index.count() == 0  # what was not committed is not half there
    assert index.put(_documents(generator, 20)).stored == 20
    assert index.count() == 20


def test_what_was_stored_is_there_for_other_readers_at_once(
    tmp_path: Path, registry: Registry, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    reader, writer = _open(tmp_path, registry), _open(tmp_path, registry)
    for count in (5, 12):
        writer.put(_documents(generator, count))
        assert reader.count() == count
    writer.rebuild(_documents(generator, 3))
    assert reader.search(ask("")).total == 3


def test_a_switch_that_was_killed_leaves_the_old_index_and_the_next_build_cleans_up(
    tmp_path: Path,
    registry: Registry,
    generator: Callable[[int], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = _open(tmp_path, registry)
    index.put(_documents(generator, 10))

    def killed(self: Folder, folder: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "switch", killed)
        with pytest.raises(KeyboardInterrupt):
            index.rebuild(_documents(generator, 4))
    assert index.count() == 10
    assert len(list(tmp_path.glob("v*"))) == 2
    index.rebuild(_documents(generator, 4))
    assert index.count() == 4
    assert len(list(tmp_path.glob("v*"))) == 1


@pytest.mark.parametrize("victim", ["meta.json", "zhibi.json"])
def test_damage_is_told_with_the_way_out_and_a_rebuild_mends_it(
    tmp_path: Path, registry: Registry, generator: Callable[[int], Any], victim: str
) -> None:
    index = _open(tmp_path, registry)
    index.put(_documents(generator, 5))
    (file,) = tmp_path.glob(f"v*/{victim}")
    file.write_text("{torn")
    fresh = _open(tmp_path, registry)
    with pytest.raises(NotConfiguredError, match="zhibi reindex"):
        fresh.count()
    assert fresh.health().state == "stale"
    fresh.rebuild(_documents(generator, 5))
    assert fresh.count() == 5


@pytest.mark.parametrize("left", [0, 7])
def test_a_file_of_ranks_cut_short_is_told(
    tmp_path: Path,
    registry: Registry,
    generator: Callable[[int], Any],
    ask: Callable[[str], Query],
    left: int,
) -> None:
    index = _open(tmp_path, registry)
    index.put(_documents(generator, 5))
    (file,) = tmp_path.glob("v*/ranks")
    os.truncate(file, left)
    with pytest.raises(NotConfiguredError, match="zhibi reindex"):
        _open(tmp_path, registry).search(ask(""))


def test_ranks_that_no_commit_names_are_passed_over(
    tmp_path: Path, registry: Registry, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    index = _open(tmp_path, registry)
    documents = _documents(generator, 6)
    index.put(documents[:3])
    (file,) = tmp_path.glob("v*/ranks")
    with file.open("ab") as torn:  # as a writer leaves it that was killed before its commit
        torn.write(b"half a ra")
    index.put(documents[3:])
    assert {hit.id for hit in index.search(ask("")).hits} == {one.id for one in documents}


def test_an_index_of_another_version_is_not_misread(
    tmp_path: Path, registry: Registry, generator: Callable[[int], Any], ask: Callable[[str], Query]
) -> None:
    index = _open(tmp_path, registry)
    index.put(_documents(generator, 5))
    (stamp,) = tmp_path.glob("v*/zhibi.json")
    stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "analysis": "0"}))
    for use in (lambda: index.search(ask("")), lambda: index.put(_documents(generator, 1))):
        with pytest.raises(NotConfiguredError, match="another version"):
            use()
    index.rebuild(_documents(generator, 5))
    assert index.health().state == "ready"


def test_new_names_are_noticed(
    tmp_path: Path, registry: Registry, generator: Callable[[int], Any]
) -> None:
    _open(tmp_path, registry).put(_documents(generator, 2))
    fewer = registry.model_copy(update={"companies": registry.companies[:2]})
    assert "names changed" in _open(tmp_path, fewer).health().detail
    assert _open(tmp_path, registry).health().detail == ""


def test_a_full_disk_is_told_and_the_index_stays_as_it_was(
    tmp_path: Path,
    registry: Registry,
    generator: Callable[[int], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = _open(tmp_path, registry)
    index.put(_documents(generator, 5))

    def full(self: Folder, names: str) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "create", full)
        with pytest.raises(StorageFullError, match="disk is full"):
            index.rebuild(_documents(generator, 6))
    assert index.count() == 5


def test_a_file_in_the_place_of_the_folder_is_told(
    tmp_path: Path, registry: Registry, generator: Callable[[int], Any]
) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(NotConfiguredError, match="cannot be"):
        _open(tmp_path / "index", registry).put(_documents(generator, 1))


@pytest.mark.parametrize("url", ["", "embedded:", "ftp://x", "http://", "user:secret@host"])
def test_an_address_that_names_no_index_is_refused_without_its_password(
    url: str, registry: Registry
) -> None:
    with pytest.raises(NotConfiguredError, match="is no search index") as caught:
        open_index(url, registry)
    assert "secret" not in str(caught.value)


def _same(count: int) -> list[IndexedDocument]:
    """Return documents that are the same but for their ids and stories, two of a story."""
    seen = datetime(2026, 11, 1, tzinfo=UTC)
    return [
        IndexedDocument(
            id=f"d{number * 7919 % 1009:04x}{'0' * 12}", version=1, kind="article",
            url=f"https://ledger.example/{number}", title="same words", text="", language="en",
            source="ledger", published=seen, day="2026-11-01", first_seen=seen,
            story=f"st{number // 2}",
        )
        for number in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("query", ['"same words"', '("same words" OR price) -"other words"'])
def test_phrases_are_looked_for_once_for_the_best_and_their_stories(
    tmp_path: Path,
    registry: Registry,
    ask: Callable[[str], Query],
    monkeypatch: pytest.MonkeyPatch,
    query: str,
) -> None:
    index = _open(tmp_path, registry)
    index.put(_same(1_000))
    asked: list[int] = []
    search = Reader._search

    def counted(self: Reader, query: Any, limit: int, **options: Any) -> Any:
        asked.append(limit)
        return search(self, query, limit, **options)

    monkeypatch.setattr(Reader, "_search", counted)
    found = index.search(ask(query), facets=("kind",))
    assert (found.total, found.stories) == (1_000, 500)
    assert found.facets["kind"][0].count == 1_000
    assert len(asked) == 1


@pytest.mark.parametrize(("gigabytes", "megabytes"), [(1, 128), (8, 500), (64, 768)])
def test_a_build_takes_no_more_memory_than_the_machine_can_spare(
    monkeypatch: pytest.MonkeyPatch, gigabytes: int, megabytes: int
) -> None:
    known = {"SC_PAGE_SIZE": 4_000, "SC_PHYS_PAGES": gigabytes * 250_000}
    monkeypatch.setattr("os.sysconf", known.__getitem__)
    assert embedded._large_heap() == megabytes * 1_000_000


def test_results_of_equal_score_are_in_order_of_their_ids_beyond_the_first_page(
    tmp_path: Path, registry: Registry, ask: Callable[[str], Query]
) -> None:
    same = _same(900)
    index = _open(tmp_path, registry)
    for start in range(0, len(same), 150):  # several segments, each with its own numbering
        index.put(same[start : start + 150])
    found = index.search(ask("same words"), limit=200)
    assert [hit.id for hit in found.hits] == sorted(one.id for one in same)[:200]
