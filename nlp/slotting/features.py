"""What tells a token's slot, as numbers: its words, names, the trigger, and what the rules found."""

from collections.abc import Sequence

import numpy as np

from nlp.hashing import Ints, Template, hashed
from nlp.slotting.cutting import code
from nlp.slotting.window import TITLE, Named, Tokens, Window

_BLANKS = 3  # as far as a template looks
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
    return indices_of([one], language)[: len(one.tokens)]


def indices_of(several: Sequence[Window], language: str) -> Ints:
    """Return the same for the tokens of several passages, each followed by blanks: see :func:`firsts`."""
    columns = np.concatenate([_columns(one) for one in several], axis=1)
    return hashed(columns.view(np.uint64), _ZH if language == "zh" else _BOTH)


def firsts(several: Sequence[Window]) -> list[int]:
    """Return the row at which each passage begins."""
    return [0, *np.cumsum([len(one.tokens) + _BLANKS for one in several[:-1]]).tolist()]


def _columns(one: Window) -> Ints:
    """Return what each token shows, and blanks."""
    tokens = one.tokens
    size = len(tokens)
    columns = np.zeros((_X + 1, size + _BLANKS), dtype=np.int64)
    inside = columns[:, :size]
    inside[: len(tokens.shown)] = tokens.shown
    labels, begins = _marks(tokens, one.names)
    inside[_L] = labels
    if one.ruled:
        inside[_R] = _marks(tokens, one.ruled)[0]
    first, last = _trigger(tokens, one.trigger)
    inside[_D], inside[_X] = _distances(tokens, first, last)
    inside[_C] = _commas(tokens, first, inside[_X])
    inside[_Q] = tokens.governed
    padded = np.zeros(size + 4, np.int64)
    padded[2:-2] = inside[_W]
    left, right = _ends(labels, begins)
    inside[_B1], inside[_B2] = padded[left + 1], padded[left]
    inside[_A1], inside[_A2] = padded[right + 3], padded[np.minimum(right + 4, size + 3)]
    inside[_K] = code(one.kind)
    inside[_T] = code(" ".join(tokens.words[first : last + 1]).lower()[:24])
    inside[_U] = code(one.status)
    return columns


def _marks(tokens: Tokens, named: Sequence[Named]) -> tuple[Ints, Ints]:
    """Return for each token the code of what it is in (begun or gone on), and where that begins."""
    codes, begins = np.zeros((2, len(tokens)), dtype=np.int64)
    if not named:
        return codes, begins
    lows = np.searchsorted(tokens.starts, [one.start for one in named]).tolist()
    highs = np.searchsorted(tokens.ends, [one.end for one in named], side="right").tolist()
    for one, low, high in zip(named, lows, highs, strict=True):
        if high > low:
            codes[low:high] = code(f"I {one.label}")
            begins[low:high] = 0
            codes[low] = code(f"B {one.label}")
            begins[low] = 1
    return codes, begins


def _ends(labels: Ints, begins: Ints) -> tuple[Ints, Ints]:
    """Return for each token the first and the last of the name it is in, else itself."""
    size = len(labels)
    place = np.arange(size)
    named, goes_on = labels > 0, (labels > 0) & (begins == 0)
    left = np.maximum.accumulate(np.where(goes_on, 0, place))
    goes_on[:-1] = named[:-1] & goes_on[1:]
    goes_on[-1] = False
    right = np.minimum.accumulate(np.where(goes_on, size, place)[::-1])[::-1]
    return left, right


def _trigger(tokens: Tokens, trigger: tuple[int, int]) -> tuple[int, int]:
    first = int(np.searchsorted(tokens.starts, trigger[0]))
    last = int(np.searchsorted(tokens.ends, trigger[1], side="right")) - 1
    if first <= last:
        return first, last
    own = int(np.argmax(tokens.away == 0))
    return own, own


def _distances(tokens: Tokens, first: int, last: int) -> tuple[Ints, Ints]:
    """Return how far each token is from the trigger, in steps, and on which side (0: in it)."""
    place = np.arange(len(tokens))
    by = np.minimum(place - first, 0) + np.maximum(place - last, 0)
    side = np.sign(by)
    near = np.searchsorted(_DISTANCES, np.abs(by), side="right") * side
    away = np.where(tokens.away == TITLE, 9, np.clip(tokens.away, -3, 3))
    own = away == 0
    return np.where(own, 20 + near, 40 + away), np.where(own, 2 + side, 9)


def _commas(tokens: Tokens, first: int, side: Ints) -> Ints:
    """Return how many clauses stand between a token and the trigger (two at most), and the side."""
    passed = np.cumsum(tokens.parts)
    apart = np.minimum(2, np.abs(passed - passed[first]))
    return np.where(side < 9, 1 + apart + 4 * side, 0)
