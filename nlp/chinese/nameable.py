"""What some Chinese characters can be called by: whether they may name a thing, where such a name begins, who only firms are.

Words are data (``ware_*``, ``product_plain`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection
from functools import lru_cache

from nlp.chinese.evidence import ordinary
from nlp.chinese.tails import LOOSE, generic
from nlp.lexicon import either, known, place_set, word_set, words
from nlp.names.wordbook import frequency, wordbook
from text.begins import holds_one
from text.han import HAN

RARE = 150
"""As often as that jieba has counted a word that may be a name: 飞鸟 125, 城市 25,084."""
MOST = 4
"""Characters of a name before its noun."""
HANS = re.compile(f"[{HAN}]+")
_NO_NAME = frozenset("vdpcrmtqfu")  # parts of speech that no name is


@lru_cache(maxsize=1)
def edge() -> re.Pattern[str]:
    """Return the pattern of what a name of a thing can stand behind."""
    return re.compile(rf"(?:\A|[^{HAN}A-Za-z\d·]|[{LOOSE}]|{either('zh', 'ware_before')})\Z")


@lru_cache(maxsize=1)
def firm_after() -> re.Pattern[str]:
    """Return the pattern of what only companies do: who does it is one, whatever its name ends in."""
    funded = "完成[^，。]{0,6}融资|获[^，。]{0,6}融资"
    listed = either("zh", "ware_firm_after", "ware_firm_after_too")
    return re.compile(rf"(?:的)?(?:{listed}|{funded})")


def head(text: str, tail: int, names: Collection[str]) -> int | None:
    """Return where the name before a noun or a number at *tail* begins, if there is one; *names* are companies."""
    for size in range(2, MOST + 1):
        start = tail - size
        if start < 0 or not HANS.fullmatch(text, start, tail):
            return None
        if edge().search(text, max(0, start - 5), start):
            if text[start - 1] not in LOOSE and text[start - 1 : start + 1] in wordbook():
                return None  # 新用 | 户…, which does not use anything
            name = text[start:tail]
            return start if name not in names and nameable(name) else None
    return None


@lru_cache(maxsize=8192)
def nameable(name: str) -> bool:
    """Say whether some characters can name a thing: no usual word, no place, no kind of thing, no small word."""
    if not set(LOOSE).isdisjoint(name) or name in place_set("zh") or name in known("zh"):
        return False
    if name in generic() or any(
        name in word_set("zh", one)
        for one in ("code_before", "product_plain", "product_plain_too", "thing_heads")
    ):
        return False
    if name.startswith(no_begin()) or name.endswith(_no_end()):
        return False
    if holds_one(name, _not_within()):
        return False
    part = wordbook().get(name)
    if part is None:
        return holds_no_word(name)
    return part[0] not in _NO_NAME and frequency(name) <= RARE


@lru_cache(maxsize=1)
def no_begin() -> tuple[str, ...]:
    """Return the signs and words that no name of a thing begins with."""
    return words("zh")["ware_not_first"] + words("zh")["ware_not_first_too"]


@lru_cache(maxsize=1)
def _no_end() -> tuple[str, ...]:
    return words("zh")["ware_not_last"] + words("zh")["ware_not_last_too"]


@lru_cache(maxsize=1)
def _not_within() -> tuple[str, ...]:
    """Return the words that a name of a thing holds none of: 手机浏览器."""
    lists = ("ware_not_within", "ware_kinds", "product_kinds", "roles")
    return tuple(sorted({word for name in lists for word in words("zh")[name]} - {"会员"}))


@lru_cache(maxsize=4096)
def strange(name: str) -> bool:
    """Say whether a name is no word, no place, and holds none."""
    return (
        name not in place_set("zh")
        and name not in wordbook()
        and not ordinary(name)
        and holds_no_word(name)
    )


def holds_no_word(name: str) -> bool:
    """Say whether no two neighbouring characters are a word of the dictionary."""
    return not any(name[at : at + 2] in wordbook() for at in range(len(name) - 1))


@lru_cache(maxsize=4096)
def verbal(brand: str) -> bool:
    """Say whether words before a Latin one begin with a verb or hold a small word: 并入主 | App."""
    first = wordbook().get(brand[:2], "nz")[:1]
    return first in {"v", "d", "p", "c", "r"} or not set(LOOSE).isdisjoint(brand)


@lru_cache(maxsize=4096)
def is_plain(name: str) -> bool:
    """Say whether words tell what sort of thing it is, or who does what: they are no name."""
    lists = ("generic_heads", "no_companies", "product_plain", "product_plain_too", "breaks")
    return any(name in word_set("zh", one) for one in lists)
