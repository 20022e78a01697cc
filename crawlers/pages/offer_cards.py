"""Plans in cards, rows and lists: repeated elements that each have a name and a price."""

import re
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

from crawlers.pages.plan_words import Setting, flat, has_price, label, offers_or_hides
from crawlers.pages.pricing import read_plan, stateless
from schemas.documents import PlanPrice
from text.price import hides_price, read_price

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt", "legend", "summary")
_NAME_CLASS = re.compile(
    r"(?:^|[\s_-])(?:name|title|plan-?name|tier|mc|mingcheng|banben|heading|product-?name|edition|biaoti|header)(?:$|[\s_-])|__title|__name",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"badge|tag|popular|recommend|label|pill|ribbon|tuijian|hot\b|new\b", re.IGNORECASE
)
_POPULAR = re.compile(
    r"\s*(?:most popular|best value|recommended|popular|new|hot|推荐|热门|最受欢迎|人気|おすすめ|beliebt)\s*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]\s*$|^(?:how|what|can|do|is|are|why|when|where|which)\b", re.IGNORECASE)  # fmt: skip
Namer = Callable[[Tag], str]


def from_cards(soup: BeautifulSoup, setting: Setting) -> list[PlanPrice]:
    """Return the prices of repeated elements that each have a name and a price."""
    body = soup.body or soup
    for name_of in (_heading, _lead):
        prices: list[PlanPrice] = []
        for card, name in _groups(body, name_of):
            prices += read_plan(card, name, setting) or [
                stateless(name, "missing", "", {"plan": name[:200], "region": setting.region})
            ]
        if prices:
            return prices
    return _pairs(body, setting) or _single(body, setting)


def _groups(element: Tag, name_of: Namer) -> Iterator[tuple[Tag, str]]:
    """Innermost first: the elements whose sibling children are each a plan."""
    children = [one for one in element.children if isinstance(one, Tag)]
    inside = [pair for child in children for pair in _groups(child, name_of)]
    if inside:
        yield from inside
        yield from _left_over(children, inside, name_of)
        return
    if len(children) < 2:  # most elements of a page; to ask what they offer takes long
        return
    cards = [(child, name_of(child)) for child in children if offers_or_hides(child)]
    cards = [(child, name) for child, name in cards if name and not _QUESTION.search(name)]
    alike = len({child.name for child, _ in cards}) == 1
    priced = any(has_price(child) for child, _ in cards)
    if len(cards) >= 2 and alike and priced and len({name for _, name in cards}) >= 2:
        yield from _with_silent(children, cards, name_of)


def _with_silent(
    children: list[Tag], cards: list[tuple[Tag, str]], name_of: Namer
) -> Iterator[tuple[Tag, str]]:
    """Yield the cards, and among them those of the same make that say nothing of a price."""
    make = {(card.name, _first_class(card)) for card, _ in cards}
    known = {id(card): name for card, name in cards}
    for child in children:
        if id(child) in known:
            yield child, known[id(child)]
        elif name_of is _heading and (child.name, _first_class(child)) in make:
            name = name_of(child)
            if name and not _QUESTION.search(name) and 10 < len(flat(child)) < 1500:
                yield child, name


def _first_class(element: Tag) -> str:
    return str(next(iter(element.get_attribute_list("class")), None) or "")


def _left_over(
    children: list[Tag], inside: list[tuple[Tag, str]], name_of: Namer
) -> Iterator[tuple[Tag, str]]:
    """A plan that stands alone beside a group, such as an enterprise plan in its own band."""
    for child in children:
        if any(child is card or child in card.parents for card, _ in inside):
            continue
        if (
            name_of is _heading
            and has_price(child)
            and (name := name_of(child))
            and not any(_QUESTION.search(flat(one)) for one in child.find_all(_HEADINGS))
            and len(flat(child)) < 1500
        ):
            yield child, name


def _heading(card: Tag) -> str:
    """Return the name a card has in a heading, or in an element marked as its name."""
    for one in card.find_all(_HEADINGS):
        text = _without_badge(one)
        if 0 < len(text) <= 80 and (name := text if _is_name(text) else _before_price(text)):
            return _tidy(name)
    for one in card.find_all(["div", "span", "p", "strong", "b"]):
        text = _without_badge(one)
        marked = _NAME_CLASS.search(label(one)) or one.name in {"strong", "b"}
        if marked and 0 < len(text) <= 60 and _is_name(text) and re.search(r"[^\W\d]{2}", text):
            return _tidy(text)
    return ""


def _before_price(text: str) -> str:
    """Return the name in ``Starter – $19/month`` or ``Enterprise: let's talk``; empty if none."""
    match = re.match(r"^([^¥￥$€£₹\d]{2,60}?)\s*(?:[:：–—|-]|\s)\s*(?=[¥￥$€£₹]|\d)", text)
    if match is None and (parts := re.split(r"\s*[:：]\s*|\s+[–—-]\s+", text, maxsplit=1))[1:]:
        return _tidy(parts[0]) if hides_price(parts[1]) and _is_name(parts[0]) else ""
    return _tidy(match[1]) if match and re.search(r"[^\W\d]{2}", match[1]) else ""


def _tidy(name: str) -> str:
    """Return *name* without a colon behind it or a number before it: 一、基础版."""
    plain = re.sub(r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、)）]\s)\s*", "", name.strip())
    return plain.strip().rstrip(":：–—- ") or name


def _is_name(text: str) -> bool:
    price = read_price(text)
    return price.raw_currency is None and price.state != "hidden"


def _without_badge(element: Tag) -> str:
    """Return the words of a heading without ``Most popular`` or a badge inside it."""
    text = flat(element)
    for one in element.find_all(["span", "em", "small", "sup", "i", "b"]):
        if _BADGE.search(label(one)) and (badge := flat(one)) and badge != text:
            text = text.replace(badge, " ")
    return _POPULAR.sub("", " ".join(text.split()))


def _lead(card: Tag) -> str:
    """Return the first words of a row before its price: ``边缘网关 Gate 6`` of ``… ￥1,280/台``."""
    for one in card.find_all(True):
        text = flat(one)
        if (
            not one.find(True)
            and 1 < len(text) <= 80
            and _is_name(text)
            and re.search(r"[^\W\d_]", text)
            and not offers_or_hides(one)
        ):
            return _tidy(text)
    return _before_price(flat(card)) if card.name in {"li", "p", "div", "tr", "dd"} else ""


def _pairs(body: Tag, setting: Setting) -> list[PlanPrice]:
    """Names and prices in turn without an element around both: ``<dt>`` and ``<dd>``."""
    found: list[PlanPrice] = []
    for term in body.find_all("dt")[:200]:
        value = term.find_next_sibling()
        if value is not None and value.name == "dd" and offers_or_hides(value):
            found += read_plan(value, flat(term), setting)
    return found if len(found) >= 2 else []


def _single(body: Tag, setting: Setting) -> list[PlanPrice]:
    """One plan on the page: its price stands marked, its name is the page's heading."""
    name = next((flat(one) for one in body.find_all(["h1", "h2"]) if flat(one)), "")
    if not name:
        return []
    for one in body.find_all(True):
        if (
            re.search(r"price|amount|jiage|jia\b|preis|prix", label(one), re.IGNORECASE)
            and len(flat(one)) <= 120
            and has_price(one)
        ):
            return read_plan(one, name, setting)
    return []
