"""How fast both engines index and answer: ``python -m benchmarks.search [N] [--elasticsearch URL]``.

Documents of about 3 kB, all different, half English and half Chinese, from word lists with
Zipf-like frequencies. They are written to a file first and indexed from there, so that a million
of them need no memory. Elasticsearch is compared with the client's own ``parallel_bulk`` sending
the same bodies in the same run, because a figure of its own says more about the machine than about us.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import elasticsearch
import elasticsearch.helpers
import tantivy

from benchmarks.columns import columns
from benchmarks.search_documents import BLOCK, NOW, Documents, block, registry
from schemas.registry import Registry
from schemas.searching import IndexedDocument
from search import open_index
from search.base import SearchIndex
from search.elastic_bulk import Line, Sender
from search.elastic_fields import action, body, mapping
from search.embedded import to_document
from search.entry import entry
from search.names import names_of
from search.query import parse
from search.tantivy_store import schema
from text.segment import Segmenter

_QUERIES = 200
_MAKERS = 4  # processes that make documents
_COMMIT = 50_000
_SAMPLE = 4_000  # documents that the parts of the work are timed with, one by one
_MOST_SENT = 20_000  # documents whose ready bodies are held in memory to be sent
Rows = list[tuple[str, str, str]]


class Stored:
    """Generated documents in a file, as a store would hold them: one JSON a line."""

    def __init__(self, path: Path, companies: Registry, count: int) -> None:
        self._path = path
        self.count = count
        if not path.exists():
            draft = path.with_suffix(".new")
            with draft.open("wb") as file, ProcessPoolExecutor(_MAKERS) as pool:
                file.writelines(pool.map(block, range(-(-count // BLOCK))))
            draft.replace(path)
        self.size = path.stat().st_size // count
        asked = Documents(companies, seed=3)
        self.queries = [asked.query() for _ in range(_QUERIES)]

    def __iter__(self) -> Iterator[IndexedDocument]:
        """Read them, one after another."""
        with self._path.open("rb") as file:
            yield from map(IndexedDocument.model_validate_json, islice(file, self.count))


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Return the seconds that *work* took, and its result."""
    seconds, _spent, result = clocked(work, *arguments)
    return seconds, result


def clocked(work: Callable[..., Any], *arguments: Any) -> tuple[float, float, Any]:
    """Return the seconds that *work* took on the wall and of processors, and its result.

    Processors' time is that of this process and of its children that ended.
    """
    started, before = time.perf_counter(), os.times()
    spent = time.process_time()
    result = work(*arguments)
    wall, spent, after = time.perf_counter() - started, time.process_time() - spent, os.times()
    children = after.children_user + after.children_system
    return wall, spent + children - before.children_user - before.children_system, result


def ask(index: SearchIndex, queries: list[str], companies: Registry) -> tuple[dict[str, str], int]:
    """Return p50 and p95 in milliseconds by three clocks, and the mean of hits.

    They are the wall's, the processors', and that of whichever thread took longer: what is counted
    is counted beside the search, so that it is the wall's where two processors have nothing else
    to do.
    """

    def once(text: str) -> tuple[int, float]:
        began = time.thread_time()
        query = parse(text, registry=companies, now=NOW)
        total = index.search(query, facets=("company", "move"), limit=10).total
        return total, time.thread_time() - began

    answers = [clocked(once, text) for text in queries]
    found = sum(total for _, _, (total, _) in answers) // len(queries)
    times = {
        "": [wall for wall, _, _ in answers],
        ", of our processor time": [spent for _, spent, _ in answers],
        ", of the longer thread": [max(one, spent - one) for _, spent, (_, one) in answers],
    }
    shown: dict[str, str] = {}
    for clock, seconds in times.items():
        parts = statistics.quantiles([one * 1000 for one in seconds], n=20)
        shown[clock] = f"{parts[9]:.1f}, {parts[18]:.1f}"
    return shown, found


def sending(url: str, documents: list[IndexedDocument], companies: Registry) -> tuple[float, float]:
    """Return documents per second by our sender and by the client's own helper, same bodies."""
    client = elasticsearch.Elasticsearch(url, request_timeout=120)
    segmenter = names_of(companies).segmenter
    lines: list[Line] = []
    for document in documents:
        one = entry(document, segmenter)
        lines.append(Line(one.id, action(one.id, one.version), body(one)))
    names = ("zhibi-bench-ours", "zhibi-bench-plain")
    for name in names:
        client.indices.delete(index=name, ignore_unavailable=True)
        client.indices.create(index=name, mappings=mapping(""))
    half = len(lines) // 2  # ours, plain, plain, ours: neither profits from a warm server
    ours = plain = 0.0
    for part, first in ((lines[:half], True), (lines[half:], False)):
        for mine in (first, not first):
            name = names[0] if mine else names[1]
            sender = Sender(client, name, require_alias=False)
            seconds, _ = timed(sender.send, part) if mine else timed(_plain, client, name, part)
            ours, plain = (ours + seconds, plain) if mine else (ours, plain + seconds)
    for name in names:
        client.indices.refresh(index=name)
        assert client.count(index=name)["count"] == len(lines)
        client.indices.delete(index=name)
    client.close()
    return len(lines) / ours, len(lines) / plain


def _plain(client: elasticsearch.Elasticsearch, name: str, lines: list[Line]) -> None:
    def actions() -> Iterator[dict[str, Any]]:
        for line in lines:
            yield {"_index": name, "_id": line.id, "_source": line.body}

    def expand(
        one: Any,
    ) -> tuple[dict[str, Any], Any]:  # bodies are bytes already, as for our own sender
        return {"index": {"_index": one["_index"], "_id": one["_id"]}}, one["_source"]

    bulk = elasticsearch.helpers.parallel_bulk(
        client.options(), actions(), thread_count=4, expand_action_callback=expand
    )
    for fine, item in bulk:
        assert fine, item


def main(arguments: list[str]) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=20_000)
    parser.add_argument("--elasticsearch", metavar="URL")
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER",
        help="keep documents and index there; where they are kept, as in Elasticsearch, ask them again",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        print(columns(_measure(folder, options.documents, options.elasticsearch)))
    return 0


def _measure(folder: Path, count: int, server: str | None) -> Rows:
    companies = registry()
    stored = Stored(folder / f"documents-{count}.jsonl", companies, count)
    rows: Rows = [(f"{count:,} documents of {stored.size / 1000:.1f} kB", "figure", "unit")]
    segmenter = names_of(companies).segmenter
    segmenter.tokens("词典")  # the dictionary is read before the clock runs
    rows += _parts(list(islice(stored, _SAMPLE)), segmenter)
    index = open_index(f"embedded:{folder / f'index-{count}'}", companies)
    rows += _measured("embedded", index, stored, companies)
    if server:
        index = open_index(f"{server}/?index=zhibi-bench", companies)
        rows += _measured("Elasticsearch", index, stored, companies)
        ours, plain = sending(server, list(islice(stored, _MOST_SENT)), companies)
        rows.append(("Elasticsearch, sending ready bodies", f"{ours:,.0f}", "documents/s"))
        rows.append(("the same by parallel_bulk", f"{plain:,.0f}", "documents/s"))
        rows.append(("ratio", f"{ours / plain:.2f}", "goal 0.80"))
    return rows


def _parts(documents: list[IndexedDocument], segmenter: Segmenter) -> Rows:
    """Return documents per second of processor time, each language apart: our tokens, the engine."""
    rows: Rows = []
    for language in ("en", "zh"):
        some = [one for one in documents if one.language == language]
        entries = [entry(one, segmenter) for one in some]  # words are looked up once, as in a store
        began = time.process_time()
        entries = [entry(one, segmenter) for one in some]
        analysed = time.process_time()
        with tempfile.TemporaryDirectory() as folder:
            writer = tantivy.Index(schema(), path=folder).writer(128_000_000, 1)
            for one in entries:
                writer.add_document(to_document(one, 0))
            writer.commit()
            writer.wait_merging_threads()
        added = time.process_time()
        for what, seconds in (
            ("analysis alone", analysed - began),
            ("engine alone", added - analysed),
        ):
            rate = f"{len(some) / seconds:,.0f}"
            rows.append((f"{what}, {language}", rate, "documents/s of one processor"))
    return rows


def _rates(name: str, count: int, wall: float, spent: float) -> Rows:
    return [
        (f"{name}, indexing", f"{count / seconds:,.0f}", f"documents/s{clock}")
        for clock, seconds in (("", wall), (" of one processor", spent))
    ]


def _build(index: SearchIndex, stored: Stored) -> None:
    """Index everything at once, as ``zhibi reindex`` does."""
    report = index.rebuild(stored)
    assert not report.failed, report.failed[:3]


def _fill(index: SearchIndex, stored: Stored, kept: int) -> None:
    """Index what follows the first *kept* documents, a commit each 50,000: to be broken off at will."""
    documents = islice(stored, kept, None)
    while kept < stored.count:
        report = index.put(islice(documents, _COMMIT))
        assert not report.failed, report.failed[:3]
        kept += report.stored


def _measured(name: str, index: SearchIndex, stored: Stored, companies: Registry) -> Rows:
    rows: Rows = []
    kept = index.count()
    if kept != stored.count:
        work = (_fill, index, stored, kept) if 0 < kept < stored.count else (_build, index, stored)
        wall, spent, _ = clocked(*work)
        rows += _rates(
            name, stored.count - kept if kept < stored.count else stored.count, wall, spent
        )
    ask(index, stored.queries[:20], companies)  # warm
    shown, found = ask(index, stored.queries, companies)
    index.close()
    told = f"ms; {found:,} found on average"
    rows += [(f"{name}, query p50, p95{clock}", figures, told) for clock, figures in shown.items()]
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
