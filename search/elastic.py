"""The Elasticsearch engine: the same documents, tokens and queries as the embedded one."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import elastic_transport
import elasticsearch

from schemas.errors import NotConfiguredError, RetryLaterError
from schemas.searching import IndexedDocument
from search.base import (
    NOTHING,
    Candidate,
    Counted,
    Counts,
    Health,
    Order,
    Place,
    PutReport,
    Top,
)
from search.clauses import Clause, Every, Term, TokenField
from search.elastic_admin import Indices
from search.elastic_bulk import Line, Outcome, Sender
from search.elastic_errors import translated
from search.elastic_fields import RANK_FIELDS, action, body, removal
from search.elastic_query import to_elastic
from search.engine import Searches
from search.entry import entries
from text.readers import Readers
from text.segment import Segmenter

_NAME = "zhibi"
_ANSWER_SECONDS = 60  # a merge of millions of documents may hold an answer up
_SEARCH_SECONDS = 10
_MERGE_SECONDS = 3600
_MOST_ALIKE = 100  # tokens spelled alike, of which our own code takes the nearest
_BATCH = 500


class ElasticIndex(Searches):
    """A search index on the server at *url*, under the name that ``?index=`` gives."""

    def __init__(self, url: str, segmenter: Segmenter, names: str) -> None:
        parts = urlsplit(url)
        self._name = parse_qs(parts.query).get("index", [_NAME])[0]
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        port = parts.port or (443 if parts.scheme == "https" else 9200)
        self._where = f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"
        login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        self._client = elasticsearch.Elasticsearch(
            self._where, basic_auth=login, request_timeout=_ANSWER_SECONDS, max_retries=0,
            retry_on_timeout=False, http_compress=False, connections_per_node=8,
        )  # fmt: skip
        self._segmenter = segmenter
        self._readers = Readers(segmenter)
        self._checked = False
        self._indices = Indices(self._client, self._name, names)

    def put(self, documents: Iterable[IndexedDocument]) -> PutReport:
        """Store *documents*; each is found once this returns."""
        with self._troubles():
            targets = self._indices.targets()
            failed: list[tuple[str, str]] = []
            lines = list(self._lines(documents, failed)) if len(targets) > 1 else None
            outcome = Outcome()
            for target in targets:
                stream = lines if lines is not None else self._lines(documents, failed)
                outcome = Sender(self._client, target).send(stream)
                self._client.indices.refresh(index=target)
            return PutReport(stored=outcome.done, failed=(*failed, *outcome.failed))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove the documents with these *ids*."""
        wanted = list(dict.fromkeys(ids))
        with self._troubles():
            if not wanted or self._indices.current() is None:
                return
            for target in self._indices.targets():
                Sender(self._client, target).send(self._removals(target, wanted))
                self._client.indices.refresh(index=target)

    @contextlib.contextmanager
    def view(self) -> Iterator["Server"]:
        """Return the index as it is now."""
        with self._troubles():
            yield Server(self._client, self._searched())

    def _searched(self) -> str | None:
        """Return the alias to search, once it is known to be there and of this version.

        Asked of the server once: afterwards a switch changes what is behind the alias, and
        an index that is lost is told by the search itself.
        """
        if not self._checked:
            self._checked = self._indices.current() is not None
        return self._name if self._checked else None

    def rebuild(self, documents: Iterable[IndexedDocument]) -> PutReport:
        """Build a new index, then give it the name; broken off, the old one keeps it."""
        with self._troubles():
            # not refreshed while it fills: nobody searches it yet
            index = self._indices.create(self._indices.building, refresh_interval="-1")
            failed: list[tuple[str, str]] = []
            sender = Sender(self._client, self._indices.building)
            outcome = sender.send(self._lines(documents, failed))
            self._client.indices.put_settings(index=index, settings={"refresh_interval": None})
            self._client.indices.refresh(index=index)
            self._indices.switch(index)
            return PutReport(stored=outcome.done, failed=(*failed, *outcome.failed))

    def compact(self) -> None:
        """Merge the deleted documents away, or build anew what the server will not let go of yet."""
        with self._troubles():
            index = self._indices.current()
            if index is None:
                return
            patient = self._client.options(request_timeout=_MERGE_SECONDS)
            patient.indices.flush(index=index, force=True, wait_if_ongoing=True)
            patient.indices.forcemerge(index=index, max_num_segments=1)
            # a server keeps deleted documents while a replica might ask for them, half a minute
            # and more, and counts them in its statistics
            if self._indices.deleted(index):
                self.rebuild(Server(self._client, index).everything())

    def count(self) -> int:
        """Return how many documents are found."""
        with self._troubles():
            index = self._indices.current()
            return int(self._client.count(index=index)["count"]) if index else 0

    def health(self) -> Health:
        """Say how the index and its server are."""
        try:
            documents = self.count()
            index = self._indices.current()
            if index is None:
                return Health(
                    state="empty", engine="elasticsearch", detail="nothing is indexed yet"
                )
            with self._troubles():
                if self._indices.read_only():
                    return Health(
                        state="read-only", engine="elasticsearch", documents=documents,
                        detail="the server refuses changes", remedy="Free disk space on its nodes",
                    )  # fmt: skip
                renamed = self._indices.other_names()
                left = self._indices.deleted(index)
        except RetryLaterError as error:
            return Health(
                state="away", engine="elasticsearch", detail=error.what, remedy=error.remedy
            )
        except NotConfiguredError as error:
            return Health(
                state="stale", engine="elasticsearch", detail=error.what, remedy=error.remedy
            )
        return Health(
            state="ready", engine="elasticsearch", documents=documents, left=left,
            detail="names changed since it was built" if renamed else "",
            remedy="Build it anew from the store: zhibi reindex" if renamed else "",
        )  # fmt: skip

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _removals(self, target: str, ids: Sequence[str]) -> Iterator[Line]:
        """Yield the lines that delete what is stored of *ids*, at the version that is stored.

        A deletion without a version would count as one, and refuse the same document later on.
        """
        for start in range(0, len(ids), _BATCH):
            batch = list(ids[start : start + _BATCH])
            for found in self._client.mget(index=target, ids=batch, source=False)["docs"]:
                if found.get("found"):
                    yield Line(found["_id"], removal(found["_id"], found["_version"]))

    def _lines(
        self, documents: Iterable[IndexedDocument], failed: list[tuple[str, str]]
    ) -> Iterator[Line]:
        for document, one in entries(documents, self._readers):
            if isinstance(one, str):
                failed.append((document.id, one))
                continue
            try:
                yield Line(one.id, action(one.id, one.version), body(one))
            except UnicodeEncodeError as error:
                failed.append((document.id, f"text that is no Unicode: {error.reason}"))

    @contextlib.contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except (elasticsearch.ApiError, elastic_transport.TransportError) as error:
            self._checked = False
            raise translated(error, self._where) from error


class Server:
    """One index on the server, as the search sees it; without an index it is empty."""

    def __init__(self, client: elasticsearch.Elasticsearch, index: str | None) -> None:
        self._client = client.options(request_timeout=_SEARCH_SECONDS)
        self._index = index

    def top(self, clause: Clause, limit: int, counts: Counts = NOTHING) -> Top:
        """Return the best by score, those of equal score by key."""
        order = [{"_score": "desc"}, {"key": "desc"}, {"is_id": "asc"}]
        return self._rows(clause, limit, order, counts)

    def ordered(
        self,
        clause: Clause,
        limit: int,
        order: Order,
        after: Place | None,
        counts: Counts = NOTHING,
    ) -> Top:
        """Return the next by the number *order*, then id."""
        extra: dict[str, Any] = {"search_after": list(after)} if after else {}
        return self._rows(clause, limit, [{order: "desc"}, {"is_id": "asc"}], counts, **extra)

    def count(self, clause: Clause, counts: Counts) -> Counted:
        """Count what matches, per value and per day."""
        return self._rows(clause, 0, [], counts).counted

    def stories(self, clause: Clause, most: int) -> int:
        """Return how many stories the documents that match are of; *most* of them match at most."""
        return len(self.count(clause, Counts({"story": most})).values["story"])

    def sizes(self, clauses: Sequence[Clause]) -> list[int]:
        """Return how many documents match each of *clauses*."""
        if self._index is None or not clauses:
            return [0 for _ in clauses]
        filters = {str(number): to_elastic(one) for number, one in enumerate(clauses)}
        found = self._client.search(
            index=self._index, size=0, track_total_hits=False,
            aggs={"sizes": {"filters": {"filters": filters}}},
        )  # fmt: skip
        buckets = found["aggregations"]["sizes"]["buckets"]
        return [int(buckets[number]["doc_count"]) for number in filters]

    def frequencies(self, field: TokenField, tokens: Sequence[str]) -> list[int]:
        """Return how many documents have each of *tokens*."""
        return self.sizes([Term(field, one) for one in tokens])

    def spelled_like(self, field: TokenField, word: str, edits: int) -> dict[str, int]:
        """Return tokens with the first letter of *word* that differ by at most *edits* letters."""
        if self._index is None:
            return {}
        term = {
            "field": field, "suggest_mode": "always", "max_edits": edits, "prefix_length": 1,
            "min_word_length": 2, "size": _MOST_ALIKE, "shard_size": _MOST_ALIKE,
        }  # fmt: skip
        found = self._client.search(
            index=self._index, size=0, suggest={"alike": {"text": word, "term": term}}
        )
        options = [one for part in found["suggest"]["alike"] for one in part["options"]]
        return {one["text"]: int(one["freq"]) for one in options}

    def documents(self, ids: Sequence[str]) -> dict[str, IndexedDocument]:
        """Return the documents with these *ids*."""
        if self._index is None or not ids:
            return {}
        found = self._client.search(
            index=self._index, query={"ids": {"values": list(ids)}}, size=len(ids),
            source_includes=["document"],
        )  # fmt: skip
        rows = [row["_source"]["document"] for row in found["hits"]["hits"]]
        return {row["id"]: IndexedDocument.model_validate(row) for row in rows}

    def everything(self) -> Iterator[IndexedDocument]:
        """Yield every document, newest first."""
        place: tuple[int, str] | None = None
        while rows := self.ordered(Every(), _BATCH, "key", place).candidates:
            yield from self.documents([row.id for row in rows]).values()
            place = (rows[-1].key, rows[-1].id)

    def _rows(
        self, clause: Clause, limit: int, sort: list[dict[str, str]], counts: Counts, **extra: Any
    ) -> Top:
        if self._index is None:
            return Top(0, [], Counted({name: {} for name in counts.values}))
        if sort:
            extra |= {"sort": sort, "stored_fields": "_none_", "docvalue_fields": RANK_FIELDS}
        if counts:
            extra["aggs"] = _aggregations(counts)
        found = self._client.search(
            index=self._index, query=to_elastic(clause), size=limit, track_total_hits=True,
            search_type="dfs_query_then_fetch", **extra,
        )  # fmt: skip
        hits = found["hits"]
        rows = [_candidate(row) for row in hits["hits"]]
        return Top(hits["total"]["value"], rows, _counted(found, counts))


def _aggregations(counts: Counts) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        name: {"terms": {"field": f"is_{name}", "size": size}}
        for name, size in counts.values.items()
    }
    if counts.days:
        wanted["day"] = {"histogram": {"field": "day", "interval": 1, "min_doc_count": 1}}
    return wanted


def _counted(found: Any, counts: Counts) -> Counted:
    if not counts:
        return Counted()
    buckets = {name: one["buckets"] for name, one in found["aggregations"].items()}
    days = {int(one["key"]): int(one["doc_count"]) for one in buckets.pop("day", ())}
    values = {
        name: {one["key"]: int(one["doc_count"]) for one in rows} for name, rows in buckets.items()
    }
    return Counted(values, days)


def _candidate(row: dict[str, Any]) -> Candidate:
    columns = row["fields"]
    return Candidate(
        id=columns["is_id"][0],
        score=row["_score"] or 0.0,
        key=columns["key"][0],
        standing=columns["standing"][0],
        published=columns["published"][0],
        importance=columns["importance"][0],
        about=frozenset(columns.get("is_about", ())),
        story=columns.get("is_story", (None,))[0],
        title=columns["title_line"][0],
    )
