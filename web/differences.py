"""What two versions of a text have in common and what differs, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

# Latin words whole, Chinese character by character, spaces with what stands before them.
_WORDS = re.compile(r"[A-Za-z0-9À-ɏ][\w.,'’-]*\s*|\S\s*")
# Words of one paragraph that are compared one by one; longer ones are replaced as a whole.
_MOST = 3000
# Paragraphs shown on each side of a change, and the longest run that is not worth folding.
_BESIDE, _SHORT = 2, 2


class Piece(NamedTuple):
    """Words that stayed (``same``), went (``del``) or came (``ins``)."""

    kind: str
    text: str


class Run(NamedTuple):
    """Paragraphs that follow each other; *folded*: they are the same in both and may be left out."""

    folded: bool
    paragraphs: list[list[Piece]]


def paragraphs(old: str, new: str) -> list[list[Piece]]:
    """Return *new* paragraph by paragraph with what went and came; untouched ones as one piece."""
    before = [one for one in old.split("\n") if one.strip()]
    after = [one for one in new.split("\n") if one.strip()]
    made: list[list[Piece]] = []
    for kind, i, i2, j, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            made += [[Piece("same", one)] for one in after[j:j2]]
            continue
        pairs = min(i2 - i, j2 - j)
        made += [words(before[i + n], after[j + n]) for n in range(pairs)]
        made += [[Piece("del", one)] for one in before[i + pairs : i2]]
        made += [[Piece("ins", one)] for one in after[j + pairs : j2]]
    return made


def runs(found: list[list[Piece]]) -> list[Run]:
    """Return paragraphs in runs: what is the same for long is folded, but for what stands beside a change."""
    made: list[Run] = []
    differs = [any(piece.kind != "same" for piece in one) for one in found]
    near = [any(differs[max(0, at - _BESIDE) : at + _BESIDE + 1]) for at in range(len(found))]
    for shown, some in groupby(zip(near, found, strict=True), key=lambda pair: pair[0]):
        held = [one for _near, one in some]
        made.append(Run(not shown and len(held) > _SHORT, held))
    return made


def words(old: str, new: str) -> list[Piece]:
    """Return one line with what went and came."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > _MOST:
        return [Piece("del", old), Piece("ins", new)]
    return list(_pieces(before, after))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for kind, i, i2, j, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(after[j:j2]))
            continue
        if i < i2:
            yield Piece("del", "".join(before[i:i2]))
        if j < j2:
            yield Piece("ins", "".join(after[j:j2]))


def changed(found: list[list[Piece]]) -> int:
    """Return how many paragraphs differ."""
    return sum(any(piece.kind != "same" for piece in one) for one in found)
