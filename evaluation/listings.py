"""Whether the links to documents are found in lists, and where a list goes on, on pages of our own.

``python -m evaluation.listings`` reads ``evaluation/gold/listings``: hand-written pages in which the
links to documents carry ``data-gold`` and what leads on carries ``data-gold-next`` (or a first comment
says both). The marks are taken off before the page is read. The heuristics were tuned on ``dev``.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import html

from crawlers.links import pages
from crawlers.links.site import same_site
from evaluation.floors import worse
from schemas.ids import digest

FOLDER = Path(__file__).parent / "gold" / "listings"
_BASE = "https://listing.example/news"
_LANDMARK = re.compile(r"<(/?)(?:header|nav|footer|main|aside|article|section)\b")
_NAMED = re.compile(r"""\s(class|id|role)=(?:"([^"]*)"|([^\s>"']+))""")
_MARK = re.compile(r"\s+data-gold(?:-next)?(?=[\s>])")
_COMMENT = re.compile(r"^<!--gold (.*?)-->")
_LEADS = ("hx-get", "data-url", "data-api", "data-href", "data-next-url", "href")


class Page(NamedTuple):
    """A page without its marks, the documents it lists and where it goes on (empty: nowhere)."""

    name: str
    body: bytes
    documents: frozenset[str]
    onward: str


class Score(NamedTuple):
    """How well one page was read; the links are those that were missed and those too many."""

    name: str
    right: int
    missed: frozenset[str]
    wrong: frozenset[str]
    onward: bool | None


def read_gold(folder: Path) -> Iterator[Page]:
    """Yield the pages of a folder, marks taken off."""
    for file in sorted(folder.glob("*.html")):
        text = file.read_text(encoding="utf-8")
        documents, onward = _gold(text)
        bare = _MARK.sub("", _COMMENT.sub("", text))
        yield Page(file.stem, bare.encode(), documents, onward)


def bare(page: Page) -> Page:
    """Return a page without classes, ids and landmarks: nothing but structure and words is left."""
    text = _LANDMARK.sub(r"<\1div", page.body.decode())
    return page._replace(body=_NAMED.sub("", text).encode())


def hashed(page: Page) -> Page:
    """Return a page whose classes and ids are numbers, as build tools make them."""
    return page._replace(
        body=_NAMED.sub(
            lambda m: f' {m[1]}="{digest(m[2] or m[3] or "")[:6]}"', page.body.decode()
        ).encode()
    )


def score(page: Page) -> Score:
    """Read one page as the listing spider does and compare."""
    found = pages.read(page.body, _BASE, same_site)
    urls = frozenset(link.url for link in found.documents)
    onward = None
    if page.onward or found.onward:
        onward = page.onward in found.onward[:1]
    return Score(
        page.name,
        len(urls & page.documents),
        page.documents - urls,
        urls - page.documents,
        onward,
    )


def main(_: Path | None = None) -> None:
    """Print precision and recall of both halves, and what went wrong on the tuned one."""
    figures: dict[str, float] = {}
    for half in ("dev", "test"):
        whole = list(read_gold(FOLDER / half))
        for name, pages_of in (
            (half, whole),
            (f"{half}, classes hashed", [hashed(page) for page in whole]),
            (f"{half}, no classes or landmarks", [bare(page) for page in whole]),
        ):
            figures |= _report(name, [score(page) for page in pages_of], shown=half == "dev")
    for line in worse("listings", figures):
        print(f"  WORSE: {line}")


def _report(name: str, scores: list[Score], *, shown: bool) -> dict[str, float]:
    right = sum(one.right for one in scores)
    precision = right / max(1, right + sum(len(one.wrong) for one in scores))
    recall = right / max(1, right + sum(len(one.missed) for one in scores))
    stated = [one.onward for one in scores if one.onward is not None]
    onward = sum(stated) / max(1, len(stated))
    print(f"  {name:<32}{len(scores)} pages, precision {precision:.3f}, recall {recall:.3f}, "
          f"way on {onward:.3f}")  # fmt: skip
    for one in scores if shown else ():
        for kind, links in (("missed", one.missed), ("wrong", one.wrong)):
            if links:
                print(f"    {one.name} {kind}: {' '.join(sorted(links))}")
        if one.onward is False:
            print(f"    {one.name}: way on not found")
    return {f"{name} precision": precision, f"{name} recall": recall, f"{name} onward": onward}


def _gold(text: str) -> tuple[frozenset[str], str]:
    if comment := _COMMENT.match(text):
        words = comment[1].split()
        at = words.index("next") if "next" in words else len(words)
        onward = urljoin(_BASE, words[at + 1]) if at + 1 < len(words) else ""
        return frozenset(urljoin(_BASE, one) for one in words[:at]), onward
    root = html.document_fromstring(text)
    documents = frozenset(
        urljoin(_BASE, one.get("href", "")) for one in root.iter() if "data-gold" in one.attrib
    )
    for one in root.iter():
        if "data-gold-next" in one.attrib:
            leads = [one.get(name) for name in _LEADS if one.get(name) not in {None, "#"}]
            return documents, urljoin(_BASE, leads[0] or "")
    return documents, ""


if __name__ == "__main__":
    main()
