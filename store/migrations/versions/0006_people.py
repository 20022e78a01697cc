"""Accounts, sessions, links, tokens and the audit log; marks, assignments, notes and shares of stories."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of people."""
    _accounts()
    _signing_in()
    _audit()
    _desk()


def _accounts() -> None:
    """Who may come in, and how they like the pages."""
    op.create_table(
        "accounts",
        sa.Column("id", Words(), nullable=False),
        sa.Column("password", Words(), nullable=True),
        sa.Column("subject", Words(), nullable=True),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("subject", name=op.f("uq_accounts_subject")),
    )
    op.create_table(
        "preferences",
        sa.Column("account", Words(), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_preferences_account")),
        sa.PrimaryKeyConstraint("account", "name", name=op.f("pk_preferences")),
    )


def _signing_in() -> None:
    """What lets them in: sessions, links, tokens, and what was tried in vain."""
    op.create_table(
        "sessions",
        sa.Column("id", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("seen", Moment(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_sessions_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_account"), "sessions", ["account"], unique=False)
    op.create_table(
        "sign_in_links",
        sa.Column("id", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("purpose", Words(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.id"], name=op.f("fk_sign_in_links_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
    )
    op.create_index(op.f("ix_sign_in_links_account"), "sign_in_links", ["account"], unique=False)
    op.create_table(
        "api_tokens",
        sa.Column("id", Words(), nullable=False),
        sa.Column("digest", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_api_tokens_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
    )
    op.create_index(op.f("ix_api_tokens_account"), "api_tokens", ["account"], unique=False)
    op.create_table(
        "sign_in_failures",
        sa.Column("key", Words(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_failures")),
    )


def _audit() -> None:
    """Who did what."""
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("action", Words(), nullable=False),
        sa.Column("kind", Words(), nullable=False),
        sa.Column("record", Words(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"], unique=False)
    op.create_index(
        op.f("ix_audit_entries_kind_record"), "audit_entries", ["kind", "record"], unique=False
    )


def _desk() -> None:
    """What they do with stories."""
    op.create_table(
        "story_marks",
        sa.Column("account", Words(), nullable=False),
        sa.Column("story", Words(), nullable=False),
        sa.Column("read", Moment(), nullable=True),
        sa.Column("starred", Moment(), nullable=True),
        sa.Column("dismissed", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_story_marks_account")),
        sa.PrimaryKeyConstraint("account", "story", name=op.f("pk_story_marks")),
    )
    op.create_table(
        "assignments",
        sa.Column("story", Words(), nullable=False),
        sa.Column("account", Words(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_assignments_account")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_assignments")),
    )
    op.create_index(
        op.f("ix_assignments_account_done"), "assignments", ["account", "done"], unique=False
    )
    op.create_table(
        "notes",
        sa.Column("id", Words(), nullable=False),
        sa.Column("subject", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_subject_at"), "notes", ["subject", "at"], unique=False)
    op.create_table(
        "shares",
        sa.Column("id", Words(), nullable=False),
        sa.Column("story", Words(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
    )
    op.create_index(op.f("ix_shares_story"), "shares", ["story"], unique=False)
