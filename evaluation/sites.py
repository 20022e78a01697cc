"""Sites of many pages out of single real ones: one page's layout, other pages' texts.

Public sets hold one page per site, but templates are learned from several. A real page's layout is
kept and its article replaced by another one of the set, whose text is known: so exactness can be
measured page by page. Links outside the article get other titles, as they have on a real site.
"""

import copy
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lxml import etree, html

from crawlers.extract import extract
from schemas.errors import QuarantineError
from text.encoding import decode

SEEN = datetime(2026, 11, 24, tzinfo=UTC)
_LEAVES = ("p", "div", "li", "blockquote", "h2", "h3", "h4", "span", "td", "section", "font")
_FIRST_DAY = date(2026, 1, 2)


@dataclass(frozen=True, slots=True)
class Donor:
    """An article to put into other layouts: its title and true text."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page of a made site with what is true of it; *day* is None where its layout has no date."""

    url: str
    body: bytes
    text: str
    title: str
    day: str | None


@dataclass(frozen=True, slots=True)
class Layout:
    """A real page as a mould: its markup, title, day and the words of its article."""

    name: str
    markup: str
    title: str
    day: str | None
    text: str


def mould(name: str, body: bytes, gold: str) -> Layout | None:
    """Return the layout of a real page; None where its title is not found on it."""
    try:
        found = extract(body, url=f"https://{name}.example/a.html", kind="article", seen=SEEN)  # fmt: skip
    except QuarantineError:
        return None
    day = found.published.day if found.published else None
    markup = decode(body).text
    stated = day if day and day in markup else None
    return Layout(name, markup, found.title, stated, gold) if len(found.title) > 5 else None


def donor(title: str, gold: str) -> Donor:
    """Return an article to be put into layouts."""
    lines = [" ".join(line.split()) for line in gold.split("\n")]
    return Donor(title, tuple(line for line in lines if line))


def make_site(layout: Layout, donors: Sequence[Donor], count: int, seed: int) -> Iterator[MadePage]:
    """Yield *count* pages in one layout; none where the layout's article is not found in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    root = html.document_fromstring(layout.markup.encode("utf-8", "replace"), parser=parser)
    leaves = set(_article_leaves(root, layout.text))
    at = [index for index, one in enumerate(root.iter()) if one in leaves]
    if len(at) < 3:
        return
    draw = random.Random(seed)  # noqa: S311 - the same sites each time
    chosen = draw.sample(donors, min(count, len(donors)))
    for number, one in enumerate(chosen):
        day = (_FIRST_DAY + timedelta(days=3 * number)).isoformat()
        page = copy.deepcopy(root)
        elements = list(page.iter())
        places = [elements[index] for index in at]
        _fill(places, one.paragraphs)
        _retitle_links(page, donors, draw, set(one.paragraphs))
        written = etree.tostring(page, method="html", encoding="unicode")
        written = _replace_title(written, layout.title, one.title)
        if layout.day:
            written = written.replace(layout.day, day)
        yield MadePage(
            url=f"https://{layout.name}.example/story/{number}-{draw.randrange(10**6)}.html",
            body=f"<!DOCTYPE html>{written}".encode(),
            text="\n\n".join(one.paragraphs),
            title=one.title,
            day=day if layout.day else None,
        )


def _article_leaves(root: html.HtmlElement, gold: str) -> list[html.HtmlElement]:
    """Return the elements that hold one paragraph each of the true text, in reading order."""
    joined = _letters(gold)
    found: list[html.HtmlElement] = []
    body = root.find("body")
    for element in () if body is None else body.iter(*_LEAVES):
        if any(child.tag in {"p", "div", "ul", "table", "section", "li"} for child in element):
            continue
        words = _letters(element.text_content())
        inside = any(parent in found for parent in element.iterancestors())
        if len(words) > 24 and words in joined and not inside:
            found.append(element)
    return found


def _fill(places: list[html.HtmlElement], paragraphs: Sequence[str]) -> None:
    """Put *paragraphs* where the article was; what is over goes, what is missing is added."""
    for place, words in zip(places, paragraphs, strict=False):
        tail = place.tail
        for child in list(place):
            place.remove(child)
        place.text, place.tail = words, tail
    for place in places[len(paragraphs) :]:
        place.drop_tree()
    last = places[min(len(places), len(paragraphs)) - 1]
    for words in reversed(paragraphs[len(places) :]):
        more = html.Element(last.tag, {key: value for key, value in last.attrib.items() if key != "id"})  # fmt: skip
        more.text = words
        last.addnext(more)


def _retitle_links(
    root: html.HtmlElement, donors: Sequence[Donor], draw: random.Random, own: set[str]
) -> None:
    for link in root.iter("a"):
        words = link.text or ""
        if len(words.strip()) > 24 and words not in own and not len(link):
            link.text = draw.choice(donors).title


def _replace_title(markup: str, old: str, new: str) -> str:
    plain = new.replace("&", "and").replace("<", "").replace('"', "'")
    for written in {old, old.replace("&", "&amp;"), old.replace('"', "&quot;")}:
        markup = markup.replace(written, plain)
    return markup


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
