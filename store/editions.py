"""Editions: digests frozen at their cut-off, with the message that delivers each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from schemas.delivery import Delivery, Digest, DigestInput, RenderedDigest
from store import outbox
from store.database import Database, reading, writing
from store.outbox import Outbox
from store.records import StoredEdition
from store.sql import add_new
from store.tables import editions


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
        delivery: Delivery | None = None,
    ) -> bool:
        """Keep an edition with its message, both or neither; False, and nothing done, if it exists."""
        row = {
            "id": digest.id,
            "reader": digest.reader,
            "week": digest.week,
            "digest": digest.model_dump_json(),
            "input": given.model_dump_json(),
            "rendered": rendered.model_dump_json(),
        }
        if not add_new(connection, editions, row):
            return False
        if delivery is not None:
            outbox.queue(connection, delivery)
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
    def told(self, connection: Connection, reader: str, before_week: str) -> dict[str, str]:
        """Return story id to the digest of the facts that *reader* was told last, before a week."""
        wanted = (
            select(editions.c.digest)
            .where(editions.c.reader == reader, editions.c.week < before_week)
            .order_by(editions.c.week)
        )
        told: dict[str, str] = {}
        for payload in connection.scalars(wanted):
            digest = Digest.model_validate_json(payload)
            told |= {one.story.id: one.facts for one in (*digest.top, *digest.also)}
        return told

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
