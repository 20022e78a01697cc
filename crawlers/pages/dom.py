"""Markup to a tree, and the small questions everybody asks of it."""

import re
from collections.abc import Iterator

from lxml import etree, html

from schemas.errors import QuarantineError

# No page that people read is larger; what is, is a dump or an attack (RELIABILITY T4).
LARGEST = 12_000_000
# Deeper nesting is a bomb: browsers stop at 512 as well.
_DEEPEST = 400
_MOST_ELEMENTS = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
SPACE = re.compile(r"[\s\u00a0\u3000\u200b\ufeff\u00ad]+")
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
        "video", "audio", "select", "option", "textarea", "button", "input", "head", "map",
    )
)  # fmt: skip


def parse(markup: str) -> html.HtmlElement:
    """Return the tree of *markup*. Raises QuarantineError where there is none to read."""
    text = _XML_DECLARATION.sub("", _CONTROL.sub("", markup))
    if not text.strip():
        raise QuarantineError("the page is empty", reason="empty")
    # Bytes, because libxml2 would believe a meta element in a str; recovery is its default.
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise QuarantineError("no HTML can be read from it", reason="not-html") from error
    _check_size(root)
    return root


def _check_size(root: html.HtmlElement) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            raise QuarantineError("the page is nested or long beyond reason", reason="too-large")


def squeeze(text: str | None) -> str:
    """Return *text* with every run of white space as one space, none at the ends."""
    return SPACE.sub(" ", text or "").strip()


def text_of(element: html.HtmlElement | None) -> str:
    """Return the visible text of *element* as one line; blocks are set apart by a space."""
    if element is None:
        return ""
    return squeeze("".join(_pieces(element)))


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if tag in BLOCKS or tag == "br":
                yield " "
            if node.text and tag not in SILENT and not _inside_silent(node, element):
                yield node.text
        elif node is not element:
            if tag in BLOCKS:
                yield " "
            if node.tail and not _inside_silent(node, element):
                yield node.tail


def _inside_silent(node: html.HtmlElement, top: html.HtmlElement) -> bool:
    parent = node.getparent()
    return parent is not None and node is not top and parent.tag in SILENT


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
    if not left or not right:
        return left or right
    glue = "" if CJK.match(left[-1]) and CJK.match(right[0]) else " "
    return left + glue + right
