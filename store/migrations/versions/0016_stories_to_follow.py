"""Documents whose stories have yet to follow a correction, so that what was cut off is gone on with."""

import sqlalchemy as sa
from alembic import op

from store.columns import Words

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "stories_to_follow",
        sa.Column("document_id", Words(), nullable=False),
        sa.Column("story", Words(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_stories_to_follow")),
    )
