"""OPML of feed readers (Feedly, Inoreader, NetNewsWire …): folders become companies or notes."""

from collections.abc import Iterator

from lxml import etree

from crawlers.links.xmltree import local, parse
from pipeline.moving.rows import Fault, Row, label
from schemas.errors import WrongUseError
from text.encoding import decode


def read_opml(body: bytes, file: str) -> Iterator[Row | Fault]:
    """Yield the feeds and pages of an OPML file. Raises WrongUseError where it is none."""
    written = decode(body).text
    data = written[written.find("<") :]
    data = data.partition("?>")[2] if data.startswith("<?xml") else data
    root = parse(data.encode("utf-8", "replace"))
    mended = False
    if root is None:
        root, mended = parse(data.encode("utf-8", "replace"), recover=True), True
    if root is None or local(root) != "opml":
        raise WrongUseError("is no OPML", where=file, remedy="Export it anew from the feed reader")
    if mended:
        yield Fault(file, "mended", "it is no well-formed XML; compare what was taken with it")
    number = 0
    for element in root.iter("{*}*"):
        if local(element) == "outline":
            number += 1
            if row := _row(element, number):
                yield row


def _row(element: etree._Element, number: int) -> Row | None:
    said = _attributes(element)
    feed = said.get("xmlurl", "")
    page = said.get("url") or said.get("htmlurl") or ""
    if not feed and (not page or len(element)):
        return None  # a folder
    folders = [
        label(inner.get("text") or inner.get("title"))
        for one in element.iterancestors()
        if local(one) == "outline" and (inner := _attributes(one))
    ]
    return Row(
        where=f"outline {number}",
        url=feed or page,
        name=label(said.get("title") or said.get("text")),
        kind="feed" if feed else "",
        groups=tuple(one for one in reversed(folders) if one),
    )


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name).lower(): str(value).strip() for name, value in element.attrib.items()}
