"""A page as a list of text blocks in reading order, each with what its surroundings say of it.

The tree is walked once; what is furniture is decided when all of it has been seen, since layouts
wrap a whole page in ``nav-drawer`` or ``banner-wrap``.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import html

from crawlers.pages.dom import BLOCKS, CJK, SILENT, glue, is_hidden, squeeze
from crawlers.pages.furniture import (
    BODY_ID,
    CAPTION,
    CHROME,
    COMMENTS,
    CONTENT,
    FIRM,
    read_label,
)

# Parts that are never the text of a document, by tag and by role.
_CHROME_TAGS = frozenset({"nav", "aside", "footer", "menu", "dialog", "form"})
_NEVER_CHROME = frozenset({"html", "body", "article", "main", "a", "blockquote"})
_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "complementary",
        "search",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    ]
)
_HIDING = frozenset(("style", "hidden", "aria-hidden"))
_LABELS = frozenset(
    ["class", "id", "data-testid", "data-component", "data-module", "data-block", "data-qa"]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TEXTUAL = frozenset(("p", *_HEADINGS))
# Without attributes these say nothing of what they hold; most elements of most pages are such.
_PLAIN = frozenset(
    (
        "p",
        "br",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "li",
        "ul",
        "ol",
        "div",
        "td",
        "tr",
        *_HEADINGS,
    )
)
# Inside a figure these are content; everything else there is a caption or a credit.
_FIGURE_CONTENT = frozenset({"blockquote", "table", "pre"})
_LINE_END = re.compile(r"[.!?。！？…:：;；”\"’」』）)]\s*$")
# What holds a third of the running text is the document, whatever it is called.
_MAINSTAY = 0.33
# A navigation bar, a footer or a hidden part must hold most of it.
_MAINSTAY_HIDDEN = 0.6
_RUNNING = 40


@dataclass(slots=True)
class Block:
    """One paragraph-like run of text; *linked* counts its characters inside links.

    *furniture* says that it is not of the document: a menu, a teaser, a hidden part.
    """

    text: str
    element: html.HtmlElement
    tag: str
    linked: int = 0
    caption: bool = False
    furniture: bool = False
    weight: float = 0.0
    # What the search for the body thinks of it, once it has asked.
    score: float | None = None

    @property
    def link_share(self) -> float:
        """Return the part of the text that is inside links, 0 to 1."""
        return self.linked / max(1, len(self.text)) if self.linked else 0.0


@dataclass(slots=True)
class Survey:
    """What one walk over a tree saw: every block, where each element's blocks lie, what is stated."""

    blocks: list[Block] = field(default_factory=list)
    spans: dict[html.HtmlElement, tuple[int, int]] = field(default_factory=dict)
    bodies: list[html.HtmlElement] = field(default_factory=list)

    def within(self, element: html.HtmlElement) -> list[Block]:
        """Return the blocks of *element* that are of the document."""
        start, end = self.spans.get(element, (0, 0))
        return [block for block in self.blocks[start:end] if not block.furniture]


@dataclass(slots=True)  # not frozen: thousands are made for a page
class _Place:
    """Where the walk is: inside links, captions, figures, and which marked elements wrap it."""

    owner: html.HtmlElement
    linked: bool = False
    pre: bool = False
    figure: bool = False
    captions: tuple[html.HtmlElement, ...] = ()
    chrome: tuple[html.HtmlElement, ...] = ()


def weight_of(text: str) -> float:
    """Return the length in Latin characters' worth: a Chinese one says as much as three."""
    if text.isascii():
        return float(len(text))
    try:  # Western letters and signs, found out faster than by searching for the others
        text.encode("cp1252")
    except UnicodeEncodeError:
        return 3.0 * len(text) - 2.0 * len(CJK.sub("", text))
    return float(len(text))


def is_chrome(element: html.HtmlElement) -> bool:
    """Say whether tag, role, class or id mark *element* as furniture rather than content."""
    if element.tag in _NEVER_CHROME:
        return False
    if element.tag in _CHROME_TAGS - {"form"} or (element.get("role") or "").lower() in _ROLES:
        return True
    return bool(read_label(f"{element.get('class') or ''} {element.get('id') or ''}") & CHROME)


def is_content(element: html.HtmlElement) -> bool:
    """Say whether class or id name *element* as the body of a document."""
    return bool(read_label(f"{element.get('class') or ''} {element.get('id') or ''}") & CONTENT)


def blocks_of(top: html.HtmlElement, *, keep_chrome: bool = False) -> list[Block]:
    """Return the text blocks under *top* in reading order, without furniture and hidden parts."""
    survey = survey_of(top)
    if keep_chrome:
        return [block for block in survey.blocks if not _is_hidden(block)]
    return [block for block in survey.blocks if not block.furniture]


def survey_of(top: html.HtmlElement) -> Survey:
    """Walk the tree under *top* once and return what it holds; *top* itself is never furniture."""
    walk = _Walk()
    place = _Place(top)
    walk.inside(top, place)
    walk.flush(place)
    walk.survey.spans[top] = (0, len(walk.survey.blocks))
    _settle(walk)
    return walk.survey


def _is_hidden(block: Block) -> bool:
    node = block.element
    while node is not None:
        if is_hidden(node):
            return True
        node = node.getparent()
    return False


class _Walk:
    """The state of one walk: what was collected, and which blocks lie in marked elements."""

    def __init__(self) -> None:
        self.survey = Survey()
        self.pieces: list[tuple[str, bool]] = []
        self.places: list[_Place] = []
        # Marked elements, with the share of the running text that acquits them.
        self.marked: dict[html.HtmlElement, float] = {}

    def inside(self, element: html.HtmlElement, place: _Place) -> None:
        """Collect the text and the children of *element*, itself being at *place*."""
        if text := element.text:
            self._add(text, place)
        for child in element:
            self._descend(child, place)
            if tail := child.tail:
                self._add(tail, place)

    def _descend(self, element: html.HtmlElement, place: _Place) -> None:
        tag = element.tag
        if tag in SILENT or not isinstance(tag, str):
            return
        if tag == "br":
            self.pieces.append(("\n", False))
            return
        # A custom element is a block unless it stands in a sentence.
        block = tag in BLOCKS or ("-" in tag and place.owner.tag not in _TEXTUAL)
        chrome, caption = self._look(element, tag, block)
        blocks = self.survey.blocks
        start = len(blocks)
        if not (block or chrome or caption):
            if tag == "a":
                place = _replaced(place, linked=True)
            self.inside(element, place)
            if len(blocks) > start:
                self.survey.spans[element] = (start, len(blocks))
            return
        if block:
            if self.pieces:
                self.flush(place)
            kept, start = [], len(blocks)
        else:  # set apart in the middle of a sentence: the sentence goes on after it
            kept, self.pieces = self.pieces, []
        inner = self._entered(element, tag, place, chrome=chrome, caption=caption)
        self.inside(element, inner)
        if self.pieces:
            self.flush(inner)
        if len(blocks) > start:
            self.survey.spans[element] = (start, len(blocks))
        self.pieces = kept

    def _entered(
        self, element: html.HtmlElement, tag: str, place: _Place, *, chrome: bool, caption: bool
    ) -> _Place:
        figure = tag == "figure" or (place.figure and tag not in _FIGURE_CONTENT)
        return _Place(
            owner=element,
            linked=place.linked or tag == "a",
            pre=place.pre or tag == "pre",
            figure=figure,
            captions=(*place.captions, element) if caption else place.captions,
            chrome=(*place.chrome, element) if chrome else place.chrome,
        )

    def _look(self, element: html.HtmlElement, tag: str, block: bool) -> tuple[bool, bool]:
        """Return whether markup calls *element* furniture, and whether a caption."""
        given = element.items()
        if not given and tag in _PLAIN:
            return False, False
        label, hidden, role = tag if "-" in tag else "", False, False
        for name, value in given:
            if name in _LABELS:
                label = f"{label} {value}"
            elif name in _HIDING:
                hidden = hidden or is_hidden(element)
            elif name == "role":
                role = value.lower() in _ROLES
            elif name == "itemprop" and value == "articleBody":
                self.survey.bodies.append(element)
        mark = read_label(label) if len(label) > 1 else 0
        if mark & BODY_ID:
            self.survey.bodies.append(element)
        if tag in _NEVER_CHROME:
            return hidden, False
        called = bool(mark & (CHROME if block else FIRM))
        return self._judged(element, mark, called, hidden, role or tag in _CHROME_TAGS)

    def _judged(
        self, element: html.HtmlElement, mark: int, called: bool, hidden: bool, firm: bool
    ) -> tuple[bool, bool]:
        """Note with how much of the text *element* is acquitted of being furniture or a caption."""
        caption = element.tag == "figcaption" or bool(mark & CAPTION)
        chrome = called or hidden or firm
        if chrome or caption:
            # What is called a comment or a consent stays one however long it is.
            never = bool(mark & COMMENTS) and called
            self.marked[element] = 2.0 if never else _MAINSTAY_HIDDEN if hidden else _MAINSTAY
        return chrome, caption

    def _add(self, text: str, place: _Place) -> None:
        if self.pieces or not text.isspace():
            self.pieces.append((text if place.pre else text.replace("\n", " "), place.linked))

    def flush(self, place: _Place) -> None:
        """End a block: what was collected becomes one, or several where breaks part paragraphs."""
        pieces = self.pieces
        if not pieces:
            return
        self.pieces = []
        if len(pieces) == 1:  # as most are
            whole, is_link = pieces[0]
            linked = len(whole) if is_link else 0
        else:
            whole = "".join([text for text, _ in pieces])
            linked = sum([len(text) for text, is_link in pieces if is_link])
        if not whole or whole.isspace():
            return
        owner = place.owner
        for text in _paragraphs(whole):
            share = round(len(text) * linked / len(whole)) if linked else 0
            block = Block(text, owner, owner.tag, share, weight=weight_of(text))
            self.survey.blocks.append(block)
            self.places.append(place)


def _replaced(place: _Place, *, linked: bool) -> _Place:
    return _Place(place.owner, linked, place.pre, place.figure, place.captions, place.chrome)


def _settle(walk: _Walk) -> None:
    """Decide which marked elements are furniture after all; mark the blocks in them."""
    sizes: dict[html.HtmlElement, float] = defaultdict(float)
    total = 0.0
    for block, place in zip(walk.survey.blocks, walk.places, strict=True):
        if len(block.text) >= _RUNNING and block.linked < 0.5 * len(block.text):
            total += block.weight
            for element in (*place.chrome, *place.captions):
                sizes[element] += block.weight
    guilty = {element for element, share in walk.marked.items() if sizes[element] <= share * total}
    for block, place in zip(walk.survey.blocks, walk.places, strict=True):
        block.furniture = bool(place.chrome) and not guilty.isdisjoint(place.chrome)
        block.caption = (bool(place.captions) and not guilty.isdisjoint(place.captions)) or (
            place.figure and block.tag not in _HEADINGS and block.weight < 600
        )


def _paragraphs(text: str) -> list[str]:
    """Part text at line breaks that end a sentence or begin with an indent; join other lines."""
    if "\n" not in text:
        one = squeeze(text)
        return [one] if one else []
    found: list[list[str]] = []
    empty = True
    for raw in text.split("\n"):
        line = squeeze(raw)
        if not line:
            empty = True
            continue
        indented = raw.lstrip(" \t").startswith(("\u3000", "\u00a0\u00a0"))
        if not found or empty or indented or _LINE_END.search(found[-1][-1][-8:]):
            found.append([line])
        else:
            found[-1] += [glue(found[-1][-1], line), line]
        empty = False
    return ["".join(lines) for lines in found]
