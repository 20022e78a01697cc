"""Documents and moves that report one event, and why the event matters."""

from collections.abc import Iterator
from itertools import pairwise, product

from pydantic import Field

from schemas.base import Instant, Record
from schemas.kinds import DocumentKind, MoveKind, Status
from schemas.language import Move


class Factor(Record):
    """One visible reason for a score. *name* is stable (``strategic-customer``), *detail* its facts."""

    name: str
    points: float
    detail: dict[str, str] = Field(default_factory=dict)


class Report(Record):
    """One document of a story, with what a reader needs of it to be shown."""

    document_id: str
    kind: DocumentKind = "article"
    url: str
    title: str
    source: str
    source_name: str = ""
    company: str | None = Field(default=None, description="Set where the source is a company's own")
    language: str = "und"
    published: str | None = None
    first_seen: Instant
    sentences: tuple[str, ...] = Field(default=(), description="Up to two, from the text itself")
    reprint_of: str | None = None


class StoryMove(Record):
    """A move of a story with the document that is its best evidence."""

    id: str
    document_id: str
    move: Move
    company: str | None = None
    change: str | None = Field(default=None, description="The change it comes from, if from one")


class Bond(Record):
    """What a person said of stories: *documents* are one story; *others*, if any, are not in it."""

    documents: tuple[str, ...] = Field(min_length=1)
    others: tuple[str, ...] = ()

    def pairs(self, *, together: bool) -> Iterator[tuple[str, str]]:
        """Yield the pairs of documents that belong together, or that must stay apart."""
        if together:
            yield from pairwise(self.documents)
            return
        yield from product(self.documents, self.others)


class Story(Record):
    """A stable id; *representative* is the earliest primary source among *reports*."""

    id: str
    title: str
    language: str
    kind: MoveKind | None = None
    status: Status | None = None
    companies: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    moves: tuple[StoryMove, ...] = ()
    representative: str
    first_seen: Instant
    updated: Instant
    day: str = Field(description="Day of the event's first report, YYYY-MM-DD")
    sources: int = Field(default=1, description="Independent sources; reprints do not count")
    score: float = 0.0
    factors: tuple[Factor, ...] = ()
