"""Lines of a printed paper to paragraphs: hyphens, running heads, page numbers, spaces in Chinese."""

import re
import unicodedata
from collections import Counter

from crawlers.pages.dom import CJK, join, squeeze
from crawlers.pages.quality import weight

# Lines at either end of a page among which running heads and feet stand.
_EDGE = 3
# What browsers print at the edges of a page: the time, the address, the page's number.
_PRINTED = re.compile(
    r"^(?:(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s+\d{1,2}:\d{2}(?:\s*[AP]M)?\b.{0,120})$"
)
# Ligatures (ﬁ), Kangxi radicals and the supplement of radicals; the last have no decomposition.
_ODD_LETTERS = re.compile("[\ufb00-\ufb06\u2f00-\u2fdf\u2e80-\u2eff]")
_RADICALS = dict(
    zip(
        "⺁⺊⺌⺕⺝⺟⺠⺬⺮⺳⺶⺻⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻎⻐⻑⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂卜小彐月母民示竹网羊聿虎衣覀西见角角讠贝足车辶辶钅長镸长门雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
# A running head stands on this part of the pages at least.
_REPEATED = 0.5
# A line this wide, against the widest usual one, was broken by the margin, not by its writer.
_FULL = 0.82
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|seite|第)?\s*\d{1,4}\s*(?:页|頁)?\s*(?:(?:of|/|von|共|，共|,)\s*(?:共)?\s*\d{1,4}\s*(?:页|頁)?)?\W*$|^\W*[ivxlc]{1,6}\W*$",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(
    r"^(?:[•●▪■◆○·*–—-]\s|\(?\d{1,3}[.)、．]\s?(?!\d)|\([a-z]\)|\(?[一二三四五六七八九十]{1,3}[)）]?[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[章节条]|"
    r"(?:item|article|section|note)\s+\d)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?。！？：:；;…”」』）)]\s*$")
_BROKEN_WORD = re.compile(r"[A-Za-zäöüéèß]{2}[-\u00ad\u2010]$")
_LABEL = re.compile(r"^[\u4e00-\u9fff A-Za-z]{2,12}[:：]")
# A line of several labels with values is no running text.
_LABELS = re.compile(r"\S[:：]\s*\S+\s+\S{2,12}[:：]")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = rf"{_HAN}\u3001-\u303f\uff01-\uffef"
_WIDE = rf"{_HAN}\u3000-\u303f\uff00-\uffef"
_BETWEEN_HAN = re.compile(
    rf"(?<=[{_WIDE}])[ \u00a0](?=[{_MARKS}])|(?<=[{_MARKS}])[ \u00a0](?=[{_WIDE}])"
)
_HAN_DIGIT = re.compile(rf"(?<=[{_HAN}])[ \u00a0](?=\d)|(?<=[\d%])[ \u00a0](?=[{_HAN}])")
_SPACED_OUT = re.compile(rf"^\s*[{_HAN}](?:\s{{1,6}}[{_HAN}]){{1,30}}\s*$")


def paragraphs(pages: list[list[str]]) -> list[str]:
    """Return the paragraphs of a paper given as lines per page."""
    bare = [[line for line in page if line.strip()] for page in pages]
    heads = _running(bare)
    lines = [line for page in bare for line in _without(page, heads)]
    width = _usual_width(lines)
    found: list[str] = []
    open_line = False
    for raw in lines:
        line = mend(raw)
        if not line:
            continue
        if open_line and found and not _begins(raw, line, found[-1]):
            found[-1] = _glue(found[-1], line)
        else:
            found.append(line)
        open_line = _goes_on(line, width)
    return found


def mend(line: str) -> str:
    """Return *line* squeezed, without the spaces that PDF puts between Chinese characters.

    A wide gap parts columns or labels and stays, as one space, unless every character is spaced.
    """
    line = plain_letters(line)
    if not CJK.search(line):
        return squeeze(line)
    if _SPACED_OUT.match(line):
        return re.sub(r"\s+", "", line)
    narrow = _HAN_DIGIT.sub("", _BETWEEN_HAN.sub("", line.strip()))
    return squeeze(narrow)


def plain_letters(text: str) -> str:
    """Return *text* with ligatures as letters and radicals as the characters they stand for.

    Fonts that hold one shape for both make PDF programs name the radical: ⽉ for 月, ⻛ for 风.
    """
    if not _ODD_LETTERS.search(text):
        return text
    return _ODD_LETTERS.sub(
        lambda match: _RADICALS.get(match[0]) or unicodedata.normalize("NFKC", match[0]), text
    )


def _running(pages: list[list[str]]) -> frozenset[str]:
    """Return the lines, digits aside, that stand at the edges of most pages."""
    if len(pages) < 2:
        return frozenset()
    counted = Counter(
        key for page in pages for key in {_key(line) for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    least = max(min(3, len(pages)), _REPEATED * len(pages))
    return frozenset(key for key, count in counted.items() if count >= least and key)


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", squeeze(line)).casefold()


def _without(page: list[str], heads: frozenset[str]) -> list[str]:
    kept = []
    for number, line in enumerate(page):
        edge = number < _EDGE or number >= len(page) - _EDGE
        bare = plain_letters(line.strip())
        if edge and (_key(line) in heads or _PAGE_NUMBER.match(bare) or _PRINTED.match(bare)):
            continue
        kept.append(line)
    return kept


def _usual_width(lines: list[str]) -> float:
    """Return the width that full lines reach: the upper tenth, in Latin characters' worth."""
    widths = sorted(weight(mend(line)) for line in lines)
    return widths[int(0.9 * (len(widths) - 1))] if widths else 0.0


def _goes_on(line: str, width: float) -> bool:
    """Say whether the margin ended *line*: the next one continues it."""
    if _BROKEN_WORD.search(line):
        return True
    full = weight(line) >= _FULL * width and weight(line) >= 30
    if not full or _LABELS.search(line):
        return False
    return not (_ENDS.search(line) and weight(line) < 0.93 * width)


def _begins(raw: str, line: str, before: str) -> bool:
    """Say whether *line* starts a paragraph of its own although the one before was full."""
    if _LIST_MARK.match(line) or (_LABEL.match(line) and _ENDS.search(before)):
        return True
    indented = raw.startswith(("\u3000\u3000", "    ")) and _ENDS.search(before)
    return bool(indented)


def _glue(left: str, right: str) -> str:
    if _BROKEN_WORD.search(left) and right[:1].islower():
        return left[:-1] + right
    if re.search(rf"[{_HAN}]$", left) and right[:1].isdigit():
        return left + right
    if re.search(r"[\d%]$", left) and re.match(rf"[{_HAN}]", right):
        return left + right
    return join(left, right)
