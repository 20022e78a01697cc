"""The registry: companies, sources, saved searches and readers, with revisions, author and undo."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from schemas.errors import InvalidRecordError, WrongUseError
from schemas.registry import Company, Reader, Registry, SavedSearch, Source
from store.conflicts import clash
from store.database import Database, reading, writing
from store.history import (
    FIELDS,
    TYPES,
    Edit,
    Entry,
    read_history,
    revision_before,
    revision_rows,
    write_revision,
)
from store.records import (
    REGISTRY_KINDS,
    ApplyReport,
    Conflict,
    HistoryEntry,
    RegistryKind,
    VersionedRegistry,
)
from store.references import untrue
from store.tables import registry_records, registry_revisions


class _Stored(NamedTuple):
    """A record as it is now."""

    revision: int
    retired: bool
    position: int
    record: Entry


@dataclass(frozen=True)
class RegistryStore:
    """Who and what is watched, and everything it ever was."""

    database: Database

    @writing
    def apply(
        self,
        connection: Connection,
        registry: Registry,
        *,
        author: str,
        now: datetime,
        prune: bool = False,
        dry_run: bool = False,
        undoing: bool = False,
    ) -> ApplyReport:
        """Take *registry* in, all of it or nothing; records it lacks stay, unless *prune* retires them.

        A record that was changed elsewhere since the copy was exported is a conflict: it is
        reported, and nothing is applied. *dry_run* only says what would be done, *undoing* that it takes
        something back. Raises InvalidRecordError where a record names one that is neither here nor there.
        """
        stored = _stored(connection)
        _require_true(registry, {} if prune else stored)
        bases = registry.revisions if isinstance(registry, VersionedRegistry) else {}
        report, edits = _plan(connection, registry, stored, bases)
        if prune:
            retired = _to_retire(registry, stored)
            edits += retired
            report = report.model_copy(
                update={"retired": tuple(f"{one.kind} {one.id}" for one in retired)}
            )
        if report.conflicts or dry_run:
            return report.model_copy(update={"applied": False})
        for edit in edits:
            named = edit._replace(action="undo") if undoing else edit
            write_revision(connection, named, author, now)
        return report

    @reading
    def snapshot(self, connection: Connection) -> VersionedRegistry:
        """Return the whole registry as it is now, with the revision of each record."""
        return _registry(_stored(connection))

    @reading
    def version(self, connection: Connection) -> int:
        """Return a number that is another one whenever any record was changed."""
        return connection.scalar(select(func.count()).select_from(registry_revisions)) or 0

    def company(self, company_id: str) -> Company | None:
        """Return one company, or None."""
        found = self._one("company", company_id)
        return found if isinstance(found, Company) else None

    def source(self, source_id: str) -> Source | None:
        """Return one source, or None."""
        found = self._one("source", source_id)
        return found if isinstance(found, Source) else None

    def search(self, search_id: str) -> SavedSearch | None:
        """Return one saved search, or None."""
        found = self._one("search", search_id)
        return found if isinstance(found, SavedSearch) else None

    def reader(self, reader_id: str) -> Reader | None:
        """Return one reader, or None."""
        found = self._one("reader", reader_id)
        return found if isinstance(found, Reader) else None

    @reading
    def revisions(self, connection: Connection) -> dict[tuple[RegistryKind, str], int]:
        """Return the newest revision of every record, the retired ones too."""
        table = registry_records.c
        rows = connection.execute(select(table.kind, table.id, table.revision))
        return {(row.kind, row.id): row.revision for row in rows}

    @reading
    def first_known(self, connection: Connection, kind: RegistryKind) -> dict[str, datetime]:
        """Return when each record of *kind* came into the registry, the retired ones too."""
        table = registry_revisions.c
        wanted = select(table.id, func.min(table.at).label("at")).where(table.kind == kind)
        return {row.id: row.at for row in connection.execute(wanted.group_by(table.id))}

    @reading
    def current(
        self, connection: Connection, kind: RegistryKind, record_id: str
    ) -> tuple[Entry, int] | None:
        """Return one record with its revision, or None where it is not there or retired."""
        found = _stored(connection, kind, record_id).get((kind, record_id))
        return None if found is None or found.retired else (found.record, found.revision)

    @reading
    def _one(self, connection: Connection, kind: RegistryKind, record_id: str) -> Entry | None:
        found = _stored(connection, kind, record_id).get((kind, record_id))
        return None if found is None or found.retired else found.record

    @reading
    def history(
        self, connection: Connection, kind: RegistryKind, record_id: str
    ) -> list[HistoryEntry]:
        """Return the revisions of a record, the first first; empty where there never was one."""
        return read_history(connection, kind, record_id)

    @writing
    def retire(
        self,
        connection: Connection,
        kind: RegistryKind,
        record_id: str,
        author: str,
        now: datetime,
        *,
        undoing: bool = False,
    ) -> int:
        """Retire one record, as a new revision, and return its number; *undoing* where it was new.

        Raises WrongUseError for a record that is not there, InvalidRecordError where others name it.
        """
        stored = _stored(connection)
        known = stored.pop((kind, record_id), None)
        if known is None or known.retired:
            raise WrongUseError(f"there is no {kind} with this id", where=record_id)
        _require_true(_registry(stored), {})
        return write_revision(
            connection,
            Edit(kind, record_id, known.record, "undo-retire" if undoing else "retire", None),
            author,
            now,
        )

    @writing
    def undo(
        self,
        connection: Connection,
        kind: RegistryKind,
        record_id: str,
        author: str,
        now: datetime,
    ) -> int:
        """Take the last change of a record back, as a new revision, and return its number.

        What undo did is undone by a second undo of it; a record that was new is retired. Raises
        WrongUseError for a record that never was.
        """
        past = read_history(connection, kind, record_id)
        if not past:
            raise WrongUseError(f"there is no {kind} with this id", where=record_id)
        before = revision_before(past)
        record = TYPES[kind].model_validate_json((before or past[-1]).payload)
        gone = before is None or before.action == "retire"
        edit = Edit(kind, record_id, record, "undo-retire" if gone else "undo", None)
        return write_revision(connection, edit, author, now)


def _require_true(registry: Registry, stored: dict[tuple[RegistryKind, str], _Stored]) -> None:
    wrong = list(untrue(registry, _registry(stored)))
    if wrong:
        said = [f"{one.kind} {one.id}, {one.path[0]}: {one.what}" for one in wrong]
        raise InvalidRecordError("; ".join(said), remedy=wrong[0].remedy)


def _registry(stored: dict[tuple[RegistryKind, str], _Stored]) -> VersionedRegistry:
    """Return what is not retired, with revisions."""
    live = {key: one for key, one in stored.items() if not one.retired}
    records = [one.record for one in live.values()]
    return VersionedRegistry(
        companies=tuple(one for one in records if isinstance(one, Company)),
        sources=tuple(one for one in records if isinstance(one, Source)),
        searches=tuple(one for one in records if isinstance(one, SavedSearch)),
        readers=tuple(one for one in records if isinstance(one, Reader)),
        revisions={f"{kind} {record_id}": one.revision for (kind, record_id), one in live.items()},
    )


def live_sources(connection: Connection) -> list[Source]:
    """Return the sources that are not retired, in the registry's order."""
    found = _stored(connection, "source").values()
    return [one.record for one in found if isinstance(one.record, Source) and not one.retired]


def entries(registry: Registry) -> Iterator[tuple[RegistryKind, Entry]]:
    """Yield every record of a registry with its kind."""
    for kind in REGISTRY_KINDS:
        for record in getattr(registry, FIELDS[kind]):
            yield kind, record


def _stored(
    connection: Connection, kind: RegistryKind | None = None, record_id: str | None = None
) -> dict[tuple[RegistryKind, str], _Stored]:
    table = registry_records.c
    wanted = select(registry_records).order_by(table.kind, table.position, table.id)
    if kind is not None:
        wanted = wanted.where(table.kind == kind)
    if record_id is not None:
        wanted = wanted.where(table.id == record_id)
    return {
        (row.kind, row.id): _Stored(
            row.revision,
            row.retired,
            row.position,
            TYPES[row.kind].model_validate_json(row.payload),
        )
        for row in connection.execute(wanted)
    }


def _plan(
    connection: Connection,
    registry: Registry,
    stored: dict[tuple[RegistryKind, str], _Stored],
    bases: dict[str, int],
) -> tuple[ApplyReport, list[Edit]]:
    """Return what applying *registry* would do, and the edits that do it."""
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    conflicts: list[Conflict] = []
    edits: list[Edit] = []
    for kind, record in entries(registry):
        key = f"{kind} {record.id}"
        known = stored.get((kind, record.id))
        if known is not None and not known.retired and known.record == record:
            unchanged.append(key)
            continue
        base = bases.get(key)
        if known is not None and base is not None and known.revision > base:
            conflict = _conflict(connection, kind, record, known, base)
            if conflict is not None:
                conflicts.append(conflict)
                continue
        (new if known is None or known.retired else changed).append(key)
        edits.append(Edit(kind, record.id, record, "apply", base))
    report = ApplyReport(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        conflicts=tuple(conflicts),
    )
    return report, edits


def _conflict(
    connection: Connection, kind: RegistryKind, record: Entry, known: _Stored, base: int
) -> Conflict | None:
    rows = {row.revision: row for row in revision_rows(connection, kind, record.id)}
    last = rows[known.revision]
    origin = rows.get(base)
    from_this_copy = all(row.base == base for number, row in rows.items() if number > base)
    fields = clash(
        None if origin is None else TYPES[kind].model_validate_json(origin.payload),
        known.record,
        record,
        from_this_copy=from_this_copy and not known.retired,
    )
    if not fields:
        return None
    return Conflict(
        kind=kind,
        id=record.id,
        base=base,
        stored=known.revision,
        author=last.author,
        at=last.at,
        fields=fields,
    )


def _to_retire(registry: Registry, stored: dict[tuple[RegistryKind, str], _Stored]) -> list[Edit]:
    named = {(kind, record.id) for kind, record in entries(registry)}
    return [
        Edit(key[0], key[1], one.record, "retire", None)
        for key, one in stored.items()
        if key not in named and not one.retired
    ]
