"""False and missed changes, beside changedetection.io's way of comparing on the same pairs.

``python -m evaluation.changes DATA [--share 0.3] [--show]`` takes real pages below DATA (English and
Chinese articles, product pages, mixed pages), makes pairs of them at run time (noise: nothing may be
told; a true edit: it must be told, under the right kind) and compares each pair as ``zhibi diff``
does. Figures are given for the half that was tuned on and for the half nobody looked into.

The peer decides as changedetection.io does by default: any difference in its text of the page, white
space apart, is a change. It runs by its own functions, in an interpreter that has it (``--peer``).
"""

import argparse
import gzip
import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import html

from crawlers.changes.pages import ReadPage, compare, read
from crawlers.pages.dom import parse
from crawlers.pool import ExtractJob
from evaluation.extraction_scores import odd
from evaluation.page_edits import EDITS, Expected
from evaluation.page_noise import NOISES
from evaluation.page_prices import price_edited
from evaluation.page_probes import probe_variants
from schemas.changes import Change
from schemas.errors import QuarantineError
from text.encoding import decode

# Small edits per kind of block and page, and the part of them that is made at a share of one.
_PROBES, _PROBED = 4, 1.0
_SEEN = datetime(2026, 11, 24, tzinfo=UTC)
_HEADERS = {"content-type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Page:
    """One real page: decoded markup, its text as people marked it, its price where it has one."""

    id: str
    url: str
    markup: str
    gold: str = ""
    price: str = ""
    kind: Any = None

    @property
    def unseen(self) -> bool:
        """Say whether it is of the half nobody tunes to."""
        return odd(self.id)


def pages(data: Path) -> Iterator[Page]:
    """Yield the pages of all sets that are there."""
    for name in ("extraction_en", "extraction_zh", "products"):
        file = data / name / "gold.jsonl"
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            row = json.loads(line)
            body = gzip.decompress((data / name / "html" / f"{row['id']}.html.gz").read_bytes())
            yield Page(
                row["id"], row.get("url") or "https://page.example/news/1.html", decode(body).text,
                row.get("body") or "", (row.get("price") or [""])[0],
            )  # fmt: skip
    for folder in sorted((data / "readability_pages").glob("*/source.html.gz")):
        markup = decode(gzip.decompress(folder.read_bytes())).text
        yield Page(folder.parent.name, "https://page.example/a/page.html", markup)


def serialised(root: html.HtmlElement) -> str:
    """Return the markup of a tree."""
    return f"<!doctype html>\n{html.tostring(root, encoding='unicode')}"


@dataclass
class Score:
    """Pairs and faults, per figure and half."""

    pairs: Counter[tuple[str, bool]]
    wrong: Counter[tuple[str, bool]]
    seconds: float = 0.0

    @classmethod
    def empty(cls) -> "Score":
        """Return a score without pairs."""
        return cls(Counter(), Counter())

    def add(self, name: str, *, unseen: bool, wrong: bool) -> None:
        """Count one pair."""
        self.pairs[name, unseen] += 1
        self.wrong[name, unseen] += wrong

    def rate(self, names: Any, *, unseen: bool) -> float:
        """Return the share of faults over *names* in one half."""
        total = sum(self.pairs[name, unseen] for name in names)
        return sum(self.wrong[name, unseen] for name in names) / max(1, total)


def read_markup(page: Page, markup: str, kind: Any = None) -> ReadPage | None:
    """Read one version as ``zhibi diff`` does, None where it is no document."""
    try:
        return read(
            ExtractJob(
                id="", url=page.url, seen=_SEEN, body=markup.encode(), headers=_HEADERS, kind=kind
            )
        )
    except QuarantineError:
        return None


def found_in(changes: list[Change], expected: Expected) -> bool:
    """Say whether one of *changes* tells the edit, under a right kind, and shows it."""
    return any(
        change.kind in expected.kinds
        and any(
            _plain(word) in _plain(f"{change.old} {change.new} {change.subject} {change.field}")
            for word in expected.words
        )
        for change in changes
    )


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


class Peer:
    """changedetection.io in an interpreter of its own; without one it is left out."""

    def __init__(self, python: str) -> None:
        command = [python, str(Path(__file__).with_name("peer_changes.py"))]
        self._process = (
            subprocess.Popen(  # noqa: S603 - the interpreter that the caller named
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            if python
            else None
        )
        self.seconds = 0.0

    def digest(self, markup: str) -> str | None:
        """Return the checksum of a page's text as it makes it, None without a peer."""
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return None
        self._process.stdin.write(json.dumps({"markup": markup}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        self.seconds += answer["seconds"]
        return str(answer["digest"])


def run(
    data: Path, share: float, *, show: bool, only: str = "", python: str = "", tuned: bool = False
) -> tuple[Score, Score]:
    """Compare all pairs, of the tuned half alone if *tuned*; return our score and the peer's."""
    ours, theirs = Score.empty(), Score.empty()
    other = Peer(python)
    for page in pages(data):
        if tuned and page.unseen:
            continue
        rng = random.Random(page.id)  # noqa: S311 - the same pairs at every run
        base = serialised(parse(page.markup))
        old = read_markup(page, base, page.kind)
        if old is None:
            continue
        digest = other.digest(base)
        for name, expected, markup in variants(page, base, rng, share):
            if only and only not in name:
                continue
            started = time.process_time()
            new = read_markup(page, markup, old.document.kind)
            found = compare(old, new) if new is not None else []
            ours.seconds += time.process_time() - started
            wrong = (
                bool(found) or new is None if expected is None else not found_in(found, expected)
            )
            ours.add(name, unseen=page.unseen, wrong=wrong)
            if digest is not None:
                differs = other.digest(markup) != digest
                theirs.add(name, unseen=page.unseen, wrong=differs is (expected is None))
            if wrong and show and not page.unseen:
                _show(page, name, expected, found, old, new)
    theirs.seconds = other.seconds
    return ours, theirs


def variants(
    page: Page, base: str, rng: random.Random, share: float
) -> Iterator[tuple[str, Expected | None, str]]:
    """Yield name, what must be told (None: nothing) and markup of each other version of a page."""
    for name, noise in NOISES.items():
        if rng.random() < share:
            root = parse(base)
            if noise(root, rng):
                yield name, None, serialised(root)
    for name, edit in EDITS.items():
        root = parse(base)
        expected = edit(root, rng, page.gold)
        if rng.random() < share and expected is not None:
            if rng.random() < 0.5:
                rng.choice(list(NOISES.values()))(root, rng)
            yield f"edit: {name}", expected, serialised(root)
    for name, probe, root in probe_variants(parse(base), rng, _PROBES):
        yield from [(name, probe, serialised(root))] if rng.random() < _PROBED * share else ()
    if page.price and rng.random() < share:
        edited = price_edited(base, page.price)
        if edited is not None:
            yield "edit: product price", edited[0], edited[1]


def _show(page: Page, name: str, expected: Any, found: list[Change], old: Any, new: Any) -> None:
    kind = old.document.kind
    print(f"\n{name}  {page.id[:40]} {kind} {page.url[:80]} {'UNREADABLE' if new is None else ''}")
    if expected is not None:
        print(f"   expected {sorted(expected.kinds)} {expected.words}")
    for one in found[:6]:
        print(
            f"   {one.kind} {one.field} [{one.subject[:40]}] {(one.old or '')[:110]!r} → {(one.new or '')[:110]!r}"
        )


def main(
    data: Path,
    share: float = 0.3,
    *,
    show: bool = False,
    only: str = "",
    python: str = "",
    tuned: bool = False,
) -> None:
    """Print the figures."""
    ours, theirs = run(data, share, show=show, only=only, python=python, tuned=tuned)
    print(
        f"  {'wrong of pairs, in per cent':<30}{'tuned':>8}{'unseen':>8}{'pairs':>7}   {'peer tuned':>10}{'unseen':>8}"
    )
    names = sorted(
        {name for name, _ in ours.pairs},
        key=lambda one: (one.startswith("probe"), one.startswith("edit"), one),
    )
    for name in names:
        _line(name, [name], ours, theirs)
    noise = [one for one in names if not one.startswith(("edit", "probe"))]
    probed = [one for one in names if one.startswith("probe")]
    edits = [one for one in names if one.startswith("edit")]
    _line("FALSE CHANGES", noise, ours, theirs)
    _line("MISSED CHANGES", edits, ours, theirs)
    _line("MISSED, ANY BLOCK", probed, ours, theirs)
    print(f"  processor seconds: ours {ours.seconds:.0f}, peer {theirs.seconds:.0f}")


def _line(label: str, names: list[str], ours: Score, theirs: Score) -> None:
    count = sum(ours.pairs[name, half] for name in names for half in (False, True))
    figures = [
        100 * score.rate(names, unseen=half) for score in (ours, theirs) for half in (False, True)
    ]
    print(
        f"  {label:<30}{figures[0]:8.1f}{figures[1]:8.1f}{count:7}   {figures[2]:10.1f}{figures[3]:8.1f}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--share", type=float, default=1.0, help="Part of the pairs to make")
    parser.add_argument("--show", action="store_true", help="Print the faults of the tuned half")
    parser.add_argument("--only", default="", help="Only pairs whose name holds this")
    parser.add_argument(
        "--peer", default="", help="An interpreter with changedetection.io installed"
    )
    parser.add_argument("--tuned", action="store_true", help="Only pages of the tuned half")
    given = parser.parse_args()
    main(
        given.data, given.share, show=given.show, only=given.only, python=given.peer,
        tuned=given.tuned,
    )  # fmt: skip
