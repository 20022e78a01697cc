"""All that is indexed of a text, from one reading of it; the same for both search engines.

Two hundred million tokens stand in a million documents, so nothing here is done for one character
or word at a time that can be done for a whole text, and no word is cut twice.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from text.analysis import FORMS, SHORT_BEGINNINGS, TOKENS, UNSPACED, Pieces
from text.folding import fold_chars
from text.segment import Segmenter

_APART = re.compile(f"([{UNSPACED}]+)")  # splits into what stands between, a run, between, …
_EDGE = "\n"  # around each run while pairs are made: no run has it
_CODE = "<u4"  # of a character in the encoding below
_CODES = "utf-32-le"


class Streams(NamedTuple):
    """All that is indexed of one text: tokens joined by single spaces."""

    places: str
    """One token per place, as :func:`text.analysis.positions` gives them."""
    words: str
    """The Chinese words, as :func:`text.analysis.analyse` gives them."""
    forms: str
    """The other words as written, folded but not stemmed: prefixes are looked for among them."""
    begins: str
    """The first two and three letters of those words, and each Chinese character, once."""


def _begins_of(piece: str) -> tuple[str, ...]:
    """Return the short beginnings of the words of a piece: those by which most words begin."""
    return tuple(form[:size] for form in FORMS[piece].split() for size in SHORT_BEGINNINGS)


_BEGINS: Pieces[tuple[str, ...]] = Pieces(_begins_of)
_GAPS: Pieces[str] = Pieces(lambda gap: _joined(TOKENS, gap.split()))


def read_streams(text: str, segmenter: Segmenter) -> Streams:
    """Read *text* once for everything that is indexed of it."""
    if text.isascii():
        return _read_spaced(text.lower())
    parts = _APART.split(fold_chars(text))
    return _read_mixed(text, parts, segmenter) if len(parts) > 1 else _read_spaced(text)


def _read_spaced(text: str) -> Streams:
    pieces = text.split()
    once = dict.fromkeys(pieces)
    return Streams(_joined(TOKENS, pieces), "", _joined(FORMS, once), " ".join(_beginnings(once)))


def _read_mixed(text: str, parts: Sequence[str], segmenter: Segmenter) -> Streams:
    runs = parts[1::2]
    ends = list(accumulate(map(len, parts)))[::2]
    # what stands between is read as written: the parts are folded
    gaps = [text[end - len(gap) : end] for gap, end in zip(parts[::2], ends, strict=True)]
    pairs, characters = _unspaced(runs)
    between = map(_GAPS.__getitem__, gaps)
    places = filter(None, chain.from_iterable(zip(between, [*pairs, ""], strict=True)))
    once = dict.fromkeys(chain.from_iterable(map(str.split, dict.fromkeys(gaps))))
    return Streams(
        " ".join(places),
        segmenter.index_words(runs),
        _joined(FORMS, once),
        " ".join((*_beginnings(once), *characters)),
    )


def _unspaced(runs: Sequence[str]) -> tuple[list[str], str]:
    """Return each run as overlapping pairs, its ends alone too, and the characters of all, once.

    云计算 gives 云 云计 计算 算. Pairs are made of all runs together, one column of characters beside
    the same one place on: ten times as fast as one pair after another.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second that a search need not spend

    whole = f"{_EDGE}{_EDGE.join(runs)}{_EDGE}"
    codes = np.frombuffer(whole.encode(_CODES), _CODE)
    columns = np.full((codes.size - 1, 3), ord(" "), _CODE)
    columns[:, 0], columns[:, 1] = codes[:-1], codes[1:]
    paired = columns.tobytes().decode(_CODES)[1:-2].split(f"{_EDGE} {_EDGE}")
    # a run of one character is one token, not two
    pairs = [run if len(run) == 1 else pair for run, pair in zip(runs, paired, strict=True)]
    return pairs, np.unique(codes).tobytes().decode(_CODES)[1:]


def _beginnings(pieces: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(chain.from_iterable(map(_BEGINS.__getitem__, pieces)))


def _joined(made: Pieces[str], pieces: Iterable[str]) -> str:
    found = " ".join(map(made.__getitem__, pieces))
    return (
        " ".join(found.split()) if "  " in found or found[:1] == " " or found[-1:] == " " else found
    )
