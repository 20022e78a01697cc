"""Editions: digests frozen at their cut-off, with the message that delivers each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from schemas.delivery import Delivery, Digest, DigestInput, RenderedDigest
from schemas.stories import Story
from store import outbox
from store.database import Database, reading, writing
from store.outbox import Outbox
from store.records import StoredEdition
from store.sql import add_new
from store.tables_mail import editions

# After this a like move of the same company is another event, not the one that was told.
_SAME_EVENT = timedelta(days=60)


class Told(NamedTuple):
    """What a reader was told before: story to its facts, event key to the story it was told under.

    *stories* by id, as they were told last.
    """

    facts: dict[str, str]
    events: dict[str, str]
    stories: dict[str, Story]


@dataclass(frozen=True)
class Editions:
    """What each reader was told in which week."""

    database: Database

    @property
    def outbox(self) -> Outbox:
        """Return the messages that deliver editions."""
        return Outbox(self.database)

    @writing
    def freeze(
        self,
        connection: Connection,
        digest: Digest,
        given: DigestInput,
        rendered: RenderedDigest,
        *delivered: Delivery | None,
    ) -> bool:
        """Keep an edition with its messages, all or none; False, and nothing done, if it exists."""
        row = {
            "id": digest.id,
            "reader": digest.reader,
            "week": digest.week,
            "digest": digest.model_dump_json(),
            "input": given.model_dump_json(),
            "rendered": rendered.model_dump_json(),
            "kind": digest.kind,
            "cut_off": digest.cut_off,
        }
        if not add_new(connection, editions, row):
            return False
        for one in filter(None, delivered):
            outbox.queue(connection, one)
        return True

    @writing
    def queue(self, connection: Connection, edition_id: str, delivery: Delivery) -> bool:
        """Put the message of a frozen edition into the outbox; False where it has one already."""
        return outbox.queue(connection, delivery.model_copy(update={"edition": edition_id}))

    @reading
    def get(self, connection: Connection, edition_id: str) -> StoredEdition | None:
        """Return one edition, or None."""
        row = connection.execute(select(editions).where(editions.c.id == edition_id)).one_or_none()
        return None if row is None else _read(row)

    @reading
    def told(self, connection: Connection, reader: str, before: datetime) -> Told:
        """Return what *reader* was told by editions that were cut at *before* or earlier."""
        wanted = select(editions.c.digest).where(
            editions.c.reader == reader,
            editions.c.kind.in_(("digest", "alert")),
            editions.c.cut_off <= before,
        )
        facts: dict[str, str] = {}
        events: dict[str, str] = {}
        stories: dict[str, Story] = {}
        for payload in connection.scalars(wanted.order_by(editions.c.cut_off, editions.c.id)):
            digest = Digest.model_validate_json(payload)
            for one in digest.told:
                facts |= dict.fromkeys((one.story.id, *one.folded), one.facts)
                if before - digest.cut_off <= _SAME_EVENT:
                    events |= dict.fromkeys(one.events, one.story.id)
                    stories[one.story.id] = one.story
        return Told(facts, events, stories)

    @reading
    def alerts(self, connection: Connection, reader: str, since: datetime) -> Sequence[Digest]:
        """Return the alerts of *reader* from *since* on, the oldest first."""
        wanted = select(editions.c.digest).where(
            editions.c.reader == reader, editions.c.kind == "alert", editions.c.cut_off >= since
        )
        rows = connection.scalars(wanted.order_by(editions.c.cut_off, editions.c.id))
        return [Digest.model_validate_json(one) for one in rows]

    @reading
    def archive(
        self, connection: Connection, reader: str | None = None, limit: int = 200
    ) -> Sequence[Digest]:
        """Return what was told, of one reader or of all, the newest first: at most *limit*."""
        wanted = select(editions.c.digest).order_by(editions.c.cut_off.desc(), editions.c.id)
        if reader is not None:
            wanted = wanted.where(editions.c.reader == reader)
        rows = connection.scalars(wanted.limit(limit))
        return [Digest.model_validate_json(one) for one in rows]

    @reading
    def list(self, connection: Connection, reader: str | None = None) -> Sequence[StoredEdition]:
        """Return editions, of one reader or of all, the newest week first."""
        wanted = select(editions).order_by(editions.c.week.desc(), editions.c.reader)
        if reader is not None:
            wanted = wanted.where(editions.c.reader == reader)
        return [_read(row) for row in connection.execute(wanted)]


def _read(row: Row[Any]) -> StoredEdition:
    return StoredEdition(
        digest=Digest.model_validate_json(row.digest),
        input=DigestInput.model_validate_json(row.input),
        rendered=RenderedDigest.model_validate_json(row.rendered),
    )
