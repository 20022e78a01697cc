"""Names of companies that recur and that nobody wants to be proposed again."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "dismissed_names",
        sa.Column("key", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("author", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_dismissed_names")),
    )
