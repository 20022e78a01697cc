"""Real pages with one small edit anywhere that people read: in a cell, a tab, a caption, a list.

:mod:`evaluation.page_edits` edits the running text. These edits go to every kind of block outside
of navigation, several per page, so that what a comparison leaves out shows, by the kind of block.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import html

from crawlers.pages.dom import is_hidden
from evaluation.page_edits import Expected
from evaluation.page_noise import _body

# Whatever kind a change of a small thing is told as, it is told.
_ANY = frozenset(
    {"text", "legal", "headline", "price", "promotion", "plan", "feature", "product", "person",
     "job", "availability"}
)  # fmt: skip
_CJK = re.compile(r"[\u4e00-\u9fff]")
_NAVIGATION = frozenset({"nav", "footer", "header", "aside", "form", "noscript", "select", "menu"})
_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "button", "iframe"})
_BESIDE = re.compile(
    r"comment|disqus|related|recommend|cookie|consent|newsletter|\bads?\b|advert|sponsor|\bnav|menu|footer|breadcrumb|signup|login|share",
    re.IGNORECASE,
)
_TAB = re.compile(r"tab|accordion|collapse|modal|panel|slide|carousel|toggle", re.IGNORECASE)
_KINDS = {
    "p": "paragraph", "li": "list entry", "td": "table cell", "th": "table cell", "dd": "table cell",
    "dt": "table cell", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "figcaption": "caption", "blockquote": "quote", "div": "box", "span": "span",
}  # fmt: skip
# A figure that is no date, clock, count of readers or part of a longer number.
_FIGURE = re.compile(
    r"(?<![\d.,:/\-年月A-Za-z#])\d{1,4}(?![\d:/\-年月日点时分秒A-Za-z]|[.,]\d|\s*(?:"
    r"views?|comments?|shares?|likes?|replies|min|hours?|days?|minutes?|weeks?|months?|years?|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|次|人|条|小时|分钟|天))"
)
_DATED = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d|\bago\b|©|copyright|\d:\d\d|updated|版权|阅读|浏览|评论|点击|更新|发布|\bviews?\b|\bcomments?\b|advert|cookie|\bad\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{3,}(?=[ ,.])")
_DENIED = re.compile(r"\b(is|are|was|were|will|can|has|have)\b (?!not)")


def probes(root: html.HtmlElement, rng: random.Random) -> dict[str, list[html.HtmlElement]]:
    """Return the elements of a page that could be edited, by kind of block."""
    found: dict[str, list[html.HtmlElement]] = defaultdict(list)
    once: dict[str, int] = defaultdict(int)
    for one in _body(root).iter(*_KINDS):
        once[_flat(one)] += bool((one.text or "").strip())
    for one in _body(root).iter(*_KINDS):
        text = one.text or ""
        if once[_flat(one)] > 1 and one.tag != "span":
            continue  # stands on the page twice: whoever edits one edits both
        if _readable(one, text) and (kind := _kind(one)):
            found[kind].append(one)
    for places in found.values():
        rng.shuffle(places)
    return found


def edited(one: html.HtmlElement, rng: random.Random) -> Expected | None:
    """Change a figure, a name or a denial in the element's own text, whichever there is."""
    text = one.text or ""
    forms = [form for form in (_figure, _name, _denied) if form(text, rng)]
    if not forms:
        return None
    changed = rng.choice(forms)(text, rng)
    assert changed is not None
    one.text, word = changed
    return Expected(_ANY, (word,))


def _figure(text: str, rng: random.Random) -> tuple[str, str] | None:
    match = _FIGURE.search(text)
    if match is None:
        return None
    other = str(int(match[0]) + rng.randint(3, 40))
    return text[: match.start()] + other + text[match.end() :], other


def _name(text: str, rng: random.Random) -> tuple[str, str] | None:
    del rng
    return (_NAME.sub("Ostrevka", text, count=1), "Ostrevka") if _NAME.search(text) else None


def _denied(text: str, rng: random.Random) -> tuple[str, str] | None:
    del rng
    match = _DENIED.search(text)
    if match is None:
        return None
    return text[: match.start()] + f"{match[1]} not " + text[match.end() :], "not"


def _flat(one: html.HtmlElement) -> str:
    return re.sub(r"\W+", "", one.text_content())[:300]


def _readable(one: html.HtmlElement, text: str) -> bool:
    """Say whether people read the element's own text: five words, or a figure in a cell."""
    if _DATED.search(one.text_content()[:300]) and len(text) < 140:
        return False
    words = len(re.findall(r"[^\W\d_]+", text)) + len(_CJK.findall(text)) / 2
    least = 1 if one.tag in {"td", "th", "dd"} else 5
    return words >= least and bool(
        _FIGURE.search(text) or _NAME.search(text) or _DENIED.search(text)
    )


def _kind(one: html.HtmlElement) -> str:
    """Return the kind of block, empty where it stands in navigation or beside the content."""
    kind = _KINDS[one.tag]
    for up in (one, *one.iterancestors()):
        if up.tag in {"body", "html"}:
            break
        label = " ".join(up.get(name) or "" for name in ("class", "id", "role"))
        if up.tag in _NAVIGATION | _SILENT or up.tag == "a" or _BESIDE.search(label):
            return ""
        if is_hidden(up):
            if not _TAB.search(label):
                return ""
            kind = "hidden tab"
    return kind


def probe_variants(
    parsed: html.HtmlElement, rng: random.Random, most: int
) -> Iterator[tuple[str, Expected, html.HtmlElement]]:
    """Yield name, what must be told and the tree, edited until the next is asked for.

    At most *most* edits of each kind of block.
    """
    for kind, places in probes(parsed, rng).items():
        for one in places[:most]:
            before = one.text
            expected = edited(one, rng)
            if expected is not None:
                yield f"probe: {kind}", expected, parsed
            one.text = before
