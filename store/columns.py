"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

from schemas.base import as_utc

# Compared byte by byte on both engines: PostgreSQL would else sort by the server's language.
_PLAIN = Text().with_variant(Text(collation="C"), "postgresql")


class Words(TypeDecorator[str]):
    """Text. PostgreSQL holds no NUL, so one is kept as U+FFFD on both engines."""

    impl = _PLAIN
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace what a database cannot hold."""
        return value.replace("\x00", "\ufffd") if value is not None else None


class Moment(TypeDecorator[datetime]):
    """An instant as text of fixed width, so that comparing texts compares times."""

    impl = _PLAIN
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write UTC with microseconds. Raises ValueError for a naive datetime."""
        return None if value is None else f"{as_utc(value):%Y-%m-%dT%H:%M:%S.%f}Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read it back, aware."""
        return None if value is None else datetime.fromisoformat(str(value)).astimezone(UTC)
