"""The table of moves by company, kind and day: read from the stories, rebuilt with each of them."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, Table
from sqlalchemy.sql.schema import ForeignKey

from store.columns import Words
from store.tables import metadata

story_moves = Table(
    "story_moves",
    metadata,
    Column("story_id", Words, ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    Column("move_id", Words, nullable=False),
    Column("company", Words),
    Column("kind", Words, nullable=False),
    Column("day", Words, nullable=False),
    PrimaryKeyConstraint("story_id", "move_id"),
    Index(None, "company", "day"),
    Index(None, "kind", "day"),
    Index(None, "day", "company", "kind"),
)
