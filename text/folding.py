"""One form for characters that mean the same: width, case, traditional and simplified Chinese."""

import re
import unicodedata
from functools import cache

import opencc

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_LONG = 200  # characters: for a shorter text alone the pattern below is not made
# Characters that only words change (深沈 is 深沉): each alone is simplified already.
_IN_WORDS = "哩坏沈甦瞭藉衹覆"
_ACCENT = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic letters; not of kana
# Full-width ASCII and the ideographic space have one half-width twin each.
_WIDE = re.compile("[\u3000\uff01-\uff5e]")
_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _traditional() -> re.Pattern[str]:
    """Return what finds the characters that conversion may change: rare ones are all taken for such.

    A third of the time of a conversion, and most Chinese texts have none.
    """
    some = [chr(code) for code in range(0x2E80, 0xFB00) if not 0xAC00 <= code < 0xE000]
    simplified = _converter().convert("\n".join(some)).split("\n")
    changed = [one for one, new in zip(some, simplified, strict=True) if one != new]
    return re.compile(f"[{''.join(changed)}{_IN_WORDS}\U00010000-\U0010ffff]")


def to_simplified(text: str) -> str:
    """Return *text* with traditional characters simplified, of the same length."""
    if not _HAN.search(text):
        return text
    made = _traditional.cache_info().currsize
    if (made or len(text) > _LONG) and not _traditional().search(text):
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(one if len(one) == 1 else char for char, one in _char_by_char(text))


def _char_by_char(text: str) -> list[tuple[str, str]]:
    return [(char, _converter().convert(char)) for char in text]


def _narrow(match: re.Match[str]) -> str:
    return _WIDTH[match[0]]


def fold_chars(text: str) -> str:
    """Return *text* of the same length, so that offsets hold: half width, small, simplified."""
    if text.isascii():
        return text.lower()
    narrow = _WIDE.sub(_narrow, text)  # four times as fast as str.translate on Chinese
    lowered = narrow.lower()
    if len(lowered) != len(text):  # İ becomes two: keep such letters
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in narrow)
    return to_simplified(lowered)


def fold_word(word: str) -> str:
    """Return one word as it is compared: compatibility forms (㎡, ﬁ) resolved, accents removed."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word).casefold()
    folded = unicodedata.normalize("NFKC", _ACCENT.sub("", apart))
    return to_simplified("".join(folded.split())) or word  # ͺ alone would leave nothing
