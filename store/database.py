"""Transactions: one writer at a time, begun anew when another was in the way, errors for people."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, Final, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from store.engine import begin_write, open_engine, read_url, shown
from store.faults import is_busy, translate

P = ParamSpec("P")
T = TypeVar("T")
# Each attempt waits up to engine.BUSY_SECONDS by itself; three make a minute and a half (F5).
_ATTEMPTS: Final = 3


class Database:
    """A database at *url*. Part of one process; threads share it, each with its transactions."""

    def __init__(self, url: str) -> None:
        self.url = read_url(url)
        self.where = shown(self.url)
        self.engine: Engine = open_engine(url)
        self._local = threading.local()

    @property
    def is_sqlite(self) -> bool:
        """Say whether it is a file of this machine."""
        return self.engine.dialect.name == "sqlite"

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run *work* in a writing transaction and commit it; the whole of it again if locked out.

        Within :meth:`batch` it joins that transaction. Raises RetryLaterError (database busy or
        away), StorageFullError, NotConfiguredError.
        """
        joined: Connection | None = getattr(self._local, "batch", None)
        if joined is not None:
            return work(joined)
        attempt = 1
        while True:
            try:
                with self._writing() as connection:
                    return work(connection)
            except DBAPIError as error:
                if attempt == _ATTEMPTS or not is_busy(error):
                    raise translate(error, self.where) from error
                attempt += 1

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run *work* on one consistent view; it never waits for a writer. Raises as :meth:`write`."""
        joined: Connection | None = getattr(self._local, "batch", None)
        if joined is not None:
            return work(joined)
        try:
            with self.engine.connect() as connection:
                if not self.is_sqlite:
                    connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    return work(connection)
        except DBAPIError as error:
            raise translate(error, self.where) from error

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make one transaction of all calls in the block: all of them are kept, or none."""
        if getattr(self._local, "batch", None) is not None:
            yield
            return
        try:
            with self._writing() as connection:
                self._local.batch = connection
                yield
        except DBAPIError as error:
            raise translate(error, self.where) from error
        finally:
            self._local.batch = None

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            connection.execution_options(zhibi_write=True)
            with connection.begin():
                begin_write(connection)
                yield connection


class Part(Protocol):
    """A part of the store: it has the database."""

    @property
    def database(self) -> Database:
        """The database it works on."""


S = TypeVar("S", bound=Part)


def writing(
    method: Callable[Concatenate[S, Connection, P], T],
) -> Callable[Concatenate[S, P], T]:
    """Give a method a connection in a writing transaction of its own."""

    @wraps(method)
    def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.database.write(lambda connection: method(self, connection, *args, **kwargs))

    return run


def reading(
    method: Callable[Concatenate[S, Connection, P], T],
) -> Callable[Concatenate[S, P], T]:
    """Give a method a connection that reads one consistent view."""

    @wraps(method)
    def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self.database.read(lambda connection: method(self, connection, *args, **kwargs))

    return run
