"""Figures as any country writes them: digits, separators, scales such as 万, lakh and Mio."""

import re
import unicodedata
from decimal import Decimal
from functools import cache

from text.currencies import THREE_DECIMALS
from text.han import read_numeral

# A leading point belongs to what stands before it where that is a word: Rs.500, S/.25.
# One figure: groups by one and the same mark: space, apostrophe, comma or point, or plain digits; a tail of decimals.
FIGURE = re.compile(
    r"\d{1,3}(?P<group>[ \u00a0\u202f\u2009'’,.])\d{3}(?:(?P=group)\d{3})*(?:[.,]\d{1,4}| [.,] ?\d{2})?(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d{1,2})?(?!\d)"
    r"|\d+(?:[.,]\s?\d+| [.,] ?\d{2}(?![\d.,]))?|(?<![^\W\d_])(?<!/)[.,]\d+"
)
_FULL_WIDTH = str.maketrans({"，": ",", "．": ".", "／": "/", "￥": "¥", "＄": "$", "－": "-", "٫": ".", "٬": ",", "،": ",",
                             "\u200e": None, "\u200f": None, "\u061c": None, "＋": "+", "％": "%", "：": ":",
                             "\u2212": "-"})  # fmt: skip
FORMAL_NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟貳參陸", "一二三四五六七八九十百千二三六")
"""How contracts and receipts write numerals, to the usual ones, for ``str.translate``."""
# Scales, as words behind a figure. Those of one letter or of several meanings need a currency.
SCALES: dict[str, int] = {
    "万": 10**4, "萬": 10**4, "만": 10**4, "千": 10**3, "천": 10**3, "百": 100, "백": 100,
    "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8, "억": 10**8,
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "b": 10**9,
    "thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9,
    "lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "lacs": 10**5, "l": 10**5,
    "cr": 10**7, "cr.": 10**7, "crore": 10**7, "crores": 10**7,
    "tsd.": 10**3, "tsd": 10**3, "mio.": 10**6, "mio": 10**6, "mrd.": 10**9, "mrd": 10**9,
    "tys.": 10**3, "tys": 10**3, "mld": 10**9, "tis.": 10**3, "mil.": 10**6,
    "тыс.": 10**3, "тыс": 10**3, "тис.": 10**3, "млн": 10**6, "млн.": 10**6, "млрд": 10**9,
    "mil": 10**3, "mi": 10**6, "milhão": 10**6, "milhões": 10**6, "millón": 10**6, "millones": 10**6,
    "rb": 10**3, "ribu": 10**3, "jt": 10**6, "juta": 10**6,
    "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tỷ": 10**9,
    "bin": 10**3, "milyon": 10**6, "ezer": 10**3, "هزار": 10**3, "ألف": 10**3, "مليون": 10**6, "میلیون": 10**6,
}  # fmt: skip
# Which currencies a scale of several meanings goes with; any other scale goes with all.
SCALE_OF: dict[str, frozenset[str]] = {
    "l": frozenset({"INR"}), "cr": frozenset({"INR"}), "cr.": frozenset({"INR"}),
    "mil": frozenset({"BRL", "EUR", "MXN", "CLP", "COP", "ARS", "USD", "PEN"}), "mi": frozenset({"BRL"}),
    "tr": frozenset({"VND"}), "bin": frozenset({"TRY"}), "rb": frozenset({"IDR"}), "jt": frozenset({"IDR"}),
    "mil.": frozenset({"CZK", "EUR", "RON"}),
}  # fmt: skip
_SCALE = re.compile(
    r"\s?(" + "|".join(map(re.escape, sorted(SCALES, key=len, reverse=True))) + ")", re.IGNORECASE
)
_HAN_SCALE = "万萬만千천百백亿億억"
# 3万5千, 1억 2,000만: figures and scales in turn; the last may stand without one.
COMPOSITE = re.compile(
    rf"\d[\d,.]*\s?[{_HAN_SCALE}]+(?:\s?\d[\d,.]*\s?[{_HAN_SCALE}]*)+(?=\s?[元円원块塊圆圓])"
    rf"|\d[\d,.]*\s?[千천百백][万萬만亿億억](?=\s?[元円원块塊圆圓])"
)
_PART = re.compile(rf"(\d[\d,.]*)\s?([{_HAN_SCALE}]*)")
NUMERAL = re.compile(r"[〇零一二两兩三四五六七八九十百千万萬亿億]{1,12}(?=[元块塊圆圓円])")
_SUPERSCRIPT = re.compile(r"(?<=\d)([⁰¹²³⁴-⁹]{2})(?![⁰¹²³⁴-⁹])")


def plain_digits(text: str) -> str:
    """Return *text* with the digits of any script as 0–9, and full-width or Arabic marks as ASCII.

    Raised cents (``19⁹⁹``) get their point.
    """
    if text.isascii():
        return text
    text = _SUPERSCRIPT.sub(
        lambda match: "." + "".join(str(unicodedata.digit(one)) for one in match[1]), text
    )
    text = text.translate(_FULL_WIDTH).translate(FORMAL_NUMERALS)
    return "".join(_digit(one) if not one.isascii() and one.isdecimal() else one for one in text)


@cache
def _digit(char: str) -> str:
    return str(unicodedata.decimal(char))


def scale_after(text: str, at: int) -> tuple[str, int]:
    """Return the scale word that stands at *at* of *text*, lower case, and its end; empty if none."""
    match = _SCALE.match(text, at)
    if match is None:
        return "", at
    word = match[1].lower()
    following = text[match.end() : match.end() + 1]
    if word[-1].isalpha() and not _is_han(word) and following.isalpha() and not _is_han(following):
        return "", at
    return word, match.end()


def _is_han(text: str) -> bool:
    return "\u3040" <= text[-1] <= "\ud7af"


def parse_composite(text: str) -> Decimal:
    """Read ``3万5千`` (35,000) or ``1억 2,000만`` (120,000,000)."""
    total = section = Decimal(0)
    last = Decimal(1)
    for figure, marks in _PART.findall(text):
        value = parse_figure(figure)
        if not marks:
            # 3万5: the figure behind counts in tenths of the scale before it
            section += value * last / 10 if last > 1 and value < 10 else value
            continue
        for mark in marks:
            last = Decimal(SCALES[mark])
            if last >= 10**4:
                total += (section + value) * last
                section = value = Decimal(0)
            else:
                value *= last
        section += value
    return total + section


def parse_numeral(text: str) -> Decimal | None:
    """Read a Chinese numeral such as 三千八百; None where it is none."""
    return read_numeral(text)


def parse_figure(figure: str, currency: str | None = None) -> Decimal:
    """Read one figure, deciding which of its separators is the decimal one.

    The last separator is decimal if it differs from an earlier one, or stands alone and not before
    exactly three digits (``1.299`` is a thousand, ``12.50`` is not, ``0.125`` is not either); before
    three it is decimal where *currency* has three decimals.
    """
    plain = re.sub(r"[\s\u00a0\u202f\u2009'’]", "", figure)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return Decimal(plain)
    whole, _, tail = plain.rpartition(marks[-1])
    repeated = marks.count(marks[-1]) > 1
    alone = len(marks) == 1
    if currency in THREE_DECIMALS and alone and (marks[-1] == "." or currency == "TND"):
        return Decimal(f"{whole or '0'}.{tail}")
    thousands = len(tail) == 3 and whole.strip("0") != "" and len(whole) <= 3
    if repeated or (alone and thousands):
        return Decimal(re.sub(r"[.,]", "", plain))
    return Decimal(f"{re.sub(r'[.,]', '', whole) or '0'}.{tail}")
