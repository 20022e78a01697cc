"""The changes that became news, the newest first, a page at a time."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from schemas.changes import RecordedChange
from store.database import Database, reading
from store.tables import changes


@dataclass(frozen=True)
class Told:
    """Confirmed changes in the order that people read them: by day and id, the last first."""

    database: Database

    @reading
    def last(
        self,
        connection: Connection,
        limit: int,
        *,
        since: datetime,
        companies: Sequence[str] = (),
        kinds: Collection[str] = (),
        before: tuple[date, str] | None = None,
    ) -> list[RecordedChange]:
        """Return at most *limit* changes told at *since* or later, of *companies* and *kinds* or of all.

        *before*: day and id of the last one that was had.
        """
        told = changes.c.told_at
        chosen = _chosen(since, companies, kinds)
        had = 0
        if before is not None:
            start, end = _day(before[0])
            of_that_day = select(func.count()).where(chosen, told >= start, told < end)
            had = connection.scalar(of_that_day) or 0
            chosen &= told < end
        # The day of the last one to be shown: all of that day and later are sorted, none before.
        newest = select(told).where(chosen).order_by(told.desc()).offset(had + limit - 1).limit(1)
        edge = connection.scalar(newest)
        if edge is not None:
            chosen &= told >= _day(edge.date())[0]
        rows = connection.scalars(select(changes.c.payload).where(chosen))
        found = [RecordedChange.model_validate_json(one) for one in rows]
        found.sort(key=_place, reverse=True)
        if before is not None:
            found = [one for one in found if _place(one) < before]
        return found[:limit]

    @reading
    def fields(
        self, connection: Connection, *, since: datetime, company: str, kind: str
    ) -> list[tuple[datetime, str]]:
        """Return when each change of *kind* at *company* was told since then, and which field it changed.

        Records are not made of them: of vacancies there are hundreds, of which these two are counted.
        """
        wanted = select(changes.c.told_at, changes.c.payload).where(
            _chosen(since, [company], [kind])
        )
        rows = connection.execute(wanted)
        return [(row.told_at, json.loads(row.payload)["change"]["field"]) for row in rows]


def _chosen(
    since: datetime, companies: Sequence[str], kinds: Collection[str]
) -> ColumnElement[bool]:
    chosen = (changes.c.state == "confirmed") & (changes.c.told_at >= since)
    if companies:
        chosen &= changes.c.company.in_(companies)
    if kinds:
        chosen &= changes.c.kind.in_(kinds)
    return chosen


def _place(change: RecordedChange) -> tuple[date, str]:
    return change.told_at.date(), change.id


def _day(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time.min, UTC)
    return start, start + timedelta(days=1)
