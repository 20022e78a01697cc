"""English numbers in words: "twelve million", "two and a half billion", "half a million"."""

import re
from decimal import Decimal

_SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_LARGE = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "lakh": 10**5, "crore": 10**7,
}  # fmt: skip
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_LESS = "|".join(sorted(_SMALL, key=len, reverse=True))
_MORE = "|".join(_LARGE)
NUMBER_WORDS = (
    rf"(?i:(?:(?:half\sa|an?(?:\shalf|\squarter\sof\sa)?)\s(?:{_MORE})|{_LESS})"
    rf"(?:(?:\s(?:and\s(?:an?\s(?:half|quarter)\s)?)?|-)(?:{_LESS}|{_MORE}))*)"
)
"""Pattern of a number in words, whole ones and halves; "a" and "half" need a larger word behind them."""
_WORD = re.compile(r"[a-z]+")


def read_words(words: str) -> Decimal | None:
    """Read a number in English words; None where they are none.

    "a hundred and twenty thousand" is 120000, "two and a half million" 2500000, "half a billion" 500000000.
    """
    total, section = Decimal(0), Decimal(0)
    for word in _WORD.findall(words.lower()):
        if word in _SMALL:
            section += _SMALL[word]
        elif word in _PARTS:
            section += _PARTS[word]
        elif word == "hundred":
            section = (section or Decimal(1)) * 100
        elif word in _LARGE:
            total += (section or Decimal(1)) * _LARGE[word]
            section = Decimal(0)
        elif word not in {"a", "an", "and", "of"}:
            return None
    return total + section or None
