"""Products whose name a Chinese text has in quotation marks: 记账应用“豆荚”, “朝露”奶粉, 一款名为“安途”的旅行险.

What tells that it is a thing's name is a noun right before the marks or behind them, a verb of things (推出, 停服), a word
for naming, or how it ends (夜班险). Words of the dictionary are names in marks only where they are rare or a noun right before
says of what they are the name; what companies alone do makes them none.

Nouns and words around are data (``thing_*``, ``quoted_*``, ``no_things_behind`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from nlp.chinese.evidence import ordinary
from nlp.chinese.nameable import HANS, RARE, firm_after, is_plain
from nlp.chinese.tails import LOOSE
from nlp.chinese.wares import OF_FIRMS
from nlp.entities import Entity
from nlp.lexicon import either, known, place_set, word_set, words
from nlp.names.wordbook import frequency, wordbook
from text.han import HAN

_BESIDE_NOUN, _BY_DEED = 63, 61
_MARKED = re.compile(r"[“「](?P<name>[^“”「」，。！？：；、\n]{2,12})[”」]")
_DOING = tuple("做卖用造修收管买换租有没推出这那只")
_REACH = (
    16  # characters before the marks in which a noun, a verb and what stands between have place
)
_LONGEST = 6  # characters of a name that is made of words of the dictionary
_RARE_OWN = (
    300  # as often as jieba has counted words before a card or a plan that are its name: 随心
)
_RARE_VERB = 60  # as often as jieba has counted a verb that may be a name: 破浪 35, 离职 233
_NO_SIGNS = frozenset(LOOSE) | frozenset("*·+，")
_DENYING = frozenset("不没无未请")
_JOINED = re.compile(r"[”」](?:、|和|与|及|以及)?[“「]\Z")


def quoted(text: str, names: Collection[str], every: Collection[str]) -> Iterator[Entity]:
    """Yield names in quotation marks that something shows to be a thing's.

    *names* are companies that are sure, *every* those that may be some: a 品牌 or 平台 may be either.
    """
    if "“" not in text and "「" not in text:
        return
    told: dict[str, int] = {}
    marked = list(_MARKED.finditer(text))
    acting = {one["name"] for one in marked if firm_after().match(text, one.end())}
    for number, one in enumerate(marked):
        name = one["name"]
        if name in names or name in acting or not _may_be_one(name):
            continue
        rank = _rank(text, one, every)
        if not rank and number and _JOINED.search(text, one.start() - 2, one.start() + 1):
            before = marked[number - 1]
            rank = told.get(before["name"], 0) if not ordinary(name) else 0
        if rank:
            told[name] = max(rank, told.get(name, 0))
    for one in marked:
        if rank := told.get(one["name"], 0):
            start, end = one.span("name")
            yield Entity(start, end, "PRODUCT", one["name"], rank=rank, confidence=0.7)


def _rank(text: str, one: re.Match[str], firms: Collection[str]) -> int:
    """Return how high a name ranks by what stands around it and how it ends; 0 where nothing tells of a thing."""
    name, start, end = one["name"], one.start(), one.end("name")
    if _not_behind().match(text, end):
        return 0
    if _noun_before(text, start):
        return _BESIDE_NOUN if _short_or_strange(name) else 0
    if _ends_as_things(name):
        return _BY_DEED
    return _rank_of_name(text, start, end) if _is_name(name) and name not in place_set("zh") else 0


def _rank_of_name(text: str, start: int, end: int) -> int:
    """Return how high what may be a name ranks by a noun behind the marks, or a verb around them."""
    noun = _noun_behind().match(text, end)
    if noun is not None and not _acts(noun["between"] or ""):
        return _BESIDE_NOUN
    if not _DENYING.isdisjoint(text[start + 1 : end]):
        return 0
    return _BY_DEED if _before().search(text, max(0, start - _REACH), start) else 0


@lru_cache(maxsize=4096)
def _ends_as_things(name: str) -> bool:
    """Say whether a name ends in a number or a word as names of things do, behind one that is no word: 夜班险, 屿粒ERP."""
    end = next((one for one in words("zh")["quoted_ends"] if name.endswith(one)), None)
    if end is not None:
        own = name[: -len(end)]
        return (
            name not in wordbook()
            and not is_plain(own)
            and (end == "版" or frequency(own) <= _RARE_OWN)
        )
    hit = _serial().search(name)
    return (
        hit is not None
        and HANS.fullmatch(name, 0, hit.start()) is not None
        and not ordinary(name[: hit.start()])
    )


@lru_cache(maxsize=1)
def _serial() -> re.Pattern[str]:
    latin = either("zh", "product_latin", "ware_latin")
    return re.compile(
        rf"(?:{latin}|[A-Z]? ?-?\d+(?:\.\d)?号?|[一二三四五六七八九十]{{1,3}}[号型])\Z"
    )


@lru_cache(maxsize=4096)
def _may_be_one(name: str) -> bool:
    """Say whether words in marks can be a name at all: no company, place or kind of thing, no half sentence."""
    if name in known("zh") or is_plain(name) or name.endswith(words("zh")["no_things_end"]):
        return False
    if name in word_set("zh", "no_plans") or name in word_set("zh", "thing_heads"):
        return False
    return not name.endswith(tuple(word_set("zh", "firm_tails"))) and _NO_SIGNS.isdisjoint(name)


@lru_cache(maxsize=4096)
def _is_name(name: str) -> bool:
    """Say whether words in marks are a name whatever stands around: no words, or a rare one."""
    if name not in wordbook():
        return not ordinary(name)
    part = wordbook()[name]
    return part[0] != "*" and frequency(name) <= (_RARE_VERB if part[0] == "v" else RARE)


def _short_or_strange(name: str) -> bool:
    """Say whether words behind a noun in marks are what the thing is called: no half sentence."""
    if name in wordbook():
        return wordbook()[name][0] != "*"
    return len(name) <= _LONGEST or not ordinary(name)


@lru_cache(maxsize=1)
def _nouns() -> str:
    return either("zh", "thing_heads", "product_kinds")


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    """Return the pattern of a noun that ends before the marks; 平台 and 品牌 are companies but for those 旗下."""
    owned = r"旗下[^，。；“”「」\n]{0,10}(?<!的)(?<!品牌|公司|酒店|餐厅|门店|工厂|基金|学校|医院|机构|连锁|茶馆|书店|商场)"
    nouns = "|".join(
        word for word in sorted({*words("zh")["thing_heads"], *words("zh")["product_kinds"]}, key=len, reverse=True)
        if word not in {"平台", "品牌", "服务", "产品"}
    ) + "|GPU|CPU|FPGA|SUV|MPV|eVTOL|WMS|ERP|CRM|SaaS"  # fmt: skip
    short = either("zh", "thing_signs")
    return re.compile(rf"(?:{owned}|(?:{nouns})|[{HAN}](?P<short>{short}))(?:——|：)?\Z")


def _noun_before(text: str, start: int) -> bool:
    """Say whether a noun that says what thing it is stands right before the marks at *start*."""
    hit = _ends().search(text, max(0, start - _REACH), start)
    if hit is None:
        return False
    at = hit.start("short")
    return at < 0 or text[at - 1 : at + 1] not in word_set("zh", "no_thing_ends")


@lru_cache(maxsize=1)
def _noun_behind() -> re.Pattern[str]:
    """Return the pattern of a noun behind the marks, with up to five characters between: 氢能 | 重卡."""
    right = rf"轮(?!胎|融)|号(?=[{HAN}])|[A-Z]?\d+[A-Z]?(?![\d年月日.])"
    return re.compile(
        rf"[”」](?:(?P<between>(?:(?![{LOOSE}])[{HAN}A-Za-z\d]){{0,5}}?)(?:{_nouns()}|系列|牌|商标)(?!{OF_FIRMS})|{right})"
    )


@lru_cache(maxsize=4096)
def _acts(between: str) -> bool:
    """Say whether words behind the marks begin with a verb: “窑火”做电窑."""
    return between[:1] in _DOING or wordbook().get(between[:2], "n")[0] in "vdpcr"


@lru_cache(maxsize=1)
def _not_behind() -> re.Pattern[str]:
    return re.compile(
        rf"[”」](?:(?![{LOOSE}今明去前后昨])[{HAN}]){{0,2}}?(?:{either('zh', 'no_things_behind')})"
    )


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    deeds, between = either("zh", "quoted_before"), either("zh", "quoted_between")
    return re.compile(rf"(?:{deeds})(?:{between}){{0,2}}\Z")
