"""Whether anything is lost of what feedparser reads in feeds, field by field, in the same run.

``python -m evaluation.feeds DATA`` reads every file below ``DATA/feeds``: hundreds of small feeds that
were made to break readers. What feedparser finds is the gold. Losses are listed for the half that
rules were tuned on (even SHA-1 of the path), only counted for the other.
"""

import html
import io
import re
import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import feedparser

from crawlers.links.entries import Entry
from crawlers.links.feeds import read_feed
from evaluation.extraction_scores import odd
from evaluation.floors import worse
from text.encoding import decode

FIELDS = ("entry", "link", "title", "date", "summary", "content", "author", "enclosure")
_KEYS = {"link": "link", "title": "title", "summary": "summary", "published": "date",
         "updated": "date", "created": "date"}  # fmt: skip
_BASE = "http://feeds.example/dir/"
_HEADER = re.compile(r"^Header:\s*([\w-]+):\s*(\S[^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


class Loss(NamedTuple):
    """A value that feedparser reads and we do not."""

    file: str
    field: str
    theirs: str
    ours: str


class Score(NamedTuple):
    """What one file gave: values per field that feedparser reads, those lost, and seconds of each.

    *gained* counts what only we read, *recoded* what differs in feeds that state no encoding and
    for which feedparser takes another one than ours.
    """

    file: str
    read: Counter[str]
    losses: list[Loss]
    gained: int
    recoded: int
    crash: str
    ours_seconds: float
    peer_seconds: float


def main(data: Path) -> None:
    """Print what is kept of each field, and every loss of the tuned half."""
    folder = data / "feeds"
    files = sorted(folder.rglob("*.xml"))
    if not files:
        print("  feeds: not there, left out")
        return
    scores = [_score(file, file.relative_to(folder).as_posix()) for file in files]
    _table(scores)
    spent = sum(one.ours_seconds for one in scores), sum(one.peer_seconds for one in scores)
    print(f"  processor seconds: ours {spent[0]:.2f}, feedparser {spent[1]:.2f}")
    for score in scores:
        if not odd(score.file):
            for loss in score.losses:
                print(f"  LOST {loss.file} {loss.field}: {loss.theirs!r}, ours {loss.ours!r}")
            if score.crash:
                print(f"  CRASH {score.file}: {score.crash}")


def _table(scores: list[Score]) -> None:
    print(f"  {'kept of what feedparser reads':<34}{'tuned':>14}{'unseen':>14}{'all':>8}")
    halves = [
        [one for one in scores if not odd(one.file)],
        [one for one in scores if odd(one.file)],
        scores,
    ]
    figures: dict[str, float] = {}
    for field in FIELDS:
        cells: list[tuple[int, int]] = []
        for half in halves:
            read = sum(one.read[field] for one in half)
            lost = sum(loss.field == field for one in half for loss in one.losses)
            cells.append((read - lost, read))
        share = cells[2][0] / cells[2][1] if cells[2][1] else 1.0
        figures[f"kept {field}"] = share
        shown = "".join(f"{f'{kept} of {read}':>14}" for kept, read in cells[:2])
        print(f"  {field:<34}{shown}{share:8.3f}")
    crashes = [sum(bool(one.crash) for one in half) for half in halves]
    print(f"  {'crashes':<34}{crashes[0]:>14}{crashes[1]:>14}{crashes[2]:>8}")
    print(f"  values that only we read: {sum(one.gained for one in scores)}")
    recoded = sum(one.recoded for one in scores)
    print(
        f"  in feeds without a stated encoding, read in another one (not counted as lost): {recoded}"
    )
    for line in worse("feeds", figures):
        print(f"  WORSE: {line}")


def _score(file: Path, name: str) -> Score:
    body = file.read_bytes()
    headers = {
        key.lower(): value.strip()
        for key, value in _HEADER.findall(body[:2000].replace(b"\0", b"").decode("latin-1"))
    }
    base = headers.setdefault("content-location", _BASE + name)
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = feedparser.parse(io.BytesIO(body), response_headers=headers)
    middle = time.process_time()
    crash = ""
    entries: tuple[Entry, ...] = ()
    try:
        feed = read_feed(body, base, headers.get("content-type"))
        entries = feed.entries if feed else ()
    except Exception as error:  # noqa: BLE001 - a crash is what is counted here
        crash = f"{type(error).__name__}: {error}"
    ours_seconds = time.process_time() - middle
    read: Counter[str] = Counter()
    losses: list[Loss] = []
    gained = recoded = 0
    decoded = decode(body, headers.get("content-type"))
    guessed = decoded.evidence == "statistics" and decoded.encoding != theirs.get("encoding")
    for number, entry in enumerate(theirs.entries):
        own = entries[number] if number < len(entries) else None
        for field, value, held in _compare(entry, own):
            read[field] += 1
            if held is not None and guessed:
                recoded += 1
            elif held is not None:
                losses.append(Loss(name, field, value[:120], held[:120]))
        gained += _gains(entry, own)
    return Score(name, read, losses, gained, recoded, crash, ours_seconds, middle - start)


def _compare(entry: Any, own: Entry | None) -> Iterator[tuple[str, str, str | None]]:
    """Yield field, their value, and ours where theirs is not in it."""
    yield "entry", "an entry", None if own else "none"
    ours = _ours(own) if own else defaultdict(list)
    for field, value in _theirs(entry):
        if field == "link" and _is_made_up(entry, value, own):
            continue
        held = ours[field]
        kept = any(_holds(field, value, one) for one in held)
        yield field, value, None if kept else " | ".join(held)


def _theirs(entry: Any) -> Iterator[tuple[str, str]]:
    stated = set(entry.keys())  # asking for a date that is absent would give another one
    for key, field in _KEYS.items():
        if key in stated and str(entry[key]).strip():
            yield field, str(entry[key])
    for one in entry.get("content", ()):
        if str(one.get("value") or "").strip():
            yield "content", str(one["value"])
    for one in entry.get("authors", ()):
        if one.get("name"):
            yield "author", str(one["name"])
    for one in entry.get("links", ()):
        if one.get("rel") == "enclosure" and one.get("href"):
            yield "enclosure", str(one["href"])


def _ours(own: Entry) -> dict[str, list[str]]:
    texts = [own.summary, own.content]
    return {
        "link": [own.url, *own.links],
        "title": [own.title],
        "date": [own.published, own.updated, *own.dates],
        "summary": texts,
        "content": texts,
        "author": list(own.authors),
        "enclosure": list(own.enclosures),
    }


def _is_made_up(entry: Any, value: str, own: Entry | None) -> bool:
    """Say whether feedparser made a link of an identifier that is no address (a guid of "17")."""
    written = own.id if own else ""
    looks_so = re.match(r"(?:https?:/)?/", written) is not None
    return bool(written) and not looks_so and value == entry.get("id")


def _holds(field: str, theirs: str, ours: str) -> bool:
    if field in {"link", "enclosure", "date"}:
        return " ".join(theirs.split()) == " ".join(ours.split())
    wanted, held = Counter(_words(theirs)), Counter(_words(ours))
    return not wanted - held


def _words(markup: str) -> list[str]:
    """Return what is seen of a text, in words; markup and its escaping do not matter."""
    shown = markup
    for _ in range(3):
        shown = html.unescape(_TAG.sub(" ", shown))
    return re.findall(r"\w+", shown.casefold())


def _gains(entry: Any, own: Entry | None) -> int:
    """Count fields that are empty in theirs and not in ours."""
    if own is None:
        return 0
    read = {field for field, _ in _theirs(entry)}
    held = {field for field, values in _ours(own).items() if any(one.strip() for one in values)}
    return len(held - read - {"summary", "content"})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
