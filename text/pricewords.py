"""The words around prices, compiled from ``text/pricewords.yaml``."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from text.kept import yaml_of

Group = Literal[
    "old", "now", "saving", "aside", "saving_after", "aside_after", "free", "not_free", "hidden",
    "starting", "japanese",
]  # fmt: skip
_DATA: dict[str, str] = yaml_of(Path(__file__).with_suffix(".yaml"))
_LETTER = "A-Za-z\u00aa-\u024f\u0370-\u05ff\u0600-\u06ff\u0900-\u0e7f\u1e00-\u1eff"
_IS_LETTER = re.compile(f"[{_LETTER}]")


@cache
def words(group: Group) -> re.Pattern[str]:
    """Return a pattern that finds any word of *group* anywhere in a text."""
    return re.compile(_alternatives(group), re.IGNORECASE)


@cache
def words_before(group: Group) -> re.Pattern[str]:
    """Return a pattern for a word of *group* at the end of what precedes an amount.

    A little may stand between: a colon, ``price``, a bracket, ``only``.
    """
    between = r"\s*(?:up to|bis zu|高达|最高|约)?"
    if group in {"old", "now"}:
        between = (
            r"\s*(?:price|preis|prix|pris|prezzo|precio|preço|价格|價格|价|價|only|just|nur|仅|约)?"
        )
    return re.compile(
        rf"(?:{_alternatives(group)}){between}\s*[:：(（\[【为是]?\s*$", re.IGNORECASE
    )


@cache
def words_after(group: Group) -> re.Pattern[str]:
    """Return a pattern for a word of *group* right behind an amount."""
    return re.compile(rf"\s*[-–]?\s*(?:{_alternatives(group)})", re.IGNORECASE)


def _alternatives(group: Group) -> str:
    return "|".join(map(_bounded, sorted(_phrases(group), key=len, reverse=True)))


def _phrases(group: Group) -> list[str]:
    return [one.strip() for one in _DATA[group].split(";") if one.strip()]


def _bounded(word: str) -> str:
    start = rf"(?<![{_LETTER}-])" if _IS_LETTER.match(word[0]) else ""
    end = rf"(?![{_LETTER}])" if _IS_LETTER.match(word[-1]) else ""
    return f"{start}(?:{word}){end}"
