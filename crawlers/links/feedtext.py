"""The text constructs of feeds: plain text, escaped HTML, inline markup and base64, by their types."""

import base64
import binascii
import html
import re

from lxml import etree

from crawlers.links.found import joined
from crawlers.links.xmltree import local, text

# What shows text to be HTML whatever its type says: a closing tag, a void one, an entity.
MARKED = re.compile(
    r"</[a-zA-Z]{1,12}\s*>|<(?:br|p|hr|img)\b[^<>]*>|&(?:#\d+|#x[\da-fA-F]+|[a-z]{2,8});"
)
_RELATIVE = re.compile(
    r"""\b(?:href|src)\s*=\s*(?:"(?!https?:|//|mailto:|\#|data:)|'(?!https?:|//|mailto:|\#|data:))""",
    re.IGNORECASE,
)
_LINKED = re.compile(r"""(\b(?:href|src)\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)


def markup(element: etree._Element, *, is_html: bool) -> str:
    """Return a text construct as HTML. *is_html* says what untyped text is in this dialect."""
    kind = _attribute(element, "type").split(";", 1)[0]
    mode = _attribute(element, "mode")
    if len(element):
        return _inner(element)
    written = text(element)
    if mode == "base64" or _is_binary(kind, mode):
        written = _unpacked(written)
        return (
            written
            if "html" in kind or MARKED.search(written)
            else html.escape(written, quote=False)
        )
    if kind in {"html", "text/html", "xhtml", "application/xhtml+xml"} or (not kind and is_html):
        return written
    # Text that was escaped once too often is far commoner than text about entities.
    return written if MARKED.search(written) else html.escape(written, quote=False)


def with_absolute_links(content: str, base: str) -> str:
    """Return HTML whose relative links are joined to *base*."""
    if not base or not _RELATIVE.search(content):
        return content
    return _LINKED.sub(
        lambda found: f'{found[1]}"{joined(base, html.unescape(found[2] or found[3] or ""))}"',
        content,
    )


def _attribute(element: etree._Element, name: str) -> str:
    return str(element.get(name, "")).strip().lower()


def _is_binary(kind: str, mode: str) -> bool:
    """Say whether Atom 1.0 wants base64 for a media type: all but text and XML (RFC 4287, 4.1.3)."""
    if mode or "/" not in kind:
        return False
    return not (kind.startswith("text/") or kind.endswith(("+xml", "/xml")))


def _unpacked(written: str) -> str:
    try:
        return base64.b64decode("".join(written.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return written


def _inner(element: etree._Element) -> str:
    """Return the markup inside *element*, names without their prefixes."""
    parts = [html.escape(str(element.text or ""), quote=False)]
    stack: list[tuple[etree._Element, bool]] = [(child, False) for child in reversed(element)]
    while stack:
        one, done = stack.pop()
        if done:
            parts.append(f"</{local(one)}>{html.escape(str(one.tail or ''), quote=False)}")
            continue
        attributes = "".join(
            f' {str(name).rpartition("}")[2]}="{html.escape(str(value))}"'
            for name, value in one.attrib.items()
        )
        parts.append(f"<{local(one)}{attributes}>{html.escape(str(one.text or ''), quote=False)}")
        stack.append((one, True))
        stack += [(child, False) for child in reversed(one)]
    return "".join(parts)
