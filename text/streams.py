"""All that is indexed of a text, from one reading of it; the same for both search engines.

Two hundred million tokens stand in a million documents, so nothing here is done for one character
or word at a time that can be done for a whole text, and no word is cut twice.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from text.analysis import FORMS, TOKENS, UNSPACED, Pieces, beginning
from text.folding import fold_chars
from text.segment import Segmenter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_APART = re.compile(f"([{UNSPACED}]+)")  # splits into what stands between, a run, between, …
_EDGE = "\n"  # around each run while pairs are made: no run has it
_CODE = "<u4"  # of a character in the encoding below
_CODES = "utf-32-le"
_FEW = 64  # characters, as of a title: for them columns are not worth their beginning


class Streams(NamedTuple):
    """All that is indexed of one text: tokens with spaces between them, here and there with two."""

    places: str
    """One token per place, as :func:`text.analysis.positions` gives them."""
    words: str
    """The Chinese words, as :func:`text.analysis.analyse` gives them; of a title only."""
    forms: str
    """What single characters and beginnings of words are looked for among: the other words as
    written, folded but not stemmed, how these begin (:func:`text.analysis.beginning`), and each
    Chinese character."""


def _forms_of(piece: str) -> str:
    """Return the words of a piece as written, and how they begin."""
    forms = FORMS[piece].split()
    return " ".join([*forms, *(beginning(form) for form in forms)])


_FORMS: Pieces[str] = Pieces(_forms_of)
_GAPS: Pieces[str] = Pieces(lambda gap: _joined(TOKENS, gap.split()))


def read_both(title: str, text: str, segmenter: Segmenter) -> tuple[Streams, Streams]:
    """Read the *title* and *text* of a document for all that is indexed of them."""
    return read_streams(title, segmenter), read_streams(text)


def read_streams(text: str, segmenter: Segmenter | None = None) -> Streams:
    """Read *text* once for everything that is indexed of it: without a *segmenter* no words."""
    if text.isascii():
        return _read_spaced(text.lower())
    parts = _APART.split(fold_chars(text))
    return _read_mixed(text, parts, segmenter) if len(parts) > 1 else _read_spaced(text)


def _read_spaced(text: str) -> Streams:
    pieces = text.split()
    # of lists: joined without another copy
    return Streams(
        " ".join(list(map(TOKENS.__getitem__, pieces))),
        "",
        " ".join(list(map(_FORMS.__getitem__, dict.fromkeys(pieces)))),
    )


def _read_mixed(text: str, parts: Sequence[str], segmenter: Segmenter | None) -> Streams:
    runs = parts[1::2]
    ends = list(accumulate(map(len, parts)))[::2]
    # what stands between is read as written: the parts are folded
    gaps = [text[end - len(gap) : end] for gap, end in zip(parts[::2], ends, strict=True)]
    pairs, characters = _unspaced(runs) if len(text) > _FEW else _few_unspaced(runs)
    between = map(_GAPS.__getitem__, gaps)
    places = filter(None, chain.from_iterable(zip(between, [*pairs, ""], strict=True)))
    once = dict.fromkeys(chain.from_iterable(map(str.split, dict.fromkeys(gaps))))
    forms = " ".join(map(_FORMS.__getitem__, once))
    return Streams(
        " ".join(places),
        segmenter.index_words(runs) if segmenter else "",
        f"{forms} {characters}" if forms else characters,
    )


def _few_unspaced(runs: Sequence[str]) -> tuple[list[str], str]:
    """Return each run as overlapping pairs, its ends alone too, and the characters of all, once.

    云计算 gives 云 云计 计算 算; a run of one character is one token.
    """
    pairs = [
        run if len(run) == 1 else " ".join([run[0], *map("".join, pairwise(run)), run[-1]])
        for run in runs
    ]
    return pairs, " ".join(dict.fromkeys("".join(runs)))


def _unspaced(runs: Sequence[str]) -> tuple[list[str], str]:
    """Return the same of a long text.

    Pairs are made of all runs together, one column of characters beside the same one place on: ten
    times as fast as one pair after another.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second that a search need not spend

    whole = f"{_EDGE}{_EDGE.join(runs)}{_EDGE}"
    codes = np.frombuffer(whole.encode(_CODES), _CODE)
    columns = np.full((codes.size - 1, 3), ord(" "), _CODE)
    columns[:, 0], columns[:, 1] = codes[:-1], codes[1:]
    paired = columns.tobytes().decode(_CODES)[1:-2].split(f"{_EDGE} {_EDGE}")
    pairs = [run if len(run) == 1 else pair for run, pair in zip(runs, paired, strict=True)]
    return pairs, " ".join(_characters(codes))


def _characters(codes: "NDArray[np.uint32]") -> str:
    """Return the characters of *codes*, each once, without the edge, which comes first of all."""
    import numpy as np  # noqa: PLC0415

    ordered = np.sort(codes)
    once: bytes = ordered[1:][ordered[1:] != ordered[:-1]].tobytes()
    return once.decode(_CODES)


def _joined(made: Pieces[str], pieces: Iterable[str]) -> str:
    """Return what was *made* of each of *pieces*, with single spaces; of some it is nothing."""
    return " ".join(" ".join(map(made.__getitem__, pieces)).split())
