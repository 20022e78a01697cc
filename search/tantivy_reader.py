"""What the search asks of tantivy: the best, the newest, counts, documents."""

from collections.abc import Sequence
from typing import Any

import tantivy

from schemas.searching import IndexedDocument
from search.base import NOTHING, Candidate, Counted, Counts, Order, Place, Top
from search.clauses import AnyOf, Clause, TokenField
from search.tantivy_query import to_tantivy
from search.tantivy_rank import read_rank

_TIED = 10_000  # documents of equal score that are put in order; beyond it, any of them are taken
_SPARE = 16  # more rows than asked for, to put those of equal key in order


class Reader:
    """One commit of the index, as the search sees it; without a searcher it is empty."""

    def __init__(self, searcher: tantivy.Searcher | None, schema: tantivy.Schema) -> None:
        self.searcher = searcher
        self._schema = schema

    def top(self, clause: Clause, limit: int, counts: Counts = NOTHING) -> Top:
        """Return the best by score, those of equal score by key."""
        if self.searcher is None:
            return Top(0, [], _none(counts))
        query = to_tantivy(clause, self._schema)
        wanted = limit
        while True:
            found = self._search(query, wanted)
            hits = found.hits
            # the engine breaks ties by its own numbering: take all that tie with the last
            complete = len(hits) < wanted or hits[-1][0] < hits[min(limit, len(hits)) - 1][0]
            if complete or wanted >= _TIED:
                break
            wanted = min(wanted * 4, _TIED)
        keys = self.searcher.fast_field_values("key", [address for _, address in hits])
        ordered = sorted(
            zip(hits, keys, strict=True), key=lambda pair: (-pair[0][0], -(pair[1] or 0))
        )
        rows = [
            self._candidate(address, score, int(key or 0))
            for (score, address), key in ordered[:limit]
        ]
        return Top(found.count, rows, self._counted(query, counts))

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
        whole = query = to_tantivy(clause, self._schema)
        total = self._search(query, 1).count if after else None
        if after:
            below = tantivy.Query.range_query(
                self._schema, order, tantivy.FieldType.Integer, upper_bound=after[0]
            )
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, below)]
            )
        found = self._search(query, limit + _SPARE, order_by_field=order)
        keys = self.searcher.fast_field_values("key", [address for _, address in found.hits])
        rows = [
            self._candidate(address, 0.0, int(key or 0))
            for (_, address), key in zip(found.hits, keys, strict=True)
        ]
        rows.sort(key=lambda row: (-getattr(row, order), row.id))
        if after:
            rows = [row for row in rows if (-getattr(row, order), row.id) > (-after[0], after[1])]
        counted = self._counted(whole, counts)
        return Top(found.count if total is None else total, rows[:limit], counted)

    def count(self, clause: Clause, counts: Counts) -> Counted:
        """Count what matches, per value and per day."""
        if self.searcher is None:
            return _none(counts)
        return self._counted(to_tantivy(clause, self._schema), counts)

    def _counted(self, query: tantivy.Query, counts: Counts) -> Counted:
        if not counts or self.searcher is None:
            return _none(counts)
        wanted: dict[str, Any] = {
            name: {"terms": {"field": f"is_{name}", "size": size}}
            for name, size in counts.values.items()
        }
        if counts.days:
            wanted["day"] = {"histogram": {"field": "day", "interval": 1, "min_doc_count": 1}}
        found = self.searcher.aggregate(query, wanted)
        values = {
            name: {one["key"]: one["doc_count"] for one in found[name]["buckets"]}
            for name in counts.values
        }
        days = found["day"]["buckets"] if counts.days else ()
        return Counted(values, {int(one["key"]): one["doc_count"] for one in days})

    def sizes(self, clauses: Sequence[Clause]) -> list[int]:
        """Return how many documents match each of *clauses*."""
        if self.searcher is None:
            return [0 for _ in clauses]
        return [self._search(to_tantivy(one, self._schema), 1).count for one in clauses]

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
        found = zip(addresses, self.searcher.fast_field_values("version", addresses), strict=True)
        ranks = ((self.searcher.doc(address)["rank"][0], version) for address, version in found)
        return {read_rank(rank, 0.0, 0).id: int(version or 0) for rank, version in ranks}

    def _search(self, query: tantivy.Query, limit: int, **options: Any) -> Any:
        """Return the engine's result: ``hits`` and ``count``, which its types leave out."""
        assert self.searcher is not None
        return self.searcher.search(query, limit=limit, **options)

    def _addresses(self, ids: Sequence[str]) -> list[tantivy.DocAddress]:
        if self.searcher is None or not ids:
            return []
        query = to_tantivy(AnyOf("id", tuple(ids)), self._schema)
        return [address for _, address in self._search(query, len(ids)).hits]

    def _candidate(self, address: tantivy.DocAddress, score: float, key: int) -> Candidate:
        assert self.searcher is not None
        return read_rank(self.searcher.doc(address)["rank"][0], score, key)


def _none(counts: Counts) -> Counted:
    return Counted({name: {} for name in counts.values})
