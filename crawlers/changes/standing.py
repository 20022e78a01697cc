"""How each part of a page stands: content, doubtful, or furniture by strong evidence.

Furniture is what markup declares as such (navigation, side, header and footer of the page), what is
marked as an advertisement, consent or comments, and links in a box of teasers. Everything else that
looks odd, such as forms, modals, hidden tabs or boxes called ``share``, is doubtful: whole sentences
and figures in it count, labels do not.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from enum import IntEnum

from lxml import html

from crawlers.changes.furniture import mark_of
from crawlers.pages.blocks import Block, is_chrome
from crawlers.pages.dom import is_hidden
from crawlers.pages.furniture import COMMENTS, read_label

# What holds this part of the running text is no furniture, whatever it is called; and what markup
# declares as navigation must hold more. On a page of few words nothing is acquitted by them.
_MAINSTAY, _MAINSTAY_DECLARED = 0.3, 0.5
_LEAST_RUNNING = 250
# A promotion or a sign-up that is longer is a part of the page (characters).
_APPEAL = 600
# A box of teasers is one where this part of the text is links.
_LINKS = 0.3
_RUNNING = 40
_FIVE_WORDS = re.compile(r"(?:[^\W_]+[^\w]+){4}\w|(?:[\u3040-\u30ff\u4e00-\u9fff].?){10}")
_FIGURE = re.compile(r"[¥￥€$£₹]\s?\d|\d\s?(?:[元円€£%]|EUR|USD|CNY|GBP)")
_CELLS = frozenset({"td", "th", "dt", "dd"})
_TAGS = frozenset({"nav", "aside", "footer", "header", "menu"})
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"}
)
_CONTENT = frozenset({"html", "body", "article", "main"})
_MAIN = frozenset({"article", "main", "blockquote"})
_DOUBTFUL = frozenset({"form", "dialog"})


class Standing(IntEnum):
    """The worst of an element and of all that it stands in."""

    CONTENT = 0
    DOUBTFUL = 1
    FURNITURE = 2


class Standings:
    """The standing of each element of a page, from all its *blocks* below *top*."""

    def __init__(self, top: html.HtmlElement, blocks: Sequence[Block]) -> None:
        self._running: dict[html.HtmlElement, float] = defaultdict(float)
        self._length: dict[html.HtmlElement, int] = defaultdict(int)
        self._linked: dict[html.HtmlElement, int] = defaultdict(int)
        self._total = 0.0
        for block in blocks:
            runs = len(block.text) >= _RUNNING and block.link_share < 0.5
            self._total += block.weight * runs
            for node in (block.element, *block.element.iterancestors()):
                self._running[node] += block.weight * runs
                self._length[node] += len(block.text)
                self._linked[node] += block.linked
        self._headed = {
            node for one in top.iter("h1") if not _is_logo(one) for node in one.iterancestors()
        }
        self._known: dict[html.HtmlElement, Standing] = {}
        self._hidden: dict[html.HtmlElement, bool] = {}

    def of(self, element: html.HtmlElement) -> Standing:
        """Return the standing of *element*."""
        if element not in self._known:
            parent = element.getparent()
            above = Standing.CONTENT if parent is None else self.of(parent)
            worst = above is Standing.FURNITURE
            self._known[element] = above if worst else max(above, self._own(element))
        return self._known[element]

    def hidden(self, element: html.HtmlElement) -> bool:
        """Say whether markup hides *element*, as it hides tabs and modals until somebody asks."""
        if element not in self._hidden:
            parent = element.getparent()
            above = parent is not None and self.hidden(parent)
            self._hidden[element] = above or is_hidden(element)
        return self._hidden[element]

    def mainstay(self, element: html.HtmlElement, share: float = _MAINSTAY) -> bool:
        """Say whether *element* holds so much of the running text that it is the page."""
        return self._running[element] >= max(_LEAST_RUNNING, share * self._total)

    def _own(self, element: html.HtmlElement) -> Standing:
        tag = element.tag
        if not isinstance(tag, str) or tag in _CONTENT:
            return Standing.CONTENT
        if tag in _TAGS or (element.get("role") or "").lower() in _ROLES:
            return self._declared(element, tag)
        kind = mark_of(element)
        if read_label(f"{element.get('class') or ''} {element.get('id') or ''}") & COMMENTS:
            kind = kind or "comments"
        if kind in {"advert", "consent", "comments", "appeal", "teasers"}:
            return self._marked(element, kind)
        odd = kind or tag in _DOUBTFUL or is_chrome(element) or is_hidden(element)
        return Standing.DOUBTFUL if odd else Standing.CONTENT

    def _declared(self, element: html.HtmlElement, tag: str) -> Standing:
        if self.mainstay(element, _MAINSTAY_DECLARED):
            return Standing.CONTENT
        inside = any(up.tag in _MAIN for up in element.iterancestors())
        if tag in {"header", "footer"} and (inside or element in self._headed):
            return Standing.DOUBTFUL
        return Standing.FURNITURE

    def _marked(self, element: html.HtmlElement, kind: str) -> Standing:
        if element in self._headed or self.mainstay(element):
            return Standing.CONTENT
        length = self._length[element]
        long = kind == "appeal" and length > _APPEAL
        text = kind == "teasers" and self._linked[element] < _LINKS * length
        return Standing.DOUBTFUL if long or text else Standing.FURNITURE


def _is_logo(heading: html.HtmlElement) -> bool:
    """Say whether a heading is the site's own name: a link, or a picture, and nothing else."""
    if any(one.tag == "a" for one in heading.iterancestors()):
        return True
    said = len("".join(heading.itertext()).split())
    return said <= sum(len("".join(one.itertext()).split()) for one in heading.iter("a"))


def is_substantial(text: str, tag: str, linked: float) -> bool:
    """Say whether a block in a doubtful place counts: a sentence, a cell or a figure, not a label."""
    if linked > 0.5:
        return False
    return tag in _CELLS or bool(_FIVE_WORDS.search(text) or _FIGURE.search(text))
