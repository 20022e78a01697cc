"""Whether two stories tell the same, by their words: what a reader would take for a repeat.

Compared are titles and the sentences that would be quoted, in one language, without the names of companies
and what any report says (``stock.yaml``): words and figures of Latin text, pairs of characters of Chinese.
Across languages only large sums count, which are written out alike. On the invented market's editions,
tellings of one event share .2 to .85 of the shorter one's words, of two events .1 at most; elsewhere two
events share as much, so that what moves say goes first (:mod:`digests.apart`).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from schemas.registry import Company
from schemas.stories import Story
from text.display import read_day
from text.kept import yaml_of
from text.money import find_money

_SHARED = 0.2
# Fewer words are no telling; and reports of one event come within days.
_LEAST_WORDS = 6
_DAYS = timedelta(days=4)
# A sum that two events of one company hardly share within days.
_LARGE = Decimal(1_000_000)
_LATIN = re.compile(r"[a-z]{5,}|\d[\d.,]*\d")
_HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_STOCK = Path(__file__).with_name("stock.yaml")


@lru_cache(maxsize=1)
def _stock() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the English stock words, and what finds the Chinese ones, the longest first."""
    return _both(yaml_of(_STOCK))


@lru_cache(maxsize=1)
def name_forms() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the English words of form in names, and what finds the Chinese ones."""
    return _both(yaml_of(_STOCK)["names"])


@lru_cache(maxsize=1)
def last_day() -> re.Pattern[str]:
    """Return what finds a day that is the last one."""
    return re.compile(yaml_of(_STOCK)["until"], re.IGNORECASE)


@lru_cache(maxsize=1)
def of_offering() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds that a listing was asked for, and that shares are traded."""
    words = yaml_of(_STOCK)["offering"]
    return re.compile(words["filed"], re.IGNORECASE), re.compile(words["listed"], re.IGNORECASE)


def _both(words: dict[str, str]) -> tuple[frozenset[str], re.Pattern[str]]:
    chinese = sorted(words["zh"].split(), key=len, reverse=True)
    return frozenset(words["en"].split()), re.compile("|".join(map(re.escape, chinese)))


class Telling(NamedTuple):
    """What a story says, ready to be compared: words per report and language, large sums."""

    companies: frozenset[str]
    day: date | None
    words: tuple[tuple[str, frozenset[str]], ...]
    sums: frozenset[tuple[Decimal, str]]


class Likeness:
    """Compares stories; the names of *companies* do not count, for all of one rival's stories have them."""

    def __init__(self, companies: Iterable[Company]) -> None:
        names = {
            name.casefold()
            for company in companies
            for group in company.names.values()
            for name in group
        }
        ordered = sorted(names, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def telling(self, story: Story) -> Telling:
        """Return what *story* says."""
        texts = [(one.language[:2], " ".join((one.title, *one.sentences))) for one in story.reports]
        sums = {
            (found.value.amount, found.value.currency or "")
            for _, text in texts
            for found in find_money(text)
            if found.value.amount is not None and found.value.amount >= _LARGE
        }
        return Telling(
            frozenset(story.companies),
            read_day(story.day),
            tuple((language, self._words(text)) for language, text in texts),
            frozenset(sums),
        )

    def _words(self, text: str) -> frozenset[str]:
        plain = text.casefold()
        plain = self._names.sub(" ", plain) if self._names else plain
        stock, chinese = _stock()
        pairs = (
            run[place : place + 2]
            for run in _HAN_RUN.findall(chinese.sub(" ", plain))
            for place in range(len(run) - 1)
        )
        return frozenset((*_LATIN.findall(plain), *pairs)) - stock


def alike(one: Telling, other: Telling) -> bool:
    """Say whether two stories of one company tell the same."""
    if not one.companies & other.companies or one.day is None or other.day is None:
        return False
    if abs(one.day - other.day) > _DAYS:
        return False
    return bool(one.sums & other.sums) or _share(one.words, other.words) >= _SHARED


def _share(
    some: Sequence[tuple[str, frozenset[str]]], others: Sequence[tuple[str, frozenset[str]]]
) -> float:
    """Return the largest share of words that two reports in one language have in common."""
    return max(
        (
            len(left & right) / min(len(left), len(right))
            for language, left in some
            for other, right in others
            if language == other and min(len(left), len(right)) >= _LEAST_WORDS
        ),
        default=0.0,
    )
