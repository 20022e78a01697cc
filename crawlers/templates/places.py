"""Finding again, on the page it was read from, where a document's fields stand."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice

from selectolax.lexbor import LexborNode

from crawlers.pages.dom import squeeze
from crawlers.templates.leaf import Leaf
from crawlers.templates.paths import selectors_of
from crawlers.templates.values import dated, raw_values, read_authors, words
from schemas.documents import DocumentBase
from schemas.templates import FieldName, Place

_HEADINGS = (
    "h1, h2, h3, [class*='title'], [class*='headline'], [itemprop='headline'], [id*='title']"
)
_DATES = (
    "time, [datetime], [itemprop='datePublished'], [class*='date'], [class*='time'], [class*='publish'],"
    " [class*='meta'], [class*='info'], [class*='byline'], [class*='source'], [id*='date'], [id*='time'],"
    " span, small, em, p, li"
)
# Old layouts name nothing: any small element may hold a line of its own.
_ANY = "td, font, b, strong, div, span, p, center, big, dt, h4, h5, h6"
_AUTHORS = (
    "[rel='author'], [itemprop='author'], [class*='author'], [class*='byline'], [class*='writer'],"
    " [class*='editor'], [class*='source'], [id*='author']"
)
_DIGITS = re.compile(r"\d{1,4}\D{1,3}\d{1,2}|\d{8}|\d\s*(?:小时|分钟|天)前|昨天|\b\d+ \w+ ago")
_MOST_ELEMENTS = 400
# Words around a title that a site always writes are its name; longer ones are another text.
_LONGEST_AFFIX = 80
# A date is read at the start of its element; the line around it may be as long as this.
_LONGEST_LINE = 250
_DATE_ATTRIBUTES = ("datetime", "content", "title")
_JSON_DATES = ("datePublished", "Article.datePublished", "dateCreated", "uploadDate")


def places_of(document: DocumentBase, leaf: Leaf) -> dict[FieldName, tuple[Place, ...]]:
    """Return, field by field, the places of *leaf* that give what *document* says."""
    found: dict[FieldName, tuple[Place, ...]] = {}
    finders: tuple[tuple[FieldName, Callable[[DocumentBase, Leaf], Iterator[Place]]], ...] = (
        ("title", _titles),
        ("published", _dates),
        ("authors", _bylines),
        ("lead", _leads),
    )
    for name, finder in finders:
        if getattr(document, name):
            found[name] = tuple(dict.fromkeys(finder(document, leaf)))
    return found


def _titles(document: DocumentBase, leaf: Leaf) -> Iterator[Place]:
    title = document.title
    for node in _said(title, leaf):
        for selector in selectors_of(node, leaf, every=True):
            yield Place(via="css", at=selector)
    for name, content in leaf.metas.items():
        if place := _around(Place(via="meta", at=name), squeeze(content), title):
            yield place
    if place := _around(Place(via="title"), leaf.window, title):
        yield place
    for key in ("Article.headline", "headline", "Article.name"):
        if raw_values(Place(via="json-ld", at=key), leaf)[:1] == [title]:
            yield Place(via="json-ld", at=key)
    if leaf.hint and squeeze(leaf.hint.title) == title:
        yield Place(via="hint", at="title")


def _said(title: str, leaf: Leaf) -> list[LexborNode]:
    """Return elements whose words are the title: headings, or where none is, any."""
    found = [one for one in leaf.select(_HEADINGS)[:_MOST_ELEMENTS] if words(one) == title]
    if found:
        return found
    own = (one for one in leaf.select(_ANY)[: 2 * _MOST_ELEMENTS] if _own(one) == title)
    return [one for one in own if words(one) == title][:3]


def _own(node: LexborNode) -> str:
    """Return the words that stand in an element itself, not in others inside it."""
    return squeeze(node.text(deep=False) or "")


def _around(place: Place, content: str, value: str) -> Place | None:
    """Return *place* with what stands before and after *value* in *content*; None without it."""
    at = content.find(value)
    if at < 0 or len(content) > len(value) + _LONGEST_AFFIX:
        return None
    before, after = content[:at], content[at + len(value) :]
    # A title that goes on in words is another one; a site's name is set off by a sign.
    if (before and before[-1].isalnum()) or (after and after[0].isalnum()):
        return None
    return place.model_copy(update={"before": before, "after": after})


def _dates(document: DocumentBase, leaf: Leaf) -> Iterator[Place]:
    published = document.published
    assert published is not None

    def gives(raw: str) -> bool:
        found = dated(raw, leaf.seen, document.language, "") if raw else None
        return found is not None and found.value == published.value

    for name, content in leaf.metas.items():
        if _DIGITS.search(content[:60]) and gives(content[:100]):
            yield Place(via="meta", at=name)
    for key in _JSON_DATES:
        place = Place(via="json-ld", at=key)
        if any(gives(raw) for raw in raw_values(place, leaf)[:1]):
            yield place
    yield from _dated_elements(leaf, gives)
    for place in (Place(via="url"), Place(via="hint", at="published")):
        if any(gives(raw) for raw in raw_values(place, leaf)[:1]):
            yield place


def _dated_elements(leaf: Leaf, gives: Callable[[str], bool]) -> Iterator[Place]:
    """Yield places of elements whose text or attribute is the date, five elements at most."""
    seen = 0
    named = leaf.select(_DATES)[:_MOST_ELEMENTS]
    plain = (one for one in leaf.select(_ANY)[: 2 * _MOST_ELEMENTS] if _DIGITS.search(_own(one)))
    for node in chain(named, islice(plain, 40)):
        given = node.attributes
        dated_by = (one for one in _DATE_ATTRIBUTES if _DIGITS.search((given.get(one) or "")[:60]))
        attribute = next(dated_by, None)
        text = (given.get(attribute) or "") if attribute else words(node)
        if len(text) > _LONGEST_LINE or not _DIGITS.search(text) or not gives(text):
            continue
        for selector in selectors_of(node, leaf, every=True)[:8]:
            yield Place(via="css", at=selector, attribute=attribute)
        seen += 1
        if seen > 4:
            break


def _bylines(document: DocumentBase, leaf: Leaf) -> Iterator[Place]:
    wanted = document.authors
    for name in leaf.metas:
        place = Place(via="meta", at=name)
        if ("author" in name or name in {"byl", "dc.creator"}) and read_authors(place, leaf) == wanted:  # fmt: skip
            yield place
    place = Place(via="json-ld", at="Article.author")
    if read_authors(place, leaf) == wanted:
        yield place
    for node in leaf.select(_AUTHORS)[:30]:
        if len(words(node)) > 160:
            continue
        for selector in selectors_of(node, leaf, every=True)[:6]:
            place = Place(via="css", at=selector)
            if read_authors(place, leaf) == wanted:
                yield place


def _leads(document: DocumentBase, leaf: Leaf) -> Iterator[Place]:
    for name in ("og:description", "description", "twitter:description"):
        if squeeze(leaf.metas.get(name))[:1000] == document.lead:
            yield Place(via="meta", at=name)
    if leaf.hint and squeeze(leaf.hint.summary)[:1000] == document.lead:
        yield Place(via="hint", at="summary")
