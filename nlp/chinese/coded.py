"""Products in Chinese text that a code or a number shows: 禾帆X3, 凌岳 | 9 | 车主, 澜鹭二号, a code alone.

A code alone is a product unless what stands beside it makes it a flight, an order, a standard, a version or a grade;
with the maker's name or strange words right before it, the whole is the product. Words are data (``code_*``,
``numbered_*`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from nlp.chinese.evidence import ordinary, without_tail
from nlp.chinese.nameable import HANS, edge, head, nameable, strange, verbal
from nlp.entities import Entity
from nlp.lexicon import either, known, word_set
from text.begins import found_at, places_of
from text.han import HAN

CODED = 43
"""The rank of a code alone; a company has its characters sooner."""
_BY_BRAND, _BY_NUMBER = 61, 62
_REACH = 8  # characters that hold the longest word before a name
_CODE = re.compile(
    r"(?:(?P<line>[A-Z][a-z]{2,} )?[A-Za-z]{1,12}[ -]?\d+[A-Za-z]*(?:\s(?:Pro|Max|Ultra|Plus))?|[A-Z][a-z]+\s(?:Pro|Max|Ultra|Plus))(?![A-Za-z\d%]|[.,]\d)"
)
_NO_CODE = re.compile(
    r"^(?:Q[1-4]|H[12]|ISO[ -]?\d+|COVID.*|20\d\d|[AB]股|N\+1|[A-D]\d?\+?轮?|B2B|5G|4G|3D|2D|S-1|F-1)\Z",
    re.IGNORECASE,
)
_BIG_OR_DIGIT = re.compile(r"[A-Z\d]")
_UNITS = "年月日元万亿个款台辆人家名岁天倍只件条项折度米"
NUMBER = rf"(?:[A-Z]{{1,3}}[ -]?\d{{1,4}}[A-Za-z]?|\d{{1,2}}(?:代|号|系|\.\d)?|[A-Z]{{1,2}}|OS|DB|AI)(?:\s?(?:Pro|Max|Plus|Ultra|SE|\d{{1,2}}))?(?![A-Za-z\d.%{_UNITS}])"
_BEHIND_HAN = re.compile(rf"(?<=[{HAN}]){NUMBER}")
_SHORT = range(2, 5)  # characters of a maker's name before a code


def coded(
    text: str, letters: Sequence[int], firms: Sequence[Entity], taken: AbstractSet[int]
) -> Iterator[Entity]:
    """Yield things told by codes and numbers; *firms* are the companies, *taken* characters of registered names."""
    own = makers(firms)
    firmly = {place for one in firms for place in range(one.start, one.end)}
    yield from _codes(text, letters, own, firmly, taken)
    yield from _serial(text, own, taken)


def makers(firms: Sequence[Entity]) -> frozenset[str]:
    """Return what companies call their things by: their names without a tail, of two to four characters."""
    shorts = {without_tail(one.name) for one in firms if HANS.fullmatch(one.name)}
    return frozenset(name for name in shorts if len(name) in _SHORT and name not in known("zh"))


@lru_cache(maxsize=1)
def _around_codes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what before a code, behind it and in it tells that it is none of a product."""
    after, marks = either("zh", "code_after", "code_after_too"), ("code_marks", "code_marks_too")
    return (
        re.compile(rf"(?:{either('zh', 'code_before')})(?:号|为|是|：|:|\s)*\Z"),
        re.compile(rf"\s?(?:{after})|-\d"),
        re.compile(rf"(?:{either('zh', *marks)})[ -]?\d", re.IGNORECASE),
    )


def _codes(
    text: str,
    letters: Sequence[int],
    own: Collection[str],
    firmly: AbstractSet[int],
    taken: AbstractSet[int],
) -> Iterator[Entity]:
    """Yield codes, with the maker or a strange word before them; a code that is a grade once is none anywhere."""
    before, after, marks = _around_codes()
    found, none = [], set()
    for match in found_at(_CODE, text, letters):
        start, end = match.span()
        if match["line"] and match["line"].strip() not in _lines():
            start = match.end("line")  # Velmora | K20, where the first is a company
        if (
            _NO_CODE.match(match[0])
            or marks.match(match[0])
            or after.match(text, end)
            or before.search(text, max(0, start - _REACH), start)
            or text[start - 1 : start] == "-"
        ):
            none.add(text[start:end])
            continue
        found.append((start, end))
    for start, end in found:
        if text[start:end] in none:
            continue
        first = _brand(text, start, own, firmly)
        if first < start and taken.isdisjoint(range(first, start)):
            yield _ware(text, first, end, _BY_BRAND)
        else:
            yield _ware(text, start, end, CODED)


@lru_cache(maxsize=1)
def _lines() -> frozenset[str]:
    """Return Latin words that name a line of things: Flip | Q7."""
    return word_set("zh", "product_latin") | word_set("zh", "ware_latin")


def _brand(text: str, code: int, own: Collection[str], firmly: AbstractSet[int]) -> int:
    """Return where the maker's name or a strange word before a code begins; *code* itself where there is none."""
    end = code - (text[code - 1 : code] == " ")
    for size in reversed(_SHORT):
        if text[end - size : end] in own:
            return end - size
    if end - 1 in firmly:
        return code
    for first in (end - 2, end - 3):
        name = text[first:end]
        behind_firm = first - 1 in firmly and first not in firmly
        if behind_firm and HANS.fullmatch(name) and nameable(name) and strange(name):
            return first  # 岭禾农机 | 谷屿 T5
    begin = head(text, end, ())
    return begin if begin is not None and strange(text[begin:end]) else code


# --- Numbers behind a name: 澜鹭二号, 凌岳 | 9 | 车主


@lru_cache(maxsize=1)
def _around_numbers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what before a name with a number and behind it tells that it is a thing."""
    deeds = f"(?:已|将|要|正式|今日|全系)?(?:{either('zh', 'numbered_deeds')})"
    return (
        re.compile(rf"(?:{either('zh', 'numbered_before')})\Z"),
        re.compile(rf"\s?(?:{either('zh', 'numbered_after')}|{deeds})"),
    )


def numbered(text: str, names: Collection[str]) -> Iterator[Entity]:
    """Yield names with a number where things stand around them: 凌岳 | 9 | 车主, 升级到 | 织网 | OS 4."""
    before, after = _around_numbers()
    for match in found_at(_BEHIND_HAN, text, places_of(_BIG_OR_DIGIT, text)):
        start, end = match.span()
        first = head(text, start, names)
        if first is None:
            continue
        told = after.match(text, end) or before.search(text, max(0, first - 5), first)
        if told or (text[start].isupper() and text[end - 1].isdigit()):
            yield _ware(text, first, end, _BY_NUMBER)


@lru_cache(maxsize=1)
def _in_series() -> re.Pattern[str]:
    """Return the pattern of a number in a series, as ships, rockets and seeds have it: 二号, 618号, 一型."""
    none = either("zh", "no_serial_after")
    return re.compile(rf"(?:[一二三四五六七八九十]{{1,3}}|\d{{1,3}})[号型](?!{none})")


def _serial(text: str, own: Collection[str], taken: AbstractSet[int]) -> Iterator[Entity]:
    """Yield names with a number in a series where the maker's name or a strange word is before it."""
    if "号" not in text and "型" not in text:
        return
    for match in _in_series().finditer(text):
        end = match.start()
        first = next(
            (end - size for size in reversed(_SHORT) if text[end - size : end] in own), None
        )
        for size in (2, 3):
            name = text[end - size : end]
            if (
                first is None
                and len(name) == size
                and HANS.fullmatch(name)
                and _begins(text, end - size, name)
            ):
                first = end - size
        if first is not None and taken.isdisjoint(range(first, match.end())):
            yield _ware(text, first, match.end(), _BY_NUMBER)


def _begins(text: str, start: int, name: str) -> bool:
    """Say whether a name of a thing begins at *start*: at an edge, or behind the noun of what thing it is."""
    if ordinary(name) or verbal(name) or not nameable(name):
        return False
    return edge().search(text, max(0, start - 5), start) is not None


def _ware(text: str, start: int, end: int, rank: int) -> Entity:
    sure = 0.65 if rank == _BY_NUMBER else 0.7
    return Entity(start, end, "PRODUCT", text[start:end], rank=rank, confidence=sure)
