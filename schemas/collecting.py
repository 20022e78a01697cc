"""Collections: named lists of stories and documents with notes, in an order that people chose."""

from typing import Final, Literal, get_args

from pydantic import Field

from schemas.base import Instant, Record, Slug
from schemas.kinds import MoveKind, Status

Visibility = Literal["private", "team"]
"""private: its owner alone sees it; team: everybody with an account, and analysts add to it."""
VISIBILITIES: Final[tuple[Visibility, ...]] = get_args(Visibility)
LONGEST_TITLE: Final = 120
LONGEST_PURPOSE: Final = 2000
LONGEST_GROUP: Final = 120
LONGEST_NOTE: Final = 4000


class Collection(Record):
    """A named list. *removed*: taken away by its owner, who may bring it back."""

    id: str
    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    purpose: str = Field(default="", max_length=LONGEST_PURPOSE)
    owner: Slug
    visibility: Visibility = "private"
    created: Instant
    updated: Instant
    removed: Instant | None = None


class Kept(Record):
    """What an entry was when it was added: shown where nothing newer is left of it."""

    title: str
    language: str = "und"
    day: str = ""
    url: str = ""
    companies: tuple[str, ...] = ()
    documents: tuple[str, ...] = Field(
        default=(), description="Its reports then: where a story was split, they say what left it"
    )


class Entry(Record):
    """One story, or one document, in a collection; *position* counts from 0 within it."""

    id: str
    collection: str
    position: int = 0
    group: str = Field(default="", max_length=LONGEST_GROUP, description="Heading it stands under")
    story: str | None = None
    document: str | None = None
    note: str = Field(default="", max_length=LONGEST_NOTE)
    by: Slug = Field(description="Who added it")
    at: Instant
    kept: Kept
    removed: Instant | None = None


class CollectionShare(Record):
    """A link by which whoever has it may read one collection until it expires."""

    id: str = Field(description="SHA-256 of the secret in the address")
    collection: str
    by: Slug
    at: Instant
    expires: Instant
    notes: bool = Field(default=True, description="Whether the notes are shown")
    revoked: bool = False


EntryState = Literal["as-added", "moved", "split", "ended", "missing"]
"""as-added · moved: the story was merged into another · split: reports left it · ended: it has no
reports any more · missing: the document is no longer kept."""


class EntryMove(Record):
    """A move in one word: its kind and how far it is."""

    kind: MoveKind
    status: Status


class EntryView(Record):
    """An entry as it reads now, wherever its story went since it was added."""

    entry: Entry
    number: int = Field(description="Its place in the collection, from 1")
    state: EntryState = "as-added"
    story: str | None = Field(default=None, description="The story that has its reports now")
    document: str | None = None
    twin: int | None = Field(
        default=None, description="Number of an earlier entry that is the same story by now"
    )
    left: tuple[str, ...] = Field(
        default=(), description="Stories that reports of it went to since it was added"
    )
    headline: str
    headline_language: str = "und"
    own: bool = Field(default=False, description="The headline is ours, made from slots")
    summary: tuple[str, ...] = ()
    summary_language: str = "und"
    gloss: dict[str, str] = Field(default_factory=dict)
    day: str = ""
    companies: tuple[str, ...] = Field(default=(), description="Ids of the registry")
    company_names: tuple[str, ...] = ()
    moves: tuple[EntryMove, ...] = ()
    sources: int = 0
    source_name: str = ""
    url: str = Field(default="", description="Address of the report that is quoted")
    added_by: str = Field(default="", description="Name of who added it")


class CollectionView(Record):
    """A collection with its entries as they read now."""

    collection: Collection
    owner_name: str = ""
    count: int = Field(description="Entries in all")
    entries: tuple[EntryView, ...] = ()
    next_cursor: str | None = None


class CollectionLine(Record):
    """A collection in a list."""

    collection: Collection
    owner_name: str = ""
    count: int = 0


class CollectionPage(Record):
    """Collections, the last changed first, and where to go on."""

    collections: tuple[CollectionLine, ...] = ()
    next_cursor: str | None = None
