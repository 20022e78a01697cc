"""The audit log: who did what, when, and how the record was before and after. Nothing leaves it."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from schemas.accounts import AuditEntry
from store.database import Database, reading, writing
from store.sql import add_new
from store.tables_people import audit_entries


@dataclass(frozen=True)
class AuditLog:
    """Entries by number, from 1."""

    database: Database

    @writing
    def add(self, connection: Connection, entry: AuditEntry) -> int:
        """Keep an entry under the next number, and return that number.

        Within ``Store.batch`` it is kept or lost together with what it tells of.
        """
        # One writer at a time (store.engine), so nobody else takes the same number.
        number = (connection.scalar(select(func.max(audit_entries.c.number))) or 0) + 1
        numbered = entry.model_copy(update={"number": number})
        row = {
            "number": number,
            "at": entry.at,
            "account": entry.account,
            "action": entry.action,
            "kind": entry.kind,
            "record": entry.record,
            "payload": numbered.model_dump_json(),
        }
        add_new(connection, audit_entries, row)
        return number

    @reading
    def get(self, connection: Connection, number: int) -> AuditEntry | None:
        """Return one entry, or None."""
        wanted = select(audit_entries.c.payload).where(audit_entries.c.number == number)
        found = connection.scalar(wanted)
        return None if found is None else AuditEntry.model_validate_json(found)

    @reading
    def list(
        self,
        connection: Connection,
        *,
        before: int | None = None,
        limit: int = 50,
        account: str | None = None,
        kind: str | None = None,
        record: str | None = None,
    ) -> list[AuditEntry]:
        """Return entries, the newest first, older than number *before*, of whom and what is given."""
        table = audit_entries.c
        wanted = select(table.payload).order_by(table.number.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(table.number < before)
        for column, value in ((table.account, account), (table.kind, kind), (table.record, record)):
            if value is not None:
                wanted = wanted.where(column == value)
        return [AuditEntry.model_validate_json(one) for one in connection.scalars(wanted)]
