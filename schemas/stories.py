"""Documents and moves that report one event, and why the event matters."""

from collections.abc import Iterable, Iterator
from itertools import combinations, product

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
    outlet: str = Field(
        default="", description="Whose word it is: a company's id, a paper's name, a site"
    )
    company: str | None = Field(default=None, description="Set where the source is a company's own")
    language: str = "und"
    published: str | None = None
    first_seen: Instant
    sentences: tuple[str, ...] = Field(default=(), description="Up to two, from the text itself")
    reprint_of: str | None = None
    kinds: tuple[MoveKind, ...] = Field(
        default=(),
        description="Of its moves, the story's or others; of reports of before 28 Nov 2026 unknown",
    )

    statuses: tuple[Status, ...] = Field(
        default=(),
        description="Of its moves that the story tells; of reports of before 30 Nov 2026 unknown",
    )

    @property
    def voice(self) -> str:
        """Return what tells independent reports apart; of reports from before outlets, their source."""
        return self.outlet or self.source


class StoryMove(Record):
    """A move of a story with the document that is its best evidence, or that adds facts to one that is told."""

    id: str
    document_id: str
    move: Move
    company: str | None = None
    change: str | None = Field(default=None, description="The change it comes from, if from one")
    adds: str | None = Field(
        default=None,
        description="Id of the move that it only adds facts to, as another report says",
    )


class Bond(Record):
    """What a person said of stories: *documents* are one story; *others*, if any, are not in it."""

    documents: tuple[str, ...] = Field(min_length=1)
    others: tuple[str, ...] = ()

    def pairs(self) -> Iterator[tuple[str, str, bool]]:
        """Yield pairs of documents, and whether they belong together or apart."""
        for one, other in combinations(self.documents, 2):
            yield one, other, True
        for one, other in product(self.documents, self.others):
            yield one, other, False


def settled(bonds: Iterable[Bond]) -> dict[tuple[str, str], bool]:
    """Return for each pair of documents (sorted) whether they are one story: the newest word counts.

    *bonds*: the oldest first.
    """
    found: dict[tuple[str, str], bool] = {}
    for bond in bonds:
        for one, other, together in bond.pairs():
            if one != other:
                found[min(one, other), max(one, other)] = together
    return found


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
    sources: int = Field(default=1, description="Independent outlets; reprints do not count")
    earlier: int = Field(
        default=0, description="Stories of this kind about the company in the 45 days before"
    )
    score: float = 0.0
    factors: tuple[Factor, ...] = ()
    ended: bool = Field(default=False, description="A correction took all its reports away")
    into: str | None = Field(default=None, description="Ended: the story that has its reports now")

    @property
    def uncut(self) -> float:
        """Return the sum of its factors: the score, unless that was cut at 100."""
        points = sum(one.points for one in self.factors)
        return round(points, 2) if self.factors else self.score
