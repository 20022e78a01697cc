"""Sums of money in running English and Chinese text, with amount and currency.

What stands before and behind a figure is data (``money.yaml``). Price pages write in more ways than
prose does: for them see ``text/sums.py``.
"""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from schemas.language import Value
from text.amounts import Found
from text.begins import found_at, holds_one, places_of
from text.figures import parse_figure
from text.han import HAN, NUMERALS, read_numeral
from text.numbers import NUMBER_WORDS, read_words

_DATA: dict[str, Any] = YAML(typ="safe").load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
)


def _turned(group: str) -> dict[str, str]:
    """Return written form to code, the longest first."""
    pairs = [(form, code) for code, forms in _DATA[group].items() for form in forms]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


_SCALED = _turned("scaled_signs")
_SIGNS = {**_turned("signs"), **_SCALED}
_CODES: dict[str, str] = {**{code: code for code in _DATA["iso"]}, **_DATA["codes"], "CNH": "CNY"}
_WORDS = _turned("words")
_CENTS: dict[str, str] = _DATA["hundredths"]
_UNITS = _turned("units")
_PARTS: dict[str, tuple[str, int]] = {
    **{unit: (code, 100) for unit, code in _DATA["unit_hundredths"].items()},
    **{unit: (code, 10) for unit, code in _DATA["unit_tenths"].items()},
}
_DOUBTFUL = frozenset(_DATA["scaled_only"])
_SCALE = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "million": 10**6,
    "b": 10**9, "bn": 10**9, "billion": 10**9, "bln": 10**9, "mrd": 10**9, "tn": 10**12, "trillion": 10**12,
    "lakh": 10**5, "lac": 10**5, "crore": 10**7, "cr": 10**7, "lakh crore": 10**12,
    "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6, "百萬": 10**6, "千万": 10**7,
    "千萬": 10**7, "亿": 10**8, "億": 10**8, "十亿": 10**9, "十億": 10**9, "百亿": 10**10, "百億": 10**10,
    "千亿": 10**11, "千億": 10**11, "万亿": 10**12, "萬億": 10**12, "兆": 10**12, "千": 10**3,
    "百": 10**2,
}  # fmt: skip


def _any(forms: Any) -> str:
    """Return a pattern of one of *forms*, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))


# A comma, a space or an apostrophe between groups of three; points too, where there are several; 1,20,000 in India.
_NUMBER = (
    r"\d{1,3}(?:[,\u00a0\u202f '’]\d{3})+(?![\d])(?:[.,]\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
)
_LONG = r"lakh\scrore|thousand|million|billion|trillion|crore|lakh|lac|mln|bln|mio\.?|mrd\.?|mn|bn|tn|cr"
_WORD = "|".join(
    re.escape(form).replace(r"\ ", r"[\s-]")
    + ("" if form.endswith(("s", "kronor", "kroner", "reais")) else "s?")
    for form in sorted([*_WORDS, *_CENTS], key=len, reverse=True)
)
_NOT_IN_WORD = r"(?<![A-Za-z0-9_$€£])"
_ENGLISH = re.compile(
    rf"{_NOT_IN_WORD}(?:(?P<sign>{_any(_SIGNS)})\s?|(?P<code>{_any(_CODES)})[\s\u00a0]?)(?P<number>{_NUMBER})"
    rf"(?:[\s-]?(?P<scale>(?i:{_LONG}))(?![A-Za-z])|(?P<short>[kKmMbB])(?![A-Za-z]))?(?![\d%])"
    rf"|(?<![A-Za-z0-9_.,$€£])(?P<figure>{_NUMBER})(?:[\s-]?(?P<scale2>(?i:{_LONG}|[kmb]))(?![A-Za-z]))?"
    rf"[\s\u00a0-]?(?P<word>(?i:{_WORD})(?![A-Za-z])(?!\s(?:of|each\sin\sweight)\s)|(?:{_any(_CODES)})(?![A-Za-z])|(?:{_any(_DATA['signs_behind'])})(?![A-Za-z\d]))"
)
_SPELLED = re.compile(
    rf"(?<![\w-])(?P<words>{NUMBER_WORDS})[\s-](?P<word>(?i:{_WORD}))(?![A-Za-z])(?!\s(?:of|each\sin\sweight)\s)"
)
_UPPER_END = re.compile(
    rf"(?:\s?[-–—~]\s?|\sto\s)(?P<number>{_NUMBER})(?:[\s-]?(?P<scale>(?i:{_LONG}))(?![A-Za-z])|(?P<short>[kKmMbB])(?![A-Za-z]))?(?![\d%.]|\s?(?:%|per\s?cent))"
)
_SIGNED_END = re.compile(
    rf"(?:\s?[-–—~]\s?|\s(?:to|and)\s)(?:{_any(_SIGNS)})\s?(?P<number>{_NUMBER})(?:[\s-]?(?P<scale>(?i:{_LONG}))(?![A-Za-z])|(?P<short>[kKmMbB])(?![A-Za-z]))"
)
_ZH_SCALE = _any(one for one in _SCALE if not one.isascii())
_HAN_NUMBER = rf"(?<![数數几幾上{NUMERALS}点])[一二两兩三四五六七八九十百千半][{NUMERALS}]*(?:点[一二三四五六七八九零〇]+[{NUMERALS}]*)?"
_UNIT = _any([*_UNITS, *_PARTS])
_CHINESE = re.compile(
    rf"(?:(?P<pre>{_UNIT}|{_any(_SIGNS)}|{_any(_CODES)})\s?)?"
    rf"(?:(?P<number>(?<![\d.])(?:{_NUMBER}))(?:\s?[多余餘])?(?:\s?(?P<scale>{_ZH_SCALE}))?(?:[零又]?(?P<number2>\d[\d.]*)\s?(?P<scale2>{_ZH_SCALE}))?|(?P<han>{_HAN_NUMBER}))"
    rf"(?:\s?[多余餘来整]?\s?(?P<unit>{_UNIT}))?(?![素旦组組件宵老首帅帥宝寶])"
)
_ZH_RANGE = re.compile(
    rf"(?P<number>(?<![\d.年月])(?:{_NUMBER}))\s?(?P<scale>{_ZH_SCALE})(?=\s?(?:[-–—~～至到]|(?:至|到)不?)\s?$)"
)
# 3块 may be three pieces: what stands behind tells.
_PIECES = frozenset({"块", "塊"})
_NO_PIECE = re.compile(rf"(?![{HAN}])|[钱錢一每起的就到以左多上出，]")
# Without one of these no amount is written in the Chinese way.
_ZH_SIGNS = "元币幣块塊镑鎊郎万萬亿億円圆圓￥¥毛角分盾铢布朗比吉特"
_BEGINS = re.compile(r"[\d$€£￡¥￥₹₩₽₺฿₫₱₦₪A-Z]")
_ZH_BEGINS = re.compile(
    rf"[\d$€£￡¥￥₹₩₽₺฿₫₱₦₪A-Z{''.join({unit[0] for unit in _UNITS})}{NUMERALS}半]"
)
_CURRENCY_STEMS = (
    "dollar", "euro", "pound", "yuan", "yen", "rupee", "franc", "cent", "pence", "penny", "sterling",
    "renminbi", "won", "kron", "crown", "rand", "peso", "dirham", "riyal", "zloty", "ringgit", "baht",
)  # fmt: skip
_JAPANESE = ("yen", "Japan", "Tokyo", "日本", "日元", "东京", "円")
_FAR = 1000  # the ends of a range are not further apart than this


def find_money(text: str) -> list[Found]:
    """Return the amounts of money in *text*, in order: Decimal amount and ISO 4217 code.

    Of a range both ends are given where each can be read alone; the lower one has the scale and
    currency of the upper: "$3-5 million", 3亿至5亿元.
    """
    places = places_of(_BEGINS, text)
    found: list[Found] = []
    for match in found_at(_ENGLISH, text, places):
        found += _english(match, text)
    if holds_one(text, _CURRENCY_STEMS):
        found += [one for match in _SPELLED.finditer(text) if (one := _spelled(match))]
    if any(sign in text for sign in _ZH_SIGNS):
        places = places_of(_ZH_BEGINS, text)
        for match in found_at(_CHINESE, text, places):
            found += _chinese(match, text)
    longest = sorted(found, key=lambda one: (one.start - one.end, one.start))
    kept: list[Found] = []
    for one in longest:  # "¥26 million" is read by both patterns; the one that sees more is right
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return sorted(kept)


def _found(start: int, end: int, amount: Decimal, currency: str) -> Found:
    whole = amount.to_integral_value()
    plain = whole if whole == amount else amount.normalize()
    return Found(start, end, Value(amount=plain, currency=currency))


def _english(match: re.Match[str], text: str) -> list[Found]:
    if match["number"]:
        scale = match["scale"] or match["short"] or ""
        currency = _SIGNS.get(match["sign"] or "") or _CODES.get(match["code"] or "", "")
        if currency == "CNY" and match["sign"] and holds_one(text, _JAPANESE):
            currency = "JPY"
        if match["sign"] in _SCALED and not scale:
            return []
        amount = _figure(match["number"], scale)
        return _range(match, text, amount, scale, currency)
    scale = match["scale2"] or ""
    unit = _unit(match["word"], scaled=bool(scale))
    if unit is None:
        return []
    currency, part = unit
    amount = _figure(match["figure"], scale, behind=True) / part
    return [_found(match.start(), match.end(), amount, currency)]


def _range(
    match: re.Match[str], text: str, amount: Decimal, scale: str, currency: str
) -> list[Found]:
    """Return a sum with its sign before it, and the upper end of a range that it begins."""
    start, end = match.span()
    if not scale and (signed := _SIGNED_END.match(text, end)):
        more = signed["scale"] or signed["short"]
        if amount < _figure(signed["number"], ""):
            amount = amount * _SCALE[_plain_scale(more)]
        return [_found(start, end, amount, currency)]
    upper = _UPPER_END.match(text, end)
    if upper is None or (" to " in upper[0] and not (upper["scale"] or upper["short"])):
        return [_found(start, end, amount, currency)]
    more = upper["scale"] or upper["short"] or ""
    bare, most = _figure(upper["number"], ""), _figure(upper["number"], more)
    if not scale and more and amount < bare:
        amount = amount * _SCALE[_plain_scale(more)]
    if not amount < most < amount * _FAR:
        return [_found(start, end, amount, currency)]
    return [
        _found(start, end, amount, currency),
        _found(upper.start("number"), upper.end(), most, currency),
    ]


def _plain_scale(scale: str) -> str:
    return re.sub(r"\s+", " ", scale.lower().rstrip("."))


def _figure(number: str, scale: str, *, behind: bool = False) -> Decimal:
    """Read a figure: "1.125" has decimals where a sign stands before it or a scale behind it."""
    single = (
        number.count(".") == 1 and "," not in number and not re.search(r"[ '’\u00a0\u202f]", number)
    )
    amount = Decimal(number) if single and (scale or not behind) else parse_figure(number)
    return amount * (_SCALE[_plain_scale(scale)] if scale else 1)


@cache
def _unit(word: str, *, scaled: bool) -> tuple[str, int] | None:
    """Return the currency that *word* means behind a figure, and how many of it make one."""
    if word in _CODES:
        return _CODES[word], 1
    if word in _SIGNS or word == "kr":
        return _SIGNS.get(word, "SEK"), 1
    low = re.sub(r"[\s-]+", " ", word.lower())
    for form in (low, low.removesuffix("s")):
        if form in _CENTS:
            return _CENTS[form], 100
        if form in _WORDS:
            return None if form in _DOUBTFUL and not scaled else (_WORDS[form], 1)
    return None


def _spelled(match: re.Match[str]) -> Found | None:
    amount = read_words(match["words"])
    unit = _unit(
        match["word"], scaled=bool(re.search("illion|thousand|crore|lakh", match["words"].lower()))
    )
    if amount is None or unit is None:
        return None
    return _found(match.start(), match.end(), amount / unit[1], unit[0])


def _chinese(match: re.Match[str], text: str) -> list[Found]:
    unit, prefix = match["unit"], match["pre"]
    if unit is None and prefix is None:
        return []
    if unit in _PIECES and not _NO_PIECE.match(text, match.end()):
        return []
    amount = _chinese_amount(match)
    if amount is None:
        return []
    currency, part = _PARTS.get(unit or "", ("", 1))
    currency = currency or _UNITS.get(unit or "", "")
    if prefix and unit in {None, "元"}:
        currency = _UNITS.get(prefix) or _SIGNS.get(prefix) or _CODES.get(prefix) or currency
    if not currency:
        return []
    found = [_found(match.start(), match.end(), amount / part, currency)]
    lower = _ZH_RANGE.search(text, max(0, match.start() - 24), match.start())
    if lower and not prefix:
        least = _figure(lower["number"], lower["scale"])
        if least < amount < least * _FAR:
            found.append(_found(lower.start(), lower.end(), least, currency))
    return found


def _chinese_amount(match: re.Match[str]) -> Decimal | None:
    if match["han"]:
        unit = match["unit"]
        if unit in {*_PIECES, "元"} and len(match["han"]) == 1 and match["pre"]:
            return None
        return read_numeral(match["han"])
    amount = _figure(match["number"], match["scale"] or "")
    if match["number2"]:
        amount += _figure(match["number2"], match["scale2"])
    return amount
