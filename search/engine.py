"""What a search index offers to read, over the backend of its engine."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from schemas.searching import IndexedDocument, SearchResults, Sort
from search.base import Backend
from search.find import Wanted, find, scan
from search.nodes import Query
from search.similar import similar
from search.suggest import alike
from text.segment import Segmenter


class Searches:
    """The reading half of :class:`search.base.SearchIndex`, which both engines inherit."""

    _segmenter: Segmenter

    @abstractmethod
    def view(self) -> AbstractContextManager[Backend]:
        """Return one state of the index; what goes wrong while it is read is told as an error."""

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
        """Return one page of what matches *query*."""
        wanted = Wanted(limit, cursor, facets, sort, collapse, histogram)
        with self.view() as backend:
            return find(backend, query, self._segmenter, wanted)

    def scan(self, query: Query, *, sort: Sort = "date") -> Iterator[IndexedDocument]:
        """Yield everything that matches, in the order of its pages."""
        with self.view() as backend:
            yield from scan(backend, query, self._segmenter, sort)

    def similar(self, document: IndexedDocument, query: Query, *, limit: int = 10) -> SearchResults:
        """Return what is most like *document* within *query*, without its own story."""
        with self.view() as backend:
            return similar(backend, document, query, self._segmenter, limit=limit)

    def get(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Return the documents with these *ids*, as far as they are there."""
        with self.view() as backend:
            return backend.documents(list(ids))

    def alike(self, words: Sequence[str]) -> dict[str, str]:
        """Return those of *words* that no document has, each with the word that was likely meant."""
        with self.view() as backend:
            return alike(backend, words, self._segmenter)
