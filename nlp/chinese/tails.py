"""Companies whose tail gives them away in Chinese text: strange words before 物流, 科技, 银行."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.entities import Entity
from nlp.lexicon import word_set, words
from nlp.names.model import Guess
from nlp.names.phrases import Phrase
from nlp.names.wordbook import wordbook
from text.han import HAN

# Characters that stand between words and in no company's name.
LOOSE = "的了在是与和及向对从由被把将给为于等而但就也都又已且或让使其这那他她它我你们说称至到跟按个该某各每遭"
_TELLS = r"(?:正式|今日|今天|昨日|昨天|昨晚|近日|日前|上周|本周|上月|本月|周[一二三四五六日天]|又|再次|首次|随后|此前)?(?:宣布|发布|推出|收购|表示|回应|任命|召回|裁员|公布)"
TELLS_AFTER = re.compile(_TELLS)
CUE_AFTER = re.compile(
    rf"(?:{_TELLS}|股价|总部|高层|高管|财报|工程师|公司|集团|官方|官网|旗下|宣布|发布|推出|表示|回应|手机|汽车|股份|方面|首席|总裁|创始人|董事|高管|员工|CEO|系列|品牌|专卖|门店|电脑|空调|乳业|拟|将|称|已|否认|也|则|等(?:公司|企业|厂商|品牌|巨头|车企|银行))"
)


@lru_cache(maxsize=1)
def generic() -> frozenset[str]:
    """Return words that name kinds of companies, not one: 科技公司, 商业银行."""
    listed = word_set("zh", "no_companies") | word_set("zh", "bodies")
    return listed | word_set("zh", "generic_heads") | word_set("zh", "org_suffixes")


_HEAD = re.compile(
    rf"(?:(?![{LOOSE}等有内原新老前后上下不未即正拟曾刚才更最大小多每首第几两一二三四五六七八九十年月日号])[{HAN}]|[A-Za-z]{{2,}})+$"
)
_FREE_BEFORE = "\n。！？；，、：“”《》（）() 与和由被给把对从了"
# A guess this sure is right about where the name ends.
_EXACT = 15.0
_THINGS = frozenset({"n", "nz", "nr", "ns"})
_WORKERS = re.compile("团队|人员|部门|方案|总监|专家|故障|升级")
_NO_HEAD = re.compile(r"[市县区镇村省]$")


def tailed(
    text: str, listed: Sequence[Phrase], found: Sequence[Entity], guesses: Sequence[Guess]
) -> Iterator[Entity]:
    """Yield words with a company's tail that open a clause and do as companies do: 快橙物流 | 宣布."""
    taken = {place for one in found for place in range(one.start, one.end)}
    firm_ends = {one.end for one in guesses if one.label == "ORG" and one.margin > _EXACT}
    seen_starts = {one.end: one.start for one in guesses if one.label == "ORG"}
    for tail, end in _tail_runs(text, listed, firm_ends):
        start = _head_start(text, tail)
        if start < (begins := seen_starts.get(end, 0)) < tail - 1:
            start = begins  # 竞争对手 | 榕湾通信: the model knows better where a name begins
        name = text[start:end]
        if (
            tail - start < 2
            or name in generic()
            or _is_phrase(text, start, tail, end)
            or any(p in taken for p in range(start, end))
        ):
            continue
        free = start == 0 or text[start - 1] in _FREE_BEFORE
        cued = CUE_AFTER.match(text, end, end + 8) or text.startswith(_cues(), end)
        head = text[start:tail]
        thing = not everyday(head) or wordbook().get(head) in _THINGS
        if free and cued and thing:
            yield Entity(start, end, "ORG", name, rank=56, confidence=0.76)


_OF_OTHERS = frozenset(["r", "t", "p", "c"])  # 此次 | 募, 目前


def _is_phrase(text: str, start: int, tail: int, end: int) -> bool:
    """Say whether a head and a tail are words of a sentence: 各家 | 外资银行, 此次募投 | 资金, 扶持当地 | 产业."""
    book = wordbook()
    name = text[start:end]
    kinds = word_set("zh", "more_kinds")
    if name in kinds or name[1:] in kinds or book.get(text[start : start + 2]) in _OF_OTHERS:
        return True
    return text[tail - 1 : tail + 1] in book and text[end - 1 : end + 1] in book


@lru_cache(maxsize=1)
def _cues() -> tuple[str, ...]:
    return words("zh")["company_cues"]


def _tail_runs(
    text: str, listed: Sequence[Phrase], firm_ends: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield where a company's tails begin and end, several in a row as one: 网络 | 科技."""
    joined = 0
    for number, one in enumerate(listed):
        if one.kind != "tail" or one.start < joined:
            continue
        end = one.end
        for later in listed[number + 1 :]:
            if later.kind != "tail" or later.start != end or end in firm_ends:
                break
            if _WORKERS.match(text, later.end):
                break  # 麦浪咖啡 | 技术团队
            end = later.end
        joined = end
        yield one.start, end


def _head_start(text: str, tail: int) -> int:
    """Return where a name with a tail at *tail* begins; *tail* itself where nothing fit stands before."""
    run = _HEAD.search(text, max(0, tail - 8), tail)
    if run is None:
        return tail
    first = run.start()
    if first and text[first - 1] not in LOOSE and text[first - 1 : first + 1] in wordbook():
        first += 1  # 被告 | 草履科技: half a word is no part of a name
    elif text[max(0, first - 2) : first + 1] in wordbook():
        first += 1  # 受让方 | 峨云投资
    start = _after_known_words(text, first, tail, wordbook())
    head = text[start:tail]
    fit = 2 <= len(head) <= 4 and not _NO_HEAD.search(head) and head not in _no_heads()
    return start if fit else tail


@lru_cache(maxsize=1)
def _no_heads() -> frozenset[str]:
    """Return what no company is called by alone: kinds, and what companies do (回购 | 股份)."""
    return (
        word_set("zh", "generic_heads") | word_set("zh", "no_companies") | word_set("zh", "breaks")
    )


def _after_known_words(text: str, start: int, end: int, book: dict[str, str]) -> int:
    """Return where, between *start* and *end*, the last word of the dictionary ends."""
    place = last = start
    while place < end:
        for length in range(min(4, end - place), 1, -1):
            part = book.get(text[place : place + length], "")
            if part in _EVERYDAY_PARTS or part[:1] == "*":
                place += length
                last = place
                break
        else:
            place += 1
    return last if end - last >= 2 else start


_EVERYDAY_PARTS = frozenset(
    [
        "n",
        "v",
        "vn",
        "a",
        "ad",
        "an",
        "d",
        "b",
        "c",
        "f",
        "i",
        "l",
        "m",
        "q",
        "r",
        "s",
        "t",
        "v",
        "vd",
        "z",
        "j",
        "p",
        "u",
    ]
)


def everyday(head: str) -> bool:
    """Say whether *head* is made of words of the dictionary that name nothing: 太空, 社交, 商业."""
    book = wordbook()
    place = 0
    while place < len(head):
        for length in range(min(4, len(head) - place), 1, -1):
            if book.get(head[place : place + length], "") in _EVERYDAY_PARTS:
                place += length
                break
        else:
            if head[place] not in "小大新老好多高低":
                return False
            place += 1
    return True
