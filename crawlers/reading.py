"""Bytes of any kind to documents: what they are by magic and media type, then the reader for it."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from crawlers.extract import extract_all
from crawlers.links import pages as linked
from crawlers.links.site import same_site
from crawlers.pool import ExtractJob
from crawlers.readers import apps, boards, docx, filings, mail, pdf, tables, words
from crawlers.readers.made import Input, Reading
from schemas.documents import Document
from schemas.errors import QuarantineError, WrongUseError
from schemas.ids import canonical_url, identity_url
from schemas.kinds import DocumentKind

# What is handed in from outside names itself in these headers, so that a replay reads it the same.
FILE_HEADER = "x-zhibi-file"
KIND_HEADER = "x-zhibi-kind"
IMPORT_HEADER = "x-zhibi-import"
# A place that no page is at: links of a file that was dropped in are joined to it and left out.
_NOWHERE = "http://inbox.invalid/"
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)", re.IGNORECASE)
_CANONICAL = re.compile(
    rb"<link[^>]{0,300}rel=[\"']?canonical[\"']?[^>]{0,300}>|<meta[^>]{0,200}property=[\"']og:url[\"'][^>]{0,400}>",
    re.IGNORECASE,
)
_ADDRESS = re.compile(rb"(?:href|content)=[\"']?(https?://[^\"'\s>]+)", re.IGNORECASE)
_MARKUP = re.compile(
    rb"<!doctype\s+html|<html|<head|<body|<div|<p[\s>]|<table|<article|<h[1-6][\s>]|<meta\s|<script",
    re.IGNORECASE,
)
_TEXT_NAMES = (".txt", ".md", ".markdown", ".text")


def read(job: ExtractJob) -> Reading:
    """Return the documents that the body of *job* holds.

    *job.listing*: it is the list a source starts from; a page of links then gives the addresses
    that it lists (found by *job.follow* where the source names it) and no document. Raises
    QuarantineError with a stable reason where nothing can be read, WrongUseError for an address
    that is none.
    """
    body = job.body if job.body is not None else job.path.read_bytes() if job.path else b""
    _check(body, job.url)
    given = Input(
        body=body,
        url=job.url,
        seen=job.seen,
        content_type=job.headers.get("content-type", "").split(";", 1)[0].strip().lower(),
        kind=_kind(job.headers) or job.kind,
        hint=job.hint,
        name=job.headers.get(FILE_HEADER, ""),
        listing=job.listing,
    )
    if IMPORT_HEADER in job.headers:
        return tables.read(given, job.headers[IMPORT_HEADER])
    for knows, reader in _READERS:
        if knows(given):
            found = reader(given)
            if found is not None:
                return found
            break
    if job.listing:
        return _links(given, job)
    return _page(given, job.headers, job.selectors)


def _check(body: bytes, url: str) -> None:
    try:
        identity_url(url)
    except ValueError as error:
        raise WrongUseError(str(error), remedy="Give the address the page came from") from error
    if not body.strip(b"\x00 \t\r\n"):
        raise QuarantineError("the response is empty", reason="empty")


def _kind(headers: Mapping[str, str]) -> DocumentKind | None:
    named = headers.get(KIND_HEADER, "")
    return named or None  # type: ignore[return-value]  # written by the intake, which checks it


def _page(given: Input, headers: Mapping[str, str], selectors: Mapping[str, str]) -> Reading:
    """Read a web page; one that was dropped in as a file is known by the address it names."""
    url = given.url
    foreign = not url.startswith(("http://", "https://"))
    if foreign:
        url = _own_address(given.body) or f"{_NOWHERE}{url.rpartition(':')[2]}"
    documents = extract_all(
        given.body,
        url=url,
        headers=headers,
        kind=given.kind,
        hint=given.hint,
        seen=given.seen,
        selectors=selectors,
    )
    if foreign and url.startswith(_NOWHERE):
        documents = tuple(_placed(one, given.url) for one in documents)
    return Reading(documents)


def _placed(document: Document, urn: str) -> Document:
    """Give a page that has no address its digest for one."""
    own = document.url if not document.url.startswith(_NOWHERE) else urn
    links = tuple(one for one in document.links if not one.startswith(_NOWHERE))
    aliases = tuple(one for one in document.aliases if not one.startswith(_NOWHERE))
    return document.model_copy(update={"url": own, "links": links, "aliases": aliases})


def _own_address(body: bytes) -> str:
    """Return the address that a saved page names as its own; empty where it names none."""
    head = body[:200_000]
    if match := _SAVED_FROM.search(head):
        return _canonical(match[1])
    for element in _CANONICAL.findall(head):
        if match := _ADDRESS.search(element):
            return _canonical(match[1])
    return ""


def _canonical(raw: bytes) -> str:
    try:
        return canonical_url(raw.decode("utf-8", "replace"))
    except ValueError:
        return ""


def _links(given: Input, job: ExtractJob) -> Reading:
    """Return the addresses that a page of links lists."""
    found = linked.read(
        given.body,
        given.url,
        same_site,
        content_type=job.headers.get("content-type"),
        follow=job.follow,
    )
    listed = (_canonical(one.url.encode()) for one in found.documents)
    return Reading((), tuple(dict.fromkeys(filter(None, listed))) or None)


def _json(given: Input) -> Reading | None:
    try:
        data = json.loads(given.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        if given.content_type in _JSON_TYPES:
            raise QuarantineError(
                "it calls itself JSON and is none", reason="broken-json"
            ) from None
        return None
    order: list[Callable[[Any, Input], Reading | None]] = [boards.read_json, filings.read_json, apps.read_json]  # fmt: skip
    if given.kind == "review":
        order.reverse()
    for reader in order:
        if (found := reader(data, given)) is not None:
            return found
    raise QuarantineError("JSON of a shape that is not known here", reason="unknown-json")


def _xml(given: Input) -> Reading | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    if b"<!ENTITY" in given.body[:100_000]:
        raise QuarantineError("XML with entities of its own", reason="unsafe-xml")
    try:
        root = etree.fromstring(given.body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None  # markup that is no XML is read as a page
    if str(root.tag).rpartition("}")[2].lower() == "html":
        return None
    for reader in (boards.read_xml, apps.read_xml):
        if (found := reader(root, given)) is not None:
            return found
    if (rows := filings.entries(root, given.url)) is not None:
        return filings.reading_of(rows, given)
    if given.listing:
        return Reading()  # a feed or sitemap: it was read for its links
    raise QuarantineError("XML of a shape that is not known here", reason="not-html")


def _mail(given: Input) -> Reading | None:
    message = mail.parsed(given.body)
    if not mail.is_archive(message):
        return mail.read(given)
    part = mail.html_part(message)
    if part is None:
        raise QuarantineError("the web archive holds no page", reason="broken-mail")
    where = _canonical(part[0].encode()) if part[0].startswith(("http://", "https://")) else ""
    inner = given._replace(body=part[1], url=where or given.url)
    return _page(inner, {"content-type": "text/html"}, {})


def _is_json(given: Input) -> bool:
    start = given.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return start in {b"{", b"["} and given.content_type not in {"text/css", "text/markdown"}


def _is_xml(given: Input) -> bool:
    start = given.body[:300].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<?xml", b"<workzag-jobs", b"<feed", b"<rss")):
        return b"<html" not in given.body[:2000].lower()
    return given.content_type in {"application/xml", "text/xml", "application/atom+xml"} and start.startswith(b"<")  # fmt: skip


def _is_text(given: Input) -> bool:
    named = given.name.lower().endswith(_TEXT_NAMES) or given.content_type in {"text/plain", "text/markdown"}  # fmt: skip
    return named and not _MARKUP.search(given.body[:4000])


_JSON_TYPES = {"application/json", "application/ld+json"}
_Knows = Callable[[Input], bool]
_READERS: tuple[tuple[_Knows, Callable[[Input], Reading | None]], ...] = (
    (lambda given: b"%PDF-" in given.body[:1024], pdf.read),
    (lambda given: docx.is_docx(given.body), docx.read),
    (lambda given: mail.is_mail(given.body, given.content_type), _mail),
    (_is_json, _json),
    (_is_xml, _xml),
    (_is_text, words.read),
)
