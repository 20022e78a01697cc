"""Collections, and which story a story was merged into, so that what people did with it follows."""

import json

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables, and fill the new column of stories."""
    _collections()
    _entries()
    _shares()
    _merged()


def _collections() -> None:
    op.create_table(
        "collections",
        sa.Column("id", Words(), nullable=False),
        sa.Column("owner", Words(), nullable=False),
        sa.Column("visibility", Words(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(["owner"], ["accounts.id"], name=op.f("fk_collections_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
    )
    _index("collections", "owner")
    _index("collections", "updated")


def _entries() -> None:
    op.create_table(
        "collection_entries",
        sa.Column("id", Words(), nullable=False),
        sa.Column("collection", Words(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("story", Words(), nullable=True),
        sa.Column("document", Words(), nullable=True),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection"], ["collections.id"], name=op.f("fk_collection_entries_collection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_entries")),
    )
    _index("collection_entries", "collection", "position")
    _index("collection_entries", "story")
    _index("collection_entries", "document")


def _shares() -> None:
    op.create_table(
        "collection_shares",
        sa.Column("id", Words(), nullable=False),
        sa.Column("collection", Words(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["collection"], ["collections.id"], name=op.f("fk_collection_shares_collection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_shares")),
    )
    _index("collection_shares", "collection")


def _merged() -> None:
    op.add_column("stories", sa.Column("merged_into", Words(), nullable=True))
    _index("stories", "merged_into")
    stories = sa.table("stories", sa.column("id"), sa.column("payload"), sa.column("merged_into"))
    connection = op.get_bind()
    ended = sa.select(stories.c.id, stories.c.payload).where(
        stories.c.payload.like('%"ended":true%')
    )
    for story_id, payload in connection.execute(ended).all():
        story = json.loads(payload)
        if story["ended"] and story.get("into"):
            into = sa.update(stories).where(stories.c.id == story_id)
            connection.execute(into.values(merged_into=story["into"]))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
