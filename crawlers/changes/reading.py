"""A whole page as blocks that can be compared: what it says, what is furniture, whose logos it shows."""

from collections.abc import Mapping
from datetime import datetime

from lxml import html

from crawlers.changes.furniture import is_furniture_text, opens_furniture, side_mark
from crawlers.changes.logos import logos_of
from crawlers.pages.blocks import Block, blocks_of
from crawlers.pages.dom import parse, squeeze
from crawlers.pages.page import Page
from schemas.changes import PageBlock, PageReading
from schemas.errors import QuarantineError
from text.encoding import decode

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# No page that people read has more; the rest is a dump.
_MOST_BLOCKS = 3000
_LONGEST = 4000
_INLINE = frozenset({"a", "ins", "time", "span"})
_SECTIONS = frozenset({"section", "div", "td", "article", "main", "body"})


def read_page(
    body: bytes, *, url: str, headers: Mapping[str, str] | None = None, seen: datetime
) -> PageReading:
    """Return the blocks and logos of the page *body*; an empty reading where it is no page."""
    headers = headers or {}
    try:
        decoded = decode(body, headers.get("content-type", ""))
        page = Page(url, decoded, parse(decoded.text), seen, None, headers)
    except QuarantineError:
        return PageReading()
    return reading_of(page)


def reading_of(page: Page) -> PageReading:
    """Return the blocks and logos of a page that is parsed already."""
    top = page.root.find("body")
    top = page.root if top is None else top
    side, said = _side_elements(top)
    everything = blocks_of(top, keep_chrome=True)
    content = {id(one.element) for one in blocks_of(top)}
    found: list[PageBlock] = []
    under = ""
    ended: tuple[html.HtmlElement, str] | None = None
    for block in everything[:_MOST_BLOCKS]:
        text = squeeze(block.text)[:_LONGEST]
        if not text:
            continue
        aside = block.tag != "h1" and (
            id(block.element) not in content
            or block.caption
            or block.element in side
            or text in said
            or is_furniture_text(text, block.tag, block.link_share)
        )
        if block.tag in _HEADINGS:
            under = "" if aside else text
        if ended is not None and _ends(block, *ended):
            ended = None
        if opens_furniture(text):
            ended = _section(block.element), block.tag
        found.append(
            PageBlock(
                text=text,
                tag=block.tag,
                side=aside or ended is not None,
                linked=round(block.link_share, 2),
                under=under if under != text else "",
            )
        )
    return PageReading(
        title=squeeze(page.titled.text)[:500], blocks=tuple(found), logos=logos_of(page.root)
    )


def _side_elements(top: html.HtmlElement) -> tuple[set[html.HtmlElement], set[str]]:
    """Return what is furniture by its own marks, and the texts of the short ones.

    Advertisements, consent, counters, comments, calls to action. What holds much of the page is no
    furniture whatever it is called. Inline ones are known again by their text: it stands in a block
    with the text around.
    """
    found: set[html.HtmlElement] = set()
    said: set[str] = set()
    largest = 0.3 * len("".join(top.itertext()))
    for element in top.iter():
        if not isinstance(element.tag, str) or element in found or not side_mark(element):
            continue
        inside = list(element.itertext())
        if element.tag in _INLINE or sum(map(len, inside)) < largest:
            found.update(one for one in element.iter() if isinstance(one.tag, str))
            if sum(map(len, inside)) < 300:
                said.add(squeeze("".join(inside)))
    return found, said


def _section(heading: html.HtmlElement) -> html.HtmlElement:
    """Return what a heading is the heading of: the box it stands in, without the whole page."""
    node = heading
    while (parent := node.getparent()) is not None and parent.tag in _SECTIONS:
        if list(node.itersiblings()) or parent.tag in {"body", "main", "article"}:
            return parent
        node = parent
    return node if parent is None else parent


def _ends(block: Block, section: html.HtmlElement, opened: str) -> bool:
    """Say whether *block* ends what a heading of tag *opened* began: outside its box, or its equal."""
    level = opened if opened in _HEADINGS else "h4"
    if block.tag in _HEADINGS and block.tag <= level and not opens_furniture(block.text):
        return True
    return section is not block.element and section not in set(block.element.iterancestors())
