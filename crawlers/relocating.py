"""Where the values that a page was known for stand now, and which selectors lead there: pure.

A value is looked for by what it says, not by where it stood; the elements that hold it give
selectors (id, class, attribute, alone or below their parents), and each is tried on all pages.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from lxml import html

from crawlers.pages.body import read_body
from crawlers.pages.dom import SILENT, squeeze, text_of
from crawlers.pages.rules import find, parse_rules
from text.dates import read_date

# Selectors that one element gives, and elements that are looked at for one value.
_MOST_SELECTORS, _MOST_ELEMENTS = 40, 4
# Parents that a path goes up: a longer one breaks with the next change.
_MOST_STEPS = 4
# How like the old value a new one must be; a headline is sometimes touched up.
_ALIKE = 0.9
# Part of a text's paragraphs that an element must hold to be where the text is.
_COVERS = 0.7
# Names that a build tool made: css-1x2y3z, sc-bdVaJa, post-8812. They change with the next build.
_MADE = re.compile(
    r"\d{3,}|^(?:css|sc|jsx|svelte|ng|_)[-_]|[a-z][A-Z][a-z]+[A-Z]|__[A-Za-z0-9]{5,}$|^[a-f0-9]{6,}$"
)
_NAME = re.compile(r"^[A-Za-z_][\w-]{1,60}$")
_ATTRIBUTES = ("itemprop", "property", "rel", "role", "data-testid", "data-role", "data-field")


def places(
    root: html.HtmlElement, wanted: Mapping[str, str], seen: datetime
) -> dict[str, list[str]]:
    """Return, per field, the selectors of the elements that hold its value, the nearest first."""
    return {
        name: list(dict.fromkeys(_selectors(root, name, value, seen)))[:_MOST_SELECTORS]
        for name, value in wanted.items()
        if value
    }


def reads(
    root: html.HtmlElement, name: str, rule: str, wanted: str, seen: datetime
) -> tuple[int, str, bool]:
    """Return how many elements *rule* finds, what the first says, and whether that is *wanted*."""
    found = [one for part in parse_rules(rule) for one in find(root, part)]
    if not found:
        return 0, "", False
    first = found[0]
    if name == "text" and isinstance(first, html.HtmlElement):
        said = "\n\n".join(
            read_body(one).text for one in found if isinstance(one, html.HtmlElement)
        )
    else:
        said = _said(first) if isinstance(first, html.HtmlElement) else squeeze(str(first))
    return len(found), said, bool(wanted) and same(name, said, wanted, seen)


def same(name: str, said: str, wanted: str, seen: datetime) -> bool:
    """Say whether *said* is the value that is *wanted* of a field."""
    if name == "published":
        found = read_date(said[:200], seen=seen, language="und", source="selector", confidence=0.9)
        return found is not None and found.day == wanted[:10]
    left, right = squeeze(said).casefold(), squeeze(wanted).casefold()
    if left == right:
        return True
    if name == "text":
        parts = [squeeze(part).casefold() for part in wanted.split("\n\n") if part.strip()]
        held = sum(part in left for part in parts)
        return held >= _COVERS * len(parts) and len(left) < 1.5 * len(right) + 200
    if name == "authors":
        return all(one in left for one in right.split("; ")) and len(left) < 2 * len(right) + 30
    return len(left) < 500 and SequenceMatcher(None, left, right).ratio() >= _ALIKE


def _selectors(root: html.HtmlElement, name: str, value: str, seen: datetime) -> Iterator[str]:
    for element in _holders(root, name, value, seen)[:_MOST_ELEMENTS]:
        yield from _of(element)


def _holders(
    root: html.HtmlElement, name: str, value: str, seen: datetime
) -> list[html.HtmlElement]:
    """Return the smallest elements that hold a value, in the order of the page."""
    body = root.find("body")
    top = root if body is None else body
    longest = 1.5 * len(value) + 200 if name == "text" else 2 * len(value) + 120
    fitting = [
        one
        for one in top.iter()
        if isinstance(one.tag, str) and one.tag not in SILENT and one is not top
        and len(said := _said(one)) <= longest and said and same(name, said, value, seen)
    ]  # fmt: skip
    members = set(fitting)
    return [one for one in fitting if not any(child in members for child in one.iterdescendants())]


def _said(element: html.HtmlElement) -> str:
    return squeeze(element.get("datetime") or element.get("content")) or text_of(element)


def _of(element: html.HtmlElement) -> Iterator[str]:
    own = list(_names(element))
    yield from own
    for parent in list(element.iterancestors())[:3]:
        if parent.tag in {"body", "html"}:
            break
        for above in _names(parent, plain=False):
            for below in (own or [element.tag])[:3]:
                yield f"{above} {below}"
            yield f"{above} {element.tag}"
        if element.getparent() is parent and len(own) <= 1:
            yield f"{parent.tag} > {element.tag}"
    yield from _paths(element)


def _paths(element: html.HtmlElement) -> Iterator[str]:
    """Yield where an element stands among its neighbours: for pages whose names a build tool made."""
    path = _step(element)
    for parent in list(element.iterancestors())[:_MOST_STEPS]:
        if parent.tag in {"body", "html"}:
            yield f"body > {path}"
            return
        path = f"{_step(parent)} > {path}"
        yield path


def _step(element: html.HtmlElement) -> str:
    same_tag = 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    return f"{element.tag}:nth-of-type({same_tag})"


def _names(element: html.HtmlElement, *, plain: bool = True) -> Iterator[str]:
    """Yield what an element alone is called by, names that last before its bare tag."""
    tag = element.tag
    if (own := element.get("id")) and _lasting(own):
        yield f"{tag}#{own}"
    for attribute in _ATTRIBUTES:
        value = element.get(attribute)
        if value and re.fullmatch(r"[\w:.-]{1,60}", value):
            yield f'{tag}[{attribute}="{value}"]'
    classes = [one for one in (element.get("class") or "").split() if _lasting(one)]
    for one in classes[:4]:
        yield f"{tag}.{one}"
    if len(classes) > 1:
        yield f"{tag}.{classes[0]}.{classes[1]}"
    if plain and tag in {"h1", "h2", "time", "article", "main"}:
        yield tag


def _lasting(name: str) -> bool:
    return bool(_NAME.match(name)) and not _MADE.search(name)


def ask_places(root: html.HtmlElement, given: Any) -> dict[str, list[str]]:
    """Answer *places* of one stored page."""
    return places(root, given["wanted"], given["seen"])


def ask_reads(root: html.HtmlElement, given: Any) -> dict[str, dict[str, tuple[int, str, bool]]]:
    """Answer *reads* for every selector proposed of every field."""
    return {
        name: {
            rule: reads(root, name, rule, given["wanted"].get(name, ""), given["seen"])
            for rule in rules
        }
        for name, rules in given["rules"].items()
    }
