"""How well pages are read, beside the usual tools in the same run.

``python -m evaluation.extraction DATA`` reads ``extraction_en``, ``extraction_zh``, ``dates``,
``products`` and ``prices`` below DATA. Every figure is given for the half that rules were tuned on
(even SHA-1 of the id) and for the half that nobody looked into.
"""

import gzip
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawlers.extract import extract
from evaluation import dates, products
from evaluation.extraction_scores import bag_f1, odd, shingle_f1, shingles
from evaluation.floors import worse
from schemas.documents import Document
from schemas.errors import QuarantineError
from text.encoding import decode

Row = dict[str, Any]


@dataclass
class Table:
    """Figures by name, each for tuned, unseen and all."""

    lines: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    def add(self, name: str, tuned: float, unseen: float, whole: float) -> None:
        """Print one figure and keep it."""
        self.lines[name] = (tuned, unseen, whole)
        print(f"  {name:<44}{tuned:8.3f}{unseen:8.3f}{whole:8.3f}")


def main(data: Path) -> None:
    """Print the table of figures for the sets below *data*, and what fell below its floor."""
    print(f"  {'figure':<44}{'tuned':>8}{'unseen':>8}{'all':>8}")
    table = Table()
    _articles(table, data / "extraction_en", "English articles", shingle=True)
    _articles(table, data / "extraction_zh", "Chinese articles", shingle=False)
    dates.figures(data / "dates", "dates", table.add)
    dates.figures(data / "extraction_zh", "Chinese dates", table.add)
    products.products(data / "products", table.add)
    products.strings(data / "prices" / "strings.jsonl", table.add)
    products.own_strings(table.add)
    for line in worse("extraction", {name: figures[2] for name, figures in table.lines.items()}):
        print(f"  WORSE: {line}")


def _rows(path: Path) -> list[Row]:
    if not path.exists():
        print(f"  {path.name}: not there, left out")
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _page(folder: Path, row: Row) -> bytes:
    return gzip.decompress(
        (folder / "html" / (row.get("file") or f"{row['id']}.html.gz")).read_bytes()
    )


def _read(folder: Path, row: Row, kind: Any = "article") -> Document | None:
    url = row.get("url") or "https://page.example/news/1.html"
    try:
        return extract(_page(folder, row), url=url, kind=kind, seen=dates.SEEN)
    except QuarantineError:
        return None


def _split(
    table: Table, name: str, rows: list[tuple[bool, Any]], figure: Callable[[list[Any]], float]
) -> None:
    tuned = [value for is_odd, value in rows if not is_odd]
    unseen = [value for is_odd, value in rows if is_odd]
    whole = [value for _, value in rows]
    table.add(name, figure(tuned), figure(unseen), figure(whole))


def _articles(table: Table, folder: Path, name: str, *, shingle: bool) -> None:
    import trafilatura  # noqa: PLC0415 - only to compare

    def ours(row: Row) -> str:
        document = _read(folder, row)
        return document.text if document else ""

    def peer(row: Row) -> str:
        text = decode(_page(folder, row)).text  # decoded for it: on bytes it does worse
        return trafilatura.extract(text, include_comments=False) or ""

    gold = _rows(folder / "gold.jsonl")
    for who, reader in (("", ours), (", trafilatura", peer)) if gold else ():
        start = time.process_time()
        texts = [(odd(row["id"]), (row["body"], reader(row))) for row in gold]
        spent = (time.process_time() - start) / len(gold)
        if shingle:
            _split(
                table,
                f"{name}, shingle F1{who}",
                texts,
                lambda pairs: shingle_f1(shingles(*pair) for pair in pairs),
            )
        _split(
            table,
            f"{name}, bag F1{who}",
            texts,
            lambda pairs: statistics.mean(bag_f1(*pair) for pair in pairs),
        )
        print(f"  {'':<4}{1 / spent:.0f} pages per CPU-second{who}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
