"""Checks of documents: open changes, the base of each, whole pages, volatile places, what was told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, select, update

from schemas.changes import MutedBlock, PageReading, RecordedChange, Reported, Watched
from store.database import Database, reading, writing
from store.sql import add_new, chunks, put
from store.tables import changes, muted_blocks, page_readings, reported, watched

# Readings of a page that are kept: enough to learn which of its places are volatile.
KEPT_READINGS = 8


class Recheck(NamedTuple):
    """A page to be looked at again: the *url* of a *source*, because of a pending change."""

    source: str
    url: str


@dataclass(frozen=True)
class Watching:
    """What the checks of a document leave behind."""

    database: Database

    @reading
    def get(self, connection: Connection, document_id: str) -> Watched | None:
        """Return how far a document is settled, None before its first check."""
        found = connection.scalar(
            select(watched.c.payload).where(watched.c.document_id == document_id)
        )
        return None if found is None else Watched.model_validate_json(found)

    @reading
    def of_source(
        self, connection: Connection, source: str, *, gone: bool | None = None
    ) -> list[Watched]:
        """Return the documents of a source by id: those that are there or *gone*; None: all."""
        wanted = select(watched.c.payload).where(watched.c.source == source)
        if gone is not None:
            wanted = wanted.where(watched.c.gone.is_(gone))
        wanted = wanted.order_by(watched.c.document_id)
        return [Watched.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def of_sources(
        self, connection: Connection, sources: Iterable[str], kinds: Collection[str] = ()
    ) -> list[Watched]:
        """Return the documents of many sources, of *kinds* or all, in the order of the sources."""
        order = {source: place for place, source in enumerate(sources)}
        found: list[Watched] = []
        for some in chunks(order, 500):
            wanted = select(watched.c.payload).where(watched.c.source.in_(some))
            if kinds:
                wanted = wanted.where(watched.c.kind.in_(kinds))
            found += map(Watched.model_validate_json, connection.scalars(wanted))
        return sorted(found, key=lambda one: (order[one.source], one.document_id))

    @writing
    def put(self, connection: Connection, state: Watched) -> None:
        """Keep how far a document is settled."""
        row = {
            "document_id": state.document_id,
            "source": state.source,
            "kind": state.kind,
            "gone": state.gone,
            "payload": state.model_dump_json(),
        }
        put(connection, watched, row)

    @reading
    def open_changes(self, connection: Connection, document_id: str) -> list[RecordedChange]:
        """Return the changes since the base: pending and confirmed ones, the oldest first."""
        wanted = (
            select(changes.c.payload)
            .where(
                changes.c.document_id == document_id,
                changes.c.settled.is_(False),
                changes.c.state.in_(("pending", "confirmed")),
            )
            .order_by(changes.c.detected_at, changes.c.id)
        )
        return [RecordedChange.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def withdrawn(
        self, connection: Connection, document_id: str, since: datetime
    ) -> list[RecordedChange]:
        """Return changes of a document that the next check did not see, seen at *since* or later."""
        wanted = select(changes.c.payload).where(
            changes.c.document_id == document_id,
            changes.c.state == "withdrawn",
            changes.c.detected_at >= since,
        )
        return [RecordedChange.model_validate_json(one) for one in connection.scalars(wanted)]

    @writing
    def record(
        self,
        connection: Connection,
        found: Sequence[RecordedChange],
        *,
        recheck_at: datetime | None = None,
        recheck_url: str | None = None,
    ) -> None:
        """Keep changes in their newest state; pending ones are looked at again at *recheck_at*."""
        for change in found:
            pending = change.state == "pending"
            row = {
                "id": change.id,
                "document_id": change.document_id,
                "company": change.company,
                "detected_at": change.detected_at,
                "payload": change.model_dump_json(),
                "state": change.state,
                "told_at": change.told_at if change.state == "confirmed" else None,
                "settled": False,
                "recheck_at": recheck_at if pending else None,
                "recheck_url": recheck_url if pending else None,
                "kind": change.change.kind,
            }
            put(connection, changes, row)

    @writing
    def settle(self, connection: Connection, document_id: str) -> None:
        """Note that all changes of a document are part of its base now."""
        own = (changes.c.document_id == document_id) & changes.c.settled.is_(False)
        connection.execute(update(changes).where(own).values(settled=True))

    @reading
    def rechecks(self, connection: Connection, now: datetime | None = None) -> list[Recheck]:
        """Return the pages to be looked at again, those due at *now* or all; each once."""
        wanted = select(changes.c.payload, changes.c.recheck_url, changes.c.recheck_at).where(
            changes.c.state == "pending", changes.c.recheck_url.is_not(None)
        )
        if now is not None:
            wanted = wanted.where(changes.c.recheck_at <= now)
        found = {
            Recheck(RecordedChange.model_validate_json(row.payload).source, row.recheck_url)
            for row in connection.execute(wanted)
        }
        return sorted(found)

    @writing
    def postpone(self, connection: Connection, urls: Iterable[str], until: datetime) -> None:
        """Look at pages again no sooner than *until*: they are being fetched."""
        connection.execute(
            update(changes)
            .where(changes.c.state == "pending", changes.c.recheck_url.in_(list(urls)))
            .values(recheck_at=until)
        )

    @reading
    def readings(self, connection: Connection, document_id: str) -> list[tuple[str, PageReading]]:
        """Return the kept readings of a page with their snapshots, the oldest first."""
        wanted = (
            select(page_readings.c.snapshot, page_readings.c.payload)
            .where(page_readings.c.document_id == document_id)
            .order_by(page_readings.c.seen_at, page_readings.c.snapshot)
        )
        return [
            (row.snapshot, PageReading.model_validate_json(row.payload))
            for row in connection.execute(wanted)
        ]

    @writing
    def keep_reading(
        self,
        connection: Connection,
        document_id: str,
        snapshot: str,
        page: PageReading,
        seen_at: datetime,
        keep: str | None,
    ) -> None:
        """Keep the reading of a snapshot, and drop the oldest ones but that of the base, *keep*."""
        row = {
            "document_id": document_id,
            "snapshot": snapshot,
            "seen_at": seen_at,
            "payload": page.model_dump_json(exclude_defaults=True),
        }
        add_new(connection, page_readings, row)
        own = page_readings.c.document_id == document_id
        listed = connection.scalars(
            select(page_readings.c.snapshot).where(own).order_by(page_readings.c.seen_at.desc())
        )
        dropped = [one for one in list(listed)[KEPT_READINGS:] if one != keep]
        if dropped:
            old = own & page_readings.c.snapshot.in_(dropped)
            connection.execute(delete(page_readings).where(old))

    @reading
    def muted(self, connection: Connection, document_id: str) -> list[MutedBlock]:
        """Return the volatile places of a page, those that are told all the same among them."""
        wanted = (
            select(muted_blocks.c.payload)
            .where(muted_blocks.c.document_id == document_id)
            .order_by(muted_blocks.c.key)
        )
        return [MutedBlock.model_validate_json(one) for one in connection.scalars(wanted)]

    @writing
    def mute(self, connection: Connection, block: MutedBlock) -> None:
        """Keep a volatile place, muted or not."""
        row = {
            "document_id": block.document_id,
            "key": block.key,
            "payload": block.model_dump_json(),
        }
        put(connection, muted_blocks, row)

    @reading
    def reported(self, connection: Connection, document_id: str, slot: str) -> Reported | None:
        """Return the value of a thing that was told last, None where it never was."""
        found = connection.scalar(
            select(reported.c.payload).where(
                reported.c.document_id == document_id, reported.c.slot == slot
            )
        )
        return None if found is None else Reported.model_validate_json(found)

    @writing
    def report(self, connection: Connection, document_id: str, slot: str, value: Reported) -> None:
        """Keep the value of a thing that counts as told."""
        row = {"document_id": document_id, "slot": slot, "payload": value.model_dump_json()}
        put(connection, reported, row)
