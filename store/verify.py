"""Compares what is stored with what was promised: the invariants of docs, one check each."""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from schemas.delivery import Delivery
from schemas.errors import QuarantineError, ZhibiError
from schemas.harvest import Snapshot
from schemas.ids import digest
from schemas.reports import Problem
from store.archive import PARTIAL, PATTERN
from store.open import Store
from store.sql import chunks
from store.tables import (
    documents,
    index_queue,
    revisions,
    snapshots,
)
from store.tables_mail import deliveries

_RESTORE = "Restore a backup: zhibi restore"


def verify(
    store: Store, index_ids: Iterable[tuple[str, int]] | None = None, *, deep: bool = True
) -> list[Problem]:
    """Return everything that is not as it should be; an empty list says that all is whole.

    Archive against snapshots (reading each body when *deep*, else sizes only), revisions, database
    file and references, search index against the queue where *index_ids* (document id, version) of
    the index are given, outbox, left-over files.
    """
    checks: tuple[Callable[[], Iterator[Problem]], ...] = (
        lambda: _database(store),
        lambda: _archive(store, deep=deep),
        lambda: _revisions(store),
        lambda: _index(store, index_ids),
        lambda: _outbox(store),
        lambda: _leftovers(store),
    )
    problems: list[Problem] = []
    for check in checks:
        try:
            problems += check()
        except ZhibiError as error:
            problems.append(_problem(error.where, "unreadable", error.what, error.remedy))
    return problems


def _database(store: Store) -> Iterator[Problem]:
    """I3: the engine's own checks. PostgreSQL keeps its references, and its pages have checksums."""
    if store.database.is_sqlite:
        for line in store.database.read(_sqlite_checks):
            yield _problem(store.database.where, "database-damaged", line, _RESTORE)


def _sqlite_checks(connection: Connection) -> list[str]:
    said = [
        str(line) for line in connection.scalars(text("PRAGMA integrity_check")) if line != "ok"
    ]
    broken = connection.execute(text("PRAGMA foreign_key_check"))
    return said + [
        f"{row[0]} row {row[1]} points at a {row[2]} that is not there" for row in broken
    ]


def _archive(store: Store, *, deep: bool) -> Iterator[Problem]:
    """I1: every acknowledged response is there, with the digest that was acknowledged."""
    ids = store.database.read(
        lambda connection: list(connection.scalars(select(snapshots.c.id).order_by(snapshots.c.id)))
    )
    for some in chunks(ids, 500):
        for snapshot in store.database.read(_snapshots_of(some)):
            yield from _response(store, snapshot, deep=deep)
    if deep:
        for file in sorted(store.archive.folder.glob(f"*/{PATTERN}")):
            yield from _members(file)


def _snapshots_of(ids: Sequence[str]) -> Callable[[Connection], list[Snapshot]]:
    wanted = select(snapshots.c.payload).where(snapshots.c.id.in_(ids)).order_by(snapshots.c.id)

    def work(connection: Connection) -> list[Snapshot]:
        return [Snapshot.model_validate_json(one) for one in connection.scalars(wanted)]

    return work


def _response(store: Store, snapshot: Snapshot, *, deep: bool) -> Iterator[Problem]:
    file = store.archive.path(snapshot)
    where = f"{snapshot.source} {snapshot.url} ({file})"
    if deep:
        try:
            store.archive.body(snapshot)
        except QuarantineError as error:
            yield _problem(where, error.reason, error.what, error.remedy)
        return
    size = file.stat().st_size if file.exists() else -1
    if size < snapshot.warc_offset + snapshot.warc_length:
        said = "the archive file is missing" if size < 0 else "the archive file is cut short"
        yield _problem(where, "archive-damaged", said, _RESTORE)


def _members(file: Path) -> Iterator[Problem]:
    """Unpack a whole file: what no snapshot names (requests, file heads) must be whole too."""
    try:
        with gzip.open(file) as opened:
            while opened.read(1 << 20):
                pass
    except EOFError:
        return  # the tail that a killed crawl left; nothing in it was acknowledged
    except (OSError, zlib.error) as error:
        yield _problem(str(file), "archive-damaged", str(error), _RESTORE)


def _revisions(store: Store) -> Iterator[Problem]:
    """I2: versions are numbered without a gap and say what their digest says."""
    rows = store.database.read(
        lambda connection: connection.execute(
            select(documents.c.id, documents.c.latest, func.count(revisions.c.number))
            .outerjoin(revisions, revisions.c.document_id == documents.c.id)
            .group_by(documents.c.id, documents.c.latest)
        ).all()
    )
    for document_id, latest, count in rows:
        if latest != count:
            said = f"{count} versions are there, {latest} were stored"
            yield _problem(document_id, "revision-missing", said, _RESTORE)
    for some in chunks((row[0] for row in rows), 500):
        for document_id, number, payload, checksum in store.database.read(_payloads_of(some)):
            if digest(payload) != checksum:
                where = f"{document_id} version {number}"
                said = "its content is not what was stored"
                yield _problem(where, "revision-damaged", said, _RESTORE)


def _payloads_of(ids: Sequence[str]) -> Callable[[Connection], Sequence[tuple[str, int, str, str]]]:
    wanted = select(
        revisions.c.document_id, revisions.c.number, revisions.c.payload, revisions.c.checksum
    ).where(revisions.c.document_id.in_(ids))
    return lambda connection: [tuple(row) for row in connection.execute(wanted)]


def _index(store: Store, index_ids: Iterable[tuple[str, int]] | None) -> Iterator[Problem]:
    """I4: what is noted as indexed is in the index, in that version, and nothing else is."""
    if index_ids is None:
        return
    there = dict(index_ids)
    noted = store.database.read(
        lambda connection: {
            row.document_id: row.indexed
            for row in connection.execute(select(index_queue).where(index_queue.c.indexed > 0))
        }
    )
    remedy = "zhibi reindex"
    for document_id in sorted(noted.keys() - there.keys()):
        yield _problem(document_id, "not-in-index", "search does not know it", remedy)
    for document_id in sorted(there.keys() - noted.keys()):
        yield _problem(document_id, "only-in-index", "the store does not know it", remedy)
    for document_id in sorted(there.keys() & noted.keys()):
        if there[document_id] < noted[document_id]:
            said = f"version {there[document_id]} is indexed, {noted[document_id]} was noted"
            yield _problem(document_id, "index-stale", said, remedy)


def _outbox(store: Store) -> Iterator[Problem]:
    """I5: a message that may or may not have gone out is a person's to decide."""
    unknown = store.database.read(
        lambda connection: list(
            connection.scalars(select(deliveries.c.payload).where(deliveries.c.state == "unknown"))
        )
    )
    for payload in unknown:
        delivery = Delivery.model_validate_json(payload)
        said = f"it may have reached {delivery.address}; it is not sent again by itself"
        yield _problem(delivery.id, "delivery-unknown", said, "Ask the reader, then queue it again")


def _leftovers(store: Store) -> Iterator[Problem]:
    """I8: no half-written file is left."""
    for file in sorted(store.archive.folder.parent.rglob(f"*{PARTIAL}")):
        yield _problem(str(file), "left-over", "a half-written file", "Remove it")


def _problem(where: str, reason: str, detail: str, remedy: str = "") -> Problem:
    return Problem(where=where, reason=reason, detail=detail, remedy=remedy)
