"""How likely characters are a person's name rather than words, from counts of jieba's dictionary.

A stretch of Chinese characters is read as words in the way that its counts make likeliest. A name is weighed against
that: by how often its surname and the characters of its given name stand in the dictionary's names of people, or the
characters of a transliterated name in its foreign names.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import cache
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon import words
from nlp.names.trie import CHARACTERS
from nlp.names.wordbook import dictionary, inputs, numbered
from text.han import HAN
from text.kept import kept

Floats = NDArray[np.float64]

LONGEST_WORD = 4
PEOPLE = frozenset({"nr", "nrfg", "nrt"})
"""The parts of speech that jieba's dictionary gives to names of people."""

_SELDOM = 8  # a word counted less often tells no more than its characters
_PERSON = log(0.01)  # one word in a hundred of a newspaper names a person
_FOREIGN = log(0.003)
_FAMILIAR = log(0.0005)
_IN_PART = log(0.15)
_NEVER = float("-inf")
_LENGTHS = {1: log(0.25), 2: log(0.75)}  # of given names, in characters
_UNSEEN = log(3e-5)  # a character that no listed given name has
_FREQUENT = log(0.002)  # a character that is a word of its own this often (和, 从, 更)
_WORDY = -3.5  # is seldom in a name: the lists hold it as often as it would be by chance
_STRANGE = log(2e-8)  # a character that is no listed word
_ENDS = 1.65
_OFTEN = 3  # so many names hold a character that is one of names
_TYPICAL = 50  # characters of transliterated names that no other word strings together


class Odds(NamedTuple):
    """Logarithms of shares: of *words* in text, of *surnames* and given names among people, of *foreign* ones' characters.

    *people*: names that are listed whole; *reach*: how long words are that begin with two characters.
    """

    words: dict[str, float]
    surnames: dict[str, float]
    only: dict[str, float]
    first: dict[str, float]
    second: dict[str, float]
    foreign: dict[str, float]
    people: set[str]
    reach: dict[str, int]


@cache
def odds() -> Odds:
    """Count the dictionary; read once."""
    return Odds(*kept("name_odds", [*inputs(), Path(__file__)], _counted))


def _counted() -> tuple[Any, ...]:
    total = sum(count for _, count, _ in dictionary())
    family, only, first, second = _of_people()
    people: set[str] = set()
    listed: dict[str, float] = {}
    for word, count, part in dictionary():
        if part == "nrt" or (
            part in PEOPLE and len(word) == 3 and word[0] in family
            and min(first[word[1]], second[word[2]]) >= _OFTEN
        ):  # fmt: skip
            people.add(word)
        elif len(word) == 1 or (count >= _SELDOM and len(word) <= LONGEST_WORD):
            listed[word] = log(max(count, 1) / total)
    alien = {
        char: count
        for char, count in _of_foreigners(family).items()
        if count >= _OFTEN and listed.get(char, _STRANGE) < _FREQUENT
    }
    return (
        listed,
        *(
            {char: log(n / sum(one.values())) for char, n in one.items()}
            for one in (family, only, first, second, alien)
        ),
        people,
        _reach(listed),
    )


def _reach(listed: Iterable[str]) -> dict[str, int]:
    reach: dict[str, int] = {}
    for word in listed:
        if len(word) > 1:
            reach[word[:2]] = max(reach.get(word[:2], 0), len(word))
    return reach


def _of_people() -> tuple[Counter[str], ...]:
    """Count surnames, and given names' only, first and second characters."""
    single = surnames()
    family, only, first, second = (Counter[str]() for _ in range(4))
    for word, _, part in dictionary():
        if part == "nr" and word[0] in single and len(word) in {2, 3}:
            family[word[0]] += 1
            if len(word) == 2:
                only[word[1]] += 1
            else:
                first[word[1]] += 1
                second[word[2]] += 1
    return family, only, first, second


def _of_foreigners(family: Container[str]) -> Counter[str]:
    """Count the characters of transliterated names."""
    alien = Counter[str]()
    for word, _, part in dictionary():
        if part == "nrt" and len(word) > 2:
            alien.update(word)
    often = {char for char, _ in alien.most_common(_TYPICAL)}
    for (
        word,
        _,
        part,
    ) in dictionary():  # 詹姆斯 is listed as Chinese: its surname transliterates too
        if part == "nr" and len(word) > 2 and word[0] in family and often.issuperset(word[1:]):
            alien[word[0]] += 1
    return alien


@cache
def surnames() -> frozenset[str]:
    """Return surnames of one character."""
    return frozenset(words("zh")["surnames"][0] + words("zh")["more_surnames"][0])


def chinese(name: str) -> float:
    """Return the log of how likely a word is this *name*, whose surname has two characters."""
    known, rest = odds(), name[2:]
    tables = (known.only,) if len(rest) == 1 else (known.first, known.second)
    shares = (table.get(char, _UNSEEN) for table, char in zip(tables, rest, strict=True))
    return _PERSON + _LENGTHS[len(rest)] + _SELDOM_NAMES + sum(shares)


_SELDOM_NAMES = log(0.001)


def familiar(surname: str) -> float:
    """Return the log of how likely a word is 小 or 老 with this *surname*."""
    return _FAMILIAR + odds().surnames.get(surname, _UNSEEN)


def given(char: str) -> float:
    """Return the log of how likely *char* is the end of a given name that a report tells in part."""
    return _IN_PART + odds().second.get(char, _UNSEEN)


def wordy(char: str) -> bool:
    """Say whether a character is a frequent word of its own."""
    return odds().words.get(char, _STRANGE) > _FREQUENT


class _Tables(NamedTuple):
    """Logarithms of shares by the number of a character: as a word, as a surname, and in a given name."""

    single: Floats
    surname: Floats
    only: Floats
    first: Floats
    second: Floats


@cache
def _tables() -> _Tables:
    known = odds()
    single = np.full(CHARACTERS, _STRANGE)
    for char, share in known.words.items():
        if len(char) == 1 and ord(char) < CHARACTERS:
            single[ord(char)] = share
    often = np.where(single > _FREQUENT, _WORDY, 0)
    han = np.array([re.match(f"[{HAN}]", chr(n)) is not None for n in range(CHARACTERS)])

    def table(shares: dict[str, float], other: float) -> Floats:
        filled = np.where(han, other, _NEVER)
        for char, share in shares.items():
            filled[ord(char)] = share
        return filled + often

    family = {char: known.surnames.get(char, _UNSEEN) for char in surnames()}
    given = (table(one, _UNSEEN) for one in (known.only, known.first, known.second))
    return _Tables(single, table(family, _NEVER), *given)


def person(name: str) -> float:
    """Return the log of how likely somebody has this *name*, whose surname has one character; the given name one or two."""
    table = _tables()
    surname, *rest = map(ord, name)
    given = (table.only,) if len(rest) == 1 else (table.first, table.second)
    shares = (float(one[char]) for one, char in zip(given, rest, strict=True))
    return float(table.surname[surname]) + _LENGTHS[len(rest)] + sum(shares)


def ends_names(char: str) -> bool:
    """Say whether a character is far likelier to end a given name than to be a word: 民, 华, not 任, 案."""
    known = odds()
    return known.second.get(char, _NEVER) - known.words.get(char, _STRANGE) > _ENDS


class Likely(NamedTuple):
    """Characters *start* to *end* as a name: the log of its *share*, and by how much at *most* it beats words."""

    start: int
    end: int
    share: float
    most: float


def likely(text: str, least: float) -> Iterator[Likely]:
    """Yield surnames of one character with given names that may beat words by *least*.

    They are weighed against single characters and words of two, in and across their edges, all places at once.
    """
    table, size = _tables(), len(text)
    chars = np.concatenate(
        [[0], numbered(text), np.zeros(4, np.int64)]
    )  # a place before, some behind
    one = table.single[chars]
    here, there, last = (slice(n, size + n) for n in (1, 2, 3))
    name = table.surname[chars[here]] + _PERSON
    shorter = name + _LENGTHS[1] + table.only[chars[there]]
    longer = name + _LENGTHS[2] + table.first[chars[there]] + table.second[chars[last]]
    may = (shorter - one[here] - one[there] > least) | (
        longer - one[here] - one[there] - one[last] > least
    )
    pair = _pairs(text, np.flatnonzero(may))
    two = np.maximum(one[:-1] + one[1:], pair[: len(one) - 1])
    for share, within, start, rest, behind in (
        (shorter, two[here], one[here], one[there], 2),
        (
            longer,
            np.maximum(two[here] + one[last], one[here] + pair[there]),
            two[here],
            two[there],
            3,
        ),
    ):
        left = pair[:size] + rest - one[:size]
        right = start + pair[behind : size + behind] - one[behind + 1 : size + behind + 1]
        most = np.where(may, share - np.maximum(np.maximum(left, right), within), _NEVER)
        for place in np.flatnonzero(most > least).tolist():
            yield Likely(place, place + behind, float(share[place]), float(most[place]))


def _pairs(text: str, places: NDArray[np.int64]) -> Floats:
    """Return the logs of shares of the words of two characters from one before to two behind *places*, by place + 1."""
    listed = odds().words
    filled = np.full(len(text) + 5, _NEVER)
    around = np.unique(places[:, None] + np.arange(-1, 3))
    for place in around[(around >= 0) & (around < len(text) - 1)].tolist():
        filled[place + 1] = listed.get(text[place : place + 2], _NEVER)
    return filled


@cache
def alien() -> dict[str, float]:
    """Return by how much each transliterating character is likelier in a foreign name than as a word."""
    known = odds()
    return {char: share - known.words.get(char, _STRANGE) for char, share in known.foreign.items()}


def foreign(name: str) -> float:
    """Return the log of how likely a word is this transliterated *name*."""
    known = odds().foreign
    return _FOREIGN + sum(known.get(char, _STRANGE) for char in name)


class Reading:
    """One stretch of Chinese characters, as words: how likely it is up to each place and from there on."""

    __slots__ = ("ahead", "behind", "whole")

    def __init__(self, text: str) -> None:
        """Read *text*, a stretch without punctuation."""
        known = odds()
        listed, reach, size = known.words, known.reach, len(text)
        ahead = [listed.get(char, _STRANGE) for char in text]
        behind = [*ahead, 0.0]
        longer: list[tuple[int, int, float]] = []
        for start in range(size - 1):
            most = reach.get(text[start : start + 2])
            if most is not None:
                for end in range(start + 2, min(start + most, size) + 1):
                    share = listed.get(text[start:end])
                    if share is not None:
                        longer.append((start, end, share))
        self.ahead = _walked(ahead, sorted((end, start, share) for start, end, share in longer))
        turned = [(size - start, size - end, share) for start, end, share in reversed(longer)]
        self.behind = _walked(behind[-2::-1], turned)[::-1]
        self.whole = self.ahead[size]

    def gain(self, start: int, end: int, share: float) -> float:
        """Return by how much a name of this *share* between *start* and *end* beats words."""
        return self.ahead[start] + share + self.behind[end] - self.whole


def _walked(single: list[float], longer: list[tuple[int, int, float]]) -> list[float]:
    """Return the best sum up to each place: of *single* characters, and words as (end, start, share) by their ends."""
    best = [0.0]
    total, place, rest = 0.0, 0, len(single)
    for end, start, share in longer:
        while place < end:
            total += single[place]
            best.append(total)
            place += 1
        total = max(total, best[start] + share)
        best[place] = total
    while place < rest:
        total += single[place]
        best.append(total)
        place += 1
    return best
