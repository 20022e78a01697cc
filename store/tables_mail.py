"""Tables of what is sent: editions, their deliveries, what readers thought of alerts."""

from sqlalchemy import Boolean, Column, Float, Index, Table, UniqueConstraint
from sqlalchemy.sql.schema import ForeignKey

from store.columns import Moment, Words
from store.tables import metadata

editions = Table(
    "editions",
    metadata,
    Column("id", Words, primary_key=True),
    Column("reader", Words, nullable=False),
    Column("week", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("input", Words, nullable=False),
    Column("rendered", Words, nullable=False),
    Column("kind", Words),
    Column("cut_off", Moment),
    Index(None, "reader", "cut_off"),
)
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Words, primary_key=True),
    Column("edition", Words, ForeignKey("editions.id"), nullable=False),
    Column("reader", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("next_attempt", Moment),
    Column("owner", Words),  # who is sending it
    Column("payload", Words, nullable=False),
    Column("message_id", Words),  # by which a bounce names it
    UniqueConstraint("edition", "reader", "channel"),
    Index(None, "state", "next_attempt"),
    Index(None, "message_id"),
)
ratings = Table(
    "ratings",
    metadata,
    Column("edition", Words, ForeignKey("editions.id"), primary_key=True),
    Column("reader", Words, nullable=False),
    Column("rule", Words, nullable=False),
    Column("score", Float, nullable=False),
    Column("useful", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "reader", "rule"),
)
# What the sending side keeps for itself: the key of signed links, channels that were switched off.
mail_notes = Table(
    "mail_notes",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)
