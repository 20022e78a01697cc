"""Sitemaps (sitemaps.org 0.9), their indexes, the news extension, gzip, plain lists, robots.txt."""

import re
import zlib
from collections.abc import Iterator

from lxml import etree

from crawlers.links.entries import language_tag
from crawlers.links.found import Found, Link, absolute, squeeze
from crawlers.links.xmltree import local, parse, text
from schemas.harvest import Hint
from text.encoding import decode

# The protocol's own limits: 50,000 addresses and 50 MB unpacked.
_MAX_LINKS = 50_000
_MAX_BYTES = 52_428_800
# Packed twice happens where a server compresses a file that is compressed; more is an attack.
_MAX_LAYERS = 2
_STEP = 65_536
_DATE = re.compile(r"^\d{4}(?:-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}.{0,20})?)?)?$")
_ROBOTS_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_ROBOTS = re.compile(r"^\s*(?:user-agent|disallow|allow|sitemap)\s*:", re.IGNORECASE | re.MULTILINE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def read(body: bytes, base: str, content_type: str | None = None) -> Found | None:
    """Return the addresses of a sitemap, the newest first, or None for no sitemap. Never raises."""
    body = _unpacked(body)
    written = decode(body, content_type).text
    data = _DECLARATION.sub("", written, count=1).encode("utf-8", "replace")
    root = parse(data)
    if root is None and (b"<urlset" in data[:4000] or b"<sitemapindex" in data[:4000]):
        root = parse(data, recover=True)
    if root is None:
        return _plain_list(written, base)
    if local(root) == "sitemapindex":
        return Found("sitemap", onward=tuple(one.url for one in _newest(root, "sitemap", base)))
    if local(root) != "urlset":
        return None
    # Some sites list the parts of an index in a urlset.
    rows = _newest(root, "url", base)
    parts = tuple(one.url for one in _newest(root, "sitemap", base))
    return Found("sitemap", tuple(rows), parts)


def of_robots(text_of_robots: str, base: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names, in its order, each once."""
    named = (absolute(base, match[1]) for match in _ROBOTS_LINE.finditer(text_of_robots))
    return tuple(dict.fromkeys(url for url in named if url.startswith(("http://", "https://"))))


def _newest(root: etree._Element, name: str, base: str) -> list[Link]:
    """Return the rows called *name*, by date; undated rows keep their place after the dated ones."""
    links: list[Link] = []
    for element in root:
        if local(element) == name and len(links) < _MAX_LINKS and (link := _row(element, base)):
            links.append(link)
    return sorted(links, key=lambda one: one.modified, reverse=True)


def _row(element: etree._Element, base: str) -> Link | None:
    url = modified = ""
    hint = Hint(origin="sitemap")
    for child in element:
        match local(child):
            case "loc":
                url = url or text(child)
            case "lastmod":
                modified = text(child)
            case "news":
                hint = _news(child)
    if not url:
        return None
    return Link(absolute(base, url) or url, hint, _sortable(modified) or _sortable(hint.published))


def _sortable(written: str | None) -> str:
    """Return a W3C date for comparing; anything else counts as no date."""
    return written if written and _DATE.match(written) else ""


def _news(element: etree._Element) -> Hint:
    parts = {local(one): text(one) for one in element.iter("{*}*")}
    return Hint(
        title=squeeze(parts.get("title")),
        published=squeeze(parts.get("publication_date"), 200),
        origin="sitemap",
        language=language_tag(parts.get("language")),
    )


def _plain_list(written: str, base: str) -> Found | None:
    """Read one address a line, or the sitemaps of a robots.txt."""
    if _ROBOTS.search(written[:4000]) and "<" not in written[:200]:
        return Found("sitemap", onward=of_robots(written, base))
    lines = [line.strip() for line in written.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:50]):
        return None
    return Found("sitemap", tuple(_plain_rows(lines[:_MAX_LINKS], base)))


def _plain_rows(lines: list[str], base: str) -> Iterator[Link]:
    for line in lines:
        url = absolute(base, line.split()[0])
        if url.startswith(("http://", "https://")):
            yield Link(url, Hint(origin="sitemap"))


def _unpacked(body: bytes) -> bytes:
    """Return gzip data unpacked; what a cut or damaged file still gives is taken."""
    for _ in range(_MAX_LAYERS):
        if not body.startswith(b"\x1f\x8b"):
            break
        body = _gunzip(body)
    return body


def _gunzip(data: bytes) -> bytes:
    out = bytearray()
    while data.startswith(b"\x1f\x8b") and len(out) < _MAX_BYTES:
        worker = zlib.decompressobj(wbits=31)
        try:
            while not worker.eof and data and len(out) < _MAX_BYTES:
                out += worker.decompress(data, _STEP)
                data = worker.unconsumed_tail
        except zlib.error:
            break
        data = worker.unused_data.lstrip(b"\x00")
    return bytes(out)
