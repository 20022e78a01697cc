"""Products that a Chinese text marks as such: titles in 《》, quoted names beside what they are, plans with their price.

What shows a product by its own words and numbers alone is told in :mod:`nlp.chinese.wares`. Nouns and names that are
none are data (``product_kinds``, ``product_nouns``, ``no_titles``, ``no_plans`` in ``nlp/lexicon/zh.yaml``).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache

from nlp.chinese.coded import CODED
from nlp.chinese.evidence import ordinary
from nlp.chinese.nameable import RARE, firm_after, is_plain
from nlp.chinese.quoted import quoted
from nlp.chinese.tails import LOOSE
from nlp.chinese.wares import wares
from nlp.entities import Entity
from nlp.lexicon import either, known, place_set, word_set, words
from nlp.names.occurrences import occurrences
from nlp.names.wordbook import frequency, wordbook
from schemas.language import Move
from text.begins import holds_one
from text.han import HAN

_TITLE = re.compile(r"《(?P<name>[^《》\n]{1,30})》")
_TITLED, _PLAN, _AGAIN = 64, 61, 60
_SURE_FIRM = 62  # companies of a lower rank may be products by their noun
_RARE_AGAIN = (
    60  # as often as that jieba has counted a word that is a thing's name without marks, too
)
_QUOTES, _UNQUOTES = frozenset("“「"), frozenset("”」")
_PRICE = r"(?:每[月年人席座位]{0,2}|[月年季]费|包[月年季]|连续包[月年季]|首[月年]|单价|售价|定价|原价|现价|优惠价|年付|月付)?(?:为|仅|只要|低至|从|由)?\s?(?:(?:[¥￥$€]|US\$|HK\$|NT\$|RMB)\s?\d|\d[\d,.]*\s?(?:万|千)?(?:元|块|美元|港元|欧元|日元|新台币|刀)|免费|[一二三四五六七八九十百千万]+(?:元|块))"
_LINE = re.compile(
    rf"(?:^|(?<=[\n；;、，。|]))[ 　·•*-]*(?P<name>[A-Za-z{HAN}][A-Za-z\d+{HAN}]{{0,9}}(?:版|套餐|会员|卡|档|计划))[：: \t　|]\s?(?={_PRICE})"
)
_BEFORE_PRICE = r"(?=(?:连续)?(?:包[月年季]|[月年季]费|标准席位|每[月年席人]|[，：:]?\s?(?:[¥￥]\s?\d|\d[\d,.]*元)))"
_PRICED = re.compile(
    rf"(?P<name>个人版|(?:(?![{LOOSE}])[A-Za-z\d{HAN}]){{1,6}}(?:会员|套餐|年卡|月卡|季卡|卡|版)){_BEFORE_PRICE}"
)
# What each of these holds; without it, it is not looked for.
_LINE_END = re.compile(r"(?:版|套餐|会员|卡|档|计划)[：: \t　|]")
_PRICED_END = re.compile(rf"(?:会员|套餐|卡|版){_BEFORE_PRICE}")
_PRICELISTS = ("价格", "价目", "定价", "资费", "收费标准", "套餐", "会员")
_PRICELIST = re.compile(
    rf"(?:^|\n|关于|，)(?P<name>[A-Za-z\d{HAN}]{{2,10}}?)(?:价格(?:方案|表|调整|说明|体系)|价目表|价目单|定价(?:方案|说明)?|资费(?:方案|说明|表)?|收费标准|套餐(?:价格|介绍|一览)|会员(?:价格|权益))"
)
_OF_SHARES, _NEAR = re.compile("每股|发行|发售价|港元"), 40  # whose price is that of shares
_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]\Z")
_NO_TITLE = re.compile(r"^关于|公司|的通知|，")
_PARTED = re.compile(r"[，。；：、]")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z]{3,}(?: [A-Z]?[A-Za-z\d]+)*")
_LATIN = re.compile("[A-Za-z]")
_HAN = re.compile(f"[{HAN}]")


def products(
    text: str, firms: Sequence[Entity], known_ones: Collection[Entity] = ()
) -> Iterator[Entity]:
    """Yield the products that *text* names; *firms* are its companies, *known_ones* what registries name."""
    taken = {place for one in known_ones for place in range(one.start, one.end)}
    titles = list(_titles(text))
    sure = {one.name for one in firms if one.rank >= _SURE_FIRM}
    marked = list(quoted(text, sure, {one.name for one in firms}))
    told = [*wares(text, firms, taken)]
    yield from (*titles, *marked, *_plans(text), *told)
    yield from _again(text, [*titles, *marked, *told], firms)


def _again(text: str, told: Iterable[Entity], firms: Iterable[Entity]) -> Iterator[Entity]:
    """Yield names of things where they stand again, without their marks; not in a longer name of a company."""
    forms = {one.name.strip("《》") for one in told if one.rank > CODED}
    forms = {name for name in forms if len(name) > 1 and _returns(name)}
    if not forms:
        return
    longer = {
        place
        for one in firms
        for place in range(one.start, one.end)
        if any(name in one.name and name != one.name for name in forms)
    }
    for start, end in occurrences(text, forms):
        if start not in longer and not _of_a_firm().match(text, end):
            yield _product(text, start, end, _AGAIN)


@lru_cache(maxsize=4096)
def _returns(name: str) -> bool:
    """Say whether a name is the same thing's wherever it stands: no word that is said of much else."""
    part = wordbook().get(name)
    if part is None:
        return not ordinary(name) or _LATIN.search(name) is not None
    return part[0] in "n*" and frequency(name) <= _RARE_AGAIN


@lru_cache(maxsize=1)
def _of_a_firm() -> re.Pattern[str]:
    """Return the pattern of what behind a name makes it a company's: a tail, or what companies do."""
    return re.compile(rf"(?:{either('zh', 'firm_tails')})|{firm_after().pattern}")


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
            yield _product(text, start, end, CODED)


def _is_a_name(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name) < 2 or is_plain(name) or _PARTED.search(name):
        return False
    if text[start - 1 : start] in _QUOTES:
        usual = name in wordbook() and frequency(name) > RARE
        return text[end : end + 1] in _UNQUOTES and not usual and set(LOOSE).isdisjoint(name)
    if name[0] in "《“「":
        return True
    return _LATIN_NAME.fullmatch(name) is not None


def _product(text: str, start: int, end: int, rank: int) -> Entity:
    return Entity(start, end, "PRODUCT", text[start:end], rank=rank, confidence=0.7)


def _titles(text: str) -> Iterator[Entity]:
    """Yield titles of games, films, books; with their marks."""
    for match in _TITLE.finditer(text):
        name = _IN_BRACKETS.sub("", match["name"])
        start, end = match.span()
        acted = text[max(0, start - 4) : start].endswith(words("zh")["no_title_before"])
        other = acted or text.startswith("杂志", end)
        if not (other or name.endswith(words("zh")["no_titles"]) or _NO_TITLE.search(name)):
            yield _product(text, *match.span(), _TITLED)


def _plans(text: str) -> Iterator[Entity]:
    """Yield plans that stand with a price, and what a price list is of."""
    lines = _LINE.finditer(text) if _LINE_END.search(text) else ()
    found = [match.span("name") for match in lines]
    for match in _PRICED.finditer(text) if _PRICED_END.search(text) else ():
        start, end = match.span("name")
        before = text[start - 1 : start]
        known_one = any(text[start : start + size] in known("zh") for size in (2, 3, 4))
        if not known_one and (not before or not _HAN.match(before) or before in LOOSE):
            found.append((start, end))
    for start, end in found:
        if text[start:end] not in word_set("zh", "no_plans"):
            yield _product(text, start, end, _PLAN)
    for match in _PRICELIST.finditer(text) if holds_one(text, _PRICELISTS) else ():
        name = match["name"]
        if _OF_SHARES.search(text, match.end(), match.end() + _NEAR):
            continue
        several = len(found) > 1 and match.start() == 0
        if _is_priced(name) and (several or _LATIN.search(name) or not ordinary(name)):
            yield _product(text, *match.span("name"), _PLAN)


def _is_priced(name: str) -> bool:
    """Say whether what a price list is of may be a name."""
    return (
        set(LOOSE).isdisjoint(name)
        and not name.endswith("类")
        and not is_plain(name)
        and name not in wordbook()
        and name not in place_set("zh")
        and not name.startswith(("关于", "的"))
    )
