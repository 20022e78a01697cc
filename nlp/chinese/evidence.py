"""Facts on a run of Chinese characters that may name a company: what stands around it, what it is made of.

They have names that people can read, since the weights over them are data (``nlp/lexicon/standing.yaml``).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from nlp.chinese.tails import LOOSE, everyday, generic
from nlp.entities import Entity
from nlp.lexicon import known, place_set, word_set
from nlp.names.model import Guess
from nlp.names.wordbook import wordbook
from text.kept import yaml_of

Span = tuple[int, int]
Evidence = dict[str, float]
AROUND = Path(__file__).parents[1] / "lexicon" / "around.yaml"
# Above this share of characters that no word covers a name is strange.
_STRANGE = 0.6
# Facts that mean another thing for a strange name, one with a tail and one of everyday words.
_CROSSED = ("before ", "after ", "again", "headline", "in the title", "in title")
RISKY = "传原老若某旗曝悉据网某新首前头二三一"
THING = (
    "基地", "工厂", "一期", "二期", "三期", "分厂", "园区", "中院", "法院", "门店", "机场", "港区", "项目", "人士", "平台", "员工", "用户", "版", "号", "法", "案", "量", "率", "价", "费", "款", "额", "奖", "榜", "大会", "论坛", "协议", "计划", "业务",
)  # fmt: skip
_COUNTED = re.compile(r"[一二三四五六七八九十两几多每各某这那此其该本]")
_LOOSE = frozenset(LOOSE)
_LOOSE_END = "拟将已正被曾获在与和对向把为称说不未没要会就才并又也"
# Words of the dictionary, or of our lists, that are names; characters that make other words longer.
NAMING = frozenset(["nr", "nz", "ns", "nt", "nrt", "nrfg", "*known", "*wares", "*places", "eng"])
_ENDINGS = "店型版类化性率量者员商厂业品会费价款人式力机卡线区期级权证书券额单点站台"
_QUOTES = "“「『《"
_SURE_MARGIN = 20.0


def evidence(
    plain: str, title_end: int, span: Span, proposed: Mapping[Span, Entity], guesses: Sequence[Guess]
) -> Evidence:  # fmt: skip
    """Return the facts on *span* of a simplified text; *title_end* is where its title ends.

    *proposed* is what the other finders take for companies, *guesses* what the trained model sees.
    """
    start, end = span
    facts = around(
        left(plain, title_end, start),
        right(plain, end),
        titled=start < title_end,
        first=start == opening(plain, title_end),
    )
    facts |= made_of(plain[start:end])
    facts |= again(plain, title_end, span)
    facts |= crossed(facts, kind_of(plain[start], facts))
    near = [one for one in guesses if one.start < end and start < one.end]
    others = span not in proposed and any(s < end and start < e for s, e in proposed)
    return facts | told_by(span, proposed.get(span), near, crossing=others)


def around(before: str, after: str, *, titled: bool, first: bool) -> Evidence:
    """Return the facts on what stands before and behind a run; *titled*: in the title, *first*: at its head."""
    facts = {f"before {before}": 1.0, f"after {after}": 1.0, f"{before}, then {after}": 1.0}
    if titled:
        facts["in the title"] = 1.0
        if first:
            facts[f"headline, after {after}"] = 1.0
    return facts


def crossed(facts: Evidence, kind: str) -> Evidence:
    """Return those facts once more that mean another thing for each *kind* of name."""
    told = [name for name, value in facts.items() if value and name.startswith(_CROSSED)]
    return {f"{kind}: {name}": 1.0 for name in told}


KINDS = ("Latin", "everyday tail", "tail", "strange", "everyday", "known words")


def kind_of(first: str, facts: Evidence) -> str:
    """Say what a name is made of, in one word."""
    if first.isascii():
        return "Latin"
    if "tail" in facts:
        return "everyday tail" if facts["tail, everyday head"] else "tail"
    if facts["strange"] > _STRANGE:
        return "strange"
    return "everyday" if facts["everyday"] else "known words"


def told_by(
    span: Span, one: Entity | None, guesses: Sequence[Guess], *, crossing: bool
) -> Evidence:
    """Return what others say of the span.

    *one* is what another finder proposes there, *crossing*: only others beside it; *guesses* are those over it.
    """
    facts: Evidence = {}
    if one is not None:
        facts[f"proposed by {one.rank}"] = 1.0
    elif crossing:
        facts["another proposed here"] = 1.0
    for guess in guesses:
        margin = min(guess.margin, _SURE_MARGIN) / 10
        if (guess.start, guess.end) == span:
            facts[f"seen as {guess.label}, same"] = 1.0
            facts[f"margin as {guess.label}"] = margin
        else:
            facts[f"seen as {guess.label}, crossing"] = 1.0
            if guess.label == "ORG":
                facts["margin across"] = margin
    return facts


class _Before(NamedTuple):
    """Names of lists, the number of the first list that has a word, and the characters that words end in."""

    names: tuple[str, ...]
    lists: dict[str, int]
    ends: frozenset[str]


_LONGEST_BEFORE = 4


@lru_cache(maxsize=1)
def _before_words() -> _Before:
    names = tuple(yaml_of(AROUND)["before"])
    lists: dict[str, int] = {}
    for number, name in enumerate(names):
        for word in listed_before(name):
            lists.setdefault(word, number)
    return _Before(names, lists, frozenset(word[-1] for word in lists))


@lru_cache(maxsize=1)
def _after_lists() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Return the names of the lists, and one pattern whose last group tells which one it is."""
    listed = yaml_of(AROUND)["after"]
    return tuple(listed), re.compile("|".join(f"(?:{one.strip()})()" for one in listed.values()))


def listed_before(name: str) -> tuple[str, ...]:
    """Return the words of the list *name* of those that stand before companies."""
    return tuple(yaml_of(AROUND)["before"][name].strip().split("|"))


def before(plain: str, start: int) -> str:
    """Return what list of words stands right before *start*, or nothing: the first that has a word there."""
    names, lists, ends = _before_words()
    if start and plain[start - 1] == "\n":
        start -= 1  # what ends a line stands before the next one, too
    if not start or plain[start - 1] not in ends:
        return ""
    first = max(0, start - _LONGEST_BEFORE)
    found = [n for at in range(first, start) if (n := lists.get(plain[at:start])) is not None]
    return names[min(found)] if found else ""


@lru_cache(maxsize=8192)
def _after(right: str) -> str:
    names, pattern = _after_lists()
    hit = pattern.match(right)
    return names[hit.lastindex - 1] if hit is not None and hit.lastindex else ""


def after(plain: str, end: int) -> str:
    """Return what list of words stands right behind *end*, or nothing."""
    return _after(plain[end : end + 10])


def word_at(plain: str, place: int) -> str:
    """Return what kind of word of the dictionary begins here, or nothing."""
    book = wordbook()
    part = (
        book.get(plain[place : place + 4])
        or book.get(plain[place : place + 3])
        or book.get(plain[place : place + 2], "")
    )
    return part if part[:1] == "*" else part[:1]


@lru_cache(maxsize=8)
def opening(plain: str, title_end: int) -> int:
    """Return where the title's first word stands: what is no part of the headline is read as blanks."""
    first = len(plain) - len(plain.lstrip())
    return first if first < title_end else 0


def left(plain: str, title_end: int, start: int) -> str:
    """Return what stands right before a run, in a word."""
    if start == title_end + 1:
        return "the text"
    if start == opening(plain, title_end):
        return "the title"
    char = plain[start - 1]
    if char.isalnum():
        return before(plain, start) or "nothing"
    if char in _QUOTES:
        return "quoted"
    return {"、": "listed", "：": "a colon", ":": "a colon"}.get(char, "a stop")


def right(plain: str, end: int) -> str:
    """Return what stands right behind a run, in a word."""
    told = after(plain, end)
    if told:
        return told
    word = word_at(plain, end)
    return f"a word {word}" if word else "nothing"


@lru_cache(
    maxsize=8192
)  # a name returns within a text and from text to text; nobody changes the facts
def made_of(name: str) -> Evidence:
    """Return facts on the letters themselves: tail, words of the dictionary, length."""
    if name[0].isascii():
        listed = name in word_set("zh", "latin_words") or name in word_set("zh", "technologies")
        return {
            "Latin": 1.0,
            "Latin, small": float(name.islower()),
            "Latin, a shape": float(name.isupper() and len(name) < len("LPDDR")),
            "Latin word": float(listed),
        }
    book = wordbook()
    head = without_tail(name)
    tail = name[len(head) :]
    facts: Evidence = {f"length {min(len(name), 8)}": 1.0, "strange": _strange(head)}
    if tail:
        facts["tail"] = 1.0
        facts[f"tail, head {min(len(head), 6)}"] = 1.0
        facts["tail, everyday head"] = float(everyday(head) or len(head) == 1)
    else:
        facts["everyday"] = float(everyday(name))
    facts["place"] = float(name in place_set("zh") or head in place_set("zh"))
    if part := book.get(name, ""):
        facts[f"word {part if part[0] == '*' else part[:1]}"] = 1.0
    if first := next((book[name[:n]] for n in (4, 3, 2) if name[:n] in book), ""):
        facts[f"begins with {first[:2]}"] = 1.0
    return facts | _suspicions(name)


@lru_cache(maxsize=8192)
def without_tail(name: str) -> str:
    """Return a name without the tail that companies have: 快橙 of 快橙物流."""
    tails, longest, ends = _tails()
    if name[-1:] not in ends:
        return name
    for size in range(min(longest, len(name) - 1), 0, -1):
        if name[-size:] in tails:
            return name[:-size]
    return name


@lru_cache(maxsize=8192)
def ordinary(name: str) -> bool:
    """Say whether *name* is made of words that name nobody, but for a character that ends many: 会员 | 店."""
    book = wordbook()
    reached = [True] + [False] * len(name)
    for start in range(len(name)):
        if not reached[start]:
            continue
        if start and name[start] in _ENDINGS:
            reached[start + 1] = True
        for end in range(start + 2, min(len(name), start + 4) + 1):
            reached[end] |= book.get(name[start:end], "nz") not in NAMING
    return reached[-1]


_UNNAMED = "某各该本"  # 某银行, 该行: whoever it is, this is not its name
# Events, places to visit and groups of people.
_GATHERED = (
    "会",
    "展",
    "赛",
    "杯",
    "赛区",
    "景区",
    "公园",
    "小区",
    "学子",
    "球员",
    "球迷",
    "网友",
    "村民",
    "市民",
    "业主",
    "居民",
)


_OF_A_BRAND = 3  # signs at least, before what brands end with: 米果优选


def no_name(words: str) -> bool:
    """Say whether words name no company: one character, everyday words, or some that begin with one and have no tail.

    Nor do events, sites and groups of people.
    """
    if len(words) < 2 or words in generic() or words[0] in _UNNAMED:
        return True
    if words.endswith(THING + _GATHERED):
        return True
    branded = len(words) > _OF_A_BRAND and words[-2:] in word_set("zh", "brand_ends")
    if words.isascii() or branded:
        return False
    if ordinary(words):
        return True
    book = wordbook()
    if without_tail(words) != words:
        return False
    begins = any(book.get(words[:size], "nz") not in NAMING for size in (2, 3, 4))
    return begins or book.get(words[1:], "nz") not in NAMING  # 转 | 功能, 市 | 博物馆


def _suspicions(name: str) -> Evidence:
    """Return what makes a name unlikely, and that the world knows it."""
    told = {
        "generic": name in generic(),
        "loose inside": not _LOOSE.isdisjoint(name),
        "counted": _COUNTED.match(name) is not None,
        f"begins with {name[0]}": name[0] in RISKY,
        "a site or a thing": name.endswith(THING),
        "known": name in known("zh"),
        "digits": any(map(str.isdigit, name)),
        "ends like a place": name[-1] in "市县省区镇村路街",
        "ends loosely": name[-1] in _LOOSE_END,
    }
    return {fact: 1.0 for fact, true in told.items() if true}


@lru_cache(maxsize=1)
def _tails() -> tuple[frozenset[str], int, frozenset[str]]:
    """Return the tails, how long the longest is, and the characters that they end in."""
    tails = word_set("zh", "org_suffixes")
    return tails, max(map(len, tails)), frozenset(tail[-1] for tail in tails)


def _strange(name: str) -> float:
    """Return the share of characters that no word of the dictionary within *name* covers."""
    book = wordbook()
    covered = [False] * len(name)
    for start in range(len(name) - 1):
        for size in range(2, min(4, len(name) - start) + 1):
            if name[start : start + size] in book:
                covered[start : start + size] = [True] * size
    return round(1 - sum(covered) / len(name), 2)


def again(plain: str, title_end: int, span: Span) -> Evidence:
    """Return how the same letters return in the text: as a whole, or as part of something longer."""
    start, end = span
    name = plain[start:end]
    count = plain.count(name)
    if count == 1:
        return {}
    longer = (plain[start : end + 1], plain[max(0, start - 1) : end])
    whole = all(len(one) <= len(name) or plain.count(one) < count for one in longer)
    return {
        "again": 1.0,
        "again, three times": float(count > 2),
        "in title and text": float(name in plain[:title_end] and name in plain[title_end + 1 :]),
        "again, whole": float(whole),
        "again, only part": float(not whole),
        "again, strange": float(whole and not everyday(name)),
    }
