"""Pages of plans and prices: cards, rows, tables, toggles, structured data and the state in scripts.

BeautifulSoup reads these: they are few, and clarity counts for more than speed.
"""

from collections.abc import Iterable
from functools import cached_property

import web_poet
from bs4 import BeautifulSoup
from lxml import etree

from crawlers.pages.base import PageObject
from crawlers.pages.blocks import blocks_of
from crawlers.pages.offer_cards import from_cards
from crawlers.pages.offer_data import from_data, from_state
from crawlers.pages.offer_tables import from_tables
from crawlers.pages.plan_words import join_cents, setting_of
from schemas.documents import PlanPrice

_MOST = 200
_SURE = {"json-ld": 0.93, "table": 0.92, "script": 0.8}
_BILLED = {"year": "billed annually", "month": "billed monthly", "quarter": "billed quarterly"}


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
        """Return the plans that the page shows; those of its data where it shows fewer."""
        page = self.page
        setting = setting_of(page)
        soup = BeautifulSoup(etree.tostring(page.root, encoding="unicode", method="html"), "lxml")
        for furniture in soup(["script", "style", "nav", "footer", "noscript", "template"]):
            furniture.decompose()
        join_cents(soup)
        tables = from_tables(soup, setting)
        cards = from_cards(soup, setting)
        source = "cards" if cards else "table"
        shown = _merged(cards, tables)
        # Structured data often lacks units and list prices: it wins only with more plans.
        for name, found in (("json-ld", from_data(page)), ("script", from_state(page))):
            if len(_names(found)) > len(_names(one for one in shown if one.state == "known")):
                source, shown = name, found
                break
        if not shown:
            return ()
        page.note("offers", source, _SURE.get(source, 0.88))
        return tuple(_told_apart(shown))[:_MOST]


def _names(plans: Iterable[PlanPrice]) -> set[str]:
    return {(one.plan or one.name).casefold() for one in plans}


def _merged(cards: list[PlanPrice], tables: list[PlanPrice]) -> list[PlanPrice]:
    """Join the plans of cards and tables; a table that compares the cards' plans adds its features."""
    known = _names(cards)
    compared = {(one.plan or one.name).casefold(): one.features for one in tables if one.features}
    joined = [
        one.model_copy(update={"features": {**compared.get((one.plan or one.name).casefold(), {}), **one.features}})
        for one in cards
    ]  # fmt: skip
    return joined + [one for one in tables if (one.plan or one.name).casefold() not in known]


def _told_apart(plans: list[PlanPrice]) -> list[PlanPrice]:
    """Leave out what is said twice; of two prices with one key the second is named by its billing."""
    found: dict[str, PlanPrice] = {}
    for one in plans:
        same = found.get(one.key)
        if same is not None and (same.amount, same.state) != (one.amount, one.state) and one.billed:
            named = one.model_copy(update={"name": f"{one.name} ({_BILLED[one.billed]})"})
            found.setdefault(named.key, named)
        elif same is None:
            found[one.key] = one
    return list(found.values())
