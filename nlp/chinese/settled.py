"""One label for one name in a Chinese text, by its best evidence, and then wherever it stands.

Who holds a post, is called 先生 or speaks is a person, also where the same letters stand alone elsewhere; a post before a
Latin name, or before a surname with what would be a day or a number (厂长白六月), tells a person that no list knows.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlp.chinese.evidence import without_tail
from nlp.chinese.people import HONORIFICS
from nlp.chinese.roles import LATIN_NAME, latin_person
from nlp.entities import Entity
from nlp.lexicon import word_set, words
from nlp.names.odds import surnames
from nlp.names.wordbook import wordbook
from text.han import HAN

_TOLD = 84  # above days, sums and shares of nlp/tagger.py
_CLOUDS = frozenset("云网芯")  # 明垒云 is no person
_LIKELY, _WEAK = 0.85, 0.65  # how sure a name without a tail is that of a company
_NAMED = 1.0  # more than this speaks for a person that somebody is called so
_FULL = 3  # characters of a name: surname and given name
_FIRST = re.compile(rf"(?<![A-Za-z.&-][ ])(?<![A-Za-z&-]){LATIN_NAME}(?![A-Za-z])")
_NO_SURNAME = frozenset("于从和向时自至由经在对与及同将为已被据因应任约近超达上下前后第每共仅只就")
_SAYS = re.compile(
    r"\s?(?:[讲说称道话指]|表示|透露|认为|回应|出任|接任|就任|担任|加入|辞去|辞职|离职|离任|退休|签|在|向|对|也|已|于|将|拿|发|[，。、（(的]|今|昨|上|本|[一二三四五六七八九十\d]+[月日年])"
)


def told(text: str, posts: Sequence[Entity], folk: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the people that a post before them tells: with a Latin name, or with one that reads as a number."""
    known = {one.start for one in folk}
    for post in posts:
        start = post.end + (text[post.end : post.end + 1] in {" ", "　"})
        if start in known or post.label != "ROLE":
            continue
        if (end := latin_person(text, start)) > start or (end := _odd(text, start)):
            yield _person(text, start, end, _TOLD)
    for match in _FIRST.finditer(text):
        first = match[0].replace("-", " ").split(" ")[0].lower()
        named = first in word_set("en", "first_names") or first in word_set("en", "given_names")
        if named and match.start() not in known:
            yield _person(text, *match.span(), 57)


def _person(text: str, start: int, end: int, rank: int) -> Entity:
    return Entity(start, end, "PERSON", text[start:end], rank=rank, confidence=0.8)


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return surnames() | frozenset(words("zh")["more_surnames"][0])


def _odd(text: str, start: int) -> int:
    """Return where a name ends that begins here with a surname and goes on like a number or with strange characters; 0 for none."""
    if text[start : start + 1] not in _surnames() or text[start] in _NO_SURNAME:
        return 0
    for size in (2, 1):
        end = start + 1 + size
        given = text[start + 1 : end]
        if not re.fullmatch(f"[{HAN}]{{{size}}}", given) or not _SAYS.match(text, end):
            continue
        first = wordbook().get(text[start : start + 2], "n")
        if first[0] != "n" and (size == 1 or text[start + 2 : start + 4] in wordbook()):
            continue  # 总裁 | 周五 | 表示, but 周五常
        return end
    return 0


def settled(
    text: str, folk: Sequence[Entity], firms: Sequence[Entity], posts: Sequence[Entity]
) -> tuple[list[Entity], list[Entity]]:
    """Return people and companies so that no name is both: what is both is what more speaks for."""
    ends = {one.end for one in posts}
    folk = _by_firms(text, folk, firms, ends)
    both = {one.name for one in folk} & {text[one.start : one.end] for one in firms}
    person, firm = dict.fromkeys(both, 0.0), dict.fromkeys(both, 0.0)
    for one in folk:
        if one.name in both:
            person[one.name] += _for_a_person(text, one, ends)
    for one in firms:
        if (name := text[one.start : one.end]) in both:
            firm[name] += _for_a_firm(one)
    people = {
        name
        for name in both
        if person[name] > firm[name]
        or (person[name] == firm[name] and len(name) == _FULL and name[-1] not in _CLOUDS)
    }
    called = {name for name in both if person[name] < firm[name]}
    return (
        [one for one in folk if one.name not in called],
        [one for one in firms if text[one.start : one.end] not in people],
    )


def _by_firms(
    text: str, folk: Sequence[Entity], firms: Sequence[Entity], ends: set[int]
) -> list[Entity]:
    """Return people without those whose signs a company of the text is called by: 卓沅 where 卓沅软件 is named.

    Whom the text calls so stays.
    """
    called = {one.name for one in folk if _for_a_person(text, one, ends) > _NAMED}
    certain = [
        text[one.start : one.end]
        for one in firms
        if not (
            one.doubtful
            or (text.endswith("控股", 0, one.end) and text[one.end : one.end + 1] == "的")
        )
    ]  # 曹岚控股的: what somebody holds
    heads = {head for name in certain if (head := without_tail(name)) != name}
    return [one for one in folk if one.name in called or one.name not in heads]


def _for_a_person(text: str, one: Entity, ends: set[int]) -> float:
    value = 1.0 if len(one.name) >= _FULL else 0.6
    if one.start in ends or one.start - 1 in ends:
        value += 3
    if text.startswith(HONORIFICS, one.end) or one.name.endswith(HONORIFICS):
        value += 4
    return value


def _for_a_firm(one: Entity) -> float:
    if one.rank >= 58:
        return 5.0
    if one.name.endswith(_tails()):
        return 2.0
    return 1.5 if one.confidence >= _LIKELY else 1.0 if one.confidence >= _WEAK else 0.5


@lru_cache(maxsize=1)
def _tails() -> tuple[str, ...]:
    return tuple(
        word_set("zh", "firm_tails")
        | {tail for tail in words("zh")["org_suffixes"] if len(tail) > 1}
    )
