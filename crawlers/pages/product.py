"""Pages of one product: price, availability, SKU, brand."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import web_poet
from lxml import html

from crawlers.pages.base import PageObject
from crawlers.pages.dom import is_hidden, marks, squeeze, text_of
from crawlers.pages.structured import Node, first, of_type
from schemas.documents import PlanPrice
from text.currencies import resolve
from text.price import Price, read_price

_OUT = re.compile(
    r"out[- ]?of[- ]?stock|sold[- ]?out|unavailable|discontinued|no longer available|currently not available|ausverkauft|nicht verfügbar|épuisé|agotado|esaurito|缺货|售罄|无货|已下架|停产|暂无库存",
    re.IGNORECASE,
)
_PRE = re.compile(r"pre-?order|预售|预订|vorbestell", re.IGNORECASE)
_IN = re.compile(
    r"\bin[- ]?stock\b|add to (?:cart|bag|basket)|buy now|in den warenkorb|auf lager|ajouter au panier|en stock|añadir al carrito|aggiungi al carrello|disponibile|adicionar ao carrinho|comprar|有货|现货|加入购物车|立即购买|в корзину|в наличии|dodaj do koszyka|lisa ostukorvi",
    re.IGNORECASE,
)
_SKU = re.compile(
    r"(?:\bsku\b|item (?:no|number|#)|art(?:icle|ikel)?\.?[- ]?(?:no|nr|nummer|number)|product (?:code|id|number|no)|model (?:no|number)|part (?:no|number)|mpn|"
    r"ref(?:erence|erencia|\.)?|artikelnummer|art\.? ?nr|best\.?[- ]?nr|catalog(?:ue)? (?:no|number)|货号|商品编号|产品编号|型号|款号|код товара|артикул)"
    r"\s*\.?\s*[#:：]?\s*#?\s*([A-Z0-9][A-Z0-9._/-]{2,30})",
    re.IGNORECASE,
)
_PRICE_MARK = re.compile(
    r"(?:^|[\s_-])(?:price|our-?price|sale-?price|current-?price|final-?price|product-?price|amount|preis|prix|precio|prezzo|jiage)(?:$|[\s_-])|price",
    re.IGNORECASE,
)
_OLD_MARK = re.compile(
    r"old|was|regular|list-?price|compare|strike|before|original|rrp|msrp|crossed|discount|saving|save|shipping|related|recommend|similar|carousel|cart-total|minicart|basket|unit-?price|per-unit|installment|footer|nav",
    re.IGNORECASE,
)
_STATES = {"instock": "InStock", "outofstock": "OutOfStock", "soldout": "OutOfStock", "discontinued": "OutOfStock", "preorder": "PreOrder",
           "limitedavailability": "InStock", "onlineonly": "InStock", "instoreonly": "InStock", "backorder": "OutOfStock", "presale": "PreOrder"}  # fmt: skip


class ProductPageObject(PageObject):
    """A page of one product."""

    kind = "product"

    @cached_property
    def node(self) -> Node:
        """Return the node of the product itself: the one with an offer, else the first."""
        found = of_type(
            self.page.nodes,
            "Product",
            "SoftwareApplication",
            "IndividualProduct",
            "ProductModel",
            "Book",
            "Vehicle",
            "Car",
            "ProductGroup",
        )
        return next((one for one in found if one.get("offers")), found[0] if found else {})

    @cached_property
    def offer(self) -> Node:
        """Return the product's offer node."""
        given: Any = self.node.get("offers")
        every = [
            one for one in (given if isinstance(given, list) else [given]) if isinstance(one, dict)
        ]
        if not every and not self.node:
            every = of_type(self.page.nodes, "Offer", "AggregateOffer")[:1]
        if not every:
            return {}
        if (
            isinstance(inner := every[0].get("offers"), list)
            and not every[0].get("price")
            and inner
            and isinstance(inner[0], dict)
        ):
            return {
                **inner[0],
                **{key: value for key, value in every[0].items() if key != "offers"},
            }
        return every[0]

    @web_poet.field
    def title(self) -> str:
        """Return the product's name."""
        if stated := first(self.node.get("name")):
            self.page.note("title", "json-ld", 0.95)
            return stated[:500]
        self.page.note("title", self.page.titled.source, self.page.titled.confidence)
        return self.page.titled.text[:500]

    @cached_property
    def main_text(self) -> str:
        """Return the description and features as the page shows them."""
        general = self.page.body
        stated = first(self.node.get("description"))
        if len(stated) > len(general.text):
            self.page.note("text", "json-ld", 0.85)
            return stated
        self.page.note("text", "general", general.confidence)
        return general.text

    @web_poet.field
    def offers(self) -> tuple[PlanPrice, ...]:
        """Return the product's price, one entry; none where the page states none."""
        source, price = next(self._prices(), ("", Price()))
        if price.amount is None:
            return ()
        self.page.note("offers", source, 0.95 if source == "json-ld" else 0.75)
        return (
            PlanPrice(
                name=(first(self.node.get("name")) or self.page.titled.text)[:200] or "product",
                amount=price.amount,
                currency=price.currency,
                list_amount=price.list_amount,
                unit=price.unit,
                period=price.period,
                starting=price.starting,
                state="known",
                raw=price.raw_currency or "",
                confidence=0.95 if source == "json-ld" else 0.75,
            ),
        )

    @web_poet.field
    def availability(self) -> str | None:
        """Return ``InStock``, ``OutOfStock`` or ``PreOrder``."""
        stated = (
            first(self.offer.get("availability"))
            or self.page.metas.get("product:availability", "")
            or self.page.metas.get("og:availability", "")
        )
        key = re.sub(r"[^a-z]", "", stated.lower().rsplit("/", 1)[-1])
        if key in _STATES:
            self.page.note("availability", "json-ld", 0.95)
            return _STATES[key]
        near = self._near_title()
        for state, pattern in (("OutOfStock", _OUT), ("PreOrder", _PRE), ("InStock", _IN)):
            if pattern.search(near):
                self.page.note("availability", "text", 0.65)
                return state
        if next(self._prices(), None):
            # What is priced and not said to be gone is for sale; said with little confidence.
            self.page.note("availability", "assumed", 0.4)
            return "InStock"
        return None

    @web_poet.field
    def sku(self) -> str | None:
        """Return the seller's number of the product."""
        for value in (self.node.get("sku"), self.offer.get("sku"), self.node.get("productID")):
            if stated := first(value):
                self.page.note("sku", "json-ld", 0.93)
                return stated.removeprefix("sku:")[:80]
        for name in ("product:retailer_item_id", "product:sku", "sku"):
            if found := self.page.metas.get(name):
                self.page.note("sku", f"meta:{name}", 0.85)
                return found[:80]
        for match in _SKU.finditer(self.page.visible[:60_000]):
            if any(char.isdigit() for char in match[1]):
                self.page.note("sku", "text", 0.6)
                return match[1].rstrip(".-/")
        return self._number_in_url()

    def _number_in_url(self) -> str | None:
        """Return the number that names the page, as shops without any other use it."""
        if match := re.findall(
            r"(?<![A-Za-z0-9])(?:[A-Z]{0,2})(\d{5,14}|B0[A-Z0-9]{8})(?![A-Za-z0-9])",
            urlsplit(self.page.url).path,
        ):
            self.page.note("sku", "url", 0.5)
            return str(match[-1])
        return None

    @web_poet.field
    def brand(self) -> str | None:
        """Return the brand."""
        for value in (self.node.get("brand"), self.node.get("manufacturer")):
            if stated := first(value):
                self.page.note("brand", "json-ld", 0.93)
                return stated[:100]
        for name in ("product:brand", "og:brand", "brand"):
            if found := self.page.metas.get(name):
                self.page.note("brand", f"meta:{name}", 0.85)
                return found[:100]
        return None

    @web_poet.field
    def features(self) -> tuple[str, ...]:
        """Return the lines of lists that are marked as features or specifications."""
        places = self.page.root.xpath(
            "//ul[contains(@class,'feature') or contains(@class,'spec') or contains(@class,'benefit')]/li"
        )
        lines = (text_of(one) for one in places[:60])
        return tuple(dict.fromkeys(line for line in lines if 2 <= len(line) <= 200))

    def _prices(self) -> Iterator[tuple[str, Price]]:
        """Yield prices from structured data, meta elements and marked elements, best first."""
        hint = self.page.money_hint
        details = self.offer.get("priceSpecification")
        details = details[0] if isinstance(details, list) and details else details
        details = details if isinstance(details, dict) else {}
        stated = first(self.offer.get("priceCurrency")) or first(details.get("priceCurrency"))
        for raw in (self.offer.get("price"), self.offer.get("lowPrice"), details.get("price")):
            if found := _with_currency(first(raw), stated, hint):
                yield "json-ld", found
        for name in (
            "product:sale_price:amount",
            "product:price:amount",
            "og:price:amount",
            "product:price",
            "price",
        ):
            currency = (
                self.page.metas.get(name.replace("amount", "currency"), "")
                or self.page.metas.get("product:price:currency", "")
                or self.page.metas.get("pricecurrency", "")
            )
            if found := _with_currency(self.page.metas.get(name, ""), currency, hint):
                yield f"meta:{name}", found
        for element in self.page.root.xpath("//*[@itemprop='price']")[:3]:
            if found := _with_currency(element.get("content") or text_of(element), "", hint):
                yield "microdata", found
        yield from self._marked_prices(hint)

    def _marked_prices(self, hint: str) -> Iterator[tuple[str, Price]]:
        for element in self._after_title():
            if not _PRICE_MARK.search(marks(element)) or _is_other(element):
                continue
            text = text_of(element)
            if not 1 <= len(text) <= 80:
                continue
            price = read_price(text, hint)
            if price.amount and price.raw_currency:
                yield "text", price

    def _after_title(self) -> list[html.HtmlElement]:
        """Return elements from the main heading on: what stands before is menu and basket."""
        every = list(
            self.page.root.iter(
                "span",
                "div",
                "p",
                "strong",
                "b",
                "ins",
                "dd",
                "td",
                "li",
                "bdi",
                "em",
                "h2",
                "h3",
                "h4",
            )
        )
        heading = next(iter(self.page.root.iter("h1")), None)
        if heading is None:
            return every
        order = {element: index for index, element in enumerate(self.page.root.iter())}
        start = order[heading]
        return [one for one in every if order[one] > start] + [
            one for one in every if order[one] <= start
        ]

    def _near_title(self) -> str:
        title = self.page.titled.text[:60]
        at = self.page.visible.find(title) if title else -1
        return squeeze(self.page.visible[max(0, at) : max(0, at) + 3000])


def _with_currency(raw: str, stated: str, hint: str) -> Price | None:
    """Read a figure of structured data, whose point is the decimal one."""
    if not raw:
        return None
    plain = raw.strip()
    price = read_price(plain, hint)
    if re.fullmatch(r"\d+\.\d{3}", plain) and not plain.endswith("000"):
        price = read_price(plain + "0", hint)  # 12.345: a figure with decimals, not a thousand
    if not price.amount:
        return None
    currency = (resolve(stated, hint) if stated else None) or price.currency
    return Price(
        amount=price.amount,
        currency=currency,
        state="known",
        raw_currency=stated or price.raw_currency,
    )


def _is_other(element: html.HtmlElement) -> bool:
    """Say whether a marked price is an old one, hidden, or another product's."""
    if is_hidden(element) or element.tag in {"del", "s", "strike"}:
        return True
    chain = [element, *element.iterancestors()][:6]
    return any(
        _OLD_MARK.search(marks(one)) or one.tag in {"del", "s", "strike", "footer", "nav"}
        for one in chain
        if one.tag not in {"body", "html"}
    )
