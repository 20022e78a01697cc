"""XML from strangers: no entities, no network, bounded depth and size (libxml2's own limits)."""

import re

from lxml import etree

_DOCTYPE_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def parse(body: bytes, *, recover: bool = False) -> etree._Element | None:
    """Return the root element, or None where *body* is no XML (or none that may be read)."""
    if _DOCTYPE_ENTITY.search(body[:100_000]):
        return None  # feeds and sitemaps need no entities of their own; attacks do
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        recover=recover, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return None
    return root


def local(element: etree._Element) -> str:
    """Return the tag's name in lower case without its namespace."""
    return element.tag.rpartition("}")[2].lower()


def namespace(element: etree._Element) -> str:
    """Return the tag's namespace, empty where it has none."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""


def text(element: etree._Element | None) -> str:
    """Return all text inside *element*."""
    return "" if element is None else "".join(str(part) for part in element.itertext()).strip()
