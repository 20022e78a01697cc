"""Runs with the reports of their steps, and leases that keep two of them apart."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import Connection, Row, select, update

from schemas.base import Instant
from schemas.errors import ConflictError
from schemas.reports import StepName, StepReport
from store.database import Database, reading, writing
from store.records import Run
from store.sql import add_new, put
from store.tables import leases, run_reports, runs

_ORDER: tuple[StepName, ...] = get_args(StepName)


@dataclass(frozen=True)
class Runs:
    """Which runs there were, which step each reached, and who holds which lease."""

    database: Database

    @writing
    def open(self, connection: Connection, run: str, now: datetime, sources: Sequence[str]) -> None:
        """Enter a run; one that is there stays as it is."""
        row = {"id": run, "at": now, "sources": json.dumps(list(sources)), "finished": False}
        add_new(connection, runs, row)

    @writing
    def mark(self, connection: Connection, run: str, report: StepReport) -> None:
        """Note that a step of a run is done. A later report of the same step replaces it."""
        put(
            connection,
            run_reports,
            {"run": run, "step": report.step, "payload": report.model_dump_json()},
        )

    @writing
    def finish(self, connection: Connection, run: str) -> None:
        """Note that nothing of a run is left to do."""
        connection.execute(update(runs).where(runs.c.id == run).values(finished=True))

    @reading
    def reports(self, connection: Connection, run: str) -> list[StepReport]:
        """Return the reports of a run's steps, in the order of the pipeline's steps."""
        found = connection.scalars(select(run_reports.c.payload).where(run_reports.c.run == run))
        reports = [StepReport.model_validate_json(payload) for payload in found]
        return sorted(reports, key=lambda report: _ORDER.index(report.step))

    @reading
    def unfinished(self, connection: Connection) -> list[Run]:
        """Return runs that were not finished, the oldest first."""
        wanted = select(runs).where(runs.c.finished.is_(False)).order_by(runs.c.at, runs.c.id)
        return _read(connection, list(connection.execute(wanted)))

    @reading
    def recent(self, connection: Connection, limit: int = 20) -> list[Run]:
        """Return the newest runs, the newest first."""
        wanted = select(runs).order_by(runs.c.at.desc(), runs.c.id.desc()).limit(limit)
        return _read(connection, list(connection.execute(wanted)))

    @reading
    def get(self, connection: Connection, run: str) -> Run | None:
        """Return one run, or None."""
        found = _read(connection, list(connection.execute(select(runs).where(runs.c.id == run))))
        return found[0] if found else None

    @writing
    def lease(
        self, connection: Connection, name: str, owner: str, now: datetime, seconds: float
    ) -> str | None:
        """Take *name* for *owner* and return the fencing token; None while another owner has it.

        The same owner may take it again, with a new token that ends the old one.
        """
        held = connection.execute(select(leases).where(leases.c.name == name)).one_or_none()
        taken = held is not None and held.owner is not None and held.expires > now
        if held is not None and taken and held.owner != owner:
            return None
        fence = 1 if held is None else held.fence + 1
        expires = now + timedelta(seconds=seconds)
        put(
            connection,
            leases,
            {"name": name, "owner": owner, "fence": fence, "expires": expires},
        )
        return str(fence)

    @reading
    def check(
        self, connection: Connection, name: str, token: str, now: datetime | None = None
    ) -> bool:
        """Say whether *token* is still the valid one: nobody took over, and by *now* unexpired."""
        return _valid(connection, name, token, now)

    @writing
    def release(self, connection: Connection, name: str, token: str) -> bool:
        """Give a lease back; False, and nothing done, where *token* is no longer valid."""
        if not _valid(connection, name, token, None):
            return False
        connection.execute(
            update(leases).where(leases.c.name == name).values(owner=None, expires=None)
        )
        return True


def require_lease(connection: Connection, name: str, token: str) -> None:
    """Raise ConflictError where a lease was lost: within the transaction that depends on it."""
    if not _valid(connection, name, token, None):
        raise ConflictError(
            f"another process took over {name}; this one's work is dropped",
            remedy="Nothing to mend: the other one does the work",
        )


def _valid(connection: Connection, name: str, token: str, now: Instant | None) -> bool:
    held = connection.execute(select(leases).where(leases.c.name == name)).one_or_none()
    if held is None or held.owner is None or str(held.fence) != token:
        return False
    return now is None or bool(held.expires > now)


def _read(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> list[Run]:
    marked: dict[str, list[StepName]] = defaultdict(list)
    ids = [row.id for row in rows]
    for start in range(0, len(ids), 1000):
        wanted = select(run_reports.c.run, run_reports.c.step).where(
            run_reports.c.run.in_(ids[start : start + 1000])
        )
        for run, step in connection.execute(wanted):
            marked[run].append(step)
    return [
        Run(
            id=row.id,
            now=row.at,
            sources=tuple(json.loads(row.sources)),
            done=tuple(sorted(marked[row.id], key=_ORDER.index)),
            finished=row.finished,
        )
        for row in rows
    ]
