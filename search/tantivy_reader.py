"""What the search asks of tantivy: the best, the newest, counts, documents."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import takewhile
from typing import Any

import tantivy

from schemas.searching import IndexedDocument
from search.base import NOTHING, Candidate, Counted, Counts, Order, Place, Top
from search.clauses import AnyOf, Clause, TokenField, follows
from search.tantivy_columns import (
    MORE,
    NONE,
    counted,
    counting,
    counting_rest,
    marked,
    matching,
)
from search.tantivy_query import to_tantivy
from search.tantivy_rank import RankReader, read_id, read_rank

_TIED = 10_000  # documents of equal score that are put in order; beyond it, any of them are taken
_EQUALS = 400  # more of the best than asked for: seldom do so many tie, and to ask twice costs more
_COUNTERS = 4  # searches at once whose counts have a thread of their own; more of them wait
_SPARE = 16  # more rows than asked for, to put those of equal key in order


class Reader:
    """One commit of the index, as the search sees it; without a searcher it is empty."""

    def __init__(
        self,
        searcher: tantivy.Searcher | None,
        schema: tantivy.Schema,
        ranks: RankReader | None = None,
        columns: dict[str, bool] | None = None,
    ) -> None:
        self.searcher = searcher
        self._schema = schema
        self._ranks = ranks
        self._columns = {} if columns is None else columns  # whether any document fills them
        self._known: dict[str, tantivy.DocAddress] = {}  # where what was found lies
        self._all: tuple[Clause, list[tantivy.DocAddress]] | None = None  # that match a clause

    def top(self, clause: Clause, limit: int, counts: Counts = NOTHING) -> Top:
        """Return the best by score, those of equal score by key."""
        if self.searcher is None:
            return Top(0, [], _none(counts))
        query = to_tantivy(clause, self._schema)
        counting = self._counting(query, counts)
        most = _TIED if follows(clause) else limit + _EQUALS  # looked for once, see stories()
        found = self._search(query, most, count=counting is None)
        hits, total = found.hits, found.count
        if counting is not None:
            total = len(hits) if len(hits) < most else self._total(query, counting)
        # the engine breaks ties by its own numbering: all that tie with the last are wanted
        if total > len(hits) and hits[-1][0] == hits[limit - 1][0] and most < _TIED:
            hits = self._search(query, min(total, _TIED), count=False).hits
        if total == len(hits):
            self._all = clause, [address for _, address in hits]
        if len(hits) > limit:
            least = hits[limit - 1][0]
            hits = list(takewhile(lambda hit: hit[0] >= least, hits))
        keys = self._column("key", [address for _, address in hits])
        ordered = sorted(zip(hits, keys, strict=True), key=lambda pair: (-pair[0][0], -pair[1]))
        rows = self._candidates([hit for hit, _ in ordered[:limit]])
        return Top(total, rows, counting.result()[0] if counting else _none(counts))

    def ordered(
        self,
        clause: Clause,
        limit: int,
        order: Order,
        after: Place | None,
        counts: Counts = NOTHING,
    ) -> Top:
        """Return the next by the number *order*, then id."""
        if self.searcher is None:
            return Top(0, [], _none(counts))
        query = to_tantivy(clause, self._schema)
        counting = self._counting(query, counts)
        total = self._search(query, 1).count if after else None
        if after:
            below = tantivy.Query.range_query(
                self._schema, order, tantivy.FieldType.Integer, upper_bound=after[0]
            )
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, below)]
            )
        found = self._search(query, limit + _SPARE, order_by_field=order)
        rows = self._candidates([(0.0, address) for _, address in found.hits])
        rows.sort(key=lambda row: (-getattr(row, order), row.id))
        if after:
            rows = [row for row in rows if (-getattr(row, order), row.id) > (-after[0], after[1])]
        counted = counting.result()[0] if counting else _none(counts)
        return Top(found.count if total is None else total, rows[:limit], counted)

    def count(self, clause: Clause, counts: Counts) -> Counted:
        """Count what matches, per value and per day."""
        if self.searcher is None:
            return _none(counts)
        return self._counted(to_tantivy(clause, self._schema), counts)[0]

    def _counting(
        self, query: tantivy.Query, counts: Counts
    ) -> "Future[tuple[Counted, int | None]] | None":
        """Begin to count what matches, beside the search for the best of it."""
        return _counters().submit(self._counted, query, counts) if counts else None

    def _total(self, query: tantivy.Query, counting: "Future[tuple[Counted, int | None]]") -> int:
        """Return how many match, as counted already if that tells it."""
        total = counting.result()[1]
        return int(self._search(query, 1).count) if total is None else total

    def _counted(self, query: tantivy.Query, counts: Counts) -> tuple[Counted, int | None]:
        """Return the counts, and how many match, where a column with one value of each tells it."""
        if not counts or self.searcher is None:
            return _none(counts), None
        wanted = counting(counts.values, self._filled)
        if counts.days:
            wanted["day"] = {"histogram": {"field": "day", "interval": 1, "min_doc_count": 1}}
        found = self.searcher.aggregate(query, wanted)
        rest = self._rest(query, marked(counts.values))
        values = {name: counted(name, found, rest) for name in counts.values}
        days = found["day"]["buckets"] if counts.days else ()
        each = Counted(values, {int(one["key"]): one["doc_count"] for one in days})
        return each, matching(found)

    def _filled(self, column: str) -> bool:
        """Say whether any document has a value in *column*, as it was when the index was opened."""
        assert self.searcher is not None
        if column not in self._columns:
            terms = self.searcher.terms_with_prefix(column, "")
            self._columns[column] = len(terms) != 1 or terms[0][0] != NONE
        return self._columns[column]

    def _rest(self, query: tantivy.Query, fields: Sequence[str]) -> dict[str, Any]:
        """Count what the few documents have that match and are marked with one of *fields*."""
        assert self.searcher is not None
        marks = [one for one in fields if self.searcher.doc_freq(MORE, one)]
        if not marks:
            return {}
        both = [
            (tantivy.Occur.Must, query),
            (tantivy.Occur.Must, tantivy.Query.term_set_query(self._schema, MORE, marks)),
        ]
        return self.searcher.aggregate(tantivy.Query.boolean_query(both), counting_rest(marks))

    def stories(self, clause: Clause, most: int) -> int:
        """Return how many stories the documents that match are of; *most* of them match at most."""
        if self.searcher is None:
            return 0
        if self._all and self._all[0] == clause:  # a phrase of common words is looked for once
            addresses = self._all[1]
        else:
            query = tantivy.Query.const_score_query(to_tantivy(clause, self._schema), 0.0)
            addresses = [address for _, address in self._search(query, most, count=False).hits]
        return len({*self._column("story_number", addresses)} - {0})

    def sizes(self, clauses: Sequence[Clause]) -> list[int]:
        """Return how many documents match each of *clauses*."""
        if self.searcher is None:
            return [0 for _ in clauses]
        return [self._search(to_tantivy(one, self._schema), 1).count for one in clauses]

    def frequencies(self, field: TokenField, tokens: Sequence[str]) -> list[int]:
        """Return how many documents have each of *tokens*, as the dictionary of the index tells."""
        if self.searcher is None:
            return [0 for _ in tokens]
        return [self.searcher.doc_freq(field, one) for one in tokens]

    def spelled_like(self, field: TokenField, word: str, edits: int) -> dict[str, int]:
        """Return tokens with the first letter of *word* that differ by at most *edits* in length."""
        if self.searcher is None:
            return {}
        found = self.searcher.terms_with_prefix(field, word[:1])
        return {one: count for one, count in found if abs(len(one) - len(word)) <= edits}

    def documents(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Return the documents with these *ids*."""
        found = (self.searcher.doc(address) for address in self._addresses(ids))  # type: ignore[union-attr]
        documents = (IndexedDocument.model_validate_json(one["document"][0]) for one in found)
        return {one.id: one for one in documents}

    def versions(self, ids: Sequence[str]) -> dict[str, int]:
        """Return the versions stored of those *ids* that are stored."""
        addresses = self._addresses(ids)
        if not addresses or self.searcher is None:
            return {}
        found = map(read_id, self._ranks_at(addresses))
        return dict(zip(found, self._column("version", addresses), strict=True))

    def _search(self, query: tantivy.Query, limit: int, **options: Any) -> Any:
        """Return the engine's result: ``hits`` and ``count``, which its types leave out."""
        assert self.searcher is not None
        return self.searcher.search(query, limit=limit, **options)

    def _addresses(self, ids: Sequence[str]) -> list[tantivy.DocAddress]:
        if self.searcher is None or not ids:
            return []
        if self._known.keys() >= set(ids):
            return [self._known[one] for one in ids]
        query = to_tantivy(AnyOf("id", tuple(ids)), self._schema)
        return [address for _, address in self._search(query, len(ids)).hits]

    def _candidates(self, hits: Sequence[tuple[float, tantivy.DocAddress]]) -> list[Candidate]:
        """Return what places the documents that were found, each with its score."""
        addresses = [address for _, address in hits]
        ranks = self._ranks_at(addresses)
        numbers = (self._column(name, addresses) for name in ("key", "standing", "published"))
        scores = [score for score, _ in hits]
        rows = list(map(read_rank, ranks, scores, *numbers))
        self._known |= zip((row.id for row in rows), addresses, strict=True)
        return rows

    def _ranks_at(self, addresses: list[tantivy.DocAddress]) -> list[bytes]:
        assert self._ranks is not None
        return self._ranks.read(self._column("place", addresses))

    def _column(self, name: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        """Return a whole number of each of the documents at *addresses*."""
        assert self.searcher is not None
        found: list[Any] = self.searcher.fast_field_values(name, addresses)
        return found


def _none(counts: Counts) -> Counted:
    return Counted({name: {} for name in counts.values})


@cache
def _counters() -> ThreadPoolExecutor:
    """Return the threads that count while others search: the engine lets go of Python meanwhile."""
    return ThreadPoolExecutor(_COUNTERS, thread_name_prefix="count")
