"""How sources fared when they were judged last, so that a page need not judge a thousand of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from schemas.health import Health, Judgement
from store.database import Database, reading, writing
from store.sql import chunks, put
from store.tables import source_health, source_stats


@dataclass(frozen=True)
class Judgements:
    """One judgement of each source at most; one that is read again loses it."""

    database: Database

    @reading
    def of(self, connection: Connection, sources: Iterable[str]) -> dict[str, Judgement]:
        """Return what is kept of *sources*, by source."""
        found = {}
        for some in chunks(sources, 500):
            wanted = select(source_health).where(source_health.c.source.in_(some))
            for row in connection.execute(wanted):
                health = Health.model_validate_json(row.payload)
                found[row.source] = Judgement(
                    source=row.source, basis=row.basis, at=row.at, until=row.until, health=health
                )
        return found

    @writing
    def keep(self, connection: Connection, found: Sequence[Judgement]) -> None:
        """Keep judgements, each in place of the source's last one."""
        for one in found:
            row = {
                "source": one.source, "basis": one.basis, "at": one.at, "until": one.until,
                "payload": one.health.model_dump_json(),
            }  # fmt: skip
            put(connection, source_health, row)

    @reading
    def last_run(self, connection: Connection, source: str) -> str | None:
        """Return what tells the newest counts of a source from any others; None: it has none."""
        table = source_stats.c
        wanted = select(table.payload).where(table.source == source)
        found: str | None = connection.scalar(
            wanted.order_by(table.at.desc(), table.run.desc()).limit(1)
        )
        return found


def forget(connection: Connection, source: str) -> None:
    """Drop the judgement of a source whose counts change, in the transaction that changes them."""
    connection.execute(delete(source_health).where(source_health.c.source == source))
