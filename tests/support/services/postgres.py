"""A real PostgreSQL: a cluster of its own on a free port of the loopback address."""

import contextlib
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from tests.support.services import parts
from tests.support.services.process import (
    Server,
    ServiceError,
    free_port,
    make_scratch,
    plain_env,
)

_START_SECONDS = 60
# Throw-away data: what a power cut would lose may be lost, so nothing is flushed to disk.
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_connections=200",
    "shared_buffers=64MB",
    "unix_socket_directories=",  # TCP only: socket paths have a limit that temporary folders pass
    "listen_addresses=127.0.0.1",
)


@dataclass(frozen=True)
class Postgres:
    """A running server with one superuser, `zhibi`, trusted on loopback."""

    port: int
    driver: str = "postgresql+psycopg"

    def url(self, database: str = "postgres", *, driver: str | None = None) -> str:
        """The SQLAlchemy URL of *database*."""
        return f"{driver or self.driver}://zhibi@127.0.0.1:{self.port}/{database}"

    def create(self) -> str:
        """Make an empty database and return its name."""
        name = f"t_{uuid.uuid4().hex[:12]}"
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a fresh database that is dropped at the end."""
        name = self.create()
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def ready(self) -> bool:
        """Whether the server takes connections."""
        with (
            contextlib.suppress(psycopg.OperationalError),
            psycopg.connect(self.url(driver="postgresql"), connect_timeout=2) as connection,
        ):
            return connection.execute("select 1").fetchone() == (1,)
        return False

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(driver="postgresql"), autocommit=True) as connection:
            connection.execute(statement)


def start(lifeline: IO[bytes] | None = None) -> tuple[Postgres, Server]:
    """Make a cluster and start a server on it; the data goes when the server is stopped.

    Raises:
        MissingPartError: PostgreSQL is not installed.
        ServiceError: the server did not start.
    """
    programs = parts.postgres_folder()
    scratch = make_scratch("postgres")
    data = scratch / "data"
    _initialise(programs / "initdb", data, scratch)
    postgres = Postgres(free_port())
    settings = [word for setting in _FAST for word in ("-c", setting)]
    server = Server(
        [programs / "postgres", "-D", data, "-p", str(postgres.port), *settings],
        log=scratch / "postgres.log",
        env=plain_env(HOME=str(scratch)),
        cwd=scratch,
        user=parts.account(),
        stop_signal="INT",  # a fast shutdown: open connections are cut, data files are closed well
        remove=[scratch],
        lifeline=lifeline,
    )
    server.wait_until(postgres.ready, _START_SECONDS)
    return postgres, server


def _initialise(initdb: Path, data: Path, cwd: Path) -> None:
    command = [
        str(initdb), "-D", str(data), "-U", "zhibi", "--auth=trust", "--encoding=UTF8",
        "--locale=C.UTF-8", "--no-sync", "--no-instructions",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=plain_env(HOME=str(cwd)),
        user=parts.account(),
        extra_groups=None if parts.account() is None else [],
        check=False,
    )
    if done.returncode:
        raise ServiceError(f"initdb failed:\n{done.stderr}")


@contextlib.contextmanager
def running() -> Iterator[Postgres]:
    """A server for as long as the block lasts."""
    postgres, server = start()
    try:
        yield postgres
    finally:
        server.stop()
