"""Products in Chinese text: titles in 《》, quoted names beside what they are, names with a code, plans with their price.

A code alone is one unless what stands beside it makes it a flight, an order, a standard or a grade; with strange words right
before it, that name no company of the text, the whole is the product (禾帆X3). Nouns and marks are data (``product_*``,
``code_*``, ``no_titles`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from nlp.chinese_evidence import ordinary
from nlp.chinese_tails import LOOSE
from nlp.entities import Entity
from nlp.lexicon import known, place_set, word_set, words
from nlp.names.wordbook import wordbook
from schemas.language import Move
from text.begins import found_at, holds_one, places_of
from text.han import HAN

_H = f"[{HAN}]"
_CODE = re.compile(
    r"(?:[A-Za-z]{1,12}[ -]?\d+[A-Za-z]*(?:\s(?:Pro|Max|Ultra|Plus))?|[A-Z][a-z]+\s(?:Pro|Max|Ultra|Plus))(?![A-Za-z\d%])"
)
_LETTERS = re.compile("[A-Za-z]")
_NO_CODE = re.compile(
    r"^(?:Q[1-4]|H[12]|ISO[ -]?\d+|COVID.*|20\d\d|[AB]股|N\+1|[A-D]\d?\+?轮?|B2B|5G|4G|3D|2D|S-1|F-1)\Z",
    re.IGNORECASE,
)
_TITLE = re.compile(r"《(?P<name>[^《》\n]{1,30})》")
_NAMED, _CODED, _TITLED, _PLAN = 61, 43, 64, 61
_OPENS = re.compile(rf"[^{HAN}A-Za-z\d]|[{LOOSE}款台支只瓶杯盒辆及牌]")
_PRICE = r"(?:每[月年人席座位]{0,2}|[月年季]费|包[月年季]|连续包[月年季]|首[月年]|单价|售价|定价|原价|现价|优惠价|年付|月付)?(?:为|仅|只要|低至|从|由)?\s?(?:(?:[¥￥$€]|US\$|HK\$|NT\$|RMB)\s?\d|\d[\d,.]*\s?(?:万|千)?(?:元|块|美元|港元|欧元|日元|新台币|刀)|免费|[一二三四五六七八九十百千万]+(?:元|块))"
_LINE = re.compile(
    rf"(?:^|(?<=[\n；;、，。|]))[ 　·•*-]*(?P<name>[A-Za-z{HAN}][A-Za-z\d+{HAN}]{{0,9}}(?:版|套餐|会员|卡|档|计划))[：: \t　|]\s?(?={_PRICE})"
)
_BEFORE_PRICE = r"(?=(?:连续)?(?:包[月年季]|[月年季]费|标准席位|每[月年席人]|[，：:]?\s?(?:[¥￥]\s?\d|\d[\d,.]*元)))"
_PRICED = re.compile(
    rf"(?P<name>(?:(?![{LOOSE}])[A-Za-z\d{HAN}]){{1,6}}(?:会员|套餐|年卡|月卡|季卡|卡|版)){_BEFORE_PRICE}"
)
# What each of these holds; without it, it is not looked for.
_LINE_END = re.compile(r"(?:版|套餐|会员|卡|档|计划)[：: \t　|]")
_PRICED_END = re.compile(rf"(?:会员|套餐|卡|版){_BEFORE_PRICE}")
_PRICELISTS = ("价格", "价目", "定价", "资费", "收费标准", "套餐", "会员")
_PRICELIST = re.compile(
    rf"(?:^|\n|关于|，)(?P<name>[A-Za-z\d{HAN}]{{2,10}}?)(?:价格(?:方案|表|调整|说明|体系)|价目表|价目单|定价(?:方案|说明)?|资费(?:方案|说明|表)?|收费标准|套餐(?:价格|介绍|一览)|会员(?:价格|权益))"
)
_HELD_BY = re.compile(r"(?:持有人|持卡人|用户|会员|老用户|权益|积分)")
_LAUNCHED = re.compile(
    r"(?:推出|发布|上线|上市|召回|开售|首发|预售|新品|招牌|主打|拳头产品|爆款|畅销|明星产品|旗舰|自研|主推|全新|新款|新一代|停售|停产|下架|(?:元|块)(?:一[支盒瓶件台]|/[支盒瓶件台])?的|出口的|生产的|研发的|旗下的?|会员方案|方案)[“「]?\Z"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    listed = words("zh")
    kinds = "|".join(sorted(map(re.escape, listed["product_kinds"]), key=len, reverse=True))
    nouns = "|".join(sorted(listed["product_nouns"], key=len, reverse=True))
    latin = "|".join(sorted(listed["product_latin"], key=len, reverse=True))
    quoted = r"[“「](?P<name>[^“”「」，。！？：；\n]{2,12})[”」]"
    return (
        re.compile(
            rf"(?:{kinds})(?:——)?{quoted}|{quoted.replace('name', 'behind')}(?:{kinds}|{nouns})"
        ),
        re.compile(rf"(?P<noun>{nouns})(?!商|厂|店|业|行业|市场|公司|企业|集团|制造|供应)"),
        re.compile(rf"(?<=[{HAN}])(?P<word>{latin})(?![A-Za-z])"),
        re.compile(
            rf"(?<![A-Za-z\d .&-])(?P<name>[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]+)?)(?P<noun>{nouns})"
        ),
    )


@lru_cache(maxsize=1)
def _around_codes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    listed = words("zh")
    before, after, marks = (
        "|".join(sorted(map(re.escape, listed[name]), key=len, reverse=True))
        for name in ("code_before", "code_after", "code_marks")
    )
    return (
        re.compile(rf"(?:{before})(?:号|为|是|：|:|\s)*\Z"),
        re.compile(rf"\s?(?:{after})|-\d"),
        re.compile(rf"(?:{marks})[ -]?\d", re.IGNORECASE),
    )


def products(text: str, firms: Collection[Entity]) -> Iterator[Entity]:
    """Yield the products that *text* names; *firms* are its companies."""
    yield from _titles(text)
    yield from _codes(text, firms)
    yield from _quoted(text, {one.name for one in firms})
    yield from _plans(text)
    yield from _of_kinds(text, firms)


def of_moves(text: str, moves: Iterable[Move], entities: Collection[Entity]) -> Iterator[Entity]:
    """Yield what moves have as their product where its words are a name and no mention has a character of it."""
    taken = {place for one in entities for place in range(one.start, one.end)}
    spans = {
        (slot.start, slot.end)
        for move in moves
        for slot in move.values("product")
        if slot.start is not None and slot.end is not None
    }
    for start, end in sorted(spans):
        if taken.isdisjoint(range(start, end)) and _is_a_name(text, start, end):
            yield _product(text, start, end, _CODED)


def _is_a_name(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name) < 2 or _plain(name) or re.search(r"[，。；：、]", name):
        return False
    if text[start - 1 : start] in _QUOTES or name[0] in "《“「":
        return True
    return re.fullmatch(r"[A-Z][A-Za-z]{3,}(?: [A-Z]?[A-Za-z\d]+)*", name) is not None


_QUOTES = frozenset("“「")


def _product(text: str, start: int, end: int, rank: int) -> Entity:
    return Entity(start, end, "PRODUCT", text[start:end], rank=rank, confidence=0.7)


def _titles(text: str) -> Iterator[Entity]:
    """Yield titles of games, films, books; with their marks."""
    for match in _TITLE.finditer(text):
        name = re.sub(r"[（(][^）)]*[）)]\Z", "", match["name"])
        if not name.endswith(words("zh")["no_titles"]) and not re.search(
            r"^关于|公司|的通知", name
        ):
            yield _product(text, *match.span(), _TITLED)


def _codes(text: str, firms: Collection[Entity]) -> Iterator[Entity]:
    before, after, marks = _around_codes()
    ends = {one.end for one in firms}
    for match in found_at(_CODE, text, places_of(_LETTERS, text)):
        start, end = match.span()
        if (
            _NO_CODE.match(match[0])
            or marks.match(match[0])
            or after.match(text, end)
            or before.search(text, max(0, start - 8), start)
        ):
            continue
        brand = 0 if start in ends else _brand(text, start)
        yield _product(text, start - brand, end, _NAMED if brand else _CODED)


_BRAND = re.compile(
    rf"(?P<open>^|[^{HAN}A-Za-z\d]|[{LOOSE}]|[\d一二三四五六七八九十两几]\s?[款台支只件瓶盒辆部]|推出|发布|上线)(?P<name>(?:(?![{LOOSE}款台支])[{HAN}]){{2,3}})\Z"
)


def _brand(text: str, end: int) -> int:
    """Return how many characters before a code are a strange word that is the product's, too."""
    hit = _BRAND.search(text, max(0, end - 6), end)
    if hit is None or not _strange(hit["name"]):
        return 0
    return len(hit["name"])


@lru_cache(maxsize=4096)
def _strange(name: str) -> bool:
    """Say whether a name is no word, no place, and holds none."""
    if name in place_set("zh") or name in wordbook() or ordinary(name):
        return False
    return not any(name[at : at + 2] in wordbook() for at in range(len(name) - 1))


def _quoted(text: str, names: Collection[str]) -> Iterator[Entity]:
    """Yield quoted names beside what they are: 新品“…”, “…”系列."""
    if "“" not in text and "「" not in text:
        return
    for match in _patterns()[0].finditer(text):
        group = "name" if match["name"] else "behind"
        if match[group] not in known("zh") and match[group] not in names:
            yield _product(text, *match.span(group), _NAMED)


def _plans(text: str) -> Iterator[Entity]:
    """Yield plans that stand with a price, and what a price list is of."""
    lines = _LINE.finditer(text) if _LINE_END.search(text) else ()
    found = [match.span("name") for match in lines]
    for match in _PRICED.finditer(text) if _PRICED_END.search(text) else ():
        start, end = match.span("name")
        before = text[start - 1 : start]
        known_one = any(text[start : start + size] in known("zh") for size in (2, 3, 4))
        if not known_one and (not before or not re.match(_H, before) or before in LOOSE):
            found.append((start, end))
    for start, end in found:
        if text[start:end] not in _NO_PLANS:
            yield _product(text, start, end, _PLAN)
    for match in _PRICELIST.finditer(text) if holds_one(text, _PRICELISTS) else ():
        start, end = match.span("name")
        name = text[start:end]
        own = (
            set(LOOSE).isdisjoint(name)
            and not name.endswith("类")
            and not _plain(name)
            and name not in wordbook()
            and name not in place_set("zh")
            and not name.startswith(("关于", "的"))
        )
        several = len(found) > 1 and match.start() == 0
        if own and (several or re.search("[A-Za-z]", name) or not ordinary(name)):
            yield _product(text, start, end, _NAMED)


_NO_PLANS = frozenset(
    [
        "会员",
        "套餐",
        "卡",
        "版",
        "年卡",
        "月卡",
        "季卡",
        "银行卡",
        "信用卡",
        "电话卡",
        "中文版",
        "英文版",
        "新版",
        "旧版",
        "老会员",
        "新会员",
        "付费会员",
        "本计划",
        "该计划",
        "改版",
        "各版",
    ]
)


def _of_kinds(text: str, firms: Collection[Entity]) -> Iterator[Entity]:
    """Yield names with a product's noun: strange words, or any that are launched or priced; brands with a Latin word."""
    _quoted_ones, kinds, latin, foreign = _patterns()
    names = {one.name for one in firms}
    for match in kinds.finditer(text):
        if (start := _named_kind(text, match.start("noun"), names)) < match.start("noun"):
            yield _product(text, start, match.end(), _NAMED)
    letters = places_of(_LETTERS, text)
    for match in found_at(latin, text, letters):
        if (start := _branded(text, match.start("word"), names)) < match.start("word"):
            yield _product(text, start, match.end(), _NAMED + 1)
    for match in found_at(foreign, text, letters):
        if match["name"] not in names and not _is_known(match["name"]):
            yield _product(text, *match.span("name"), _NAMED + 1)
    for card in _CARD.finditer(text):
        if _opens(text, card.start()) and _strange(card["name"]):
            yield _product(text, card.start(), card.end("whole"), _NAMED)


def _named_kind(text: str, noun: int, names: Collection[str]) -> int:
    """Return where the name of a product with its noun at *noun* begins; *noun* for none."""
    for start in range(noun - 2, max(-1, noun - 5), -1):
        if not _HANS.fullmatch(text, start, noun):
            break
        if _is_named(text, start, text[start:noun], names):
            return start
    return noun


def _branded(text: str, word: int, names: Collection[str]) -> int:
    """Return where the brand before a Latin word begins: 织云 | CRM; *word* for none."""
    for start in range(word - 2, max(-1, word - 5), -1):
        brand = text[start:word]
        if not _HANS.fullmatch(brand) or _verbal(brand):
            break
        free = _opens(text, start) or _LAUNCHED.search(text, max(0, start - 8), start)
        own = any(brand in name for name in names) or not ordinary(brand)
        if free and own and brand not in place_set("zh"):
            return start
    return word


_HANS = re.compile(f"{_H}+")


@lru_cache(maxsize=4096)
def _verbal(brand: str) -> bool:
    """Say whether words before a Latin one begin with a verb or hold a small word: 并入主 | App."""
    first = wordbook().get(brand[:2], "nz")[:1]
    return first in {"v", "d", "p", "c", "r"} or not set(LOOSE).isdisjoint(brand)


_CARD = re.compile(rf"(?P<whole>(?P<name>{_H}{{2}})(?:卡|会员))(?={_HELD_BY.pattern})")


def _opens(text: str, start: int) -> bool:
    return start == 0 or _OPENS.match(text[start - 1]) is not None


def _is_named(text: str, start: int, head: str, names: Collection[str]) -> bool:
    """Say whether the words before a product's noun name it: 一支320元的 | 雪线 | 口红."""
    if (
        head in names
        or head in known("zh")
        or head in place_set("zh")
        or not set(LOOSE).isdisjoint(head)
    ):
        return False
    if _LAUNCHED.search(text, max(0, start - 8), start):
        return wordbook().get(head, "nz") in {"nz", "nr", "ns", "n", "x"} and not _plain(head)
    return False


@lru_cache(maxsize=4096)
def _plain(head: str) -> bool:
    lists = ("generic_heads", "no_companies", "product_plain", "breaks")
    return any(head in word_set("zh", name) for name in lists)


@lru_cache(maxsize=4096)
def _is_known(name: str) -> bool:
    """Say whether a Latin name is a well-known company's, or a technical word."""
    words_ = word_set("zh", "latin_words") | word_set("zh", "technologies")
    return name in words_ or name in known("zh") or name in known("en")
