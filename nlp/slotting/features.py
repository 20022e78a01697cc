"""What tells a token's slot, as numbers: its words, names, the trigger, and what the rules found."""

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from nlp.hashing import Ints, Template, hashed
from nlp.names.features import rows
from nlp.slotting.window import Named, Token, Window

_BLANKS = 3  # as far as a template looks
_SEPARATORS = frozenset(",，、;；:：(（—")
_PREPOSITIONS = frozenset(
    [
        "of",
        "to",
        "for",
        "from",
        "with",
        "by",
        "in",
        "at",
        "on",
        "into",
        "as",
        "after",
        "over",
        "under",
        "between",
        "against",
        "about",
        "than",
        "per",
        "worth",
        "named",
        "called",
        "until",
        "since",
        "via",
        "through",
    ]
)
_REACH = 6  # words that a preposition governs at most
_DISTANCES = (1, 2, 3, 5, 9, 17)  # bounds of the steps by which nearness is told

# Columns: the word and its shape, ends and sort; the name it is in; what a rule made of it; how far from the
# trigger; commas between; preposition; the words around the name; kind, trigger and status (the same for all).
_W, _S, _P, _E, _G, _L, _R, _D, _C, _Q = range(10)
_B1, _B2, _A1, _A2, _K, _T, _U, _X = range(10, 18)


def _with_kind(*templates: Template) -> tuple[Template, ...]:
    return tuple(((_K, 0), *one) for one in templates)


_BOTH: tuple[Template, ...] = (
    ((_W, 0),), ((_W, -1),), ((_W, 1),), ((_W, -2),), ((_W, 2),), ((_W, -1), (_W, 0)), ((_W, 0), (_W, 1)),
    ((_W, -2), (_W, -1)), ((_W, 1), (_W, 2)), ((_W, -1), (_W, 1)),
    ((_L, 0),), ((_L, -1), (_L, 0)), ((_L, 0), (_L, 1)), ((_L, 0), (_B1, 0)), ((_L, 0), (_A1, 0)),
    ((_L, 0), (_B1, 0), (_B2, 0)), ((_L, 0), (_A1, 0), (_A2, 0)), ((_L, 0), (_Q, 0)),
    ((_S, 0),), ((_S, -1), (_S, 0), (_S, 1)), ((_P, 0),), ((_E, 0),), ((_G, 0),),
    ((_R, 0),), ((_R, -1), (_R, 0)), ((_R, 0), (_R, 1)), ((_R, 0), (_L, 0)), ((_R, 0), (_W, 0)),
    *_with_kind(
        ((_W, 0),), ((_W, -1),), ((_W, 1),), ((_L, 0),), ((_L, 0), (_D, 0)), ((_L, 0), (_C, 0)), ((_L, 0), (_Q, 0)),
        ((_L, 0), (_B1, 0)), ((_L, 0), (_A1, 0)), ((_D, 0),), ((_Q, 0), (_S, 0)),
        ((_R, 0),), ((_R, 0), (_L, 0)), ((_R, 0), (_Q, 0)), ((_R, 0), (_D, 0)),
        ((_W, -1), (_W, 0)), ((_W, -2), (_W, -1)), ((_W, 0), (_W, 1)),
        ((_T, 0), (_L, 0), (_X, 0)), ((_T, 0), (_L, 0), (_Q, 0), (_X, 0)), ((_U, 0), (_L, 0), (_X, 0)),
    ),
)  # fmt: skip
# A Chinese word has several characters: more of them are looked at.
_ZH: tuple[Template, ...] = (
    *_BOTH,
    ((_W, -2), (_W, -1), (_W, 0)), ((_W, 0), (_W, 1), (_W, 2)), ((_W, -1), (_W, 0), (_W, 1)),
    ((_W, -3), (_W, -2), (_W, -1)), ((_W, 1), (_W, 2), (_W, 3)),
    *_with_kind(
        ((_W, -2), (_W, -1), (_W, 0)), ((_W, -1), (_W, 0), (_W, 1)), ((_W, -3), (_W, -2), (_W, -1)), ((_W, 1), (_W, 2)),
    ),
)  # fmt: skip


def indices(one: Window, language: str) -> Ints:
    """Return the numbers of the features of each token (rows)."""
    tokens = one.tokens
    size = len(tokens)
    columns = np.zeros((_X + 1, size + _BLANKS), dtype=np.int64)
    words = [token.word for token in tokens]
    shown, _traits = rows(words)
    for place, column in enumerate(shown):
        columns[place, :size] = column
    labels, begins = _marks(tokens, one.names)
    columns[_L, :size] = labels
    columns[_R, :size] = _marks(tokens, one.ruled)[0]
    first, last = _trigger(tokens, one.trigger)
    columns[_D, :size], columns[_X, :size] = _distances(tokens, first, last)
    columns[_C, :size] = _commas(tokens, first, columns[_X, :size])
    columns[_Q, :size] = _prepositions(tokens)
    padded = np.concatenate([[0, 0], columns[_W, :size], [0, 0]])
    left, right = _ends(labels, begins)
    columns[_B1, :size], columns[_B2, :size] = padded[left + 1], padded[left]
    columns[_A1, :size], columns[_A2, :size] = (
        padded[right + 3],
        padded[np.minimum(right + 4, size + 3)],
    )
    columns[_K, :size] = _code(one.kind)
    columns[_T, :size] = _code(" ".join(words[first : last + 1]).lower()[:24])
    columns[_U, :size] = _code(one.status)
    return hashed(columns.astype(np.uint64), _ZH if language == "zh" else _BOTH)[:size]


@lru_cache(maxsize=20_000)
def _code(text: str) -> int:
    return crc32(text.encode()) + 1


def _marks(tokens: Sequence[Token], named: Sequence[Named]) -> tuple[Ints, Ints]:
    """Return for each token the code of what it is in (begun or gone on), and where that begins."""
    codes, begins = np.zeros((2, len(tokens)), dtype=np.int64)
    starts = [token.start for token in tokens]
    for one in named:
        low = int(np.searchsorted(starts, one.start))
        high = low
        while high < len(tokens) and tokens[high].end <= one.end:
            high += 1
        codes[low:high] = _code(f"I {one.label}")
        begins[low:high] = 0
        if high > low:
            codes[low] = _code(f"B {one.label}")
            begins[low] = 1
    return codes, begins


def _ends(labels: Ints, begins: Ints) -> tuple[Ints, Ints]:
    """Return for each token the first and the last of the name it is in, else itself."""
    size = len(labels)
    left, right = np.arange(size), np.arange(size)
    for place in range(1, size):
        if labels[place] and not begins[place]:
            left[place] = left[place - 1]
    for place in range(size - 2, -1, -1):
        if labels[place] and labels[place + 1] and not begins[place + 1]:
            right[place] = right[place + 1]
    return left, right


def _trigger(tokens: Sequence[Token], trigger: tuple[int, int]) -> tuple[int, int]:
    inside = [
        n for n, one in enumerate(tokens) if one.start >= trigger[0] and one.end <= trigger[1]
    ]
    if inside:
        return inside[0], inside[-1]
    own = next((n for n, one in enumerate(tokens) if one.away == 0), 0)
    return own, own


def _distances(tokens: Sequence[Token], first: int, last: int) -> tuple[Ints, Ints]:
    """Return how far each token is from the trigger, in steps, and on which side (0: in it)."""
    place = np.arange(len(tokens))
    by = np.where(place < first, place - first, np.where(place > last, place - last, 0))
    near = np.searchsorted(_DISTANCES, np.abs(by), side="right") * np.sign(by)
    away = np.array([9 if one.away is None else max(-3, min(3, one.away)) for one in tokens])
    own = away == 0
    return np.where(own, 20 + near, 40 + away), np.where(own, 2 + np.sign(by), 9)


def _commas(tokens: Sequence[Token], first: int, side: Ints) -> Ints:
    """Return how many clauses stand between a token and the trigger (two at most), and the side."""
    passed = np.cumsum([one.word in _SEPARATORS for one in tokens])
    apart = np.minimum(2, np.abs(passed - passed[first]))
    return np.where(side < 9, 1 + apart + 4 * side, 0)


def _prepositions(tokens: Sequence[Token]) -> Ints:
    """Return for each token the preposition that stands before it, if one is near."""
    out = np.zeros(len(tokens), dtype=np.int64)
    last, since = "", _REACH
    for place, one in enumerate(tokens):
        if place and tokens[place - 1].away != one.away:
            last, since = "", _REACH
        if last and since < _REACH:
            out[place] = _code(last)
        since += 1
        low = one.word.lower()
        if low in _PREPOSITIONS:
            last, since = low, 0
    return out
