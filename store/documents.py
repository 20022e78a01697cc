"""Documents, their URL aliases and revisions, and the changes between revisions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, distinct, func, select, update

from schemas.changes import RecordedChange
from schemas.documents import Document, Revision
from schemas.harvest import Snapshot
from schemas.ids import digest as sha256
from schemas.ids import document_id as new_document_id
from schemas.ids import url_host
from schemas.registry import Source
from store import addresses
from store.database import Database, reading, writing
from store.identity import content_digest, urls_of
from store.indexing import bump
from store.journals import canonical
from store.records import Saved
from store.sql import add_new, chunks, within
from store.tables import aliases, changes, documents, revisions

Arrival = tuple[Document, Snapshot, Source]
"""A document with the snapshot it was read from and the source that led to it."""


@dataclass(frozen=True)
class Documents:
    """What was read, under an id that stays when addresses move."""

    database: Database

    def save(
        self,
        document: Document,
        *,
        snapshot: Snapshot,
        source: Source,
        now: datetime,
        part: bool = False,
        force: bool = False,
    ) -> Saved:
        """Keep what *snapshot* says: a new document, a new revision, or nothing that is new.

        The same document from the same snapshot changes nothing, nor does a snapshot older than
        what is known. A body that did not change but was read by another extractor makes a revision
        that is *rebaselined*. *now* is when it was seen. *part*: the snapshot holds several
        documents, so that its address is none of this one. *force*: keep a revision though it says
        nothing new, for something else on the page changed.
        """
        return self._save([(document, snapshot, source)], now, part=part, force=force)[0]

    def save_many(self, arrivals: Iterable[Arrival], *, now: datetime | None = None) -> list[Saved]:
        """Save several in one transaction, in their order; seen when fetched unless *now* is given."""
        return self._save(list(arrivals), now)

    @writing
    def _save(
        self,
        connection: Connection,
        arrivals: Sequence[Arrival],
        now: datetime | None,
        *,
        part: bool = False,
        force: bool = False,
    ) -> list[Saved]:
        return [
            _save_one(
                connection, document, snapshot, source, now or snapshot.fetched_at, part=part,
                force=force,
            )
            for document, snapshot, source in arrivals
        ]  # fmt: skip

    @reading
    def latest(self, connection: Connection, document_id: str) -> Revision | None:
        """Return the newest revision of a document, or None."""
        return _latest(connection, document_id)

    @reading
    def newest(self, connection: Connection, document_ids: Iterable[str]) -> dict[str, Revision]:
        """Return the newest revision of each of many documents, by document; of unknown ones none."""
        found: dict[str, Revision] = {}
        for some in chunks(dict.fromkeys(document_ids), 500):
            wanted = (
                select(revisions.c.payload)
                .join(documents, documents.c.id == revisions.c.document_id)
                .where(documents.c.id.in_(some), revisions.c.number == documents.c.latest)
            )
            read = map(Revision.model_validate_json, connection.scalars(wanted))
            found |= {one.document_id: one for one in read}
        return found

    @reading
    def first_seen(
        self, connection: Connection, document_ids: Iterable[str]
    ) -> dict[str, datetime]:
        """Return when each of many documents was seen first; of unknown ones nothing."""
        found: dict[str, datetime] = {}
        for some in chunks(dict.fromkeys(document_ids), 500):
            wanted = select(documents.c.id, documents.c.first_seen).where(documents.c.id.in_(some))
            found |= {row.id: row.first_seen for row in connection.execute(wanted)}
        return found

    @reading
    def numbers(self, connection: Connection, document_ids: Iterable[str]) -> dict[str, int]:
        """Return the number of the newest revision of each of many documents."""
        found: dict[str, int] = {}
        for some in chunks(dict.fromkeys(document_ids), 500):
            wanted = select(documents.c.id, documents.c.latest).where(documents.c.id.in_(some))
            found |= {row.id: row.latest for row in connection.execute(wanted)}
        return found

    @reading
    def revisions(self, connection: Connection, document_id: str) -> list[Revision]:
        """Return all revisions of a document, the first first."""
        wanted = (
            select(revisions.c.payload)
            .where(revisions.c.document_id == document_id)
            .order_by(revisions.c.number)
        )
        return [Revision.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def revision(self, connection: Connection, document_id: str, number: int) -> Revision | None:
        """Return one revision of a document, or None."""
        found = connection.scalar(
            select(revisions.c.payload).where(
                revisions.c.document_id == document_id, revisions.c.number == number
            )
        )
        return None if found is None else Revision.model_validate_json(found)

    @reading
    def by_url(self, connection: Connection, url: str) -> Revision | None:
        """Return the newest revision of the document that an address leads to, or None."""
        address = canonical(url)
        found = addresses.owners(connection, [address]).get(address)
        if found is None and url_host(address):
            found = addresses.owner_of_page(connection, [address])
        return None if found is None else _latest(connection, found)

    @reading
    def aliases(self, connection: Connection, document_id: str) -> list[str]:
        """Return the canonical URLs that lead to a document, sorted."""
        wanted = select(aliases.c.url).where(aliases.c.document_id == document_id)
        return sorted(connection.scalars(wanted))

    @reading
    def rebaselined(self, connection: Connection, document_id: str) -> list[int]:
        """Return the numbers of revisions that only another extractor made."""
        wanted = select(revisions.c.number).where(
            revisions.c.document_id == document_id, revisions.c.rebaselined
        )
        return sorted(connection.scalars(wanted))

    @reading
    def count(
        self,
        connection: Connection,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> int:
        """Return how many documents were new or changed in a period."""
        wanted = select(func.count(distinct(revisions.c.document_id)))
        return connection.scalar(wanted.where(within(revisions.c.seen_at, start, end))) or 0

    def record_changes(self, found: Iterable[RecordedChange]) -> None:
        """Keep changes; one that is kept already (same id) stays as it is."""
        self._record_changes(list(found))

    @writing
    def _record_changes(self, connection: Connection, found: Sequence[RecordedChange]) -> None:
        for change in found:
            row = {
                "id": change.id,
                "document_id": change.document_id,
                "company": change.company,
                "detected_at": change.detected_at,
                "payload": change.model_dump_json(),
                "state": change.state,
                "told_at": change.told_at if change.state == "confirmed" else None,
                "kind": change.change.kind,
                "settled": True,
            }
            add_new(connection, changes, row)

    @reading
    def changes(
        self,
        connection: Connection,
        start: datetime | None = None,
        end: datetime | None = None,
        companies: Sequence[str] = (),
        kinds: Collection[str] = (),
    ) -> list[RecordedChange]:
        """Return confirmed changes that became news from *start* up to, not including, *end*.

        Those of *companies* and *kinds*, or all; the oldest first. What one check alone saw is no
        news yet.
        """
        wanted = select(changes.c.payload).where(
            changes.c.state == "confirmed", within(changes.c.told_at, start, end)
        )
        if companies:
            wanted = wanted.where(changes.c.company.in_(companies))
        if kinds:
            wanted = wanted.where(changes.c.kind.in_(kinds))
        rows = connection.scalars(wanted.order_by(changes.c.told_at, changes.c.id))
        return [RecordedChange.model_validate_json(one) for one in rows]

    @reading
    def change(self, connection: Connection, change_id: str) -> RecordedChange | None:
        """Return one change in any state, or None."""
        found = connection.scalar(select(changes.c.payload).where(changes.c.id == change_id))
        return None if found is None else RecordedChange.model_validate_json(found)


def _save_one(
    connection: Connection,
    document: Document,
    snapshot: Snapshot,
    source: Source,
    now: datetime,
    *,
    part: bool,
    force: bool,
) -> Saved:
    urls = urls_of(document, snapshot, part=part)
    owners = addresses.owners(connection, urls)
    found = next((owners[url] for url in urls if url in owners), None)
    found = found or addresses.owner_of_page(connection, urls)
    found = found or addresses.moved(connection, document, urls)
    if found is None:
        return _begin(connection, document, snapshot, source, now, urls)
    conflicts = sum(owner != found for owner in owners.values())
    addresses.claim(connection, [url for url in urls if url not in owners], found)
    saved = _revise(connection, found, document, snapshot, source, now, force=force)
    return saved.model_copy(update={"conflicts": conflicts})


def _begin(
    connection: Connection,
    document: Document,
    snapshot: Snapshot,
    source: Source,
    now: datetime,
    urls: Sequence[str],
) -> Saved:
    """Make a document with its first revision. What has no URL is known by its content."""
    identity = new_document_id(urls[0] if urls else snapshot.digest)  # a part always has its own
    row = {"id": identity, "first_seen": now, "last_seen": now, "latest": 0}
    if not add_new(connection, documents, row):
        return _revise(connection, identity, document, snapshot, source, now)
    addresses.claim(connection, urls, identity)
    revision = _add(connection, _revision(identity, 1, document, snapshot, source, now), snapshot)
    return Saved(outcome="new", revision=revision)


def _revise(
    connection: Connection,
    identity: str,
    document: Document,
    snapshot: Snapshot,
    source: Source,
    now: datetime,
    *,
    force: bool = False,
) -> Saved:
    """Add a revision if *document* says something else than the newest one does."""
    known = connection.execute(
        select(revisions.c.payload, revisions.c.extractor).where(
            revisions.c.document_id == identity, revisions.c.snapshot == snapshot.id
        )
    )
    for row in known:
        if row.extractor == document.extractor:
            return Saved(outcome="unchanged", revision=Revision.model_validate_json(row.payload))
    newest = connection.execute(
        select(revisions, documents.c.last_seen)
        .join(documents, documents.c.id == revisions.c.document_id)
        .where(documents.c.id == identity, revisions.c.number == documents.c.latest)
    ).one()
    latest = Revision.model_validate_json(newest.payload)
    if now < newest.last_seen:
        return Saved(outcome="unchanged", revision=latest)
    _seen(connection, identity, now)
    same_body = newest.body == snapshot.digest
    # The day in "3 hours ago" moves with the clock: on an unchanged body a day says nothing new.
    same = content_digest(document, dated=not same_body) == content_digest(
        latest.document, dated=not same_body
    )
    if same and not force:
        return Saved(outcome="unchanged", revision=latest)
    rebaselined = same_body and newest.extractor != document.extractor
    revision = _revision(identity, latest.number + 1, document, snapshot, source, now)
    _add(connection, revision, snapshot, rebaselined=rebaselined)
    if rebaselined:
        return Saved(outcome="unchanged", revision=revision, rebaselined=True)
    return Saved(outcome="changed", revision=revision, previous=latest)


def _revision(
    identity: str,
    number: int,
    document: Document,
    snapshot: Snapshot,
    source: Source,
    now: datetime,
) -> Revision:
    return Revision(
        document_id=identity,
        number=number,
        snapshot=snapshot.id,
        source=source.id,
        company=source.company,
        seen_at=now,
        digest=content_digest(document),
        document=document,
    )


def _add(
    connection: Connection, revision: Revision, snapshot: Snapshot, *, rebaselined: bool = False
) -> Revision:
    payload = revision.model_dump_json()
    row = {
        "document_id": revision.document_id,
        "number": revision.number,
        "snapshot": snapshot.id,
        "run": snapshot.run,
        "seen_at": revision.seen_at,
        "body": snapshot.digest,
        "extractor": revision.document.extractor,
        "rebaselined": rebaselined,
        "payload": payload,
        "checksum": sha256(payload),
    }
    add_new(connection, revisions, row)
    connection.execute(
        update(documents)
        .where(documents.c.id == revision.document_id)
        .values(latest=revision.number)
    )
    bump(connection, [revision.document_id])
    return revision


def _seen(connection: Connection, identity: str, now: datetime) -> None:
    later = (documents.c.id == identity) & (documents.c.last_seen < now)
    connection.execute(update(documents).where(later).values(last_seen=now))


def _latest(connection: Connection, document_id: str) -> Revision | None:
    found = connection.scalar(
        select(revisions.c.payload)
        .join(documents, documents.c.id == revisions.c.document_id)
        .where(documents.c.id == document_id, revisions.c.number == documents.c.latest)
    )
    return None if found is None else Revision.model_validate_json(found)


def read_revisions(connection: Connection, keys: Iterable[tuple[str, int]]) -> Iterator[Revision]:
    """Yield revisions by document id and number, in the order asked for."""
    for some in chunks(keys, 500):
        wanted = select(revisions).where(revisions.c.document_id.in_({key[0] for key in some}))
        found = {(row.document_id, row.number): row.payload for row in connection.execute(wanted)}
        for key in some:
            yield Revision.model_validate_json(found[key])
