"""Learned templates with their history, and what was seen of pages that taught nothing yet."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of templates."""
    op.create_table(
        "templates",
        sa.Column("id", Words(), nullable=False),
        sa.Column("host", Words(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
    )
    op.create_index(op.f("ix_templates_host"), "templates", ["host"], unique=False)
    op.create_table(
        "template_versions",
        sa.Column("id", Words(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("author", Words(), nullable=False),
        sa.Column("action", Words(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_template_versions")),
    )
    op.create_table(
        "observations",
        sa.Column("host", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("host", "url", name=op.f("pk_observations")),
    )
