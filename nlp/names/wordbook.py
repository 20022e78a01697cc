"""Chinese words and what they are: jieba's dictionary with its parts of speech, and our own lists."""

from collections import Counter
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon import known, places, words

_LONGEST = 8
# Of our own lists the later one counts where a word is in two.
_LISTS = ("breaks", "company_cues", "no_companies", "bodies", "org_suffixes", "roles")


@cache
def wordbook() -> dict[str, str]:
    """Return word (two characters or more) to its part of speech or list; read once, 0.4 s, 40 MB."""
    lines = resources.files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
    book: dict[str, str] = {}
    for line in lines:
        word, _count, part = line.split(" ")
        if 2 <= len(word) <= _LONGEST:
            book[word] = part
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
    return book


class GivenNames(NamedTuple):
    """How often a character is a given name's only, first or second one, per name of the dictionary."""

    only: dict[str, float]
    first: dict[str, float]
    second: dict[str, float]


@cache
def given_names() -> GivenNames:
    """Count the characters of given names over the personal names of the dictionary."""
    surnames = frozenset(words("zh")["surnames"][0])
    counts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for word, part in wordbook().items():
        if part == "nr" and word[0] in surnames and 2 <= len(word) <= 3:
            if len(word) == 2:
                counts[0][word[1]] += 1
            else:
                counts[1][word[1]] += 1
                counts[2][word[2]] += 1
    return GivenNames(*({char: 1e4 * n / one.total() for char, n in one.items()} for one in counts))


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return the first two characters of words to the lengths of such words, the longest first."""
    lengths: dict[str, set[int]] = {}
    for word in wordbook():
        lengths.setdefault(word[:2], set()).add(len(word))
    return {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()}


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


def mark(
    text: str, starts: list[int], tokens: list[str],
    columns: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
) -> None:  # fmt: skip
    """Write for each token the longest word that starts there, that ends there, and the one around it.

    *around* comes from cutting greedily from the left: the word's kind with first, inner or last.
    """
    begins, finishes, around = columns
    lengths, book = _lengths(), wordbook()
    size = len(text)
    best_end = [0] * len(tokens)
    free = 0  # the next token that the greedy cut has not covered
    for index, start in enumerate(starts):
        for length in lengths.get(text[start : start + 2], ()):
            part = book.get(text[start : start + length])
            if part is None or start + length > size:
                continue
            begins[index] = _code(part, length)
            last = index + length - 1
            if last < len(tokens) and starts[last] - start == length - 1:
                if length > best_end[last]:
                    best_end[last] = length
                    finishes[last] = _code(part, length)
                if index >= free:
                    around[index] = _code(part + "b", length)
                    around[index + 1 : last] = _code(part + "i", length)
                    around[last] = _code(part + "e", length)
                    free = last + 1
            break
