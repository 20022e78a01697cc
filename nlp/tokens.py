"""Text cut so that no name straddles a token, and listed phrases found among such tokens, however they are typed.

Chinese is cut into single characters, Latin words and numbers: a gazetteer over characters cannot
be broken by a segmenter's mistake about a name it does not know (小满笔记 as 小满|笔记), and offsets
stay exact. Words, where a rule needs them, come from :mod:`text.segment`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from text.han import HAN

_MARKS = "\u0300-\u036f"  # accents that are characters of their own
# "Brennan & Holt" is also written "Brennan and Holt", "Brennan&Holt".
_AND = re.compile(r"\s+and\s+|\s*&\s*")
_PIECES = re.compile(rf"[{HAN}]|[A-Za-zÀ-ɏ{_MARKS}]+|\d+|{_AND.pattern}|\s+|.", re.DOTALL)
_MARK = re.compile(f"[{_MARKS}]")
_BREAK = "\n\n"  # an empty line is no blank
# Characters that are typed one way or another: full width, apostrophes, hyphens, accents.
_TYPED = re.compile("[\u3000\uff01-\uff5eÀ-ɏ‘’ʼ´‐‑]")
_ONE_FORM = dict.fromkeys("‘’ʼ´＇", "'") | dict.fromkeys("‐‑－", "-") | {"\u3000": " "}


def alike(text: str) -> str:
    """Return *text*, of the same length, as if it were typed plainly: ’ as ', é as e, full width as half."""
    return text if text.isascii() else _TYPED.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    return _plain_char(match[0])


@lru_cache(maxsize=1024)
def _plain_char(char: str) -> str:
    if char in _ONE_FORM:
        return _ONE_FORM[char]
    return unicodedata.normalize("NFKD", char)[0]


class PhraseFinder:
    """Finds phrases in texts, token by token, letters of any case, typed in any of the usual ways.

    What spaCy's PhraseMatcher does, without making its Doc of each text: that alone takes longer
    than all of this, and importing spaCy longer than tagging thirty articles.
    """

    def __init__(self) -> None:
        # By their first token: how many tokens they have, and these with that many.
        self._phrases: dict[str, dict[int, set[str]]] = {}

    def add(self, phrase: str) -> str:
        """Let *phrase* be found, and return the form in which it is compared."""
        pieces = _tokens(phrase.strip())
        key = "".join(pieces)
        if pieces:
            self._phrases.setdefault(pieces[0], {}).setdefault(len(pieces), set()).add(key)
        return key

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield where phrases begin and end in *text* and the form in which they are compared.

        Also those within others; none that reaches over the first line feed, where a title ends.
        """
        found = _PIECES.findall(alike(text))
        folded = list(map(_folded, found))
        starts = list(accumulate(map(len, found), initial=0))
        if (title_end := text.find("\n")) >= 0:
            folded[bisect_right(starts, title_end) - 1] = _BREAK
        for place, first in enumerate(folded):
            for size, phrases in self._phrases.get(first, {}).items():
                key = "".join(folded[place : place + size])
                if key in phrases and place + size < len(starts):
                    yield starts[place], starts[place + size], key


def key_of(phrase: str) -> str:
    """Return what all the ways to type *phrase* have in common."""
    return "".join(_tokens(phrase.strip()))


def _tokens(phrase: str) -> list[str]:
    return list(map(_folded, _PIECES.findall(alike(phrase))))


@lru_cache(maxsize=8192)
def _folded(piece: str) -> str:
    """Return a piece of plainly typed text as it is compared."""
    if piece.isspace():
        return _BREAK if piece.count("\n") > 1 else " "
    if _AND.fullmatch(piece):
        return "&"
    return _MARK.sub("", piece).lower()
