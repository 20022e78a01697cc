"""Real pages with one true edit: what must be told, and as what.

Each function changes the tree in place and returns what a change must hold: its kinds, and words of
which one must stand in its old or new value; None where the page has no place for the edit.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree, html

from crawlers.pages.dom import is_hidden
from evaluation.page_noise import _body, _fragment

_CJK = re.compile(r"[\u4e00-\u9fff]")
_SIDE = re.compile(
    r"comment|related|footer|nav|menu|sidebar|cookie|promo|share|social|teaser|newsletter|recommend|subscribe|author|caption|breadcrumb|widget|popular|disclaimer|copyright|modal|popup|hidden|embed|tweet|slide",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Expected:
    """What the change that tells an edit may be called, and words that it shows."""

    kinds: frozenset[str]
    words: tuple[str, ...]


Edit = Callable[[html.HtmlElement, random.Random, str], Expected | None]
TEXT = frozenset({"text", "legal"})


def _is_side(element: html.HtmlElement) -> bool:
    return any(
        up.tag in {"nav", "footer", "aside", "form", "figure", "header", "noscript"}
        or _SIDE.search(f"{up.get('class') or ''} {up.get('id') or ''}")
        or is_hidden(up)
        for up in (element, *element.iterancestors())
        if up.tag not in {"body", "html"}
    )


def _sentences(root: html.HtmlElement, gold: str) -> list[html.HtmlElement]:
    """Return paragraphs of the text: by the hand-made text where there is one, else by their place."""
    flat = re.sub(r"\s+", "", gold)
    found = []
    for one in _body(root).iter("p"):
        text = one.text_content().strip()
        wide = len(text) + 2 * len(_CJK.findall(text))
        if wide < 120 or not one.text or len(one.text.strip()) < 20:
            continue
        inside = (
            re.sub(r"\s+", "", text) in flat
            if flat
            else not _is_side(one) and not list(one.iter("a"))
        )
        if inside:
            found.append(one)
    return found


def sentence_added(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Add a sentence to a paragraph."""
    places = _sentences(root, gold)
    if not places:
        return None
    one = rng.choice(places)
    words = (
        "两家公司预计明年春天完成全部交接工作。"
        if _CJK.search(one.text or "")
        else "The handover is planned for the coming spring, both sides said."
    )
    last = one[-1] if len(one) else None
    if last is None:
        one.text = f"{(one.text or '').rstrip()} {words}"
    else:
        last.tail = f"{(last.tail or '').rstrip()} {words}"
    return Expected(TEXT, (words[:18],))


def paragraph_added(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Add a paragraph of its own."""
    places = _sentences(root, gold)
    if not places:
        return None
    one = rng.choice(places)
    if _CJK.search(one.text or ""):
        words = "公司方面同时表示，位于北部港口的第二座仓库将于明年三月投入使用，届时可为周边六个县区提供次日送达服务。"
    else:
        words = "The second warehouse, in the northern harbour, will open in March and will serve six counties with delivery on the following day."
    node = etree.Element("p")
    node.text = words
    one.addnext(node)
    return Expected(TEXT, (words[:18],))


def paragraph_removed(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Take a paragraph away."""
    places = _sentences(root, gold)
    if len(places) < 3:
        return None
    one = rng.choice(places)
    words = re.sub(r"\s+", " ", one.text_content()).strip()[:18]
    one.getparent().remove(one)
    return Expected(TEXT, (words,))


def number(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Change a figure in a sentence."""
    pattern = re.compile(r"(?<![\d.,:/\-年月])\d{2,3}(?![\d.,:/\-年月日点时分])")
    places = [one for one in _sentences(root, gold) if pattern.search(one.text or "")]
    if not places:
        return None
    one = rng.choice(places)
    match = pattern.search(one.text or "")
    assert match is not None
    changed = str(int(match[0]) + rng.randint(3, 60))
    one.text = (one.text or "")[: match.start()] + changed + (one.text or "")[match.end() :]
    return Expected(TEXT | {"price"}, (changed,))


def name(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Put another name into a sentence."""
    pattern = re.compile(
        r"(?<=[a-z] )[A-Z][a-z]{3,}(?=[ ,.])|[\u4e00-\u9fff]{2}(?=公司|先生|女士|教授|记者)"
    )
    places = [one for one in _sentences(root, gold) if pattern.search(one.text or "")]
    if not places:
        return None
    one = rng.choice(places)
    other = "海棠" if _CJK.search(pattern.search(one.text or "")[0]) else "Ostrevka"  # type: ignore[index]
    one.text = pattern.sub(other, one.text or "", count=1)
    return Expected(TEXT, (other,))


def negation(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Say the opposite."""
    pattern = re.compile(
        r"\b(is|are|was|were|will|can|has|have)\b (?!not)|(?<=[\u4e00-\u9fff])(可以|能够|已经|将)"
    )
    places = [one for one in _sentences(root, gold) if pattern.search(one.text or "")]
    if not places:
        return None
    one = rng.choice(places)
    match = pattern.search(one.text or "")
    assert match is not None
    other = f"{match[1]} not " if match[1] else "不会"
    one.text = (one.text or "")[: match.start()] + other + (one.text or "")[match.end() :]
    return Expected(TEXT, (other.strip(),))


def headline(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Write another headline: in the heading, and in the title with it."""
    del gold
    heads = [one for one in root.iter("h1") if len(one.text_content().strip()) > 12]
    if len(heads) != 1:
        return None
    one = heads[0]
    before = re.sub(r"\s+", " ", one.text_content()).strip()
    after = (
        "市政府公布新的港口规划方案"
        if _CJK.search(before)
        else "Harbour plan is published after long delay"
    )
    for child in list(one):
        one.remove(child)
    one.text = after
    if rng.random() < 0.5:
        for title in root.iter("title"):
            title.text = (title.text or "").replace(before, after)
        for meta in root.iter("meta"):
            if (meta.get("property") or meta.get("name") or "").endswith(":title"):
                meta.set("content", (meta.get("content") or "").replace(before, after))
    return Expected(frozenset({"headline"}), (after,))


def entry_added(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Add an entry to a list in the text."""
    lists = [
        one
        for one in _body(root).iter("ul", "ol")
        if len(one.findall("li")) > 2 and not _is_side(one) and not list(one.iter("a", "img", "ul", "p"))
        and all(12 < len(li.text_content().strip()) < 300 for li in one.findall("li"))
        and (not gold or re.sub(r"\s+", "", one.findall("li")[0].text_content()) in re.sub(r"\s+", "", gold))
    ]  # fmt: skip
    if not lists:
        return None
    one = rng.choice(lists)
    words = (
        "每日两班往返渡轮接送"
        if _CJK.search(one.text_content())
        else "Two ferries a day in both directions"
    )
    one.insert(1, _fragment(f"<li>{words}</li>"))
    return Expected(TEXT | {"feature"}, (words,))


def entry_removed(root: html.HtmlElement, rng: random.Random, gold: str) -> Expected | None:
    """Take an entry out of a list in the text."""
    lists = [
        one
        for one in _body(root).iter("ul", "ol")
        if len(one.findall("li")) > 2 and not _is_side(one) and not list(one.iter("a", "img", "ul", "p"))
        and all(12 < len(li.text_content().strip()) < 300 for li in one.findall("li"))
        and (not gold or re.sub(r"\s+", "", one.findall("li")[0].text_content()) in re.sub(r"\s+", "", gold))
    ]  # fmt: skip
    if not lists:
        return None
    entries = rng.choice(lists).findall("li")
    entry = rng.choice(entries)
    words = re.sub(r"\s+", " ", entry.text_content()).strip()[:12]
    entry.getparent().remove(entry)
    return Expected(TEXT | {"feature"}, (words,))


EDITS: dict[str, Edit] = {
    "sentence added": sentence_added, "paragraph added": paragraph_added, "paragraph removed": paragraph_removed,
    "number": number, "name": name, "negation": negation, "headline": headline,
    "list entry added": entry_added, "list entry removed": entry_removed,
}  # fmt: skip
