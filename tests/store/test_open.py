"""Opening a store: migrations, and every way in which a database cannot be had."""

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from schemas.errors import (
    NotConfiguredError,
    RetryLaterError,
    StorageFullError,
    ZhibiError,
)
from store import Store, engine, open_store, schema
from store.tables import HEAD, metadata


def test_the_migrated_schema_is_the_one_the_code_means(store: Store) -> None:
    def differences(connection: Connection) -> list[Any]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert store.database.read(differences) == []
    assert ScriptDirectory(str(schema.MIGRATIONS)).get_current_head() == HEAD


def test_two_may_open_a_new_database_at_once(store_url: str, data: Path) -> None:
    faults: list[Exception] = []

    def attempt() -> None:
        try:
            open_store(store_url, data).close()
        except ZhibiError as error:
            faults.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_newer_schema_is_refused_and_left_alone(store: Store, store_url: str, data: Path) -> None:
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    store.database.write(lambda connection: connection.execute(newer))
    with pytest.raises(NotConfiguredError, match=r"newer version.*Upgrade"):
        open_store(store_url, data)


def test_a_migration_that_fails_leaves_nothing_half_done(
    store_url: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = op.create_table
    calls: list[str] = []

    def fail_late(name: str, *columns: Any, **options: Any) -> Any:
        calls.append(name)
        if len(calls) == 9:
            raise RuntimeError("power cut")
        return made(name, *columns, **options)

    monkeypatch.setattr(op, "create_table", fail_late)
    with pytest.raises(RuntimeError, match="power cut"):
        open_store(store_url, data)
    monkeypatch.undo()
    plain = create_engine(store_url, poolclass=NullPool)
    with plain.connect() as connection:
        assert not connection.dialect.has_table(connection, calls[0])
    store = open_store(store_url, data)
    assert store.runs.recent() == []
    store.close()


def test_an_older_file_is_copied_before_it_is_migrated(
    sqlite_url: str, data: Path, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(sqlite_url, data)
    make.document(store)
    monkeypatch.setattr(schema, "HEAD", "9999")
    monkeypatch.setattr(schema, "_upgrade", lambda *_: None)
    schema.migrate(store.database)
    store.close()
    with closing(sqlite3.connect(data / f"zhibi.sqlite.schema-{HEAD}")) as copy:
        assert copy.execute("SELECT count(*) FROM documents").fetchone() == (1,)


def test_a_commit_is_durable_and_references_are_kept(sqlite_url: str, data: Path) -> None:
    store = open_store(sqlite_url, data)

    def pragmas(connection: Connection) -> list[Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert store.database.read(pragmas) == ["wal", 2, 1, 30_000]
    store.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://u@h/d", "'mysql' is no database that Zhibi knows"),
        ("no url", "cannot be read"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////no/such/folder/z.sqlite", "no such folder"),
    ],
)
def test_a_url_that_cannot_be_one(url: str, says: str, data: Path) -> None:
    with pytest.raises(NotConfiguredError, match=says) as caught:
        open_store(url, data)
    assert caught.value.remedy


def test_a_workspace_without_data_folder_is_said(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(NotConfiguredError, match="no such folder"):
        open_store(sqlite_url, tmp_path / "none")


def test_a_file_that_is_no_database(sqlite_url: str, data: Path) -> None:
    (data / "zhibi.sqlite").write_text("these are my notes, not a database\n" * 100)
    with pytest.raises(NotConfiguredError, match="is no SQLite database") as caught:
        open_store(sqlite_url, data)
    assert str(data / "zhibi.sqlite") in str(caught.value)


def test_a_folder_in_the_place_of_the_file(sqlite_url: str, data: Path) -> None:
    (data / "zhibi.sqlite").mkdir()
    with pytest.raises(NotConfiguredError, match="cannot be opened"):
        open_store(sqlite_url, data)


def test_a_server_that_is_away_is_tried_later(data: Path, free_port: int) -> None:
    url = f"postgresql+psycopg://zhibi:secret@127.0.0.1:{free_port}/zhibi"
    with pytest.raises(RetryLaterError, match="cannot be reached") as caught:
        open_store(url, data)
    assert "secret" not in str(caught.value)
    assert caught.value.after


@pytest.mark.service("postgres")
def test_a_database_that_does_not_exist(postgres_url: str, data: Path) -> None:
    with pytest.raises(NotConfiguredError, match=r"no such database.*createdb"):
        open_store(postgres_url + "_none", data)


@pytest.mark.service("postgres")
def test_a_user_that_does_not_exist(postgres_url: str, data: Path) -> None:
    with pytest.raises(NotConfiguredError, match="refuses this user"):
        open_store(postgres_url.replace("zhibi@", "nobody@"), data)


@pytest.mark.service("postgres")
def test_a_server_that_dies_between_calls_is_come_back_to(
    postgres_url: str, data: Path, make: Any
) -> None:
    store = open_store(postgres_url, data)
    make.document(store)
    with create_engine(postgres_url, poolclass=NullPool).connect() as other:
        # Of this database alone: other tests have theirs on the same server, at the same time.
        ours = "application_name = 'zhibi' AND datname = current_database()"
        kill = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {ours}"
        assert other.exec_driver_sql(kill).scalar()
    assert len(store.indexing.all_ids()) == 1
    store.close()


def test_a_full_disk_keeps_what_was_acknowledged(sqlite_url: str, data: Path, make: Any) -> None:
    store = open_store(sqlite_url, data)
    make.document(store)

    def limit(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")

    store.database.read(limit)
    with pytest.raises(StorageFullError, match=r"disk is full.*Free some space"):
        make.document(store, "http://velmora.example/b", "x" * 100_000)
    assert len(store.indexing.all_ids()) == 1
    store.database.read(
        lambda connection: connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    )
    make.document(store, "http://velmora.example/b", "x" * 100_000)
    assert len(store.indexing.all_ids()) == 2
    store.close()


def test_a_writer_waits_for_another_and_then_says_so(
    store_url: str, data: Path, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    first, second = open_store(store_url, data), open_store(store_url, data)
    with first.batch():
        make.document(first)
        assert second.indexing.all_ids() == []  # who reads does not wait
        with pytest.raises(RetryLaterError, match="busy with another process"):
            second.runs.open("run-1", make.now, [])
    second.runs.open("run-1", make.now, [])
    assert len(second.indexing.all_ids()) == 1
    first.close()
    second.close()


def test_threads_write_without_losing_each_other_s_work(
    store: Store, make: Any, reopen: Callable[[], Store]
) -> None:
    def work(own: Store, name: str) -> None:
        for number in range(15):
            make.document(own, f"http://velmora.example/{name}{number}")

    threads = [
        threading.Thread(target=work, args=(own, name))
        for own, name in ((store, "a"), (store, "b"), (reopen(), "c"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.indexing.all_ids()) == 45


def test_a_failing_disk_is_named(sqlite_url: str, data: Path, make: Any) -> None:
    store = open_store(sqlite_url, data)

    def fail(_connection: Connection) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

    with pytest.raises(RetryLaterError, match="disk failed"):
        store.database.write(fail)
    store.close()


def test_a_full_disk_is_named_where_sqlite_says_only_that_it_failed(
    sqlite_url: str, data: Path, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(sqlite_url, data)

    def fail(_connection: Connection) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

    full = shutil.disk_usage(data)._replace(free=4096)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    with pytest.raises(StorageFullError, match="the disk is full"):
        store.database.write(fail)
    store.close()
