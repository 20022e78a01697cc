"""What people put right in the tags, and the tags as the tagger gave them."""

import sqlalchemy as sa
from alembic import op

from store.columns import Words

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table of corrections; keep the uncorrected tags beside the corrected ones."""
    op.create_table(
        "corrections",
        sa.Column("id", Words(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_id", Words(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(
        op.f("ix_corrections_document_id"), "corrections", ["document_id"], unique=False
    )
    op.add_column("tags", sa.Column("original", Words(), nullable=True))
