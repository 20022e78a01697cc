"""What a product's page states for machines, as one set of facts, each with its source.

Sources: JSON-LD and microdata (offers, lists of offers, aggregates, specifications, variants), RDFa,
meta elements, and the state that shop systems leave in scripts (``product_state``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lxml import html

from crawlers.pages.dom import squeeze, text_of
from crawlers.pages.structured import Node, first, of_type, types
from text.currencies import resolve
from text.price import read_price

PRODUCT_TYPES = (
    "Product", "SoftwareApplication", "IndividualProduct", "ProductModel", "Book", "Vehicle", "Car",
    "ProductGroup", "SomeProducts", "MobileApplication", "WebApplication", "Event",
)  # fmt: skip
_STATES = {"instock": "InStock", "outofstock": "OutOfStock", "soldout": "OutOfStock", "discontinued": "OutOfStock", "preorder": "PreOrder",
           "limitedavailability": "InStock", "onlineonly": "InStock", "instoreonly": "InStock", "backorder": "OutOfStock", "presale": "PreOrder",
           "available": "InStock", "availablefororder": "InStock", "true": "InStock", "yes": "InStock", "oos": "OutOfStock",
           "unavailable": "OutOfStock", "notavailable": "OutOfStock", "madetoorder": "InStock", "reserved": "OutOfStock",
           "pending": "OutOfStock", "preorderonly": "PreOrder", "purchasable": "InStock"}  # fmt: skip
_LIST_PRICE = re.compile(r"ListPrice|StrikethroughPrice|MSRP|SRP|RegularPrice", re.IGNORECASE)
# What a template left unfilled, and what shops write for nothing.
_EMPTY = re.compile(
    r"^\W*$|^[$]\w+$|\{\{|\}\}|^%\w+%$|^(?:null|none|undefined|n/?a|default|false|true|unknown|no brand|brand)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one place of the page says of the product; None where it is silent."""

    source: str
    confidence: float
    name: str | None = None
    amount: Decimal | None = None
    list_amount: Decimal | None = None
    currency: str | None = None
    raw: str = ""
    starting: bool = False
    availability: str | None = None
    sku: str | None = None
    brand: str | None = None


def read_state(stated: str) -> str | None:
    """Return ``InStock``, ``OutOfStock`` or ``PreOrder`` for a schema.org address or a shop's word."""
    return _STATES.get(re.sub(r"[^a-z]", "", stated.lower().rsplit("/", 1)[-1]))


def read_amount(raw: str, stated: str, hint: str) -> tuple[Decimal | None, str | None]:
    """Read a figure of structured data, whose point is the decimal one, and its currency."""
    plain = raw.strip()
    price = read_price(plain, hint)
    if re.fullmatch(r"\d+\.\d{3}", plain) and not plain.endswith("0"):
        price = read_price(plain + "0", hint)  # 12.345: a figure with decimals, not a thousand
    currency = (resolve(stated, hint) if stated else None) or price.currency
    return price.amount, currency


def useful(text: str) -> str | None:
    """Return *text* squeezed, None where it is a template's leftover or says nothing."""
    text = squeeze(text)
    return None if not text or len(text) > 120 or _EMPTY.search(text) else text


def from_nodes(nodes: list[Node], title: str, url: str, hint: str) -> Iterator[Facts]:
    """Yield the facts of the product's own nodes: the one with a price first, its twins after it."""
    found = [node for node in of_type(nodes, *PRODUCT_TYPES) if not _is_listed(node, nodes)]
    found.sort(key=lambda node: -_fit(node, title, url))
    for node in found[:4]:
        if _fit(node, title, url) >= 0 and _same(node, found[0]):
            yield _facts(node, url, hint)
    if not found:
        for offer in of_type(nodes, "Offer", "AggregateOffer")[:1]:
            yield _facts({"@type": "Product", "offers": offer, **_source(offer)}, url, hint)


def _source(node: Node) -> Node:
    return {"@microdata": True} if node.get("@microdata") else {}


def _is_listed(node: Node, nodes: list[Node]) -> bool:
    """Say whether a node is another's related product, accessory or an entry of a list."""
    for other in nodes:
        for key in ("isRelatedTo", "isSimilarTo", "isAccessoryOrSparePartFor", "itemListElement", "@nested"):  # fmt: skip
            value = other.get(key)
            every = value if isinstance(value, list) else [value]
            if any(one is node or (isinstance(one, dict) and one.get("item") is node) for one in every):  # fmt: skip
                return key != "@nested" or bool(types(other) & set(PRODUCT_TYPES))
    return False


def _fit(node: Node, title: str, url: str) -> float:
    name = first(node.get("name"))
    score = 2.0 if node.get("offers") or node.get("hasVariant") else 0.0
    if name and title:
        mine, its = set(name.lower().split()), set(title.lower().split())
        score += 2.0 * len(mine & its) / max(1, min(len(mine), len(its)))
    address = first(node.get("url"), "@id") or first(node.get("@id"))
    return score + (1.0 if address and address.split("?")[0] in url else 0.0)


def _same(node: Node, best: Node) -> bool:
    mine, its = first(node.get("name")).lower(), first(best.get("name")).lower()
    return not mine or not its or mine in its or its in mine


def _facts(node: Node, url: str, hint: str) -> Facts:
    offer = _offer(node, url)
    amount, before, currency, raw = _amounts(offer, hint)
    state = next(
        (
            state
            for one in (offer, node)
            for stated in [first(one.get("availability"), "@id")]
            if (state := read_state(stated)) is not None
        ),
        None,
    )
    sku = next(
        (
            found
            for value in (
                node.get("sku"),
                offer.get("sku"),
                node.get("productID"),
                node.get("productGroupID"),
            )
            if (found := useful(first(value)))
        ),
        None,
    )
    return Facts(
        source="microdata" if node.get("@microdata") else "json-ld",
        confidence=0.95,
        name=first(node.get("name")) or None,
        amount=amount,
        list_amount=before,
        currency=currency,
        raw=raw,
        starting=bool(offer.get("lowPrice")) and not offer.get("price"),
        availability=state,
        sku=sku.removeprefix("sku:").removeprefix("mpn:") if sku else None,
        brand=next(
            (found for value in (node.get("brand"), node.get("manufacturer"), node.get("author") if "Book" in types(node) else None) if (found := useful(first(value)))),
            None,
        ),
    )  # fmt: skip


def _offer(node: Node, url: str) -> Node:
    """Return the offer of a product: its own, the inner one of an aggregate, else a variant's."""
    every = _dicts(node.get("offers"))
    if not every:
        variants = _dicts(node.get("hasVariant")) or _dicts(node.get("model"))
        variants.sort(key=lambda one: not (first(one.get("url")) and first(one.get("url")) in url))
        every = [
            {"sku": one.get("sku"), **offer}
            for one in variants
            for offer in _dicts(one.get("offers"))
        ]
    priced = [one for one in every if _states_price(one)] or every
    # A sold-out variant's price is not what the page sells.
    for one in [*(x for x in priced if read_state(first(x.get("availability"))) != "OutOfStock"), *priced]:  # fmt: skip
        inner = _dicts(one.get("offers"))
        if inner and not one.get("price") and not one.get("lowPrice"):
            return {**inner[0], **{key: value for key, value in one.items() if key != "offers"}}
        return {**(inner[0] if inner else {}), **one}
    return {}


def _states_price(offer: Node) -> bool:
    return any(offer.get(key) for key in ("price", "lowPrice", "priceSpecification", "offers"))


def _dicts(value: Any) -> list[Node]:
    every = value if isinstance(value, list) else [value]
    return [one for one in every if isinstance(one, dict)]


def _amounts(offer: Node, hint: str) -> tuple[Decimal | None, Decimal | None, str | None, str]:
    """Return amount, list amount, currency and the raw words of an offer."""
    details = _dicts(offer.get("priceSpecification"))
    listed = [one for one in details if _LIST_PRICE.search(first(one.get("priceType")) or "")]
    plain = [one for one in details if one not in listed]
    stated = first(offer.get("priceCurrency")) or next(
        (found for one in details if (found := first(one.get("priceCurrency")))), ""
    )
    before = next(
        (
            value
            for one in listed
            if (value := read_amount(first(one.get("price")), stated, hint)[0])
        ),
        None,
    )
    places = [
        offer.get("price"),
        offer.get("lowPrice"),
        *(one.get("price") for one in plain),
        *(one.get("minPrice") for one in plain),
    ]
    for raw in map(first, places):
        amount, currency = read_amount(raw, stated, hint) if raw else (None, None)
        if amount:
            return (
                amount,
                before if before and before > amount else None,
                currency,
                f"{raw} {stated}".strip(),
            )
    return None, None, resolve(stated, hint) if stated else None, ""


def from_metas(metas: dict[str, str], hint: str) -> Facts:
    """Return what meta elements say: ``product:price:amount`` and the like."""
    for name in (
        "product:sale_price:amount", "product:price:amount", "og:price:amount", "product:price", "og:price", "price", "twitter:data1",
    ):  # fmt: skip
        raw = metas.get(name, "")
        stated = (
            metas.get(name.replace("amount", "currency"), "")
            or metas.get("product:price:currency", "")
            or metas.get("og:price:currency", "")
            or metas.get("pricecurrency", "")
        )
        if not raw or stated == raw:
            stated = metas.get("pricecurrency", "") if stated == raw else stated
        amount, currency = read_amount(raw, stated, hint) if raw else (None, None)
        if name == "twitter:data1" and not read_price(raw, hint).raw_currency:
            continue
        if amount:
            break
    else:
        amount = currency = None
        raw = name = ""
    listed = metas.get("product:original_price:amount") or (
        metas.get("product:price:amount") if name == "product:sale_price:amount" else ""
    )
    before = read_amount(listed, "", hint)[0] if listed else None
    stock = metas.get("product:availability") or metas.get("og:availability") or ""
    return Facts(
        source=f"meta:{name}" if name else "meta",
        confidence=0.88,
        amount=amount,
        list_amount=before if before and amount and before > amount else None,
        currency=currency,
        raw=raw,
        availability=read_state(stock),
        sku=next((found for key in ("product:retailer_item_id", "product:sku", "sku") if (found := useful(metas.get(key, "")))), None),
        brand=next((found for key in ("product:brand", "og:brand", "brand") if (found := useful(metas.get(key, "")))), None),
    )  # fmt: skip


def from_attributes(root: html.HtmlElement, hint: str) -> Facts:
    """Return what loose ``itemprop`` and RDFa ``property`` attributes say, outside any typed item."""

    def value(*names: str) -> tuple[str, str]:
        for name in names:
            path = f"//*[@itemprop='{name}' or @property='{name}' or @property='schema:{name}' or @property='gr:{name}']"
            for element in root.xpath(path)[:3]:
                text = squeeze(element.get("content") or element.get("href") or text_of(element))
                if text:
                    return text, text_of(element)
        return "", ""

    raw, shown = value("price", "lowPrice", "hasCurrencyValue")
    stated = value("priceCurrency", "hasCurrency")[0]
    amount, currency = read_amount(raw, stated, hint) if raw else (None, None)
    return Facts(
        source="microdata",
        confidence=0.9,
        amount=amount or None,
        currency=currency or (read_price(shown, hint).currency if amount else None),
        raw=raw,
        availability=read_state(value("availability")[0]),
        sku=useful(value("sku", "productID")[0]),
        brand=useful(value("brand", "manufacturer")[0]),
    )
