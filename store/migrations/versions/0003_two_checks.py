"""Changes wait for a second check; pages remember their base, their volatile places, what was told."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns and tables; what was recorded before counts as told when it was seen."""
    column: sa.Column[object]
    for column in (
        sa.Column("state", Words(), nullable=True),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=True),
        sa.Column("recheck_at", Moment(), nullable=True),
        sa.Column("recheck_url", Words(), nullable=True),
    ):
        op.add_column("changes", column)
    op.execute("UPDATE changes SET state = 'confirmed', told_at = detected_at")
    op.execute(sa.text("UPDATE changes SET settled = :yes").bindparams(yes=True))
    for name in ("told_at", "recheck_at"):
        op.create_index(op.f(f"ix_changes_{name}"), "changes", [name], unique=False)
    op.create_table(
        "watched",
        sa.Column("document_id", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_watched_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_watched")),
    )
    op.create_index(op.f("ix_watched_source"), "watched", ["source"], unique=False)
    _of_documents("page_readings", "snapshot", sa.Column("seen_at", Moment(), nullable=False))
    _of_documents("muted_blocks", "key")
    _of_documents("reported", "slot")


def _of_documents(name: str, key: str, *more: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("document_id", Words(), nullable=False),
        sa.Column(key, Words(), nullable=False),
        *more,
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f(f"fk_{name}_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", key, name=op.f(f"pk_{name}")),
    )
