"""Markup to a tree, and the small questions everybody asks of it."""

import re

from lxml import etree, html

from schemas.errors import QuarantineError

# No page that people read is larger; what is, is a dump or an attack (RELIABILITY T4).
LARGEST = 12_000_000
# Deeper nesting is a bomb: browsers stop at 512, and libxml2 would drop what is deeper than 256.
_DEEPEST = 300
_MOST_ELEMENTS = 200_000
_BEYOND = etree.XPath(f"count(//*) > {_MOST_ELEMENTS} or boolean({'/*' * (_DEEPEST + 1)})")
_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))
_XML_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")
# libxml2 compares each attribute with each: ten thousand take a second, a hundred thousand minutes.
_MOST_ATTRIBUTES = 1_000
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{4000,}")
_QUOTED = re.compile(rb"""\"[^\"]*\"|'[^']*'""")
# lxml.html asks Python for the class of each element that it shows; this one is looked up in C.
_ELEMENTS = etree.ElementDefaultClassLookup(element=html.HtmlElement)
_UNSEEN = ("\u00ad", "\u200b", "\ufeff", "\u2060")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef\u3000-\u303f]")

BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
        "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
# Never text that a reader reads.
SILENT = frozenset(
    (
        "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas",
        "video", "audio", "select", "option", "textarea", "button", "input", "title", "map",
    )
)  # fmt: skip


def parse(markup: str) -> html.HtmlElement:
    """Return the tree of *markup*. Raises QuarantineError where there is none to read."""
    # Bytes, because libxml2 would believe a meta element in a str; recovery is its default.
    body = markup.encode("utf-8", "replace").translate(None, _CONTROLS)
    body = _XML_DECLARATION.sub(b"", body, count=1)
    if any(_attributes(found[0]) > _MOST_ATTRIBUTES for found in _LONG_TAG.finditer(body)):
        raise QuarantineError("an element has attributes by the thousand", reason="too-large")
    if not body.strip():
        raise QuarantineError("the page is empty", reason="empty")
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        root = html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise QuarantineError("no HTML can be read from it", reason="not-html") from error
    if _BEYOND(root):
        raise QuarantineError("the page is nested or long beyond reason", reason="too-large")
    return root


def _attributes(tag: bytes) -> int:
    return len(_QUOTED.sub(b"", tag).split())


def squeeze(text: str | None) -> str:
    """Return *text* with every run of white space as one space, none at the ends.

    Soft hyphens and zero-width marks, which break words where nobody sees it, go.
    """
    if not text:
        return ""
    # All white space but the plain space, and all that is unseen, is unprintable.
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    if not text.isascii():
        for mark in _UNSEEN:
            if mark in text:
                text = text.replace(mark, "")
    return " ".join(text.split())


def text_of(element: html.HtmlElement | None) -> str:
    """Return the visible text of *element* as one line; blocks are set apart by a space."""
    if element is None:
        return ""
    if not len(element):
        return "" if element.tag in SILENT else squeeze(element.text)
    pieces: list[str] = []
    _collect(element, pieces)
    return squeeze("".join(pieces))


def _collect(element: html.HtmlElement, pieces: list[str]) -> None:
    if element.tag not in SILENT:
        if element.text:
            pieces.append(element.text)
        for child in element:
            apart = child.tag in BLOCKS or child.tag == "br"
            if apart:
                pieces.append(" ")
            _collect(child, pieces)
            if apart:
                pieces.append(" ")
            if child.tail:
                pieces.append(child.tail)


def marks(element: html.HtmlElement) -> str:
    """Return class and id of *element* in one string, lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def is_hidden(element: html.HtmlElement) -> bool:
    """Say whether markup itself hides *element*; style sheets are not read."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def join(left: str, right: str) -> str:
    """Join two lines of one paragraph: with a space, but none between Chinese characters."""
    return left + glue(left, right) + right


def glue(left: str, right: str) -> str:
    """Return what stands between two such lines."""
    if not left or not right:
        return ""
    return "" if CJK.match(left[-1]) and CJK.match(right[0]) else " "
