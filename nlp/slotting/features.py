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
    return hashed(_columns(several).view(np.uint64), _ZH if language == "zh" else _BOTH)


def firsts(several: Sequence[Window]) -> list[int]:
    """Return the row at which each passage begins."""
    return [0, *np.cumsum([len(one.tokens) + _BLANKS for one in several[:-1]]).tolist()]


def _columns(several: Sequence[Window]) -> Ints:
    """Return what each token of passages shows, with blanks behind each passage."""
    sizes = np.array([len(one.tokens) for one in several])
    begins = np.array(firsts(several))
    whose = np.repeat(np.arange(len(several)), sizes)
    inside = np.arange(len(whose)) + _BLANKS * whose
    columns = np.zeros((_X + 1, int(begins[-1] + sizes[-1]) + _BLANKS), dtype=np.int64)

    def put(column: int, values: Ints) -> None:
        columns[column, inside] = values

    tokens = [one.tokens for one in several]
    columns[: len(tokens[0].shown), inside] = np.concatenate([one.shown for one in tokens], axis=1)
    marked = [_marks(one.tokens, one.names) for one in several]
    put(_L, np.concatenate([codes for codes, _ in marked]))
    put(_R, np.concatenate([_marks(one.tokens, one.ruled)[0] for one in several]))
    spans = [_trigger(one.tokens, one.trigger) for one in several]
    triggers = np.array(spans) + begins[:, None]
    away = np.concatenate([one.away for one in tokens])
    steps, side = _distances(inside, triggers[whose].T, away)
    put(_D, steps)
    put(_X, side)
    passed = np.zeros(columns.shape[1], np.int64)
    passed[inside] = np.cumsum(np.concatenate([one.parts for one in tokens]))
    put(_C, _commas(passed[inside] - passed[triggers[whose, 0]], side))
    put(_Q, np.concatenate([one.governed for one in tokens]))
    _put_around(columns, inside, np.concatenate([begun for _, begun in marked]))
    for column, texts in (
        (_K, [one.kind for one in several]),
        (_T, [_words(one, span) for one, span in zip(several, spans, strict=True)]),
        (_U, [one.status for one in several]),
    ):
        put(column, np.array([code(text) for text in texts])[whose])
    return columns


def _words(one: Window, span: tuple[int, int]) -> str:
    return " ".join(one.tokens.words[span[0] : span[1] + 1]).lower()[:24]


def _put_around(columns: Ints, inside: Ints, begun: Ints) -> None:
    """Put in the words before and behind the name that each token is in."""
    begins = np.zeros(columns.shape[1], np.int64)
    begins[inside] = begun
    left, right = (one[inside] for one in _ends(columns[_L], begins))
    word = np.zeros(columns.shape[1] + 4, np.int64)
    word[2:-2] = columns[_W]
    columns[_B1, inside], columns[_B2, inside] = word[left + 1], word[left]
    columns[_A1, inside], columns[_A2, inside] = word[right + 3], word[right + 4]


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


def _distances(place: Ints, trigger: Ints, away: Ints) -> tuple[Ints, Ints]:
    """Return how far each token is from its trigger, in steps, and on which side (0: in it).

    *trigger*: its first and last token, for each token.
    """
    first, last = trigger
    by = np.minimum(place - first, 0) + np.maximum(place - last, 0)
    side = np.sign(by)
    near = np.searchsorted(_DISTANCES, np.abs(by), side="right") * side
    away = np.where(away == TITLE, 9, np.clip(away, -3, 3))
    own = away == 0
    return np.where(own, 20 + near, 40 + away), np.where(own, 2 + side, 9)


def _commas(passed: Ints, side: Ints) -> Ints:
    """Return how many clauses stand between a token and the trigger (two at most), and the side."""
    return np.where(side < 9, 1 + np.minimum(2, np.abs(passed)) + 4 * side, 0)
