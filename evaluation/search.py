"""How well the search orders the invented market: nDCG of 64 judged queries, half of them Chinese.

    python -m evaluation.search

A report of an event that answers the query is worth 3, one that a reader would accept further down 1.
Texts are those of the market's sites; companies, moves and stories are the true ones, so that the
figure is the search's own and not the tagger's. The first ten of each query count. Plain BM25 of
the same index, without our rescoring, stands beside it.
"""

import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from demo.content import FOLDER, load, sites
from demo.truth import documents, events
from evaluation.floors import worse
from schemas.kinds import FAMILY_OF
from schemas.registry import Registry
from schemas.searching import IndexedDocument
from search import open_index
from search.embedded import EmbeddedIndex
from search.names import names_of
from search.plan import plan
from search.query import parse
from search.relax import relaxed
from store.yamlfiles import read_folder

FAMILIES: Mapping[str, str] = {str(kind): family for kind, family in FAMILY_OF.items()}
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_GOLD = Path(__file__).parent / "gold" / "searches.yaml"
_IMPORTANCE = {"high": 30.0, "medium": 12.0, "low": 4.0}
_BEST, _NEAR = 3, 1
_DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """A query and the worth of each document that answers it."""

    query: str
    worth: dict[str, int]

    @property
    def language(self) -> str:
        """Return the language that it is typed in."""
        return "en" if self.query.isascii() else "zh"


def judged() -> list[Judged]:
    """Return the judged queries."""
    made: list[Judged] = []
    for row in load(_GOLD):
        worth: dict[str, int] = {}
        for grade, names in ((_NEAR, row.get("near", ())), (_BEST, row["best"])):
            for name in names:
                events()[name]  # raises for one that is not in the truth
                for one in documents().values():
                    if name in one.events:
                        worth[one.id] = max(worth.get(one.id, 0), grade)
        made.append(Judged(row["query"], worth))
    return made


def market() -> list[IndexedDocument]:
    """Return every article of the market as the index takes it, with its true tags."""
    truth, known = events(), documents()
    made: list[IndexedDocument] = []
    for site in sites().values():
        for post in site.posts:
            own = known.get(post.id)
            reported = [truth[name] for name in own.events] if own else []
            companies = tuple(dict.fromkeys(one.company for one in reported))
            published = post.published.astimezone(UTC)
            made.append(
                IndexedDocument(
                    id=post.id,
                    version=1,
                    kind="article",
                    url=f"https://{post.host}/{post.id}",
                    title=post.title,
                    text="\n".join(post.body),
                    language=post.language,
                    source=post.host,
                    published=published,
                    day=published.date().isoformat(),
                    first_seen=published,
                    companies=companies,
                    about=companies,
                    moves=tuple(dict.fromkeys(one.kind for one in reported)),
                    families=tuple(dict.fromkeys(FAMILIES[one.kind] for one in reported)),
                    statuses=tuple(dict.fromkeys(one.status for one in reported)),
                    story=reported[0].id if reported else None,
                    score=_IMPORTANCE[reported[0].importance] if reported else 0.0,
                )
            )
    return made


def ndcg(ranked: Sequence[str], worth: Mapping[str, int], depth: int = _DEPTH) -> float:
    """Return the discounted gain of *ranked* to that of the best order there could be."""

    def gain(values: Sequence[int]) -> float:
        worths = enumerate(values[:depth], 2)
        return math.fsum((2.0**value - 1) / math.log2(at) for at, value in worths)

    best = gain(sorted(worth.values(), reverse=True))
    return gain([worth.get(one, 0) for one in ranked]) / best if best else 0.0


def measure(index: EmbeddedIndex, registry: Registry) -> dict[str, float]:
    """Print and return nDCG by language, the same by BM25 alone, and the worst queries."""
    names = ("en", "zh", "BM25 alone en", "BM25 alone zh")
    scores: dict[str, list[tuple[float, str]]] = {name: [] for name in names}
    for one in judged():
        query = parse(one.query, registry=registry, now=NOW)
        found = [hit.id for hit in index.search(query, limit=_DEPTH).hits]
        for easier in () if found else relaxed(query):
            found = found or [hit.id for hit in index.search(easier, limit=_DEPTH).hits]
        scores[one.language].append((ndcg(found, one.worth), one.query))
        asked = plan(query, names_of(registry).segmenter)
        with index.view() as backend:
            if asked.scored:
                plain = [row.id for row in backend.top(asked.clause, _DEPTH).candidates]
            else:
                plain = [
                    row.id for row in backend.ordered(asked.clause, _DEPTH, "key", None).candidates
                ]
        scores[f"BM25 alone {one.language}"].append((ndcg(plain, one.worth), one.query))
    figures = {
        f"nDCG@10 {name}": sum(score for score, _ in rows) / len(rows)
        for name, rows in scores.items()
    }
    for name, figure in figures.items():
        print(f"{name:<24} {figure:.3f}")
    for score, text in sorted(scores["en"] + scores["zh"])[:8]:
        print(f"  {score:.3f}  {text}")
    return figures


def run() -> dict[str, float]:
    """Index the market in a temporary folder and measure; return the figures."""
    registry = read_folder(FOLDER / "registry")
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(f"embedded:{folder}", registry)
        assert isinstance(index, EmbeddedIndex)
        index.put(market())
        figures = measure(index, registry)
        index.close()
    return figures


def main() -> None:
    """Print the figures, and what fell."""
    for line in worse("search", run()):
        print(line)


if __name__ == "__main__":
    main()
