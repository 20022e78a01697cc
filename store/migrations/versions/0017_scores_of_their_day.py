"""Scores in brief are all of the story's own day and not cut at 100, so that they fade alike."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
_CHUNK = 2000
# What the recency of its own day gave a story while scores of the day of a run were kept.
_FRESH = 5.0


def upgrade() -> None:
    """Score anew what was scored late, before 30 November 2026, or was cut."""
    table = sa.table(
        "story_versions",
        *(sa.column(one, sa.Text()) for one in ("story_id", "updated", "payload")),
        sa.column("score", sa.Float()),
    )
    for rows in _pages(table):
        for row in rows:
            worth = _worth(json.loads(row.payload))
            if worth is not None and worth != row.score:
                mine = (table.c.story_id == row.story_id) & (table.c.updated == row.updated)
                op.get_bind().execute(sa.update(table).where(mine).values(score=worth))


def _worth(record: dict[str, Any]) -> float | None:
    """Return what the factors of a story add up to as of its day; None where it has none."""
    factors = record.get("factors", ())
    lasting = sum(one["points"] for one in factors if one["name"] != "recency")
    return round(lasting + _FRESH, 2) if factors else None


def _pages(table: Any) -> Iterator[Any]:
    keys = table.c.story_id, table.c.updated
    last: tuple[str, str] | None = None
    while True:
        wanted = sa.select(table).order_by(*keys).limit(_CHUNK)
        if last is not None:
            wanted = wanted.where(sa.tuple_(*keys) > last)
        rows = op.get_bind().execute(wanted).all()
        if not rows:
            return
        yield rows
        last = rows[-1].story_id, rows[-1].updated
