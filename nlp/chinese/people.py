"""People in Chinese text: weighed by how likely their characters are a name, and by what stands around them.

A surname with a given name, or a run of transliterating characters, is a name where that is likelier than to read the
same characters as words (:mod:`nlp.names.odds`). A role before it, a verb of speech behind it, a further name in a list
and the trained model's guess speak for it besides.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.chinese.office import acts
from nlp.entities import Entity
from nlp.lexicon import word_set, words
from nlp.names.model import Guess
from nlp.names.odds import (
    Likely,
    Reading,
    alien,
    chinese,
    foreign,
    given,
    likely,
    odds,
    surnames,
    wordy,
)
from nlp.names.phrases import Phrase
from nlp.names.wordbook import wordbook
from text.han import HAN

Span = tuple[int, int]

# What speaks for and against a name, in logarithms of its odds; tuned on the even halves of public sets.
_ENOUGH = 2.0
_ALIEN_ENOUGH = 9.0
_CUE = 5.0
_VERB = 2.5
_EDGE = 1.25
_LISTED = 3.0
_NEXT = 3.0
_GUESSED = 2.0
_SAME_EDGE = 1.0
_AGAIN = 1.0
_PLACE = -4.0
_WORK = -3.0  # 《雪线》
_TITLED = 3.0  # 先生 behind a surname
_LEAST = -3.0  # what no evidence lifts far enough
_SLACK = _NEXT + _AGAIN  # what a list and repetition may add
_MOST = 14.0  # what else may speak for a name, together

_H = f"[{HAN}]"
_RUN = re.compile(f"{_H}+")
DOT = re.compile(f"[·•・‧∙]|(?<={_H})[－-](?={_H})")
_PLACES = "县镇乡村旗站峪市省区州湖山岛河江湾桥街路队厂店系派寺塔庄沟城港宫殿庙楼阁"
_SOME_THING = "公单地市县校村小网品企媒机产年月日种些个国大部银医酒商"  # 于某年, 向某公司
_PLACE_TAILS = (*_PLACES, "大道", "半岛", "大学", "集团", "公司", "小区")
_LISTING = "、和与及 　,，"
_LINE = re.compile(r"(?:^|\n)[ 　【]*\Z")  # who speaks in an interview stands at its start
_LONGEST_ALIEN = 8


class _Candidate(NamedTuple):
    """Characters that may name somebody: *weight*: the logarithm of the odds; *alien*: transliterated."""

    start: int
    end: int
    weight: float
    alien: bool = False


def people(text: str, seen: Sequence[Guess], listed: Sequence[Phrase]) -> list[Entity]:
    """Return the people that *text* names.

    *seen*: what the trained model takes for names; *listed*: what our own lists hold.
    """
    told = list(_guessed(text, seen))
    barred = {
        place for one in listed if one.kind in _NO_PEOPLE for place in range(one.start, one.end)
    }
    others = {
        place
        for one in seen
        if one.label in _OTHERS and one.margin >= _OTHER
        for place in range(one.start, one.end)
    }
    found = [
        one
        for one in _weighed(text, [(one.start, one.end) for one in told], barred)
        if DOT.search(one.name) or others.isdisjoint(range(one.start, one.end))
    ]
    taken = {place for one in found for place in range(one.start, one.end)}
    sure = {one.start for one in seen if one.label == "PERSON" and one.margin >= _SURE}
    told = [
        one
        for one in told
        if taken.isdisjoint(range(one.start, one.end))
        and (one.name in odds().people or one.start in sure or acts(text, one.end))
    ]
    return [
        one
        for one in (*found, *told)
        if wordbook().get(one.name) not in _NO_PERSON and not _is_elsewhere(one.name)
    ]


_OTHERS = frozenset({"ORG", "PRODUCT", "PLACE"})
# The model's margins from which on a name is somebody's, and something else's; tried 2 to 6 on texts left out, 29 Nov 2026.
_SURE, _OTHER = 3.0, 3.0


def _is_elsewhere(name: str) -> bool:
    """Say whether what could be somebody is a listed city or, by its last character, a place: 元朗, 徐闻县."""
    return name in word_set("zh", "cities") or (name[-1] in "市县" and wordbook().get(name) == "ns")


_NO_PEOPLE = frozenset({"place", "known", "ware", "platform"})
# Words that are read as surname and given name: 公司, 方平台.
_NO_PERSON = frozenset({"*org_suffixes", "*no_companies", "*bodies", "*roles", "*places"})
# Verbs whose second character is a surname too: 接任 | 明垒云.
_TAKING = frozenset(["接任", "出任", "担任", "升任", "就任", "继任", "兼任", "离任", "卸任"])
HONORIFICS = ("先生", "女士", "小姐")
"""What follows a person's name and no company's."""

_NO_NAME_END = "同已将正与和的在也都就曾被说称是为于至 "


def _guessed(text: str, seen: Sequence[Guess]) -> Iterator[Entity]:
    """Yield what the trained model takes for people, without what is no part of a name."""
    for guess in seen:
        if guess.label != "PERSON":
            continue
        end = guess.end
        while end > guess.start and text[end - 1] in _NO_NAME_END:
            end -= 1
        start = guess.start + (text[max(0, guess.start - 1) : guess.start + 1] in _TAKING)
        if end - start > 1:
            yield Entity(start, end, "PERSON", text[start:end], rank=53, confidence=0.7)


def _weighed(text: str, guessed: Sequence[Span], barred: Container[int]) -> list[Entity]:
    """Return names that weigh enough, where no place is *barred*; *guessed* speak for those in them."""
    joined = list(_joined(text))
    within = {place for one in joined for place in range(one.start, one.end)}
    words_of = _Words(text)
    weighed = [
        one
        for one in (*_chinese(words_of, guessed), *_alien(words_of, guessed), *_titled(words_of))
        if not any(at in barred or at in within for at in range(one.start, one.end))
    ]
    chosen = _chosen(text, [*joined, *weighed])
    full: dict[str, str] = {}
    for one in chosen:
        if not text.startswith(HONORIFICS, one.end - 2):
            full.setdefault(text[one.start], text[one.start : one.end])
    return [*_anonymous(text), *(_entity(text, one, full) for one in chosen)]


def _entity(text: str, one: _Candidate, full: Mapping[str, str]) -> Entity:
    """Return a person; a surname with a title is named in full where the text does so: 桑以宁 for 桑女士."""
    name = text[one.start : one.end]
    if not name.endswith(HONORIFICS):
        return Entity(one.start, one.end, "PERSON", name, rank=53, confidence=0.75)
    name = full.get(name[0], name)
    return Entity(one.start, one.end, "PERSON", name, rank=59, confidence=0.75)


class _Words:
    """A text whose stretches of Chinese characters are read as words when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._runs = [match.span() for match in _RUN.finditer(text)]
        self._starts = [start for start, _ in self._runs]
        self._read: dict[int, Reading] = {}

    def gain(self, start: int, end: int, share: float) -> float:
        """Return by how much a name of this *share* beats words."""
        number = bisect_right(self._starts, start) - 1
        first, last = self._runs[number]
        reading = self._read.get(number)
        if reading is None:
            reading = self._read[number] = Reading(self.text[first:last])
        return reading.gain(start - first, end - first, share)


@lru_cache(maxsize=1)
def _surname() -> str:
    """Return a pattern of surnames."""
    return f"(?:{'|'.join(words('zh')['double_surnames'])}|[{''.join(sorted(surnames()))}])"


class _Patterns(NamedTuple):
    """Surnames of two characters, and surnames with what stands for a given name."""

    double: re.Pattern[str]
    some: re.Pattern[str]
    titled: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    double = "|".join(words("zh")["double_surnames"])
    return _Patterns(
        re.compile(double),
        re.compile(rf"{_surname()}某(?:某|[甲乙丙丁戊])?(?![{_SOME_THING}])"),
        re.compile(rf"{_surname()}(?:{'|'.join(HONORIFICS)})"),
    )


def _anonymous(text: str) -> Iterator[Entity]:
    """Yield people of whom a report leaves out the given name or a part of it: 王某, 李某某, 张某甲, 许某明."""
    for match in _patterns().some.finditer(text):
        start, end = match.span()
        if wordy(text[start]) and start and _RUN.match(text[start - 1]) and not _cued(text, start):
            continue
        if match[0].endswith("某") and (rest := _RUN.match(text, end)):
            behind = Reading(rest[0]).behind
            end += behind[1] + given(rest[0][0]) > behind[0]
        yield Entity(start, end, "PERSON", text[start:end], rank=56, confidence=0.8)


def _chinese(read: _Words, guessed: Sequence[Span]) -> Iterator[_Candidate]:
    """Yield surnames with given names that may be likelier than the words they would be."""
    text = read.text
    doubles = [
        (match.start(), match.end() + size)
        for match in _patterns().double.finditer(text)
        for size in (1, 2)
        if match.end() + size <= len(text) and _RUN.fullmatch(text, match.end(), match.end() + size)
    ]
    shares = [Likely(start, end, chinese(text[start:end]), _MOST) for start, end in doubles]
    for start, end, share, most in (*shares, *likely(text, _LEAST)):
        support = _support(text, start, end, guessed)
        if most + support + _SLACK > _ENOUGH:
            yield _Candidate(start, end, read.gain(start, end, share) + support)


def _titled(read: _Words) -> Iterator[_Candidate]:
    """Yield surnames with a title: 王女士."""
    text, known = read.text, odds()
    for match in _patterns().titled.finditer(text):
        start, end = match.span()
        surname = text[start]
        family = known.surnames.get(surname, -8.0) - known.words.get(surname, -12.0)
        yield _Candidate(start, end, family + _TITLED)


@lru_cache(maxsize=1)
def _alien_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return runs of transliterating characters, and names in parts."""
    char = f"[{''.join(odds().foreign)}]"
    part = rf"(?:{char}{{1,8}}|[A-Z]\w{{0,11}}\.?)"
    return (
        re.compile(f"{char}{{3,}}"),
        re.compile(
            rf"(?={_H}){part}(?:\s?[·•・‧∙]\s?{part}|(?<={char}{char})[－-](?={char}{char}){part})+"
        ),
    )


def _alien(read: _Words, guessed: Sequence[Span]) -> Iterator[_Candidate]:
    """Yield stretches of transliterating characters."""
    text, added, base = read.text, alien(), foreign("") + _MOST
    for match in _alien_patterns()[0].finditer(text):
        gains = [added[char] for char in match[0]]
        if sum(gain for gain in gains if gain > 0) + base < _ALIEN_ENOUGH:
            continue
        for start in range(match.start(), match.end() - 2):
            for end in range(start + 3, min(start + _LONGEST_ALIEN, match.end()) + 1):
                most = base - _MOST + sum(gains[start - match.start() : end - match.start()])
                if most + _MOST < _ALIEN_ENOUGH:
                    continue
                support = _support(text, start, end, guessed)
                if most + support + _SLACK > _ALIEN_ENOUGH:
                    weight = read.gain(start, end, foreign(text[start:end]))
                    yield _Candidate(start, end, weight + support, alien=True)


def _around(text: str, start: int, end: int) -> tuple[int, str]:
    """Return where the Chinese characters around a span begin, at most eight on each side, and them."""
    first, last = start, end
    while first > max(0, start - 8) and _RUN.match(text[first - 1]):
        first -= 1
    while last < min(len(text), end + 8) and _RUN.match(text[last]):
        last += 1
    return first, text[first:last]


def _joined(text: str) -> Iterator[_Candidate]:
    """Yield names in parts, 约翰·史密斯, from where their first part is likeliest to begin to where the last ends."""
    if not DOT.search(text):
        return
    for match in _alien_patterns()[1].finditer(text):
        start, end = match.span()
        first = re.match(f"{_H}*", match[0])
        last = re.search(f"{_H}*$", match[0])
        size = len(first[0]) if first else 0
        if size:
            base, part = _around(text, start, start + size)
            reading = Reading(part)
            start = max(
                range(start, start + size),
                key=lambda at: reading.ahead[at - base] + foreign(text[at : match.start() + size]),
            )
        size = len(last[0]) if last else 0
        if size:
            base, part = _around(text, end - size, end)
            behind = Reading(part)
            end = max(
                range(end - size + 1, end + 1),
                key=lambda at: behind.behind[at - base] + foreign(text[match.end() - size : at]),
            )
        yield _Candidate(start, end, 20.0, alien=True)


def _support(text: str, start: int, end: int, guessed: Sequence[Span]) -> float:
    """Return how much what stands around a name speaks for it."""
    name = text[start:end]
    weight = _cued(text, start) * _CUE + (_speaks(text, end) or acts(text, end)) * _VERB
    weight += _CUE * text.startswith(HONORIFICS, end)
    weight += _VERB * (text.startswith("：", end) and _LINE.search(text, 0, start) is not None)
    weight += _EDGE * (start == 0 or not _RUN.match(text[start - 1]))
    weight += _EDGE * (end == len(text) or not _RUN.match(text[end]))
    weight += _LISTED * (end - start > 2 and name in odds().people)
    if name[-1] in _PLACES or text.startswith(_PLACE_TAILS, end):
        weight += _PLACE
    if text[start - 1 : start] == "《" and text[end : end + 1] == "》":
        weight += _WORK
    near = [span for span in guessed if span[0] < end and start < span[1]]
    if near:
        weight += _GUESSED
        weight += _SAME_EDGE * any(span[0] == start for span in near)
        weight += _SAME_EDGE * any(span[1] == end for span in near)
    return weight


@lru_cache(maxsize=1)
def _cues() -> frozenset[str]:
    return word_set("zh", "person_cues") | word_set("zh", "roles")


def _cued(text: str, start: int) -> bool:
    """Say whether a role stands before *start*."""
    while start and text[start - 1] in " ：:“（(":
        start -= 1
    return any(text[start - size : start] in _cues() for size in range(2, 7) if size <= start)


def _speaks(text: str, end: int) -> bool:
    """Say whether a verb of speech or a title stands at *end*."""
    verbs = word_set("zh", "person_verbs")
    return any(text[end : end + size] in verbs for size in range(1, 5))


def _chosen(text: str, weighed: Sequence[_Candidate]) -> list[_Candidate]:
    """Return those that are enough, of two that overlap the weightier; next to one less is enough."""
    often = Counter(text[one.start : one.end] for one in weighed)
    weighed = [
        one._replace(weight=one.weight + _AGAIN * (min(often[text[one.start : one.end]], 4) - 1))
        for one in weighed
    ]
    kept = _best(weighed)
    ends = {one.end for one in kept}
    starts = {one.start for one in kept}
    raised = [
        one._replace(weight=one.weight + _NEXT)
        if (text[one.start - 1 : one.start] in _LISTING and one.start - 1 in ends)
        or (text[one.end : one.end + 1] in _LISTING and one.end + 1 in starts)
        else one
        for one in weighed
    ]
    return _best(raised)


def _best(weighed: Sequence[_Candidate]) -> list[_Candidate]:
    kept: list[_Candidate] = []
    taken: set[int] = set()
    for one in sorted(weighed, key=lambda c: -c.weight):
        if one.weight < (_ALIEN_ENOUGH if one.alien else _ENOUGH):
            continue
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            kept.append(one)
    return kept
