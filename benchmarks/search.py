"""How fast both engines index and answer: ``python -m benchmarks.search [N] [--elasticsearch URL]``.

Documents of about 3 kB, half English and half Chinese, from word lists with Zipf-like frequencies.
Elasticsearch is compared with the client's own ``parallel_bulk`` sending the same bodies in the same
run, because a figure of its own says more about the machine than about us.
"""

import argparse
import itertools
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import elasticsearch
import elasticsearch.helpers
import tantivy

from schemas.kinds import FAMILY_OF, MOVE_KINDS, STATUSES
from schemas.registry import Company, Registry
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

_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_SYLLABLES = [
    "ba",
    "co",
    "di",
    "fe",
    "gu",
    "ha",
    "jo",
    "ki",
    "lu",
    "me",
    "no",
    "pa",
    "qui",
    "ro",
    "sa",
    "te",
    "vi",
    "wo",
    "xe",
    "zu",
]
_CHARACTERS = (
    "市场价格产品发布公司客户合作平台数据云计算服务企业增长业务技术方案团队软件供应链智能芯片"
    "研发投资融资收购季度同比营收裁员任命专利诉讼工厂物流交付评价优惠套餐上调下降席位合同续约"
)
_COMPANIES = 60
_BATCH = 2_000
_QUERIES = 200


def registry() -> Registry:
    """Return sixty companies with a name in each language."""
    draw = random.Random(1)  # noqa: S311 - the same figures from the same numbers
    made = []
    for number in range(_COMPANIES):
        english = "".join(draw.choices(_SYLLABLES, k=3)).capitalize()
        chinese = "".join(draw.sample(_CHARACTERS, 3))
        made.append(
            Company(id=f"company-{number}", names={"en": (f"{english}{number}",), "zh": (chinese,)})
        )
    return Registry(companies=tuple(made))


class Documents:
    """Generated documents; the same seed gives the same ones."""

    def __init__(self, companies: Registry, seed: int = 2) -> None:
        self._draw = random.Random(seed)  # noqa: S311
        self._companies = companies.companies
        english = [
            "".join(self._draw.choices(_SYLLABLES, k=n % 3 + 1)) + "s" * (n % 2)
            for n in range(20_000)
        ]
        chinese = ["".join(self._draw.choices(_CHARACTERS, k=n % 3 + 1)) for n in range(8_000)]
        self._words = {"en": english, "zh": chinese}
        # the n-th word is n times rarer than the first, as in real text
        self._weights = {
            language: list(itertools.accumulate(1 / (n + 3) for n in range(len(words))))
            for language, words in self._words.items()
        }

    def words(self, language: str, count: int) -> list[str]:
        """Return *count* words as a text has them."""
        return self._draw.choices(
            self._words[language], cum_weights=self._weights[language], k=count
        )

    def make(self, number: int) -> IndexedDocument:
        """Return one document of about 3 kB."""
        draw = self._draw
        language = "zh" if number % 2 else "en"
        joint, size = ("", 430) if language == "zh" else (" ", 520)
        named = draw.sample(self._companies, 2)
        text = self.words(language, size) + [one.name(language) for one in named]
        published = _NOW - timedelta(minutes=draw.randrange(60 * 24 * 700))
        kinds = draw.sample(MOVE_KINDS, draw.randrange(3))
        return IndexedDocument(
            id=f"d{draw.getrandbits(64):016x}", version=1, kind="article",
            url=f"https://news.example/{number}", language=language, source=f"s{number % 40}",
            title=joint.join([named[0].name(language), *self.words(language, 7)]),
            text=joint.join(text), published=published, day=published.date().isoformat(),
            first_seen=published, companies=tuple(one.id for one in named),
            about=(named[0].id,), moves=tuple(kinds),
            families=tuple(dict.fromkeys(FAMILY_OF[kind] for kind in kinds)),
            statuses=tuple(draw.choice(STATUSES) for _ in kinds), story=f"st{number // 3}",
            score=draw.random() * 40,
        )  # fmt: skip

    def query(self) -> str:
        """Return a query as people ask: words, a name, a field, a phrase."""
        draw = self._draw
        language = draw.choice(("en", "zh"))
        word, other = self.words(language, 2)
        company = draw.choice(self._companies)
        return draw.choice(
            (
                word, f"{word} {other}", f'"{word}{"" if language == "zh" else " "}{other}"',
                f"{company.name(language)} {word}", f"company:{company.id} move:pricing last:1y",
                f"{word} lang:{language} -{other}", f"{word[:2]}* company:{company.id}",
            )
        )  # fmt: skip


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Return the seconds that *work* took, and its result."""
    seconds, _spent, result = clocked(work, *arguments)
    return seconds, result


def clocked(work: Callable[..., Any], *arguments: Any) -> tuple[float, float, Any]:
    """Return the seconds that *work* took on the wall and of this process, and its result."""
    started, spent = time.perf_counter(), time.process_time()
    result = work(*arguments)
    return time.perf_counter() - started, time.process_time() - spent, result


def fill(index: SearchIndex, documents: list[IndexedDocument]) -> float:
    """Return the documents per second that *index* takes, in batches as the pipeline sends them."""
    seconds = 0.0
    for start in range(0, len(documents), _BATCH):
        part, report = timed(index.put, documents[start : start + _BATCH])
        assert not report.failed, report.failed[:3]
        seconds += part
    return len(documents) / seconds


def ask(
    index: SearchIndex, queries: list[str], companies: Registry
) -> tuple[list[float], list[float], int]:
    """Return p50 and p95 in milliseconds, on the wall and of this process, and the mean of hits."""

    def once(text: str) -> int:
        query = parse(text, registry=companies, now=_NOW)
        return index.search(query, facets=("company", "move"), limit=10).total

    answers = [clocked(once, text) for text in queries]
    wall, own = (
        statistics.quantiles([one[clock] * 1000 for one in answers], n=20) for clock in (0, 1)
    )
    found = sum(one[2] for one in answers)
    return [wall[9], wall[18]], [own[9], own[18]], found // len(queries)


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


def table(rows: list[tuple[str, str, str]]) -> str:
    """Return *rows* as columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def main(arguments: list[str]) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=20_000)
    parser.add_argument("--elasticsearch", metavar="URL")
    options = parser.parse_args(arguments)
    companies = registry()
    made = Documents(companies)
    documents = [made.make(number) for number in range(options.documents)]
    queries = [made.query() for _ in range(_QUERIES)]
    size = sum(len(one.text.encode()) for one in documents) / len(documents) / 1000
    rows = [(f"{len(documents):,} documents of {size:.1f} kB", "figure", "unit")]
    segmenter = names_of(companies).segmenter
    segmenter.tokens("词典")  # the dictionary is read before the clock runs
    rows += _analysis(documents[:4_000], segmenter)
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(f"embedded:{folder}", companies)
        rows += _measured("embedded", index, documents, queries, companies)
    if options.elasticsearch:
        index = open_index(f"{options.elasticsearch}/?index=zhibi-bench", companies)
        index.rebuild([])
        rows += _measured("Elasticsearch", index, documents, queries, companies)
        ours, plain = sending(options.elasticsearch, documents, companies)
        rows.append(("Elasticsearch, sending ready bodies", f"{ours:,.0f}", "documents/s"))
        rows.append(("the same by parallel_bulk", f"{plain:,.0f}", "documents/s"))
        rows.append(("ratio", f"{ours / plain:.2f}", "goal 0.80"))
    print(table(rows))
    return 0


def _analysis(documents: list[IndexedDocument], segmenter: Segmenter) -> list[tuple[str, str, str]]:
    """Return documents per second of processor time, each language apart: our tokens, the engine."""
    rows: list[tuple[str, str, str]] = []
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


def _measured(
    name: str,
    index: SearchIndex,
    documents: list[IndexedDocument],
    queries: list[str],
    companies: Registry,
) -> list[tuple[str, str, str]]:
    rate = fill(index, documents)
    ask(index, queries[:20], companies)  # warm
    wall, own, found = ask(index, queries, companies)
    index.close()
    return [
        (f"{name}, indexing", f"{rate:,.0f}", "documents/s"),
        (
            f"{name}, query p50, p95",
            f"{wall[0]:.1f}, {wall[1]:.1f}",
            f"ms; {found:,} found on average",
        ),
        ("the same, of our processor time", f"{own[0]:.1f}, {own[1]:.1f}", "ms"),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
