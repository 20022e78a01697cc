"""Pages of one product: price, availability, SKU, brand.

Each field is taken from the surest place that states it: structured data of the page's own product,
meta elements, attributes, the state in its scripts, and last what a reader sees.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

import web_poet

from crawlers.pages import product_words
from crawlers.pages.base import PageObject
from crawlers.pages.dom import squeeze, text_of
from crawlers.pages.product_facts import (  # fmt: skip
    PRODUCT_TYPES,
    Facts,
    from_attributes,
    from_metas,
    from_nodes,
)
from crawlers.pages.product_state import from_scripts
from crawlers.pages.product_visible import Seen, VisiblePrices
from crawlers.pages.structured import first, of_type
from schemas.documents import PlanPrice

# From here on the visible price has its mark and its place; below it only one of both.
_SURE_SCORE = 6.0
_LIKELY_SCORE = 4.0


class ProductPageObject(PageObject):
    """A page of one product."""

    kind = "product"

    @cached_property
    def facts(self) -> list[Facts]:
        """Return what the page states for machines, the surest place first."""
        page = self.page
        hint = page.money_hint
        found = [
            *from_nodes(page.nodes, page.titled.text, page.url, hint),
            from_metas(page.metas, hint),
            from_attributes(page.root, hint),
        ]
        if (state := from_scripts(page.root, page.titled.text, page.url, hint)) is not None:
            found.append(state)
        return found

    @cached_property
    def visible(self) -> VisiblePrices:
        """Return the prices that a reader sees."""
        return VisiblePrices(self.page.root, self.page.money_hint)

    @web_poet.field
    def title(self) -> str:
        """Return the product's name."""
        stated = next((one for one in self.facts if one.name and one.source == "json-ld"), None)
        if stated and stated.name:
            self.page.note("title", stated.source, stated.confidence)
            return stated.name[:500]
        self.page.note("title", self.page.titled.source, self.page.titled.confidence)
        return self.page.titled.text[:500]

    @cached_property
    def main_text(self) -> str:
        """Return the description and features as the page shows them."""
        general = self.page.body
        stated = max(
            (first(node.get("description")) for node in of_type(self.page.nodes, *PRODUCT_TYPES)),
            key=len,
            default="",
        )
        if len(stated) > len(general.text):
            self.page.note("text", "json-ld", 0.85)
            return stated
        self.page.note("text", "general", general.confidence)
        return general.text

    @web_poet.field
    def offers(self) -> tuple[PlanPrice, ...]:
        """Return the product's price, one entry; none where the page states none."""
        if (price := self.price) is None:
            return ()
        self.page.note("offers", price[0].source, price[0].confidence)
        return (price[1],)

    @cached_property
    def price(self) -> tuple[Facts, PlanPrice] | None:
        """Return the price with the facts it was taken from."""
        seen = self.visible.best
        stated = next((one for one in self.facts if one.amount), None)
        if seen and (stated is None or self._outweighs(seen, stated)):
            return self._of_seen(seen)
        if stated is None:
            return None
        if seen and seen.price.amount == stated.amount and stated.confidence < 0.97:
            stated = replace(stated, confidence=0.97)  # two witnesses
        currency = stated.currency or next((one.currency for one in self.facts if one.currency), None)  # fmt: skip
        if currency is None and seen is not None:
            currency = seen.price.currency
        before = stated.list_amount
        if before is None and seen and seen.price.amount == stated.amount:
            before = self._list_price(seen)
        return stated, self._plan(
            amount=stated.amount,
            currency=currency,
            list_amount=before,
            starting=stated.starting,
            raw=stated.raw[:200],
            confidence=stated.confidence,
        )

    def _outweighs(self, seen: Seen, stated: Facts) -> bool:
        """Say whether a reader sees another price than the page states, and rightly.

        So where the stated one stands struck out beside it, where it lacks its decimal point or
        thousands, or where it is a number in a script without a name beside it.
        """
        shown, said = seen.price.amount, stated.amount
        if not shown or not said or shown == said:
            return False
        if stated.source == "script" and (stated.name is None or seen.score >= _SURE_SCORE):
            return True
        if seen.score < _LIKELY_SCORE:
            return False
        return said in {shown * 100, shown / 1000} or (
            said > shown and self._list_price(seen) == said
        )

    def _of_seen(self, seen: Seen) -> tuple[Facts, PlanPrice]:
        confidence = (
            0.78 if seen.score >= _SURE_SCORE else 0.6 if seen.score >= _LIKELY_SCORE else 0.45
        )
        price = seen.price
        plan = self._plan(
            amount=price.amount,
            currency=price.currency,
            list_amount=price.list_amount or self._list_price(seen),
            unit=price.unit,
            period=price.period,
            starting=price.starting,
            raw=seen.text[:200],
            confidence=confidence,
        )
        return Facts("text", confidence), plan

    def _list_price(self, seen: Seen) -> Any:
        struck = self.visible.struck_beside(seen)
        return struck.amount if struck else None

    def _plan(self, **values: Any) -> PlanPrice:
        name = next((one.name for one in self.facts if one.name), None) or self.page.titled.text
        return PlanPrice(name=name[:200] or "product", state="known", **values)

    @web_poet.field
    def availability(self) -> str | None:
        """Return ``InStock``, ``OutOfStock`` or ``PreOrder``."""
        for one in self.facts:
            if one.availability:
                self.page.note("availability", one.source, one.confidence)
                return one.availability
        if found := product_words.availability(self.page.root, self._near_title()):
            self.page.note("availability", "text", found[1])
            return found[0]
        if self.price:
            # What is priced and not said to be gone is for sale; said with little confidence.
            self.page.note("availability", "assumed", 0.4)
            return "InStock"
        return None

    @web_poet.field
    def sku(self) -> str | None:
        """Return the seller's number of the product."""
        for source, confidence, found in self._numbers():
            if found:
                self.page.note("sku", source, confidence)
                return self._without_variant(found)[:80]
        return None

    def _numbers(self) -> Iterator[tuple[str, float, str | None]]:
        stated = [one for one in self.facts if one.source != "script"]
        for one in stated:
            if one.sku and " " not in one.sku:
                yield one.source, one.confidence, one.sku
        root, url = self.page.root, self.page.url
        yield "url", 0.8, product_words.catalogued_number(url)
        yield "text", 0.7, product_words.labelled_number(self.page.visible[:200_000])
        yield "attribute", 0.7, product_words.attribute_number(root)
        yield "url", 0.5, product_words.number_in_url(url)
        yield "script", 0.5, next((one.sku for one in self.facts if one.source == "script"), None)
        yield "json-ld", 0.5, next((one.sku for one in stated if one.sku), None)

    def _without_variant(self, number: str) -> str:
        """Leave out a variant's suffix where the address names the product without it."""
        base = number.rsplit("-", 1)[0]
        if base != number and number not in self.page.url and len(base) >= 5 and base in self.page.url:  # fmt: skip
            return base
        return number

    @web_poet.field
    def brand(self) -> str | None:
        """Return the brand."""
        for one in self.facts:
            if one.brand:
                self.page.note("brand", one.source, one.confidence)
                return self._as_titled(one.brand[:100])
        if found := product_words.brand(self.page.root):
            self.page.note("brand", "text", 0.7)
            return self._as_titled(found[:100])
        return None

    def _as_titled(self, name: str) -> str:
        """Return *name* as the title writes it, where a machine's form is all small letters."""
        at = self.page.titled.text.lower().find(name) if name.islower() else -1
        return self.page.titled.text[at : at + len(name)] if at >= 0 else name

    @web_poet.field
    def features(self) -> tuple[str, ...]:
        """Return the lines of lists that are marked as features or specifications."""
        places = self.page.root.xpath(
            "//ul[contains(@class,'feature') or contains(@class,'spec') or contains(@class,'benefit')]/li"
        )
        lines = (text_of(one) for one in places[:60])
        return tuple(dict.fromkeys(line for line in lines if 2 <= len(line) <= 200))

    def _near_title(self) -> str:
        title = self.page.titled.text[:60]
        at = self.page.visible.find(title) if title else -1
        return squeeze(self.page.visible[max(0, at) : max(0, at) + 3000])
