"""From the markup of one plan to its prices: list and promotional, monthly and annual."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from bs4 import Tag
from bs4.element import NavigableString

from crawlers.pages.dom import squeeze
from crawlers.pages.plan_words import (
    Setting,
    billing_by_label,
    billing_of,
    flat,
    has_price,
    is_broken,
    is_priced_class,
    label,
    page_tax,
    period_of_name,
    read_features,
    read_minimum,
)
from schemas.documents import BillingPeriod, PlanPrice
from text.price import Price, hides_price, read_period, read_price, read_unit
from text.promotions import read_promotion
from text.sums import find_sums

_OLD_TAGS = ("del", "s", "strike")
_OLD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:old|was|original|regular-price|list-?price|strike\w*|compare|yuanjia|huaxian|before|crossed|line-through|statt|uvp)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BILLING_NAMES = {"year": "billed annually", "month": "billed monthly", "quarter": "billed quarterly"}  # fmt: skip
_ATTRIBUTE = re.compile(r"^data-.*?(month|mo$|annual|year|yr|nian|yue)", re.IGNORECASE)
# A second price in the words beside the first: or $12 month-to-month, 或按月付 ¥39.
_OTHERWISE = re.compile(
    r"^[\s/]*(?:per\s+\w+\s*)?(?:/?\s*(?:mo|month|月))?\s*[,(]?\s*(?:(?P<month>month-to-month|(?:if |when )?(?:billed|paid) monthly|monthly billing|monthly(?! active)|按月付?)|(?P<year>(?:if |when )?(?:billed|paid) (?:annually|yearly)|annual billing|按年付?))",
    re.IGNORECASE,
)
_HOLDS_YEAR = 6  # a yearly sum is many times the monthly one; twenty per cent off is not


@dataclass(frozen=True, slots=True)
class _Variant:
    """One price of a plan with how it is billed and the words it was read from."""

    price: Price
    billed: BillingPeriod | None
    raw: str


def read_plan(element: Tag, name: str, setting: Setting) -> list[PlanPrice]:
    """Return the prices of one plan: one, or one per billing period where a toggle holds several.

    None where it neither states a price, hides it nor holds a broken one.
    """
    text = flat(element)
    common: dict[str, Any] = {
        "plan": name[:200],
        "features": read_features(element),
        "tax": page_tax(text) or setting.tax,
        "minimum": read_minimum(text),
        "promotion": read_promotion(text[:1000]),
        "region": setting.region,
    }
    found = _found(element, setting)
    if not found:
        state = _state_without_price(element, text)
        return [] if state is None else [stateless(name, state, _words(element, state), common)]
    several = len({(one.price.amount, one.price.period) for one in found}) > 1
    rows: list[PlanPrice] = []
    for one in found[:6]:
        billing = _BILLING_NAMES.get(one.billed or "", "") if several else ""
        rows.append(_row(one, f"{name} ({billing})" if billing else name, common))
    return list({one.key: one for one in rows}.values())


def stateless(
    name: str, state: Literal["hidden", "missing", "broken"], raw: str, common: dict[str, Any]
) -> PlanPrice:
    """Return the record of a plan without an amount."""
    return PlanPrice(name=name[:200], state=state, raw=raw[:200], confidence=0.85, **common)


def _found(element: Tag, setting: Setting) -> list[_Variant]:
    if variants := _by_attributes(element, setting):
        return variants
    parts = _variants(element)
    whole = billing_of(flat(element)[:600]) if len(parts) == 1 else None
    found = []
    for part in parts:
        price = _read_one(part, setting)
        if price.state == "known":
            billed = billing_of(flat(part)) or whole
            if billed is None:
                billed = billing_by_label(label(part)) if len(parts) > 1 else _of_panel(element)
            found.append(_Variant(price, billed, flat(part)))
    if len(found) == 1:
        found += _otherwise(element, found[0], setting)
    return found


def _state_without_price(element: Tag, text: str) -> Literal["hidden", "broken"] | None:
    if is_broken(element):
        return "broken"
    return "hidden" if hides_price(text) else None


def _words(element: Tag, state: str) -> str:
    """Return the words that hide the price, or what stands where one should be."""
    for one in element.find_all(True):
        text = flat(one)
        if len(text) < 60 and (hides_price(text) if state == "hidden" else is_priced_class(one)):
            return text
    return ""


def _row(one: _Variant, name: str, common: dict[str, Any]) -> PlanPrice:
    price = one.price
    return PlanPrice(
        name=name[:200],
        amount=price.amount,
        currency=price.currency,
        list_amount=price.list_amount,
        period=price.period or period_of_name(name),
        unit=price.unit,
        starting=price.starting,
        billed=one.billed,
        state="known",
        raw=one.raw[:200],
        confidence=0.9 if price.raw_currency else 0.6,
        **common,
    )


def _of_panel(element: Tag) -> BillingPeriod | None:
    """Return the billing that the tab panel around a plan is for."""
    for one in list(element.parents)[:4]:
        if one.name not in {"body", "html", "[document]"} and (found := billing_by_label(label(one))):  # fmt: skip
            return found
    return None


def _by_attributes(element: Tag, setting: Setting) -> list[_Variant]:
    """Return the prices that a toggle keeps in attributes: ``data-monthly="$20" data-annual="$16"``."""
    for one in (element, *element.find_all(True)):
        values: dict[BillingPeriod, str] = {}
        for key, value in one.attrs.items():
            match = _ATTRIBUTE.match(key)
            if match and isinstance(value, str) and len(value) <= 40 and re.search(r"\d", value):
                values.setdefault("month" if match[1].lower() in {"month", "mo", "yue"} else "year", value)  # fmt: skip
        if len(values) < 2:
            continue
        shown = _read_one(element, setting)
        found = [
            _Variant(price, billed, f"{flat(one)} [{value}]")
            for billed, value in values.items()
            if (price := _of_attribute(value, shown, setting)) is not None
        ]
        return _with_periods(found)
    return []


def _of_attribute(value: str, shown: Price, setting: Setting) -> Price | None:
    price = read_price(value, setting.hint)
    if price.amount is None:
        return None
    return replace(
        price,
        currency=price.currency if price.raw_currency else shown.currency,
        raw_currency=price.raw_currency or shown.raw_currency,
        period=price.period or shown.period,
        unit=price.unit or shown.unit,
    )


def _with_periods(found: list[_Variant]) -> list[_Variant]:
    """Call a yearly sum one: where it is many times the monthly price, its period is the year."""
    month = next((one.price.amount for one in found if one.billed == "month"), None)
    made = []
    for one in found:
        amount = one.price.amount
        yearly = one.billed == "year" and month and amount and amount >= _HOLDS_YEAR * month
        period = "year" if yearly else (one.price.period or "month")
        made.append(replace(one, price=replace(one.price, period=period)))
    return made


def _variants(element: Tag) -> list[Tag]:
    """Return the parts that each hold one price for one way of billing; else the whole."""
    parts = [
        one
        for one in element.find_all(["div", "p", "span", "section", "dd", "li"])
        if re.search(r"annual|year|month|nian|yue", label(one), re.IGNORECASE) and has_price(one)
    ]
    outer = [
        one
        for one in parts
        if not any(other is not one and other in one.parents for other in parts)
    ]
    return outer if len(outer) >= 2 else [element]


def _otherwise(element: Tag, first: _Variant, setting: Setting) -> list[_Variant]:
    """Return the price for the other way of billing that a note beside the first one tells."""
    for one in element.find_all(["p", "div", "span", "small", "li", "em"]):
        text = flat(one)
        if len(text) > 120 or one.find(["p", "div", "ul"]):
            continue
        for amount in find_sums(text, setting.hint):
            match = _OTHERWISE.match(text[amount.end :])
            if match is None or amount.symbol is None or amount.amount == first.price.amount:
                continue
            billed: BillingPeriod = "month" if match["month"] else "year"
            if billed == first.billed:
                continue  # the sum of a year, beside its monthly price
            price = replace(first.price, amount=amount.amount, list_amount=None)
            return [_Variant(price, billed, text)]
    return []


def _read_one(element: Tag, setting: Setting) -> Price:
    """Read the price of one part: the marked element first, what stands beside it for the unit."""
    old = _old_price(element, setting)
    for candidate in _candidates(element):
        price = read_price(_without_old(candidate), setting.hint)
        if price.state != "known":
            continue
        if price.raw_currency is None and price.amount != 0:
            continue
        around = _around(candidate, element)
        return Price(
            amount=price.amount,
            currency=price.currency,
            list_amount=old
            if old is not None and price.amount is not None and old > price.amount
            else price.list_amount,
            period=price.period or read_period(around),
            unit=price.unit or read_unit(around),
            starting=price.starting or bool(re.match(r"^\s*(?:起|from\b)", around)),
            state="known",
            raw_currency=price.raw_currency,
        )
    return Price()


def _candidates(element: Tag) -> list[Tag]:
    """Return elements that may hold the price: marked as such, largest text first, then any."""
    every = [
        one
        for one in (element, *element.find_all(True))
        if one.name not in _OLD_TAGS and not _OLD_CLASS.search(label(one))
    ]
    marked = [
        one
        for one in every
        if is_priced_class(one) and 0 < len(flat(one)) <= 120 and one is not element
    ]
    outer = [
        one
        for one in marked
        if not any(other is not one and other in one.parents for other in marked)
    ]
    rest = [
        one
        for one in every
        if 0 < len(flat(one)) <= 90 and one.name not in {"li", "a", "button"} and has_price(one)
    ]
    return [*outer, *rest, element]


def _old_price(element: Tag, setting: Setting) -> Decimal | None:
    for one in element.find_all(True):
        if one.name in _OLD_TAGS or _OLD_CLASS.search(label(one)):
            found = read_price(flat(one), setting.hint)
            if found.amount is not None:
                return found.amount
    return None


def _without_old(element: Tag) -> str:
    """Return the text of *element* without what is struck out or marked as the old price."""
    old = [
        one
        for one in element.find_all(True)
        if one.name in _OLD_TAGS or _OLD_CLASS.search(label(one))
    ]
    if not old:
        return flat(element)
    dropped = {id(piece) for one in old for piece in one.descendants}
    pieces = (one for one in element.descendants if isinstance(one, NavigableString))
    return squeeze(" ".join(str(piece) for piece in pieces if id(piece) not in dropped))


def _around(candidate: Tag, element: Tag) -> str:
    """Return the words beside a price within its plan: ``per seat / month``."""
    text = ""
    node = candidate
    while node is not element and len(text) < 40:
        for sibling in list(node.next_siblings)[:3]:
            words = flat(sibling) if isinstance(sibling, Tag) else squeeze(str(sibling))
            if len(words) < 60 and not (
                isinstance(sibling, Tag)
                and (sibling.name in {"a", "button", "ul"} or has_price(sibling))
            ):
                text += " " + words
        if node.parent is None:
            break
        node = node.parent
    return squeeze(text)
