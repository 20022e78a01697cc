"""zhibi verify: silent where all is whole, exact where it is not."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from schemas.errors import NotConfiguredError, WrongUseError
from store import Store, open_store
from store.backup import copy_database, replace_database
from store.verify import verify

A, B = "http://velmora.example/a", "http://velmora.example/b"


@pytest.fixture
def filled(store: Store, data: Path, make: Any) -> Store:
    """A store with two archived pages, documents, tags, a story and an edition."""
    folder = data / "runs" / "run-1"
    entries = make.warc(folder, (A, b"<p>one</p>"), (B, b"<p>two</p>"))
    store.runs.open("run-1", make.now, ["velmora-news"])
    store.archive.adopt(folder)
    store.harvest.commit("run-1", entries)
    for snapshot in store.harvest.pending():
        page = make.article(f"Text of {snapshot.url}", url=snapshot.url)
        saved = store.documents.save(page, snapshot=snapshot, source=make.source(), now=make.now)
        store.harvest.mark(snapshot.id, saved.outcome)
        store.tags.save([make.tagged(saved.revision.document_id)])
        store.stories.save([make.story("t1", saved.revision.document_id)])
    store.registry.apply(make.registry(), author="ines", now=make.now)
    store.editions.freeze(*make.edition("e1", make.story("t1")), make.delivery())
    return store


def _reasons(store: Store, **options: Any) -> list[str]:
    return [problem.reason for problem in verify(store, **options)]


def _do(store: Store, statement: str) -> None:
    store.database.write(lambda connection: connection.execute(text(statement)))


def test_all_is_whole(filled: Store) -> None:
    assert verify(filled) == []
    assert verify(filled, deep=False) == []


def test_a_flipped_byte_in_the_archive_is_found(filled: Store, data: Path) -> None:
    file = data / "archive" / "run-1" / "crawl-00000.warc.gz"
    whole = file.read_bytes()
    file.write_bytes(whole[:60] + bytes([whole[60] ^ 1]) + whole[61:])
    assert set(_reasons(filled)) == {"archive-damaged"}
    assert _reasons(filled, deep=False) == []


@pytest.mark.parametrize("deep", [True, False])
def test_an_archive_cut_short_or_gone_is_found(filled: Store, data: Path, deep: bool) -> None:
    file = data / "archive" / "run-1" / "crawl-00000.warc.gz"
    file.write_bytes(file.read_bytes()[:-20])
    assert _reasons(filled, deep=deep) == ["archive-damaged"]
    file.unlink()
    problems = verify(filled, deep=deep)
    assert [one.reason for one in problems] == ["archive-damaged"] * 2
    assert A in problems[0].where + problems[1].where
    assert all(one.remedy for one in problems)


def test_a_version_that_changed_or_vanished_is_found(filled: Store) -> None:
    _do(filled, f"UPDATE revisions SET payload = replace(payload, 'Text of {A}', 'Forged')")
    assert _reasons(filled) == ["revision-damaged"]
    _do(filled, f"DELETE FROM revisions WHERE payload LIKE '%Text of {B}%'")
    assert sorted(_reasons(filled)) == ["revision-damaged", "revision-missing"]


def test_the_index_is_compared_with_what_was_noted(filled: Store) -> None:
    pairs = filled.indexing.all_ids()
    assert verify(filled, []) == []
    filled.indexing.done(pairs)
    assert verify(filled, pairs) == []
    (one, version), (two, _version) = pairs
    wrong = [(one, version - 1), ("d-other", 1)]
    found = {problem.where: problem.reason for problem in verify(filled, wrong)}
    assert found == {one: "index-stale", two: "not-in-index", "d-other": "only-in-index"}


def test_an_unknown_delivery_and_a_left_over_file_are_shown(
    filled: Store, make: Any, data: Path
) -> None:
    filled.editions.outbox.claim(make.now, 1)
    filled.editions.outbox.recover(make.now)
    (data / "archive" / "run-1" / "x.warc.gz.partial").write_bytes(b"half")
    unknown, partial = verify(filled)
    assert (unknown.reason, partial.reason) == ("delivery-unknown", "left-over")
    assert "petra@larkmere.example" in unknown.detail


def test_a_damaged_database_file_is_said(sqlite_url: str, data: Path, make: Any) -> None:
    store = open_store(sqlite_url, data)
    for number in range(200):
        make.document(store, f"{A}{number}", "x" * 2000)
    store.close()
    file = data / "zhibi.sqlite"
    body = bytearray(file.read_bytes())
    middle = len(body) // 2 // 4096 * 4096
    body[middle : middle + 4096] = b"\xff" * 4096
    file.write_bytes(bytes(body))
    store = open_store(sqlite_url, data)
    problems = verify(store)
    store.close()
    assert problems
    assert {one.reason for one in problems} <= {
        "database-damaged",
        "unreadable",
        "revision-missing",
    }


def test_a_backup_holds_everything_and_restores(
    filled: Store, data: Path, tmp_path: Path, make: Any
) -> None:
    copy = tmp_path / "copy"
    copy_database(filled, copy)
    filled.runs.open("after the copy", make.now, [])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copytree(data / "archive", elsewhere / "archive")
    (elsewhere / "zhibi.sqlite").write_bytes(b"what was there before")
    replace_database(None, copy, elsewhere)
    restored = open_store(f"sqlite:///{elsewhere / 'zhibi.sqlite'}", elsewhere)
    assert verify(restored) == []
    assert restored.registry.snapshot() == filled.registry.snapshot()
    assert restored.indexing.all_ids() == filled.indexing.all_ids()
    assert [run.id for run in restored.runs.recent()] == ["run-1"]
    assert restored.editions.list() == filled.editions.list()
    restored.close()


@pytest.mark.service("postgres")
def test_a_laptop_s_backup_restores_into_a_server(
    postgres_url: str, sqlite_url: str, data: Path, tmp_path: Path, make: Any
) -> None:
    laptop = open_store(sqlite_url, data)
    make.document(laptop)
    laptop.registry.apply(make.registry(), author="ines", now=make.now)
    copy_database(laptop, tmp_path / "copy")
    replace_database(postgres_url, tmp_path / "copy", data)
    server = open_store(postgres_url, data)
    assert server.registry.snapshot() == laptop.registry.snapshot()
    assert server.indexing.pending() == laptop.indexing.pending()
    with pytest.raises(WrongUseError, match="not empty"):
        replace_database(postgres_url, tmp_path / "copy", data)
    laptop.close()
    server.close()


def test_something_else_is_no_backup(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"")
    with pytest.raises(NotConfiguredError, match="no database of Zhibi"):
        replace_database(None, other, data)
    other.write_bytes(b"not a database at all, whatever its name says" * 40)
    with pytest.raises(NotConfiguredError, match="no SQLite database"):
        replace_database(None, other, data)
