"""The one interface of both engines, and what an engine has to offer for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from schemas.base import Record
from schemas.searching import IndexedDocument, SearchResults, Sort
from search.clauses import Clause, TokenField
from search.nodes import Query

Order: TypeAlias = Literal["key", "standing"]
Place: TypeAlias = tuple[int, str]
"""Where a batch ended: the number of its order, and the id."""
FACET_FIELDS: dict[str, str] = {
    "company": "companies", "about": "about", "move": "moves", "family": "families",
    "kind": "kind", "lang": "language", "source": "source", "status": "statuses",
    "month": "month", "story": "story",
}  # fmt: skip


class PutReport(Record):
    """What came of :meth:`SearchIndex.put`: how many are stored, and who is refused and why."""

    stored: int = 0
    failed: tuple[tuple[str, str], ...] = ()


class Health(Record):
    """How an index is. *state*: ready, empty, stale (made by another version) or away.

    *left* deleted or replaced documents are still held, and counted in the statistics of words.
    """

    state: Literal["ready", "empty", "stale", "read-only", "away"]
    engine: Literal["embedded", "elasticsearch"]
    documents: int = 0
    left: int = 0
    detail: str = ""
    remedy: str = ""


@runtime_checkable
class SearchIndex(Protocol):
    """An index of documents. What is stored survives a crash once :meth:`put` has returned.

    Every method raises RetryLaterError when the engine is away or busy, NotConfiguredError when
    the index cannot be used as it is; both say what to do.
    """

    def put(self, documents: Iterable[IndexedDocument]) -> PutReport:
        """Store *documents*, replacing older versions of the same ids; repeats are harmless."""
        ...

    def delete(self, ids: Iterable[str]) -> None:
        """Remove the documents with these *ids*; unknown ids are ignored."""
        ...

    def search(
        self,
        query: Query,
        *,
        limit: int = 10,
        cursor: str | None = None,
        facets: Sequence[str] = (),
        sort: Sort = "relevance",
        collapse: bool = False,
        histogram: bool = False,
    ) -> SearchResults:
        """Return one page of what matches *query*; *cursor* goes on after the page it came with."""
        ...

    def scan(self, query: Query, *, sort: Sort = "date") -> Iterator[IndexedDocument]:
        """Yield everything that matches, in the order of its pages, a batch in memory at a time."""
        ...

    def similar(self, document: IndexedDocument, query: Query, *, limit: int = 10) -> SearchResults:
        """Return what is most like *document* within *query*, without the document itself."""
        ...

    def alike(self, words: Sequence[str]) -> dict[str, str]:
        """Return those of *words* that no document has, with what was meant ("": nothing like it)."""
        ...

    def get(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Return the documents with these *ids*, as far as they are there."""
        ...

    def rebuild(self, documents: Iterable[IndexedDocument]) -> PutReport:
        """Build a new index beside the old, then put it in its place at once."""
        ...

    def compact(self) -> None:
        """Forget deleted documents for good, so that term statistics are those of the living."""
        ...

    def count(self) -> int:
        """Return how many documents are found."""
        ...

    def health(self) -> Health:
        """Say how the index is; never raises for an engine that is away."""
        ...

    def close(self) -> None:
        """Release what is held; the index cannot be used afterwards."""
        ...


@dataclass(slots=True)  # made two hundred at a time: frozen ones take four times as long
class Candidate:
    """A document as the engine found it, with what is needed to place it. *title* is its tokens.

    *key* and *standing* are the numbers of the orders by date and by importance.
    """

    id: str
    score: float
    key: int
    standing: int
    published: int
    importance: float
    about: frozenset[str]
    story: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What to count over all that matches: value fields with most values each, and days."""

    values: Mapping[str, int] = field(default_factory=dict)
    days: bool = False

    def __bool__(self) -> bool:
        """Say whether anything is to be counted."""
        return bool(self.values) or self.days


@dataclass(frozen=True, slots=True)
class Counted:
    """Documents per value of each field, and per day (days since 1970)."""

    values: dict[str, dict[str, int]] = field(default_factory=dict)
    days: dict[int, int] = field(default_factory=dict)


NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class Top:
    """The best candidates, best first, how many documents match in all, and what was counted."""

    total: int
    candidates: list[Candidate]
    counted: Counted = Counted()


class Backend(Protocol):
    """What differs between the engines. All answers of one object show one state of the index."""

    def top(self, clause: Clause, limit: int, counts: Counts = NOTHING) -> Top:
        """Return the *limit* best by score, then by key descending."""
        ...

    def ordered(
        self,
        clause: Clause,
        limit: int,
        order: Order,
        after: Place | None,
        counts: Counts = NOTHING,
    ) -> Top:
        """Return the *limit* next by the number *order* descending, then id, after that place."""
        ...

    def count(self, clause: Clause, counts: Counts) -> Counted:
        """Count what matches; per value field its most frequent values."""
        ...

    def stories(self, clause: Clause, most: int) -> int:
        """Return how many stories the documents that match are of; *most* of them match at most."""
        ...

    def sizes(self, clauses: Sequence[Clause]) -> list[int]:
        """Return how many documents match each of *clauses*."""
        ...

    def frequencies(self, field: TokenField, tokens: Sequence[str]) -> list[int]:
        """Return how many documents have each of *tokens* in *field*, without looking at them.

        Documents that were deleted may count until their parts of the index are merged, as they do for scores.
        """
        ...

    def spelled_like(self, field: TokenField, word: str, edits: int) -> dict[str, int]:
        """Return tokens that begin as *word* and differ by at most *edits* letters, with documents."""
        ...

    def documents(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Return the documents with these *ids*."""
        ...
