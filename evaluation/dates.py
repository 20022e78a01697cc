"""How well the day of publication is found, and whether its confidence means what it says.

``python -m evaluation.dates DATA [--errors]`` reads ``dates`` and ``extraction_zh`` below DATA. Figures
are given for the half that rules were tuned on and for the half that nobody looked into; ``--errors``
lists what is wrong, of the tuned half alone.
"""

import gzip
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawlers.extract import extract
from evaluation.extraction_scores import odd
from schemas.documents import PublishedDate
from schemas.errors import QuarantineError
from text.encoding import decode

SEEN = datetime(2026, 11, 24, tzinfo=UTC)  # after every page of the sets
SURE = 0.8  # from here on a date is called confident
# Edges of the reliability table: finer where it matters whether a date may be shown as a fact.
_EDGES = (0.0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 1.01)
Add = Callable[[str, float, float, float], None]
"""Takes a figure's name and its value for the tuned, the unseen and all rows."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found on one page, and what is known to be right."""

    name: str
    unseen: bool
    gold: str
    found: PublishedDate | None
    peer: str | None

    @property
    def right(self) -> bool:
        """Say whether the very day was found."""
        return self.found is not None and self.found.day == self.gold

    @property
    def sure_and_wrong(self) -> bool:
        """Say whether a reader was told another day as a fact."""
        return self.found is not None and not self.right and self.found.confidence >= SURE


def figures(folder: Path, name: str, add: Add) -> list[Outcome]:
    """Measure the set in *folder*, hand each figure to *add*, and return the outcomes."""
    outcomes = list(read_outcomes(folder))
    if not outcomes:
        return []

    def put(figure: str, value: Callable[[Sequence[Outcome]], float]) -> None:
        tuned = [one for one in outcomes if not one.unseen]
        unseen = [one for one in outcomes if one.unseen]
        add(f"{name}, {figure}", value(tuned), value(unseen), value(outcomes))

    put("exact day", lambda rows: _share(one.right for one in rows))
    put("right among stated", lambda rows: _share(one.right for one in rows if one.found))
    put("stated as sure", lambda rows: _share(_sure(one) for one in rows))
    put("confident and wrong", lambda rows: _share(one.sure_and_wrong for one in rows))
    put("in the future", lambda rows: _share(_ahead(one) for one in rows))
    put("exact day, htmldate", lambda rows: _share(one.peer == one.gold for one in rows))
    return outcomes


def read_outcomes(folder: Path, *, peer: bool = True) -> Iterator[Outcome]:
    """Yield what is found on each page of the set in *folder*; nothing where the set is not there."""
    gold = folder / "gold.jsonl"
    if not gold.exists():
        return
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row.get("date"):
            continue
        name = row.get("id") or row["file"]
        body = gzip.decompress(
            (folder / "html" / (row.get("file") or f"{name}.html.gz")).read_bytes()
        )
        url = row.get("url") or "https://page.example/news/1.html"
        other = _htmldate(body, row.get("url")) if peer else None
        yield Outcome(name, odd(name), row["date"], _published(body, url), other)


def _published(body: bytes, url: str) -> PublishedDate | None:
    try:
        return extract(body, url=url, kind="article", seen=SEEN).published
    except QuarantineError:
        return None


def _htmldate(body: bytes, url: str | None) -> str | None:
    from htmldate import find_date  # noqa: PLC0415 - only to compare

    return find_date(decode(body).text, original_date=True, url=url)


def reliability(outcomes: Sequence[Outcome]) -> list[tuple[str, int, float, float]]:
    """Return for each band of confidence: its name, how many, mean confidence, share that is right."""
    bands: dict[int, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        if one.found:
            bands[sum(one.found.confidence >= edge for edge in _EDGES) - 1].append(one)
    return [
        (
            f"{_EDGES[band]:.2f}-{min(1.0, _EDGES[band + 1]):.2f}",
            len(rows),
            statistics.mean(one.found.confidence for one in rows if one.found),
            _share(one.right for one in rows),
        )
        for band, rows in sorted(bands.items())
    ]


def by_source(outcomes: Sequence[Outcome]) -> list[tuple[str, int, float]]:
    """Return for each source of a date: its name, how many, share that is right."""
    sources: dict[str, Counter[bool]] = defaultdict(Counter)
    for one in outcomes:
        if one.found:
            sources[one.found.source][one.right] += 1
    return [
        (source, counts.total(), counts[True] / counts.total())
        for source, counts in sorted(sources.items())
    ]


def _share(values: Any) -> float:
    kept = [bool(value) for value in values]
    return sum(kept) / max(1, len(kept))


def _sure(one: Outcome) -> bool:
    return one.found is not None and one.found.confidence >= SURE


def _ahead(one: Outcome) -> bool:
    return one.found is not None and one.found.value[:10] > SEEN.date().isoformat()


def main(data: Path, *, errors: bool = False) -> None:
    """Print the figures and the reliability table of both sets below *data*."""

    def add(name: str, tuned: float, unseen: float, whole: float) -> None:
        print(f"  {name:<44}{tuned:8.3f}{unseen:8.3f}{whole:8.3f}")

    print(f"  {'figure':<44}{'tuned':>8}{'unseen':>8}{'all':>8}")
    outcomes: list[Outcome] = []
    for folder, name in (("dates", "dates"), ("extraction_zh", "Chinese dates")):
        outcomes += figures(data / folder, name, add)
    for label, rows in (
        ("tuned", [one for one in outcomes if not one.unseen]),
        ("unseen", [one for one in outcomes if one.unseen]),
    ):
        print(f"  {label}: confidence      n   mean  right")
        for band, count, mean, right in reliability(rows):
            print(f"  {'':<7} {band:<12}{count:5}{mean:7.2f}{right:7.2f}")
    tuned = [one for one in outcomes if not one.unseen]
    for source, count, right in by_source(tuned):
        print(f"  {source:<44}{count:5}{right:7.2f}")
    for one in tuned if errors else ():
        if not one.right:
            print(f"  {one.name} is of {one.gold}, read: {one.found}; htmldate {one.peer}")


def milliseconds(pages: Sequence[Any], read: Callable[[Any], object]) -> float:
    """Return the processor milliseconds that *read* takes per page."""
    start = time.process_time()
    for page in pages:
        read(page)
    return 1000 * (time.process_time() - start) / max(1, len(pages))


if __name__ == "__main__":
    main(Path(sys.argv[1]), errors="--errors" in sys.argv[2:])
