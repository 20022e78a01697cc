"""Plans that a page states for machines: schema.org offers, and lists of plans in its scripts."""

import re
from collections.abc import Iterator
from typing import Any

from crawlers.pages.page import Page
from crawlers.pages.product_facts import read_amount
from crawlers.pages.product_state import script_data
from crawlers.pages.structured import Node, first, of_type
from schemas.documents import PlanPrice
from text.currencies import resolve
from text.price import Period, read_period, read_unit

_SELLABLE = ("Product", "SoftwareApplication", "Service", "WebApplication", "OfferCatalog", "MobileApplication", "ProductGroup")  # fmt: skip
_ISO_TIMES: dict[str, Period] = {"P1M": "month", "P1Y": "year", "P1W": "week", "P1D": "day", "P3M": "quarter", "P12M": "year",
                                 "MON": "month", "ANN": "year", "DAY": "day", "HUR": "hour", "WEE": "week"}  # fmt: skip
_STATE_PERIODS = ("interval", "period", "billingperiod", "billinginterval", "frequency", "cycle", "per")  # fmt: skip
_NAMES = ("name", "title", "planname", "label", "displayname", "tier")
_AMOUNTS: tuple[tuple[str, Period | None], ...] = (
    ("price", None), ("amount", None), ("monthlyprice", "month"), ("pricemonthly", "month"), ("monthly", "month"),
    ("yearlyprice", "year"), ("annualprice", "year"), ("priceyearly", "year"), ("priceannual", "year"), ("yearly", "year"), ("annual", "year"),
)  # fmt: skip


def from_data(page: Page) -> list[PlanPrice]:
    """Return the plans of JSON-LD and microdata."""
    found: list[PlanPrice] = []
    for node in of_type(page.nodes, *_SELLABLE):
        given = node.get("offers") or node.get("itemListElement")
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict):
                inner = one.get("offers") or one.get("itemOffered")
                several = inner if isinstance(inner, list) else [one]
                for offer in several:
                    found.extend(_from_offer(offer, first(node.get("name")), page.money_hint))
    return found


def _from_offer(node: Any, product: str, hint: str) -> Iterator[PlanPrice]:
    if not isinstance(node, dict):
        return
    name = first(node.get("name")) or first(node.get("itemOffered")) or product
    details = _specification(node)
    raw = first(node.get("price")) or first(node.get("lowPrice")) or first(details.get("price"))
    stated = first(node.get("priceCurrency")) or first(details.get("priceCurrency"))
    amount, currency = read_amount(raw, stated, hint) if raw else (None, None)
    if amount is None or not name:
        return
    words = " ".join(
        f"per {first(one.get(key))}"
        for one in (details, _dict(details.get("referenceQuantity")))
        for key in ("unitText", "unitCode", "billingDuration")
        if one.get(key)
    )
    code = first(details.get("billingDuration")) or first(details.get("unitCode"))
    yield PlanPrice(
        name=name[:200],
        plan=name[:200],
        amount=amount,
        currency=currency,
        period=read_period(words) or _ISO_TIMES.get(code),
        unit=None if code in _ISO_TIMES else read_unit(words),
        starting=bool(node.get("lowPrice")) and not node.get("price"),
        state="known",
        raw=f"{raw} {stated}".strip(),
        confidence=0.95,
    )


def _specification(node: Node) -> Node:
    details = node.get("priceSpecification")
    return _dict(details[0] if isinstance(details, list) and details else details)


def _dict(value: Any) -> Node:
    return value if isinstance(value, dict) else {}


def from_state(page: Page) -> list[PlanPrice]:
    """Return the longest list of plans in the page's scripts: objects with a name and a price."""
    best: list[PlanPrice] = []
    for data in script_data(page.root):
        for rows in _lists(data):
            plans = [plan for row in rows for plan in _from_row(row, page.money_hint)]
            if len({one.plan for one in plans}) >= 2 and len(plans) > len(best):
                best = plans
    return best


def _lists(data: Any) -> Iterator[list[Node]]:
    stack, seen = [data], 0
    while stack and seen < 20_000:
        one = stack.pop()
        seen += 1
        if isinstance(one, list):
            rows = [row for row in one[:50] if isinstance(row, dict)]
            if 2 <= len(rows) <= 30:
                yield rows
        values = one.values() if isinstance(one, dict) else one[:200]
        stack.extend(value for value in values if isinstance(value, dict | list))


def _from_row(row: Node, hint: str) -> Iterator[PlanPrice]:
    plain = {re.sub(r"[^a-z]", "", str(key).lower()): value for key, value in row.items()}
    name = next((text for key in _NAMES if isinstance(plain.get(key), str) and (text := first(plain[key]))), "")  # fmt: skip
    stated = first(plain.get("currency")) or first(plain.get("currencycode"))
    words = next((first(plain[key]) for key in _STATE_PERIODS if isinstance(plain.get(key), str)), "")  # fmt: skip
    if not name or len(name) > 60 or not _is_plan(plain, stated, words):
        return
    seen: set[Any] = set()
    for key, period in _AMOUNTS:
        value = plain.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            continue
        amount, currency = read_amount(str(value), stated, hint)
        if amount is None or amount in seen:
            continue
        seen.add(amount)
        yield PlanPrice(
            name=name,
            plan=name,
            amount=amount,
            currency=currency or (resolve(stated, hint) if stated else None),
            period=period or (read_period(f"per {words}") if words else None),
            state="known",
            raw=f"{key}: {value} {stated}".strip()[:200],
            confidence=0.75,
        )


def _is_plan(plain: Node, stated: str, words: str) -> bool:
    """A name and a number are a plan where a currency, a period or features stand beside them."""
    return bool(stated or words or plain.get("features") or "monthlyprice" in plain or "pricemonthly" in plain)  # fmt: skip
