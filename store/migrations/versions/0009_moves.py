"""Moves by company, kind and day, for every story that is there."""

import json

import sqlalchemy as sa
from alembic import op

from store.columns import Words

revision = "0009"
down_revision = "0008"
_CHUNK = 1000


def upgrade() -> None:
    """Make the table and fill it from the stories."""
    table = op.create_table(
        "story_moves",
        sa.Column("story_id", Words(), nullable=False),
        sa.Column("move_id", Words(), nullable=False),
        sa.Column("company", Words(), nullable=True),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("day", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["stories.id"],
            name=op.f("fk_story_moves_story_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("story_id", "move_id", name=op.f("pk_story_moves")),
    )
    op.create_index(
        op.f("ix_story_moves_company_day"), "story_moves", ["company", "day"], unique=False
    )
    op.create_index(op.f("ix_story_moves_kind_day"), "story_moves", ["kind", "day"], unique=False)
    rows: list[dict[str, str | None]] = []
    for (payload,) in op.get_bind().execute(sa.text("SELECT payload FROM stories ORDER BY id")):
        story = json.loads(payload)
        moves = {one["id"]: one for one in story["moves"]}
        rows += [
            {
                "story_id": story["id"],
                "move_id": move_id,
                "company": one["company"],
                "kind": one["move"]["kind"],
                "day": story["day"],
            }
            for move_id, one in moves.items()
        ]
    for start in range(0, len(rows), _CHUNK):
        op.bulk_insert(table, rows[start : start + _CHUNK])
