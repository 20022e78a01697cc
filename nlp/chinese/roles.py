"""Posts in Chinese text: a level and fields before a head (人力资源副总裁), 首席…官, and any words before a head that stands with a person.

Lists of levels, fields and heads are data (``role_*`` in ``nlp/lexicon/zh.yaml``). A head that is a common noun besides
(经理, 顾问) needs a level, a field or a person's name behind it; only before a person may the field be any word.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from nlp.chinese.tails import LOOSE
from nlp.entities import Entity
from nlp.lexicon import words
from nlp.names.phrases import Phrase
from text.han import HAN

_RANK = 40
_REACH = 14  # characters before a head
_CHIEF = re.compile(
    rf"首席(?!执行官)(?:(?![{LOOSE}])[{HAN}]){{1,8}}?(?:官|师|家|代表|顾问)(?![员方网司])"
)
# 董事会 is an organ, 经理人 a trade, 总裁班 a course, 主任医师 a rank.
_NO_ROLE_BEHIND = re.compile(
    "会(?!主席|秘书)|局(?!主席)|人(?!说|表示)|班(?!子)|办公室|办公会|协会|医师|助理|级|制|岗|单位"
)
_ALONE = frozenset({"董事", "监事"})


LATIN_NAME = r"[A-Z][a-zà-ÿ'’]+(?:[ -](?:[A-Z]\.|(?:van|von|de|der|da|di|del|bin|al)|[A-Z][A-Za-zà-ÿ'’]+)){1,3}"
_LATIN = re.compile(LATIN_NAME)


class _Grammar:
    """The patterns that the lists make."""

    def __init__(self) -> None:
        listed = words("zh")
        heads, nouns = listed["role_heads"], listed["role_nouns"]
        self.nouns = frozenset(nouns) - frozenset(listed["roles"])
        either = sorted(sorted({*heads, *nouns, *listed["roles"]} - _ALONE), key=len, reverse=True)
        self.head = re.compile("|".join(either))
        parts = sorted(
            sorted({*listed["role_levels"], *listed["role_fields"]}), key=len, reverse=True
        )
        self.led = re.compile(rf"(?:{'|'.join(parts)})+(?:与|和|及|暨)?(?:{'|'.join(parts)})*\Z|\Z")


@lru_cache(maxsize=1)
def _grammar() -> _Grammar:
    return _Grammar()


def roles(text: str, listed: Sequence[Phrase], folk: Collection[Entity]) -> Iterator[Entity]:
    """Yield the posts that *text* names; *listed* phrases are some, *folk* the people in it."""
    people = {one.start for one in folk if one.label == "PERSON"}
    for one in listed:
        if one.kind == "role" and _is_post(text, one, people):
            yield Entity(one.start, one.end, "ROLE", rank=_RANK)
    if "首席" in text:
        for match in _CHIEF.finditer(text):
            yield Entity(*match.span(), "ROLE", rank=_RANK)
    for match in _grammar().head.finditer(text):
        if not _NO_ROLE_BEHIND.match(text, match.end()):
            yield from _headed(text, match, people)


def _is_post(text: str, one: Phrase, people: Collection[int]) -> bool:
    """Say whether a listed phrase is a post; 董事 alone is one with a person."""
    if _NO_ROLE_BEHIND.match(text, one.end):
        return False
    return text[one.start : one.end] not in _ALONE or _before_a_person(text, one.end, people)


def _headed(text: str, match: re.Match[str], people: Collection[int]) -> Iterator[Entity]:
    """Yield the post that ends with a head, and the head alone for where a company takes the field: 易观国际 | 分析师."""
    start, end = match.span()
    grammar = _grammar()
    led = grammar.led.search(text, max(0, start - _REACH), start)
    first = led.start() if led else start
    held = _before_a_person(text, end, people)
    told = held or match[0] not in grammar.nouns
    if first < start or told:
        yield Entity(first, end, "ROLE", rank=_RANK)
    if first < start and told:
        yield Entity(start, end, "ROLE", rank=_RANK - 1)


def _before_a_person(text: str, end: int, people: Collection[int]) -> bool:
    return end in people or latin_person(text, end) > end


def latin_person(text: str, start: int) -> int:
    """Return where a name of two Latin words or more that begins at *start* and is no company's ends; *start* for none."""
    match = _LATIN.match(text, start)
    return match.end() if match else start
