"""Prices as pages write them: amount, currency, period, unit, and whether there is one at all.

Figures in the forms of any country (``1.299,00 €``, ``Rs. 1,29,900``, ``3.5万元/年``) are read by
rules on separators; the currency by symbol, code or word, and where a symbol is shared (¥, $, kr)
by the *hint*: a language, country code, domain or currency.
"""

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from text.currencies import CODES, SYMBOLS, THREE_DECIMALS, resolve

Period = Literal["hour", "day", "week", "month", "quarter", "year", "once"]
State = Literal["known", "hidden", "missing"]

_LONGEST = 400
_DIGITS = str.maketrans("０１２３４５６７８９．，／￥＄－", "0123456789.,/¥$-")
# One figure: groups by space, apostrophe, comma or point, or plain digits; a tail of decimals.
_FIGURE = (
    r"\d{1,3}(?:[ \u00a0\u202f\u2009'’,.]\d{3})+(?:[.,]\d{1,4})?(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?(?!\d)"
    r"|\d+(?:[.,]\s?\d+)?|[.,]\d+"
)
_SIGNS = sorted((one for one in SYMBOLS if not one[-1].isascii() or not one[-1].isalpha()), key=len)
_WORDS = sorted((one for one in SYMBOLS if one[-1].isascii() and one[-1].isalpha()), key=len)
_SIGN = "|".join(map(re.escape, reversed(_SIGNS)))
_WORD = "|".join(map(re.escape, reversed(_WORDS)))
_CODE = "|".join(sorted(CODES))
# A code or word must not be part of a longer word; ISO code and symbol may stand together (SGD$).
_CURRENCY = (
    rf"(?:(?<![A-Za-z/])(?:{_CODE})(?![A-Za-z])(?:\s?[$¥€£])?|(?<![A-Za-z/])(?:{_WORD})(?![A-Za-z])"
    rf"|{_SIGN})"
)
_SCALE = r"(?:万|萬|千|百万|亿|億|k\b|mn?\b|bn\b|lakhs?\b|crores?\b)"
_AMOUNT = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*[:：]?\s*(?P<minus>-)?(?P<figure>{_FIGURE})"
    rf"\s*(?P<scale>{_SCALE})?(?:,-|\.-|,--|,—)?\s*(?P<plus>\+)?\s*(?P<after>{_CURRENCY})?",
    re.IGNORECASE,
)
_SCALES = {"万": 10**4, "萬": 10**4, "千": 1000, "百万": 10**6, "亿": 10**8, "億": 10**8, "k": 1000,
           "m": 10**6, "mn": 10**6, "bn": 10**9, "lakh": 10**5, "lakhs": 10**5, "crore": 10**7,
           "crores": 10**7}  # fmt: skip
_PERIODS: tuple[tuple[Period, str], ...] = (
    ("hour", r"(?:/|per|and|an?|每|一)\s*(?:hours?|hr|h|小时|时)\b|小时|\bhourly\b"),
    ("day", r"(?:/|per|and|an?|每|一)\s*(?:person-)?(?:day|日|天|tag)|/\s*人天|人天|人/天|\bdaily\b|\bday rate\b"),
    ("week", r"(?:/|per|and|an?|每)\s*(?:week|wk|周|星期|woche)|\bweekly\b"),
    ("quarter", r"(?:/|per|and|an?|每)\s*(?:quarter|季度?|quartal)|\bquarterly\b"),
    ("month", (r"(?:/|per|and|an?|每|一|pro|par|al)\s*个?(?:mo(?:nth|nat|is)?|mth|month|月|mes|mese|maand)"
              r"|(?:元|円)?/?月付|人月|人/月|包月|月费|\bmonthly\b|\bp\.?m\.?\b|/m(?![a-z²])")),
    ("year", (r"(?:/|per|and|an?|每|一|pro|par|al)\s*(?:y(?:ea)?r|annum|年|jahr|an\b|año|anno|jaar)"
             r"|年付|包年|年费|\b(?:yearly|annually|p\.?a\.?)\b|/y(?![a-z])")),
    ("once", r"one[- ]?(?:time|off)|\bonce\b|lifetime|一次性|买断|永久"),
)  # fmt: skip
_PERIOD_PATTERNS = tuple((name, re.compile(text, re.IGNORECASE)) for name, text in _PERIODS)
_BILLED = re.compile(
    r"[(（,，;；·|]?\s*(?:when\s+|if\s+)?(?:billed|paid|charged)\s+\w+|按[年月]付费?", re.IGNORECASE
)
_UNIT = re.compile(
    r"(?:/|per|每|一)\s*(?:个|每)?\s*(?P<unit>(?:active\s+|named\s+|full\s+)?(?:users?|seats?|members?|agents?|"
    r"employees?|licen[cs]es?|devices?|hosts?|instances?|nodes?|servers?|containers?|shipments?|"
    r"vehicles?|vessels?|sites?|teams?|stores?|locations?|projects?|workspaces?|person|teu|gib|gb|tb|"
    r"vcpu|cpu|core|million\s+(?:requests|calls|events|tokens)|requests?|calls?|declarations?|"
    r"用户|人|席位|坐席|账号|帐号|成员|设备|台|节点|门店|万次|千次|百万次|次|核|实例|票|单|柜|箱|辆|套|件))"
    r"(?![a-z])",
    re.IGNORECASE,
)
_SHARED_UNIT = re.compile(r"(人月|人天|person[- ](?:day|month|hour)|man[- ]day)", re.IGNORECASE)
_PERSON = {"人月": "person", "人天": "person"}
_STARTING = re.compile(
    r"\bfrom\b|\bstart(?:s|ing)?\s+(?:at|from)|\bas low as\b|\bab\b|à partir de|desde|\d\s*[元円]?\s*(?:/\s*\S{1,4}\s*)?起"
    r"|起(?:售|步|$)|低至",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"contact (?:us|sales|our)|talk to (?:us|sales)|get a quote|request a quote|custom(?:ised|ized)? pric"
    r"|\bon request\b|\bon application\b|let'?s talk|ask (?:us|for a quote)|^\s*custom\s*$|\bPOA\b|bespoke quote"
    r"|面议|询价|电询|咨询客服|联系(?:我们|销售|客服|商务)|价格?请?(?:联系|咨询)|定制报价|按需报价|来电咨询|请致电|auf anfrage|sur devis",
    re.IGNORECASE,
)
_TAG = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z]{2,4})?$|^[\w.-]+\.[a-z]{2,}$")
_FREE = re.compile(r"^\W*(?:free|gratis|kostenlos|gratuit|免费|無料)\b|^\W*免费", re.IGNORECASE)
_OLD = re.compile(
    r"(?:原价|划线价|市场价|门市价|挂牌价|was|list(?: price)?|regular(?:ly)?|reg\.|rrp|msrp|before|statt|uvp|instead of|original price)"
    r"\s*[:：]?\s*$",
    re.IGNORECASE,
)
# 满300减40, 首年5折, 打八折, 20% off: terms of a promotion, not prices.
_TERMS = re.compile(
    r"满\s*\d+(?:\.\d+)?\s*元?\s*[减送返]\s*\d+(?:\.\d+)?\s*元?|(?:首[年月]|打|限时)?\s*[\d.一二三四五六七八九]{1,3}\s*折"
    r"|立减\s*\d+\s*元?|(?:save|spare[n]?|-)\s*\d{1,2}\s*%|\d{1,3}(?:[.,]\d+)?\s*%(?:\s*off)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Price:
    """What a price string says. *amount* is None where none is stated; *state* says why."""

    amount: Decimal | None = None
    currency: str | None = None
    list_amount: Decimal | None = None
    period: Period | None = None
    unit: str | None = None
    starting: bool = False
    state: State = "missing"
    raw_currency: str | None = None


def read_price(raw: str, hint: str | None = None) -> Price:
    """Read a price string. *hint* is a language, country, domain or currency; it settles ¥ and $.

    The first amount with a currency beside it is the price; the first of all where none has one.
    An amount marked as the old price (原价, was) becomes *list_amount*.
    """
    text = _TERMS.sub(" ", raw[:_LONGEST].translate(_DIGITS))
    matches = [match for match in _AMOUNT.finditer(text) if _is_amount(match, text)]
    current, old = _pick(matches, text)
    symbol = _symbol(current) if current else None
    symbol = symbol or _loose_symbol(text)
    if symbol is None and current and hint and not _TAG.match(hint):
        symbol = _loose_symbol(hint)  # a hint such as "руб." or "Price in €"
    currency = resolve(symbol, hint) if symbol else (resolve("", hint) if current else None)
    period, unit = read_period(text), read_unit(text)
    if current is None:
        if _HIDDEN.search(text):
            return Price(state="hidden", currency=currency, period=period, unit=unit)
        if _FREE.search(text):
            return Price(Decimal(0), currency, period=period, unit=unit, state="known")
        return Price(currency=currency, raw_currency=symbol)
    return Price(
        amount=_value(current),
        currency=currency,
        list_amount=_value(old) if old else None,
        period=period,
        unit=unit,
        starting=bool(_STARTING.search(text)) or bool(current["plus"]),
        state="known",
        raw_currency=symbol,
    )


def read_period(text: str) -> Period | None:
    """Return what a price is for by time: ``/mo``, 元/年, per hour. Billing terms do not count."""
    plain = _BILLED.sub(" ", text)
    for name, pattern in _PERIOD_PATTERNS:
        if pattern.search(plain):
            return name
    return None


def read_unit(text: str) -> str | None:
    """Return what a price is for by thing, in the page's word: ``user``, GB, 万次."""
    if match := _SHARED_UNIT.search(text):
        return _PERSON.get(match[1], "person")
    if match := _UNIT.search(text):
        unit = " ".join(match["unit"].lower().split())
        if unit in {"gb", "tb", "gib", "teu", "cpu", "vcpu"}:
            return unit.upper().replace("GIB", "GiB").replace("VCPU", "vCPU")
        return unit[:-1] if unit.endswith("s") and unit.isascii() else unit
    return None


def hides_price(text: str) -> bool:
    """Say whether *text* asks the reader to enquire: contact sales, 面议."""
    return bool(_HIDDEN.search(text))


def _is_amount(match: re.Match[str], text: str) -> bool:
    """Leave out figures that belong to a word: 5G, v2, x3, 24/7, 3个月."""
    if match["before"] or match["after"]:
        return True
    start, end = match.start("figure"), match.end("figure")
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if (before[-1:].isalpha() and before.isascii()) or re.search(r"\d/$", before):
        return False
    if not match["scale"] and after[:1].isalpha() and after.isascii():
        return False
    return not re.match(r"\s?(?:%|个|天|年|月|日|人|次|折|小时)|/\d", after)


def _pick(
    matches: list[re.Match[str]], text: str
) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    priced = [match for match in matches if match["before"] or match["after"]] or matches
    for low, high in itertools.pairwise(matches):
        if high is priced[0] and _RANGE.match(text[low.end() : high.start()]):
            priced = [low, *priced]  # 26 to 50 €: the currency is said once
    old = [match for match in priced if _OLD.search(text[: match.start()])]
    current = [match for match in priced if match not in old]
    if not current:
        return (old[0] if old else None), None
    return current[0], (old[0] if old else None)


def _symbol(match: re.Match[str]) -> str | None:
    # Where both stand ("US$ 20 USD", "¥199元") the code is the plainer word.
    both = [part for part in (match["before"], match["after"]) if part]
    codes = [part for part in both if part.upper() in CODES]
    with_code = [part[:3] for part in both if part[:3].upper() in CODES]
    return (codes or with_code or both or [None])[0]


def _loose_symbol(text: str) -> str | None:
    match = re.search(_CURRENCY, text, re.IGNORECASE)
    return match[0] if match else None


_CENTS_BEHIND = re.compile(r"\s?(\d{2})(?!\d)")
_RANGE = re.compile(r"^\s*(?:to|-|–|—|~|～|至|bis|à)\s*$", re.IGNORECASE)


def _value(match: re.Match[str]) -> Decimal:
    figure = match["figure"]
    behind = (match["after"] or "").strip() in {"€", "£", "$"} and figure.isdigit()
    if behind and (cents := _CENTS_BEHIND.match(match.string, match.end())):
        return Decimal(f"{figure}.{cents[1]}")  # 35€99
    currency = resolve((match["before"] or match["after"] or "").strip())
    if currency in THREE_DECIMALS and re.fullmatch(r"\d+\.\d{3}", figure):
        return Decimal(figure)
    amount = parse_figure(figure)
    scale = (match["scale"] or "").lower()
    if not scale:
        return amount
    value = amount * _SCALES[scale]
    return value.to_integral_value() if value == value.to_integral_value() else value


def parse_figure(figure: str) -> Decimal:
    """Read one figure, deciding which of its separators is the decimal one.

    The last separator is decimal if it differs from an earlier one, or stands alone and not before
    exactly three digits (``1.299`` is a thousand, ``12.50`` is not, ``0.125`` is not either).
    """
    plain = re.sub(r"[\s\u00a0\u202f\u2009'’]", "", figure)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return Decimal(plain)
    whole, _, tail = plain.rpartition(marks[-1])
    repeated = marks.count(marks[-1]) > 1
    alone = len(marks) == 1
    thousands = len(tail) == 3 and whole.strip("0") != "" and len(whole) <= 3
    if repeated or (alone and thousands):
        return Decimal(re.sub(r"[.,]", "", plain))
    return Decimal(f"{re.sub(r'[.,]', '', whole) or '0'}.{tail}")
