"""Revisions of registry records: written, listed, and put into words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Row, func, select

from schemas.registry import Company, Reader, SavedSearch, Source
from store.conflicts import differing
from store.records import HistoryEntry, RegistryKind
from store.sql import put
from store.tables import registry_records, registry_revisions

Entry: TypeAlias = Company | Source | SavedSearch | Reader
TYPES: dict[RegistryKind, type[Entry]] = {
    "company": Company, "source": Source, "search": SavedSearch, "reader": Reader,
}  # fmt: skip
FIELDS: dict[RegistryKind, str] = {
    "company": "companies", "source": "sources", "search": "searches", "reader": "readers",
}  # fmt: skip


class Edit(NamedTuple):
    """One record that is to be written."""

    kind: RegistryKind
    id: str
    record: Entry
    action: str
    base: int | None


def write_revision(connection: Connection, edit: Edit, author: str, now: datetime) -> int:
    """Add a revision and make it the present one; return its number."""
    mine = (registry_records.c.kind == edit.kind) & (registry_records.c.id == edit.id)
    known = connection.execute(select(registry_records).where(mine)).one_or_none()
    number = 1 if known is None else known.revision + 1
    if known is not None:
        position = known.position
    else:
        same = registry_records.c.kind == edit.kind
        top = connection.scalar(select(func.max(registry_records.c.position)).where(same))
        position = (top or 0) + 1
    key = {"kind": edit.kind, "id": edit.id, "revision": number}
    payload = edit.record.model_dump_json()
    retired = edit.action in {"retire", "undo-retire"}
    put(
        connection,
        registry_records,
        {**key, "retired": retired, "position": position, "payload": payload},
    )
    past = {"at": now, "author": author, "action": edit.action, "base": edit.base}
    put(connection, registry_revisions, {**key, **past, "payload": payload})
    return number


def revision_rows(connection: Connection, kind: str, record_id: str) -> Sequence[Row[Any]]:
    """Return the rows of a record's revisions, the first first."""
    table = registry_revisions.c
    wanted = select(registry_revisions).where(table.kind == kind, table.id == record_id)
    return connection.execute(wanted.order_by(table.revision)).all()


def read_history(connection: Connection, kind: RegistryKind, record_id: str) -> list[HistoryEntry]:
    """Return the revisions of a record with what each changed, the first first."""
    found: list[HistoryEntry] = []
    before: Entry | None = None
    for row in revision_rows(connection, kind, record_id):
        record = TYPES[kind].model_validate_json(row.payload)
        found.append(
            HistoryEntry(
                kind=kind,
                id=record_id,
                number=row.revision,
                at=row.at,
                author=row.author,
                action="retire" if row.action.endswith("retire") else row.action,
                summary=_summary(row.action, before, record),
                payload=row.payload,
            )
        )
        before = record
    return found


def _summary(action: str, before: Entry | None, record: Entry) -> str:
    if action.endswith("retire"):
        return "retired" if action == "retire" else "undone: retired"
    if before is None:
        return "new"
    fields = ", ".join(differing(before, record)) or "taken up again"
    return fields if action == "apply" else f"undone: {fields}"


def revision_before(past: Sequence[HistoryEntry]) -> HistoryEntry | None:
    """Return the revision that the last one replaced; None where the record was new with it."""
    return past[-2] if len(past) > 1 else None
