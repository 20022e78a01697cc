"""Copies of the whole database: always one SQLite file, whatever engine it comes from or goes to."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, func, insert, select

from schemas.errors import NotConfiguredError, StorageFullError, WrongUseError
from store.database import Database
from store.files import copy_sqlite, flush, settle_sqlite
from store.open import FILE_NAME, Store
from store.schema import migrate
from store.tables import metadata

# Rows per insert: about a megabyte of documents.
_ROWS = 200


def copy_database(store: Store, file: Path) -> None:
    """Write a consistent copy of *store*'s database to the new SQLite *file*, while work goes on.

    Raises StorageFullError, RetryLaterError.
    """
    file.unlink(missing_ok=True)
    try:
        if store.database.is_sqlite:
            copy_sqlite(Path(str(store.database.url.database)), file)
            return
        target = Database(f"sqlite:///{file}")
        try:
            migrate(target)
            store.database.read(lambda source: target.write(lambda copy: _copy_rows(source, copy)))
        finally:
            target.close()
        settle_sqlite(file)
    except (OSError, sqlite3.Error) as error:
        raise StorageFullError(
            f"the copy cannot be written: {error}", where=str(file), remedy="Free some space"
        ) from error


def replace_database(url: str | None, file: Path, data: Path) -> None:
    """Make the database at *url*, by default the SQLite file in *data*, hold what *file* holds.

    A SQLite file is replaced at once; a server's database must be empty (WrongUseError). Raises
    NotConfiguredError where *file* is no copy.
    """
    _check_copy(file)
    address = url or f"sqlite:///{data / FILE_NAME}"
    target = Database(address)
    try:
        if target.is_sqlite:
            _replace_file(file, Path(str(target.url.database)))
        else:
            _fill(target, file)
    finally:
        target.close()


def _replace_file(file: Path, target: Path) -> None:
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    copy_sqlite(file, partial)
    for journal in ("-wal", "-shm"):  # they belong to the file that goes
        target.with_name(target.name + journal).unlink(missing_ok=True)
    partial.replace(target)
    flush(target.parent)


def _fill(target: Database, file: Path) -> None:
    copy = Database(f"sqlite:///{file}")
    try:
        migrate(target)
        copy.read(lambda source: target.write(lambda empty: _copy_into_empty(source, empty)))
    finally:
        copy.close()


def _copy_into_empty(source: Connection, target: Connection) -> None:
    for table in metadata.sorted_tables:
        if target.scalar(select(func.count()).select_from(table)):
            raise WrongUseError(
                "the database is not empty",
                where=target.engine.url.render_as_string(hide_password=True),
                remedy="Restore into a new database",
            )
    _copy_rows(source, target)


def _copy_rows(source: Connection, target: Connection) -> None:
    """Copy every table, those that others point at first."""
    for table in metadata.sorted_tables:
        for rows in source.execute(select(table)).mappings().partitions(_ROWS):
            target.execute(insert(table), [dict(row) for row in rows])


def _check_copy(file: Path) -> None:
    copy = Database(f"sqlite:///{file}")
    try:
        found = copy.read(_tables)
    finally:
        copy.close()
    if "alembic_version" not in found:
        raise NotConfiguredError("holds no database of Zhibi", where=str(file))


def _tables(connection: Connection) -> set[str]:
    there = MetaData()
    there.reflect(connection, only=lambda name, _: name == "alembic_version")
    tables: dict[str, Table] = dict(there.tables)
    return set(tables)
