"""Ways in which a site's layout breaks, as functions on markup; and ways in which it only moves.

Each takes the markup of one page and a *seed* that stands for the site: the same seed changes all
pages of a site in the same manner, as one release of its templates would. A break may or may not
hurt a given reader; what counts as found or missed is for the caller to define.
"""

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator

from lxml import etree, html

Break = Callable[[str, int], str]

_DATED = re.compile(
    r"(?:19|20)\d{2}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d{1,2}|\d{1,2}\.? [A-Z][a-z]{2,8}\.? (?:19|20)\d{2}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, (?:19|20)\d{2}"
)
_NAMES = ("alpha", "beacon", "cobalt", "delta", "ember", "fjord", "garnet", "harbor", "indigo", "juniper")  # fmt: skip
# Elements in which a line of its own may stand.
_LINES = ("span", "div", "p", "em", "small", "li")
# Words of invented teasers: a box of them has no meaning and no sentence.
_TEASERS = (
    "Ten things to know before the weekend",
    "Why the harbour lights went out",
    "A short guide to quiet offices",
    "本周热点一览",
    "城市里的小花园",
)


def rename_classes(markup: str, seed: int) -> str:
    """Give every class another, hashed name, as builds with style modules do."""
    root = _tree(markup)
    for element in root.iter(etree.Element):
        if given := element.get("class"):
            element.set("class", " ".join(f"c{_hash(seed, one)}" for one in given.split()))
    return _markup(root)


def hash_ids(markup: str, seed: int) -> str:
    """Give every id another, hashed name."""
    root = _tree(markup)
    for element in root.iter(etree.Element):
        if given := element.get("id"):
            element.set("id", f"i{_hash(seed, given)}")
    return _markup(root)


def rename_all(markup: str, seed: int) -> str:
    """Rename classes and ids, and change ``article``, ``section`` and ``main`` to ``div``."""
    root = _tree(hash_ids(rename_classes(markup, seed), seed))
    for element in root.iter("article", "section", "main"):
        element.tag = "div"
    return _markup(root)


def wrap_containers(markup: str, seed: int) -> str:
    """Put two wrappers around all of the body and one around each of its parts."""
    root = _tree(markup)
    body = root.find("body")
    if body is None:
        return markup
    outer = html.Element("div", {"class": f"{_NAMES[seed % 10]}-shell"})
    inner = html.Element("div", {"class": f"{_NAMES[(seed + 3) % 10]}-grid"})
    outer.append(inner)
    inner.text, body.text = body.text, None
    for child in list(body):
        wrapper = html.Element("div", {"class": f"{_NAMES[(seed + 5) % 10]}-cell"})
        wrapper.append(child)
        inner.append(wrapper)
    body.append(outer)
    return _markup(root)


def move_date(markup: str, seed: int) -> str:
    """Take the date from where it stands and print it under another name below the title."""
    root = _tree(markup)
    found = list(_date_places(root))
    words = next((_words(one) for one in found if _DATED.search(_words(one))), "")
    for one in found:
        _forget_date(one)
    heading = next(root.iter("h1"), None)
    if words and heading is not None:
        line = html.Element("p", {"class": f"{_NAMES[seed % 10]}-line"})
        line.text = words
        heading.addnext(line)
    return _markup(root)


def drop_date(markup: str, seed: int) -> str:
    """Take the date away wherever markup states it."""
    root = _tree(markup)
    for one in list(_date_places(root)):
        _forget_date(one)
    return _markup(root)


def drop_title(markup: str, seed: int) -> str:
    """Take the heading away; only the window's title is left."""
    root = _tree(markup)
    for one in list(root.iter("h1")):
        one.drop_tree()
    for one in list(root.iter("meta")):
        if (one.get("property") or one.get("name") or "") in {"og:title", "twitter:title"}:
            one.drop_tree()
    return _markup(root)


def scripts_only(markup: str, seed: int) -> str:
    """Leave an empty root that a script would fill: what a reader saw is in its data."""
    root = _tree(markup)
    body = root.find("body")
    if body is None:
        return markup
    text = " ".join(body.text_content().split())[:200_000]
    for child in list(body):
        body.remove(child)
    body.text = None
    etree.SubElement(body, "div", {"id": f"{_NAMES[seed % 10]}-app"})
    script = etree.SubElement(body, "script")
    script.text = f"window.__STATE__={json.dumps({'page': text})};".replace("</", "<\\/")
    return _markup(root)


def other_layout(markup: str, seed: int) -> str:
    """Move the running text into a table layout of another make, with the title beside it."""
    root = _tree(markup)
    body = root.find("body")
    if body is None:
        return markup
    best = max(body.iter("div", "article", "section", "td", "main"), key=_paragraph_size, default=None)  # fmt: skip
    if best is None or _paragraph_size(best) < 200:
        return markup
    heading = next((" ".join(one.text_content().split()) for one in root.iter("h1")), "")
    parts = [one for one in best if isinstance(one.tag, str)]
    best.getparent().remove(best)
    table = html.Element("table", {"width": "960", "id": f"{_NAMES[seed % 10]}Layout"})
    row = etree.SubElement(table, "tr")
    etree.SubElement(row, "td", {"width": "200"}).text = "Home"
    cell = etree.SubElement(row, "td", {"width": "760"})
    etree.SubElement(cell, "h2").text = heading
    cell.extend(parts)
    body.insert(0, table)
    for one in list(body.iter("h1")):
        one.drop_tree()
    return _markup(root)


def add_box(markup: str, seed: int) -> str:
    """Put a box of linked teasers into the middle of the running text."""
    root = _tree(markup)
    body = root.find("body")
    best = None if body is None else max(body.iter("div", "article", "section", "td"), key=_paragraph_size, default=None)  # fmt: skip
    if best is None:
        return markup
    box = html.Element("div", {"class": f"{_NAMES[seed % 10]}-teasers"})
    for number, words in enumerate(_TEASERS):
        line = etree.SubElement(box, "div")
        etree.SubElement(line, "a", {"href": f"/t/{number}"}).text = words
    best.insert(len(best) // 2, box)
    return _markup(root)


def vary(markup: str, seed: int) -> str:
    """Change what changes from visit to visit and is no break: counters, ids of parts, an advert."""
    draw = random.Random(seed)  # noqa: S311 - a seed stands for a visit
    root = _tree(markup)
    body = root.find("body")
    for element in root.iter("div", "img", "iframe"):
        if re.search(r"\d", element.get("id") or ""):
            element.set(
                "id", re.sub(r"\d+", lambda _: str(draw.randrange(10**6)), element.get("id"))
            )
    if body is not None:
        advert = html.Element("div", {"class": "ad", "id": f"ad-{draw.randrange(10**6)}"})
        advert.text = draw.choice(_TEASERS)
        body.insert(draw.randrange(len(body) + 1), advert)
        counter = html.Element("div", {"class": "visitors"})
        counter.text = str(draw.randrange(10**5))
        body.append(counter)
    return _markup(root)


BREAKS: dict[str, Break] = {
    "rename-classes": rename_classes,
    "hash-ids": hash_ids,
    "rename-all": rename_all,
    "wrap-containers": wrap_containers,
    "move-date": move_date,
    "drop-date": drop_date,
    "drop-title": drop_title,
    "scripts-only": scripts_only,
    "other-layout": other_layout,
    "add-box": add_box,
}
"""Every break by name; :func:`vary` is the control that is none."""


def _tree(markup: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8")
    return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)


def _markup(root: html.HtmlElement) -> str:
    written = etree.tostring(root, method="html", encoding="unicode")
    return f"<!DOCTYPE html>\n{written}"


def _hash(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()[:8]


def _words(element: html.HtmlElement) -> str:
    return " ".join(f"{element.get('content') or element.get('datetime') or ''} {element.text or ''}".split())  # fmt: skip


def _date_places(root: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Yield elements that state the date: metas, ``time``, data, short lines that are one."""
    for one in list(root.iter("meta", "time", "script", *_LINES)):
        tag, text = one.tag, one.text or ""
        if (
            tag == "time"
            or (tag == "meta" and _DATED.search(one.get("content") or ""))
            or (tag == "script" and "ld+json" in (one.get("type") or "") and "date" in text)
            or (tag in _LINES and len(text) < 80 and _DATED.search(text))
        ):
            yield one


def _forget_date(element: html.HtmlElement) -> None:
    if element.tag == "script":
        element.text = re.sub(r'"(?:date|upload)\w*"\s*:\s*"[^"]*"', '"x":""', element.text or "")
    elif element.tag in {"meta", "time"} and element.getparent() is not None:
        element.drop_tree()
    else:
        element.text = _DATED.sub("", element.text or "")


def _paragraph_size(element: html.HtmlElement) -> int:
    return sum(len(" ".join(one.text_content().split())) for one in element.findall("p"))
