"""Right pages under false labels: real pages encoded anew, each read back and compared exactly.

``python -m evaluation.encoding DATA`` takes the pages below ``extraction_en``, ``extraction_zh``,
``extraction_zh_unlabelled`` and ``readability_pages`` that their own encoding reads without a loss, writes each in
every encoding that has all of its characters (at most six), under a label that names another one, by header and by
meta element in turn, and counts the pages that come back character for character.
"""

import gzip
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from evaluation.extraction_scores import odd
from evaluation.floors import worse
from text.encoding import decode

FOLDERS = ("extraction_en", "extraction_zh", "extraction_zh_unlabelled", "readability_pages")
# Six ways to write a page; the Latin ones where a page has no other letters.
WAYS = ("utf-8", "gb18030", "big5", "utf-16", "shift_jis", "euc_kr", "cp1252", "cp1251")
_MOST_WAYS = 6
FALSE = ("utf-8", "gb2312", "big5", "iso-8859-1", "shift_jis", "windows-1252", "euc-kr", "nonsense")
_META = re.compile(r"<meta[^>]{0,200}charset[^>]{0,80}>", re.IGNORECASE)


def main(data: Path) -> None:
    """Print the share of exact pages, in all and by encoding, tuned and unseen."""
    outcomes: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    silent = 0
    for name, page in pages(data):
        for way, body, header in rewritten(name, page):
            read = decode(body, header)
            wanted = body.decode(way)
            exact = read.text == wanted
            silent += not exact and not read.doubtful
            outcomes[way].append((odd(name), exact))
    everything = [one for found in outcomes.values() for one in found]
    figures = {"false labels, exact": _share(everything)}
    print(f"  {'figure':<44}{'tuned':>8}{'unseen':>8}{'all':>8}")
    for name, found in (("false labels, exact", everything), *sorted(outcomes.items())):
        halves = [_share([one for one in found if one[0] is half]) for half in (False, True)]
        print(f"  {name:<44}{halves[0]:8.4f}{halves[1]:8.4f}{_share(found):8.4f}  n={len(found)}")
    print(f"  wrong and not told: {silent}")
    for line in worse("encoding", figures):
        print(f"  WORSE: {line}")


def pages(data: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page that its own encoding reads without a loss."""
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*.html*")):
            if path.name.startswith("expected"):  # another tool's output
                continue
            raw = path.read_bytes()
            read = decode(gzip.decompress(raw) if path.suffix == ".gz" else raw)
            if not read.doubtful and not read.mended and "�" not in read.text:
                name = path.name.removesuffix(".gz").removesuffix(".html")
                yield (
                    path.parent.name if name == "source" else name,
                    _META.sub("", read.text).lstrip("\ufeff"),
                )


def rewritten(name: str, page: str) -> Iterator[tuple[str, bytes, str]]:
    """Yield *page* in each encoding that can write it, with a header that names another."""
    chance = random.Random(name)  # noqa: S311 - which false label, repeatably
    able = [way for way in WAYS if _can(page, way)]
    for number, way in enumerate(able[:_MOST_WAYS]):
        label = chance.choice([one for one in FALSE if one not in {way, way.replace("_", "-")}])
        if number % 2:
            yield way, _labelled(page, label).encode(way), "text/html"
        else:
            yield way, page.encode(way), f"text/html; charset={label}"


def _labelled(page: str, label: str) -> str:
    tag = f'<meta charset="{label}">'
    at = page.lower().find("<head>")
    return tag + page if at < 0 else page[: at + 6] + tag + page[at + 6 :]


def _can(page: str, way: str) -> bool:
    if page.isascii():  # reads the same in all but the wide ones
        return way in {"utf-8", "utf-16"}
    try:
        return page.encode(way).decode(way) == page
    except UnicodeError:
        return False


def _share(found: list[tuple[bool, bool]]) -> float:
    return sum(exact for _, exact in found) / max(1, len(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
