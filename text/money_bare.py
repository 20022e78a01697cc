"""Chinese sums without a unit: 亏了两个亿, 完成3亿融资, 斥资5亿收购. The words beside them tell that they are of money."""

import re
from collections.abc import Iterator
from decimal import Decimal

from text.amounts import Found
from text.begins import found_at, holds_one, places_of_words
from text.han import HAN, NUMERALS, read_numeral
from text.moneywords import BARE, NUMBER, SCALE, UNITS, any_of, figure, sum_of

SCALES = any_of(one for one in SCALE if not one.isascii())
DIGIT = "一二两兩三四五六七八九"
MANY = "多余餘"  # and more: 3000多万, 八百多万
MYRIADS = "万萬亿億"
SMALL = "百千"
_MORE = re.compile(rf"(\d[\d.,]*)\s?({SCALES})")
# What is paid, earned, lost or cost: a number behind it that counts nothing else is of yuan.
_CUE = r"亏|賠|赔|赚|賺|花|投|砸|拿|卖|欠|募|筹|罚|价|價|费|費|薪|租|月供|票房|成本|营收|流水|收入|利润|估值|市值|债|贷款|预算|资金|奖金|首付|定金|押金|到手|涨到|跌到|降到|升到|喊到"
_BARE = re.compile(
    rf"(?:{_CUE})(?:[了过出到给达为约近超逾至共仅才只又再要喊开是]|每[{HAN}]){{0,3}}"
    rf"(?P<sum>(?P<number>(?<![\d.])\d+(?:\.\d+)?)[{MANY}]?(?P<scale>个亿|万亿|亿|千万|百万|万)|(?P<han>[{DIGIT}十][{NUMERALS}]*(?:点[{DIGIT}]+)?(?:个亿|[百千万亿][{NUMERALS}]*(?:[{MANY}][{MYRIADS}]+)?)))"
    rf"(?=出头|左右|上下|[起？?]|多(?![{MYRIADS}])|以[上下]|的(?:价|成本|投资|亏损|利润|票房|估值|订单|租金)|(?![{HAN}\dA-Za-z%％]))"
)
# Ten thousands at least, in figures or characters.
_SUM = (
    rf"(?P<sum>(?P<number>(?<![\d.,第])(?:{NUMBER}))[{MANY}]?个?(?P<scale>万亿|萬億|[十百千]?[{MYRIADS}])(?P<more>(?:\d[\d.]*(?:{SCALES}))*)"
    rf"|(?P<han>(?<![{NUMERALS}点数數几幾第上])[{DIGIT}十百千][{NUMERALS}]*(?:点[{DIGIT}]+[{MYRIADS}]*)?(?:[{MANY}][{MYRIADS}]+|(?<=[{MYRIADS}]))))"
)
_PAID = re.compile(
    rf"(?:(?P<by>以)|{any_of(BARE['paid'])})(?:总?额|金额|规模)?[了过出到给达为约近超逾至共]{{0,3}}\s?{_SUM}\s?"
    rf"(?(by)(?={any_of(BARE['bought'])})|(?=左右|上下|{any_of(BARE['used'])}|(?![{HAN}\dA-Za-z%％])))"
)
_GIVEN = re.compile(
    rf"{_SUM}(?={BARE['round']}(?:{any_of(BARE['given'])})(?!者|人|客|户|戶|品|机构|融券|标的))"
)
_PAYING = ("以", *BARE["paid"])
_GIFTS = tuple(BARE["given"])
_REACH = 32  # characters back from what is given to the first of its number
_NUMBERS = re.compile(rf"[\d{DIGIT}十百千]")
# Where these are named, who reads 3亿 cannot tell of which currency it is.
_FOREIGN = re.compile(
    rf"\$|(?<![全创創添增更参革最])(?:{any_of(unit for unit, code in UNITS.items() if code != 'CNY' and len(unit) > 1)})(?![素旦组組件宵老首帅帥宝寶年宇气氣])"
)
_COUNTED = re.compile(BARE["counted"])


def bare_sums(text: str, yuan: str) -> Iterator[Found]:
    """Yield the sums in *text* without a unit, of the currency *yuan*."""
    for match in _BARE.finditer(text):
        if (amount := _bare(match)) is not None:
            yield sum_of(match.start("sum"), match.end("sum"), amount, yuan)
    if not holds_one(text, "万萬亿億"):
        return
    before = places_of_words(text, _GIFTS)
    begins = {
        one.start() for at in before for one in _NUMBERS.finditer(text, max(0, at - _REACH), at)
    }
    found = [
        *found_at(_PAID, text, places_of_words(text, _PAYING)),
        *(one for one in found_at(_GIVEN, text, sorted(begins)) if not _counts(one)),
    ]
    if found and _FOREIGN.search(text):
        return
    for match in found:
        if (amount := _amount(match)) is not None:
            yield sum_of(match.start("sum"), match.end("sum"), amount, yuan)


def _counts(given: re.Match[str]) -> bool:
    """Say whether the number that *given* begins with is of people or goods: 月活3亿新一轮融资."""
    return bool(_COUNTED.search(given.string, max(0, given.start() - _REACH), given.start()))


def figures(number: str, scale: str, more: str = "") -> Decimal:
    """Read a figure with its scale and what follows in figures and scales: 3亿2000万, 1千2百萬."""
    amount, myriad = Decimal(0), 1
    for part, size in reversed([(number, scale), *_MORE.findall(more)]):
        if size and size in SMALL:  # 1千2百萬: 萬 counts the thousand as well
            amount += figure(part, size) * myriad
        else:
            amount += figure(part, size)
            myriad = SCALE.get(size.lstrip(SMALL), 1)
    return amount


def numeral(words: str) -> Decimal | None:
    """Read a number in characters, also 八百多万."""
    return read_numeral(re.sub(rf"[{MANY}]", "", words))


def _amount(match: re.Match[str]) -> Decimal | None:
    if match["han"]:
        return numeral(match["han"])
    return figures(match["number"], match["scale"], match["more"])


def _bare(match: re.Match[str]) -> Decimal | None:
    if match["number"]:
        scale = match["scale"].removeprefix("个")
        return Decimal(match["number"]) * SCALE[scale]
    return numeral(match["han"].replace("个亿", "亿"))
