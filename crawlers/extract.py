"""Bytes to one document: decode, refuse what is none, decide the kind, read it by page object."""

from collections.abc import Mapping
from datetime import datetime

from crawlers.pages.article import ArticlePage
from crawlers.pages.base import PageObject
from crawlers.pages.dom import LARGEST, parse
from crawlers.pages.filing import FilingPage
from crawlers.pages.job import JobPostingPage
from crawlers.pages.kinds import decide
from crawlers.pages.offer import OfferPage
from crawlers.pages.page import Page
from crawlers.pages.people import PeoplePageObject
from crawlers.pages.product import ProductPageObject
from crawlers.pages.quality import check
from crawlers.pages.review import ReviewPage
from crawlers.pages.selected import apply_selectors
from crawlers.pages.sites import site_page
from schemas.documents import Document
from schemas.errors import QuarantineError, WrongUseError
from schemas.harvest import Hint
from schemas.ids import canonical_url
from schemas.kinds import DocumentKind
from text.encoding import Decoded, decode

# Raised whenever what is read from an unchanged page may change: an upgrade re-baselines.
VERSION = "2"

PAGE_OBJECTS: dict[DocumentKind, type[PageObject]] = {
    "article": ArticlePage,
    "offer": OfferPage,
    "product": ProductPageObject,
    "job": JobPostingPage,
    "people": PeoplePageObject,
    "filing": FilingPage,
    "review": ReviewPage,
}
_HTML_TYPES = ("text/html", "application/xhtml", "text/plain", "application/octet-stream", "")
_CONTROLS = bytes((*range(1, 9), 11, *range(14, 27), 28, 29, 30, 31, 127))
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x1f\x8b", "compressed data"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or sound"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"{", "JSON"),
    (b"<?xml", ""),
)


def extract(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str] | None = None,
    kind: DocumentKind | None = None,
    hint: Hint | None = None,
    seen: datetime,
    selectors: Mapping[str, str] | None = None,
) -> Document:
    """Read the page *body* fetched from *url* at *seen* as a document of *kind* (None: decide).

    *headers* have lower-case names; *selectors* are a source's own rules (field to CSS or XPath)
    and win over everything. Raises QuarantineError with a stable reason where the page is none:
    empty, not-html, too-large, undecodable, challenge, soft-404, index-page, thin.
    Raises WrongUseError for a *url* that is none.
    """
    return extract_all(
        body, url=url, headers=headers, kind=kind, hint=hint, seen=seen, selectors=selectors
    )[0]


def extract_all(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str] | None = None,
    kind: DocumentKind | None = None,
    hint: Hint | None = None,
    seen: datetime,
    selectors: Mapping[str, str] | None = None,
) -> tuple[Document, ...]:
    """Read a page that may hold several documents (reviews, vacancies); else as :func:`extract`."""
    try:
        canonical_url(url)
    except ValueError as error:
        raise WrongUseError(str(error), remedy="Give the address the page came from") from error
    headers = headers or {}
    decoded = _decode(body, headers)
    page = Page(url, decoded, parse(decoded.text), seen, hint, headers)
    check(page)
    chosen = kind or decide(page)
    ruled = apply_selectors(page, selectors or {}, chosen)
    reader = (site_page(page, chosen) or PAGE_OBJECTS[chosen])(page)
    extractor = f"{reader.name}/{VERSION}"
    if not selectors and (several := reader.records(extractor)):
        return several
    values = reader.values() | ruled
    for name in ruled:
        page.note(name, "selector", 0.98)
    return (reader.build(values, extractor=extractor),)


def _decode(body: bytes, headers: Mapping[str, str]) -> Decoded:
    if not body.strip(b"\x00 \t\r\n"):
        raise QuarantineError("the response is empty", reason="empty")
    if len(body) > LARGEST:
        raise QuarantineError(
            f"{len(body):,} bytes; pages are at most {LARGEST:,}", reason="too-large"
        )
    stated = headers.get("content-type", "")
    media = stated.split(";", 1)[0].strip().lower()
    start = body[:512].lstrip()
    for magic, what in _MAGIC:
        if what and start.startswith(magic):
            raise QuarantineError(f"{what}, not a page", reason="not-html")
    if media and not media.startswith(_HTML_TYPES) and b"<html" not in body[:2000].lower():
        raise QuarantineError(f"{media}, not a page", reason="not-html")
    if start.startswith(b"<?xml") and any(
        tag in start for tag in (b"<rss", b"<feed", b"<urlset", b"<sitemapindex")
    ):
        raise QuarantineError("a feed or sitemap, not a page", reason="not-html")
    decoded = decode(body, stated)
    if (
        decoded.text.count("�") > 0.02 * len(decoded.text)
        # Control codes are in no text; zero bytes are, where files were padded.
        or (
            not decoded.encoding.startswith(("utf-16", "utf-32"))
            and len(body.translate(None, _CONTROLS)) < 0.98 * len(body)
        )
    ):
        raise QuarantineError(
            "the bytes are in no encoding that is known here", reason="undecodable"
        )
    if b"<" not in body and "<" not in decoded.text:
        raise QuarantineError("there is no markup in it", reason="not-html")
    return decoded
