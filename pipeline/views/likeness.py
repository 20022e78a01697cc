"""What is alike in prices: units by another word, periods of whole months, editions by their names."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from schemas.views import PlanHistory
from text.folding import fold_chars
from text.kept import yaml_of

_DATA: dict[str, Any] = yaml_of(Path(__file__).with_suffix(".yaml"))
_MONTHS: dict[str, int] = _DATA["months"]
_CENT = Decimal("0.01")


def _words(table: dict[str, str]) -> dict[str, str]:
    return {
        fold_chars(word.strip()): name for name, row in table.items() for word in row.split(";")
    }


_UNITS = _words(_DATA["units"])


@cache
def _editions() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the editions by word, and what finds the words: the longest first, Latin ones whole."""
    names = _words(_DATA["editions"])
    ordered = sorted(names, key=lambda one: -len(one))
    parts = [rf"(?<![a-z]){re.escape(one)}(?![a-z])" if one.isascii() else one for one in ordered]
    return names, re.compile("|".join(parts))


def unit_of(unit: str | None) -> str | None:
    """Return what is counted, by one word for all that mean it: ``用户``, ``user``, ``seat`` are ``seat``."""
    folded = fold_chars(unit.strip()) if unit else ""
    return _UNITS.get(folded, folded) or None


def period_of(period: str | None) -> str | None:
    """Return the period in which a price is compared: the month for whole months, else its own."""
    return "month" if period in _MONTHS else period


def in_measure(amount: Decimal | None, period: str | None) -> Decimal | None:
    """Return an amount of *period* for the period in which it is compared; a year is twelve months."""
    months = _MONTHS.get(period or "", 1)
    if amount is None or months == 1:
        return amount
    return (amount / months).quantize(_CENT)


def paid(plan: PlanHistory) -> str | None:
    """Return how often a plan is paid, as far as the page tells: a yearly price is paid by the year."""
    return plan.billed or (plan.period if plan.period in {"quarter", "year"} else None)


def alike(one: str, other: str, names: Iterable[str] = ()) -> bool:
    """Say whether two plans are of like name: the same editions, else the same words without *names*.

    *names* are those of the companies, which stand before the plan on one page and not on the other.
    """
    known, pattern = _editions()
    first, second = ({known[hit] for hit in pattern.findall(fold_chars(x))} for x in (one, other))
    if first or second:
        return first == second
    left, right = (_bare(text, names) for text in (one, other))
    return bool(left) and left == right


def _bare(plan: str, names: Iterable[str]) -> str:
    words = fold_chars(plan)
    for name in sorted(map(fold_chars, names), key=len, reverse=True):
        words = words.removeprefix(name)
    return " ".join(words.split())
