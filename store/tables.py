"""All tables. A record lies in ``payload`` as JSON; what is searched for has a column beside it.

The schema of a database on disk is made by ``store/migrations`` alone; a test holds both together.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    text,
)
from sqlalchemy.sql.schema import ForeignKey

from store.columns import Moment, Words

# The newest migration; a database that names another revision is migrated, or refused if newer.
HEAD = "0017"
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

registry_records = Table(
    "registry_records",
    metadata,
    Column("kind", Words, nullable=False),
    Column("id", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("kind", "id"),
)
registry_revisions = Table(
    "registry_revisions",
    metadata,
    Column("kind", Words, nullable=False),
    Column("id", Words, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("base", Integer),  # the revision that the edited copy carried, where it carried one
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("kind", "id", "revision"),
)
runs = Table(
    "runs",
    metadata,
    Column("id", Words, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("sources", Words, nullable=False),
    Column("finished", Boolean, nullable=False),
    Index(None, "at"),
)
run_reports = Table(
    "run_reports",
    metadata,
    Column("run", Words, ForeignKey("runs.id"), nullable=False),
    Column("step", Words, nullable=False),
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("run", "step"),
)
leases = Table(
    "leases",
    metadata,
    Column("name", Words, primary_key=True),
    Column("owner", Words),
    Column(
        "fence", Integer, nullable=False
    ),  # only grows: an old holder's number is never valid again
    Column("expires", Moment),
)
counters = Table(
    "counters",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", BigInteger, nullable=False),
)
snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Words, primary_key=True),
    Column("run", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("digest", Words, nullable=False),
    Column("outcome", Words),  # null: not ingested yet
    Column("reason", Words),
    Column("detail", Words),
    Column("payload", Words, nullable=False),
    Index(None, "outcome", "fetched_at"),
    Index(None, "run"),
)
fetches = Table(
    "fetches",
    metadata,
    Column("id", Words, primary_key=True),
    Column("run", Words, nullable=False),
    Column("source", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("purpose", Words, nullable=False),
    Column("outcome", Words, nullable=False),
    Column("status", Integer),
    Column("reason", Words),
    Column("detail", Words),
    Column("fetched_at", Moment, nullable=False),
    Column("snapshot", Words, ForeignKey("snapshots.id")),
    Column("final", Words),  # where a redirect for good led, else null
    Column("seconds", Float),
    Index(None, "run"),
    Index(None, "url"),
    Index(None, "source", "fetched_at"),
)
addresses = Table(
    "addresses",
    metadata,
    Column("source", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("purpose", Words, nullable=False),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("fetched_at", Moment, nullable=False),
    PrimaryKeyConstraint("source", "url"),
)
parked = Table(
    "parked",
    metadata,
    Column("host", Words, primary_key=True),
    Column("until", Moment, nullable=False),
)
source_runs = Table(
    "source_runs",
    metadata,
    Column("source", Words, nullable=False),
    Column("run", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("ok", Boolean),  # null: begun, or nothing that tells
    Column("reason", Words),
    PrimaryKeyConstraint("source", "run"),
    Index(None, "source", "at"),
)
readings = Table(
    "readings",
    metadata,
    Column("snapshot", Words, primary_key=True),
    Column("source", Words, nullable=False),
    Column("run", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "run"),
    Index(None, "source", "url"),
)
source_stats = Table(
    "source_stats",
    metadata,
    Column("source", Words, nullable=False),
    Column("run", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("source", "run"),
    Index(None, "source", "at"),
)
# How a source fares, as it was judged last: from *until* on, or where *basis* differs, it is judged anew.
source_health = Table(
    "source_health",
    metadata,
    Column("source", Words, primary_key=True),
    Column("basis", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment),
    Column("payload", Words, nullable=False),
)
incidents = Table(
    "incidents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("source", Words, nullable=False),
    Column("opened", Moment, nullable=False),
    Column("closed", Moment),
    Column("payload", Words, nullable=False),
    Index(None, "source", "opened"),
)
documents = Table(
    "documents",
    metadata,
    Column("id", Words, primary_key=True),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("latest", Integer, nullable=False),
)
aliases = Table(
    "aliases",
    metadata,
    Column("url", Words, primary_key=True),
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Index(None, "document_id"),
)
# What the addresses of one page have in common, and the words by which an article is known after a move.
page_keys = Table(
    "page_keys",
    metadata,
    Column("key", Words, primary_key=True),
    Column("slug", Words, nullable=True),
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Index(None, "slug"),
    Index(None, "document_id"),
)
revisions = Table(
    "revisions",
    metadata,
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("snapshot", Words, nullable=False),
    Column("run", Words, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("body", Words, nullable=False),  # digest of the snapshot's body
    Column("extractor", Words, nullable=False),
    Column("rebaselined", Boolean, nullable=False),  # read anew by other code, not changed there
    Column("payload", Words, nullable=False),
    Column("checksum", Words, nullable=False),  # SHA-256 of the payload: a version never changes
    PrimaryKeyConstraint("document_id", "number"),
    Index(None, "seen_at", "document_id"),
    Index(None, "run"),
)
changes = Table(
    "changes",
    metadata,
    Column("id", Words, primary_key=True),
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Column("company", Words),
    Column("detected_at", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Column("state", Words),  # pending, confirmed, withdrawn
    Column("told_at", Moment),  # when it became news; null while pending or withdrawn
    Column("settled", Boolean),  # part of the base already: no longer weighed at checks
    Column("recheck_at", Moment),  # when the page is to be looked at again because of it
    Column("recheck_url", Words),
    Column("kind", Words),
    Index(None, "detected_at"),
    Index(None, "document_id"),
    Index(None, "told_at"),
    Index(None, "company", "told_at"),
    Index(None, "company", "kind", "told_at"),
    Index(None, "kind", "told_at"),
    Index(None, "recheck_at"),
)
watched = Table(
    "watched",
    metadata,
    Column("document_id", Words, ForeignKey("documents.id"), primary_key=True),
    Column("source", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "source"),
)
page_readings = Table(
    "page_readings",
    metadata,
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Column("snapshot", Words, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("document_id", "snapshot"),
)
muted_blocks = Table(
    "muted_blocks",
    metadata,
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Column("key", Words, nullable=False),
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("document_id", "key"),
)
reported = Table(
    "reported",
    metadata,
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Column("slot", Words, nullable=False),  # kind, subject and field as the comparison knows them
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("document_id", "slot"),
)
tags = Table(
    "tags",
    metadata,
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("change", Words, nullable=False),  # empty: of the text
    Column("payload", Words, nullable=False),
    Column("original", Words),  # as the tagger gave it, where people corrected it
    PrimaryKeyConstraint("document_id", "revision", "change"),
)
stories = Table(
    "stories",
    metadata,
    Column("id", Words, primary_key=True),
    Column("first_seen", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Column("merged_into", Words),  # of one that ended: the story that has its reports now
    Index(None, "updated"),
    Index(None, "merged_into"),
)
story_versions = Table(
    "story_versions",
    metadata,
    Column("story_id", Words, ForeignKey("stories.id"), nullable=False),
    Column("updated", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Column("score", Float),
    Column("kind", Words),
    Column("day", Words),
    Column("named", Boolean),  # it names a customer of ours
    Column("ended", Boolean),
    PrimaryKeyConstraint("story_id", "updated"),
    # Ranks what came in a period without reading any story.
    Index(
        "ix_story_versions_brief",
        "updated",
        "story_id",
        "score",
        "kind",
        "day",
        "named",
        "ended",
    ),
)
story_documents = Table(
    "story_documents",
    metadata,
    Column("story_id", Words, ForeignKey("stories.id"), nullable=False),
    Column("document_id", Words, ForeignKey("documents.id"), nullable=False),
    PrimaryKeyConstraint("story_id", "document_id"),
    Index(None, "document_id"),
)
index_queue = Table(
    "index_queue",
    metadata,
    Column("document_id", Words, ForeignKey("documents.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("indexed", Integer, nullable=False),
    # Only what is due is in this index, so asking for it stays quick beside a million documents.
    Index(
        "ix_index_queue_due",
        "document_id",
        sqlite_where=text("version > indexed"),
        postgresql_where=text("version > indexed"),
    ),
)
templates = Table(
    "templates",
    metadata,
    Column("id", Words, primary_key=True),
    Column("host", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "host"),
)
template_versions = Table(
    "template_versions",
    metadata,
    Column("id", Words, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("author", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("id", "version"),
)
observations = Table(
    "observations",
    metadata,
    Column("host", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("position", Integer, nullable=False),
    Column("payload", Words, nullable=False),
    PrimaryKeyConstraint("host", "url"),
)
