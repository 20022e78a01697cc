"""RSS 0.9x to 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0, CDF and JSON Feed.

Well-formed feeds are read with lxml; for the others feedparser is asked, which repairs them.
"""

import re

from crawlers.links.entries import Feed
from crawlers.links.entries import found as _found
from crawlers.links.feedjson import read_json
from crawlers.links.feedrepair import read_broken
from crawlers.links.feedtree import ROOTS, read_tree
from crawlers.links.found import Found
from crawlers.links.xmltree import local, parse
from text.encoding import decode

# feedparser takes eight seconds per megabyte on hostile input; what is larger lxml mends, more roughly.
_REPAIR_BYTES = 500_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_FEED_TAG = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|item|entry)\b", re.IGNORECASE)
_HTML_TAG = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def read(body: bytes, base: str, content_type: str | None = None) -> Found | None:
    """Return the entries of a feed in its order, or None where *body* is no feed. Never raises."""
    feed = read_feed(body, base, content_type)
    return None if feed is None else _found(feed)


def read_feed(
    body: bytes, base: str, content_type: str | None = None, language: str = ""
) -> Feed | None:
    """Return all that a feed says, or None where *body* is no feed. Never raises.

    *base* is its address, *content_type* and *language* what the response's headers say.
    """
    start = body[:1000].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    if start.startswith((b"{", b"[")):
        return read_json(decode(body, content_type).text, base)
    root = parse(_as_utf8(body, content_type))
    if root is not None:
        return read_tree(root, base, language) if local(root) in ROOTS else None
    if not _may_be_feed(body):
        return None
    if len(body) <= _REPAIR_BYTES:
        return read_broken(body, base, content_type)
    root = parse(_as_utf8(body, content_type), recover=True)
    return read_tree(root, base, language) if root is not None and local(root) in ROOTS else None


def _as_utf8(body: bytes, content_type: str | None) -> bytes:
    """Return the body in UTF-8 without a declaration, whatever encoding it is really in."""
    text = decode(body, content_type).text
    return _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")


def _may_be_feed(body: bytes) -> bool:
    head = body[:4000].replace(b"\x00", b"")
    tag = _FEED_TAG.search(head)
    page = _HTML_TAG.search(head)
    return tag is not None and (page is None or tag.start() < page.start())
