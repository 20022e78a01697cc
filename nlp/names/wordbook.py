"""Chinese words and what they are: jieba's dictionary with its parts of speech, and our own lists."""

from collections import Counter, defaultdict
from functools import cache
from importlib import resources
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon import LISTS, known, places, words
from text.kept import kept

Ints = NDArray[np.int64]
_LONGEST = 8
_PAIR = (2,)
# Of our own lists the later one counts where a word is in two.
_LISTS = ("breaks", "company_cues", "no_companies", "bodies", "org_suffixes", "roles")


def _inputs() -> list[Path]:
    """Return the files that words come from, and this one."""
    dictionary = Path(str(resources.files("jieba").joinpath("dict.txt")))
    countries = Path(str(resources.files("babel").joinpath("locale-data", "zh.dat")))
    return [dictionary, countries, Path(__file__), LISTS / "__init__.py", *LISTS.rglob("*.yaml")]


@cache
def wordbook() -> dict[str, str]:
    """Return word (two characters or more) to its part of speech or list; read once, 40 MB."""
    return kept("wordbook", _inputs(), _wordbook)


def _wordbook() -> dict[str, str]:
    fields = resources.files("jieba").joinpath("dict.txt").read_text("utf-8").split()
    listed = zip(fields[::3], fields[2::3], strict=True)  # word, count, part of speech
    book = {word: part for word, part in listed if 1 < len(word) <= _LONGEST}
    for name in _LISTS:
        for word in words("zh")[name]:
            if len(word) > 1:
                book[word] = f"*{name}"
    for word in places("zh"):
        if len(word) > 1:
            book[word] = "*places"
    for word in known("zh"):
        book[word] = "*known"
    for word in known("words_zh"):
        book[word] = "*maybe"
    for word in known("products_zh"):
        book[word] = "*wares"
    for word in known("platforms_zh"):
        book[word] = "*wares"
    return book


class GivenNames(NamedTuple):
    """How often a character is a given name's only, first or second one, per name of the dictionary."""

    only: dict[str, float]
    first: dict[str, float]
    second: dict[str, float]


@cache
def given_names() -> GivenNames:
    """Count the characters of given names over the personal names of the dictionary."""
    return GivenNames(*kept("given_names", _inputs(), _given_names))


def _given_names() -> tuple[dict[str, float], ...]:
    surnames = frozenset(words("zh")["surnames"][0])
    counts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    people = [word for word, part in wordbook().items() if part == "nr" and len(word) <= 3]
    for word in people:
        if word[0] not in surnames:
            continue
        if len(word) == 2:
            counts[0][word[1]] += 1
        else:
            counts[1][word[1]] += 1
            counts[2][word[2]] += 1
    return tuple({char: 1e4 * n / one.total() for char, n in one.items()} for one in counts)


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return the first two characters of words to the lengths of such words, the longest first."""
    return kept("lengths", _inputs(), _found_lengths)


def _found_lengths() -> dict[str, tuple[int, ...]]:
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in wordbook():
        by_length[len(word)].append(word)
    lengths: dict[str, tuple[int, ...]] = {}
    for length in sorted(by_length, reverse=True):
        for start in set(map(itemgetter(slice(2)), by_length[length])):
            lengths[start] = (*lengths.get(start, ()), length)
    return lengths


@cache
def _code(part: str, length: int) -> int:
    """Number a part of speech with a length; single characters of our lists have length 1."""
    return 1 + hash_of(f"{part}:{min(length, 4)}")


def hash_of(text: str) -> int:
    """Return a number for *text* that is the same in every process."""
    value = 7
    for char in text:
        value = (value * 131 + ord(char)) % 1_000_003
    return value


@cache
def _beginnings() -> frozenset[str]:
    """Return the first three characters of words: most places of a text begin no word so long."""
    return kept("beginnings", _inputs(), _found_beginnings)


def _found_beginnings() -> frozenset[str]:
    return frozenset(word[:3] for word in wordbook() if len(word) > 2)


class _Codes(NamedTuple):
    """What a word of the wordbook tells where it begins, where it ends, and of each of its characters."""

    begins: int
    finishes: int
    around: tuple[int, ...]


@cache
def _codes(part: str, length: int) -> _Codes:
    first, inner, last = (_code(f"{part}{place}", length) for place in "bie")
    own = _code(part, length)
    return _Codes(own, own, (first, *[inner] * (length - 2), last))


def mark(text: str, starts: list[int], count: int) -> tuple[Ints, Ints, Ints]:
    """Return for each of *count* tokens the longest word that starts there, that ends there, and the one around it.

    The last comes from cutting greedily from the left: the word's kind with first, inner or last.
    """
    begins, finishes, around = [0] * count, [0] * count, [0] * count
    lengths, book, long = _lengths(), wordbook(), _beginnings()
    size = len(text)
    best_end = [0] * count
    free = 0  # the next token that the greedy cut has not covered
    for index, start in enumerate(starts):
        found = lengths.get(text[start : start + 2])
        if found is None:
            continue
        for length in found if text[start : start + 3] in long else _PAIR:
            part = book.get(text[start : start + length])
            if part is None or start + length > size:
                continue
            codes = _codes(part, length)
            begins[index] = codes.begins
            last = index + length - 1
            if last < count and starts[last] - start == length - 1:
                if length > best_end[last]:
                    best_end[last] = length
                    finishes[last] = codes.finishes
                if index >= free:
                    free = last + 1
                    around[index:free] = codes.around
            break
    return np.array(begins, np.int64), np.array(finishes, np.int64), np.array(around, np.int64)
