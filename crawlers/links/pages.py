"""Lists of links: news rooms, press pages, job boards, whatever page leads to documents.

With an analyst's CSS selector the selected links are taken. Without one they are found by how
they look (:mod:`crawlers.links.grouping`), or in the JSON that the page carries for its scripts.
What a "load more" button loads, markup or JSON, is read in the same way.
"""

import re
from collections.abc import Iterator

from cssselect import SelectorError
from lxml import etree, html

from crawlers.links import jsonlists
from crawlers.links.found import Found, Link, SameSite, absolute, squeeze
from crawlers.links.grouping import choose, shown
from crawlers.links.neardate import date_near
from crawlers.links.onward import following, onward
from schemas.errors import SourceBrokenError
from schemas.harvest import Hint
from text.encoding import decode

_WHOLE_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
# Fewer links than this in the markup: the list may be drawn by a script from the page's own JSON.
_FEW = 3


def read(
    body: bytes,
    base: str,
    same_site: SameSite,
    *,
    content_type: str | None = None,
    follow: str | None = None,
    next_page: str | None = None,
) -> Found:
    """Return the documents a page lists and where the list goes on.

    Raises SourceBrokenError for a selector that is no CSS.
    """
    text = decode(body, content_type).text
    if (value := _json(text)) is not None:
        return _read_json(value, base, same_site)
    root = _tree(text)
    if root is None:
        return Found("unknown")
    at = absolute(base, _base_of(root)) or base
    if follow:
        documents = tuple(_selected(root, at, follow))
    else:
        documents = tuple(_guessed(root, at, same_site))
    further = tuple(_further(root, at, same_site, next_page))
    if not follow and len(documents) < _FEW:
        documents, further = _embedded(root, at, same_site, documents, further)
    if documents and not further and not _WHOLE_PAGE.search(text):
        further = tuple(filter(None, [following(base, len(documents))]))
    return Found("html", documents, further)


def feeds_of(body: bytes, base: str, content_type: str | None = None) -> tuple[str, ...]:
    """Return the feeds that a page announces (``<link rel=alternate>``)."""
    root = _tree(decode(body, content_type).text)
    if root is None:
        return ()
    return tuple(
        absolute(base, link.get("href", ""))
        for link in root.iter("link")
        if "alternate" in link.get("rel", "").lower().split()
        and re.search(r"rss|atom|feed\+json", link.get("type", "").lower())
        and link.get("href")
    )


def _json(text: str) -> object | None:
    start = text[:100].lstrip("\ufeff \t\r\n")
    value = jsonlists.load(text.strip("\ufeff \t\r\n")) if start.startswith(("{", "[")) else None
    return value if isinstance(value, dict | list) else None


def _read_json(value: object, base: str, same_site: SameSite) -> Found:
    """Read what an endpoint answers: a list of entries, or markup inside JSON."""
    found = jsonlists.read(value, base, same_site)
    documents = found.links
    if len(documents) < _FEW:
        roots = (root for one in found.fragments if (root := _tree(one)) is not None)
        inside = tuple(link for root in roots for link in _guessed(root, base, same_site))
        documents = inside if len(inside) > len(documents) else documents
    further = [url for one in found.onward if (url := absolute(base, one)) and same_site(base, url)]
    if documents and not further and not found.ended:
        further = list(filter(None, [following(base, len(documents))]))
    return Found("json", documents, tuple(further[:1]))


def _embedded(
    root: html.HtmlElement,
    base: str,
    same_site: SameSite,
    documents: tuple[Link, ...],
    further: tuple[str, ...],
) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """Return the list that the page's own JSON holds, where that is longer than *documents*."""
    lists = [jsonlists.read(value, base, same_site) for value in jsonlists.embedded(root)]
    best = max(lists, key=lambda one: len(one.links), default=jsonlists.JsonList())
    if len(best.links) <= len(documents):
        return documents, further
    own = (absolute(base, one) for one in best.onward)
    return best.links, further or tuple([url for url in own if same_site(base, url)][:1])


def _tree(text: str) -> html.HtmlElement | None:
    # lxml refuses a str that declares an encoding, and NUL ends its input.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:500]) + text[500:]
    try:
        root = html.document_fromstring(text.replace("\x00", ""), ensure_head_body=False)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root, html.HtmlElement) else None


def _base_of(root: html.HtmlElement) -> str:
    return next((one.get("href", "") for one in root.iter("base")), "")


def _select(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    try:
        return list(root.cssselect(selector))
    except (SelectorError, etree.XPathError) as error:
        raise SourceBrokenError(
            f"{selector!r} is no CSS selector: {error}", remedy="Correct follow or next_page"
        ) from error


def _selected(root: html.HtmlElement, base: str, selector: str) -> Iterator[Link]:
    chosen = _select(root, selector)
    anchors = [link for element in chosen for link in _anchors(element)]
    marked = set(anchors)
    seen: set[str] = set()
    for anchor in anchors:
        url = absolute(base, anchor.get("href", ""))
        if url and url not in seen:
            seen.add(url)
            yield Link(url, _hint(anchor, shown(anchor), _row(anchor, marked)))


def _anchors(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    if element.tag == "a":
        yield element
    else:
        first = next((one for one in element.iter("a") if one.get("href")), None)
        if first is not None:
            yield first


def _guessed(root: html.HtmlElement, base: str, same_site: SameSite) -> Iterator[Link]:
    for one in choose(root, base, same_site):
        yield Link(one.url, _hint(one.element, one.title, one.row))


def _hint(anchor: html.HtmlElement, title: str, row: html.HtmlElement) -> Hint:
    # A teaser link has the full title in its attribute where the text was cut with dots.
    full = squeeze(anchor.get("title"), 300)
    if full and title.endswith(("…", "...")):
        title = full
    return Hint(title=title or None, published=date_near(row, title), origin="listing")


def _row(anchor: html.HtmlElement, marked: set[html.HtmlElement]) -> html.HtmlElement:
    """Return the largest element around *anchor* that holds no other link of the list."""
    row = anchor
    for parent in anchor.iterancestors():
        if parent.tag in {"body", "html", "main"} or _others(parent, anchor, marked):
            break
        row = parent
    return row


def _others(
    parent: html.HtmlElement, anchor: html.HtmlElement, marked: set[html.HtmlElement]
) -> bool:
    own = anchor.get("href")
    return any(one in marked and one.get("href") != own for one in parent.iter("a"))


def _further(
    root: html.HtmlElement, base: str, same_site: SameSite, selector: str | None
) -> Iterator[str]:
    """Yield the first address where the list goes on, if any."""
    if not selector:
        yield from list(onward(root, base, same_site))[:1]
        return
    for one in (link for element in _select(root, selector) for link in _anchors(element)):
        url = absolute(base, one.get("href", ""))
        if url.startswith(("http://", "https://")) and url != base and same_site(base, url):
            yield url
            return
