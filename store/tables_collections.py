"""Tables of collections: lists of stories and documents, their entries in order, links to them."""

from sqlalchemy import Boolean, Column, Index, Integer, Table
from sqlalchemy.sql.schema import ForeignKey

from store.columns import Moment, Words
from store.tables import metadata

collections = Table(
    "collections",
    metadata,
    Column("id", Words, primary_key=True),
    Column("owner", Words, ForeignKey("accounts.id"), nullable=False),
    Column("visibility", Words, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "owner"),
    Index(None, "updated"),
)
# What is removed stays, so that it can be brought back: its position is null.
collection_entries = Table(
    "collection_entries",
    metadata,
    Column("id", Words, primary_key=True),
    Column("collection", Words, ForeignKey("collections.id"), nullable=False),
    Column("position", Integer),
    Column("story", Words),
    Column("document", Words),
    Column("payload", Words, nullable=False),
    Index(None, "collection", "position"),
    Index(None, "story"),
    Index(None, "document"),
)
collection_shares = Table(
    "collection_shares",
    metadata,
    Column("id", Words, primary_key=True),  # SHA-256 of the secret in the address
    Column("collection", Words, ForeignKey("collections.id"), nullable=False),
    Column("expires", Moment, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("payload", Words, nullable=False),
    Index(None, "collection"),
)
