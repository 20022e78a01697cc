"""Walls of logos: whose pictures a page shows as its customers or partners."""

import re
from typing import Literal
from urllib.parse import unquote, urlsplit

from lxml import html

from crawlers.pages.dom import BLOCKS, squeeze, text_of
from schemas.changes import PageLogo
from schemas.ids import url_host

_CUSTOMERS = re.compile(
    r"customers?|clients?|trusted by|used by|loved by|chosen by|they (?:use|trust|chose)|brands|references|case stud|who uses|"
    r"kunden|客户|用户|他们(?:都)?在用|信赖|合作客户|服务(?:过|于)|案例",
    re.IGNORECASE,
)
_PARTNERS = re.compile(r"partners?|alliance|integrat|合作伙伴|生态伙伴|伙伴|partner", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\b(?:logos?|brand|icon|image|img|picture|customer|client|partner|white|black|color|colour|grey|gray|dark|light|mono|"
    r"small|large|sm|lg|xl|svg|png|webp|jpe?g)\b|标志|图标|徽标|客户|伙伴",
    re.IGNORECASE,
)
# Of the names of files only.
_NOT_IN_A_FILE = re.compile(
    r"\b(?:new|final|copy|home|web|site|v?\d{1,4}(?:x\d{1,4})?|[0-9a-f]{8,})\b", re.IGNORECASE
)
# Fewer pictures side by side are illustrations, not a wall.
_LEAST = 4
_MOST = 300


def logos_of(root: html.HtmlElement) -> tuple[PageLogo, ...]:
    """Return the logos of all walls on a page, each once, sorted by wall and name.

    A wall is a box of four pictures or more with hardly any text, whose heading, class or id speaks
    of customers or partners.
    """
    found: set[tuple[Literal["customers", "partners"], str]] = set()
    for box in _boxes(root):
        wall = _whose(box)
        if wall is None:
            continue
        for image in list(box.iter("img"))[:_MOST]:
            if name := logo_name(image):
                found.add((wall, name))
    return tuple(PageLogo(name=name, wall=wall) for wall, name in sorted(found))


def logo_name(image: html.HtmlElement) -> str:
    """Return the company of a logo: by alt, title, the file's name, or where its link leads."""
    for value in (image.get("alt"), image.get("title"), image.get("aria-label")):
        if name := _clean(value or ""):
            return name
    link = next((one for one in image.iterancestors("a")), None)
    for value in (image.get("src"), image.get("data-src"), image.get("data-lazy-src")):
        if value and not value.startswith("data:"):
            stem = unquote(urlsplit(value).path).rsplit("/", 1)[-1].rsplit(".", 1)[0]
            if name := _clean(_NOT_IN_A_FILE.sub(" ", re.sub(r"[._\-+]+", " ", stem))):
                return name.title() if name.islower() else name
    host = url_host(link.get("href") or "") if link is not None else ""
    return host.removeprefix("www.")


def _clean(text: str) -> str:
    name = squeeze(_NOT_A_NAME.sub(" ", text)).strip(" -–|·,.:_")
    return name[:80] if re.search(r"[^\W\d_]{2,}|[\u4e00-\u9fff]", name) else ""


def _boxes(root: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the smallest boxes that hold enough pictures and little text beside them."""
    counts: dict[html.HtmlElement, int] = {}
    for image in root.iter("img"):
        for node in image.iterancestors():
            counts[node] = counts.get(node, 0) + 1
    wide = [node for node, count in counts.items() if count >= _LEAST and node.tag in BLOCKS]
    inner = [
        node
        for node in wide
        if not any(child in counts and counts[child] >= _LEAST for child in node)
    ]
    return [node for node in inner if len(text_of(node)) < 25 * counts[node]]


def _whose(box: html.HtmlElement) -> Literal["customers", "partners"] | None:
    """Return whose logos stand in *box*, by the marks and headings around it; None: nobody's."""
    node: html.HtmlElement | None = box
    for _ in range(4):
        if node is None or node.tag in {"body", "html", "main"}:
            return None
        words = f"{node.get('class') or ''} {node.get('id') or ''} {_heading(node)}"
        if _CUSTOMERS.search(words):
            return "customers"
        if _PARTNERS.search(words):
            return "partners"
        node = node.getparent()
    return None


def _heading(node: html.HtmlElement) -> str:
    """Return the first heading in *node*, and the one or the short line right before it."""
    inside = next((text_of(one) for one in node.iter("h1", "h2", "h3", "h4", "h5", "p")), "")
    before = node.getprevious()
    outside = text_of(before) if before is not None and isinstance(before.tag, str) else ""
    return f"{inside[:120]} {outside[:120] if len(outside) < 160 else ''}"
