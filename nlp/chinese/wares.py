"""Products in Chinese text that their own words show: a Latin word behind the name (织云 | CRM), or what their maker is called: 岭禾软件 makes 岭禾仓储管理系统.

Nouns and words around are data (``product_*``, ``ware_*``, ``thing_*`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from nlp.chinese.coded import coded, numbered
from nlp.chinese.evidence import ordinary, without_tail
from nlp.chinese.nameable import (
    HANS,
    MOST,
    edge,
    firm_after,
    nameable,
    no_begin,
    verbal,
)
from nlp.entities import Entity
from nlp.lexicon import either, place_set, word_set, words
from nlp.names.wordbook import wordbook
from text.begins import found_at, places_of
from text.han import HAN

_SURE_FIRM = 62  # companies of a lower rank may be products by their noun
_TAILED, _BARE = (
    0.6,
    0.8,
)  # how sure a company must be whose name begins its things', with a tail and without
_LETTERS = re.compile("[A-Za-z]")
_LATIN_MAKER = re.compile(r"[A-Z][A-Za-z]{2,11}")
# Behind these a noun is part of who makes or sells the things.
OF_FIRMS = "商|厂|店|业|行业|市场|公司|企业|集团|制造|供应"


class _Told(NamedTuple):
    """How a product was told: its rank and how sure that is."""

    rank: int
    sure: float = 0.7


_BY_LATIN, _BY_NOUN = _Told(62), _Told(62, 0.65)


def wares(text: str, firms: Sequence[Entity], taken: AbstractSet[int]) -> Iterator[Entity]:
    """Yield the products that *text* names by nouns, numbers and codes.

    *firms* are its companies, *taken* the characters of registered names.
    """
    every = {one.name for one in firms}
    sure = {one.name for one in firms if one.rank >= _SURE_FIRM}
    letters = places_of(_LETTERS, text)
    yield from coded(text, letters, firms, taken)
    yield from _beside_latin(text, letters, every)
    yield from _of_their_makers(text, firms)
    yield from numbered(text, sure)


def _ware(text: str, start: int, end: int, told: _Told) -> Entity:
    return Entity(start, end, "PRODUCT", text[start:end], rank=told.rank, confidence=told.sure)


# --- A Latin word behind the name: 织云 | CRM


@lru_cache(maxsize=1)
def _latin() -> re.Pattern[str]:
    """Return the pattern of a Latin word behind a Chinese name."""
    latin = either("zh", "product_latin", "ware_latin")
    return re.compile(
        rf"(?:(?<=[{HAN}])(?:{latin})|(?<=[{HAN}] )(?:Pro|Max|Mini|Ultra|Plus|Lite|SE|Air))(?![A-Za-z])"
    )


def _beside_latin(text: str, letters: Sequence[int], names: Collection[str]) -> Iterator[Entity]:
    """Yield brands with a Latin word: 织云 | CRM."""
    for match in found_at(_latin(), text, letters):
        if (start := _branded(text, match.start(), names)) is not None:
            yield _ware(text, start, match.end(), _BY_LATIN)


def _branded(text: str, word: int, names: Collection[str]) -> int | None:
    """Return where the brand before a Latin word begins, if there is one."""
    word -= text[word - 1 : word] == " "
    for start in range(word - 2, max(-1, word - MOST - 1), -1):
        brand = text[start:word]
        if not HANS.fullmatch(brand) or verbal(brand):
            break
        if brand.startswith((*words("zh")["product_plain"], *no_begin())):
            continue
        free = edge().search(text, max(0, start - 5), start)
        own = any(brand in name for name in names) or not ordinary(brand)
        if free and own and brand not in place_set("zh"):
            return start
    return None


# --- What the maker's own name begins: 岭禾 | 仓储管理 | 系统 of 岭禾软件


@lru_cache(maxsize=1)
def _of_maker() -> re.Pattern[str]:
    """Return the pattern of words about a thing, its noun last; a short one needs words before it (制造 | 云)."""
    between = either("zh", "generic_heads", "product_plain", "thing_plain")
    listed = [
        word
        for name in ("thing_heads", "ware_tails", "ware_tails_too")
        for word in words("zh")[name]
    ]
    own = (
        {*listed} - word_set("zh", "org_suffixes") - set(words("zh")["no_makers"])
    )  # 岭禾保险 is a company
    nouns = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    latin = rf"(?:{either('zh', 'ware_latin', 'product_latin')})(?:\s?\d{{1,3}}(?:\.\d)?)?"
    return re.compile(
        rf"(?:(?:{between}|[{HAN}]{{2}}式){{0,2}}(?:{nouns}|{latin})|(?:{between}){{1,2}}(?:云|系统|平台))"
        rf"(?!{OF_FIRMS}|{either('zh', 'no_tail_before')}|[A-Za-z])"
    )


def _of_their_makers(text: str, firms: Sequence[Entity]) -> Iterator[Entity]:
    """Yield things that are called by their maker's name and a noun, where they do not act as a company."""
    made: dict[str, set[str]] = {}
    for one in firms:
        short = without_tail(one.name)
        told = one.confidence >= (_TAILED if short != one.name else _BARE)
        if told and (_LATIN_MAKER.fullmatch(short) or _is_own(short)):
            made.setdefault(short, set()).add(one.name)
    for name, full in made.items():
        start = text.find(name) if name not in place_set("zh") else -1
        while start >= 0:
            match = _of_maker().match(text, start + len(name))
            if match and _is_made(text, start, match.end(), full):
                yield _ware(text, start, match.end(), _BY_NOUN)
            start = text.find(name, start + 1)


@lru_cache(maxsize=4096)
def _is_own(short: str) -> bool:
    """Say whether a company's name without its tail can begin the names of its things."""
    if not (1 < len(short) <= MOST and HANS.fullmatch(short)):
        return False
    return nameable(short) or not (ordinary(short) or short.startswith(no_begin()))


def _is_made(text: str, start: int, end: int, full: Collection[str]) -> bool:
    """Say whether a maker's name and a noun are a thing's: not those (*full*) of the company itself, nor half a word.

    岭禾支付系统 is the system of 岭禾支付 where that stands alone, too.
    """
    whole = text[start:end]
    here = [one for one in full if text.startswith(one, start) and without_tail(one) != one]
    if any(len(one) >= len(whole) or text.count(one) > text.count(whole) for one in here):
        return False
    return text[end - 1 : end + 1] not in wordbook() and not firm_after().match(text, end)
