"""Which documents search does not know yet, or not as they are now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, text, update

from store.database import Database, reading, writing
from store.sql import add_new
from store.tables import index_queue

# Written as in the partial index, so that both engines use it.
_DUE = text("version > indexed")


@dataclass(frozen=True)
class Indexing:
    """The queue between the store and the index. A version only grows."""

    database: Database

    @reading
    def pending(self, connection: Connection, limit: int = 500) -> list[tuple[str, int]]:
        """Return at most *limit* pairs of document id and version that are due, by id."""
        wanted = select(index_queue.c.document_id, index_queue.c.version).where(_DUE)
        rows = connection.execute(wanted.order_by(index_queue.c.document_id).limit(limit))
        return [(row.document_id, row.version) for row in rows]

    def done(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Note versions as indexed; a document that changed meanwhile stays due."""
        self._done(list(pairs))

    @writing
    def _done(self, connection: Connection, pairs: Sequence[tuple[str, int]]) -> None:
        if not pairs:
            return
        older = (index_queue.c.document_id == bindparam("one")) & (
            index_queue.c.indexed < bindparam("now")
        )
        wanted = update(index_queue).where(older).values(indexed=bindparam("now"))
        connection.execute(wanted, [{"one": one, "now": version} for one, version in pairs])

    @reading
    def all_ids(self, connection: Connection) -> list[tuple[str, int]]:
        """Return id and version of every document, by id."""
        wanted = select(index_queue.c.document_id, index_queue.c.version)
        rows = connection.execute(wanted.order_by(index_queue.c.document_id))
        return [(row.document_id, row.version) for row in rows]

    @writing
    def reset(self, connection: Connection) -> None:
        """Make every document due: the index was lost, or is of another make."""
        connection.execute(update(index_queue).values(indexed=0))


def bump(connection: Connection, document_ids: Iterable[str]) -> None:
    """Give documents the next version, in the transaction of what changed them."""
    for document_id in dict.fromkeys(document_ids):
        row = {"document_id": document_id, "version": 1, "indexed": 0}
        if not add_new(connection, index_queue, row):
            connection.execute(
                update(index_queue)
                .where(index_queue.c.document_id == document_id)
                .values(version=index_queue.c.version + 1)
            )
