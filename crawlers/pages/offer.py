"""Pages of plans and prices: cards, rows, tables, toggles and structured data.

BeautifulSoup reads these: they are few, and clarity counts for more than speed.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import web_poet
from bs4 import BeautifulSoup, Tag
from lxml import etree

from crawlers.pages.base import PageObject
from crawlers.pages.blocks import blocks_of
from crawlers.pages.offer_tables import from_tables
from crawlers.pages.pricing import (
    Setting,
    flat,
    has_price,
    label,
    offers_or_hides,
    page_tax,
    read_plan,
)
from crawlers.pages.structured import Node, first, of_type
from schemas.documents import PlanPrice
from text.currencies import resolve
from text.price import read_period, read_price, read_unit

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption", "dt", "legend")
_NAME_CLASS = re.compile(
    r"(?:^|[\s_-])(?:name|title|plan-?name|tier|mc|mingcheng|banben|heading|product-?name|edition|biaoti)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST = 200


class OfferPage(PageObject):
    """A page of plans and prices."""

    kind = "offer"

    @cached_property
    def main_text(self) -> str:
        """Return all that the page says, block by block: cards are no article body."""
        body = self.page.root.find("body")
        blocks = blocks_of(self.page.root if body is None else body)
        self.page.note("text", "general", 0.8)
        return "\n\n".join(block.text for block in blocks)

    @web_poet.field
    def offers(self) -> tuple[PlanPrice, ...]:
        """Return the plans in page order."""
        return self.plans

    @cached_property
    def plans(self) -> tuple[PlanPrice, ...]:
        """Return the plans from the place that names most of them; visible ones first."""
        soup = BeautifulSoup(
            etree.tostring(self.page.root, encoding="unicode", method="html"), "lxml"
        )
        for furniture in soup(["script", "style", "nav", "footer", "noscript", "template"]):
            furniture.decompose()
        setting = Setting(self.page.money_hint, page_tax(self.page.visible[:20_000]))
        places = {
            "table": from_tables(soup, setting),
            "cards": from_cards(soup, setting),
            "json-ld": list(self._stated()),
        }
        # Structured data often lacks units and list prices: it wins only with more plans.
        chosen = max(places, key=lambda place: len({one.plan for one in places[place]}))
        if not places[chosen]:
            return ()
        self.page.note("offers", chosen, {"json-ld": 0.93, "table": 0.92}.get(chosen, 0.88))
        return tuple({one.key: one for one in places[chosen]}.values())[:_MOST]

    def _stated(self) -> Iterator[PlanPrice]:
        for node in of_type(
            self.page.nodes,
            "Product",
            "SoftwareApplication",
            "Service",
            "WebApplication",
            "OfferCatalog",
        ):
            given = node.get("offers") or node.get("itemListElement")
            for one in given if isinstance(given, list) else [given]:
                if isinstance(one, dict):
                    yield from _from_offer(one, first(node.get("name")), self.page.money_hint)


def _from_offer(node: Node, product: str, hint: str) -> Iterator[PlanPrice]:
    name = first(node.get("name")) or product
    details: Any = node.get("priceSpecification")
    details = details[0] if isinstance(details, list) and details else details
    details = details if isinstance(details, dict) else {}
    raw = first(node.get("price")) or first(node.get("lowPrice")) or first(details.get("price"))
    price = read_price(raw, hint)
    if price.amount is None or not name:
        return
    stated = first(node.get("priceCurrency")) or first(details.get("priceCurrency"))
    unit = " ".join(
        f"per {first(details.get(key))}"
        for key in ("unitText", "unitCode", "billingDuration")
        if details.get(key)
    )
    yield PlanPrice(
        name=name[:200],
        plan=name[:200],
        amount=price.amount,
        currency=(resolve(stated, hint) if stated else None) or price.currency,
        period=read_period(unit),
        unit=read_unit(unit),
        starting=bool(node.get("lowPrice")) and not node.get("price"),
        state="known",
        raw=f"{raw} {stated}".strip(),
        confidence=0.95,
    )


def from_cards(soup: BeautifulSoup, setting: Setting) -> list[PlanPrice]:
    """Return the prices of repeated elements that each have a name and a price."""
    body = soup.body or soup
    for name_of in (_heading, _lead):
        cards = list(_groups(body, name_of))
        prices = [price for card, name in cards for price in read_plan(card, name, setting)]
        if prices:
            return prices
    return _single(body, setting)


def _groups(element: Tag, name_of: Any) -> Iterator[tuple[Tag, str]]:
    """Innermost first: the elements whose sibling children are each a plan."""
    children = [one for one in element.children if isinstance(one, Tag)]
    inside = [pair for child in children for pair in _groups(child, name_of)]
    if inside:
        yield from inside
        yield from _left_over(children, inside, name_of)
        return
    cards = [(child, name_of(child)) for child in children if offers_or_hides(child)]
    cards = [(child, name) for child, name in cards if name]
    alike = len({(child.name) for child, _ in cards}) == 1
    priced = any(has_price(child) for child, _ in cards)
    if len(cards) >= 2 and alike and priced and len({name for _, name in cards}) >= 2:
        yield from cards


def _left_over(
    children: list[Tag], inside: list[tuple[Tag, str]], name_of: Any
) -> Iterator[tuple[Tag, str]]:
    """A plan that stands alone beside a group, such as an enterprise plan in its own band."""
    for child in children:
        if any(child is card or child in card.parents for card, _ in inside):
            continue
        if (
            name_of is _heading
            and has_price(child)
            and (name := name_of(child))
            and len(flat(child)) < 1500
        ):
            yield child, name


def _heading(card: Tag) -> str:
    """Return the name a card has in a heading, or in an element marked as its name."""
    for one in card.find_all(_HEADINGS):
        text = flat(one)
        if 0 < len(text) <= 80 and read_price(text).raw_currency is None:
            return text
    for one in card.find_all(["div", "span", "p", "strong", "b"]):
        text = flat(one)
        marked = _NAME_CLASS.search(label(one)) or one.name in {"strong", "b"}
        if (
            marked
            and 0 < len(text) <= 60
            and read_price(text).raw_currency is None
            and re.search(r"[^\W\d]{2}", text)
        ):
            return text
    return ""


def _lead(card: Tag) -> str:
    """Return the first words of a row before its price: ``边缘网关 Gate 6`` of ``… ￥1,280/台``."""
    for one in card.find_all(True):
        text = flat(one)
        if (
            not one.find(True)
            and 1 < len(text) <= 80
            and read_price(text).raw_currency is None
            and not offers_or_hides(one)
        ):
            return text
    text = flat(card)
    match = re.match(r"^([^¥￥$€£\d]{2,60}?)\s*[:：\s]\s*(?=[¥￥$€£]|\d)", text)
    return match[1].strip() if match and card.name in {"li", "p", "div", "tr", "dd"} else ""


def _single(body: Tag, setting: Setting) -> list[PlanPrice]:
    """One plan on the page: its price stands marked, its name is the page's heading."""
    name = next((flat(one) for one in body.find_all(["h1", "h2"]) if flat(one)), "")
    if not name:
        return []
    for one in body.find_all(True):
        if (
            re.search(r"price|amount|jiage|jia\b", label(one), re.IGNORECASE)
            and len(flat(one)) <= 120
            and has_price(one)
        ):
            return read_plan(one, name, setting)
    return []
