"""One page as templates look at it: parsed once by the fast parser, asked for single places.

The fast parser (lexbor) takes a third of lxml's time; and of the tree only the head and the body's
own element are turned into Python values, which is where a general extractor's time goes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawlers.pages.dom import squeeze
from crawlers.pages.structured import types
from crawlers.pages.titles import ARTICLES
from schemas.harvest import Hint
from schemas.ids import url_host
from text.encoding import decode

# More than one page states of itself; the rest was made to exhaust us.
_MOST_DATA = 200_000
_MOST_NODES = 300
_ARTICLES = frozenset(ARTICLES)
# Nodes whose dates and names are not the page's own.
_OTHERS = frozenset(("Comment", "UserComments", "Answer", "Event", "Offer", "Person", "Organization"))  # fmt: skip
_UTF8 = re.compile(rb"""<meta[^>]{0,100}?charset\s*=\s*["']?\s*utf-?8\b""", re.IGNORECASE)
_META_KEYS = ("property", "name", "itemprop", "http-equiv")
# Words of a page that may withhold its text. They also stand in menus, so that only those count
# that complete pages of the layout do not have.
_SIGNS = ("isaccessibleforfree", "to continue reading", "subscriber", "阅读全文", "付费", "登录后")


@dataclass
class Leaf:
    """A fetched page: its address, text and tree, and what was said of it beforehand."""

    url: str
    body: bytes
    encoding: str
    doubtful: bool
    tree: LexborHTMLParser
    seen: datetime
    hint: Hint | None = None

    @cached_property
    def host(self) -> str:
        """Return the host of its address."""
        return url_host(self.url)

    @cached_property
    def _head(self) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Return metas and links in one walk: broken heads end early, so they may stand anywhere."""
        metas: dict[str, str] = {}
        links: list[tuple[str, str]] = []
        for element in self.tree.css("meta, link[rel]"):
            given = element.attributes
            if "rel" in given and element.tag == "link":
                links.append(((given["rel"] or "").lower(), given.get("href") or ""))
                continue
            content = given.get("content")
            if not content:
                continue
            for attribute in _META_KEYS:
                if key := given.get(attribute):
                    metas.setdefault(key.strip().lower(), content)
        return metas, links

    @property
    def metas(self) -> dict[str, str]:
        """Return the meta elements by lower-case name or property; the first one wins."""
        return self._head[0]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Return relation and address of the link elements, as written."""
        return self._head[1]

    @cached_property
    def window(self) -> str:
        """Return the window's title."""
        head = self.tree.head
        found = None if head is None else head.css_first("title")
        return "" if found is None else squeeze(found.text())

    @cached_property
    def stated_language(self) -> str:
        """Return the primary language that the root element states; empty where it states none."""
        root = self.tree.root
        given = (root.attributes.get("lang") or "") if root is not None else ""
        return given.replace("_", "-").split("-")[0].strip().lower()

    @cached_property
    def data(self) -> list[dict[str, Any]]:
        """Return the nodes of embedded JSON-LD in the page's order."""
        found: list[dict[str, Any]] = []
        for script in self.tree.css("script[type='application/ld+json']"):
            text = script.text() or ""
            if len(text) <= _MOST_DATA:
                found.extend(_flat(_load(text)))
        return found[:_MOST_NODES]

    def stated(self, key: str) -> Any:
        """Return the first value of *key* in embedded data: ``datePublished``, ``Article.author``.

        With ``Article.`` in front, only nodes of articles count; without, comments do not.
        """
        name = key.removeprefix("Article.")
        for node in self.data:
            own = types(node)
            fits = bool(own & _ARTICLES) if name != key else not own & _OTHERS
            if fits and node.get(name):
                return node[name]
        return None

    @cached_property
    def signs(self) -> frozenset[str]:
        """Return the words on the page that pages which withhold their text show."""
        lower = self.body.lower()  # as bytes: ten times as fast as text
        known = _signs_in(self.encoding)
        return frozenset(word for word, written in known if written and written in lower)

    def select(self, selector: str) -> list[LexborNode]:
        """Return the elements of *selector*; none where it is no selector."""
        try:
            return self.tree.css(selector)
        except (SelectolaxError, ValueError):
            return []


def make_leaf(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str] | None = None,
    seen: datetime,
    hint: Hint | None = None,
) -> Leaf:
    """Decode and parse *body*."""
    header = (headers or {}).get("content-type") or ""
    if _says_utf8(body, header) and _is_utf8(body):
        return Leaf(url, body, "utf-8", False, LexborHTMLParser(body), seen, hint)
    decoded = decode(body, header)
    tree = LexborHTMLParser(decoded.text)
    return Leaf(url, body, decoded.encoding, decoded.doubtful, tree, seen, hint)


def _says_utf8(body: bytes, header: str) -> bool:
    """Say whether header or page name UTF-8; then valid bytes need no further look."""
    return "utf-8" in header.lower() or (
        "charset" not in header.lower() and bool(_UTF8.search(body, 0, 4096))
    )


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not body.startswith((b"\xef\xbb\xbf", b"\xff", b"\xfe"))


@lru_cache(maxsize=50)
def _signs_in(encoding: str) -> tuple[tuple[str, bytes], ...]:
    """Return the words of withheld text as bytes of an encoding."""
    try:
        return tuple((word, word.encode(encoding, "ignore")) for word in _SIGNS)
    except LookupError:
        return tuple((word, word.encode("utf-8")) for word in _SIGNS)


def _load(text: str) -> Any:
    cleaned = re.sub(r"^\s*(?:<!--|/\*.*?\*/|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", text)
    try:
        return json.loads(cleaned, strict=False)
    except (ValueError, RecursionError):
        return None


def _flat(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the nodes of a value: itself, those of lists and of ``@graph``."""
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[:_MOST_NODES]:
            yield from _flat(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        yield from _flat(value.get("@graph"), depth + 1)
        yield from _flat(value.get("mainEntity"), depth + 1)
