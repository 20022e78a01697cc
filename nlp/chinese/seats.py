"""Companies called by their town and their name in one breath: 湖州澄屿机电, where the text names it in no other way."""

import re
from collections.abc import Sequence
from functools import lru_cache

from nlp.chinese.evidence import without_tail
from nlp.entities import Entity
from nlp.lexicon import known, word_set

_LEGAL = 60  # ranks of full legal names and bodies, which begin where they begin
_LONGEST = 5  # characters of a place
_AT = "在于到至赴从往抵驻自离落返回"  # before a place these tell where something is
_LEAST = 3  # characters of the name itself


def seated(text: str, firms: Sequence[Entity]) -> list[Entity]:
    """Return *firms* with the town before a name as part of it, unless the name stands alone elsewhere in *text*."""
    return [_seated(text, one) for one in firms]


def _seated(text: str, one: Entity) -> Entity:
    name = text[one.start : one.end]
    if one.label != "ORG" or one.entity or one.rank >= _LEGAL or not _has_trade(name):
        return one
    hit = _home().search(text, max(0, one.start - _LONGEST), one.start)
    if hit is None or text[hit.start() - 1 : hit.start()] in set(_AT):
        return one
    if text.count(name) > text.count(hit[0] + name):
        return one
    return one._replace(start=hit.start(), name=hit[0] + name)


@lru_cache(maxsize=4096)
def _has_trade(name: str) -> bool:
    """Say whether a name that the world does not know ends with a company's tail or a trade."""
    if len(name) < _LEAST or name in known("zh") or name in known("words_zh"):
        return False
    return without_tail(name) != name or name[-2:] in word_set("zh", "trade_ends")


def town_of(name: str) -> re.Match[str] | None:
    """Return the province or town that a name of some length begins with: 湖州 | 澄屿机电."""
    hit = _town().match(name)
    return hit if hit is not None and len(name) - hit.end() >= _LEAST else None


def is_town(name: str) -> bool:
    """Say whether *name* is a province or a town."""
    return _town().fullmatch(name) is not None


@lru_cache(maxsize=1)
def _town() -> re.Pattern[str]:
    return re.compile(_home().pattern.removesuffix(r"\Z"))


@lru_cache(maxsize=1)
def _home() -> re.Pattern[str]:
    """Return the pattern of a province or a town at the end: no country, no region, no word of everyday life."""
    listed = (word_set("zh", "cities") | word_set("zh", "provinces")) - word_set(
        "zh", "loose_cities"
    )
    return re.compile(rf"(?:{'|'.join(sorted(listed, key=len, reverse=True))})[市省]?\Z")
