"""Opens the database behind a URL with the settings that make a commit durable."""

import os
import sqlite3
import weakref
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from schemas.errors import NotConfiguredError

# How long a writer waits for another before its transaction is begun anew (RELIABILITY F5).
BUSY_SECONDS = 30
# Long enough for a database on another continent, short enough for a person who waits.
_CONNECT_SECONDS = 10
_ONE_WRITER = 0x5A684962  # key of the advisory lock that stands for SQLite's single writer
_FORMS = "Write it as sqlite:///FILE or postgresql+psycopg://USER@HOST/DATABASE"


def open_engine(url: str) -> Engine:
    """Return an engine for *url*; nothing is connected yet. Raises NotConfiguredError."""
    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return _postgres(parsed)


def read_url(url: str) -> URL:
    """Return *url* parsed. Raises NotConfiguredError for a scheme that is not supported."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise NotConfiguredError(
            "the database URL cannot be read", where="database", remedy=_FORMS
        ) from error
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise NotConfiguredError(
            f"{parsed.drivername!r} is no database that Zhibi knows",
            where="database",
            remedy=_FORMS,
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise NotConfiguredError(
            "the database needs a file, for what is in memory is lost with the process",
            where="database",
            remedy=_FORMS,
        )
    return parsed


def shown(url: URL) -> str:
    """Return *url* as it may be shown: a file's path, or the server's URL without password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


def begin_write(connection: Connection) -> None:
    """Make the transaction that was just begun the only writing one."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_WRITER})")


def _sqlite(url: URL) -> Engine:
    folder = Path(str(url.database)).expanduser().parent
    if not folder.is_dir():
        raise NotConfiguredError(
            "there is no such folder", where=str(folder), remedy="Make it, or mend the database URL"
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver begins transactions late and of the wrong kind: `begin` below does it.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("zhibi_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    _forget_in_children(engine)
    return engine


def _postgres(url: URL) -> Engine:
    try:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            isolation_level="READ COMMITTED",
            connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "zhibi"},
        )
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise NotConfiguredError(
            "PostgreSQL needs a package that is not installed",
            where=shown(url),
            remedy="Install the extra: pip install -e '.[postgres]'",
        ) from error
    _forget_in_children(engine)
    return engine


def _forget_in_children(engine: Engine) -> None:
    """Leave the parent's connections alone in a forked child: closing them there drops its locks."""
    found = weakref.ref(engine)

    def forget() -> None:
        alive = found()
        if alive is not None:
            alive.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
