"""Text cut so that no name straddles a token, and listed phrases found among such tokens.

Chinese is cut into single characters, Latin words and numbers: a gazetteer over characters cannot
be broken by a segmenter's mistake about a name it does not know (小满笔记 as 小满|笔记), and offsets
stay exact. Words, where a rule needs them, come from :mod:`text.segment`.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from text.han import HAN

_PIECES = re.compile(rf"[{HAN}]|[A-Za-zÀ-ɏ]+|\d+|\s+|.", re.DOTALL)


class PhraseFinder:
    """Finds phrases in texts, token by token, letters of any case.

    What spaCy's PhraseMatcher does, without making its Doc of each text: that alone takes longer
    than all of this, and importing spaCy longer than tagging thirty articles.
    """

    def __init__(self) -> None:
        self._phrases: dict[str, list[list[str]]] = {}

    def add(self, phrase: str) -> None:
        """Let *phrase* be found; twice is once."""
        pieces = list(map(str.lower, _PIECES.findall(phrase)))
        known = self._phrases.setdefault(pieces[0], []) if pieces else [pieces]
        if pieces not in known:
            known.append(pieces)

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where phrases begin and end in *text*, also those within others."""
        found = _PIECES.findall(text)
        lower = list(map(str.lower, found))
        starts = list(accumulate(map(len, found), initial=0))
        for place, first in enumerate(lower):
            for phrase in self._phrases.get(first, ()):
                after = place + len(phrase)
                if lower[place:after] == phrase:
                    yield starts[place], starts[after]
