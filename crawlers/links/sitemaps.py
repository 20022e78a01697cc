"""Sitemaps (sitemaps.org 0.9), their indexes, the news extension, gzip and plain lists."""

from lxml import etree

from crawlers.fetch.bodies import gunzip
from crawlers.fetch.outcomes import UnfetchedError
from crawlers.links.entries import language_tag
from crawlers.links.found import Found, Link, absolute, squeeze
from crawlers.links.xmltree import local, parse, text
from schemas.harvest import Hint

# The protocol's own limits: 50,000 addresses and 50 MB unpacked.
_MAX_LINKS = 50_000
_MAX_BYTES = 52_428_800


def read(body: bytes, base: str) -> Found | None:
    """Return the addresses of a sitemap, the newest first, or None for no sitemap. Never raises."""
    if body.startswith(b"\x1f\x8b"):
        try:
            body = gunzip(body, _MAX_BYTES)
        except UnfetchedError:
            return None
    root = parse(body)
    if root is None and (b"<urlset" in body[:2000] or b"<sitemapindex" in body[:2000]):
        root = parse(body, recover=True)
    if root is None:
        return _plain_list(body, base)
    if local(root) == "sitemapindex":
        found = sorted(_children(root, "sitemap", base), key=lambda one: one.modified, reverse=True)
        return Found("sitemap", onward=tuple(one.url for one in found))
    if local(root) != "urlset":
        return None
    found = _children(root, "url", base)
    # Undated rows keep their place after the dated ones; the sort is stable.
    return Found("sitemap", tuple(sorted(found, key=lambda one: one.modified, reverse=True)))


def _children(root: etree._Element, name: str, base: str) -> list[Link]:
    links: list[Link] = []
    for element in root:
        if local(element) == name and len(links) < _MAX_LINKS and (link := _row(element, base)):
            links.append(link)
    return links


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
    return Link(absolute(base, url) or url, hint, modified or hint.published or "")


def _news(element: etree._Element) -> Hint:
    parts = {local(one): text(one) for one in element.iter()}
    return Hint(
        title=squeeze(parts.get("title")),
        published=squeeze(parts.get("publication_date"), 200),
        origin="sitemap",
        language=language_tag(parts.get("language")),
    )


def _plain_list(body: bytes, base: str) -> Found | None:
    lines = body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace").split()
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:50]):
        return None
    links = (Link(absolute(base, line), Hint(origin="sitemap")) for line in lines[:_MAX_LINKS])
    return Found("sitemap", tuple(link for link in links if link.url))
