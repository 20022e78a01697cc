"""Places in Chinese text: listed ones, cities by what stands around them, districts by their last word."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import place_set, word_set
from nlp.names.model import Guess
from nlp.names.phrases import Phrase
from nlp.names.wordbook import wordbook
from text.han import HAN

_H = f"[{HAN}]"
_REGION_TAIL = ("自治区", "市", "省")
_CITY_TAIL = re.compile(
    r"(?:市(?![场值民级委面盈占区井政])|新?区(?![域间块别])|县(?![域级委长])|镇(?![长定静])|州(?![长])|省(?![级内得钱])|港(?![口股元币])|新区|特区)"
)

_DIVISION = re.compile(rf"{_H}{{2,3}}(?:[市县区州省镇旗])")
_NO_DIVISION = re.compile(
    r"[城上股超都夜门我该本全各外内小社景园地片战郊市专特校厂库辖]市?[市县区]|(?:社|小|园|景|地|校|厂|专|战|郊|辖|片)区$|各[省市县区]"
)


@lru_cache(maxsize=1)
def _cities() -> frozenset[str]:
    return word_set("zh", "cities") | word_set("zh", "loose_cities")


@lru_cache(maxsize=8192)
def is_place(word: str) -> bool:
    """Say whether a word is a place by our lists or the dictionary."""
    return word in place_set("zh") or word in _cities() or wordbook().get(word) == "ns"


def begins_with_place(text: str, start: int, end: int, *, opened: bool = False) -> int:
    """Return how long the place is that begins at *start* and ends before *end*, or what a nation's own bodies begin with; 0 for none."""
    left = text[start - 1 : start]
    free = opened or not re.match(_H, left) or left in "在于由被向经对与和从给将把"
    if free and (nation := next((one for one in _NATION if text.startswith(one, start)), "")):
        return len(nation)
    for size in (6, 5, 4, 3, 2):
        if start + size <= end and is_place(text[start : start + size]):
            return size
    for size in (4, 3) if free else ():
        word = text[start : start + size]
        if start + size < end and _DIVISION.fullmatch(word) and not _NO_DIVISION.search(word):
            return size
    return 0


_NATION = ("国家", "全国", "中央", "最高", "民航", "联邦", "欧盟", "欧洲", "国际", "世界", "联合国")


def places(text: str, listed: Sequence[Phrase], seen: Sequence[Guess]) -> list[Entity]:
    """Return the places that *text* names: *listed* phrases, the model's *seen*, and what their words tell."""
    found = []
    for one in listed:
        if one.kind == "place":
            tail = next((t for t in _REGION_TAIL if text.startswith(t, one.end)), "")
            end = one.end + len(tail)
            found.append(_place(text, one.start, end, 30, 0.9))
    found += [
        _place(text, g.start, g.end, 31, 0.7) for g in seen if g.label == "PLACE" and g.margin > 2
    ]
    found += _by_words(text, listed)
    return found


def _place(text: str, start: int, end: int, rank: int, confidence: float) -> Entity:
    return Entity(start, end, "PLACE", text[start:end], rank=rank, confidence=confidence)


def _by_words(text: str, listed: Sequence[Phrase]) -> Iterator[Entity]:
    for one in listed:
        if one.kind == "city":
            yield from _city(text, one)


def _city(text: str, one: Phrase) -> Iterator[Entity]:
    """Yield a listed city; one that is a word, too, where places stand."""
    tail = _CITY_TAIL.match(text, one.end)
    end = tail.end() if tail else one.end
    name = text[one.start : one.end]
    if name in word_set("zh", "loose_cities") and not tail:
        return
    yield _place(text, one.start, end, 29, 0.8)
