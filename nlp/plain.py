"""Chinese text in the one form that all readers of moves know: simplified characters, half-width letters and digits.

Lists, frames and models were made from such texts. The form is as long as the text, so that what is found in it
is told in the words that were written. What Taiwan and Hong Kong call otherwise is read as its twin of equal
length, in traditional texts alone: 軟體 is software there, 软体 no software elsewhere.
"""

import re
from functools import lru_cache

from nlp.lexicon import words
from text.folding import to_simplified

_WIDE = re.compile("[％＆＋－．／０-９Ａ-Ｚａ-ｚ]")
# A comma parts thousands between wide digits, too; elsewhere it is a comma.
_THOUSANDS = re.compile(
    r"(?<=[0-9０-９])，(?=[0-9０-９]{3}(?![0-9０-９]))(?=[０-９]|(?<=[０-９]，))"
)
_SHIFT = 0xFEE0
# So large a share of its characters changes when a traditional text is simplified; a name alone changes fewer.
_TRADITIONAL = 0.1


def plain(text: str) -> str:
    """Return Chinese *text* of the same length in the form that frames and models read."""
    if _WIDE.search(text):
        text = _WIDE.sub(_narrow, _THOUSANDS.sub(",", text))
    simplified = to_simplified(text)
    if simplified is text or simplified == text:
        return text
    changed = sum(map(str.__ne__, simplified, text))
    return _regional().sub(_twin, simplified) if changed > _TRADITIONAL * len(text) else simplified


def _narrow(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - _SHIFT)


def _twin(match: re.Match[str]) -> str:
    return _twins()[match[0]]


@lru_cache(maxsize=1)
def _twins() -> dict[str, str]:
    pairs = (pair.partition("=") for pair in words("zh")["regional"])
    return {there: here for there, _, here in pairs}


@lru_cache(maxsize=1)
def _regional() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_twins(), key=len, reverse=True)))
