"""Products in the scripts of a page: shop systems' state, data layers and tracking calls.

``__NEXT_DATA__``, ``dataLayer.push({...})``, Shopify's product, ``fbq('track', 'ViewContent', {...})``:
whatever object names the page's product and a price. JavaScript is never run, only read as JSON.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import html

from crawlers.pages.product_facts import Facts, read_amount, read_state, useful
from crawlers.pages.structured import first
from text.currencies import resolve

_START = re.compile(r"(?:=|\(|,|:)\s*(?=[{\[])")
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[{}\[\]]')
_BARE_KEY = re.compile(r"(?<=[{,])\s*([A-Za-z_$][\w$]*)\s*:")
_SINGLE = re.compile(r"'((?:\\.|[^'\\])*)'")
_WORTH = re.compile(r"price|ecommerce|ViewContent|product", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^a-z]")
_NAMED_CURRENCY = re.compile(
    r"""["']?(?:currency|currencyCode|priceCurrency|currency_code|active)["']?\s*[:=]\s*["']([A-Z]{3})["']"""
)
_LONGEST = 1_500_000
_MOST_OBJECTS = 60
_MOST_NODES = 20_000

_PRICES = ("saleprice", "finalprice", "currentprice", "specialprice", "discountprice", "nowprice", "sellingprice", "activityprice", "price", "pricenumber", "unitprice", "minprice", "pricevalue", "pricemin", "amount", "value")  # fmt: skip
_LISTS = ("compareatprice", "listprice", "originalprice", "regularprice", "wasprice", "oldprice", "msrp", "marketprice", "strikeprice")  # fmt: skip
_NAMES = ("name", "title", "productname", "itemname", "contentname", "producttitle", "displayname")
_SKUS = ("sku", "skuid", "productcode", "itemnumber", "articlenumber", "productsku", "itemid", "productid", "pid", "id", "contentids")  # fmt: skip
_BRANDS = ("brand", "brandname", "vendor", "manufacturer", "itembrand", "productbrand")
_CURRENCIES = ("pricecurrency", "currency", "currencycode", "currencyiso")
_STOCK = ("availability", "available", "instock", "isinstock", "isavailable", "stockstatus", "soldout", "isavailableforpurchase")  # fmt: skip


def from_scripts(root: html.HtmlElement, title: str, url: str, hint: str) -> Facts | None:
    """Return what the best fitting object in the page's scripts says of the product."""
    best: tuple[float, Facts] | None = None
    for data in script_data(root):
        for node, stated in _walk(data):
            if (facts := _facts(node, stated, hint)) is None:
                continue
            score = _fit(facts, title, url)
            if score > 0 and (best is None or score > best[0]):
                best = (score, facts)
    if best is None:
        return None
    return best[1] if best[1].currency else replace(best[1], currency=_shop_currency(root, hint))


def script_data(root: html.HtmlElement) -> Iterator[Any]:
    """Yield the data in scripts."""
    left = _MOST_OBJECTS
    for script in root.iter("script"):
        source = script.text or ""
        if "ld+json" in (script.get("type") or "") or not 20 < len(source) < _LONGEST:
            continue
        if not _WORTH.search(source):
            continue
        for text in [source] if "json" in (script.get("type") or "") else _literals(source):
            if (data := _load(text)) is not None:
                yield data
            left -= 1
            if left <= 0:
                return


def _shop_currency(root: html.HtmlElement, hint: str) -> str | None:
    """Return the currency that any script names as the shop's."""
    for script in root.iter("script"):
        if match := _NAMED_CURRENCY.search((script.text or "")[:_LONGEST]):
            return resolve(match[1], hint)
    return None


def _literals(source: str) -> Iterator[str]:
    """Yield the outermost object and array literals of a script."""
    at = 0
    while match := _START.search(source, at):
        start, depth, end = match.end(), 0, None
        for token in _TOKEN.finditer(source, start):
            if token[0] in "{[":
                depth += 1
            elif token[0] in "}]":
                depth -= 1
                if depth == 0:
                    end = token.end()
                    break
        if end is None:
            return
        text = source[start:end]
        if len(text) > 20 and _WORTH.search(source[max(0, start - 60) : end]):
            yield text
        at = end


def _load(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    if len(text) > 200_000:
        return None
    plain = _SINGLE.sub(lambda match: json.dumps(match[1].replace("\\'", "'")), text)
    plain = re.sub(r",\s*([}\]])", r"\1", _BARE_KEY.sub(r'"\1":', plain))
    plain = re.sub(r"\bundefined\b", "null", plain).replace("!0", "true").replace("!1", "false")
    try:
        return json.loads(plain, strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(data: Any) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield every object with the currency that it or what holds it names."""
    stack: list[tuple[Any, str | None]] = [(data, None)]
    seen = 0
    while stack and seen < _MOST_NODES:
        one, stated = stack.pop()
        seen += 1
        if isinstance(one, dict):
            stated = _text(_plain(one), _CURRENCIES) or stated
            yield one, stated
            stack.extend((value, stated) for value in one.values() if isinstance(value, dict | list))  # fmt: skip
        elif isinstance(one, list):
            stack.extend((value, stated) for value in one[:200] if isinstance(value, dict | list))


def _plain(node: dict[str, Any]) -> dict[str, Any]:
    return {_NOT_LETTERS.sub("", str(key).lower()): value for key, value in node.items()}


def _facts(node: dict[str, Any], stated: str | None, hint: str) -> Facts | None:
    plain = _plain(node)
    raw, amount = _price(plain, _PRICES)
    if amount is None:
        return None
    stated = _nested_currency(plain) or stated
    before = _price(plain, _LISTS)[1]
    if "compareatprice" in plain and "variants" in plain and isinstance(plain.get("price"), int):
        amount, before = amount / 100, before / 100 if before else None  # Shopify counts in cents
    currency = (resolve(stated, hint) if stated else None) or read_amount(raw, "", hint)[1]
    return Facts(
        source="script",
        confidence=0.85,
        name=_text(plain, _NAMES),
        amount=amount,
        list_amount=before if before and before > amount else None,
        currency=currency,
        raw=raw,
        availability=_stock(plain),
        sku=useful(_text(plain, _SKUS) or ""),
        brand=useful(_text(plain, _BRANDS) or ""),
    )


def _price(plain: dict[str, Any], keys: tuple[str, ...]) -> tuple[str, Decimal | None]:
    for key in keys:
        value = plain.get(key)
        if isinstance(value, dict):
            inner = _plain(value)
            value = next((inner[name] for name in ("now", "current", "value", "amount", "sale", "min", "price", "raw") if inner.get(name)), None)  # fmt: skip
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            continue
        if isinstance(value, str) and len(value) > 30:
            continue
        try:
            amount = (
                Decimal(str(value))
                if not isinstance(value, str)
                else read_amount(value, "", "USD")[0]
            )
        except InvalidOperation:
            continue
        if amount is not None and amount.is_finite() and amount > 0:
            return str(value), amount
    return "", None


def _text(plain: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        if text := first(plain.get(key)):
            return text[:200]
    return None


def _nested_currency(plain: dict[str, Any]) -> str | None:
    for key in _PRICES:
        if isinstance(inner := plain.get(key), dict):
            return _text(_plain(inner), _CURRENCIES)
    return None


def _stock(plain: dict[str, Any]) -> str | None:
    for key in _STOCK:
        value = plain.get(key)
        if isinstance(value, bool):
            return "InStock" if value != (key == "soldout") else "OutOfStock"
        if isinstance(value, str) and (state := read_state(value)):
            return state
    return None


def _fit(facts: Facts, title: str, url: str) -> float:
    """Score how surely *facts* are of the page's own product: by its name, its number in the address."""
    score = 0.0
    if facts.name and title:
        mine, its = _words(facts.name), _words(title)
        shared = len(mine & its) / max(1, min(len(mine), len(its)))
        score += 2.0 * shared if shared >= 0.6 else -1.0
    if facts.sku and len(facts.sku) >= 4 and facts.sku in url:
        score += 1.5
    return score + (0.3 if facts.currency else 0) + (0.2 if facts.brand else 0) - (0.5 if not facts.name else 0)  # fmt: skip


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+", text.lower()))
