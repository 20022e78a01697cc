"""Products in Chinese text that their own words show: a noun behind the name or before it, a Latin word, a number, a code.

小鹿 | 记账, 新药 | 瑞克替尼 | 获批, 织云 | CRM, 凌岳 | 9 | 车主, 禾帆X3. Whatever the noun or the number, the characters
beside it must be able to name a thing, and begin where a name can: where the text breaks, behind a small word, or behind
a word that things stand behind. Before a noun of many meanings (套餐) they must be launched or sold besides. A code alone
is a product unless what stands beside it makes it a flight, an order, a standard or a grade; with strange words right
before it, the whole is the product.

Nouns and words around are data (``product_*``, ``ware_*``, ``numbered_*``, ``code_*`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from nlp.chinese_evidence import ordinary
from nlp.chinese_tails import LOOSE, generic
from nlp.entities import Entity
from nlp.lexicon import either, known, place_set, word_set, words
from nlp.names.wordbook import frequency, wordbook
from text.begins import found_at, holds_one, places_of
from text.han import HAN

CODED = 43
"""The rank of a code alone; a company has its characters sooner."""
_SURE_FIRM = 62  # companies of a lower rank may be products by their noun
_RARE = 150  # as often as that jieba has counted a word that may be a name: 飞鸟 125, 城市 25,084
_MOST = 4  # characters of a name before its noun
_REACH = 8  # characters that hold the longest word before a name
_HANS = re.compile(f"[{HAN}]+")
_LETTERS = re.compile("[A-Za-z]")
_OPENS = re.compile(rf"[^{HAN}A-Za-z\d]|[{LOOSE}款台支只瓶杯盒辆及牌]")
# Behind these a noun is part of who makes or sells the things.
_OF_FIRMS = "商|厂|店|业|行业|市场|公司|企业|集团|制造|供应"


class _Told(NamedTuple):
    """How a product was told: its rank and how sure that is."""

    rank: int
    sure: float = 0.7


_BY_CODE, _BY_BRAND, _BY_LAUNCH = _Told(CODED), _Told(61), _Told(61)
_BY_LATIN, _BY_NOUN = _Told(62), _Told(62, 0.65)


def wares(text: str, firms: Collection[Entity]) -> Iterator[Entity]:
    """Yield the products that *text* names by nouns, numbers and codes; *firms* are its companies."""
    every = {one.name for one in firms}
    sure = {one.name for one in firms if one.rank >= _SURE_FIRM}
    letters = places_of(_LETTERS, text)
    yield from _codes(text, letters, {one.end for one in firms})
    yield from _launched(text, every)
    yield from _beside_latin(text, letters, every)
    yield from _cards(text)
    yield from _before_tails(text, sure)
    yield from _behind_kinds(text, sure)
    yield from _numbered(text, sure)


def _ware(text: str, start: int, end: int, told: _Told) -> Entity:
    return Entity(start, end, "PRODUCT", text[start:end], rank=told.rank, confidence=told.sure)


# --- Numbers and codes: 禾帆X3, 凌岳 | 9 | 车主


_CODE = re.compile(
    r"(?:[A-Za-z]{1,12}[ -]?\d+[A-Za-z]*(?:\s(?:Pro|Max|Ultra|Plus))?|[A-Z][a-z]+\s(?:Pro|Max|Ultra|Plus))(?![A-Za-z\d%])"
)
_NO_CODE = re.compile(
    r"^(?:Q[1-4]|H[12]|ISO[ -]?\d+|COVID.*|20\d\d|[AB]股|N\+1|[A-D]\d?\+?轮?|B2B|5G|4G|3D|2D|S-1|F-1)\Z",
    re.IGNORECASE,
)
_BRAND = re.compile(
    rf"(?P<open>^|[^{HAN}A-Za-z\d]|[{LOOSE}]|[\d一二三四五六七八九十两几]\s?[款台支只件瓶盒辆部]|推出|发布|上线)(?P<name>(?:(?![{LOOSE}款台支])[{HAN}]){{2,3}})\Z"
)
_BIG_OR_DIGIT = re.compile(r"[A-Z\d]")
_NUMBER = r"(?:[A-Z]{1,3}[ -]?\d{1,4}[A-Za-z]?|\d{1,2}(?:代|号|系|\.\d)?|[A-Z]{1,2}|OS|DB|AI)(?:\s?(?:Pro|Max|Plus|Ultra|SE|\d{1,2}))?(?![A-Za-z\d.%年月日元万亿个款台辆人家名岁天倍只件条项折度米])"
_BEHIND_HAN = re.compile(rf"(?<=[{HAN}]){_NUMBER}")


@lru_cache(maxsize=1)
def _around_codes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return what before a code, behind it and in it tells that it is none of a product."""
    return (
        re.compile(rf"(?:{either('zh', 'code_before')})(?:号|为|是|：|:|\s)*\Z"),
        re.compile(rf"\s?(?:{either('zh', 'code_after')})|-\d"),
        re.compile(rf"(?:{either('zh', 'code_marks')})[ -]?\d", re.IGNORECASE),
    )


@lru_cache(maxsize=1)
def _around_numbers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what before a name with a number and behind it tells that it is a thing."""
    deeds = f"(?:已|将|要|正式|今日|全系)?(?:{either('zh', 'numbered_deeds')})"
    return (
        re.compile(rf"(?:{either('zh', 'numbered_before')})\Z"),
        re.compile(rf"\s?(?:{either('zh', 'numbered_after')}|{deeds})"),
    )


def _codes(text: str, letters: Sequence[int], ends: Collection[int]) -> Iterator[Entity]:
    """Yield codes, with a strange word before them that names no company: companies end at *ends*."""
    before, after, marks = _around_codes()
    for match in found_at(_CODE, text, letters):
        start, end = match.span()
        if (
            _NO_CODE.match(match[0])
            or marks.match(match[0])
            or after.match(text, end)
            or before.search(text, max(0, start - _REACH), start)
        ):
            continue
        brand = 0 if start in ends else _brand(text, start)
        yield _ware(text, start - brand, end, _BY_BRAND if brand else _BY_CODE)


def _brand(text: str, end: int) -> int:
    """Return how many characters before a code are a strange word that is the product's, too."""
    hit = _BRAND.search(text, max(0, end - 6), end)
    return len(hit["name"]) if hit is not None and _strange(hit["name"]) else 0


def _numbered(text: str, names: Collection[str]) -> Iterator[Entity]:
    """Yield names with a number where things stand around them: 凌岳 | 9 | 车主, 升级到 | 织网 | OS 4."""
    before, after = _around_numbers()
    for match in found_at(_BEHIND_HAN, text, places_of(_BIG_OR_DIGIT, text)):
        start, end = match.span()
        head = _head(text, start, names)
        if head is None:
            continue
        told = after.match(text, end) or before.search(text, max(0, head - 5), head)
        if told or (text[start].isupper() and text[end - 1].isdigit()):
            yield _ware(text, head, end, _BY_NOUN)


# --- Nouns behind the name: 小鹿 | 记账, 雪线 | 口红, 织云 | CRM


@lru_cache(maxsize=1)
def _nouns() -> re.Pattern[str]:
    return re.compile(rf"(?P<noun>{either('zh', 'product_nouns')})(?!{_OF_FIRMS})")


@lru_cache(maxsize=1)
def _tails() -> re.Pattern[str]:
    return re.compile(rf"(?P<noun>{either('zh', 'ware_tails')})(?!{_OF_FIRMS}|本|厅|节|会|软件园)")


@lru_cache(maxsize=1)
def _latin() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of a Latin word behind a Chinese name, and of a Latin name before a noun."""
    nouns = either("zh", "product_nouns")
    return (
        re.compile(rf"(?<=[{HAN}])(?P<noun>{either('zh', 'product_latin')})(?![A-Za-z])"),
        re.compile(
            rf"(?<![A-Za-z\d .&-])(?P<name>[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]+)?)(?P<noun>{nouns})"
        ),
    )


@lru_cache(maxsize=1)
def _card() -> re.Pattern[str]:
    held = either("zh", "card_held_by")
    return re.compile(rf"(?P<whole>(?P<name>[{HAN}]{{2}})(?:卡|会员))(?=(?:{held}))")


@lru_cache(maxsize=1)
def _launching() -> re.Pattern[str]:
    sold = r"(?:元|块)(?:一[支盒瓶件台]|/[支盒瓶件台])?的"
    return re.compile(rf"(?:{either('zh', 'product_launched')}|{sold})[“「]?\Z")


@lru_cache(maxsize=1)
def _edge() -> re.Pattern[str]:
    return re.compile(rf"(?:\A|[^{HAN}A-Za-z\d·]|[{LOOSE}]|{either('zh', 'ware_before')})\Z")


@lru_cache(maxsize=1)
def _firm_after() -> re.Pattern[str]:
    """Return the pattern of what only companies do: who does it is one, whatever its name ends in."""
    funded = "完成[^，。]{0,6}融资|获[^，。]{0,6}融资"
    return re.compile(rf"(?:的)?(?:{either('zh', 'ware_firm_after')}|{funded})")


def _before_tails(text: str, names: Collection[str]) -> Iterator[Entity]:
    """Yield names with a noun that makes any name one of a thing: 小鹿 | 记账."""
    for match in _tails().finditer(text):
        start, end = _head(text, match.start(), names), match.end()
        if start is None or text[start:end] in wordbook() or _firm_after().match(text, end):
            continue
        yield _ware(text, start, end, _BY_NOUN)


def _launched(text: str, names: Collection[str]) -> Iterator[Entity]:
    """Yield names with a noun of many meanings where they are launched or priced: 320元的 | 雪线 | 口红."""
    for match in _nouns().finditer(text):
        noun = match.start()
        for start in range(noun - 2, max(-1, noun - _MOST - 1), -1):
            if not _HANS.fullmatch(text, start, noun):
                break
            if _is_launched(text, start, text[start:noun], names):
                yield _ware(text, start, match.end(), _BY_LAUNCH)
                break


def _is_launched(text: str, start: int, head: str, names: Collection[str]) -> bool:
    return (
        head not in names
        and _may_be_launched(head)
        and _launching().search(text, max(0, start - _REACH), start) is not None
    )


def _beside_latin(text: str, letters: Sequence[int], names: Collection[str]) -> Iterator[Entity]:
    """Yield brands with a Latin word (织云 | CRM) and Latin names with a noun."""
    words_, foreign = _latin()
    for match in found_at(words_, text, letters):
        if (start := _branded(text, match.start(), names)) is not None:
            yield _ware(text, start, match.end(), _BY_LATIN)
    for match in found_at(foreign, text, letters):
        if match["name"] not in names and not _is_known(match["name"]):
            yield _ware(text, *match.span("name"), _BY_LATIN)


def _branded(text: str, word: int, names: Collection[str]) -> int | None:
    """Return where the brand before a Latin word begins, if there is one."""
    for start in range(word - 2, max(-1, word - _MOST - 1), -1):
        brand = text[start:word]
        if not _HANS.fullmatch(brand) or _verbal(brand):
            break
        free = (
            _opens(text, start)
            or _launching().search(text, max(0, start - _REACH), start)
            or _edge().search(text, max(0, start - 5), start)
        )
        own = any(brand in name for name in names) or not ordinary(brand)
        if free and own and brand not in place_set("zh"):
            return start
    return None


def _cards(text: str) -> Iterator[Entity]:
    """Yield cards and memberships of a strange name that somebody holds."""
    for card in _card().finditer(text):
        if _opens(text, card.start()) and _strange(card["name"]):
            yield _ware(text, card.start(), card.end("whole"), _BY_LAUNCH)


def _opens(text: str, start: int) -> bool:
    return start == 0 or _OPENS.match(text[start - 1]) is not None


def _head(text: str, tail: int, names: Collection[str]) -> int | None:
    """Return where the name before a noun or a number begins, if there is one."""
    for size in range(2, _MOST + 1):
        start = tail - size
        if start < 0 or not _HANS.fullmatch(text, start, tail):
            return None
        if _edge().search(text, max(0, start - 5), start):
            head = text[start:tail]
            return start if head not in names and _nameable(head) else None
    return None


# --- Nouns before the name: 新药 | 瑞克替尼 | 获批


@lru_cache(maxsize=1)
def _kinds() -> re.Pattern[str]:
    kinds, deeds = either("zh", "ware_kinds"), either("zh", "ware_deeds")
    return re.compile(
        rf"(?P<kind>{kinds})(?P<name>(?:(?![{LOOSE}])[{HAN}]){{2,5}}?)(?:{_NUMBER})?(?=(?:{deeds})|[，。；！、“”]|\Z)"
    )


def _behind_kinds(text: str, names: Collection[str]) -> Iterator[Entity]:
    """Yield names behind the kind of thing they are, up to what they do."""
    for match in _kinds().finditer(text):
        name, end = match["name"], match.end()
        if name not in names and _nameable(name) and not _firm_after().match(text, end):
            yield _ware(text, match.start("name"), end, _BY_NOUN)


# --- What can be a name


@lru_cache(maxsize=8192)
def _nameable(name: str) -> bool:
    """Say whether some characters can name a thing: no usual word, no place, no kind of thing, no small word."""
    if not set(LOOSE).isdisjoint(name) or name in place_set("zh") or name in known("zh"):
        return False
    if name in generic() or any(
        name in word_set("zh", one) for one in ("code_before", "product_plain")
    ):
        return False
    listed = words("zh")
    if name.startswith(listed["ware_not_first"]) or name.endswith(listed["ware_not_last"]):
        return False
    if holds_one(name, _not_within()):
        return False
    part = wordbook().get(name)
    if part is None:
        return _holds_no_word(name)
    return part[0] not in "vdpcrmtqfu" and frequency(name) <= _RARE


@lru_cache(maxsize=1)
def _not_within() -> tuple[str, ...]:
    """Return the words that a name of a thing holds none of: 手机浏览器."""
    lists = ("ware_not_within", "ware_kinds", "product_kinds", "roles")
    return tuple(sorted({word for name in lists for word in words("zh")[name]} - {"会员"}))


@lru_cache(maxsize=4096)
def _strange(name: str) -> bool:
    """Say whether a name is no word, no place, and holds none."""
    return (
        name not in place_set("zh")
        and name not in wordbook()
        and not ordinary(name)
        and _holds_no_word(name)
    )


def _holds_no_word(name: str) -> bool:
    return not any(name[at : at + 2] in wordbook() for at in range(len(name) - 1))


@lru_cache(maxsize=4096)
def _may_be_launched(head: str) -> bool:
    """Say whether words before a noun may be the name that is launched, be they a word besides."""
    if head in known("zh") or head in place_set("zh") or not set(LOOSE).isdisjoint(head):
        return False
    return wordbook().get(head, "nz") in {"nz", "nr", "ns", "n", "x"} and not is_plain(head)


@lru_cache(maxsize=4096)
def _verbal(brand: str) -> bool:
    """Say whether words before a Latin one begin with a verb or hold a small word: 并入主 | App."""
    first = wordbook().get(brand[:2], "nz")[:1]
    return first in {"v", "d", "p", "c", "r"} or not set(LOOSE).isdisjoint(brand)


@lru_cache(maxsize=4096)
def is_plain(head: str) -> bool:
    """Say whether words tell what sort of thing it is, or who does what: they are no name."""
    lists = ("generic_heads", "no_companies", "product_plain", "breaks")
    return any(head in word_set("zh", name) for name in lists)


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    """Say whether a Latin name is a well-known company's, or a technical word."""
    listed = word_set("zh", "latin_words") | word_set("zh", "technologies")
    return name in listed or name in known("zh") or name in known("en")
