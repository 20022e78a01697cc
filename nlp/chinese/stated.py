"""Companies that a Chinese text states by form: behind 甲方：, before a post with its holder, behind 货代 or 代工厂, as who owes and orders.

Their names may be made of plain words and have no tail: what tells them is the construction, not the letters.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from nlp.chinese.called import KIND
from nlp.chinese.evidence import made_of, ordinary, without_tail
from nlp.chinese.places import is_place
from nlp.chinese.tails import LOOSE, generic
from nlp.entities import Entity
from nlp.lexicon import word_set, words
from nlp.names.odds import surnames
from nlp.names.wordbook import wordbook
from text.han import HAN

Span = tuple[int, int]

_H = f"[{HAN}]"
_RANK = 59
_HALF = 0.5  # more than so many of a name's signs no word covers
_OPENS = r"(?:^|(?<=[\n。！？；，、：“”「」（）() 　]))"
# Whose post it is: 星檬的 | 主策划 | 阮星沉, 耘达 | 销售副总 | 冉大壮.
_WHOSE = re.compile(rf"{_OPENS}(?P<name>(?:(?![{LOOSE}])[{HAN}A-Za-z0-9]){{2,6}})的?\Z")
_LATIN_KIND = re.compile(
    r"(?:客户|供应商|代工厂|合作方|竞争对手|对手|经销商|买家|卖家|品牌|公司|厂商|货代|律所|车企|药企|券商|出版社|开发商|运营商|平台|投资方|母公司|子公司|股东|渠道商)(?P<name>[A-Z][A-Za-z]+(?:[ &-][A-Z][A-Za-z]+){0,3})(?![A-Za-z])"
)
# What only a company does to sums, orders and prices, with its subject at the start of a clause.
_DEALS = re.compile(
    rf"{_OPENS}(?:(?:{_H}{{2,4}})的)?(?P<name>(?:(?![{LOOSE}])[{HAN}]){{2,4}}?)(?=(?:欠着|拖欠|欠款)[\d一二三四五六七八九十约近逾]|向[^，。；\n]{{1,14}}追加[^，。；\n]{{0,12}}(?:订单|订货|投资)|(?:原本|原先|一度|如今|现在|目前)?每[把台件套吨箱只辆支](?:{_H}{{1,4}})?(?:FOB|CIF|报价|出厂|报[\d¥￥$])|给[^，。；\n]{{2,10}}发了?[^，。；\n]{{0,4}}(?:价表|报价|涨价函))"
)
# 杭州的溪谷茶事推出…: whose place it says.
_OF_SOME = rf"的(?P<name>(?:(?![{LOOSE}])[{HAN}]){{2,6}}?)(?=推出|发布|宣布|关闭|关店|开出|涨价|降价|收购|上线|签下|签约|中标|裁员|停产|召回|起诉|融资|拿下|改名|更名|倒闭|破产|入股|上调|下调)"
_OF_PLACE = re.compile(rf"(?P<place>{_H}{{2,4}}){_OF_SOME}")
_OF_ANY = re.compile(_OF_SOME)  # it begins with one sign: where none is, no place is looked for
_LATIN_FIRM = re.compile(
    r"(?<![A-Za-z&.-])(?<![A-Za-z] )[A-Z][A-Za-z&]+(?: [A-Z][A-Za-z&]+){0,3} (?:Robotics|Group|Holdings?|Capital|Partners|Technolog(?:y|ies)|Systems|Labs?|Records|Hotels?|Foods?|Seafood|Motors?|Energy|Media|Games|Studios?|Software|Airlines|Pharma(?:ceuticals)?|Health|Logistics|Steel|Industries|Solutions|Networks?|Insurance|Semiconductors?|Bank|Inc|Ltd|Corp|AG|SE|GmbH|LLC|PLC)(?![A-Za-z])"
)
# One word of two: KilnStudios, NorthbeamGames.
_LATIN_JOINED = re.compile(
    r"(?P<name>[A-Z](?<![A-Za-z&.-].)[a-z]+(?:Studios?|Games|Interactive|Entertainment|Software|Soft|Works|Capital|Holdings|Group|Bank|Pharma|Media|Pictures|Motors|Labs|Systems|Networks))(?![A-Za-z])"
)
_LATIN_OBJECT = re.compile(
    r"(?:对|向|与|和|收购|起诉|入股|控告|处罚|罚)(?P<name>[A-Z][a-z]{3,})(?=展开|提起|罚款|开出|作出|处以|发起|签|达成|追加|的(?:收购|调查|诉讼|股权|反垄断|合作|订单)|立案|索赔|发出)"
)
# A Latin name and what a company alone does, has or is made part of: Farrel & Pike要入股, 由LUMADE开发, Sildra旗下.
_LATIN = (
    r"(?P<name>[A-Z](?<![A-Za-z&.-].)(?<![A-Za-z&] .)[A-Za-z]{2,}(?:(?: & | )[A-Z][A-Za-z]+){0,3})"
)
_LATIN_DOES = re.compile(
    rf"{_LATIN}\s?(?=(?:目前|此前|近日|日前|随后|今日|今天|要|拟|将|正|已经?|曾|也|还|正式|开始|计划|打算|正在|准备|有意|考虑|刚刚?){{0,4}}(?:入股|收购|并购|参投|领投|裁员|起诉|代工|(?:开发|研发|运营|发行)(?:了|出|过|《))"
    r"|(?:目前|此前|近日|日前|随后|今日|今天|要|拟|将|正|已经?|曾|也|正式|开始|计划|打算|正在|准备){1,4}(?:开发|研发|运营|发行)(?!者|人员|平台|工具|包|环境)"
    r"|旗下|股价|总部|创始人|联合创始人|首席执行官|CEO|官方(?:账号|微博|回应|表示|宣布|称)|的?(?:财报|市值|高管))"
)
_BY_LATIN = re.compile(
    rf"(?:由|被|经){_LATIN}\s?(?=(?:自主|联合|负责|独家)?(?:开发|研发|制作|发行|运营|代理|出品|收购|代工|承建))"
)
# By whom something is made, run or sold, in a clause that names nobody else: 由漫川文娱运营.
_BY_FIRM = re.compile(
    rf"由(?P<name>(?:(?![{LOOSE}])[{HAN}]){{3,8}}?)(?=(?:自主|联合|负责|独家|全资|代理)?(?:开发|研发|制作|发行|运营|代理|出品|承建|承保|代工|总经销|经销|冠名|承运|主承销|领投|参投))"
)
# Capitals and a trade: YDR通信 | 是要.
_CAPITALS = re.compile(
    r"(?P<name>(?P<latin>[A-Z](?<![^\n。！？；，、：“”「」（）() 　].)[A-Z]{1,5})(?:通信|科技|电子|集团|控股|资本|证券|汽车|生物|医药|制药|半导体|能源|电气|电器|重工|传媒|影业|娱乐|航空|物流|食品|咖啡))(?=[将拟已正被也又还是要在与和向的宣发推表回完收]|[\d，。：]|今|昨|近日|日前|$)"
)
# Where somebody works or worked: 在澄屿云干了九年.
_WORKS = re.compile(
    rf"(?:在|从|进了?|去了?|入职|离开|跳槽到?)(?P<name>(?:(?![{LOOSE}])[{HAN}]){{2,5}}?)(?=干了|工作了|任职|上班|待了|实习|做了[\d一二三四五六七八九十]|离职|跳槽|的offer|混了)"
)
_LED = ("此前", "目前", "原先", "据悉", "后来", "如今", "其中", "另外", "同时", "今年", "去年")


@lru_cache(maxsize=1)
def _party() -> re.Pattern[str]:
    listed = "|".join(sorted(words("zh")["parties"], key=len, reverse=True))
    return re.compile(
        rf"(?:{listed})(?:（[^（）\n]{{1,8}}）)?[：:]\s?(?P<name>[{HAN}A-Za-z0-9·（）()&.]{{2,30}}?)(?=[，。；、\n\s]|$|（以下)"
    )


@lru_cache(maxsize=1)
def _of_kind() -> re.Pattern[str]:
    """Return the pattern of a name with a tail behind what the company is: 接盘方 | 蜀康养老集团."""
    tails = "|".join(sorted(sorted(word_set("zh", "firm_tails")), key=len, reverse=True))
    return re.compile(
        rf"(?:{KIND.pattern})(?P<name>(?P<head>(?:(?![{LOOSE}])[{HAN}]){{2,6}}?)(?:{tails})(?:集团|股份|公司)?)(?![{HAN}]?[市场业员])"
    )


def stated(
    text: str, folk: Collection[Entity], posts: Sequence[Entity], firms: Sequence[Entity]
) -> Iterator[Entity]:
    """Yield the companies that *text* states by form; *folk*: its people, *posts*: the posts they hold, *firms* those found."""
    taken = {place for one in firms for place in range(one.start, one.end)}
    taken |= {place for one in posts for place in range(one.start, one.end)}
    people = {one.start: one.end for one in folk}
    spans = [*_parties(text, people), *_in_latin(text), *_doing(text)]
    spans += [
        one
        for one in (*_whose(text, posts, people), *_with_kind(text))
        if taken.isdisjoint(range(*one))
    ]
    employers = set(_at_work(text))
    for start, end in (*spans, *employers):
        if start not in people or (start, end) in employers:
            yield Entity(start, end, "ORG", text[start:end], rank=_RANK, confidence=0.8)


def _parties(text: str, people: Mapping[int, int]) -> Iterator[Span]:
    for match in _party().finditer(text):
        start, end = match.span("name")
        if people.get(start) != end and _is_party(match["name"]):
            yield start, end


def _whose(text: str, posts: Sequence[Entity], people: Mapping[int, int]) -> Iterator[Span]:
    """Yield whose the post is that somebody holds."""
    for post in posts:
        if post.end in people or post.end + 1 in people:
            hit = _WHOSE.search(text, max(0, post.start - 8), post.start)
            if hit is not None and _may_be(hit["name"]):
                yield hit.span("name")


def _with_kind(text: str) -> Iterator[Span]:
    for match in _of_kind().finditer(text):
        if not ordinary(match["head"]):
            yield match.span("name")


def _in_latin(text: str) -> Iterator[Span]:
    for match in _LATIN_FIRM.finditer(text):
        yield match.span()
    for pattern in (_LATIN_KIND, _LATIN_OBJECT, _LATIN_DOES, _LATIN_JOINED, _BY_LATIN):
        for match in pattern.finditer(text):
            if match["name"] not in _no_latin():
                yield match.span("name")
    for match in _CAPITALS.finditer(text):
        if match["latin"] not in _no_latin():
            yield match.span("name")


def _at_work(text: str) -> Iterator[Span]:
    """Yield where somebody works, which is no person whatever the signs are."""
    for match in _WORKS.finditer(text):
        name = match["name"]
        if made_of(name).get("strange", 0.0) > _HALF and _may_be(name):
            yield match.span("name")


def _doing(text: str) -> Iterator[Span]:
    """Yield who does what only companies do: 杭州的溪谷茶事推出…, 椿见欠着…."""
    for match in _OF_PLACE.finditer(text) if _OF_ANY.search(text) else ():
        whose = match["place"]
        if any(is_place(whose[at:]) for at in range(len(whose) - 1)) and _may_be(match["name"]):
            yield match.span("name")
    for match in _BY_FIRM.finditer(text):
        head = without_tail(match["name"])
        kind = match["name"] in word_set("zh", "more_kinds")
        if head != match["name"] and not (kind or ordinary(head)) and _may_be(match["name"]):
            yield match.span("name")
    for match in _DEALS.finditer(text):
        if _may_be(match["name"]):
            yield match.span("name")


@lru_cache(maxsize=1)
def _no_latin() -> frozenset[str]:
    return word_set("zh", "latin_words") | word_set("zh", "technologies")


@lru_cache(maxsize=4096)
def _is_party(name: str) -> bool:
    """Say whether what stands behind 甲方： names a party: no word, no person."""
    book = wordbook()
    if name in generic() or name in book or book.get(name[:2], "n")[:1] in "vdpcr":
        return False
    return not (len(name) in {2, 3} and name[0] in surnames())


@lru_cache(maxsize=4096)
def _may_be(name: str) -> bool:
    """Say whether a name before a post with its holder is a company's: no word of the language, no place."""
    if name in generic() or is_place(name) or name.startswith(_LED) or ordinary(name):
        return False
    book = wordbook()
    if book.get(name, "nz")[:1] not in {"n", "*"} or name in word_set("zh", "breaks"):
        return False
    if name.endswith(_INNER) or any(
        book.get(name[at : at + 2], "nz")[:1] in "dcprt" for at in range(1, len(name) - 1)
    ):
        return False
    return not any(book.get(name[:size], "nz")[:1] in "vdpcrtmfua" for size in (2, 3))


_INNER = ("部", "处", "科", "室", "组", "办", "会", "中心", "方", "院", "系", "所", "区")
