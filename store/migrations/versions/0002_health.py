"""What is read of sources run by run, and the failures that operators are told of."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of health; let the ledger keep where an address led and how long it took."""
    op.add_column("fetches", sa.Column("final", Words(), nullable=True))
    op.add_column("fetches", sa.Column("seconds", sa.Float(), nullable=True))
    op.create_index(op.f("ix_fetches_url"), "fetches", ["url"], unique=False)
    op.create_index(op.f("ix_fetches_source_fetched_at"), "fetches", ["source", "fetched_at"])
    op.create_table(
        "readings",
        sa.Column("snapshot", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("run", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("snapshot", name=op.f("pk_readings")),
    )
    op.create_index(op.f("ix_readings_run"), "readings", ["run"], unique=False)
    op.create_index(op.f("ix_readings_source_url"), "readings", ["source", "url"], unique=False)
    op.create_table(
        "source_stats",
        sa.Column("source", Words(), nullable=False),
        sa.Column("run", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("source", "run", name=op.f("pk_source_stats")),
    )
    op.create_index(op.f("ix_source_stats_source_at"), "source_stats", ["source", "at"])
    op.create_table(
        "incidents",
        sa.Column("id", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("opened", Moment(), nullable=False),
        sa.Column("closed", Moment(), nullable=True),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(op.f("ix_incidents_source_opened"), "incidents", ["source", "opened"])
