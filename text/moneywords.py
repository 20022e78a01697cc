"""How running text writes currencies and scales: the tables of ``money.yaml``, and how figures are read."""

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from schemas.language import Value
from text.amounts import Found
from text.figures import parse_figure
from text.kept import yaml_of

_DATA: dict[str, Any] = yaml_of(Path(__file__).with_name("money.yaml"))


def _turned(group: str) -> dict[str, str]:
    """Return written form to code, the longest first."""
    pairs = [(form, code) for code, forms in _DATA[group].items() for form in forms]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


SCALED_SIGNS = _turned("scaled_signs")
SMALL_SIGNS = _turned("small_signs")
SIGNS = {**_turned("signs"), **SCALED_SIGNS, **SMALL_SIGNS}
CODES: dict[str, str] = {**{code: code for code in _DATA["iso"]}, **_DATA["codes"], "CNH": "CNY"}
DOLLARS: list[str] = _DATA["dollars"]
WORDS = _turned("words")
CENTS: dict[str, str] = _DATA["hundredths"]
UNITS = _turned("units")
UNIT_PARTS: dict[str, tuple[str, int]] = {
    **{unit: (code, 100) for unit, code in _DATA["unit_hundredths"].items()},
    **{unit: (code, 10) for unit, code in _DATA["unit_tenths"].items()},
}
SIGNS_BEHIND: list[str] = _DATA["signs_behind"]
NORDIC: dict[str, str] = {word: code for code, said in _DATA["nordic"].items() for word in said}
YUAN_NAMED: dict[str, str] = _DATA["yuan_named"]
YUAN: dict[str, list[str]] = _DATA["yuan"]
MAINLAND: str = _DATA["mainland"]
PHILIPPINE = tuple(_DATA["philippine"])
MALAYSIAN = tuple(_DATA["malaysian"])
BARE: dict[str, Any] = _DATA["bare"]
FAR = 1000
"""The ends of a range are not further apart than so many times."""
DOUBTFUL = frozenset(_DATA["scaled_only"])
SCALE = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "million": 10**6,
    "mm": 10**6, "mil": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "bln": 10**9, "mrd": 10**9, "bil": 10**9,
    "t": 10**12, "tn": 10**12, "trn": 10**12, "trillion": 10**12,
    "l": 10**5, "lakh": 10**5, "lac": 10**5, "crore": 10**7, "cr": 10**7, "lakh crore": 10**12,
    "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6, "百萬": 10**6, "千万": 10**7,
    "千萬": 10**7, "亿": 10**8, "億": 10**8, "十亿": 10**9, "十億": 10**9, "百亿": 10**10, "百億": 10**10,
    "千亿": 10**11, "千億": 10**11, "万亿": 10**12, "萬億": 10**12, "兆": 10**12, "千": 10**3,
    "百": 10**2,
}  # fmt: skip


def any_of(forms: Iterable[str]) -> str:
    """Return a pattern of one of *forms*, the longest first."""
    return "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))


# A comma, a space or an apostrophe between groups of three; points too, where there are several; 1,20,000 in India.
NUMBER = (
    r"\d{1,3}(?:[,\u00a0\u202f '’]\d{3})+(?![\d])(?:[.,]\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
)


def sum_of(start: int, end: int, amount: Decimal, currency: str) -> Found:
    """Return *amount* of *currency* (ISO 4217) at characters *start* to *end*, without a fraction of zeros."""
    whole = amount.to_integral_value()
    plain = whole if whole == amount else amount.normalize()
    return Found(start, end, Value(amount=plain, currency=currency))


def plain_scale(scale: str) -> str:
    """Return a scale's word as the table has it: "Mio." as "mio", "Lakhs crore" as "lakh crore"."""
    return re.sub(r"s?\s+", " ", scale.lower().rstrip(".")).removesuffix("s")


def figure(number: str, scale: str, *, behind: bool = False, sign: str = "") -> Decimal:
    """Read a figure: "1.125" has decimals where a sign stands before it or a scale behind it; €1.125 is a thousand."""
    single = (
        number.count(".") == 1 and "," not in number and not re.search(r"[ '’\u00a0\u202f]", number)
    )
    thousands = behind or sign == "€"
    amount = Decimal(number) if single and (scale or not thousands) else parse_figure(number)
    return amount * (SCALE[plain_scale(scale)] if scale else 1)
