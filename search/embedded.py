"""The embedded engine: tantivy in a folder. Any process may search, one at a time may write."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import get_args

import tantivy

from schemas.errors import NotConfiguredError
from schemas.searching import IndexedDocument
from search.base import Health, PutReport
from search.clauses import Every, ValueField
from search.engine import Searches
from search.entry import Entry, entries
from search.tantivy_columns import write_columns
from search.tantivy_rank import RankReader, RankWriter, write_rank
from search.tantivy_reader import Reader
from search.tantivy_store import REINDEX, Folder, deleted, schema, story_number
from text.readers import Readers, processors
from text.segment import Segmenter

_HEAP = 128_000_000  # bytes of a thread before it writes a segment out; tantivy's own choice
# When all is built anew: a part of some 200,000 documents, for eight of a size are merged into one.
_LARGE_HEAP = 768_000_000
_SHARE = 16  # of the machine's memory, what a thread takes at most then
_THREADS = 2  # of the engine: more of them write faster than one process hands on
_BATCH = 500
_VALUE_FIELDS = {name: f"is_{name}" for name in get_args(ValueField)}


class EmbeddedIndex(Searches):
    """A search index in the folder *path*, cut by *segmenter*; *names* identifies its names."""

    def __init__(self, path: Path, segmenter: Segmenter, names: str) -> None:
        self._folder = Folder(path)
        self._segmenter = segmenter
        self._readers = Readers(segmenter)
        self._names = names
        self._opened: tuple[Path, int, tantivy.Index, RankReader, dict[str, bool]] | None = None
        self._schema = schema()

    def put(self, documents: Iterable[IndexedDocument]) -> PutReport:
        """Store *documents* in one commit; an older version of a stored one changes nothing."""
        with self._folder.writing():
            target = self._current() or self._started()
            return self._write(target, documents, fresh=False)

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
        with self._folder.troubles():
            left = deleted(folder)
        other_names = self._folder.stamp(folder).names != self._names
        return Health(
            state="ready",
            engine="embedded",
            documents=documents,
            left=left,
            detail="names changed since it was built" if other_names else "",
            remedy=REINDEX if other_names else "",
        )

    def close(self) -> None:
        """Let go of the files."""
        self._opened = None

    def _current(self) -> Path | None:
        folder = self._folder.current()
        if folder is not None:
            self._check(folder)
        return folder

    def _check(self, folder: Path) -> None:
        if not self._folder.stamp(folder).readable:
            raise NotConfiguredError(
                "the search index was made by another version of Zhibi",
                where=str(folder),
                remedy=REINDEX,
            )

    def _started(self) -> Path:
        folder = self._folder.create(self._names)
        self._folder.switch(folder)
        return folder

    def _index(self, folder: Path) -> tantivy.Index:
        if not tantivy.Index.exists(str(folder)):
            raise self._folder.damaged(FileNotFoundError("no meta.json"))
        return tantivy.Index.open(str(folder))

    def _reader(self) -> Reader:
        """Return a view of the last commit; opened anew only after one."""
        while True:
            folder = self._folder.current()
            try:
                return self._read(folder)
            except (OSError, ValueError, NotConfiguredError):
                if self._folder.current() == folder:
                    raise  # else it was built anew, and the old one removed, at this very moment

    def _read(self, folder: Path | None) -> Reader:
        if folder is None:
            return Reader(None, self._schema)
        self._check(folder)
        committed = (folder / "meta.json").stat().st_mtime_ns
        if self._opened is None or self._opened[:2] != (folder, committed):
            self._opened = (folder, committed, self._index(folder), RankReader(folder), {})
        _, _, index, ranks, columns = self._opened
        return Reader(index.searcher(), self._schema, ranks, columns)

    @contextlib.contextmanager
    def view(self) -> Iterator[Reader]:
        """Return the last commit as it is now."""
        with self._folder.troubles():
            yield self._reader()

    def _everything(self) -> Iterator[IndexedDocument]:
        reader = self._reader()
        place: tuple[int, str] | None = None
        while rows := reader.ordered(Every(), _BATCH, "key", place).candidates:
            documents = reader.documents([row.id for row in rows])
            yield from (documents[row.id] for row in rows)
            place = (rows[-1].key, rows[-1].id)

    def _write(
        self, folder: Path, documents: Iterable[IndexedDocument], *, fresh: bool
    ) -> PutReport:
        index = self._index(folder)
        with RankWriter(folder) as ranks:
            known = (
                Reader(None, self._schema)
                if fresh
                else Reader(index.searcher(), self._schema, RankReader(folder))
            )
            # each thread leaves a part of its own, and works as fast as one reader of texts
            threads = max(min(processors() // 2, _THREADS), 1) if fresh else 1
            writer = index.writer((_large_heap() if fresh else _HEAP) * threads, threads)
            report = self._fill(writer, ranks, known, documents)
            ranks.sync()
            writer.commit()
            writer.wait_merging_threads()
        return report

    def _fill(
        self,
        writer: tantivy.IndexWriter,
        ranks: RankWriter,
        before: Reader,
        documents: Iterable[IndexedDocument],
    ) -> PutReport:
        known = _Known(before)
        failed: list[tuple[str, str]] = []
        for document, one in entries(known.newer(documents), self._readers):
            try:
                if isinstance(one, str):
                    failed.append((document.id, one))
                    continue
                fields = to_document(one, ranks.add(write_rank(one)))
            except UnicodeEncodeError as error:
                failed.append((document.id, f"text that is no Unicode: {error.reason}"))
                continue
            if document.id in known.replaced:
                writer.delete_documents_by_term("is_id", document.id)
            writer.add_document(fields)
        return PutReport(stored=known.taken - len(failed), failed=tuple(failed))


def _large_heap() -> int:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(min(_LARGE_HEAP, memory // _SHARE), _HEAP)


class _Known:
    """Which documents are stored already, with which versions."""

    def __init__(self, before: Reader) -> None:
        self._before = before
        self._versions: dict[str, int] = {}
        self.replaced: set[str] = set()
        self.taken = 0

    def newer(self, documents: Iterable[IndexedDocument]) -> Iterator[IndexedDocument]:
        """Yield those of *documents* that are not older than what is stored, or came before.

        An older one is a repeat, as good as stored.
        """
        stream = iter(documents)
        while batch := list(islice(stream, _BATCH)):
            missing = [one.id for one in batch if one.id not in self._versions]
            stored = self._before.versions(missing)
            self._versions |= stored
            for document in batch:
                self.taken += 1
                known = self._versions.get(document.id)
                if known is not None and known > document.version:
                    continue
                if known is not None:
                    self.replaced.add(document.id)
                self._versions[document.id] = document.version
                yield document


def to_document(one: Entry, place: int) -> tantivy.Document:
    """Return *one* as tantivy stores it, its rank being at *place*."""
    found = tantivy.Document()
    text, number = found.add_text, found.add_integer  # looked up once: they are called forty times
    text("title", one.title)
    text("body", one.body)
    text("title_words", one.title_words)
    text("title_forms", one.title_forms)
    text("body_forms", one.body_forms)
    for name, field in _VALUE_FIELDS.items():
        for value in one.values[name]:
            text(field, value)
    write_columns(found, one.values)
    number("key", one.key)
    number("standing", one.standing)
    number("day", one.day)
    number("published", one.published)
    number("version", one.version)
    number("place", place)
    number("story_number", story_number(one.document.story))
    for amount in one.amounts:
        found.add_float("amounts", amount)
    # as model_dump_json does, without a text in between
    found.add_bytes("document", one.document.__pydantic_serializer__.to_json(one.document))
    return found
