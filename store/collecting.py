"""Collections: lists of stories and documents, their entries in order, the links to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from schemas.collecting import Collection, CollectionShare, Entry
from store.database import Database, reading, writing
from store.sql import chunks, put
from store.tables_collections import collection_entries, collection_shares, collections


@dataclass(frozen=True)
class Collections:
    """Collections by id. Who may see or change which is decided above the store."""

    database: Database

    @writing
    def save(self, connection: Connection, collection: Collection) -> None:
        """Keep a collection as it is given, in place of what it was."""
        row = {
            "id": collection.id,
            "owner": collection.owner,
            "visibility": collection.visibility,
            "updated": collection.updated,
            "removed": collection.removed is not None,
            "payload": collection.model_dump_json(),
        }
        put(connection, collections, row)

    @reading
    def get(self, connection: Connection, collection_id: str) -> Collection | None:
        """Return one collection, a removed one too, or None."""
        wanted = select(collections.c.payload).where(collections.c.id == collection_id)
        found = connection.scalar(wanted)
        return None if found is None else Collection.model_validate_json(found)

    @reading
    def seen_by(
        self,
        connection: Connection,
        account: str,
        *,
        limit: int = 200,
        after: tuple[datetime, str] | None = None,
    ) -> list[tuple[Collection, int]]:
        """Return what *account* may see, with the number of entries: the last changed first.

        *after*: only what stands behind the collection of that time and id.
        """
        table = collections.c
        counted = (
            select(func.count())
            .where(
                collection_entries.c.collection == table.id,
                collection_entries.c.position.is_not(None),
            )
            .scalar_subquery()
        )
        wanted = (
            select(table.payload, counted)
            .where(
                table.removed.is_(False), or_(table.owner == account, table.visibility == "team")
            )
            .order_by(table.updated.desc(), table.id)
            .limit(limit)
        )
        if after is not None:
            moment, last = after
            behind = (table.updated < moment) | ((table.updated == moment) & (table.id > last))
            wanted = wanted.where(behind)
        rows = connection.execute(wanted)
        return [(Collection.model_validate_json(payload), count) for payload, count in rows]

    # ------------------------------------------------------------------------------- entries
    @reading
    def entries(
        self, connection: Connection, collection_id: str, *, skip: int = 0, limit: int | None = None
    ) -> list[Entry]:
        """Return the entries in their order, those that were removed left out."""
        table = collection_entries.c
        wanted = (
            select(table.payload)
            .where(table.collection == collection_id, table.position.is_not(None))
            .order_by(table.position, table.id)
            .offset(skip)
            .limit(limit)
        )
        return [Entry.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def count(self, connection: Connection, collection_id: str) -> int:
        """Return how many entries a collection has."""
        table = collection_entries.c
        wanted = select(func.count()).where(
            table.collection == collection_id, table.position.is_not(None)
        )
        return connection.scalar(wanted) or 0

    @reading
    def entry(self, connection: Connection, entry_id: str) -> Entry | None:
        """Return one entry, a removed one too, or None."""
        wanted = select(collection_entries.c.payload).where(collection_entries.c.id == entry_id)
        found = connection.scalar(wanted)
        return None if found is None else Entry.model_validate_json(found)

    @reading
    def holding(
        self, connection: Connection, *, stories: Sequence[str] = (), documents: Sequence[str] = ()
    ) -> list[Entry]:
        """Return the entries, in whichever collections, that hold one of these."""
        table, found = collection_entries.c, []
        for column, wanted in ((table.story, stories), (table.document, documents)):
            for some in chunks(wanted):
                rows = select(table.payload).where(column.in_(some), table.position.is_not(None))
                found += [
                    Entry.model_validate_json(one)
                    for one in connection.scalars(rows.order_by(table.id))
                ]
        return found

    @writing
    def keep(self, connection: Connection, found: Sequence[Entry]) -> None:
        """Keep entries as they are given; a removed one loses its place."""
        for one in found:
            row = {
                "collection": one.collection,
                "position": None if one.removed else one.position,
                "story": one.story,
                "document": one.document,
                "payload": one.model_dump_json(),
            }
            put(connection, collection_entries, {"id": one.id, **row})

    # -------------------------------------------------------------------------------- shares
    @writing
    def keep_share(self, connection: Connection, share: CollectionShare) -> None:
        """Keep a link as it is given."""
        row = {
            "id": share.id,
            "collection": share.collection,
            "expires": share.expires,
            "revoked": share.revoked,
            "payload": share.model_dump_json(),
        }
        put(connection, collection_shares, row)

    @reading
    def share(self, connection: Connection, share_id: str) -> CollectionShare | None:
        """Return one link, or None."""
        wanted = select(collection_shares.c.payload).where(collection_shares.c.id == share_id)
        found = connection.scalar(wanted)
        return None if found is None else CollectionShare.model_validate_json(found)

    @reading
    def shares(
        self, connection: Connection, collection_id: str, now: datetime
    ) -> list[CollectionShare]:
        """Return the links to a collection that hold at *now*, the last to expire first."""
        table = collection_shares.c
        wanted = (
            select(table.payload)
            .where(table.collection == collection_id, table.revoked.is_(False), table.expires > now)
            .order_by(table.expires.desc(), table.id)
        )
        return [CollectionShare.model_validate_json(one) for one in connection.scalars(wanted)]
