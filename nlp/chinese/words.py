"""Whether a Chinese word that is also a name is the name where it stands: 灯笼 the airline, a lantern, a part of 灯笼裤.

What stands around the place is cut into words by jieba's dictionary; each piece of evidence is one a reader would point at.
Their words are data (``nlp/lexicon/word_places.yaml``).
"""

import re
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from nlp.lexicon import LISTS, word_set
from nlp.names.wordbook import wordbook
from text.folding import to_simplified
from text.han import HAN
from text.kept import yaml_of
from text.segment import Segmenter

_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]*")
_TRADE = 2  # characters of a trade: 汽车, 银行
BEHIND = frozenset(
    "的了将拟已正被也都又还再刚曾要想仍均先只不没未从在因对向与和跟同给把为于自以用有是就可能或则却即称说获新涨跌升降签卖买收砍裁投比遭及等上下中里内会这那今昨去明既凭靠因由辞"
)
"""Single characters behind a name that do not make it longer."""
_BEFORE = frozenset(
    "与和同跟及向对给从把将被由让叫替比据称说在至到找为是就像以用靠如连因除于按后前年月日号中里上下内外了而但则却即者等起并且"
)
_NEW = re.compile(r"^的(?:最新|新一代|下一代|首款|首个|新|前|多位|部分|全部|一位|一名|这款)?")
_COLONS = frozenset("：:")
# That a strange name is a part of a longer word; a word of the dictionary is that more easily.
_STRANGE = -1.5
_NEARLY = frozenset("也很更不最太真挺较非别未没")
_STOPS = frozenset("，。；！？、：,.;!?:\n \u3000“”‘’「」『』（）()《》—…·|｜")


class Found(NamedTuple):
    """What is known of a place: the characters *before* and *behind*, and the words next to it."""

    before: str
    behind: str
    last: str
    next: str
    longer: bool


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    listed = yaml_of(LISTS / "word_places.yaml")["zh"]
    return {name: re.compile(str(source).strip()) for name, source in listed.items()}


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return Segmenter()


def weigh(text: str, start: int, end: int, *, product: bool = False) -> float:
    """Return what speaks for (above zero) and against the word at *start*–*end* being the company, or its product."""
    plain = to_simplified(text[max(0, start - 24) : end + 24])
    at = min(start, 24)
    place = _found(plain, at, at + end - start)
    name = plain[at : at + end - start]
    if place.longer:
        return -4.0
    score = _product(place) if product else _acts(place)
    told = score >= 1.5
    known = name in wordbook()
    score += _behind(place, told=told, known=known)
    score += 0.0 if not known and _is_done_to(place, name) else _ahead(place, told=told)
    part = wordbook().get(name, "nz")
    if not told and part[:1] in "vadtc":
        score -= 1.0  # 从容, 顺手, 清晨: no thing to begin with
    return score


def _found(plain: str, start: int, end: int) -> Found:
    """Return the words next to a place; a word of the dictionary that reaches over it makes it a part of that."""
    left, right = start, end
    while left > 0 and _HAN.match(plain[left - 1]):
        left -= 1
    while right < len(plain) and _HAN.match(plain[right]):
        right += 1
    longer = False
    place = left
    for word in _segmenter().cut(plain[left:right]):
        stop = place + len(word)
        if place < end and start < stop and (place < start or stop > end) and len(word) > 2:
            longer |= word in wordbook()
        place = stop
    last = _words(plain[left:start])[-1:]
    following = _words(plain[end:right])[:1]
    return Found(plain[:start], plain[end:], "".join(last), "".join(following), longer)


def _words(run: str) -> list[str]:
    return _segmenter().cut(run) if run else []


def _acts(place: Found) -> float:
    """Return what speaks for a company: what it does, has, is called."""
    patterns = _patterns()
    score = 0.0
    opens = _opens(place)
    if patterns["opened"].search(place.before) and patterns["closed"].match(place.behind):
        score += 1.0
    if patterns["does"].match(place.behind):
        score += 2.5
    elif _has(place):
        score += 2.0
    elif patterns["may"].match(place.behind):
        score += 0.5
    if patterns["kind"].search(place.before):
        score += 2.0
    elif patterns["named"].search(place.before):
        score += 1.5
    elif patterns["with"].search(place.before):
        score += 0.5
    if opens and place.behind[:1] in _COLONS:
        score += 1.0
    return score + (0.5 if opens else 0.0)


def _has(place: Found) -> bool:
    behind = _NEW.sub("", place.behind)
    return _patterns()["had"].match(behind) is not None


def _product(place: Found) -> float:
    """Return what speaks for a product: that it is launched, sold, used; its title's brackets."""
    patterns = _patterns()
    if patterns["titled"].search(place.before) and place.behind.startswith("》"):
        return 3.0
    quoted = patterns["opened"].search(place.before) and patterns["closed"].match(place.behind)
    score = 1.5 if quoted else 0.0
    if patterns["ware"].search(place.before):
        score += 2.0
    if patterns["ware_behind"].match(place.behind):
        score += 1.5
    return score


def _opens(place: Found) -> bool:
    return not place.before or place.before[-1] in _STOPS - {"、"}


def _behind(place: Found, *, told: bool, known: bool) -> float:
    """Return what the word behind says against the name: that it is a longer word, or a verb."""
    if _patterns()["places"].match(place.behind):
        return -4.0
    if _patterns()["inflected"].match(place.behind) or _patterns()["nature"].match(place.behind):
        return -3.0
    word = place.next
    longer = -3.0 if known else _STRANGE
    if told or not word or _has(place):
        return 0.0
    if len(word) == 1 or word not in wordbook():
        return 0.0 if word[0] in BEHIND else longer
    part = wordbook().get(word, "nz")
    if _patterns()["may"].match(place.behind):
        return 0.0
    return longer if part[:1] in "n*" and part not in {"nz", "*places", "ns", "nr"} else -0.5


def _ahead(place: Found, *, told: bool) -> float:
    """Return what the word before says against the name: that it counts, describes or does something to a thing."""
    patterns = _patterns()
    counted = patterns["counted"].search(place.before)
    word = place.last
    if counted:
        return -3.0
    if not word or patterns["kind"].search(place.before) or patterns["named"].search(place.before):
        return 0.0
    if word == "的":
        return 0.0 if told else -1.5
    if len(word) == 1:
        return -2.0 if word in _NEARLY else (0.0 if word in _BEFORE else -2.5)
    part = wordbook().get(word, "nz")
    listed = part[:1] == "*" and part != "*maybe"
    if listed or part[:1] in "tfscpu" or part in {"nz", "ns"}:
        return 0.0
    return -0.5 if told else -1.5


def _is_done_to(place: Found, name: str) -> bool:
    """Say whether a verb of one character stands before a name, and no part of a longer one behind it: 签 | 讯腾.

    A verb that makes a word with the name's first character is none: 签名.
    """
    verb, following = place.last, place.next
    done_to = _patterns()["done_to"]
    if len(verb) != 1 or not done_to.match(verb) or verb + name[0] in wordbook():
        return False
    loose = following[:1] in BEHIND or done_to.match(following[:1]) is not None
    return not following or loose or (len(following) > 1 and following in wordbook())


def in_season(sentence: str, behind: str) -> bool:
    """Say whether what stands *behind* a name is what produce does, too, and its *sentence* tells of a harvest."""
    patterns = _patterns()
    ripe = patterns["ripe"].match(to_simplified(behind))
    return ripe is not None and patterns["harvest"].search(to_simplified(sentence)) is not None


def acts_as_firm(text: str, end: int) -> bool:
    """Say whether behind the word that ends at *end* stands what is said of companies only: 任命, 完成…融资."""
    return _patterns()["acts_as_firm"].match(to_simplified(text[end : end + 24])) is not None


def begins_body(text: str, end: int) -> bool:
    """Say whether behind a name another body's goes on: 橄榄树教育基金会."""
    return _patterns()["bodies"].match(text[end : end + 8]) is not None


def thing_of_a_trade(text: str, end: int) -> bool:
    """Say whether the trade at the end of a full name is but the beginning of a place or thing: 汽车|站."""
    plain = to_simplified(text[end - _TRADE : end + 8])
    run = _HAN_RUN.match(plain)
    if not run or not (hit := _patterns()["of_a_trade"].match(plain, _TRADE)):
        return False
    ends = accumulate(map(len, _words(run[0])))
    return hit.end() in ends


def legal_end(text: str, end: int) -> int:
    """Return where the legal form or 集团 ends that stands behind a name ending at *end*; else *end*."""
    hit = _patterns()["legal"].match(to_simplified(text[end : end + 16]))
    return end + hit.end() if hit else end


def other_firm(text: str, end: int, trades: frozenset[str]) -> bool:
    """Say whether the name ending at *end* goes on as another firm's: 远岭科技 where the trade of 远岭 is 食品.

    *trades*: the tails that the company's own names have behind these characters.
    """
    if not trades:
        return False
    behind = to_simplified(text[end : end + 8])
    sizes = range(min(len(behind), 5), 1, -1)
    tail = next((behind[:size] for size in sizes if behind[:size] in _trades()), "")
    return bool(tail) and tail not in trades and not any(map(behind.startswith, trades))


@lru_cache(maxsize=1)
def _trades() -> frozenset[str]:
    """Return the tails that say what a firm does; 集团 and 公司 do not, and 手机 or 系统 is what it sells."""
    had = _patterns()["had"]
    return frozenset(one for one in word_set("zh", "org_suffixes") if not had.fullmatch(one))


def trade(full: str, name: str) -> str:
    """Return the tail of *full* behind *name* if it says what the firm does."""
    tail = to_simplified(full).removeprefix(to_simplified(name)) if full != name else ""
    return next((one for one in _by_length() if tail.startswith(one)), "")


@lru_cache(maxsize=1)
def _by_length() -> tuple[str, ...]:
    return tuple(sorted(_trades(), key=len, reverse=True))
