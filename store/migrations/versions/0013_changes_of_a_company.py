"""The changes of one company, found without reading those of all others."""

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        op.f("ix_changes_company_told_at"), "changes", ["company", "told_at"], unique=False
    )
