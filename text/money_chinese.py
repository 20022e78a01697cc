"""Sums of money as Chinese writes and says them: 3亿2000万元, 人民币壹佰万元, 四块五, 亏了两个亿."""

import re
from collections.abc import Iterator
from decimal import Decimal

from text.amounts import Found
from text.begins import found_at, holds_one, places_of
from text.figures import FORMAL_NUMERALS
from text.han import HAN, NUMERALS, read_numeral
from text.money_bare import DIGIT, MANY, MYRIADS, SCALES, SMALL, bare_sums, figures, numeral
from text.moneywords import (
    CODES,
    FAR,
    MAINLAND,
    MALAYSIAN,
    NUMBER,
    SCALED_SIGNS,
    SIGNS,
    UNIT_PARTS,
    UNITS,
    YUAN,
    YUAN_NAMED,
    any_of,
    figure,
    sum_of,
)
from text.sieve import Sifted

_HAN_NUMBER = rf"(?<![数數几幾上{NUMERALS}点])[{DIGIT}十百千半][{NUMERALS}]*(?:点[一二三四五六七八九零〇]+[{NUMERALS}]*)?(?:[{MANY}][{MYRIADS}]+)?"
_UNIT = any_of([*UNITS, *UNIT_PARTS])
_WRITTEN = re.compile(
    rf"(?:(?<![A-Za-z])(?P<pre>{_UNIT}|{any_of(SIGNS.keys() - SCALED_SIGNS.keys())}|{any_of(CODES)})\s?)?"
    rf"(?:(?P<number>(?<![\d.])(?:{NUMBER}))(?:\s?[{MANY}])?(?:\s?(?P<scale>{SCALES}))?"
    rf"(?P<more>(?:[零又]?(?:\d{{1,3}}(?:,\d{{3}})+|\d[\d.]*)\s?(?:{SCALES}))*)|(?P<han>{_HAN_NUMBER}))"
    rf"(?:\s?[{MANY}来]?\s?(?P<unit>{_UNIT}))?(?![素旦组組件宵老首帅帥宝寶])"
)
_TO = "–—~～至到-"
# Of a range the lower end, behind which its upper end stands with a unit: 3亿至5亿元, 19.98-25.98万元, 三到五千元.
_LOWER_END = re.compile(
    rf"(?:(?<![A-Za-z\d.,:/第-])(?<![A-Za-z]\s)(?P<number>{NUMBER})(?:\s?[{MANY}])?(?:\s?(?P<scale>{SCALES}))?"
    rf"|(?<![统統唯之第同专專其周期拜逐进進不任])(?P<han>{_HAN_NUMBER}))(?=\s?(?:[{_TO}]|[至到]不)\s?$)"
)
# And the upper one, before which its lower end stands with a sign or unit: 港币3亿至5亿元, HK$3-5亿.
_UPPER_END = re.compile(
    rf"\s?[{_TO}]\s?(?:(?P<number>{NUMBER})(?:\s?(?P<scale>{SCALES}))?|(?P<han>{_HAN_NUMBER}))(?:\s?(?P<unit>{_UNIT}))?(?!\d)"
)
_WIDE = 100  # so many times the lower end without a scale of its own is the upper one at most
# 3块 may be three pieces and 一角 part of a name: what stands behind tells.
_PIECES = frozenset({"块", "塊", "角", "毛"})
_NO_PIECE = re.compile(rf"(?![{HAN}])|[钱錢一每起的就到以左多上出落降涨跌升调卖买收，]")
_SPOKEN = re.compile(
    rf"(?<![数數几幾{NUMERALS}\d.])(?:(?P<yuan>\d+|[{DIGIT}十百][{NUMERALS}]*)[块塊](?P<mao>[{DIGIT}]|\d(?!\d))毛?|(?P<tenths>[{DIGIT}\d])毛(?P<cents>[{DIGIT}\d]))(?![{HAN}\d])"
)
# Without one of these no amount is written in the Chinese way.
_SIGNS_OF = "元币幣块塊镑鎊郎万萬亿億円圆圓￥¥毛角分盾铢布朗比吉特蚊仙"
_BEGINS = re.compile(
    rf"[\d$€£￡¥￥₹₩₽₺฿₫₱₦₪A-Z{''.join(sorted({unit[0] for unit in UNITS}))}{NUMERALS}半]"
)
_FORMAL = "".join(map(chr, FORMAL_NUMERALS))
_NO_HUNDREDTH = re.compile(r"仙[女人子侠俠草境界丹山果股齐齊术術尊帝气氣宗门門剑劍]")
_NAMED = [(code, Sifted(source)) for code, source in YUAN_NAMED.items()]
_OF = [(code, Sifted("|".join(sources))) for code, sources in YUAN.items()]
_ELSEWHERE = Sifted(
    "|".join([*YUAN_NAMED.values(), *(one for several in YUAN.values() for one in several)])
)
_MAINLAND = Sifted(MAINLAND)
_DEAR = ("港元", "港币", "港幣", "港仙", "HK$")


def chinese_sums(text: str) -> Iterator[Found]:
    """Yield the sums in *text* that are written the Chinese way; of a range both ends."""
    if not (holds_one(text, _SIGNS_OF) or holds_one(text, "百千佰仟")):
        return
    if holds_one(text, _FORMAL):
        text = text.translate(FORMAL_NUMERALS)
    yuan = _whose_yuan(text)
    for match in found_at(_WRITTEN, text, places_of(_BEGINS, text)):
        yield from _written(match, text, yuan)
    for match in _SPOKEN.finditer(text):
        yield sum_of(match.start(), match.end(), _spoken(match), yuan)
    yield from bare_sums(text, yuan)


def _whose_yuan(text: str) -> str:
    """Return the currency that 元 means in *text*: that of Taiwan or Hong Kong where it is clearly of there."""
    if not _ELSEWHERE.search(text):
        return "CNY"
    for code, named in _NAMED:
        if named.search(text) and "人民" not in text:
            return code
    for code, press in _OF:
        if press.search(text) and not holds_one(text, _DEAR) and not _MAINLAND.search(text):
            return code
    return "CNY"


def _written(match: re.Match[str], text: str, yuan: str) -> Iterator[Found]:
    if not (match["unit"] or match["pre"]) or _is_no_sum(match, text):
        return
    amount = _amount(match)
    currency, part = _currency(match, text, yuan)
    if amount is None or not currency:
        return
    if match["pre"]:
        yield from _with_upper_end(match, text, amount, currency)
        return
    yield sum_of(match.start(), match.end(), amount / part, currency)
    if text.endswith((*_TO, "不", " "), 0, match.start()):
        lower = _LOWER_END.search(text, max(0, match.start() - 24), match.start())
        if lower and (least := _least(lower, match, amount)):
            yield sum_of(lower.start(), lower.end(), least / part, currency)


def _is_no_sum(match: re.Match[str], text: str) -> bool:
    """Say whether a number with a unit counts pieces, or immortals (八仙)."""
    if match["unit"] == "仙":
        return bool(match["han"] or _NO_HUNDREDTH.match(text, match.end() - 1))
    return match["unit"] in _PIECES and not _NO_PIECE.match(text, match.end())


def _currency(match: re.Match[str], text: str, yuan: str) -> tuple[str, int]:
    """Return the currency of a sum, empty where it has none, and how many of its units make one."""
    unit, prefix = match["unit"] or "", match["pre"]
    if unit == "仙":
        return ("MYR" if holds_one(text, MALAYSIAN) else "HKD"), 100
    currency, part = UNIT_PARTS.get(unit) or (UNITS.get(unit, ""), 1)
    if unit == "元":
        currency = yuan
    if prefix and unit in {"", "元"}:
        currency = UNITS.get(prefix) or SIGNS.get(prefix) or CODES.get(prefix) or currency
    return currency, part


def _with_upper_end(
    match: re.Match[str], text: str, amount: Decimal, currency: str
) -> Iterator[Found]:
    """Yield a sum with its sign or unit before it, and the upper end of a range that it begins."""
    upper = _UPPER_END.match(text, match.end())
    if upper and (upper["scale"] or upper["unit"] or upper["han"]):
        unit = upper["unit"] or "元"
        most = (
            numeral(upper["han"]) if upper["han"] else figure(upper["number"], upper["scale"] or "")
        )
        least = _least(match, upper, most) if most else None
        if most and least and (unit == "元" or UNITS.get(unit) == currency):
            yield sum_of(upper.end() - len(upper[0].lstrip(f"{_TO} ")), upper.end(), most, currency)
            amount = least
    yield sum_of(match.start(), match.end(), amount, currency)


def _least(lower: re.Match[str], upper: re.Match[str], most: Decimal) -> Decimal | None:
    """Return the lower end of a range up to *most*: it has the scale of the upper one where it has none."""
    own = bool(lower["scale"]) if lower["number"] else lower["han"][-1] in MYRIADS
    told: list[Decimal | None] = []
    if lower["number"]:
        if not own and upper["number"]:
            told.append(figure(lower["number"], upper["scale"] or ""))
        told.append(figure(lower["number"], lower["scale"] or ""))
    else:
        tens = "" if own or not upper["han"] else _scale_of(upper["han"], lower["han"])
        told += [numeral(lower["han"] + tens), numeral(lower["han"])]
    far = FAR if own else _WIDE
    return next((one for one in told if one and one < most < one * far), None)


def _scale_of(upper: str, lower: str) -> str:
    """Return what a lower end in characters shares with the upper one: 三 (千) of 五千, 三百 (万) of 五百万."""
    small = SMALL if lower in DIGIT else ""
    return upper[len(upper.rstrip(small + MYRIADS)) :]


def _amount(match: re.Match[str]) -> Decimal | None:
    if match["han"]:
        unit = match["unit"]
        if unit in {*_PIECES, "元"} and len(match["han"]) == 1 and match["pre"]:
            return None
        return numeral(match["han"])
    return figures(match["number"], match["scale"] or "", match["more"])


def _digits(word: str | None) -> Decimal:
    if not word:
        return Decimal(0)
    return Decimal(word) if word.isdigit() else read_numeral(word) or Decimal(0)


def _spoken(match: re.Match[str]) -> Decimal:
    """Read 四块五 (4.5) and 六毛五 (0.65)."""
    if match["yuan"]:
        return _digits(match["yuan"]) + _digits(match["mao"]) / 10
    return _digits(match["tenths"]) / 10 + _digits(match["cents"]) / 100
