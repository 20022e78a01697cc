"""How sources fared run by run, what was dropped and why, and the incidents told to operators."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from schemas.harvest import Snapshot
from schemas.health import Dropped, Incident, Reading, SourceStats
from store.database import Database, reading, writing
from store.judgements import forget
from store.sql import chunks, put, within
from store.stats import Fetch, stats_of
from store.tables import fetches, incidents, readings, runs, snapshots, source_runs, source_stats

# What the ledger calls skipped because it is known already: nothing was lost by it.
NOT_LOST = ("not-due",)
# Runs of a source that are looked at: enough for a year of daily checks.
_RUNS = 400
# Runs that say how often a source changes: older ones weigh next to nothing.
PACED = 80


@dataclass(frozen=True)
class HealthStore:
    """The memory that :func:`pipeline.diagnosis.diagnose` judges from."""

    database: Database

    @writing
    def note(self, connection: Connection, found: Reading) -> None:
        """Keep what ingest made of a snapshot; a later reading of the same replaces it."""
        row = {
            "snapshot": found.snapshot, "source": found.source, "run": found.run,
            "url": found.url, "at": found.at, "payload": found.model_dump_json(),
        }  # fmt: skip
        put(connection, readings, row)

    @writing
    def summarise(self, connection: Connection, run: str) -> list[SourceStats]:
        """Count what *run* made of each of its sources, keep and return it; repeated, it is equal."""
        fetched: dict[str, list[Fetch]] = {}
        for row in connection.execute(select(fetches).where(fetches.c.run == run)):
            fetched.setdefault(row.source, []).append(_fetch(row))
        read: dict[str, list[Reading]] = {}
        for payload in connection.scalars(select(readings.c.payload).where(readings.c.run == run)):
            one = Reading.model_validate_json(payload)
            read.setdefault(one.source, []).append(one)
        begun = connection.scalar(select(runs.c.at).where(runs.c.id == run))
        outcomes = {
            row.source: row
            for row in connection.execute(select(source_runs).where(source_runs.c.run == run))
        }
        found: list[SourceStats] = []
        for source in sorted(fetched.keys() | read.keys()):
            mine = read.get(source, [])
            outcome = outcomes.get(source)
            at = outcome.at if outcome is not None else begun
            stats = stats_of(
                source,
                run,
                at
                or min([*(one.at for one in mine), *(one.at for one in fetched.get(source, []))]),
                fetched.get(source, []),
                mine,
                _before(connection, source, mine),
                ok=outcome.ok if outcome is not None else None,
                reason=outcome.reason if outcome is not None else None,
            )
            if outcome is None and fetched.get(source):
                # Only pages with a change to confirm were fetched: it was not this source's turn.
                stats = stats.model_copy(update={"recheck": True})
            found.append(stats)
            put(
                connection,
                source_stats,
                {"source": source, "run": run, "at": stats.at, "payload": stats.model_dump_json()},
            )
            forget(connection, source)
        return found

    @writing
    def put(self, connection: Connection, stats: SourceStats) -> None:
        """Keep the counts of one source in one run, in place of those that are there."""
        payload = stats.model_dump_json()
        row = {"source": stats.source, "run": stats.run, "at": stats.at, "payload": payload}
        put(connection, source_stats, row)
        forget(connection, stats.source)

    @reading
    def lists(self, connection: Connection, source: str, run: str) -> list[Snapshot]:
        """Return the lists that a run stored of a source, the first first."""
        wanted = select(snapshots.c.payload).where(
            snapshots.c.source == source, snapshots.c.run == run, snapshots.c.outcome == "index"
        )
        wanted = wanted.order_by(snapshots.c.fetched_at, snapshots.c.id)
        return [Snapshot.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def snapshots(self, connection: Connection, source: str) -> list[Snapshot]:
        """Return everything stored of a source, the newest first."""
        wanted = select(snapshots.c.payload).where(snapshots.c.source == source)
        wanted = wanted.order_by(snapshots.c.fetched_at.desc(), snapshots.c.id)
        return [Snapshot.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def history(
        self, connection: Connection, source: str, now: datetime | None = None, limit: int = _RUNS
    ) -> list[SourceStats]:
        """Return the counts of the last *limit* runs of a source up to *now*, the oldest first."""
        return recent_stats(connection, source, now, limit)

    @reading
    def readings(
        self, connection: Connection, source: str, since: datetime | None = None
    ) -> list[Reading]:
        """Return what ingest made of a source's documents, the oldest first."""
        wanted = select(readings.c.payload).where(
            readings.c.source == source, within(readings.c.at, since, None)
        )
        wanted = wanted.order_by(readings.c.at, readings.c.snapshot)
        return [Reading.model_validate_json(one) for one in connection.scalars(wanted)]

    @writing
    def keep(self, connection: Connection, found: Incident) -> None:
        """Keep an incident, or what became of it."""
        row = {
            "id": found.id, "source": found.source, "opened": found.opened,
            "closed": found.closed, "payload": found.model_dump_json(),
        }  # fmt: skip
        put(connection, incidents, row)

    @reading
    def incidents(
        self,
        connection: Connection,
        source: str | None = None,
        *,
        open_at: datetime | None = None,
    ) -> list[Incident]:
        """Return incidents, the oldest first: of one source or all; those open at a moment."""
        wanted = select(incidents.c.payload).order_by(incidents.c.opened, incidents.c.id)
        if source is not None:
            wanted = wanted.where(incidents.c.source == source)
        if open_at is not None:
            closed = incidents.c.closed
            wanted = wanted.where(
                incidents.c.opened < open_at, closed.is_(None) | (closed >= open_at)
            )
        return [Incident.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def untold(self, connection: Connection) -> list[Incident]:
        """Return incidents whose beginning or end no operator was told of, the oldest first."""
        found = connection.scalars(
            select(incidents.c.payload).order_by(incidents.c.opened, incidents.c.id)
        )
        every = [Incident.model_validate_json(one) for one in found]
        return [
            one for one in every if not one.told or (one.closed is not None and not one.told_closed)
        ]

    @reading
    def dropped(
        self,
        connection: Connection,
        source: str | None = None,
        *,
        reason: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Dropped]:
        """Return what was not fetched or set aside, the newest first, at most *limit*."""
        found = [*_unfetched(connection, source, reason, since, limit)]
        found += _set_aside(connection, source, reason, since, limit)
        found.sort(key=lambda one: (one.at, one.url), reverse=True)
        return found if limit is None else found[:limit]

    @reading
    def dropped_counts(
        self, connection: Connection, source: str | None = None, since: datetime | None = None
    ) -> dict[tuple[str, str, str], int]:
        """Return (source, stage, reason) to how many were dropped, the most frequent first."""
        table = fetches.c
        wanted = (
            select(table.source, table.reason, table.outcome, func.count().label("n"))
            .where(table.outcome.in_(("skipped", "refused", "failed", "parked")))
            .where(within(table.fetched_at, since, None))
            .group_by(table.source, table.reason, table.outcome)
        )
        aside = (
            select(snapshots.c.source, snapshots.c.reason, func.count().label("n"))
            .where(snapshots.c.outcome.in_(("quarantined", "dropped")))
            .where(within(snapshots.c.fetched_at, since, None))
            .group_by(snapshots.c.source, snapshots.c.reason)
        )
        if source is not None:
            wanted = wanted.where(table.source == source)
            aside = aside.where(snapshots.c.source == source)
        counts: dict[tuple[str, str, str], int] = {}
        for row in connection.execute(wanted):
            if row.reason not in NOT_LOST:
                key = (row.source, "crawl", row.reason or row.outcome)
                counts[key] = counts.get(key, 0) + row.n
        for row in connection.execute(aside):
            counts[(row.source, "ingest", row.reason or "unreadable")] = row.n
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    @reading
    def ledger(self, connection: Connection, urls: Sequence[str]) -> list[dict[str, Any]]:
        """Return every line of the ledger for these addresses, with what ingest made of it."""
        wanted = (
            select(
                fetches.c.source, fetches.c.url, fetches.c.outcome, fetches.c.status,
                fetches.c.reason, fetches.c.detail, fetches.c.fetched_at, fetches.c.run,
                snapshots.c.outcome.label("ingested"), snapshots.c.reason.label("why"),
                snapshots.c.detail.label("more"), snapshots.c.id.label("snapshot"),
            )
            .outerjoin(snapshots, snapshots.c.id == fetches.c.snapshot)
            .where(fetches.c.url.in_(list(urls)))
            .order_by(fetches.c.fetched_at, fetches.c.id)
        )  # fmt: skip
        return [dict(row._mapping) for row in connection.execute(wanted)]


def recent_stats(
    connection: Connection, source: str, now: datetime | None = None, limit: int = PACED
) -> list[SourceStats]:
    """Return the counts of the last *limit* runs of a source up to *now*, the oldest first.

    Runs that only looked again at single pages are none of them: they came out of turn, so they
    say nothing of how much a source brings, nor of how often.
    """
    wanted = select(source_stats.c.payload).where(source_stats.c.source == source)
    if now is not None:
        wanted = wanted.where(source_stats.c.at <= now)
    wanted = wanted.order_by(source_stats.c.at.desc(), source_stats.c.run.desc()).limit(2 * limit)
    # Asked for twice over: a source whose changes are confirmed has one such run for each other.
    found = [SourceStats.model_validate_json(one) for one in connection.scalars(wanted)]
    return [one for one in found if not one.recheck][:limit][::-1]


def _fetch(row: Any) -> Fetch:
    return Fetch(
        purpose=row.purpose, outcome=row.outcome, status=row.status, reason=row.reason,
        url=row.url, final=row.final, seconds=row.seconds or 0.0, at=row.fetched_at,
    )  # fmt: skip


def _before(connection: Connection, source: str, mine: Iterable[Reading]) -> dict[str, Reading]:
    """Return, by address, the last reading of the same page before this run's."""
    own = {one.url: one for one in mine}
    found: dict[str, Reading] = {}
    for some in chunks(own, 500):
        wanted = select(readings.c.payload).where(
            readings.c.source == source, readings.c.url.in_(some)
        )
        for payload in connection.scalars(wanted):
            one = Reading.model_validate_json(payload)
            known = found.get(one.url)
            earlier = one.at < own[one.url].at and one.run != own[one.url].run
            if earlier and one.read and (known is None or one.at > known.at):
                found[one.url] = one
    return found


def _unfetched(
    connection: Connection,
    source: str | None,
    reason: str | None,
    since: datetime | None,
    limit: int | None,
) -> Iterator[Dropped]:
    table = fetches.c
    wanted = select(fetches).where(
        table.outcome.in_(("skipped", "refused", "failed", "parked")),
        table.reason.is_(None) | table.reason.not_in(NOT_LOST),
        within(table.fetched_at, since, None),
    )
    if source is not None:
        wanted = wanted.where(table.source == source)
    if reason is not None:
        wanted = wanted.where((table.reason == reason) | (table.outcome == reason))
    wanted = wanted.order_by(table.fetched_at.desc(), table.id).limit(limit)
    for row in connection.execute(wanted):
        yield Dropped(
            source=row.source, url=row.url, at=row.fetched_at, stage="crawl", run=row.run,
            reason=row.reason or row.outcome, detail=row.detail or "",
        )  # fmt: skip


def _set_aside(
    connection: Connection,
    source: str | None,
    reason: str | None,
    since: datetime | None,
    limit: int | None,
) -> Iterator[Dropped]:
    table = snapshots.c
    wanted = select(snapshots).where(
        table.outcome.in_(("quarantined", "dropped")), within(table.fetched_at, since, None)
    )
    if source is not None:
        wanted = wanted.where(table.source == source)
    if reason is not None:
        wanted = wanted.where(table.reason == reason)
    for row in connection.execute(wanted.order_by(table.fetched_at.desc(), table.id).limit(limit)):
        yield Dropped(
            source=row.source, url=row.url, at=row.fetched_at, stage="ingest", run=row.run,
            reason=row.reason or "unreadable", detail=row.detail or "",
        )  # fmt: skip
