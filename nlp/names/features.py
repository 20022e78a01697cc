"""What tells a token's part in a name, as numbers: hashed features, the same for training and use."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.hashing import Ints, Template, hashed
from nlp.lexicon import common_english, known, places, word_set, words
from nlp.names.tokens import Tokens
from nlp.names.wordbook import given_names, mark
from text.folding import to_simplified
from text.han import HAN

# Features of a token reach this many tokens to either side; sentences are parted by as many blanks.
REACH = 2
_HAN = re.compile(f"[{HAN}]")


class Row(NamedTuple):
    """What a word shows by itself: hashes of its letters, shape, ends and kind of word."""

    word: int
    shape: int
    prefix: int
    suffix: int
    kind: int
    folded: str


def _hash(sort: str, shown: str, beside: str | None = None) -> int:
    text = f"{sort}\0{shown}" if beside is None else f"{sort}\0{shown}\0{beside}"
    return crc32(text.encode()) + 1


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
    bounds = np.array(tokens.sentences, dtype=np.int64)
    sizes = bounds[:, 1] - bounds[:, 0]
    firsts = REACH + np.cumsum(sizes + REACH) - (sizes + REACH)
    inside = np.arange(sizes.sum())
    row_of_first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    seq = np.full(firsts[-1] + sizes[-1] + REACH, -1)
    seq[inside + np.repeat(firsts, sizes) - row_of_first] = (
        inside + np.repeat(bounds[:, 0], sizes) - row_of_first
    )
    columns = _chinese(text, tokens) if language == "zh" else _english(tokens, small)
    table = np.zeros((len(columns), len(tokens) + 1), dtype=np.int64)
    table[:, :-1] = columns
    padded = table.take(seq, axis=1, mode="wrap")  # blank (-1) reads the last: 0
    return hashed(padded.view(np.uint64), _ZH if language == "zh" else _EN), firsts.tolist()


class _Shown(dict[str, int]):
    """Words to rows of a table that grows: what a word shows is looked into once."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self.table = np.zeros((1024, 6), dtype=np.int64)

    def __missing__(self, word: str) -> int:
        with self._lock:
            place = self.setdefault(word, len(self))
            if place == len(self.table):
                self.table = np.concatenate([self.table, np.zeros_like(self.table)])
            self.table[place] = *row(word)[:5], _traits(word)
        return place


_MOST_KEPT = 200_000  # words; then the table begins anew
_shown = [_Shown()]


def rows(found: Sequence[str]) -> tuple[list[Ints], Ints]:
    """Return the columns of what words show by themselves, and the traits of each."""
    if len(_shown[0]) > _MOST_KEPT:
        _shown[0] = _Shown()
    shown = _shown[0]
    order = np.array(list(map(shown.__getitem__, found)), dtype=np.intp)
    *columns, traits = shown.table[order].T
    return columns, traits


_CAPITAL, _LONGER, _SHOUTED = 1, 2, 4


def _traits(word: str) -> int:
    """Return whether a word has a capital, is longer than an abbreviation, is so and all in capitals."""
    longer = len(word) > 3 and word.isalpha()
    return _CAPITAL * word[0].isupper() + _LONGER * longer + _SHOUTED * (longer and word.isupper())


_W, _S, _P, _E, _K, _X, _G, _T, _O, _D = range(10)
_EN: tuple[Template, ...] = (
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
    ((_D, 0), (_S, 0)), ((_D, 0), (_S, -1), (_S, 0), (_S, 1)), ((_D, 0), (_T, 0)), ((_D, 0), (_O, 0)), ((_D, 0), (_K, 0)), ((_D, -1), (_D, 0), (_D, 1)),
)  # fmt: skip


def _english(tokens: Tokens, small: frozenset[str]) -> list[Ints]:
    """Columns: word, shape, prefix, suffix, kind, how it is written elsewhere, gap, sentence, known, beside it elsewhere."""
    columns, traits = rows(tokens.words)
    capital = (traits & _CAPITAL) > 0
    flags = _of_sentences(tokens, traits)
    # Capitals within an ordinary sentence, not at its head.
    inner = Counter(tokens.words[at] for at in np.flatnonzero(capital & (flags == _INNER)).tolist())
    elsewhere, strange = _capitals(tokens.words, np.flatnonzero(capital).tolist(), inner, small)
    ends = np.append(np.int64(0), tokens.ends[:-1])
    gap = np.minimum(tokens.starts - ends, 2) + 1
    beside = _beside(tokens, np.flatnonzero(capital).tolist(), gap)
    return [*columns, elsewhere, gap, flags, strange, beside]


# What stands beside a word: a title, a given name or another capital before it, a company's ending or another behind it.
_TITLE, _GIVEN, _OTHER, _ENDING, _FURTHER = 1, 2, 4, 8, 16


@lru_cache(maxsize=20_000)
def _tells_behind(word: str) -> int:
    """Return what *word* tells of the word with a capital behind it."""
    low = word.lower()
    if low in word_set("en", "titles"):
        return _TITLE
    given = low in word_set("en", "first_names") or low in word_set("en", "given_names")
    return _GIVEN if given else _OTHER


def _beside(tokens: Tokens, places: list[int], gap: Ints) -> Ints:
    """Say of tokens with a capital (at *places*) what the same word has beside it anywhere in the text.

    So Orsett is known by Ada Orsett, and Pellow by Pellow Group.
    """
    found, told = tokens.words, Counter[str]()
    for first, second in itertools.pairwise(places):
        if second == first + 1 and gap[second] == _ONE_BLANK:
            one, other = found[first], found[second]
            told[other] |= _tells_behind(one)
            told[one] |= _ENDING if other in word_set("en", "org_suffixes") else _FURTHER
    out = np.zeros(len(found), dtype=np.int64)
    if places:
        out[places] = [1 + told[found[at]] for at in places]
    return out


_ONE_BLANK = 2  # in the column of gaps


_INNER = 5


def _of_sentences(tokens: Tokens, traits: Ints) -> Ints:
    """Say of each token what its sentence is: ordinary, full of capitals (1), shouted (2), without any (3).

    Ten times that and 5, one more at its head; 0 outside the sentences.
    """
    first, last = np.array(tokens.sentences, dtype=np.intp).reshape(-1, 2).T

    def count(trait: int) -> Ints:
        total = np.concatenate([[0], np.cumsum((traits & trait) > 0)])
        counted: Ints = total[last] - total[first]
        return counted

    capitals, longer = count(_CAPITAL), count(_LONGER)
    many = (longer > 2) & (capitals >= 0.7 * longer)
    kind = np.where(capitals == 0, 3, np.where(many, 1, 0))
    kind[(longer > 0) & (count(_SHOUTED) == longer)] = 2
    edges = np.zeros(len(tokens) + 1, dtype=np.int64)
    edges[first] += 10 * kind + _INNER
    edges[last] -= 10 * kind + _INNER
    flags: Ints = np.cumsum(edges)[:-1]
    flags[first] += 1
    return flags


def _capitals(
    found: list[str], places: list[int], inner: Counter[str], small: frozenset[str]
) -> tuple[Ints, Ints]:
    """Return for tokens with a capital (at *places*) how they are written elsewhere, and whether never small."""
    every = set(found)
    codes = {}
    for word, count in Counter(map(found.__getitem__, places)).items():
        low = word.lower()
        in_small = low in every and low.islower()
        codes[word] = (
            1 + in_small + 2 * min(inner[word], 2),
            0 if low in small else 1 + min(count, 3),
        )
    both = np.zeros((2, len(found)), dtype=np.int64)
    if places:
        both[:, places] = np.array([codes[found[at]] for at in places]).T
    return both[0], both[1]


_B, _F, _C, _N = 5, 6, 7, 8
_ZH: tuple[Template, ...] = (
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
            [plain[s:e] for s, e in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)],
            tokens.sentences,
        )
    columns, _traits_of_words = rows(tokens.words)
    begins, finishes, around = mark(plain, tokens.starts)
    return [*columns, begins, finishes, around, _name_likeness(plain, tokens.starts)]


class _Likeness(NamedTuple):
    """By the number of a character: whether it is a surname, how often it is in given names, and where."""

    surname: NDArray[np.bool_]
    only: NDArray[np.float64]
    first: NDArray[np.float64]
    second: NDArray[np.float64]


_CHARACTERS = 1 << 16  # rarer characters than those of the basic plane stand for nothing
_OFTEN = 60.0  # oftener than this tells no more


@cache
def _likeness() -> _Likeness:
    surname = np.zeros(_CHARACTERS, dtype=bool)
    surname[[ord(one) for one in _surnames() if ord(one) < _CHARACTERS]] = True
    tables = []
    for counts in given_names():
        table = np.zeros(_CHARACTERS)
        for char, often in counts.items():
            if ord(char) < _CHARACTERS:
                table[ord(char)] = min(often, _OFTEN)
        tables.append(table)
    return _Likeness(surname, *tables)


_LEVELS = np.array([0.0, 40.0, 300.0, 1200.0])


def _name_likeness(text: str, starts: Ints) -> Ints:
    """Say of each character how far it and the next two look like surname and given name."""
    known = _likeness()
    chars = np.frombuffer(f"{text}\0\0".encode("utf-32-le", "surrogatepass"), np.uint32)
    chars = np.where(chars < _CHARACTERS, chars, 0)
    two, three = chars[starts + 1], chars[starts + 2]
    only = known.only[two]
    both = np.searchsorted(_LEVELS, known.first[two] * known.second[three])
    alone = np.searchsorted(_LEVELS, only * only)
    return np.where(known.surname[chars[starts]], 1 + both + 5 * alone, 0)
