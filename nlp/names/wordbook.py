"""Chinese words and what they are: jieba's dictionary with its parts of speech, and our own lists."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon import LISTS, known, places, words
from nlp.names.trie import CHARACTERS, SOURCE, Trie, built, plain, read
from text.kept import kept

Ints = NDArray[np.int64]
_LONGEST = 8
_MOST = 5  # a longer word is as one of four
# Of our own lists the later one counts where a word is in two.
_LISTS = ("breaks", "company_cues", "no_companies", "bodies", "org_suffixes", "roles")


def inputs() -> list[Path]:
    """Return the files that words come from, and this one."""
    listed = Path(str(resources.files("jieba").joinpath("dict.txt")))
    countries = Path(str(resources.files("babel").joinpath("locale-data", "zh.dat")))
    return [listed, countries, Path(__file__), LISTS / "__init__.py", *LISTS.rglob("*.yaml")]


def dictionary() -> Iterator[tuple[str, int, str]]:
    """Yield each word of jieba's dictionary with its count and part of speech."""
    fields = resources.files("jieba").joinpath("dict.txt").read_text("utf-8").split()
    for word, count, part in zip(fields[::3], fields[1::3], fields[2::3], strict=True):
        yield word, int(count), part


@cache
def frequency(word: str) -> int:
    """Return how often jieba's dictionary has counted *word*; 0 where it is not in it."""
    counts = _counts()
    # Halved like a list of lines, which would take 30 MB for 5.
    place = bisect_left(range(len(counts)), word, key=lambda at: _line(counts, at)[0])
    found, count = _line(counts, place)
    return int(count) if found == word else 0


@cache
def _counts() -> str:
    return kept("counts", [*inputs()[:1], Path(__file__)], _sorted)


def _sorted() -> str:
    """Return a line per word of jieba's dictionary with its count, in the order of the words."""
    return "\n".join(sorted(f"{word} {count}" for word, count, _ in dictionary()))


def _line(counts: str, at: int) -> list[str]:
    """Return word and count of the line that holds place *at*."""
    end = counts.find("\n", at)
    return counts[counts.rfind("\n", 0, at) + 1 : end if end >= 0 else None].split(" ")


@cache
def wordbook() -> dict[str, str]:
    """Return word (two characters or more) to its part of speech or list; read once, 40 MB."""
    return kept("wordbook", inputs(), _wordbook)


def _wordbook() -> dict[str, str]:
    book = {word: part for word, _, part in dictionary() if 1 < len(word) <= _LONGEST}
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
    return GivenNames(*kept("given_names", inputs(), _given_names))


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
def trie() -> Trie:
    """Return the words by their numbers in :func:`_parts`."""
    return read(*kept("trie", [*inputs(), SOURCE], _trie))


def _trie() -> tuple[tuple[bytes, ...], int]:
    numbers = {part: number for number, part in enumerate(_parts())}
    return plain(built({word: numbers[part] for word, part in wordbook().items()}))


@cache
def _parts() -> tuple[str, ...]:
    """Return the parts of speech and lists that words are of."""
    return tuple(sorted(set(wordbook().values())))


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


class _Codes(NamedTuple):
    """What words tell, by part (rows) and length (columns): as a whole, and of first, inner and last character."""

    whole: Ints
    first: Ints
    inner: Ints
    last: Ints


@cache
def _codes() -> _Codes:
    return _Codes(
        *(
            np.array([[_code(f"{part}{place}", n) for n in range(_MOST)] for part in _parts()])
            for place in ("", "b", "i", "e")
        )
    )


def mark(text: str, starts: Ints) -> tuple[Ints, Ints, Ints]:
    """Return for each token the longest word that starts there, that ends there, and the one around it.

    The last comes from cutting greedily from the left: the word's kind with first, inner or last.
    *starts*: where the tokens start.
    """
    count = len(starts)
    begins, finishes, around = np.zeros((3, count), np.int64)
    lengths, parts = trie().longest(numbered(text), starts)
    at = np.flatnonzero(lengths)
    length, part = lengths[at], parts[at]
    codes, size = _codes(), np.minimum(length, _MOST - 1)
    begins[at] = codes.whole[part, size]
    last = at + length - 1
    inside = last < count
    at, last, length, part, size = (one[inside] for one in (at, last, length, part, size))
    even = starts[last] - starts[at] == length - 1  # each of its characters is a token
    at, last, length, part, size = (one[even] for one in (at, last, length, part, size))
    finishes[last[::-1]] = codes.whole[part, size][
        ::-1
    ]  # of several the longest, which comes first
    chosen = _cut(at.tolist(), last.tolist())
    at, last, length, part, size = (one[chosen] for one in (at, last, length, part, size))
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    around[np.repeat(at, length) + within] = np.repeat(codes.inner[part, size], length)
    around[at], around[last] = codes.first[part, size], codes.last[part, size]
    return begins, finishes, around


def _cut(first: list[int], last: list[int]) -> list[int]:
    """Return which of some words stay where each begins behind the one before."""
    kept_ones, free = [], 0
    for number, (start, end) in enumerate(zip(first, last, strict=True)):
        if start >= free:
            kept_ones.append(number)
            free = end + 1
    return kept_ones


def numbered(text: str) -> Ints:
    """Return the characters of *text* as numbers, those that no word has as 0."""
    chars = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    chars[chars >= CHARACTERS] = 0
    return chars
