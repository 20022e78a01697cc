"""RSS 0.9x to 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0 and JSON Feed.

Well-formed feeds are read with lxml; for the others feedparser is asked, which repairs them.
"""

import html
import json
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from crawlers.links.found import Found, Link, absolute, squeeze
from crawlers.links.xmltree import local, namespace, parse, text
from schemas.harvest import Hint

_ROOTS = {"rss", "rdf", "feed", "channel"}
_DATES = ("published", "pubdate", "issued", "date", "created", "updated", "modified")
_SUMMARIES = ("description", "summary", "encoded", "content")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_TAG = re.compile(r"<[^<>]{0,2000}>")
_WANTED = {"link", "guid", "id", "title", "language", *_DATES, *_SUMMARIES}
# Media and other vocabularies reuse the names of elements that mean the entry itself.
_FOREIGN = ("search.yahoo.com/mrss", "itunes", "podcast", "georss")
# feedparser takes seconds per megabyte on hostile input; a repaired feed is small.
_REPAIR_BYTES = 2_000_000
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$", re.IGNORECASE)


def read(body: bytes, base: str) -> Found | None:
    """Return the entries of a feed in its order, or None where *body* is no feed. Never raises."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _json(body, base)
    root = parse(body)
    if root is not None:
        return _tree(root, base) if local(root) in _ROOTS else None
    head = body[:4000].lower()
    if b"<html" in head and b"<rss" not in head and b"<feed" not in head:
        return None
    return _repaired(body[:_REPAIR_BYTES], base)


def _tree(root: etree._Element, base: str) -> Found:
    language = root.get(f"{_XML}lang") or next(
        (text(one) for one in root.iter("{*}language", "language") if text(one)), None
    )
    links = (
        _entry(item, _base(item, base), language)
        for item in root.iter("{*}item", "{*}entry", "item", "entry")
    )
    return Found("feed", tuple(link for link in links if link))


def _entry(item: etree._Element, base: str, language: str | None) -> Link | None:
    parts: dict[str, str] = {}
    url = ""
    for child in item:
        name = local(child)
        if name not in _WANTED or any(mark in namespace(child) for mark in _FOREIGN):
            continue
        if name == "link":
            url = url or _link(child)
        elif value := text(child):
            if name == "guid" and child.get("isPermaLink", "true").lower() == "false":
                continue
            parts.setdefault(name, value)
    identity = parts.get("guid") or parts.get("id") or item.get(_ABOUT) or ""
    url = url or (identity if identity.lower().startswith(("http://", "https://")) else "")
    if not url:
        return None
    return Link(absolute(base, url) or url, _hint(parts, item.get(f"{_XML}lang") or language))


def _link(element: etree._Element) -> str:
    """Return where an RSS or Atom link leads; empty for links that are not the entry itself."""
    href = element.get("href")
    if href is None:
        return text(element)
    return href if element.get("rel", "alternate") == "alternate" else ""


def _hint(parts: dict[str, str], language: str | None) -> Hint:
    return Hint(
        title=_plain(parts.get("title")),
        published=squeeze(next((parts[name] for name in _DATES if name in parts), None), 200),
        origin="feed",
        summary=_plain(next((parts[name] for name in _SUMMARIES if name in parts), None)),
        language=language_tag(language),
    )


def _base(item: etree._Element, base: str) -> str:
    """Return the base of *item*'s links: every ``xml:base`` around it, the outermost first."""
    chain = [one.get(f"{_XML}base") for one in (item, *item.iterancestors())]
    for part in reversed(chain):
        base = (absolute(base, part) or base) if part else base
    return base


def _json(body: bytes, base: str) -> Found | None:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or "jsonfeed.org" not in str(data.get("version", "")):
        return None
    entries = data.get("items")
    links = (
        _json_entry(entry, base, data.get("language"))
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict)
    )
    return Found("feed", tuple(link for link in links if link))


def _json_entry(entry: dict[str, Any], base: str, language: Any) -> Link | None:
    url = entry.get("url") or entry.get("external_url") or entry.get("id")
    if not isinstance(url, str) or not url.strip():
        return None
    names = {
        "title": "title", "published": "date_published", "updated": "date_modified",
        "summary": "summary", "content": "content_text", "encoded": "content_html",
    }  # fmt: skip
    parts = {key: str(entry[name]) for key, name in names.items() if entry.get(name)}
    return Link(
        absolute(base, url) or url, _hint(parts, str(entry.get("language") or language or ""))
    )


def _repaired(body: bytes, base: str) -> Found | None:
    import feedparser  # noqa: PLC0415 - only where a feed is broken: importing it takes a tenth of a second

    try:
        data = feedparser.parse(body, response_headers={"content-location": base})
    except (ValueError, TypeError, KeyError, AttributeError, LookupError, AssertionError,
            RecursionError):  # fmt: skip
        return None
    if not data.get("version") and not data.get("entries"):
        return None
    language = data.get("feed", {}).get("language")
    return Found("feed", tuple(_repaired_entries(data["entries"], base, language)))


def _repaired_entries(entries: Iterable[Any], base: str, language: str | None) -> Iterable[Link]:
    for entry in entries:
        url = entry.get("link") or ""
        if not url.strip():
            continue
        parts = {
            name: str(entry[name])
            for name in ("title", "published", "created", "updated", "summary")
            if entry.get(name)
        }
        yield Link(absolute(base, url) or url, _hint(parts, language))


def _plain(markup: str | None) -> str | None:
    """Return what a reader sees of *markup*: feeds escape HTML inside XML, once or twice."""
    if markup is None:
        return None
    return squeeze(html.unescape(_TAG.sub(" ", html.unescape(markup[:20_000]))))


def language_tag(value: str | None) -> str | None:
    """Return a language tag as the records want it, or None."""
    tag = (value or "").strip().replace("_", "-")
    if not _LANGUAGE.match(tag):
        return None
    primary, _, rest = tag.partition("-")
    return primary.lower() + (f"-{rest}" if rest else "")
