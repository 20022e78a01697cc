"""What the words of a plan say beside its price: billing, tax, minimum, features, and the page's own terms."""

import re
from dataclasses import dataclass
from typing import Literal

from bs4 import BeautifulSoup, Tag

from crawlers.pages.dom import squeeze
from crawlers.pages.page import Page
from schemas.documents import BillingPeriod
from text.currencies import resolve
from text.periods import Period
from text.price import currency_symbol, hides_price, read_price

_PRICE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:price|amount|amt|cost|rate|fee|jia|jiage|xianjia|money|value|danjia|preis|prix|precio|tarif|kakaku|ryokin)(?:$|[\s_-])|price|jiage",
    re.IGNORECASE,
)
_ANNUAL = re.compile(r"annual|year|jahr|jährlich|nian\b|年付|按年|包年|每年付|年缴|年払", re.IGNORECASE)  # fmt: skip
_MONTHLY = re.compile(
    r"monthly|month-to-month|monatlich|月付|按月|包月|每月付|月払|\bmonth\b|(?<![a-z])yue(?![a-z])",
    re.IGNORECASE,
)
_BILLED = re.compile(
    r"(?:billed|paid|pay|charged|invoiced|payable|billing)\s*:?\s*(?:[$€£¥]?[\d.,]+\s+)?(?P<en>annually|annual|yearly|per year|every year|each year|a year|monthly|per month|every month|each month|quarterly|month-to-month)"
    r"|按(?P<zh>[年月季])(?:付|支付|计费|结算|缴)|(?P<short>[年月季])付|(?P<de>jährlich|monatlich)e?r?\s+(?:abgerechnet|zahlung|abrechnung|zahlbar)|(?P<fr>facturé\w* annuellement|facturé\w* mensuellement)|(?P<ja>[年月])払い",
    re.IGNORECASE,
)
_PERIOD_OF = {"年": "year", "月": "month", "季": "quarter"}
_MINIMUM = re.compile(
    r"(?:minimum(?: of)?|min\.?|at least|from)\s+(\d+\s+(?:users?|seats?|licen[cs]es?|members?|nodes?|days?|months?|people|agents?|devices?))|((?:至少|最少|不少于)?\s*\d+\s*(?:席|用户|人|台|个账号|个席位)起(?:订|购|售)?)|(\d+\s*(?:名|ユーザー|アカウント)から)|(?:ab|mindestens)\s+(\d+\s+(?:nutzern?|benutzern?|lizenzen|plätzen))",
    re.IGNORECASE,
)
_TAX = re.compile(r"(?P<out>excl\w*\.?(?: of)? (?:vat|tax|gst)|exclude (?:vat|tax|gst)|(?:vat|tax|gst|taxes) (?:not included|excluded|extra)|plus (?:vat|tax|gst)|\+ (?:\d+\s?% )?(?:vat|gst)|without (?:vat|tax)|\bex\.? vat|不含税|未税|税别|税抜|税別|(?:zzgl|exkl)\.?\s*(?:\d+\s?%\s*)?(?:mwst|ust)|\bHT\b|hors taxes?)"
                  r"|(?P<in>incl\w*\.?(?: of)?(?: all)? (?:vat|tax|gst)|(?:vat|tax|gst) included|\binc\.? vat|含税|税込|inkl\.?\s*(?:\d+\s?%\s*)?(?:mwst|ust)|\bTTC\b)", re.IGNORECASE)  # fmt: skip
_YES = re.compile(r"^\s*(?:[✓✔√☑●◉○◯]|yes$|included$|ja$|oui$|是$|支持$|有$|包含$|対応$|あり$)", re.IGNORECASE)  # fmt: skip
_NO = re.compile(
    r"^\s*(?:[✗✘✕×╳☒❌]|[-–—－]$|no$|nein$|non$|not included$|否$|不支持$|无$|不包含$|なし$)",
    re.IGNORECASE,
)
_NO_CLASS = re.compile(
    r"(?:^|[\s_-])(?:no|not|off|cross|disabled|unavailable|excluded|false|missing|uncheck\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED_FOR: tuple[tuple[Period, re.Pattern[str]], ...] = (
    ("year", re.compile(r"年卡|年度|包年|年费|\bannual (?:pass|card|membership)|jahres(?:karte|abo)|年間パス", re.IGNORECASE)),
    ("quarter", re.compile(r"季卡|季度|包季")),
    ("month", re.compile(r"月卡|包月|月度|月费|\bmonthly (?:pass|card|membership)|monats(?:karte|abo)", re.IGNORECASE)),
    ("week", re.compile(r"周卡|\bweekly (?:pass|card)|wochenkarte", re.IGNORECASE)),
    ("day", re.compile(r"日卡|天卡|\bday (?:pass|ticket)|tageskarte", re.IGNORECASE)),
)  # fmt: skip
# What a page leaves where its script or template failed.
_BROKEN = re.compile(
    r"\{\{.*?\}\}|\$\{[\w.]+\}|<%|\bNaN\b|\bundefined\b|\bnull\b|\[object|^\s*[$€£¥￥]\s*(?:-{1,3}|—|\?+|\.\.\.|…|_+)?\s*(?:/.{0,12})?$|^(?:loading|加载中|読み込み中)",
    re.IGNORECASE,
)
_REGION = re.compile(
    r"(?:[Rr]egion|地域|区域|地区|リージョン)\s*[:：]\s*([^,，。;；|()（）\n]{2,30}?)(?=\s*(?:[,，。;；|()（）]|$|\s[A-Z]))|(?:[Pp]rices?|[Pp]ricing)\s+(?:shown\s+)?(?:is|are)?\s*for\s+(?:customers\s+in\s+)?(?:the\s+)?((?:[A-Z][\w.]+\s?){1,3})|适用于(中国大陆|中国香港|中国台湾|海外)",
)
_CURRENCY_NOTE = re.compile(
    r"(?:prices?|amounts?|fees|rates)\s+(?:\w+\s+){0,3}?in\s+([A-Za-z]+(?:\s[a-z]+)?(?:\s?\([A-Z$]{2,4}\))?)|(?:货币|币种|价格单位|単位|通貨)\s*[:：]\s*(\S{1,8})|preise in (\w+)",
    re.IGNORECASE,
)


_SPLIT_FIGURE = re.compile(r"(?<=\d) (?=[.,]\d{2}(?!\d))|(?<=\d[.,]) (?=\d{2}(?!\d))")
_KEPT, _KEPT_PRICED, _KEPT_OFFERS = "_zhibi_flat", "_zhibi_priced", "_zhibi_offers"
_LONGEST_CARD = 4000  # characters; what is longer holds many plans or none


@dataclass(frozen=True, slots=True)
class Setting:
    """What the page as a whole says of its prices: the currency hint, tax and region."""

    hint: str
    tax: Literal["included", "excluded"] | None = None
    region: str | None = None


def setting_of(page: Page) -> Setting:
    """Return what holds for all prices of *page*."""
    words = page.visible[:20_000]
    return Setting(
        _page_currency(words, page.money_hint) or page.money_hint, page_tax(words), _region(words)
    )


def _page_currency(text: str, hint: str) -> str | None:
    """Return the currency that a note names for the whole page: *prices in Canadian dollars*."""
    for match in _CURRENCY_NOTE.finditer(text):
        symbol = currency_symbol(match[1] or match[2] or match[3], hint)
        if symbol:
            return resolve(symbol, hint)
    return None


def _region(text: str) -> str | None:
    match = _REGION.search(text)
    return squeeze(match[1] or match[2] or match[3]) if match else None


def page_tax(text: str) -> Literal["included", "excluded"] | None:
    """Return ``included`` or ``excluded`` where *text* says which, else None."""
    match = _TAX.search(text)
    return None if match is None else ("excluded" if match["out"] else "included")


def label(element: Tag) -> str:
    """Return class, id and the data attributes of period and billing of an element in one string."""
    names = [
        *element.get_attribute_list("class"),
        element.get("id"),
        element.get("data-period"),
        element.get("data-billing"),
        element.get("data-interval"),
    ]
    return " ".join(str(one) for one in names if one)


def flat(element: Tag | None) -> str:
    """Return the text of an element as one line; a figure's parts in separate elements are joined.

    It is kept with the element, which must not change afterwards: cards are asked for it many times.
    """
    if element is None:
        return ""
    kept = element.__dict__.get(_KEPT)
    if kept is None:
        text = squeeze(element.get_text(" "))
        kept = _SPLIT_FIGURE.sub("", text)
        element.__dict__[_KEPT] = kept
    return str(kept)


def join_cents(soup: BeautifulSoup) -> None:
    """Write raised cents behind a point (``$19<sup>99</sup>``) and drop the marks of footnotes."""
    for one in soup.find_all(["sup", "span", "small"]):
        text = one.get_text(strip=True)
        raised = one.name == "sup" or re.search(r"cents?\b|decimal|fraction", label(one))
        before = one.find_previous(string=True)
        if not raised or before is None or not str(before).strip()[-1:].isdigit():
            continue
        if re.fullmatch(r"\d{2}", text):
            one.string = f".{text}"
        elif one.name == "sup" and re.fullmatch(r"\d|[*†‡]+", text):
            one.string = ""


def has_price(element: Tag) -> bool:
    """Say whether an element states a price with its currency."""
    text = flat(element)
    if len(text) > 3000 or not re.search(r"\d", text):
        return False
    price = read_price(text[:400])
    return price.amount is not None and price.raw_currency is not None


def offers_or_hides(element: Tag) -> bool:
    """Say whether an element states a price, says to ask for it, or holds one that is broken."""
    kept = element.__dict__.get(_KEPT_OFFERS)
    if kept is None:
        kept = len(flat(element)) <= _LONGEST_CARD and (
            has_price(element)
            or hides_price(flat(element)[:1500])
            or is_free(element)
            or is_broken(element)
        )
        element.__dict__[_KEPT_OFFERS] = kept
    return bool(kept)


def is_priced_class(element: Tag) -> bool:
    """Say whether class or id mark an element as a price."""
    return bool(_PRICE_CLASS.search(label(element)))


def is_free(element: Tag) -> bool:
    """Say whether an element marked as a price says that there is nothing to pay."""
    return any(read_price(flat(one)).amount == 0 for one in _priced(element) if len(flat(one)) < 40)


def is_broken(element: Tag) -> bool:
    """Say whether a price in *element* is a template's leftover: ``{{price}}``, ``$NaN``."""
    return any(
        _BROKEN.search(flat(one)) or (not flat(one) and not one.find(True))
        for one in _priced(element)
        if len(flat(one)) <= 60
    )


def _priced(element: Tag) -> list[Tag]:
    """Return what is marked as a price in *element*, itself included; found once, kept with it."""
    kept: list[Tag] | None = element.__dict__.get(_KEPT_PRICED)
    if kept is None:
        kept = [one for one in (element, *element.find_all(True)) if is_priced_class(one)]
        element.__dict__[_KEPT_PRICED] = kept
    return kept


def billing_of(text: str) -> BillingPeriod | None:
    """Return how often *text* says that the price is paid."""
    match = _BILLED.search(text)
    if match is None:
        return None
    word = next(part for part in match.groups() if part).lower()
    if word in _PERIOD_OF:
        return _PERIOD_OF[word]  # type: ignore[return-value] # its values are the periods
    if "quarter" in word:
        return "quarter"
    return "year" if re.search(r"annu|year|jähr", word) else "month"


def period_of_name(name: str) -> Period | None:
    """Return the time that a membership is named for: 月卡, 年度会员, Annual pass."""
    return next((period for period, pattern in _NAMED_FOR if pattern.search(name)), None)


def billing_by_label(text: str) -> BillingPeriod | None:
    """Return the billing that a class, id or tab names: ``annual-price``, 按年."""
    if _ANNUAL.search(text):
        return "year"
    return "month" if _MONTHLY.search(text) else None


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


def read_minimum(text: str) -> str | None:
    """Return the least quantity that *text* asks for: ``3 seats``, 10席起."""
    match = _MINIMUM.search(text)
    return squeeze(next(part for part in match.groups() if part)) if match else None
