"""The lines of text after and before an element, in the order of the page, with where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from crawlers.pages.dom import SILENT, squeeze

LONG = 160  # characters: such a line is a sentence of the text


@dataclass(frozen=True, slots=True)
class Line:
    """One run of visible text, the element that it stands in, and the line before it."""

    text: str
    element: html.HtmlElement
    previous: str = ""


def lines_after(start: html.HtmlElement, most: int) -> Iterator[Line]:
    """Yield the lines that follow *start* in the page, up to the second long one."""
    previous, long_ones = "", 0
    for count, (text, element) in enumerate(_following(start)):
        if count >= most or long_ones > 2:
            return
        yield Line(text, element, previous)
        long_ones += len(text) > LONG
        previous = text if len(text) < 60 else ""


def _following(start: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    """Walk the page's text after *start*, element by element, without what is never shown."""
    node: html.HtmlElement | None = start
    while node is not None:
        parent = node.getparent()
        if parent is not None and _is_text(node.tail):
            yield squeeze(node.tail), parent
        for following in node.itersiblings():
            yield from _inside(following)
            if parent is not None and _is_text(following.tail):
                yield squeeze(following.tail), parent
        node = parent


def _inside(element: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    """Yield the runs of text in *element*, not its tail."""
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "start":
            if node.tag in SILENT:
                walker.skip_subtree()
            elif _is_text(node.text):
                yield squeeze(node.text), node
        elif node is not element and _is_text(node.tail):
            yield squeeze(node.tail), node.getparent()


def lines_before(start: html.HtmlElement, most: int) -> Iterator[Line]:
    """Yield up to *most* lines before *start*, the closest first."""
    for count, (text, element) in enumerate(_preceding(start)):
        if count >= most:
            return
        yield Line(text, element)


def _preceding(start: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    """Walk the page's text before *start*, backwards."""
    node: html.HtmlElement | None = start
    while node is not None:
        parent = node.getparent()
        for previous in node.itersiblings(preceding=True):
            if parent is not None and _is_text(previous.tail):
                yield squeeze(previous.tail), parent
            yield from _inside_backwards(previous)
        if parent is not None and _is_text(parent.text):
            yield squeeze(parent.text), parent
        node = parent


def _inside_backwards(element: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    for child in reversed(element):
        if _is_text(child.tail):
            yield squeeze(child.tail), element
        yield from _inside_backwards(child)
    if _is_text(element.text):
        yield squeeze(element.text), element


def _is_text(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()
