"""Dates that a reader of the page sees: beside the title, in lines for dates, in the first and last words."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from lxml import html
from ruamel.yaml import YAML

from crawlers.pages.dom import SILENT, marks, squeeze
from crawlers.pages.when.evidence import Evidence, Reader
from crawlers.pages.when.walk import LONG, Line, lines_after, lines_before
from text.ago import read_ago
from text.calendars import gregorian

_LABELS: dict[str, list[str]] = YAML(typ="safe").load(
    (Path(__file__).parent / "labels.yaml").read_text(encoding="utf-8")
)


def _labels(kind: str) -> str:
    return "|".join(_LABELS[kind])


_MODIFIED = re.compile(rf"(?<!\w)(?:{_labels('modified')})(?!\w)|更新|수정", re.IGNORECASE)
_OTHER = re.compile(rf"(?<!\w)(?:{_labels('other')})(?!\w)|©|版权|截止", re.IGNORECASE)
_PUBLISHED = re.compile(rf"(?<!\w)(?:{_labels('published')})\W{{0,4}}$", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?<!\w)(?:{_labels('published')})(?:\s+by [\w .]{{2,40}} on)?\s*[:：|]?\s{{0,3}}(?=[^\n]{{0,14}}\d)",
    re.IGNORECASE,
)
# A full date anywhere; what it means is read from its start.
_FULL = re.compile(
    r"(?:19|20)\d{2}\s?[年년/.\-–]\s?\d{1,2}\s?[月월/.\-–]\s?\d{1,2}(?!\d)"
    r"|(?<![\d.,:/])\d{1,2}(?:st|nd|rd|th|er|º|\.|-?го)?[\s\-]?(?:of\s|de\s|d[’'])?\s?[^\W\d_][^\s\d,;:/()|]{1,18}[,\s\-]{1,2}(?:de[l]?\s)?(?:19|20)\d{2}(?!\d)"
    r"|(?<!\w)[^\W\d_][^\s\d,;:/()|]{1,18}\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:de\s)?(?:19|20)\d{2}(?!\d)"
    r"|(?<![\d.,/])\d{1,2}(?P<s>\s?[./\-]\s?)\d{1,2}(?P=s)(?:(?:19|20)\d{2}|\d{2})(?![\d.,/]\d|\d)"
    r"|(?:19|20)\d{2}(?:\s?m\.|\.?\s?gada|\.)?\s[^\W\d_][^\s\d]{2,14}\s\d{1,2}(?!\d)|(?:19|20)\d{2}\. gada \d{1,2}\."
    r"|(?<![\d-])\d{2}-[01]\d-[0-3]\d(?=\s+\d{1,2}:\d{2})"
    r"|\d{1,2}\s+tháng\s+\d{1,2},?\s+(?:năm\s+)?(?:19|20)\d{2}",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"(?<!\d)\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号號일]|(?<![\d\-/])\d{2}[-/]\d{2}\s+\d{1,2}:\d{2}"
)
_PROBABLE = re.compile(r"\d[\s.\-/年月일년월,]|[\s.\-/]\d")
_ANCHOR = re.compile(
    r"(?:19|20)\d\d|\d\s?[./]\s?\d{1,2}\s?[./]\s?\d|\d\s?[月월]|\d-\d\d\s+\d|\d\s+tháng"
)
_STRETCH = re.compile(r"\s?[-–—~～至]\s?(?=\d|$)")
_DIGIT = re.compile(r"\d")
# Between a bureau and the first sentence: "LONDON, Nov 23 (Agency) -", "（记者 王五 11月23日电）".
_DATELINE = re.compile(
    r"^[^.。!！?？]{0,60}?(?:\d{1,2}月\d{1,2}日(?:电|電|讯|訊|消息|报道)|[A-ZÀ-Þ][\w .,’'-]{1,40},?\s.{0,40}?\d{1,2}.{0,30}?\s[-–—]{1,2}\s)"
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:pub(?:lish(?:ed)?|lication)?-?(?:date|time|on|_time|at)?|date|datum|fecha|data|time|timestamp|posted(?:-on)?|"
    r"entry-date|post-?(?:date|meta|time|info)|article-?(?:date|time|meta|info)|dateline|byline|info|meta|source|laiyuan|riqi|"
    r"shijian|fabu|publishtime|pubtime|pub_date|submitted|created|kicker|author)(?:$|[\s_-])|date$|datum|-date-|pubtime|"
    r"publishtime|post_time|fbsj|time$",
    re.IGNORECASE,
)
# Where a year of this century stands, or a day in Chinese without one.
_YEARS = "//body//text()[contains(., '20') or contains(., '月')][string-length(.) < 200]"
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:footer|foot|copyright|comments?|commentlist|related\w*|sidebar|recommend\w*|widget|calendar|archives?|teasers?|"
    r"news-?list|most-?read|popular|latest|more-?(?:news|from)|promo|read-?next|trending)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Text nodes after the title within which news pages print the date, and before it.
_AFTER, _BEFORE = 40, 8
_CLOSE = 12  # lines
_INLINE = frozenset({"a", "em", "i", "b", "strong", "u", "mark", "font", "abbr"})
_LABEL = 32  # characters: a longer line is no label of the next


def timed(reader: Reader) -> Iterator[Evidence]:
    """Yield what ``time`` elements outside teasers, comments and bars say."""
    every = list(islice(reader.page.root.iter("time"), 20))
    found = [one for one in every if not is_aside(reader, one)]
    # Some pages print the date of the article in a bar beside it; a list of teasers has many.
    alone = not found and len(every) <= 2
    found = every if alone else found
    marked = [
        one
        for one in found
        if one.get("pubdate") is not None
        or "datePublished" in (one.get("itemprop") or "")
        or re.search(r"publish|entry-date|posted", marks(one))
    ]
    days = {(one.get("datetime") or squeeze(one.text))[:10] for one in found}
    for one in (marked or found)[:4]:
        words = squeeze("".join(one.itertext()))
        before = _before(one)
        if _is_other(f"{before} {words}"):
            continue
        modified = _says_modified(one, f"{before} {words}")
        place = "time" if len(days) < 4 else "time-many"
        if marked or _PUBLISHED.search(before):
            place = "time-marked"
        place = "time-aside" if alone else place
        if not one.get("datetime") and read_ago(words, reader.page.language):
            place = "relative"
        # The attribute is for machines; where it is empty or odd the words are there.
        found_here = reader.read(
            one.get("datetime") or words, place, source="time", modified=modified
        )
        yield from found_here or reader.read(words, place, source="time", modified=modified)


def near_title(reader: Reader) -> Iterator[Evidence]:
    """Yield the dates printed around the title, the closest first."""
    if (heading := reader.heading) is not None:
        yield from _of_lines(reader, "near", lines_after(heading, _AFTER))
        yield from _of_lines(reader, "above", lines_before(heading, _BEFORE))


def _of_lines(reader: Reader, place: str, lines: Iterable[Line]) -> list[Evidence]:
    """Return the dates of *lines*, up to the second that stands alone."""
    found: list[Evidence] = []
    until = _AFTER
    for position, line in enumerate(lines):
        if position > until:
            break
        found += _of_line(reader, line, place if position < _CLOSE else "near-far")
        own = sum(not one.modified and one.place in {place, "labelled"} for one in found)
        until = min(until, position + _CLOSE) if own else until
        if own > 1:
            break
    return found


def near_words(reader: Reader) -> Iterator[Evidence]:
    """Yield the first date after the words of the title, without a look at the elements: cheap."""
    title, visible = reader.page.titled.text[:60], reader.page.visible
    at = visible.find(title) if len(title) > 3 else -1
    # The title also stands in menus and breadcrumbs; the date follows its last early occurrence.
    while at >= 0:
        start = at + len(title)
        after = gregorian(visible[start : start + 260], reader.page.language)
        match = next(iter(_dates_in(after)), None)
        before = after[max(0, match.start() - 16) : match.start()] if match else ""
        if match and not _is_other(before):
            place = "near-words" if match.start() < 120 else "near-far"
            modified = bool(_MODIFIED.search(before))
            words = after[match.start() : match.end() + 24]
            yield from reader.read(words, place, source="text", modified=modified)
        following = visible.find(title, at + 1)
        at = following if at < following < 0.5 * len(visible) else -1


def _numbered(lines: Iterator[Line]) -> list[tuple[int, Line]]:
    return list(enumerate(lines))


def _of_line(reader: Reader, line: Line, place: str) -> Iterator[Evidence]:
    """Yield the dates of one line; one inside a sentence counts for little."""
    if (
        not _DIGIT.search(line.text)
        or line.element.tag == "time"
        or is_aside(reader, line.element, 3)
    ):
        return
    # Of a sentence only the beginning can be a line of its own that markup does not set apart.
    text = gregorian(line.text if len(line.text) <= LONG else line.text[:80], reader.page.language)
    found = _dates_in(text)
    for match in found:
        before = text[max(0, match.start() - 26) : match.start()]
        if not before.strip(" |·•,-–—(") and len(line.previous) <= _LABEL:
            before = f"{line.previous} {before}"
        if _is_other(before):
            continue
        modified = _says_modified(line.element, before)
        # A Chinese character says as much as two or three letters.
        rest = (len(line.text) - len(match[0])) * (2.5 if reader.wide else 1)
        inline = line.element.tag in _INLINE and len(_parent_text(line.element)) > LONG
        own = (
            place
            if (not inline and rest < 60) or (match.start() < 3 and rest < LONG)
            else "sentence"
        )
        if own == place and not modified and _PUBLISHED.search(before):
            own = "labelled"
        yield from reader.read(
            text[match.start() : match.end() + 24], own, source="text", modified=modified
        )


def _dates_in(text: str, most: int = 3) -> list[re.Match[str]]:
    """Return up to *most* full dates in *text*, with the one without a year that stands before them."""
    found: list[re.Match[str]] = []
    end = 0
    # The whole pattern is dear: it is tried only around what every date has.
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < end:
            continue
        match = _FULL.search(text, max(end, anchor.start() - 26), anchor.end() + 34)
        if match is None and not found:
            match = _PARTIAL.search(text, max(end, anchor.start() - 6), anchor.end() + 16)
        if match:
            found.append(match)
            end = match.end()
        if len(found) == most:
            break
    return found


def classed(reader: Reader) -> Iterator[Evidence]:
    """Yield the dates in elements whose class or id, or that of the nearest two, speaks of dates."""
    count = 0
    for text in reader.page.root.xpath(_YEARS)[:300]:
        element = (
            text.getparent()
            if text.is_text or text.getparent() is None
            else text.getparent().getparent()
        )
        if element is None or element.tag in SILENT or not _PROBABLE.search(text):
            continue
        around = [element, *list(element.iterancestors())[:2]]
        if not any(_DATE_CLASS.search(marks(one)) for one in around if len(one) < 12):
            continue
        if is_aside(reader, element):
            continue
        place = "classed" if count < 2 else "classed-later"
        found = list(_of_line(reader, Line(squeeze(text), element), place))
        yield from found
        count += bool(found)
        if count > 4:
            return


def written(reader: Reader) -> Iterator[Evidence]:
    """Yield the dates after words such as "published on", in the dateline, and at the very end."""
    visible = reader.page.visible[:8000]
    for match in list(_LABELLED.finditer(visible))[:8]:
        before = visible[max(0, match.start() - 20) : match.end()]
        after = gregorian(visible[match.end() : match.end() + 60], reader.page.language)
        date = next(iter(_dates_in(after)), None)
        if date and date.start() < 12 and not _is_other(before) and not _MODIFIED.search(before):
            yield from reader.read(after[date.start() :], "label", source="text")
    paragraphs = reader.page.body.paragraphs
    lead = gregorian(" ".join(paragraphs[:2])[:300], reader.page.language)
    if date := next(iter(_dates_in(lead)), None):
        place = "dateline" if _DATELINE.match(lead[: date.end() + 20]) else "lead"
        yield from reader.read(lead[date.start() : date.end() + 20], place, source="text")
    tail = gregorian(squeeze(" ".join(paragraphs[-2:])[-160:]), reader.page.language)
    if dates := list(_FULL.finditer(tail)):
        rest = len(tail) - dates[-1].end()
        if not _is_other(tail[max(0, dates[-1].start() - 26) : dates[-1].start()]):
            yield from reader.read(
                tail[dates[-1].start() :], "end" if rest < 8 else "tail", source="text"
            )


def anywhere(reader: Reader) -> Iterator[Evidence]:
    """Yield the first full date of the page, whatever it stands by: better than none, but no more.

    Two dates with a dash between them are a stretch of time.
    """
    visible = gregorian(reader.page.visible[:12_000], reader.page.language)
    for match in _dates_in(visible, 60):
        before = visible[max(0, match.start() - 26) : match.start()]
        after = visible[match.end() : match.end() + 24]
        if not (_is_other(before) or _STRETCH.match(after) or _STRETCH.search(before[-4:])):
            yield from reader.read(match[0] + after, "anywhere", source="text")
            return


def relative(reader: Reader) -> Iterator[Evidence]:
    """Yield what words such as "2 hours ago" near the title say, counted from when it was fetched."""
    heading = reader.heading
    for line in () if heading is None else lines_after(heading, 15):
        short = 2 <= len(line.text) <= 40 and not is_aside(reader, line.element, 3)
        if short and read_ago(line.text, reader.page.language):
            yield from reader.read(line.text, "relative", source="text")
            return


def _says_modified(element: html.HtmlElement, before: str) -> bool:
    """Say whether the words before a date, the closest last, or its class tell of a change."""
    label = marks(element)
    if "datemodified" in (element.get("itemprop") or "").lower():
        return True
    if _MODIFIED.search(before):
        return not _PUBLISHED.search(before)
    return bool(re.search(r"updated|modified|aktualis|revision", label)) and not re.search(
        r"publish|posted|created", label
    )


def _is_other(before: str) -> bool:
    return bool(_OTHER.search(before))


def _parent_text(element: html.HtmlElement) -> str:
    parent = element.getparent()
    return "" if parent is None else squeeze("".join(parent.itertext()))


def _before(element: html.HtmlElement) -> str:
    """Return the last words before *element* within its parent."""
    previous = element.getprevious()
    if previous is not None:
        return squeeze(f"{''.join(previous.itertext())[-30:]} {previous.tail or ''}")[-30:]
    parent = element.getparent()
    return squeeze(parent.text if parent is not None else "")[-30:]


def is_aside(reader: Reader, element: html.HtmlElement, levels: int = 5) -> bool:
    """Say whether a nearby wrapper is furniture; one that holds the title too is the layout."""
    around = reader.around_title
    for parent in [element, *list(element.iterancestors())[:levels]]:
        if parent in around or parent.tag in {"body", "html", "main", "article"}:
            return False
        if parent.tag in {"aside", "nav"} or _ASIDE.search(marks(parent)):
            return True
        # The foot of an article says who wrote it when; that of a page says whose it is.
        if parent.tag == "footer" and next(parent.iterancestors("article"), None) is None:
            return True
    return False
