"""One company's changes of a kind, such as its vacancies, found without reading those of all others."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        op.f("ix_changes_company_kind_told_at"),
        "changes",
        ["company", "kind", "told_at"],
        unique=False,
    )
