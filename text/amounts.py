"""Money and percentages in running English and Chinese text, with their normalised values."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from schemas.language import Value
from text.begins import found_at, places_of, places_of_words
from text.datewords import find_dates as _find_dates
from text.han import NUMERALS, read_numeral

_CURRENCY = {
    "US$": "USD", "USD": "USD", "$": "USD", "dollar": "USD", "dlr": "USD", "美元": "USD",
    "美金": "USD", "A$": "AUD", "AUD": "AUD", "澳元": "AUD", "C$": "CAD", "CAD": "CAD",
    "加元": "CAD", "HK$": "HKD", "HKD": "HKD", "港元": "HKD", "港币": "HKD", "港幣": "HKD",
    "NT$": "TWD", "TWD": "TWD", "新台币": "TWD", "新台幣": "TWD", "台币": "TWD", "台幣": "TWD",
    "S$": "SGD", "SGD": "SGD", "新加坡元": "SGD", "新元": "SGD", "R$": "BRL", "BRL": "BRL",
    "€": "EUR", "EUR": "EUR", "euro": "EUR", "欧元": "EUR", "歐元": "EUR",
    "£": "GBP", "GBP": "GBP", "pound": "GBP", "英镑": "GBP", "英鎊": "GBP", "pence": "GBP",
    "penny": "GBP", "sterling": "GBP",
    "¥": "CNY", "￥": "CNY", "RMB": "CNY", "CNY": "CNY", "Rmb": "CNY", "yuan": "CNY",
    "renminbi": "CNY", "元": "CNY", "人民币": "CNY", "人民幣": "CNY", "块": "CNY", "块钱": "CNY",
    "塊": "CNY", "圆": "CNY", "JPY": "JPY", "yen": "JPY", "日元": "JPY", "日圆": "JPY",
    "日圓": "JPY", "₹": "INR", "INR": "INR", "Rs": "INR", "rupee": "INR", "卢比": "INR",
    "₩": "KRW", "KRW": "KRW", "won": "KRW", "韩元": "KRW", "韓元": "KRW", "CHF": "CHF",
    "franc": "CHF", "瑞郎": "CHF", "瑞士法郎": "CHF", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK",
    "kronor": "SEK", "krona": "SEK", "kroner": "NOK", "PLN": "PLN", "zloty": "PLN",
    "卢布": "RUB", "rouble": "RUB", "ruble": "RUB", "rand": "ZAR", "ZAR": "ZAR", "peso": "MXN",
    "dirham": "AED", "AED": "AED", "riyal": "SAR", "cent": "USD", "ringgit": "MYR", "baht": "THB",
    "泰铢": "THB",
}  # fmt: skip
_HUNDREDTHS = frozenset({"pence", "penny", "cent"})
_SCALE = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9, "bln": 10**9, "tn": 10**12, "trillion": 10**12,
    "crore": 10**7, "lakh": 10**5,
    "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6, "百萬": 10**6, "千万": 10**7,
    "千萬": 10**7, "亿": 10**8, "億": 10**8, "十亿": 10**9, "百亿": 10**10, "百億": 10**10,
    "千亿": 10**11, "千億": 10**11, "万亿": 10**12, "萬億": 10**12, "兆": 10**12, "千": 10**3,
    "百": 10**2,
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_EN_SCALE = r"(?:[\s-]?(?P<scale>(?i:thousand|million|billion|trillion|mln|bln|crore|lakh|mn|bn|tn))\b|(?P<short>[kKmMbB])\b)"
_SYMBOL = r"US\$|HK\$|NT\$|A\$|C\$|S\$|R\$|\$|€|£|¥|￥|₹|₩"
_CODE = (
    r"USD|EUR|GBP|RMB|Rmb|CNY|HKD|TWD|JPY|AUD|CAD|SGD|INR|KRW|CHF|SEK|NOK|DKK|PLN|BRL|ZAR|AED|Rs\.?"
)
_WORD = (
    r"(?i:(?:US|U\.S\.|Hong\sKong|Canadian|Australian|Singapore)?\s?dollars?|euros?|pounds?(?:\ssterling)?|pence|yuan|renminbi|yen"
    r"|rupees?|won|(?:Swiss\s)?francs?|kronor|krona|kroner|zlotys?|rou?bles?|rand|pesos?|dirhams?|riyals?|cents?|dlrs?|ringgit|baht)"
)
_EN_MONEY = re.compile(
    rf"(?<![\w$€£])(?:(?P<symbol>{_SYMBOL})\s?|(?P<code>{_CODE})\s?)(?P<number>{_NUMBER})(?:{_EN_SCALE})?(?![\d%])"
    rf"|(?<![\w.,$€£])(?P<number2>{_NUMBER})(?:[\s-]?(?P<scale2>(?i:thousand|million|billion|trillion|mln|bln|mn|bn|tn|[kmb]))\b)?"
    rf"[\s-]?(?P<word>{_WORD}\b|{_CODE}\b|€|£)"
)
_ZH_SCALE = r"(?:万亿|萬億|千亿|千億|百亿|百億|十亿|亿|億|千万|千萬|百万|百萬|十万|万|萬|兆|千|百)"
_ZH_UNIT = (
    r"(?:新加坡元|瑞士法郎|新台[币幣]|人民[币幣]|美元|美金|港元|港[币幣]|[欧歐]元|英[镑鎊]|日[元圆圓]|[韩韓]元|澳元|加元|新元|台[币幣]"
    r"|卢比|卢布|瑞郎|泰铢|元|块钱|块|塊)"
)
_ZH_MONEY = re.compile(
    rf"(?:(?P<pre>人民[币幣]|{_SYMBOL}|{_CODE})\s?)?(?P<number>{_NUMBER}|[{NUMERALS}]+?(?=[多余餘]?{_ZH_SCALE}?[多余餘]?\s?{_ZH_UNIT}))"
    rf"(?:\s?[多余餘])?(?:\s?(?P<scale>{_ZH_SCALE}))?(?P<more>[多余餘来])?(?:\s?(?P<unit>{_ZH_UNIT}))?"
)
# Without one of these no amount is written in the Chinese way.
_ZH_SIGNS = "元币幣块塊镑鎊郎万萬亿億円圆圓￥¥"
_PERCENT = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s?[%％]|[\s-]?(?i:per\s?cent|percent|pct|percentage\spoints?)\b|\s?个百分点)"
    r"|百分之(?P<han>[〇零一二两三四五六七八九十百点.\d]+)"
    r"|(?P<tenths>[一二两兩三四五六七八九])成(?P<half>[一二三四五六七八九半])?(?![立员員功为為本果长長交都熟效就份分])"
    r"|(?P<off>[一二三四五六七八九\d](?:[.点]?[一二三四五六七八九\d])?)\s?折(?![扣旧叠合])"
    r"|\b(?P<fraction>(?i:one|a|two|three)[\s-](?i:half|third|quarter|fifth|tenth)s?)\b(?!\s(?i:of\sa\s)?(?i:time|time|point|quarter|place|generation|person|party))"
)
# What these patterns can begin with; a fraction begins with one of _TIMES before one of _FRACTIONS.
_MONEY_BEGINS = re.compile(r"[\d$€£¥￥₹₩A-Z]")
_ZH_MONEY_BEGINS = re.compile(rf"[\d$€£¥￥₹₩A-Z人{NUMERALS}]")
_PERCENT_BEGINS = re.compile(r"[\d百一二两兩三四五六七八九]")
_FRACTIONS = {"half": 50, "third": 33, "quarter": 25, "fifth": 20, "tenth": 10}
_TIMES = {"one": 1, "a": 1, "two": 2, "three": 3}


class Found(NamedTuple):
    """Characters *start* up to *end* mean *value*."""

    start: int
    end: int
    value: Value


def find_money(text: str) -> list[Found]:
    """Return the amounts of money in *text*, in order: Decimal amount and ISO 4217 code."""
    places = places_of(_MONEY_BEGINS, text)
    found = [m for match in found_at(_EN_MONEY, text, places) if (m := _english(match, text))]
    if any(sign in text for sign in _ZH_SIGNS):
        places = places_of(_ZH_MONEY_BEGINS, text)
        found += [m for match in found_at(_ZH_MONEY, text, places) if (m := _chinese(match))]
    longest = sorted(found, key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in longest:  # "¥26 million" is read by both patterns; the one that sees more is right
        if not _overlaps(one, kept):
            kept.append(one)
    return sorted(kept)


def find_percents(text: str) -> list[Found]:
    """Return percentages (15.4 %, 百分之三, 三成, 五折 as 50 off, "a fifth") in *text*."""
    found: list[Found] = []
    for match in found_at(_PERCENT, text, _percent_places(text)):
        number = _percent(match)
        if number is not None:
            unit = "off" if match["off"] else None
            found.append(Found(match.start(), match.end(), Value(percent=number, unit=unit)))
    return found


def _percent_places(text: str) -> Sequence[int]:
    """Return where a percentage may begin."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose small form is two: places would shift
        return range(len(text))
    places = {*places_of(_PERCENT_BEGINS, text)}
    for place in places_of_words(lower, _FRACTIONS):
        places.update(place - size - 1 for size in map(len, _TIMES) if place > size)
    return sorted(places)


def find_dates(text: str, published: str | None = None) -> list[Found]:
    """Return dates in *text*, as ISO days, months (2026-05), quarters (2026-Q3) or years.

    Relative ones are resolved against *published* (``YYYY-MM-DD``); without it, or where the
    words name no period (周末), the value's date is None.
    """
    return [Found(start, end, Value(date=day)) for start, end, day in _find_dates(text, published)]


def _plain(amount: Decimal) -> Decimal:
    """Return *amount* without a fraction of zeros: 1200000000, not 1200000000.0."""
    whole = amount.to_integral_value()
    return whole if whole == amount else amount


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"[,\s\u00a0\u202f]", "", text))
    except InvalidOperation:
        return None


def _english(match: re.Match[str], text: str) -> Found | None:
    if match["number"]:
        number, scale = match["number"], match["scale"] or match["short"]
        unit = match["symbol"] or (match["code"] or "").rstrip(".")
        currency = _CURRENCY.get(unit)
        if unit == "¥" and ("yen" in text or "Japan" in text or "Tokyo" in text):
            currency = "JPY"
    else:
        number, scale = match["number2"], match["scale2"]
        unit = match["word"]
        currency = _currency_of_word(unit)
    amount = _decimal(number)
    if amount is None or currency is None:
        return None
    amount *= _SCALE[scale.lower()] if scale else 1
    if unit.lower().rstrip("s") in _HUNDREDTHS:
        amount /= 100
    return Found(match.start(), match.end(), Value(amount=_plain(amount), currency=currency))


def _currency_of_word(word: str) -> str | None:
    if word in _CURRENCY:
        return _CURRENCY[word]
    lower = word.lower().replace("u.s.", "us")
    for prefix, code in (
        ("hong kong", "HKD"),
        ("canadian", "CAD"),
        ("australian", "AUD"),
        ("singapore", "SGD"),
    ):
        if lower.startswith(prefix):
            return code
    last = lower.split()[-1]
    if last.startswith("us") and last.endswith(("dollar", "dollars")):
        return "USD"
    return _CURRENCY.get(last) or _CURRENCY.get(last.rstrip("s"))


def _chinese(match: re.Match[str]) -> Found | None:
    unit, prefix, scale = match["unit"], match["pre"], match["scale"]
    if unit is None and prefix is None:
        return None
    number = match["number"]
    amount = _decimal(number) if number[0].isdigit() else read_numeral(number)
    if amount is None or (
        unit in {"块", "塊", "元"}
        and not scale
        and not number[0].isdigit()
        and len(number) == 1
        and prefix
    ):
        return None
    currency = _CURRENCY.get(unit or "") or _CURRENCY.get((prefix or "").rstrip("."))
    if prefix and unit in {None, "元"}:
        currency = _CURRENCY.get(prefix.rstrip("."), currency)
    if currency is None:
        return None
    amount *= _SCALE[scale] if scale else 1
    return Found(match.start(), match.end(), Value(amount=_plain(amount), currency=currency))


def _percent(match: re.Match[str]) -> Decimal | None:
    if match["number"]:
        return _decimal(match["number"])
    if match["han"]:
        whole = match["han"]
        return _decimal(whole) if whole[0].isdigit() else read_numeral(whole)
    if match["tenths"]:
        tenths = read_numeral(match["tenths"]) or Decimal(0)
        half = match["half"] or ""
        rest = Decimal(5) if half == "半" else (read_numeral(half) or Decimal(0))
        return tenths * 10 + rest
    if match["off"]:
        return _off(match["off"])
    amount, name = re.split(r"[\s-]", match["fraction"].lower())
    return Decimal(_TIMES[amount] * _FRACTIONS[name.rstrip("s") if name != "half" else "half"])


def _off(raw: str) -> Decimal | None:
    """Return what 八五折 or 8.5 折 takes off, in per cent."""
    digits = "".join(
        char if char in ".0123456789" else str(read_numeral(char) or ".") for char in raw
    )
    if "." not in digits and len(digits) == 2:
        digits = f"{digits[0]}.{digits[1]}"
    value = _decimal(digits)
    return None if value is None else Decimal(100) - value * 10


def _overlaps(one: Found, others: list[Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)
