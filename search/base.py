"""The one interface of both engines, and what an engine has to offer for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from schemas.base import Record
from schemas.searching import IndexedDocument, SearchResults
from search.clauses import Clause
from search.nodes import Query

Sort: TypeAlias = Literal["relevance", "date"]
Facet: TypeAlias = Literal[
    "company", "about", "move", "family", "kind", "lang", "source", "status", "month", "story"
]
FACET_FIELDS: dict[str, str] = {
    "company": "companies", "about": "about", "move": "moves", "family": "families",
    "kind": "kind", "lang": "language", "source": "source", "status": "statuses",
    "month": "month", "story": "story",
}  # fmt: skip
DEFAULT_FACETS = ("company", "family", "move", "kind", "lang", "source", "status")


class PutReport(Record):
    """What came of :meth:`SearchIndex.put`: how many are stored, and who is refused and why."""

    stored: int = 0
    failed: tuple[tuple[str, str], ...] = ()


class Health(Record):
    """How an index is. *state*: ready, empty, stale (made by another version) or away."""

    state: Literal["ready", "empty", "stale", "read-only", "away"]
    engine: Literal["embedded", "elasticsearch"]
    documents: int = 0
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
    ) -> SearchResults:
        """Return one page of what matches *query*; *cursor* goes on after the page it came with."""
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as the engine found it, with what is needed to place it. *title* is its tokens."""

    id: str
    score: float
    key: int
    published: int
    importance: float
    about: tuple[str, ...]
    story: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Top:
    """The best candidates, best first, and how many documents match in all."""

    total: int
    candidates: list[Candidate]


class Backend(Protocol):
    """What differs between the engines. All answers of one object show one state of the index."""

    def top(self, clause: Clause, limit: int) -> Top:
        """Return the *limit* best by score, then by key descending."""
        ...

    def newest(self, clause: Clause, limit: int, after: tuple[int, str] | None) -> Top:
        """Return the *limit* next by key descending, then id, after that place if one is given."""
        ...

    def tally(self, clause: Clause, sizes: Mapping[str, int]) -> dict[str, dict[str, int]]:
        """Return per value field as many of its most frequent values, with documents counted."""
        ...

    def documents(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Return the documents with these *ids*."""
        ...
