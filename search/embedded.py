"""The embedded engine: tantivy in a folder. Any process may search, one at a time may write."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import tantivy

from schemas.errors import NotConfiguredError
from schemas.searching import IndexedDocument, SearchResults
from search.base import Candidate, Health, PutReport, Sort, Top
from search.clauses import AnyOf, Clause, Every
from search.entry import Entry, entry
from search.find import find
from search.nodes import Query
from search.tantivy_query import to_tantivy
from search.tantivy_store import REINDEX, Folder, schema
from text.segment import Segmenter

_HEAP = 128_000_000  # bytes before a segment is written out; tantivy's own choice
_BATCH = 500
_TIED = 10_000  # documents of equal score that are put in order; beyond it, any of them are taken
_SPARE = 16  # more rows than asked for, to put those of equal key in order


class EmbeddedIndex:
    """A search index in the folder *path*, cut by *segmenter*; *names* identifies its names."""

    def __init__(self, path: Path, segmenter: Segmenter, names: str) -> None:
        self._folder = Folder(path)
        self._segmenter = segmenter
        self._names = names
        self._opened: tuple[Path, int, tantivy.Index] | None = None
        self._schema = schema()

    def put(self, documents: Iterable[IndexedDocument]) -> PutReport:
        """Store *documents* in one commit; an older version of a stored one changes nothing."""
        with self._folder.writing():
            target = self._current() or self._started()
            report = self._write(target, documents, fresh=False)
        return report

    def delete(self, ids: Iterable[str]) -> None:
        """Remove the documents with these *ids*."""
        with self._folder.writing():
            target = self._current()
            if target is None:
                return
            writer = self._index(target).writer(_HEAP, 1)
            for one in ids:
                writer.delete_documents_by_term("is_id", one)
            writer.commit()
            writer.wait_merging_threads()

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
        """Return one page of what matches *query*."""
        with self._folder.troubles():
            return find(
                self._reader(), query, self._segmenter, limit=limit, cursor=cursor, facets=facets,
                sort=sort, collapse=collapse,
            )  # fmt: skip

    def rebuild(self, documents: Iterable[IndexedDocument]) -> PutReport:
        """Build a new folder, then switch to it; broken off, the old index stays as it is."""
        with self._folder.writing():
            folder = self._folder.create(self._names)
            report = self._write(folder, documents, fresh=True)
            self._folder.switch(folder)
        return report

    def compact(self) -> None:
        """Write the living documents into a new folder, without the deleted ones."""
        if self._current() is not None:
            self.rebuild(self._everything())

    def count(self) -> int:
        """Return how many documents are found."""
        with self._folder.troubles():
            reader = self._reader()
            return reader.searcher.num_docs if reader.searcher else 0

    def health(self) -> Health:
        """Say how the index is."""
        try:
            documents = self.count()
        except NotConfiguredError as error:
            return Health(state="stale", engine="embedded", detail=error.what, remedy=error.remedy)
        folder = self._folder.current()
        if folder is None:
            return Health(state="empty", engine="embedded", detail="nothing is indexed yet")
        other_names = self._folder.stamp(folder).names != self._names
        return Health(
            state="ready",
            engine="embedded",
            documents=documents,
            detail="names changed since it was built" if other_names else "",
            remedy=REINDEX if other_names else "",
        )

    def close(self) -> None:
        """Let go of the files."""
        self._opened = None

    def _current(self) -> Path | None:
        folder = self._folder.current()
        if folder is not None and not self._folder.stamp(folder).readable:
            raise NotConfiguredError(
                "the search index was made by another version of Zhibi",
                where=str(folder),
                remedy=REINDEX,
            )
        return folder

    def _started(self) -> Path:
        folder = self._folder.create(self._names)
        self._folder.switch(folder)
        return folder

    def _index(self, folder: Path) -> tantivy.Index:
        if not tantivy.Index.exists(str(folder)):
            raise self._folder.damaged(FileNotFoundError("no meta.json"))
        return tantivy.Index.open(str(folder))

    def _reader(self) -> "Reader":
        """Return a view of the last commit; opened anew only after one."""
        folder = self._current()
        if folder is None:
            return Reader(None, self._schema)
        committed = (folder / "meta.json").stat().st_mtime_ns
        if self._opened is None or self._opened[:2] != (folder, committed):
            self._opened = (folder, committed, self._index(folder))
        return Reader(self._opened[2].searcher(), self._schema)

    def _everything(self) -> Iterator[IndexedDocument]:
        reader = self._reader()
        place: tuple[int, str] | None = None
        while rows := reader.newest(Every(), _BATCH, place).candidates:
            documents = reader.documents([row.id for row in rows])
            yield from (documents[row.id] for row in rows)
            place = (rows[-1].key, rows[-1].id)

    def _write(
        self, folder: Path, documents: Iterable[IndexedDocument], *, fresh: bool
    ) -> PutReport:
        index = self._index(folder)
        writer = index.writer(_HEAP, 1)
        known = Reader(None if fresh else index.searcher(), self._schema)
        stored: dict[str, int] = {}
        failed: list[tuple[str, str]] = []
        done = 0
        for batch in _batches(documents):
            missing = [one.id for one in batch if one.id not in stored]
            stored |= known.versions(missing)
            for document in batch:
                before = stored.get(document.id)
                if before is not None and before > document.version:
                    done += 1  # what is stored is newer: a repeat, as good as stored
                    continue
                try:
                    fields = to_document(entry(document, self._segmenter))
                except UnicodeEncodeError as error:
                    failed.append((document.id, f"text that is no Unicode: {error.reason}"))
                    continue
                if before is not None:
                    writer.delete_documents_by_term("is_id", document.id)
                writer.add_document(fields)
                stored[document.id] = document.version
                done += 1
        writer.commit()
        writer.wait_merging_threads()
        return PutReport(stored=done, failed=tuple(failed))


def to_document(one: Entry) -> tantivy.Document:
    """Return *one* as tantivy stores it."""
    found = tantivy.Document()
    for name in ("title", "body", "title_words", "body_words", "title_forms", "body_forms"):
        found.add_text(name, getattr(one, name))
    for name, values in one.values.items():
        for value in values:
            found.add_text(f"is_{name}", value)
    for name in ("key", "day", "published", "version"):
        found.add_integer(name, getattr(one, name))
    for amount in one.amounts:
        found.add_float("amounts", amount)
    rank = [
        one.id, one.version, one.published, one.importance, one.values["about"],
        one.document.story, one.title,
    ]  # fmt: skip
    found.add_bytes("rank", json.dumps(rank, ensure_ascii=False).encode())
    found.add_bytes("document", one.document.model_dump_json().encode())
    return found


class Reader:
    """One commit of the index, as the search sees it; without a searcher it is empty."""

    def __init__(self, searcher: tantivy.Searcher | None, schema: tantivy.Schema) -> None:
        self.searcher = searcher
        self._schema = schema

    def top(self, clause: Clause, limit: int) -> Top:
        """Return the best by score, those of equal score by key."""
        if self.searcher is None:
            return Top(0, [])
        query = to_tantivy(clause, self._schema)
        wanted = limit
        while True:
            found = self.searcher.search(query, limit=wanted)
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
        rows = [self._candidate(address, score, key) for (score, address), key in ordered[:limit]]
        return Top(found.count or 0, rows)

    def newest(self, clause: Clause, limit: int, after: tuple[int, str] | None) -> Top:
        """Return the next by key, then id."""
        if self.searcher is None:
            return Top(0, [])
        query = to_tantivy(clause, self._schema)
        total = self.searcher.search(query, limit=1).count or 0 if after else None
        if after:
            below = tantivy.Query.range_query(
                self._schema, "key", tantivy.FieldType.Integer, upper_bound=after[0]
            )
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, below)]
            )
        found = self.searcher.search(query, limit=limit + _SPARE, order_by_field="key")
        rows = [self._candidate(address, 0.0, key) for key, address in found.hits]
        rows.sort(key=lambda row: (-row.key, row.id))
        if after:
            rows = [row for row in rows if (-row.key, row.id) > (-after[0], after[1])]
        return Top(total if total is not None else found.count or 0, rows[:limit])

    def tally(self, clause: Clause, fields: Sequence[str], size: int) -> dict[str, dict[str, int]]:
        """Return how many matching documents have each value."""
        if self.searcher is None or not fields:
            return {name: {} for name in fields}
        found = self.searcher.aggregate(
            to_tantivy(clause, self._schema),
            {name: {"terms": {"field": f"is_{name}", "size": size}} for name in fields},
        )
        return {
            name: {one["key"]: one["doc_count"] for one in found[name]["buckets"]}
            for name in fields
        }

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
        ranks = (json.loads(self.searcher.doc(address)["rank"][0]) for address in addresses)
        return {rank[0]: rank[1] for rank in ranks}

    def _addresses(self, ids: Sequence[str]) -> list[tantivy.DocAddress]:
        if self.searcher is None or not ids:
            return []
        query = to_tantivy(AnyOf("id", tuple(ids)), self._schema)
        return [address for _, address in self.searcher.search(query, limit=len(ids)).hits]

    def _candidate(self, address: tantivy.DocAddress, score: float, key: int | None) -> Candidate:
        assert self.searcher is not None
        rank = json.loads(self.searcher.doc(address)["rank"][0])
        identity, _, published, importance, about, story, title = rank
        return Candidate(
            identity, score, key or 0, published, importance, tuple(about), story, title
        )


def _batches(documents: Iterable[IndexedDocument]) -> Iterator[list[IndexedDocument]]:
    stream = iter(documents)
    while batch := list(islice(stream, _BATCH)):
        yield batch
