"""What goes into an index and what comes out of it."""

from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record
from schemas.kinds import DocumentKind
from schemas.stories import Factor


class IndexedDocument(Record):
    """One document as search knows it. *version* grows with every change of it."""

    id: str
    version: int = Field(ge=1)
    kind: DocumentKind
    url: str
    title: str
    text: str
    language: str
    source: str
    published: Instant
    day: str
    first_seen: Instant
    companies: tuple[str, ...] = Field(default=(), description="Mentioned")
    about: tuple[str, ...] = ()
    moves: tuple[str, ...] = Field(default=(), description="Move kinds")
    families: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    amounts: tuple[float, ...] = Field(default=(), description="Euro value of amounts named")
    story: str | None = None
    score: float = Field(default=0.0, description="Importance of its story")


class Highlight(Record):
    """Original words around hits; *marks* are spans of *text* that matched."""

    field: Literal["title", "text"]
    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Hit(Record):
    """One result. *why* explains its place."""

    id: str
    score: float
    document: IndexedDocument
    highlights: tuple[Highlight, ...] = ()
    collapsed: int = Field(default=0, description="Further documents of the same story")
    why: tuple[Factor, ...] = ()


class FacetValue(Record):
    """A value with the number of documents that have it."""

    value: str
    count: int


class SearchResults(Record):
    """Hits of one page. *interpretation* says in words how the query was read."""

    query: str
    total: int
    stories: int = 0
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = Field(default_factory=dict)
    interpretation: str = ""
    notes: tuple[str, ...] = ()
    next_cursor: str | None = None
    milliseconds: float = 0.0
