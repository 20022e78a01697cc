"""What crawls brought: snapshots, the fetch ledger, validators, parked hosts, what is due."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from schemas.errors import WrongUseError
from schemas.harvest import JournalEntry, Outcome, Snapshot
from schemas.registry import Source
from store.database import Database, reading, writing
from store.health import recent_stats
from store.journals import (
    address_rows,
    fetch_row,
    parked_hosts,
    snapshot_of,
    source_outcomes,
)
from store.pacing import due_at, pace, retry_after
from store.records import Fetched, Ingested, Quarantined, SourceHealth, Validators
from store.registry import live_sources
from store.runs import require_lease
from store.sql import add_new, chunks, put
from store.tables import addresses, fetches, parked, runs, snapshots, source_runs

# How much earlier than due a run may take a source, at most.
SLACK = timedelta(minutes=10)
# Longer ago it does not matter who was put off.
PUT_OFF_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Harvest:
    """The ledger of everything fetched, and the queue of snapshots that wait for ingest."""

    database: Database

    def commit(
        self,
        run: str,
        entries: Iterable[JournalEntry],
        *,
        lease: tuple[str, str] | None = None,
        pages_only: Collection[str] = (),
    ) -> Counter[Outcome]:
        """Enter the journal of *run* and return its outcomes. Entered again, it changes nothing.

        *lease* (name, token): with it the commit fails (ConflictError) if another took over. Of
        sources in *pages_only* single pages were looked at again: they are due as if it were not.
        """
        listed = list(entries)
        self._commit(run, listed, lease, pages_only)
        return Counter(entry.outcome for entry in listed)

    @writing
    def _commit(
        self,
        connection: Connection,
        run: str,
        entries: Sequence[JournalEntry],
        lease: tuple[str, str] | None,
        pages_only: Collection[str],
    ) -> None:
        if lease is not None:
            require_lease(connection, *lease)
        for entry in entries:
            snapshot = snapshot_of(run, entry)
            if snapshot is not None:
                add_new(connection, snapshots, _snapshot_row(snapshot))
            if add_new(connection, fetches, fetch_row(run, entry, snapshot)):
                for row in address_rows(entry):
                    _note_address(connection, row, confirmed=entry.outcome == "unchanged")
        begun = connection.scalar(select(runs.c.at).where(runs.c.id == run))
        for source, outcome in source_outcomes(entries).items():
            if source in pages_only:
                continue
            own = [entry.fetched_at for entry in entries if entry.source == source]
            row = {"source": source, "run": run, "at": begun or max(own), **outcome._asdict()}
            put(connection, source_runs, row)
        for host, until in parked_hosts(entries).items():
            known = connection.scalar(select(parked.c.until).where(parked.c.host == host))
            if known is None or known < until:
                put(connection, parked, {"host": host, "until": until})

    @reading
    def holds(self, connection: Connection, source: str, url: str, digest: str) -> bool:
        """Say whether a source has a snapshot of this address with this very body."""
        known = select(addresses.c.url).where(addresses.c.source == source, addresses.c.url == url)
        if connection.scalar(known) is None:
            return False
        if url.startswith("urn:"):
            return True  # it is made of the digest
        wanted = select(snapshots.c.id).where(
            snapshots.c.url == url, snapshots.c.digest == digest, snapshots.c.source == source
        )
        return connection.scalar(wanted.limit(1)) is not None

    @reading
    def addresses(self, connection: Connection, source: str, prefix: str) -> list[str]:
        """Return the addresses of a source that begin with *prefix* and were ever stored."""
        wanted = select(addresses.c.url).where(
            addresses.c.source == source, addresses.c.url.startswith(prefix, autoescape=True)
        )
        return sorted(connection.scalars(wanted))

    @writing
    def started(
        self, connection: Connection, run: str, source_ids: Sequence[str], now: datetime
    ) -> None:
        """Note that *run* takes these sources: they are not due again before their time."""
        for source in source_ids:
            row = {"source": source, "run": run, "at": now, "ok": None, "reason": None}
            add_new(connection, source_runs, row)

    @reading
    def started_in(self, connection: Connection, run: str) -> set[str]:
        """Return the sources that *run* takes as a whole, rather than single pages of them."""
        wanted = select(source_runs.c.source).where(source_runs.c.run == run)
        return set(connection.scalars(wanted))

    @reading
    def fetched(self, connection: Connection, run: str) -> list[Fetched]:
        """Return every address that a run met, with its outcome, in the order of the journal."""
        wanted = (
            select(fetches).where(fetches.c.run == run).order_by(fetches.c.fetched_at, fetches.c.id)
        )
        return [
            Fetched(
                id=row.id, source=row.source, url=row.url, purpose=row.purpose,
                outcome=row.outcome, reason=row.reason, at=row.fetched_at,
                snapshot=row.snapshot,
            )
            for row in connection.execute(wanted)
        ]  # fmt: skip

    @reading
    def due(self, connection: Connection, now: datetime, only: Sequence[str] = ()) -> list[Source]:
        """Return enabled sources whose period has passed; with *only* exactly those, due or not.

        Those come first that were put off last time because their host wanted to be left alone:
        else one page that makes it say so each time would keep all behind it from being read.
        """
        sources = live_sources(connection)
        if only:
            return [source for source in sources if source.id in set(only)]
        last: dict[str, datetime] = {
            row.source: row.at
            for row in connection.execute(
                select(source_runs.c.source, func.max(source_runs.c.at).label("at")).group_by(
                    source_runs.c.source
                )
            )
        }
        found = [
            source
            for source in sources
            if source.enabled
            and (source.id not in last or now >= _next(connection, source, last[source.id], now))
        ]
        put_off = {
            (row.source, row.at)
            for row in connection.execute(
                select(source_runs.c.source, source_runs.c.at).where(
                    source_runs.c.reason == "parked", source_runs.c.at > now - PUT_OFF_FOR
                )
            )
        }
        return sorted(found, key=lambda one: (one.id, last.get(one.id)) not in put_off)

    @reading
    def known(
        self, connection: Connection, source_ids: Sequence[str]
    ) -> dict[str, tuple[str | None, str | None]]:
        """Return canonical URL to (ETag, Last-Modified) of the last stored copy of each address."""
        found: dict[str, tuple[str | None, str | None]] = {}
        for some in chunks(source_ids):
            wanted = (
                select(addresses)
                .where(addresses.c.source.in_(some))
                .order_by(addresses.c.fetched_at, addresses.c.url)
            )
            for row in connection.execute(wanted):
                if row.etag or row.last_modified:
                    found[row.url] = Validators(row.etag, row.last_modified)
        return found

    @reading
    def not_due(
        self, connection: Connection, source_ids: Sequence[str], now: datetime, refresh: timedelta
    ) -> list[str]:
        """Return canonical URLs of documents that were fetched well less than *refresh* ago."""
        found: set[str] = set()
        for some in chunks(source_ids):
            wanted = select(addresses.c.url).where(
                addresses.c.source.in_(some),
                addresses.c.purpose == "document",
                addresses.c.fetched_at > now - refresh,
                addresses.c.fetched_at <= now,
            )
            found.update(connection.scalars(wanted))
        return sorted(found)

    @reading
    def parked(self, connection: Connection, now: datetime) -> dict[str, datetime]:
        """Return host to the time until which it asked to be left alone."""
        wanted = select(parked).where(parked.c.until > now).order_by(parked.c.host)
        return {row.host: row.until for row in connection.execute(wanted)}

    @reading
    def pending(self, connection: Connection, run: str | None = None) -> list[Snapshot]:
        """Return snapshots that were not ingested, of one run or of all, the oldest first."""
        wanted = select(snapshots.c.payload).where(snapshots.c.outcome.is_(None))
        if run is not None:
            wanted = wanted.where(snapshots.c.run == run)
        wanted = wanted.order_by(snapshots.c.fetched_at, snapshots.c.id)
        return [Snapshot.model_validate_json(one) for one in connection.scalars(wanted)]

    @writing
    def mark(
        self,
        connection: Connection,
        snapshot_id: str,
        outcome: Ingested,
        reason: str | None = None,
        detail: str | None = None,
    ) -> None:
        """Note what ingest made of a snapshot. Raises WrongUseError for an unknown one."""
        done = connection.execute(
            update(snapshots)
            .where(snapshots.c.id == snapshot_id)
            .values(outcome=outcome, reason=reason, detail=detail)
        )
        if done.rowcount == 0:
            raise WrongUseError("there is no such snapshot", where=snapshot_id)

    def quarantine(self, snapshot_id: str, reason: str, detail: str = "") -> None:
        """Set a snapshot aside under a stable *reason*; it stays in the archive."""
        self.mark(snapshot_id, "quarantined", reason, detail)

    @writing
    def again(self, connection: Connection, *, run: str | None = None) -> int:
        """Make snapshots of a run, or all that were set aside, wait for ingest anew; count them."""
        chosen = snapshots.c.outcome == "quarantined" if run is None else snapshots.c.run == run
        statement = update(snapshots).where(chosen, snapshots.c.outcome.is_not(None))
        return connection.execute(statement.values(outcome=None, reason=None, detail=None)).rowcount

    @reading
    def quarantined(
        self, connection: Connection, since: datetime | None = None
    ) -> list[Quarantined]:
        """Return what was set aside, of what was fetched at *since* or later, the newest first."""
        wanted = select(snapshots).where(snapshots.c.outcome == "quarantined")
        if since is not None:
            wanted = wanted.where(snapshots.c.fetched_at >= since)
        rows = connection.execute(wanted.order_by(snapshots.c.fetched_at.desc(), snapshots.c.id))
        return [
            Quarantined(
                snapshot=row.id,
                run=row.run,
                source=row.source,
                url=row.url,
                fetched_at=row.fetched_at,
                reason=row.reason or "unreadable",
                detail=row.detail or "",
            )
            for row in rows
        ]

    @reading
    def snapshot(self, connection: Connection, snapshot_id: str) -> Snapshot | None:
        """Return one snapshot, or None."""
        found = connection.scalar(select(snapshots.c.payload).where(snapshots.c.id == snapshot_id))
        return None if found is None else Snapshot.model_validate_json(found)

    @reading
    def health(self, connection: Connection, now: datetime) -> list[SourceHealth]:
        """Return how every enabled source fares as of *now*, by id."""
        tried = select(source_runs).where(source_runs.c.at <= now).order_by(source_runs.c.at)
        history: dict[str, list[Any]] = {}
        for row in connection.execute(tried):
            history.setdefault(row.source, []).append(row)
        enabled = sorted(source.id for source in live_sources(connection) if source.enabled)
        return [_health(source, history.get(source, [])) for source in enabled]


def _health(source: str, rows: Sequence[Any]) -> SourceHealth:
    told = [row for row in rows if row.ok is not None]
    last_ok = max((row.at for row in told if row.ok), default=None)
    failed = [row for row in told if not row.ok and (last_ok is None or row.at > last_ok)]
    return SourceHealth(
        source=source,
        last_ok=last_ok,
        last_try=rows[-1].at if rows else None,
        failures=len(failed),
        reason=failed[-1].reason if failed else None,
        since=failed[0].at if failed else None,
    )


def _next(connection: Connection, source: Source, last: datetime, now: datetime) -> datetime:
    """Return when a source is due again after *last*, by its own pace, sooner where it failed."""
    history = recent_stats(connection, source.id, now)
    return due_at(last, retry_after(history, pace(source, history).wanted), SLACK)


def _snapshot_row(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": snapshot.id,
        "run": snapshot.run,
        "source": snapshot.source,
        "url": snapshot.url,
        "fetched_at": snapshot.fetched_at,
        "digest": snapshot.digest,
        "payload": snapshot.model_dump_json(),
    }


def _note_address(connection: Connection, row: dict[str, Any], *, confirmed: bool) -> None:
    """Keep the newest answer of an address. A 304 renews the time and what it restates only."""
    at = (addresses.c.source == row["source"]) & (addresses.c.url == row["url"])
    known = connection.execute(select(addresses).where(at)).one_or_none()
    if known is not None and known.fetched_at > row["fetched_at"]:
        return
    if confirmed and known is not None:
        row = {
            **row,
            "etag": row["etag"] or known.etag,
            "last_modified": row["last_modified"] or known.last_modified,
        }
    put(connection, addresses, row)
