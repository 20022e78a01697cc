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
_REGION_TAIL = re.compile(
    r"(?:壮族|回族|维吾尔)?自治区|市(?![场值民级委面盈占长])|省(?![级内得钱])"
)
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


# A division by its last sign, and what is done there: 江苏省昆山市 | 建厂.
_DIVIDED = re.compile(r"(?:(?:壮族|维吾尔|回族)?自治[区州]|特别行政区|[省市县州区])(?![场值长])")
_DONE_THERE = re.compile(
    r"(?:投资|建[厂设立]|设[厂立]|兴建|新建|投建|开[设工办]|落户|扩建|增资|拿地|购地|投产)*"
)

_FIRM_BEHIND = re.compile("集团|控股|公司|有限|股份|基金|发展|开发|管理|中心|银行|担保|信托")


def as_places(text: str, seen: Sequence[Guess]) -> list[Guess]:
    """Return the model's guesses, those of firms that are a province and a city, with or without what is done there, as places."""
    return [
        one._replace(label="PLACE", end=end)
        if one.label == "ORG" and (end := _divisions(text, one.start, one.end))
        else one
        for one in seen
    ]


def _divisions(text: str, start: int, end: int) -> int:
    """Return where the divisions end that are all of a name but for what is done there, or 0."""
    if _FIRM_BEHIND.match(text, end):
        return 0
    at, last = start, 0
    while size := next((n for n in (4, 3, 2) if _divided(text, at, at + n, told=last > 0)), 0):
        tail = _DIVIDED.match(text, at + size)
        at = last = tail.end() if tail else at
    return last if last <= end and _DONE_THERE.fullmatch(text, last, end) else 0


def _divided(text: str, start: int, end: int, *, told: bool) -> bool:
    """Say whether a division is named that its last sign follows: a listed one or, where a larger one is *told*, any."""
    name = text[start:end]
    if _DIVIDED.match(text, end) is None:
        return False
    return is_place(name) or (told and _DIVISION.fullmatch(text, start, end + 1) is not None)


def places(text: str, listed: Sequence[Phrase], seen: Sequence[Guess]) -> list[Entity]:
    """Return the places that *text* names: *listed* phrases, the model's *seen*, and what their words tell."""
    found = [
        _place(text, one.start, _with_tail(text, one.end), 30, 0.9)
        for one in listed
        if one.kind == "place"
    ]
    found += [
        _place(text, g.start, _with_tail(text, g.end), 31, 0.7)
        for g in seen
        if g.label == "PLACE" and g.margin > 2
    ]
    found += _by_words(text, listed)
    return found


def _with_tail(text: str, end: int) -> int:
    """Return where a place ends with what kind of place it is: 内蒙古 | 自治区, not 大连 | 市场."""
    tail = _REGION_TAIL.match(text, end)
    return tail.end() if tail else end


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
