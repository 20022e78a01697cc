"""English numbers in words: "twelve million", "two and a half billion", "half a million"."""

import re
from collections.abc import Sequence
from decimal import Decimal

from text.begins import places_of_words

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
SMALL_WORDS = tuple(_SMALL)
_LARGE_WORDS = tuple(_LARGE)
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_LESS = "|".join(sorted(_SMALL, key=len, reverse=True))
_MORE = "|".join(_LARGE)
_BEHIND_MORE = "|".join(f"(?<={word})" for word in _LARGE)  # a hundred and five, not two and three
NUMBER_WORDS = (
    rf"(?i:(?:(?:half\sa|an?(?:\shalf|\squarter\sof\sa)?)\s(?:{_MORE})|{_LESS})"
    rf"(?:(?:(?:{_BEHIND_MORE})\sand\s|\s(?:and\san?\s(?:half|quarter)\s)?|-)(?:{_LESS}|{_MORE}))*(?:[\s-]and[\s-]an?[\s-](?:half|quarter)\b)?)"
)
"""Pattern of a number in words, whole ones and halves; "a" and "half" need a larger word behind them."""
_BEGINS = (*_SMALL, *_LARGE)
# How far before a large number its article begins: a, an, half a, a half, a quarter of a.
_ARTICLES = tuple(len(f"{words} ") for words in ("a", "an", "half a", "an half", "a quarter of a", "an quarter of a"))  # fmt: skip
_WORD = re.compile(r"[a-z]+")


def places_of_numbers(text: str) -> Sequence[int]:
    """Return where :data:`NUMBER_WORDS` may begin in *text*."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter whose small form is two: places would shift
        return range(len(text))
    places: set[int] = set()
    for place in places_of_words(lower, _BEGINS):
        if lower.startswith(_LARGE_WORDS, place):
            places.update(place - size for size in _ARTICLES if place >= size)
        else:
            places.add(place)
    return sorted(places)


def read_words(words: str) -> Decimal | None:
    """Read a number in English words; None where they are none.

    "a hundred and twenty thousand" is 120000, "two and a half million" 2500000, "three-and-a-half" 3.5, "half a billion" 500000000.
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
