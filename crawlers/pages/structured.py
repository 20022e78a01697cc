"""What a page states for machines: JSON-LD and microdata as one list of nodes, and meta elements."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml import html

from crawlers.pages.dom import squeeze, text_of

Node = dict[str, Any]

# A page with more has been generated to exhaust us; the first ones are of the page itself.
_MOST_NODES = 2000
_LONGEST_SCRIPT = 2_000_000
_COMMENTS = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$",
    re.DOTALL,
)
_BREAKS = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|tr|section|figure)\b[^>]*>", re.IGNORECASE
)
_TAGS = re.compile(r"<[a-zA-Z/!][^>]*>")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def nodes(root: html.HtmlElement, url: str) -> list[Node]:
    """Return every typed node of JSON-LD and microdata, nested ones after their parents."""
    found: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            found.extend(_typed(_load(script.text or ""), 0))
    for element in root.xpath("//*[@itemscope][not(ancestor::*[@itemscope])]")[:200]:
        found.extend(_typed(_microdata(element, url, 0), 0))
    return found[:_MOST_NODES]


def metas(root: html.HtmlElement) -> dict[str, str]:
    """Return meta elements by lower-case name, property or itemprop; the first one wins."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = squeeze(element.get("content"))
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if key := (element.get(attribute) or "").strip().lower():
                found.setdefault(key, content[:5000])
    return found


def types(node: Node) -> set[str]:
    """Return the schema.org types of *node* without address: ``{"NewsArticle"}``."""
    given = node.get("@type") or ()
    given = [given] if isinstance(given, str) else given
    if not isinstance(given, list | tuple):
        return set()
    return {str(one).rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1] for one in given}


def of_type(all_nodes: list[Node], *names: str) -> list[Node]:
    """Return the nodes that have one of the types *names*."""
    wanted = set(names)
    return [node for node in all_nodes if types(node) & wanted]


def texts(value: Any, key: str = "name") -> list[str]:
    """Return *value* as plain strings: a string, a number, a node's *key*, or a list of these."""
    if isinstance(value, list):
        return [text for one in value[:50] for text in texts(one, key)]
    if isinstance(value, dict):
        return texts(value.get(key) or value.get("@value"), key) if value else []
    if isinstance(value, bool) or value is None:
        return []
    text = squeeze(str(value))
    return [text] if text else []


def first(value: Any, key: str = "name") -> str:
    """Return the first string of *value* as :func:`texts` reads it, or an empty one."""
    found = texts(value, key)
    return found[0] if found else ""


def paragraphs_of(text: str) -> str:
    """Return a text out of structured data as paragraphs; markup in it goes."""
    if "&lt;" in text:
        text = unescape(text)
    if _TAGS.search(text):
        text = unescape(_TAGS.sub("", _BREAKS.sub("\n", text)))
    elif "&" in text:
        text = unescape(text)
    return "\n\n".join(line for part in text.splitlines() if (line := squeeze(part)))


def _load(source: str) -> Any:
    if len(source) > _LONGEST_SCRIPT:
        return None
    text = _COMMENTS.sub("", source).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _typed(value: Any, depth: int) -> Iterator[Node]:
    """Walk nested JSON; 12 levels are more than schema.org's own examples ever use."""
    if depth > 12:
        return
    if isinstance(value, list):
        for one in value[:500]:
            yield from _typed(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            if isinstance(one, dict | list):
                yield from _typed(one, depth + 1)


def _microdata(element: html.HtmlElement, url: str, depth: int) -> Node:
    node: Node = {"@type": (element.get("itemtype") or "").split()[:3], "@microdata": True}
    if not node["@type"]:
        node["@type"] = "Thing"
    stack = list(element)[::-1]
    while stack:
        child = stack.pop()
        if not isinstance(child.tag, str):
            continue
        scoped = child.get("itemscope") is not None
        for name in (child.get("itemprop") or "").split():
            value = (
                _microdata(child, url, depth + 1) if scoped and depth < 8 else _value(child, url)
            )
            _add(node, name, value)
        if not scoped:
            stack.extend(list(child)[::-1])
        elif not child.get("itemprop"):
            _add(node, "@nested", _microdata(child, url, depth + 1) if depth < 8 else None)
    return node


def _add(node: Node, name: str, value: Any) -> None:
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]


def _value(element: html.HtmlElement, url: str) -> str:
    for attribute in ("content", "datetime"):
        if element.get(attribute) is not None:
            return squeeze(element.get(attribute))
    if element.tag in {"a", "link", "area"} and element.get("href"):
        try:
            return str(urljoin(url, element.get("href")))
        except ValueError:
            return ""
    if element.tag in {"img", "audio", "video", "source"}:
        return squeeze(element.get("src"))
    if element.tag in {"data", "meter"} and element.get("value"):
        return squeeze(element.get("value"))
    return text_of(element)[:20_000]
