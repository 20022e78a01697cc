"""From the markup of one plan to its prices: list and promotional, monthly and annual."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bs4 import Tag
from bs4.element import NavigableString

from crawlers.pages.dom import squeeze
from schemas.documents import PlanPrice
from text.price import Price, hides_price, read_period, read_price, read_unit

_OLD_TAGS = ("del", "s", "strike")
_OLD_CLASS = re.compile(
    r"(?:^|[\s_-])(?:old|was|original|regular-price|list-?price|strike\w*|compare|yuanjia|huaxian|before|crossed)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PRICE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:price|amount|amt|cost|rate|fee|jia|jiage|money|value|danjia)(?:$|[\s_-])|price|jiage",
    re.IGNORECASE,
)
_ANNUAL = re.compile(r"annual|year|jahr|年付|按年|包年|每年付|年缴", re.IGNORECASE)
_MONTHLY = re.compile(r"monthly|month-to-month|月付|按月|包月|每月付", re.IGNORECASE)
_BILLED = re.compile(
    r"(?:billed|paid|when paid|charged|if billed)\s+(annually|yearly|per year|monthly|per month|every month|each year|quarterly)|按(年|月|季)(?:付|支付|计费)|(年|月)付",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    r"(?:minimum(?: of)?|min\.?|at least|from)\s+(\d+\s+(?:users?|seats?|licen[cs]es?|members?|nodes?|days?|months?|people))|((?:至少|最少|不少于)?\s*\d+\s*(?:席|用户|人|台|个账号)起(?:订|购|售)?)",
    re.IGNORECASE,
)
_TAX = re.compile(r"(?P<out>excl\w*\.?(?: of)? (?:vat|tax|gst)|(?:vat|tax|gst) (?:not included|excluded|extra)|plus vat|without vat|ex\.? vat|不含税|未税|税别|zzgl\.? mwst)"
                  r"|(?P<in>incl\w*\.?(?: of)? (?:vat|tax|gst)|(?:vat|tax|gst) included|含税|税込|inkl\.? mwst)", re.IGNORECASE)  # fmt: skip
_YES = re.compile(r"^\s*(?:[✓✔√☑●◉]|yes$|included$|是$|支持$|有$|包含$)", re.IGNORECASE)
_NO = re.compile(
    r"^\s*(?:[✗✘✕×╳☒❌]|[-–—]$|no$|not included$|否$|不支持$|无$|不包含$)", re.IGNORECASE
)
_NO_CLASS = re.compile(
    r"(?:^|[\s_-])(?:no|not|off|cross|disabled|unavailable|excluded|false|missing|uncheck\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page as a whole says of its prices: the currency hint and tax."""

    hint: str
    tax: str | None = None


def page_tax(text: str) -> str | None:
    """Return ``included`` or ``excluded`` where *text* says which, else None."""
    match = _TAX.search(text)
    return None if match is None else ("excluded" if match["out"] else "included")


def label(element: Tag) -> str:
    """Return class, id and data-period of an element in one string."""
    names = [
        *element.get_attribute_list("class"),
        element.get("id"),
        element.get("data-period"),
        element.get("data-billing"),
    ]
    return " ".join(str(one) for one in names if one)


def flat(element: Tag | None) -> str:
    """Return the text of an element as one line."""
    return "" if element is None else squeeze(element.get_text(" "))


def has_price(element: Tag) -> bool:
    """Say whether an element states a price with its currency."""
    text = flat(element)
    if len(text) > 3000 or not re.search(r"\d", text):
        return False
    price = read_price(text[:400])
    return price.amount is not None and price.raw_currency is not None


def offers_or_hides(element: Tag) -> bool:
    """Say whether an element states a price or says to ask for it."""
    return has_price(element) or hides_price(flat(element)[:1500]) or _is_free(element)


def _is_free(element: Tag) -> bool:
    return any(
        read_price(flat(one)).amount == 0
        for one in element.find_all(True)
        if _PRICE_CLASS.search(label(one)) and len(flat(one)) < 40
    )


def read_plan(element: Tag, name: str, setting: Setting) -> list[PlanPrice]:
    """Return the prices of one plan: one, or one per billing period where a toggle holds several."""
    text = flat(element)
    common: dict[str, Any] = {
        "plan": name[:200],
        "features": read_features(element),
        "tax": page_tax(text) or setting.tax,
        "minimum": _minimum(text),
    }
    variants = _variants(element)
    found = [_read_one(part, setting) for part in variants]
    known = [(part, one) for part, one in zip(variants, found, strict=True) if one.state == "known"]
    if not known:
        state = "hidden" if hides_price(text) else "missing"
        if state == "missing":
            return []
        hidden = next(
            (
                flat(one)
                for one in element.find_all(True)
                if hides_price(flat(one)) and len(flat(one)) < 60
            ),
            "",
        )
        return [PlanPrice(name=name[:200], state="hidden", raw=hidden, confidence=0.85, **common)]
    several = len({(one.amount, one.period) for _, one in known}) > 1
    rows: list[PlanPrice] = []
    for part, price in known[:4]:
        billing = billing_of(part) if several else ""
        rows.append(_row(price, f"{name} ({billing})" if billing else name, flat(part), common))
    return list({one.key: one for one in rows}.values())


def _row(price: Price, name: str, raw: str, common: dict[str, Any]) -> PlanPrice:
    return PlanPrice(
        name=name[:200],
        amount=price.amount,
        currency=price.currency,
        list_amount=price.list_amount,
        period=price.period,
        unit=price.unit,
        starting=price.starting,
        state="known",
        raw=raw[:200],
        confidence=0.9 if price.raw_currency else 0.6,
        **common,
    )


def billing_of(part: Tag) -> str:
    """Return how a price is billed, ``billed annually`` or ``billed monthly``, where it says."""
    text = f"{label(part)} {flat(part)[:200]}"
    match = _BILLED.search(flat(part))
    words = match[0] if match else text
    if _ANNUAL.search(words):
        return "billed annually"
    return "billed monthly" if _MONTHLY.search(words) else ""


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
            starting=price.starting or bool(re.match(r"^\s*(?:起|from)\b", around)),
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
        if _PRICE_CLASS.search(label(one)) and 0 < len(flat(one)) <= 120 and one is not element
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
                isinstance(sibling, Tag) and sibling.name in {"a", "button", "ul"}
            ):
                text += " " + words
        if node.parent is None:
            break
        node = node.parent
    return squeeze(text)


def read_features(element: Tag) -> dict[str, bool | str]:
    """Return the features a plan lists; False where they are crossed out."""
    found: dict[str, bool | str] = {}
    for item in element.find_all("li")[:60]:
        text = flat(item)
        if not 2 <= len(text) <= 120:
            continue
        inner = " ".join(label(one) for one in (item, *item.find_all(["i", "span", "svg", "img"])))
        missing = bool(_NO.match(text) or _NO_CLASS.search(inner) or item.find(["del", "s"]))
        name = re.sub(r"^\s*[✓✔√☑●◉✗✘✕×╳☒❌•\-–—]+\s*", "", text)
        if name:
            found[name[:120]] = not missing
    return found


def read_mark(text: str) -> bool | str:
    """Read a cell of a feature table: ✓ and ✗ as booleans, other words as they are."""
    if _YES.match(text):
        return True
    return False if not text or _NO.match(text) else text[:120]


def _minimum(text: str) -> str | None:
    match = _MINIMUM.search(text)
    return squeeze(match[1] or match[2]) if match else None
