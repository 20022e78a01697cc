"""Chinese characters: ranges, numerals and the traditional form (text/folding.py has the simplified one)."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""The ranges of Han characters, for use inside a regular expression's character class."""

_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
NUMERALS = "".join((*_DIGITS, *_TENS, *_MYRIADS))
"""Characters a written Chinese number is made of."""


def read_numeral(text: str) -> Decimal | None:
    """Read a Chinese numeral such as 三十五, 两千, 二〇二六, 两万五 (25000) or 三点五亿; None where it is none."""
    if not text or any(char not in NUMERALS and char not in "点半" for char in text):
        return None
    if "点" in text:
        return _with_decimals(text)
    if text[0] == "半":
        rest = read_numeral(text[1:]) if text[1:2] in _MYRIADS else None
        return rest / 2 if rest else None
    if text.endswith("半"):
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    last = 1  # what the scale before a digit counts
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last = 1 if digit == 0 else last
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit, last = 0, _TENS[char]
        else:
            scale = _MYRIADS[char]
            if total > scale:  # 一亿两千万
                total += (section + digit) * scale
            else:  # 两万, 万亿
                total = (total + section + digit or 1) * scale
            section = digit = 0
            last = scale
    return Decimal(total + section + (digit * last // 10 if last > 10 else digit))


def _with_decimals(text: str) -> Decimal | None:
    """Read 三点五亿: digits behind the point, then scales that count all of it."""
    whole, _, rest = text.partition("点")
    tail = rest.rstrip("".join((*_TENS, *_MYRIADS)))
    before = read_numeral(whole)
    if before is None or not tail or any(char not in _DIGITS for char in tail):
        return None
    number = before + Decimal("0." + "".join(str(_DIGITS[char]) for char in tail))
    for char in rest[len(tail) :]:
        number *= {**_TENS, **_MYRIADS}[char]
    return number


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - reads its dictionaries from disk

    return OpenCC("s2t")


def to_traditional(text: str) -> str:
    """Return *text* in traditional characters, one for one."""
    converted = str(_converter().convert(text))
    return converted if len(converted) == len(text) else _one_by_one(text)


def _one_by_one(text: str) -> str:
    """Convert character by character, so that offsets stay true."""
    forms = {char: str(_converter().convert(char)) for char in set(text)}
    return "".join(forms[char] if len(forms[char]) == 1 else char for char in text)
