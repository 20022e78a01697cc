"""What goes into an index and what comes out of it."""

from typing import Literal, TypeAlias

from pydantic import Field

from schemas.base import Instant, Record
from schemas.kinds import DocumentKind
from schemas.stories import Factor

Sort: TypeAlias = Literal["relevance", "date", "importance"]


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
    """One result. *why* explains its place; :func:`search.explain.explained` says it in words."""

    id: str
    score: float
    document: IndexedDocument
    highlights: tuple[Highlight, ...] = ()
    collapsed: int = Field(default=0, description="Further documents of the same story")
    why: tuple[Factor, ...] = ()
    placed_by: Sort = Field(default="relevance", description="What its place was decided by")


class FacetValue(Record):
    """A value with the number of documents that have it."""

    value: str
    count: int


class Bar(Record):
    """The documents of some days, *first* and *last* included (YYYY-MM-DD)."""

    first: str
    last: str
    count: int


class Histogram(Record):
    """How many documents were published when: bars without gaps, oldest first."""

    interval: Literal["day", "week", "month", "quarter", "year"] = "day"
    bars: tuple[Bar, ...] = ()


class Suggestion(Record):
    """Another query that was probably meant, and how many documents it finds."""

    query: str
    total: int


class SearchResults(Record):
    """Hits of one page. *interpretation* says in words how the query was read, *order* the order."""

    query: str
    total: int
    stories: int | None = Field(default=0, description="None where too many match to count them")
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = Field(default_factory=dict)
    histogram: Histogram | None = None
    interpretation: str = ""
    order: str = ""
    notes: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    next_cursor: str | None = None
    milliseconds: float = 0.0


class Preview(Record):
    """What a saved search would have found in the last days, *days* in number."""

    query: str
    days: int
    total: int
    stories: int | None = 0
    per_week: float
    most: Bar | None = Field(default=None, description="The fullest day")
    quiet_days: int = 0
    histogram: Histogram = Histogram()
