"""The first schema."""

import sqlalchemy as sa
from alembic import op

from store.columns import Moment, Words

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    _registry()
    _runs()
    _harvest()
    _pace()
    _documents()
    _language()
    _outgoing()


def _registry() -> None:
    """Companies, sources, searches, readers, with all they ever were."""
    op.create_table(
        "registry_records",
        sa.Column("kind", Words(), nullable=False),
        sa.Column("id", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_registry_records")),
    )
    op.create_table(
        "registry_revisions",
        sa.Column("kind", Words(), nullable=False),
        sa.Column("id", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("author", Words(), nullable=False),
        sa.Column("action", Words(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", "revision", name=op.f("pk_registry_revisions")),
    )


def _runs() -> None:
    """Runs, leases, counters."""
    op.create_table(
        "runs",
        sa.Column("id", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("sources", Words(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_at"), "runs", ["at"], unique=False)
    op.create_table(
        "run_reports",
        sa.Column("run", Words(), nullable=False),
        sa.Column("step", Words(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_run_reports_run")),
        sa.PrimaryKeyConstraint("run", "step", name=op.f("pk_run_reports")),
    )
    op.create_table(
        "leases",
        sa.Column("name", Words(), nullable=False),
        sa.Column("owner", Words(), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("expires", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "counters",
        sa.Column("name", Words(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )


def _harvest() -> None:
    """What crawls brought."""
    op.create_table(
        "snapshots",
        sa.Column("id", Words(), nullable=False),
        sa.Column("run", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("digest", Words(), nullable=False),
        sa.Column("outcome", Words(), nullable=True),
        sa.Column("reason", Words(), nullable=True),
        sa.Column("detail", Words(), nullable=True),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index(
        op.f("ix_snapshots_outcome_fetched_at"),
        "snapshots",
        ["outcome", "fetched_at"],
        unique=False,
    )
    op.create_index(op.f("ix_snapshots_run"), "snapshots", ["run"], unique=False)
    op.create_table(
        "fetches",
        sa.Column("id", Words(), nullable=False),
        sa.Column("run", Words(), nullable=False),
        sa.Column("source", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("purpose", Words(), nullable=False),
        sa.Column("outcome", Words(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", Words(), nullable=True),
        sa.Column("detail", Words(), nullable=True),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("snapshot", Words(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], name=op.f("fk_fetches_snapshot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fetches")),
    )
    op.create_index(op.f("ix_fetches_run"), "fetches", ["run"], unique=False)
    op.create_table(
        "addresses",
        sa.Column("source", Words(), nullable=False),
        sa.Column("url", Words(), nullable=False),
        sa.Column("purpose", Words(), nullable=False),
        sa.Column("etag", Words(), nullable=True),
        sa.Column("last_modified", Words(), nullable=True),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("source", "url", name=op.f("pk_addresses")),
    )


def _pace() -> None:
    """Which hosts want to be left alone, and how the runs of sources ended."""
    op.create_table(
        "parked",
        sa.Column("host", Words(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_parked")),
    )
    op.create_table(
        "source_runs",
        sa.Column("source", Words(), nullable=False),
        sa.Column("run", Words(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=True),
        sa.Column("reason", Words(), nullable=True),
        sa.PrimaryKeyConstraint("source", "run", name=op.f("pk_source_runs")),
    )
    op.create_index(op.f("ix_source_runs_source_at"), "source_runs", ["source", "at"], unique=False)


def _documents() -> None:
    """What snapshots say."""
    op.create_table(
        "documents",
        sa.Column("id", Words(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("last_seen", Moment(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_table(
        "aliases",
        sa.Column("url", Words(), nullable=False),
        sa.Column("document_id", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_aliases_document_id")
        ),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_aliases")),
    )
    op.create_index(op.f("ix_aliases_document_id"), "aliases", ["document_id"], unique=False)
    op.create_table(
        "revisions",
        sa.Column("document_id", Words(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot", Words(), nullable=False),
        sa.Column("run", Words(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("body", Words(), nullable=False),
        sa.Column("extractor", Words(), nullable=False),
        sa.Column("rebaselined", sa.Boolean(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.Column("checksum", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_revisions_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_revisions")),
    )
    op.create_index(op.f("ix_revisions_run"), "revisions", ["run"], unique=False)
    op.create_index(op.f("ix_revisions_seen_at"), "revisions", ["seen_at"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", Words(), nullable=False),
        sa.Column("document_id", Words(), nullable=False),
        sa.Column("company", Words(), nullable=True),
        sa.Column("detected_at", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_changes_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_detected_at"), "changes", ["detected_at"], unique=False)
    op.create_index(op.f("ix_changes_document_id"), "changes", ["document_id"], unique=False)


def _language() -> None:
    """What documents say: tags and stories."""
    op.create_table(
        "tags",
        sa.Column("document_id", Words(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change", Words(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_tags_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", "revision", "change", name=op.f("pk_tags")),
    )
    op.create_table(
        "stories",
        sa.Column("id", Words(), nullable=False),
        sa.Column("first_seen", Moment(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_updated"), "stories", ["updated"], unique=False)
    op.create_table(
        "story_versions",
        sa.Column("story_id", Words(), nullable=False),
        sa.Column("updated", Moment(), nullable=False),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_story_versions_story_id")
        ),
        sa.PrimaryKeyConstraint("story_id", "updated", name=op.f("pk_story_versions")),
    )
    op.create_index(op.f("ix_story_versions_updated"), "story_versions", ["updated"], unique=False)
    op.create_table(
        "story_documents",
        sa.Column("story_id", Words(), nullable=False),
        sa.Column("document_id", Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_story_documents_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_story_documents_story_id")
        ),
        sa.PrimaryKeyConstraint("story_id", "document_id", name=op.f("pk_story_documents")),
    )
    op.create_index(
        op.f("ix_story_documents_document_id"), "story_documents", ["document_id"], unique=False
    )


def _outgoing() -> None:
    """What leaves: to the index, to readers."""
    op.create_table(
        "index_queue",
        sa.Column("document_id", Words(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("indexed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_index_queue_document_id")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_index_queue")),
    )
    op.create_index(
        "ix_index_queue_due",
        "index_queue",
        ["document_id"],
        unique=False,
        sqlite_where=sa.text("version > indexed"),
        postgresql_where=sa.text("version > indexed"),
    )
    op.create_table(
        "editions",
        sa.Column("id", Words(), nullable=False),
        sa.Column("reader", Words(), nullable=False),
        sa.Column("week", Words(), nullable=False),
        sa.Column("digest", Words(), nullable=False),
        sa.Column("input", Words(), nullable=False),
        sa.Column("rendered", Words(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", Words(), nullable=False),
        sa.Column("edition", Words(), nullable=False),
        sa.Column("reader", Words(), nullable=False),
        sa.Column("channel", Words(), nullable=False),
        sa.Column("state", Words(), nullable=False),
        sa.Column("next_attempt", Moment(), nullable=True),
        sa.Column("owner", Words(), nullable=True),
        sa.Column("payload", Words(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["editions.id"], name=op.f("fk_deliveries_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "edition", "reader", "channel", name=op.f("uq_deliveries_edition_reader_channel")
        ),
    )
    op.create_index(
        op.f("ix_deliveries_state_next_attempt"),
        "deliveries",
        ["state", "next_attempt"],
        unique=False,
    )
