"""PDF to a document: text by pypdf, paragraphs, title by its size on the first page, date, facts.

Runs in the pool's child, under its limits of memory and time; pages and seconds are bounded here too,
so that a long report gives its first part rather than nothing.
"""

import logging
import re
import time
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from crawlers.pages import filing_words as words
from crawlers.pages.dom import squeeze
from crawlers.pages.quality import weight
from crawlers.readers.made import LONGEST_TEXT, Input, Reading, date_of, make
from crawlers.readers.paper import mend, paragraphs, plain_letters
from schemas.documents import Flag, PublishedDate
from schemas.errors import QuarantineError
from schemas.kinds import DocumentKind
from text.boilerplate import boilerplate_spans
from text.han import read_numeral

# Pages read at most; annual reports have about 300.
_MOST_PAGES = 400
# Processor seconds, and those more that may pass on a busy machine: the pool ends a child after 20.
_MOST_SECONDS = 12.0
_WAITING = 3.0
# Latin characters' worth of text per page below which a paper was scanned.
_SCANNED = 15
_BAD = re.compile("[\ufffd\x00-\x08\ue000-\uf8ff]")
_ZH_TITLE = re.compile(r"(?:公告|报告(?:书|摘要)?|通知|决议|说明书|意见书|意见|预案|章程|制度|函|声明|提示)(?:[（(][^）)]{1,20}[）)])?$")  # fmt: skip
_NO_TITLE = re.compile(r"^(?:untitled|microsoft (?:word|powerpoint)|document\d*|.{0,4}$|.*\.(?:docx?|pdf|pptx?|indd|xlsx?|tmp)$)", re.IGNORECASE)  # fmt: skip
_FACT_LINE = re.compile(r"(?:证券代码|股票代码|证券简称|公告编号|编号)\s*[:：]")
_ZH_DAY = re.compile(r"(二[〇○零O0]{1}[〇○零一二三四五六七八九]{2})\s*年\s*([一二三四五六七八九十]{1,3})\s*月\s*([一二三四五六七八九十]{1,3})\s*日")  # fmt: skip
_DAY = re.compile(r"20\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2},\s+20\d{2}|\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+20\d{2}")  # fmt: skip


class _Read(NamedTuple):
    pages: list[list[str]]
    sizes: list[tuple[float, str]]
    cut: bool


def read(given: Input) -> Reading:
    """Return the one document of a PDF.

    Raises QuarantineError: ``encrypted``, ``broken-pdf``, ``too-large``, ``undecodable``.
    """
    reader = _open(given.body)
    found = _pages(reader)
    lines = paragraphs(found.pages)
    text = "\n\n".join(lines)[:LONGEST_TEXT]
    if len(_BAD.findall(text)) > 0.05 * max(20, len(text)):
        raise QuarantineError(
            "the PDF's fonts do not say which characters they show", reason="undecodable"
        )
    flags: list[Flag] = ["truncated"] if found.cut else []
    if weight(text) < _SCANNED * max(1, len(found.pages)):
        flags += ["scanned", "thin"]
    head = "\n".join(mend(line) for page in found.pages[:2] for line in page)[:6000]
    kind = kind_of(given, head)
    values: dict[str, Any] = {
        "url": given.url,
        "title": _title(reader, found, given),
        "text": text,
        "published": _published(reader, lines, given),
        "flags": tuple(flags),
        "authors": (),
    }
    if kind == "filing":
        values |= facts(head, given, values["title"], text)
    elif kind == "article":
        values["boilerplate"] = boilerplate_spans(text)
    return Reading((make(kind, given, "pdf", **values),))


def kind_of(given: Input, head: str) -> DocumentKind:
    """Return what a paper is: as its source says, else a filing where its head shows one."""
    if given.kind in {"filing", "article"}:
        return given.kind
    return "filing" if words.is_filing(head) else "article"


def facts(head: str, given: Input, title: str, text: str) -> dict[str, Any]:
    """Return form, filer and so on: what the list said of the paper first, then its own head."""
    known = given.hint.facts if given.hint else {}
    items = tuple(filter(None, known.get("items", "").split("\n")))
    return {
        "form": known.get("form") or words.form_of(title) or words.form_of(head),
        "filer": known.get("filer") or words.filer_of(head),
        "number": words.number_of(head) or known.get("number"),
        "ticker": known.get("ticker") or words.ticker_of(head),
        "period": known.get("period") or words.period_of(f"{title}\n{head}"),
        "items": items or words.items_of(f"{head}\n{text[:100_000]}"),
    }


def _open(body: bytes) -> PdfReader:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw it repairs
    try:
        reader = PdfReader(BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise QuarantineError("the PDF is locked with a password", reason="encrypted")
        if len(reader.pages) == 0:
            raise QuarantineError("the PDF has no page", reason="broken-pdf")
    except DependencyError as error:
        raise QuarantineError("the PDF is locked in a way that cannot be read", reason="encrypted") from error  # fmt: skip
    except QuarantineError:
        raise
    except (PyPdfError, *_FLAWS) as error:
        raise QuarantineError(f"the PDF is damaged: {error}"[:200], reason="broken-pdf") from error
    return reader


# What pypdf lets through for files that break the format; memory errors are the pool's to tell.
_FLAWS = (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, RecursionError,
          OverflowError, NotImplementedError, OSError, ZeroDivisionError, EOFError)  # fmt: skip


def _pages(reader: PdfReader) -> _Read:
    """Read pages until they end or the time is used; a page that is damaged is left out."""
    began, opened = time.process_time(), time.monotonic()
    pages: list[list[str]] = []
    sizes: list[tuple[float, str]] = []
    length = broken = 0
    total = len(reader.pages)
    for number in range(min(total, _MOST_PAGES)):
        used = max(time.process_time() - began, time.monotonic() - opened - _WAITING)
        if used > _MOST_SECONDS or length > LONGEST_TEXT:
            break
        try:
            page = reader.pages[number]
            text = _sized(page, sizes) if number == 0 else page.extract_text()
        except (PyPdfError, *_FLAWS):
            broken += 1
            text = ""
        length += len(text)
        pages.append(plain_letters(text).splitlines())
    if broken and broken == len(pages):
        raise QuarantineError("no page of the PDF can be read", reason="broken-pdf")
    return _Read(pages, sizes, cut=len(pages) < total or broken > 0)


def _sized(page: PageObject, sizes: list[tuple[float, str]]) -> str:
    """Return a page's text, noting each run of it with the size it is printed in."""

    def note(text: str, user: list[float], matrix: list[float], _font: Any, size: float) -> None:
        if text.strip():
            text = plain_letters(text)
            scale = abs(matrix[3] or matrix[1] or 1) * abs(user[3] or user[1] or 1)
            sizes.append((round(abs(size) * scale, 1), text))

    return page.extract_text(visitor_text=note)


def _title(reader: PdfReader, found: _Read, given: Input) -> str:
    """The list's title, else the largest print of the first page, else the file's own properties."""
    if given.hint and given.hint.title:
        return given.hint.title
    lines = [mend(line) for line in (found.pages[0] if found.pages else []) if line.strip()]
    large = _largest(found.sizes)
    stated = _stated(reader)
    if stated and squeeze(stated) and any(stated[:20] in line for line in lines[:40]):
        return stated
    if large and weight(large) >= 10 and not _FACT_LINE.search(large):
        return large
    for number, line in enumerate(lines[:12]):
        if _ZH_TITLE.search(line) and not _FACT_LINE.search(line) and weight(line) < 200:
            before = lines[number - 1] if number else ""
            company = bool(re.search(r"公司$", before)) and weight(before) < 120
            return before + line if company else line
    plain = next((line for line in lines[:12] if weight(line) >= 10 and not _FACT_LINE.search(line)), "")  # fmt: skip
    return stated or large or plain or given.name


def _stated(reader: PdfReader) -> str:
    try:
        title = squeeze(str((reader.metadata and reader.metadata.title) or ""))
    except (PyPdfError, *_FLAWS):
        return ""
    return "" if _NO_TITLE.match(title) or _BAD.search(title) else title[:300]


def _largest(sizes: list[tuple[float, str]]) -> str:
    """Return what is printed largest, if it is larger than the rest and no more than a headline."""
    if not sizes:
        return ""
    letters: dict[float, int] = {}
    for size, text in sizes:
        letters[size] = letters.get(size, 0) + len(text.strip())
    usual = max(letters, key=lambda size: letters[size])
    for size in sorted(letters, reverse=True):
        text = mend(" ".join(part for one, part in sizes if one == size))
        if size < 1.15 * usual:
            return ""
        if 8 <= weight(text) <= 300:
            return text
    return ""


def _published(reader: PdfReader, lines: list[str], given: Input) -> PublishedDate | None:
    """The list's date, else a day at the paper's head or foot, else when the file was made."""
    if given.hint and given.hint.published:
        sure = 0.95 if given.hint.origin != "sitemap" else 0.7
        if found := date_of(given.hint.published, given, given.hint.origin, sure):
            return found
    for part, sure in ((lines[-6:][::-1], 0.85), (lines[:12], 0.8)):
        for line in part:
            if weight(line) < 400 and (raw := _day_in(line)) and (found := date_of(raw, given, "text", sure)):  # fmt: skip
                return found
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except (PyPdfError, *_FLAWS):
        made = None
    return date_of(made.date().isoformat(), given, "pdf:created", 0.5) if made else None


def _day_in(line: str) -> str:
    """Return the last day that *line* names, a Chinese one in figures."""
    if found := list(_ZH_DAY.finditer(line)):
        year, month, day = found[-1].groups()
        digits = re.sub(r"[○O0]", "〇", year)
        values = [read_numeral(one) for one in (digits, month, day)]
        if all(one is not None for one in values):
            return "-".join(f"{int(one or 0):02}" for one in values)
    plain = _DAY.findall(line)
    return str(plain[-1]) if plain else ""
