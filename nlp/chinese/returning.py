"""Companies told by standing several times where only a company stands, whatever their names are made of.

Names are often everyday words (a fruit, a verb, a virtue) or such that people have. No word is told by its letters
then: it is told by what is said around it, here and elsewhere in the text, and where that is a company's, it names one
wherever it stands so (one sense per text: Gale, Church and Yarowsky 1992).
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from nlp.chinese.evidence import THING, before, listed_before, ordinary, without_tail
from nlp.chinese.tails import LOOSE, generic
from nlp.entities import Entity
from nlp.lexicon import place_set, word_set, words
from nlp.names.occurrences import occurrences
from nlp.names.wordbook import wordbook
from text.han import HAN

# Behind a company's name: its organs, and what only an organisation does.
_ORGAN = re.compile(
    r"(?:董事会|董事长|总裁|副总裁|总经理|副总|首席|CEO|CFO|CTO|COO|创始人|联合创始人|高管|官方|官网|官微|旗下|总部|发言人|客服|财务负责人|财务长|营运长|执行长|董秘|品牌部|市值|股价)"
)
_WHEN = (
    r"(?:(?:今日|今天|昨日|昨天|昨晚|近日|日前|周[一二三四五六日]|上周|本周|晚间|盘后|早间|\d{1,2}月\d{1,2}日|\d{1,2}日|[早午晚盘]间?)"
    r"(?:[晚早盘]间|盘后|上午|下午|中午|凌晨|晚)?)"
)
_TELLS = re.compile(
    rf"{_WHEN}?(?:正式|又|再次|再度|首次|对外|联合|成功|顺利|独家)?(?:发布公告|发公告|公告|披露|召回|裁员|裁撤|递表|停牌|募资|融资|获投|推出|上线|更名|换帅|停产|停售|降价|涨价|官降|提价|以旧换新)"
)
# Of these people speak and deal, too.
_SAYS = re.compile(
    rf"{_WHEN}?(?:正式|又|再次|再度|首次|对外|联合|成功|顺利|独家)?(?:宣布|发布|回应|否认|澄清|证实|承认|收购|并购|入股|起诉|终止|中标|签约|官宣)"
)
# Where a subject goes on: weaker, for anything may.
_GOES_ON = re.compile(
    rf"(?:{_WHEN}|\d{{4}}年|去年|今年|明年|[一二三四]季度|将|拟|已|正|曾|未|计划|打算|预计|考虑|酝酿|希望|方面|则|涉嫌|把|从|在|与|和|因|以|为|没有|负责|成立于|称|表示|说|透露|传(?=拟|将|正|与|出)|的)"
)
_OPENING = "\n。！？；，、：“”「」《》（）()｜|—　 "
_KIND, _HELD = "a kind of company", frozenset({"with", "passive", "moved", "told"})
_NAME = re.compile(rf"[{HAN}]{{2,6}}|[A-Z][A-Za-z0-9&]*[{HAN}]{{0,3}}")
_LEAST = 2  # characters of a name
# Words that only tell how or how often something is done are no subjects.
_MANNERS = frozenset({"d", "c", "p", "r", "m", "t", "f", "u", "j", "l", "s", "q"})
_LISTS = frozenset({"*no_companies", "*bodies", "*org_suffixes", "*roles", "*places"})
_COUNT = re.compile(
    r"[一二三四五六七八九十两几多每各某这那此其该本][家个名人件台款项位种年月日天期次批类只份张场座条]"
)
_SIDES = "上下内外里中前后时间"  # 网络平台上
_RANK = 57
_REACH = 400  # characters of the text: news names its companies early


def returning(
    text: str, title_end: int, taken: set[int], people: AbstractSet[str]
) -> Iterator[Entity]:
    """Yield the places of names that stand at least twice where companies do, once so that it is certain.

    *people* are the names that people have in the text: what people do, too, does not tell that they are none.
    """
    for name in _openers(text, title_end):
        places = [start for start, _ in occurrences(text, [name])]
        told = [(start, _told(text, title_end, start, start + len(name))) for start in places]
        headed = text.startswith(name) and name not in people
        if name in people:
            told = [(start, 1 if value == _SPOKEN else value) for start, value in told]
        strong = sum(value >= _SPOKEN for _, value in told)
        sure = strong > 1 or headed or not ordinary(name)
        if not strong or not sure or sum(value > 0 for _, value in told) < 2:
            continue
        for start, value in told:
            if (value or not ordinary(name)) and start not in taken:
                yield Entity(start, start + len(name), "ORG", name, rank=_RANK, confidence=0.75)


def _openers(text: str, title_end: int) -> list[str]:
    """Return the words with which the title, the lead or a clause early in the text begins and then something is told."""
    found: dict[str, None] = {}
    limit = min(len(text), title_end + _REACH)
    for start in range(limit - 1):
        opens = start == 0 or text[start - 1] in _OPENING
        if not opens and (text[start - 1] not in _kind_ends() or _before(text, start) != _KIND):
            continue
        run = _NAME.match(text, start)
        for size in range(2, len(run[0]) + 1) if run else ():
            name = text[start : start + size]
            if text.count(name) < 2:
                break
            if not opens and ordinary(name):
                continue  # 公司 | 总股本
            if _told(text, title_end, start, start + size) and _may_name(name):
                found.setdefault(name)
            if _cued(text, start + size):
                break  # what is told of a name is no part of it
    return list(found)


@lru_cache(maxsize=4096)
def _may_name(name: str) -> bool:
    if len(name) < _LEAST or _cued(name, 0):
        return False
    if name.isascii():
        listed = name in word_set("zh", "latin_words") or name in word_set("zh", "technologies")
        return name[0].isupper() and not listed and not any(map(str.isdigit, name))
    part = wordbook().get(name, "nz")
    if part in _MANNERS or part in _LISTS or name in generic() or name in place_set("zh"):
        return False
    if (
        name[-1] in _SIDES
        or _COUNT.match(name)
        or name.endswith(THING)
        or not set(LOOSE).isdisjoint(name[:-1])
    ):
        return False
    head = without_tail(name)
    return not (len(head) < len(name) and ordinary(head))


def _cued(text: str, end: int) -> bool:
    """Say whether something is told of what ends here."""
    return any(one.match(text, end) for one in (_ORGAN, _TELLS, _SAYS, _GOES_ON))


def within(text: str, firms: Sequence[Entity], longer: Sequence[Entity]) -> list[Entity]:
    """Return *firms* without the listed names that stand in this text only as part of a *longer* one that returns."""
    names = {one.name for one in longer}
    return [
        one
        for one in firms
        if not any(
            one.name != name
            and name.startswith(one.name)
            and text.count(name) == text.count(one.name)
            and not _cued(text, one.end)
            for name in names
        )
    ]


def _before(text: str, start: int) -> str:
    """Say what list of words stands before *start*; no name begins within a word: 网 | 络平台."""
    book = wordbook()
    if text[start - 1 : start + 1] in book:
        return ""
    if text[start - 1] in _CLASSES or book.get(text[max(0, start - 3) : start]) == "*no_companies":
        return _KIND
    if text.endswith("公司", 0, start):
        return ""  # 公司 | 总股本
    found = before(text, start)
    return "" if found == _KIND and text[start - 1] in _SITES else found


@lru_cache(maxsize=1)
def _kind_ends() -> frozenset[str]:
    """Return the characters that what :func:`_before` calls a kind of company ends in."""
    kinds = [*listed_before(_KIND), *words("zh")["no_companies"]]
    return frozenset(word[-1] for word in kinds) | set(_CLASSES)


_CLASSES = "企商"  # 乳企, 开发商: kinds of companies as texts call them
_SITES = "网店行社馆坊厂"  # kinds, too, and much else
_SPOKEN, _CERTAIN = 2, 3


def _told(text: str, title_end: int, start: int, end: int) -> int:
    """Return how surely what stands around is a company's: _CERTAIN, _SPOKEN (or a person's), 1 where it may be, 0 where not."""
    opens = start == 0 or text[start - 1] in _OPENING
    kind = "" if opens else _before(text, start)
    if not opens and kind != _KIND and kind not in _HELD:
        return 0
    goes_on = _GOES_ON.match(text, end) is not None
    deals, says = _TELLS.match(text, end) is not None, _SAYS.match(text, end) is not None
    if _ORGAN.match(text, end) or (opens and deals):
        value = _CERTAIN
    elif kind == _KIND:
        value = _CERTAIN if goes_on or deals or says else 1
    elif opens and (
        says or (goes_on and start == title_end + 1 and text.startswith(text[start:end]))
    ):
        value = _SPOKEN  # or headline and lead begin with it
    else:
        value = int(goes_on or start == 0 or text[end : end + 1] in "：，。”")
    return value
