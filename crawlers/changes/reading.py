"""A whole page as blocks that can be compared: what it says, what is furniture, whose logos it shows."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from lxml import html

from crawlers.changes.furniture import is_consent, is_furniture_text, mark_of, opens_furniture
from crawlers.changes.logos import logos_of
from crawlers.changes.standing import Standing, Standings, is_substantial
from crawlers.pages.blocks import Block, survey_of
from crawlers.pages.dom import parse, squeeze
from crawlers.pages.page import Page
from schemas.changes import PageBlock, PageReading
from schemas.errors import QuarantineError
from text.encoding import decode

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# No page that people read has more; the rest is a dump.
_MOST_BLOCKS = 3000
# A longer block is compared sentence by sentence: pages whose paragraphs only breaks part.
_LONGEST = 1500
_SENTENCES = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_INLINE = frozenset({"a", "ins", "time", "span"})
_SECTIONS = frozenset({"section", "div", "td", "article", "main", "body"})
_WHOLE = frozenset({"article", "main", "body"})
# Below such a heading readers write whole sentences.
_COMMENTS = "comments"
_OF_READERS = re.compile(r"comment|repl(?:y|ies)|response|conversation|评论", re.IGNORECASE)
# A page with more blocks that tell of cookies is about them.
_MOST_CONSENT = 4
_UNFILLED = re.compile(r"\{\{|\}\}|\$\{|function\s*\(")


def read_page(
    body: bytes, *, url: str, headers: Mapping[str, str] | None = None, seen: datetime
) -> PageReading:
    """Return the blocks and logos of the page *body*; an empty reading where it is no page."""
    headers = headers or {}
    try:
        decoded = decode(body, headers.get("content-type", ""))
        root = parse(decoded.text)
    except QuarantineError:
        return PageReading()
    _drop_inline_adverts(root)
    return _reading_of(Page(url, decoded, root, seen, None, headers))


def _drop_inline_adverts(root: html.HtmlElement) -> None:
    """Take advertisements out that stand in a line: their words would run into the text around."""
    marked = [one for one in root.iter("ins", "span") if mark_of(one) == "advert"]
    for one in marked:
        if one.getparent() is not None and len(squeeze(one.text_content())) < 300:
            one.drop_tree()


def _reading_of(page: Page) -> PageReading:
    top = page.root.find("body")
    top = page.root if top is None else top
    everything = survey_of(top).blocks[:_MOST_BLOCKS]
    blocks = _Sorter(top, everything).sorted(everything)
    return PageReading(
        title=squeeze(page.titled.text)[:500], blocks=tuple(blocks), logos=logos_of(page.root)
    )


class _Sorter:
    """Tells content from furniture, block by block in reading order."""

    def __init__(self, top: html.HtmlElement, blocks: list[Block]) -> None:
        self._standings = Standings(top, blocks)
        self._said = _labels(top)
        self._consent = sum(is_consent(one.text) for one in blocks) <= _MOST_CONSENT
        self._ended: tuple[html.HtmlElement, str] | None = None

    def sorted(self, blocks: list[Block]) -> Iterator[PageBlock]:
        """Yield the blocks of the page; hidden ones only where they count."""
        under = ""
        for block in blocks:
            text = squeeze(block.text)
            if not text:
                continue
            aside = self._aside(block, text)
            if self._standings.hidden(block.element) and (
                aside or block.tag == "h1" or _UNFILLED.search(text)
            ):
                continue
            if block.tag in _HEADINGS:
                under = "" if aside else text
            after = self._after_opening(block, text)
            for piece in _pieces(text):
                yield PageBlock(
                    text=piece,
                    tag=block.tag,
                    side=aside or after,
                    linked=round(block.link_share, 2),
                    under=under if under != text else "",
                )

    def _aside(self, block: Block, text: str) -> bool:
        if block.tag == "h1":
            return False
        if is_furniture_text(text, block.tag, block.link_share):
            return True
        if self._consent and is_consent(text):
            return True
        standing = self._standings.of(block.element)
        if standing is Standing.FURNITURE:
            return True
        doubtful = standing is Standing.DOUBTFUL or text in self._said
        return doubtful and not is_substantial(text, block.tag, block.link_share)

    def _after_opening(self, block: Block, text: str) -> bool:
        """Say whether *block* stands below a heading of teasers or comments, or is one."""
        if self._ended is not None and self._ends(block, *self._ended):
            self._ended = None
        if opens_furniture(text):
            said = block.tag in _HEADINGS and _OF_READERS.search(text)
            self._ended = _section(block.element), _COMMENTS if said else block.tag
        return self._ended is not None

    def _ends(self, block: Block, section: html.HtmlElement, opened: str) -> bool:
        """Say whether *block* ends what a heading of tag *opened* began.

        It does outside of its box, as its equal, and where the text goes on after it.
        """
        level = opened if opened in _HEADINGS else "h4"
        if block.tag in _HEADINGS and block.tag <= level and not opens_furniture(block.text):
            return True
        if self._goes_on(block, section, opened):
            return True
        return section is not block.element and section not in set(block.element.iterancestors())

    def _goes_on(self, block: Block, section: html.HtmlElement, opened: str) -> bool:
        """Say whether *block* is text after a line of teasers that stands in the text itself."""
        box = section.tag in _WHOLE or self._standings.mainstay(section)
        if not box or opened == _COMMENTS or block.link_share >= 0.3:
            return False
        return block.tag != "li" and is_substantial(block.text, block.tag, block.link_share)


def _labels(top: html.HtmlElement) -> set[str]:
    """Return the texts of short marked elements in lines: they stand in a block with no mark."""
    marked = (one for one in top.iter(*_INLINE) if mark_of(one))
    texts = (squeeze(one.text_content()) for one in marked)
    return {one for one in texts if 0 < len(one) < 300}


def _pieces(text: str) -> list[str]:
    """Return *text*, or its sentences where it is long."""
    if len(text) <= _LONGEST:
        return [text]
    return [one for one in _SENTENCES.split(text) if one]


def _section(heading: html.HtmlElement) -> html.HtmlElement:
    """Return what a heading is the heading of: the box it stands in, without the whole page."""
    node = heading
    while (parent := node.getparent()) is not None and parent.tag in _SECTIONS:
        if list(node.itersiblings()) or parent.tag in {"body", "main", "article"}:
            return parent
        node = parent
    return node if parent is None else parent
