"""Well-formed feeds: RSS 0.9x to 2.0, RDF (RSS 1.0), Atom 0.3 and 1.0, CDF, off one XML tree.

Elements are told apart by namespace: media, podcast and drawing vocabularies reuse the names of
elements that mean the entry itself.
"""

import re
from collections.abc import Iterator

from lxml import etree

from crawlers.links.entries import Entry, Feed, plain
from crawlers.links.feedtext import markup, with_absolute_links
from crawlers.links.found import joined
from crawlers.links.xmltree import local, namespace, text

ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_ITEMS = frozenset({"item", "entry"})
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
# Namespaces by what they are here called; "" is the feed's own vocabulary, whatever its version.
_VOCABULARIES = {
    "": "",
    "http://www.w3.org/2005/atom": "", "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "", "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "", "http://backend.userland.com/rss": "",
    "http://backend.userland.com/rss2": "", "http://backend.userland.com/rss191": "",
    "http://blogs.law.harvard.edu/tech/rss": "", "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://search.yahoo.com/mrss/": "media:", "http://search.yahoo.com/mrss": "media:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}  # fmt: skip
# Where each value may stand, the best first.
_TITLE = ("title", "dc:title", "media:title", "itunes:title")
_PUBLISHED = ("published", "pubdate", "issued", "dcterms:issued", "dc:date", "created",
              "dcterms:created", "date")  # fmt: skip
_UPDATED = ("updated", "modified", "lastbuilddate", "dcterms:modified", "dc:date")
_SUMMARY = ("description", "summary", "abstract", "dc:description", "itunes:summary",
            "media:description", "itunes:subtitle")  # fmt: skip
_CONTENT = ("content:encoded", "content", "xhtml:body", "body", "fullitem", "xhtml:div")
_AUTHORS = ("author", "dc:creator", "dc:author", "itunes:author")
# In Atom and CDF untyped text is text, in RSS it is HTML; titles are text everywhere.
_HTML = frozenset({"description", "dc:description", "content:encoded", "fullitem", "body"})
_MAILED = re.compile(r"^\S+@\S+\s*\((.{1,200})\)$")
_ONWARD = ("next", "prev-archive")
# More entries than any feed that means readers holds (RELIABILITY T12).
_MOST_ENTRIES = 10_000

Parts = dict[str, list[etree._Element]]


def read_tree(root: etree._Element, base: str, language: str = "") -> Feed:
    """Return the feed below *root*, which came from *base*; *language* is the response's own."""
    head = _head(root)
    own = _parts(head, "")
    language = _language(root) or _text(own, ("language", "dc:language")) or language
    entries: list[Entry] = []
    for item in root.iter("{*}*"):
        if local(item) in _ITEMS and len(entries) < _MOST_ENTRIES:
            entries.append(_entry(item, base, language))
    at = _base(head, base)
    home, _ = _links(own, at)
    return Feed(
        title=plain(_markup(own, ("title", "dc:title"))),
        home=home[0] if home else "",
        language=language,
        entries=tuple(entries),
        onward=tuple(_onward(head, at)),
    )


def _head(root: etree._Element) -> etree._Element:
    return next((one for one in root if local(one) == "channel"), root)


def _parts(element: etree._Element, own: str) -> Parts:
    """Return the children by qualified name; *own* is the entry's namespace, taken as the feed's."""
    parts: Parts = {}
    for child in element:
        space = namespace(child)
        prefix = "" if space == own else _VOCABULARIES.get(space.lower())
        name = local(child)
        if prefix is None or name in _ITEMS:
            continue
        if prefix == "media:" and name in {"group", "content"}:
            for inner in child.iter("{*}*"):
                parts.setdefault(f"media:{local(inner)}", []).append(inner)
            continue
        parts.setdefault(prefix + name, []).append(child)
    return parts


def _entry(item: etree._Element, base: str, language: str) -> Entry:
    parts = _parts(item, namespace(item))
    at = _base(item, base)
    attributes = {str(name).lower(): str(value).strip() for name, value in item.attrib.items()}
    identity = _text(parts, ("guid", "id")) or item.get(_ABOUT, "").strip()
    links, enclosures = _links(parts, at)
    if not links and attributes.get("href"):
        links = [joined(at, attributes["href"])]  # CDF
    original = _text(parts, ("feedburner:origlink",))
    links = list(dict.fromkeys([*filter(None, [original]), *links, *_permalinks(parts, at)]))
    if not links and identity == item.get(_ABOUT, "").strip():
        links = list(filter(None, [identity]))
    summary, content = _texts(parts)
    return Entry(
        url=next(iter(links or _other_links(parts, at) or enclosures), ""),
        id=identity,
        title=plain(_markup(parts, _TITLE)),
        published=_date(parts, _PUBLISHED),
        updated=_date(parts, _UPDATED) or attributes.get("lastmod", ""),
        dates=tuple(_dates(parts)),
        summary=with_absolute_links(summary, at),
        content=with_absolute_links(content, at),
        authors=tuple(_authors(parts)),
        language=_language(item) or _text(parts, ("dc:language", "language")) or language,
        links=tuple(links),
        enclosures=tuple(enclosures),
    )


def _date(parts: Parts, names: tuple[str, ...]) -> str:
    """Return a date as written; of several under one name the last, as feed readers do."""
    return next(
        (said for name in names for one in parts.get(name, ())[::-1] if (said := text(one))), ""
    )


def _dates(parts: Parts) -> Iterator[str]:
    for name in (*_PUBLISHED, *_UPDATED):
        yield from (said for one in parts.get(name, ()) if (said := text(one)))


def _text(parts: Parts, names: tuple[str, ...]) -> str:
    return next((said for name in names for one in parts.get(name, ()) if (said := text(one))), "")


def _markup(parts: Parts, names: tuple[str, ...]) -> str:
    found = (markup(one, is_html=name in _HTML) for name in names for one in parts.get(name, ()))
    return next((said for said in found if said.strip()), "")


def _texts(parts: Parts) -> tuple[str, str]:
    """Return summary and content; a second description is the content where nothing else is."""
    written = [
        said
        for name in _SUMMARY
        for one in parts.get(name, ())
        if (said := markup(one, is_html=name in _HTML)).strip()
    ]
    content = _markup(parts, _CONTENT) or max(written[1:], key=len, default="")
    return next(iter(written), ""), content


def _links(parts: Parts, base: str) -> tuple[list[str], list[str]]:
    """Return the addresses of the document itself, the likeliest first, and of attached files."""
    pages: list[str] = []
    others: list[str] = []
    files: list[str] = []
    for one in parts.get("link", ()):
        href = _href(one)
        if href is None and text(one):
            (files if one.get("rel") == "enclosure" else pages).append(joined(base, text(one)))
        elif href is None:
            continue
        elif one.get("rel", "alternate") == "enclosure":
            files.append(joined(base, href))
        elif one.get("rel", "alternate") == "alternate":
            kind = one.get("type", "text/html").lower()
            (pages if "html" in kind else others).append(joined(base, href))
    for name in ("enclosure", "media:content", "media:player"):
        files += [
            joined(base, href)
            for one in parts.get(name, ())
            if (href := _href(one) or one.get("url"))
        ]
    return [*pages, *others], list(dict.fromkeys(files))


def _other_links(parts: Parts, base: str) -> list[str]:
    """Return what an entry without a page of its own points to: what it is about, where it was."""
    ranked = {"related": 0, "via": 1, "self": 2}
    found = [
        (ranked[rel], joined(base, href))
        for one in parts.get("link", ())
        if (rel := one.get("rel", "")) in ranked and (href := _href(one))
    ]
    return [url for _, url in sorted(found, key=lambda pair: pair[0])]


def _href(element: etree._Element) -> str | None:
    return next(
        (str(value) for name, value in element.attrib.items() if str(name).lower() == "href"), None
    )


def _permalinks(parts: Parts, base: str) -> Iterator[str]:
    """Yield the identities that are addresses, unless the feed says that they are none."""
    for one in [*parts.get("guid", ()), *parts.get("id", ())]:
        stated = one.get("isPermaLink")
        identity = text(one)
        if stated is not None and stated.strip().lower() == "false":
            continue
        if identity.lower().startswith(("http://", "https://")):
            yield identity
        elif identity.startswith("/") or (identity and stated):
            yield joined(base, identity)


def _authors(parts: Parts) -> Iterator[str]:
    seen: set[str] = set()
    for name in _AUTHORS:
        for one in parts.get(name, ()):
            named = next((text(child) for child in one if local(child) == "name"), None)
            said = named or ("" if len(one) else _person(text(one)))
            if said and said not in seen:
                seen.add(said)
                yield said


def _person(written: str) -> str:
    """Return the name of ``jo@a.example (Jo Doe)``, RSS's form; other text as it is."""
    found = _MAILED.match(written)
    return found[1].strip() if found else written


def _onward(head: etree._Element, base: str) -> Iterator[str]:
    for rel in _ONWARD:
        for one in head:
            if local(one) == "link" and one.get("rel") == rel and (href := one.get("href")):
                yield joined(base, href)
                return


def _language(element: etree._Element) -> str:
    """Return the nearest ``xml:lang``; empty where none is stated."""
    for one in (element, *element.iterancestors()):
        stated = one.get(f"{_XML}lang")
        if stated is not None:
            return str(stated).strip()
    return ""


def _base(item: etree._Element, base: str) -> str:
    """Return the base of *item*'s links: every ``xml:base`` around it, the outermost first."""
    for one in reversed([item, *item.iterancestors()]):
        if part := one.get(f"{_XML}base"):
            base = joined(base, part)
    return base
