"""Places in Chinese text: listed ones, cities by what stands around them, districts, roads and bridges by their last word."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import place_set, word_set
from nlp.names.model import Guess
from nlp.names.occurrences import occurrences
from nlp.names.phrases import Phrase
from nlp.names.wordbook import wordbook
from text.han import HAN

_H = f"[{HAN}]"
_REGION = re.compile(
    rf"(?<=[，。、在于至到和\s])(?!全市|本市|城市|上市|股市|超市|都市|夜市|门市|我市|该市){_H}{{2,3}}(?:市|县|省|镇)(?!场|值|民|政府|级|委|面|盈|占|公司|监)"
)
_REGION_TAIL = ("自治区", "市", "省")
# Behind 地点 of whatever sort: 昆山的, 横州市, 旺角、元朗.
_STANDS_BEHIND = re.compile(
    r"(?<=[在于赴到至抵驻自从往离])$|(?<=位于)$|(?<=[，。、：；“（(\n 　和与及])$|^\Z"
)
_STANDS_BEFORE = re.compile(
    r"[的、，。；）)和与及\n 　]|$|[设建开市区县]|[一二两三四五六七八九十\d]+[家座个间]|等地|工厂|基地|供应商|客户|机场|车站|总部|门店|分公司|办公室|人民|那家|这家|项目|园区|口岸|码头"
)
_CITY_TAIL = re.compile(
    r"(?:市(?![场值民级委面盈占区井政])|新?区(?![域间块别])|县(?![域级委长])|镇(?![长定静])|州(?![长])|省(?![级内得钱])|港(?![口股元币])|新区|特区)"
)
_ROAD = re.compile(
    r"(?:路|街|大道|大街|桥|胡同|巷|湾|港|湖|岛|镇|村|广场)(?=[的那这、，。（(上口附\n 　]|\d+号|[一二三四五六七八九十]+号|店|门店|分店|铺|站|工厂|沿线|一带|附近|$)"
)
_ROAD_BEGINS = re.compile(r"[\n。！？；，、：:“”「」（）() 　在于到至从往的是了和与及]$|^\Z")
_NUMBER = re.compile(r"\d+号")
# 横州 where 横州市 is named, too.
_TOWN = re.compile(r"[市县](?![场值级面])")
_TOWN_BEGINS = re.compile(rf"(?:^|[^{HAN}]|[在于到与和从对向])(?P<name>{_H}{{2}})\Z")
_HANS = re.compile(f"{_H}+")
_NEAR = re.compile("那家|这家|附近|沿线|一带|店")
DIVISION = re.compile(rf"{_H}{{2,3}}(?:[市县区州省镇旗])")
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
        if start + size < end and DIVISION.fullmatch(word) and not _NO_DIVISION.search(word):
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
    found += [_place(text, *m.span(), 30, 0.8) for m in _REGION.finditer(text)]
    found += [
        _place(text, g.start, g.end, 31, 0.7) for g in seen if g.label == "PLACE" and g.margin > 2
    ]
    found += _by_words(text, listed)
    return found


def is_road(text: str, one: Entity, found: Sequence[Entity]) -> bool:
    """Say whether what could be somebody is a road: 浦东新区 | 张杨路 | 的门店."""
    if text[one.end - 1] not in "路街巷" or not _ROAD.match(text, one.end - 1):
        return False
    return text[one.start - 1 : one.start] in set("在于至到") or any(
        each.label == "PLACE" and one.start in {each.start, each.end} for each in found
    )


def _place(text: str, start: int, end: int, rank: int, confidence: float) -> Entity:
    return Entity(start, end, "PLACE", text[start:end], rank=rank, confidence=confidence)


def _by_words(text: str, listed: Sequence[Phrase]) -> Iterator[Entity]:
    ends = {one.end for one in listed if one.kind in {"place", "city"}}
    for one in listed:
        if one.kind == "city":
            yield from _city(text, one)
    for match in _ROAD.finditer(text):
        yield from _road(text, match, ends)
    begun = (
        _TOWN_BEGINS.search(text, max(0, one.start() - 3), one.start())
        for one in _TOWN.finditer(text)
    )
    towns = {hit["name"] for hit in begun if hit is not None and hit["name"] not in wordbook()}
    if towns and any(text.count(name) > 1 for name in towns):
        for start, end in occurrences(text, towns):
            if not text.startswith(("市", "县"), end):
                yield _place(text, start, end, 29, 0.7)


def _city(text: str, one: Phrase) -> Iterator[Entity]:
    """Yield a listed city; one that is a word, too, where places stand."""
    tail = _CITY_TAIL.match(text, one.end)
    end = tail.end() if tail else one.end
    name = text[one.start : one.end]
    if name in word_set("zh", "loose_cities") and not tail:
        before = _STANDS_BEHIND.search(text, max(0, one.start - 2), one.start)
        if before is None or not _STANDS_BEFORE.match(text, one.end):
            return
    yield _place(text, one.start, end, 29, 0.8)


def _road(text: str, match: re.Match[str], ends: set[int]) -> Iterator[Entity]:
    """Yield a road, a bridge or a town: a place's or a strange name with its last word."""
    tail, end = match.span()
    book = wordbook()
    for size in (3, 2):
        first = tail - size
        if first < 0 or not _HANS.fullmatch(text, first, tail):
            continue
        name, whole = text[first:tail], text[first:end]
        opens = first in ends or _ROAD_BEGINS.search(text, max(0, first - 1), first)
        if is_place(whole) and len(whole) > 2:
            yield _place(text, first, end, 29, 0.7)
            return
        strange = not any(name[i : i + 2] in book for i in range(len(name) - 1))
        split = text[tail - 1 : end] in book
        near = whole not in book and _NEAR.match(text, end)
        if not split and (is_place(name) or (opens and (strange or near))):
            numbered = _NUMBER.match(text, end)  # 凤凰路171号: a road whatever else it could be
            yield _place(text, first, end, 61 if numbered else 32, 0.7)
            return
