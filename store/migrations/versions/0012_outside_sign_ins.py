"""Sign-ins through an identity provider that were begun and have not come back yet."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "outside_sign_ins",
        sa.Column("id", Words(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_sign_ins")),
    )
    op.create_index(
        op.f("ix_outside_sign_ins_expires"), "outside_sign_ins", ["expires"], unique=False
    )
