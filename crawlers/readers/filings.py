"""Lists of filings: EDGAR's submissions and full-text search, Chinese exchange announcements.

Shapes as of November 2026: ``data.sec.gov/submissions/CIK….json``, ``efts.sec.gov/LATEST/search-index``,
EDGAR's Atom feeds (their facts stand in each entry), and the JSON that cninfo and the exchanges
answer their own pages with: rows with a title, a time (often milliseconds) and the path of a PDF.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from crawlers.pages.dom import squeeze
from crawlers.pages.filing_words import form_of, items_in_words
from crawlers.readers.made import Input, Reading, address, at, date_of, make, rows_at, text_at
from schemas.documents import Document

_ARCHIVES = "https://www.sec.gov/Archives/edgar/data/"
# Where each exchange keeps the papers that its lists name by path alone.
_PAPERS = {
    "cninfo.com.cn": "https://static.cninfo.com.cn/",
    "sse.com.cn": "https://www.sse.com.cn/",
    "szse.cn": "https://disc.static.szse.cn/",
    "bse.cn": "https://www.bse.cn/",
}
_TITLES = (
    "announcementTitle",
    "title",
    "TITLE",
    "SSEDATETITLE",
    "bulletinTitle",
    "disclosureTitle",
)
_TIMES = ("announcementTime", "publishTime", "publishDate", "SSEDATE", "SSEDate", "bulletinDate", "ADDDATE", "cSSEDate", "upDateTime")  # fmt: skip
_PATHS = ("adjunctUrl", "attachPath", "URL", "url", "bulletinUrl", "destFilePath", "pdfUrl")
_NAMES = ("secName", "SECURITY_NAME", "security_Name", "companyName", "securityName")
_CODES = ("secCode", "SECURITY_CODE", "security_Code", "companyCd", "securityCode")
_MARKUP = re.compile(r"</?(?:em|b|font|span)[^<>]{0,80}>", re.IGNORECASE)
_CHINA = timedelta(hours=8)


class Listed(NamedTuple):
    """One row of a list of filings: where the paper is and what the list says of it."""

    url: str
    title: str
    published: str = ""
    form: str = ""
    filer: str = ""
    number: str = ""
    ticker: str = ""
    period: str = ""
    items: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """Return what the list knows beyond title and date, as a hint carries it."""
        named = {"form": self.form, "filer": self.filer, "number": self.number,
                 "ticker": self.ticker, "period": self.period, "items": "\n".join(self.items)}  # fmt: skip
        return {key: value for key, value in named.items() if value}


def listed(data: Any, base: str) -> list[Listed] | None:
    """Return the rows of a known list of filings, None where *data* is none."""
    if isinstance(at(data, "filings", "recent", "accessionNumber"), list):
        return list(_submissions(data))
    if isinstance(at(data, "hits", "hits"), list) and at(
        data, "hits", "hits", 0, "_source", "adsh"
    ):
        return list(_searched(data))
    rows = _announcements(data)
    return None if rows is None else [one for row in rows if (one := _announcement(row, base))]


def read_json(data: Any, given: Input) -> Reading | None:
    """Return what a list of filings says of each, without their papers; None for other JSON."""
    rows = listed(data, given.url)
    if rows is None:
        return None
    return reading_of(rows, given)


def reading_of(rows: list[Listed], given: Input) -> Reading:
    """Return a document per row, of what the list says of it.

    A source's own list gives none: its papers are fetched, and say more than the list.
    """
    if given.listing:
        return Reading((), tuple(row.url for row in rows))
    documents = tuple(_document(row, given) for row in rows)
    return Reading(documents, tuple(row.url for row in rows))


def entries(root: Any, base: str) -> list[Listed] | None:
    """Return the filings of an EDGAR Atom feed, None for any other XML."""
    if (
        not str(root.tag).endswith("feed")
        or root.find(".//{*}entry/{*}category[@label='form type']") is None
    ):
        return None
    company = squeeze(
        "".join(
            root.xpath("./*[local-name()='company-info']/*[local-name()='conformed-name']/text()")
        )
    )
    found: list[Listed] = []
    for entry in root.iter("{*}entry"):
        link = entry.find("{*}link")
        url = address(link.get("href", "") if link is not None else "", base)
        if url:
            found.append(_entry(entry, url, company))
    return found


def _entry(entry: Any, url: str, company: str) -> Listed:
    facts = {
        str(one.tag).rpartition("}")[2].lower(): squeeze(one.text)
        for one in entry.iter()
        if isinstance(one.tag, str)
    }
    title = facts.get("title", "")
    category = entry.find("{*}category")
    form = category.get("term", "") if category is not None else ""
    named = re.match(r"[\w /-]+? - (.+?) \((\d{10})\)", title)
    summary = facts.get("summary", "")
    number = facts.get("accession-number") or _accession(f"{summary} {facts.get('id', '')}")
    filed = (
        facts.get("filing-date")
        or (re.search(r"Filed:\D{0,12}(\d{4}-\d{2}-\d{2})", summary) or ["", ""])[1]
    )
    items = re.findall(r"\d\.\d{2}", f"{facts.get('items-desc', '')} {summary}")
    return Listed(
        url=url, title=squeeze(title)[:300], published=filed or facts.get("updated", ""), form=form,
        filer=named[1] if named else company, number=number, items=items_in_words(items),
    )  # fmt: skip


def _document(row: Listed, given: Input) -> Document:
    return make(
        "filing", given, "json:filings", url=row.url, title=row.title, form=row.form, filer=row.filer,
        number=row.number, ticker=row.ticker, period=row.period, items=row.items,
        text="\n\n".join([row.title, *row.items]),
        published=date_of(row.published, given, "json"), flags=("thin",),
    )  # fmt: skip


def _submissions(data: Any) -> Iterator[Listed]:
    recent = at(data, "filings", "recent")
    filer, cik = text_at(data, "name"), text_at(data, "cik").lstrip("0")
    ticker = text_at(data, "tickers", 0)
    for number in range(min(len(recent["accessionNumber"]), 1000)):
        cell = {name: text_at(values, number) for name, values in recent.items()}
        accession, paper, form = (
            cell.get("accessionNumber", ""),
            cell.get("primaryDocument", ""),
            cell.get("form", ""),
        )
        if not accession:
            continue
        folder = f"{_ARCHIVES}{cik}/{accession.replace('-', '')}/"
        url = address(folder + (paper or f"{accession}-index.htm"), folder)
        words = items_in_words(re.findall(r"\d\.\d{2}", cell.get("items", "")))
        about = cell.get("primaryDocDescription", "")
        title = f"{filer} {form}" + (
            f": {'; '.join(one[5:] for one in words)}"
            if words
            else f" {about}"
            if about not in {"", form, f"FORM {form}"}
            else ""
        )
        yield Listed(
            url=url, title=squeeze(title), published=cell.get("filingDate", ""), form=form, filer=filer,
            number=accession, ticker=ticker, period=cell.get("reportDate", ""), items=words,
        )  # fmt: skip


def _searched(data: Any) -> Iterator[Listed]:
    for row in rows_at(data, "hits", "hits"):
        source = at(row, "_source")
        accession, form = (
            text_at(source, "adsh"),
            text_at(source, "form") or text_at(source, "file_type"),
        )
        cik = text_at(source, "ciks", 0).lstrip("0")
        paper = text_at(row, "_id").partition(":")[2] or f"{accession}-index.htm"
        filer = re.sub(
            r"\s*\((?:[A-Z., -]{1,30}|CIK \d+)\)", "", text_at(source, "display_names", 0)
        ).strip()
        listed_items = at(source, "items")
        words = items_in_words(
            [str(one) for one in listed_items] if isinstance(listed_items, list) else []
        )
        if accession and cik:
            yield Listed(
                url=address(f"{_ARCHIVES}{cik}/{accession.replace('-', '')}/{paper}", _ARCHIVES),
                title=squeeze(f"{filer} {form} {text_at(source, 'file_description')}"),
                published=text_at(source, "file_date"), form=form, filer=filer, number=accession,
                period=text_at(source, "period_ending"), items=words,
            )  # fmt: skip


def _announcements(data: Any) -> list[dict[str, Any]] | None:
    """Return the rows of a Chinese list: the first list of objects with a title and a paper's path."""
    stack: list[tuple[Any, int]] = [(data, 0)]
    while stack:
        value, depth = stack.pop(0)
        if isinstance(value, list):
            rows = rows_at(value)
            if (
                rows
                and _pick(rows[0], _TITLES)
                and (_pick(rows[0], _PATHS) or at(rows[0], "attachPath"))
            ):
                return rows if _pick(rows[0], _TIMES) else None
            flat = [one for inner in value if isinstance(inner, list) for one in rows_at(inner)]
            if flat:
                stack.append((flat, depth + 1))
        elif isinstance(value, dict) and depth < 4:
            stack += [(one, depth + 1) for one in value.values() if isinstance(one, list | dict)]
    if isinstance(data, dict) and isinstance(data.get("announcements"), list):
        return []
    return None


def _announcement(row: dict[str, Any], base: str) -> Listed | None:
    title = squeeze(_MARKUP.sub("", _pick(row, _TITLES)))
    path = _pick(row, _PATHS)
    host = urlsplit(base).hostname or ""
    papers = next((where for name, where in _PAPERS.items() if host.endswith(name)), base)
    url = address(path.lstrip("/") if papers != base else path, papers)
    if not title or not url:
        return None
    filer = squeeze(_MARKUP.sub("", _pick(row, _NAMES)))
    code = _pick(row, _CODES)
    shown = title if not filer or filer in title else f"{filer}：{title}"
    return Listed(
        url=url, title=shown, published=_moment(_pick(row, _TIMES)), form=form_of(title) or "",
        filer=filer, number=text_at(row, "announcementId") or text_at(row, "id"),
        ticker=code, period=(re.search(r"(20\d{2})\s?年", title) or ["", ""])[1] if form_of(title) else "",
    )  # fmt: skip


def _pick(row: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if (
            isinstance(value, str | int | float)
            and not isinstance(value, bool)
            and str(value).strip()
        ):
            return str(value).strip()
    return ""


def _moment(raw: str) -> str:
    """Return the day in China that milliseconds name; midnight there means the day alone."""
    if not re.fullmatch(r"\d{13}|\d{10}", raw):
        return raw
    moment = datetime.fromtimestamp(int(raw[:10]), UTC) + _CHINA
    shown = moment.strftime("%Y-%m-%d %H:%M:%S")
    return shown[:10] if shown.endswith("00:00:00") else f"{shown[:10]}T{shown[11:]}+08:00"


def _accession(text: str) -> str:
    found = re.search(r"\d{10}-\d{2}-\d{6}", text)
    return found[0] if found else ""
