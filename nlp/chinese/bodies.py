"""Public bodies, schools, hospitals and exchanges in Chinese text: one name from its place to its end word.

海淀区人民法院, 爱尔兰数据保护委员会, 民航华东地区管理局. A name begins with a place, or with what opens a clause; between that and
its end word (``body_ends`` in ``nlp/lexicon/zh.yaml``) no small word may stand.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from nlp.chinese.places import begins_with_place
from nlp.chinese.tails import LOOSE
from nlp.entities import Entity
from nlp.lexicon import places as place_names
from nlp.lexicon import word_set, words
from nlp.names.wordbook import wordbook
from text.begins import holds_one
from text.han import HAN

_RANK = 62
_LONGEST = 18
# What goes on behind an end word so that it ends nothing: 法院长, 大学生, 海关税, 学院派, 交易所得.
_GOES_ON = re.compile(
    r"[生门]|学生会|院?长(?!春|沙|三角|江)|税(?!务)|[派风式]|路|[级站]|得|联盟|杯|(?:交易|知识产权|仲裁)?(?:委员会|法院|管理局|交易所)(?!.{0,4}和)"
)
_FIRM_BRANCH = re.compile(
    rf"(?:(?![{LOOSE}])[{HAN}]){{2,6}}?(?:省|市|县|区)?(?:分公司|营业部|办事处)(?!总经理室)"
)
_FIRM_ENDS = ("集团", "公司", "股份", "保险", "人寿", "财险", "证券", "物流", "速递", "快递")
_BRANCH = re.compile(rf"(?P<place>[{HAN}]{{2,6}}?)(?P<end>(?:省|市|县|区)?(?:分行|支行))(?!长)")
COUNTED = re.compile(r"[一二两三四五六七八九十多几这那该此每各]+[家所个座间]?$|^[家所个座间名位]")


_SMALL = frozenset(LOOSE + "某本如因若")


@lru_cache(maxsize=1)
def run_of_names() -> re.Pattern[str]:
    """Return the pattern of what a name may be made of; 都 of 成都 is no small word."""
    listed = {*place_names("zh"), *word_set("zh", "cities"), *word_set("zh", "loose_cities")}
    held = "|".join(sorted(name for name in listed if not _SMALL.isdisjoint(name)))
    return re.compile(
        rf"(?:{held}|(?![{LOOSE}某本如因若])[{HAN}]|(?<=[{HAN}])[和与及](?=[{HAN}]))+\Z"
    )


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("zh")["body_ends"], key=len, reverse=True)))


@lru_cache(maxsize=1)
def _joined() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("zh")["body_joined"], key=len, reverse=True)))


@lru_cache(maxsize=1)
def _stops() -> re.Pattern[str]:
    held = {"联合", "合作", "同城", "国产", "行业", "企业", "全球", "媒体", "品牌", "连锁"}
    listed = [word for word in words("zh")["breaks"] if len(word) > 1 and word not in held]
    return re.compile("|".join(map(re.escape, sorted(listed, key=len, reverse=True))))


def bodies(text: str) -> Iterator[Entity]:
    """Yield the bodies that *text* names."""
    for match in _ends().finditer(text):
        if _GOES_ON.match(text, match.end()):
            continue
        start, end = _start(text, match.start(), match.end()), match.end()
        if start < match.start():
            yield Entity(start, end, "ORG", text[start:end], rank=_RANK, confidence=0.85)


def branches(text: str, firms: list[Entity]) -> list[Entity]:
    """Return *firms* with the branch behind each as one name: 汇津银行 | 武汉分行, 澜川集团 | 武汉分公司."""
    if not holds_one(text, ("分行", "支行", "分公司", "营业部", "办事处")):
        return firms
    return [_with_branch(text, one) if one.label == "ORG" else one for one in firms]


def _with_branch(text: str, one: Entity) -> Entity:
    branch = _BRANCH.match(text, one.end) if text[one.end - 1] in "行社信" else None
    if branch is None and text.endswith(_FIRM_ENDS, one.start, one.end):
        branch = _FIRM_BRANCH.match(text, one.end)
        if branch is not None and not begins_with_place(text, one.end, branch.end(), opened=True):
            branch = None
    if branch is None:
        return one
    return one._replace(end=branch.end(), name=text[one.start : branch.end()])


def _start(text: str, tail: int, end: int) -> int:
    """Return where the name with the end word from *tail* to *end* begins; *tail* where it is none."""
    run = run_of_names().search(text, max(0, end - _LONGEST), tail)
    if run is None:
        return tail
    first = behind_stops(text, run.start(), tail)
    if text.startswith(_CROSSED, tail) and text[tail - 2 : tail + 1] in wordbook():
        return tail  # 经销商 | 会
    begins = first
    first = _led_in(text, first, tail)
    for at in range(first, tail):
        opened = at == first > begins
        if size := begins_with_place(text, at, tail, opened=opened):
            own = text[at + size : tail]
            told = bool(own) or text[tail:end] not in _ANY
            return at if told and not does(own) else tail
    return _without_place(text, first, tail, end)


def _without_place(text: str, first: int, tail: int, end: int) -> int:
    """Return where a name without a place begins: a listed one (复旦大学), or an office of state."""
    for at in range(first, tail):
        if wordbook().get(text[at:end], "")[:2] == "nt":
            return at  # 复旦大学
    return tail


def behind_stops(text: str, first: int, tail: int) -> int:
    """Return where, behind the last word that no name holds, the name may begin."""
    for stop in _stops().finditer(text, first, tail):
        if not _within_joined(text, stop.start(), first, tail):
            first = stop.end()
    joints = [at for at in range(first, tail) if text[at] in "和与及"]
    loose = [at for at in joints if not _within_joined(text, at, first, tail)]
    return loose[-1] + 1 if loose else first


def _led_in(text: str, first: int, tail: int) -> int:
    """Return where, behind words that only lead in a clause, the name may begin: 因此 | 国家税务总局."""
    for size in (4, 3, 2):
        if first + size <= tail and wordbook().get(text[first : first + size], "")[:1] in _LEADS:
            return first + size
    return first


_LEADS = frozenset("cdprt")
# 上海 | 医院, 玉树 | 学校: a place and what it has, not a name.
_ANY = frozenset(
    [
        "学校",
        "医院",
        "协会",
        "学会",
        "商会",
        "小学",
        "中学",
        "幼儿园",
        "博物馆",
        "图书馆",
        "交易中心",
        "基金会",
        "研究院",
        "研究所",
        "研究院",
        "联合会",
    ]
)
_CROSSED = ("商会", "学会")


@lru_cache(maxsize=8192)
def does(words_: str) -> bool:
    """Say whether among words there is a verb that is no part of a name: 上海 | 召集 | …委员会."""
    book, deeds = wordbook(), word_set("zh", "body_deeds")
    at = 0
    while at < len(words_) - 1:
        size = next((n for n in (4, 3, 2) if words_[at : at + n] in book), 1)
        part = words_[at : at + size]
        if size > 1 and book[part].startswith("v") and part not in deeds:
            return True
        at += size
    return False


def well_known(text: str, entities: Collection[Entity]) -> Iterator[Entity]:
    """Yield the bodies that everybody calls by name without a place, 财政部, where no mention has a character of them."""
    taken = {
        place for one in entities if one.label != "PLACE" for place in range(one.start, one.end)
    }
    for match in _known().finditer(text):
        if taken.isdisjoint(range(*match.span())):
            yield Entity(*match.span(), "ORG", match[0], rank=_RANK, confidence=0.8)


@lru_cache(maxsize=1)
def _known() -> re.Pattern[str]:
    listed = sorted(words("zh")["known_bodies"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(listed)})(?!门|长|系统内|票|党?员|籍|派|军)")


def _within_joined(text: str, at: int, first: int, tail: int) -> bool:
    return any(
        first <= m.start() <= at < m.end() for m in _joined().finditer(text, first, tail + 4)
    )
