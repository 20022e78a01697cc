"""Tables of people: accounts and how they sign in, what they did, marked, wrote and were given."""

from sqlalchemy import Boolean, Column, Index, Integer, PrimaryKeyConstraint, Table
from sqlalchemy.sql.schema import ForeignKey

from store.columns import Moment, Words
from store.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", Words, primary_key=True),
    Column("password", Words),  # argon2id, with its salt and cost; null: none set yet
    Column("subject", Words, unique=True),  # who it is for the identity provider
    Column("payload", Words, nullable=False),
)
preferences = Table(
    "preferences",
    metadata,
    Column("account", Words, ForeignKey("accounts.id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("value", Words, nullable=False),
    PrimaryKeyConstraint("account", "name"),
)
sessions = Table(
    "sessions",
    metadata,
    Column("id", Words, primary_key=True),  # SHA-256 of the secret that the browser keeps
    Column("account", Words, ForeignKey("accounts.id"), nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "account"),
)
sign_in_links = Table(
    "sign_in_links",
    metadata,
    Column("id", Words, primary_key=True),  # SHA-256 of the secret in the address
    Column("account", Words, ForeignKey("accounts.id"), nullable=False),
    Column("purpose", Words, nullable=False),
    Column("expires", Moment, nullable=False),
    Index(None, "account"),
)
outside_sign_ins = Table(
    "outside_sign_ins",
    metadata,
    Column("id", Words, primary_key=True),  # SHA-256 of the state
    Column("expires", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "expires"),
)
api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Words, primary_key=True),
    Column("digest", Words, nullable=False, unique=True),  # SHA-256 of the secret
    Column("account", Words, ForeignKey("accounts.id"), nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "account"),
)
sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", Words, primary_key=True),  # account:NAME or address:IP
    Column("count", Integer, nullable=False),
    Column("last", Moment, nullable=False),
    Column("until", Moment),  # nobody signs in by this name or from there before
)
audit_entries = Table(
    "audit_entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("account", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("record", Words, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "at"),
    Index(None, "kind", "record"),
)
story_marks = Table(
    "story_marks",
    metadata,
    Column("account", Words, ForeignKey("accounts.id"), nullable=False),
    Column("story", Words, nullable=False),
    Column("read", Moment),
    Column("starred", Moment),
    Column("dismissed", Moment),
    PrimaryKeyConstraint("account", "story"),
)
assignments = Table(
    "assignments",
    metadata,
    Column("story", Words, primary_key=True),
    Column("account", Words, ForeignKey("accounts.id"), nullable=False),
    Column("done", Boolean, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "account", "done"),
)
notes = Table(
    "notes",
    metadata,
    Column("id", Words, primary_key=True),
    Column("subject", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "subject", "at"),
)
shares = Table(
    "shares",
    metadata,
    Column("id", Words, primary_key=True),  # SHA-256 of the secret in the address
    Column("story", Words, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "story"),
)
corrections = Table(
    "corrections",
    metadata,
    Column("id", Words, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("document_id", Words),  # null: of stories as wholes
    Column("active", Boolean, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "document_id"),
)
# Documents that were corrected and whose stories have not followed yet.
stories_to_follow = Table(
    "stories_to_follow",
    metadata,
    Column("document_id", Words, primary_key=True),
    Column("story", Words),  # to which it returns, where a correction was undone
    Column("times", Integer, nullable=False),  # how often it was corrected since they followed
)
# Names of companies that recur and that an analyst never wants to be proposed again.
dismissed_names = Table(
    "dismissed_names",
    metadata,
    Column("key", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("author", Words, nullable=False),
    Column("at", Moment, nullable=False),
)
