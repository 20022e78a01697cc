"""The few statements that SQLAlchemy spells differently per engine, and filters used all over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, true
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")
# Values in one IN (...) list: SQLite takes 32,766 variables, PostgreSQL 65,535.
_VALUES = 10_000


def add_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert *row* unless its key is there; say whether it was inserted."""
    statement = _insert(connection, table).values(**row).on_conflict_do_nothing()
    done = connection.execute(statement, execution_options={"preserve_rowcount": True})
    return done.rowcount == 1


def put(
    connection: Connection,
    table: Table,
    row: Mapping[str, Any],
    again: Mapping[str, Any] | None = None,
) -> None:
    """Insert *row*, or give the row with its primary key these values: those of *again*, where given."""
    keys = [column.name for column in table.primary_key]
    others = {name: value for name, value in row.items() if name not in keys}
    others = others if again is None else dict(again)
    statement = _insert(connection, table).values(**row)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=others))


def within(
    column: Column[Any], start: datetime | None, end: datetime | None
) -> ColumnElement[bool]:
    """Return the condition *start* <= column < *end*; None leaves that side open."""
    condition: ColumnElement[bool] = true()
    if start is not None:
        condition &= column >= start
    if end is not None:
        condition &= column < end
    return condition


def chunks(values: Iterable[T], size: int = _VALUES) -> Iterator[Sequence[T]]:
    """Yield *values* in lists of at most *size*."""
    waiting = iter(values)
    while chunk := list(islice(waiting, size)):
        yield chunk


def _insert(connection: Connection, table: Table) -> Any:
    postgres = connection.dialect.name == "postgresql"
    return postgresql.insert(table) if postgres else sqlite.insert(table)
