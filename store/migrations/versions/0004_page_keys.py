"""What the addresses of one page have in common, for every address that is known."""

import sqlalchemy as sa
from alembic import op

from schemas.addresses import page_key, slug_key
from store.columns import Words

revision = "0004"
down_revision = "0003"
_CHUNK = 1000


def upgrade() -> None:
    """Make the table and fill it; where two documents have one page, the first one keeps it."""
    table = op.create_table(
        "page_keys",
        sa.Column("key", Words(), nullable=False),
        sa.Column("slug", Words(), nullable=True),
        sa.Column("document_id", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_page_keys_document_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_page_keys")),
    )
    op.create_index(op.f("ix_page_keys_slug"), "page_keys", ["slug"], unique=False)
    op.create_index(op.f("ix_page_keys_document_id"), "page_keys", ["document_id"], unique=False)
    known: dict[str, dict[str, str | None]] = {}
    rows = op.get_bind().execute(sa.text("SELECT url, document_id FROM aliases ORDER BY url"))
    for url, document_id in rows:
        try:
            key = page_key(url)
        except ValueError:
            continue
        known.setdefault(key, {"key": key, "slug": slug_key(url), "document_id": document_id})
    values = list(known.values())
    for start in range(0, len(values), _CHUNK):
        op.bulk_insert(table, values[start : start + _CHUNK])
