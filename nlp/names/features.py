"""What tells a token's part in a name, as numbers: hashed features, the same for training and use."""

import re
from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.lexicon import common_english, known, places, word_set, words
from nlp.names.tokens import Tokens
from nlp.names.wordbook import given_names, mark
from text.han import HAN, to_simplified

Ints = NDArray[np.int64]
BUCKETS = 1 << 20
# Features of a token reach this many tokens to either side; sentences are parted by as many blanks.
REACH = 2
_MIX = np.uint64(0x9E3779B97F4A7C15)
_HAN = re.compile(f"[{HAN}]")


class Row(NamedTuple):
    """What a word shows by itself: hashes of its letters, shape, ends and kind of word."""

    word: int
    shape: int
    prefix: int
    suffix: int
    kind: int
    folded: str


def _hash(*parts: object) -> int:
    return crc32("\x00".join(map(str, parts)).encode()) + 1


def _shape(word: str) -> str:
    if _HAN.match(word):
        return "h"
    if word.isdigit() or word[0].isdigit():
        return f"9{min(len(word), 4)}"
    if not word[0].isalpha():
        return word
    if word.islower():
        return "a" if len(word) > 1 else "a1"
    if word.isupper():
        return f"A{min(len(word), 4)}"
    return "Aa" if word[0].isupper() and word[1:].islower() else "AaA"


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    """Return lower-case English words that say something about names, and what."""
    kinds: dict[str, str] = {}
    listed: tuple[tuple[str, object], ...] = (
        ("common", common_english()), ("verb", word_set("en", "company_verbs")),
        ("described", word_set("en", "descriptors")), ("nation", word_set("en", "nationalities")),
        ("first", word_set("en", "first_names")), ("place", (p for p in places("en") if " " not in p)),
        ("technology", word_set("en", "technologies")), ("title", word_set("en", "titles")),
        ("plan", word_set("en", "plan_names")), ("body", word_set("en", "bodies")),
        ("suffix", word_set("en", "org_suffixes")), ("acronym", word_set("en", "acronyms")),
        ("never", word_set("en", "never_last")), ("known", known("en") - known("words_en")), ("maybe", known("words_en")),
    )  # fmt: skip
    for kind, group in listed:
        for word in group:  # type: ignore[attr-defined]
            key = word.rstrip(".").lower()
            kinds[key] = f"{kinds[key]}+{kind}" if key in kinds else kind
    return kinds


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(words("zh")["surnames"][0])


@lru_cache(maxsize=200_000)
def row(word: str) -> Row:
    """Return what *word* shows by itself."""
    lower = word.lower()
    shape = _shape(word)
    if shape == "h":
        kind = "surname" if word in _surnames() else "han"
        return Row(_hash("w", word), _hash("s", shape), 0, 0, _hash("k", kind), word)
    folded = "0" * len(word) if word[0].isdigit() else lower
    kind = _kinds().get(lower, "")
    if kind.startswith(("described", "verb")) and word[0].isupper():
        kind = "Cap" + kind
    return Row(
        _hash("w", folded), _hash("s", shape), _hash("p", folded[:3]), _hash("e", folded[-3:]),
        _hash("k", kind, shape[0] if kind else ""), lower,
    )  # fmt: skip


def indices(
    text: str, tokens: Tokens, language: str, small: frozenset[str] = frozenset()
) -> tuple[Ints, list[int]]:
    """Return an array (tokens with blanks between sentences, features), and each sentence's first row.

    *small*: English words that are known in small letters.
    """
    order: list[int] = []
    firsts: list[int] = []
    blank = -1
    order += [blank] * REACH
    for first, last in tokens.sentences:
        firsts.append(len(order))
        order += range(first, last)
        order += [blank] * REACH
    seq = np.array(order, dtype=np.int64)
    columns = _chinese(text, tokens) if language == "zh" else _english(tokens, small)
    padded = [np.append(column, 0)[seq] for column in columns]  # blank (-1) reads the last: 0
    templates = _ZH if language == "zh" else _EN
    shifted: dict[tuple[int, int], NDArray[np.uint64]] = {}
    out = np.empty((len(seq), len(templates)), dtype=np.int64)
    for place, template in enumerate(templates):
        code: Any = np.uint64(crc32(repr(template).encode()))
        for key in template:
            if key not in shifted:
                shifted[key] = np.roll(padded[key[0]], -key[1]).astype(np.uint64)
            code = (code ^ shifted[key]) * _MIX
            code ^= code >> np.uint64(29)
        out[:, place] = code % np.uint64(BUCKETS - 1)
    out += 1
    return out, firsts


def _rows(tokens: Tokens) -> list[Ints]:
    found = np.array([row(word)[:5] for word in tokens.words], dtype=np.int64)
    return list(found.T.reshape(5, -1))


_W, _S, _P, _E, _K, _X, _G, _T, _O = range(9)
_EN: tuple[tuple[tuple[int, int], ...], ...] = (
    ((_W, 0),), ((_W, -1),), ((_W, 1),), ((_W, -2),), ((_W, 2),),
    ((_S, 0), (_X, 0)), ((_S, -1), (_S, 0), (_S, 1)), ((_S, 0), (_S, 1), (_S, 2)), ((_S, -2), (_S, -1), (_S, 0)),
    ((_P, 0),), ((_E, 0),), ((_E, 0), (_S, 0)), ((_E, 1), (_S, 0)), ((_E, -1), (_S, 0)),
    ((_K, 0), (_S, 0)), ((_K, -1), (_S, 0)), ((_K, 1), (_S, 0)), ((_K, -1), (_K, 0)), ((_K, 0), (_K, 1)),
    ((_K, -1), (_K, 0), (_K, 1)), ((_K, -2), (_S, -1), (_S, 0)), ((_K, 2), (_S, 1), (_S, 0)),
    ((_W, -1), (_S, 0)), ((_W, 1), (_S, 0)), ((_W, -2), (_W, -1)), ((_W, 1), (_W, 2)), ((_W, -1), (_W, 1)),
    ((_W, -1), (_W, 0)), ((_W, 0), (_W, 1)), ((_G, 0), (_S, -1), (_S, 0)), ((_T, 0), (_S, 0)),
    ((_O, 0), (_T, 0)), ((_O, 0), (_X, 0), (_T, 0)), ((_O, 0), (_K, 1)), ((_O, 0), (_K, -1)), ((_O, 0), (_W, 1)), ((_O, 0), (_W, -1)),
    ((_O, -1), (_O, 0), (_O, 1)), ((_O, 0), (_S, 0), (_S, 1)), ((_O, 0), (_E, 1)), ((_O, 0), (_E, 0)),
    ((_T, 0), (_K, 0)), ((_X, 0), (_T, 0), (_S, 0), (_K, 0)), ((_X, 0), (_S, 0), (_K, 1)), ((_X, 0), (_S, 0), (_K, -1)),
)  # fmt: skip


def _english(tokens: Tokens, small: frozenset[str]) -> list[Ints]:
    """Columns: word, shape, prefix, suffix, kind, how it is written elsewhere, gap, sentence, known."""
    columns = _rows(tokens)
    lower = {word for word in tokens.words if word.islower()}
    inner: dict[str, int] = {}
    flags = np.zeros(len(tokens), dtype=np.int64)
    for first, last in tokens.sentences:
        capitals = sum(word[0].isupper() for word in tokens.words[first:last])
        longer = sum(len(word) > 3 and word.isalpha() for word in tokens.words[first:last])
        shouted = longer and all(
            w.isupper() for w in tokens.words[first:last] if len(w) > 3 and w.isalpha()
        )
        plain = capitals == 0
        kind = 2 if shouted else 3 if plain else 1 if longer > 2 and capitals >= 0.7 * longer else 0
        flags[first:last] = 10 * kind + 5
        flags[first] += 1
        if kind == 0:
            for word in tokens.words[first + 1 : last]:
                if word[0].isupper():
                    inner[word] = inner.get(word, 0) + 1
    elsewhere = np.array(
        [
            (1 + (word.lower() in lower) + 2 * min(inner.get(word, 0), 2)) if word[0].isupper() else 0
            for word in tokens.words
        ],
        dtype=np.int64,
    )  # fmt: skip
    ends = np.array([0, *tokens.ends[:-1]], dtype=np.int64)
    gap = np.minimum(np.array(tokens.starts, dtype=np.int64) - ends, 2) + 1
    capital = Counter(word for word in tokens.words if word[0].isupper())
    strange = np.array(
        [
            (1 + min(capital[word], 3)) if capital[word] and word.lower() not in small else 0
            for word in tokens.words
        ],
        dtype=np.int64,
    )
    return [*columns, elsewhere, gap, flags, strange]


_B, _F, _C, _N = 5, 6, 7, 8
_ZH: tuple[tuple[tuple[int, int], ...], ...] = (
    ((_W, 0),), ((_W, -1),), ((_W, 1),), ((_W, -2),), ((_W, 2),),
    ((_W, -1), (_W, 0)), ((_W, 0), (_W, 1)), ((_W, -2), (_W, -1)), ((_W, 1), (_W, 2)), ((_W, -1), (_W, 1)),
    ((_W, -1), (_W, 0), (_W, 1)), ((_S, -1), (_S, 0), (_S, 1)), ((_S, 0), (_E, 0)),
    ((_B, 0),), ((_F, 0),), ((_B, 1),), ((_F, -1),), ((_B, 0), (_F, 0)), ((_F, -1), (_B, 0)), ((_F, 0), (_B, 1)),
    ((_F, -1), (_B, 0), (_F, 0)), ((_F, 0), (_B, 0), (_B, 1)),
    ((_B, 0), (_W, -1)), ((_F, 0), (_W, 1)), ((_F, -2), (_F, -1)), ((_B, 1), (_B, 2)), ((_B, 2),), ((_F, -2),),
    ((_K, 0), (_B, 0)), ((_K, 0), (_F, -1)), ((_K, -1), (_K, 0), (_K, 1)), ((_K, 0), (_W, 1), (_B, 2)),
    ((_C, 0),), ((_C, 0), (_B, 0)), ((_C, 0), (_F, 0)), ((_C, 0), (_C, 1)), ((_C, -1), (_C, 0)), ((_C, -1), (_C, 0), (_C, 1)),
    ((_C, 0), (_W, -1)), ((_C, 0), (_W, 1)), ((_C, 0), (_S, 0)),
    ((_N, 0),), ((_N, -1),), ((_N, -2),), ((_N, 0), (_F, -1)), ((_N, 0), (_B, 0)), ((_N, -1), (_B, 0)), ((_N, -2), (_B, 0)),
    ((_N, 0), (_B, 1)), ((_N, 0), (_B, 2)), ((_N, 0), (_B, 3)), ((_N, -1), (_B, 1)), ((_N, -1), (_N, 0)),
)  # fmt: skip


def _chinese(text: str, tokens: Tokens) -> list[Ints]:
    """Columns: character, shape, prefix, suffix, kind, word that starts, word that ends, word around."""
    plain = to_simplified(text)
    if plain != text:
        tokens = Tokens(
            tokens.starts,
            tokens.ends,
            [plain[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)],
            tokens.sentences,
        )
    columns = _rows(tokens)
    words_ = tokens.words
    begins = np.zeros(len(tokens), dtype=np.int64)
    finishes = np.zeros(len(tokens), dtype=np.int64)
    around = np.zeros(len(tokens), dtype=np.int64)
    mark(plain, tokens.starts, words_, (begins, finishes, around))
    return [*columns, begins, finishes, around, _name_likeness(plain, tokens.starts)]


def _name_likeness(text: str, starts: list[int]) -> Ints:
    """Say of each character how far it and the next two look like surname and given name."""
    surnames, given = _surnames(), given_names()
    out = np.zeros(len(starts), dtype=np.int64)
    for index, start in enumerate(starts):
        if text[start] in surnames:
            two, three = text[start + 1 : start + 2], text[start + 2 : start + 3]
            both = min(given.first.get(two, 0), 60) * min(given.second.get(three, 0), 60)
            only = min(given.only.get(two, 0), 60)
            out[index] = 1 + _level(both) + 5 * _level(only * only)
    return out


def _level(value: float) -> int:
    return sum(value > limit for limit in (0, 40, 300, 1200))
