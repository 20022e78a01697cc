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
    """Read a Chinese numeral such as 三十五, 两千 or 二〇二六; None where it is none."""
    if not text or any(char not in NUMERALS for char in text):
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[char]
            section = digit = 0
    return Decimal(total + section + digit)


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
