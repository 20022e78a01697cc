"""Editions know their kind and cut-off, deliveries their Message-ID; ratings of alerts, notes of the sender."""

import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0007"
down_revision = "0006"
# Before this, the first letter of an edition's id was all that told what it is.
_KINDS = {"a": "alert", "o": "operators"}


def upgrade() -> None:
    """Add the columns and fill them from the records, then the tables."""
    op.add_column("editions", sa.Column("kind", Words(), nullable=True))
    op.add_column("editions", sa.Column("cut_off", Moment(), nullable=True))
    op.add_column("deliveries", sa.Column("message_id", Words(), nullable=True))
    _fill()
    op.create_index(
        op.f("ix_editions_reader_cut_off"), "editions", ["reader", "cut_off"], unique=False
    )
    op.create_index(op.f("ix_deliveries_message_id"), "deliveries", ["message_id"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("edition", Words(), nullable=False),
        sa.Column("reader", Words(), nullable=False),
        sa.Column("rule", Words(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["editions.id"], name=op.f("fk_ratings_edition")),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_ratings")),
    )
    op.create_index(op.f("ix_ratings_reader_rule"), "ratings", ["reader", "rule"], unique=False)
    op.create_table(
        "mail_notes",
        sa.Column("name", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mail_notes")),
    )


def _fill() -> None:
    connection = op.get_bind()
    for edition, digest in connection.execute(sa.text("SELECT id, digest FROM editions")).all():
        record = json.loads(digest)
        kind = _KINDS.get(edition[:1], "digest")
        connection.execute(
            sa.text(
                "UPDATE editions SET kind = :kind, cut_off = :cut, digest = :digest WHERE id = :id"
            ).bindparams(sa.bindparam("cut", type_=Moment())),
            {
                "id": edition,
                "kind": kind,
                "cut": _moment(record["cut_off"]),
                "digest": json.dumps({**record, "kind": kind}, ensure_ascii=False),
            },
        )
    found = connection.execute(sa.text("SELECT id, payload FROM deliveries")).all()
    for delivery, payload in found:
        connection.execute(
            sa.text("UPDATE deliveries SET message_id = :message WHERE id = :id"),
            {"id": delivery, "message": json.loads(payload)["message_id"]},
        )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
