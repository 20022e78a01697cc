"""What pages ask of a million documents: how sources fare, what stories are worth, changes by kind."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0014"
down_revision = "0013"
_CHUNK = 2000


def upgrade() -> None:
    """Add the table and the columns, fill them from the records, and make the indexes."""
    op.create_table(
        "source_health",
        sa.Column("source", Words(), nullable=False),
        sa.Column("basis", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_health")),
    )
    for column in (
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("kind", Words(), nullable=True),
        sa.Column("day", Words(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=True),
    ):
        op.add_column("story_versions", column)
    op.add_column("changes", sa.Column("kind", Words(), nullable=True))
    _fill("story_versions", ("story_id", "updated"), _of_story)
    _fill("changes", ("id",), lambda record: {"kind": record["change"]["kind"]})
    op.drop_index(op.f("ix_story_versions_updated"), "story_versions")
    op.create_index(
        op.f("ix_story_versions_brief"),
        "story_versions",
        ["updated", "story_id", "score", "kind", "day", "named", "ended"],
    )
    op.drop_index(op.f("ix_revisions_seen_at"), "revisions")
    op.create_index(
        op.f("ix_revisions_seen_at_document_id"), "revisions", ["seen_at", "document_id"]
    )
    op.create_index(op.f("ix_changes_kind_told_at"), "changes", ["kind", "told_at"])
    op.create_index(
        op.f("ix_story_moves_day_company_kind"), "story_moves", ["day", "company", "kind"]
    )


def _of_story(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "score": record.get("score", 0.0), "kind": record.get("kind"), "day": record["day"],
        "named": bool(record.get("customers")), "ended": bool(record.get("ended")),
    }  # fmt: skip


def _fill(name: str, keys: tuple[str, ...], values: Any) -> None:
    """Give every row its new columns, a few thousand at a time."""
    table = sa.table(name, *(sa.column(key, sa.Text()) for key in (*keys, "payload")))
    for rows in _pages(table, keys):
        first = values(json.loads(rows[0].payload))
        statement = sa.text(
            f"UPDATE {name} SET {', '.join(f'{one} = :{one}' for one in first)} "  # noqa: S608 - names of our own
            f"WHERE {' AND '.join(f'{key} = :the_{key}' for key in keys)}"
        )
        op.get_bind().execute(
            statement,
            [
                {f"the_{key}": getattr(row, key) for key in keys} | values(json.loads(row.payload))
                for row in rows
            ],
        )


def _pages(table: Any, keys: tuple[str, ...]) -> Iterator[Any]:
    columns = [table.c[key] for key in keys]
    last: tuple[str, ...] | None = None
    while True:
        wanted = sa.select(table).order_by(*columns).limit(_CHUNK)
        if last is not None:
            wanted = wanted.where(sa.tuple_(*columns) > last)
        rows = op.get_bind().execute(wanted).all()
        if not rows:
            return
        yield rows
        last = tuple(getattr(rows[-1], key) for key in keys)
