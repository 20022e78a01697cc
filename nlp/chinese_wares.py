"""Products in Chinese text by what their names end in, what kind of thing stands before them, and names with a number.

小鹿 | 记账, 新药 | 瑞克替尼 | 获批, 凌岳 | 9 | 车主. A name begins where the text breaks, behind a small word, or behind a
word that things stand behind (``ware_before`` in ``nlp/lexicon/zh.yaml``); what only a company does makes none a product.
"""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from nlp.chinese_tails import LOOSE, generic
from nlp.entities import Entity
from nlp.lexicon import known, place_set, word_set, words
from nlp.names.wordbook import frequency, wordbook
from text.han import HAN

_H = f"[{HAN}]"
_RANK = 62
_RARE = 150  # as often as that jieba has counted a word that may be a name: 飞鸟 125, 城市 25,084
_MOST = 4  # characters of a name before its noun
# Whoever does this is a company, whatever its name ends in.
_FIRM_AFTER = re.compile(
    r"(?:的)?(?:宣布|表示|回应|称|否认|完成[^，。]{0,6}融资|获[^，。]{0,6}融资|获投|收购|起诉|裁员|裁撤|任命|聘|创始人|CEO|总裁|董事|总经理|首席|股份|股价|股东|集团|公司|控股|旗下|财报|营收|净利|员工|高管|总部|上半年|赴港|递表|招聘|与|和|同)"
)
_OF_PEOPLE = re.compile(r"先生|女士|总|老师|同学|博士")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    listed = words("zh")
    tails = "|".join(sorted(listed["ware_tails"], key=len, reverse=True))
    kinds = "|".join(sorted(listed["ware_kinds"], key=len, reverse=True))
    deeds = "|".join(sorted(listed["ware_deeds"], key=len, reverse=True))
    before = "|".join(sorted(listed["ware_before"], key=len, reverse=True))
    number = r"(?:[A-Z]{1,3}[ -]?\d{1,4}[A-Za-z]?|\d{1,2}(?:代|号|系|\.\d)?|[A-Z]{1,2}|OS|DB|AI)(?:\s?(?:Pro|Max|Plus|Ultra|SE|\d{1,2}))?(?![A-Za-z\d.%年月日元万亿个款台辆人家名岁天倍只件条项折度米])"
    return (
        re.compile(
            rf"(?P<tail>{tails})(?!本|厅|节|会|商|厂|店|业|行业|市场|公司|企业|集团|软件园)"
        ),
        re.compile(
            rf"(?P<kind>{kinds})(?P<name>(?:(?![{LOOSE}])[{HAN}]){{2,5}}?)(?:{number})?(?=(?:{deeds})|[，。；！、“”]|\Z)"
        ),
        re.compile(rf"(?<=[{HAN}]){number}"),
        re.compile(rf"(?:\A|[^{HAN}A-Za-z\d·]|[{LOOSE}]|{before})\Z"),
    )


def wares(text: str, firms: Collection[Entity]) -> Iterator[Entity]:
    """Yield the products of *text*; *firms* are its companies."""
    names = {one.name for one in firms if one.rank >= _RANK}
    tails, kinds, numbers, _edge = _patterns()
    for match in tails.finditer(text):
        start = _head(text, match.start(), names)
        if start is not None and _is_ware(text, start, match.end()):
            yield _product(text, start, match.end())
    for match in kinds.finditer(text):
        start, end = match.start("name"), match.end()
        if _may_be_name(match["name"], names) and not _FIRM_AFTER.match(text, end):
            yield _product(text, start, end)
    for match in numbers.finditer(text):
        yield from _numbered(text, *match.span(), names)


def _product(text: str, start: int, end: int) -> Entity:
    return Entity(start, end, "PRODUCT", text[start:end], rank=_RANK, confidence=0.65)


def _is_ware(text: str, start: int, end: int) -> bool:
    """Say whether a name with a product's noun is no word and does nothing that only companies do."""
    return text[start:end] not in wordbook() and not _FIRM_AFTER.match(text, end)


def _numbered(text: str, start: int, end: int, names: Collection[str]) -> Iterator[Entity]:
    """Yield a name with its number where things stand around it: 凌岳 | 9 | 车主, 升级到 | 织网 | OS 4."""
    head = _head(text, start, names)
    if head is None:
        return
    told = _THING_AFTER.match(text, end) or _THING_BEFORE.search(text, max(0, head - 5), head)
    if told or (text[start].isupper() and text[end - 1].isdigit()):
        yield _product(text, head, end)


_THING_BEFORE = re.compile(
    r"(?:车型|新车|新款|新品|推出|发布|上线|召回|停产|停售|升级到|换成|买了|用了|开着|旗舰|产品|系统|手机|平板|耳机|手表|芯片|型号|卫星|火箭|旗下|自研|新一代|[款把辆台部])\Z"
)
_THING_AFTER = re.compile(
    r"\s?(?:智能|系列|上市|预售|开售|发售|发布会|停产|停售|下架|交付|亮相|首发|量产|召回|售价|起售|降价|涨价|车主|用户|机主|皮卡|轿车|SUV|手机|平板|手表|耳机|音箱|电视|空调|冰箱|洗衣机|扫地机|洗碗机|机器人|无人机|相机|投影|打印机|路由器|门锁|芯片|处理器|大模型|操作系统|卫星|火箭|飞船|游戏机|头显|眼镜|电动车|自行车|摩托|卡车|客车|拖拉机|收割机|挖掘机|起重机|机床|疫苗|(?:已|将|要|正式|今日|全系)?(?:上市|发售|开卖|交付|下线|停售))"
)


def _head(text: str, tail: int, names: Collection[str]) -> int | None:
    """Return where the name before a noun or a number begins, if there is one."""
    edge = _patterns()[3]
    for size in range(2, _MOST + 1):
        start = tail - size
        if start < 0 or not _HANS.fullmatch(text, start, tail):
            return None
        if edge.search(text, max(0, start - 5), start):
            return start if _may_be_name(text[start:tail], names) else None
    return None


_HANS = re.compile(f"{_H}+")


def _may_be_name(name: str, names: Collection[str]) -> bool:
    return name not in names and _nameable(name)


@lru_cache(maxsize=8192)
def _nameable(name: str) -> bool:
    """Say whether some characters can name a thing: no usual word, no place, no kind of thing, no small word."""
    part = wordbook().get(name, "*")
    if not set(LOOSE).isdisjoint(name) or name in place_set("zh") or name in known("zh"):
        return False
    if (
        name in word_set("zh", "code_before")
        or name in generic()
        or name in word_set("zh", "product_plain")
        or _PLAIN.search(name)
    ):
        return False
    if (
        name.startswith(_VERBAL)
        or name.endswith(("者", "性", "化", "级"))
        or _OF_PEOPLE.search(name)
    ):
        return False
    if any(word in name for word in _kinds()):
        return False
    if part != "*":
        return part[0] not in "vdpcrmtqfu" and frequency(name) <= _RARE
    return not any(name[at : at + 2] in wordbook() for at in range(len(name) - 1))


@lru_cache(maxsize=1)
def _kinds() -> tuple[str, ...]:
    """Return nouns that a name of a thing holds none of: 手机浏览器."""
    listed = words("zh")
    return tuple({*listed["ware_kinds"], *listed["product_kinds"], *listed["roles"]} - {"会员"})


_VERBAL = ("将", "已", "被", "可", "能", "会", "要", "没", "不", "有", "无", "多", "全", "各", "一", "两", "三", "首", "新", "老", "旧", "最", "更", "第", "前", "后", "上", "下", "进口", "国产", "则", "还", "较", "也", "就", "都", "仍", "才", "并", "很", "再", "点", "获", "面", "去", "来", "到")  # fmt: skip
_PLAIN = re.compile(
    r"专用|公司|集团|企业|行业|市场|用户|客户|我们|自己|线上|线下|免费|收费|付费|官方|第三方|海外|国内|全国|全球|本地|城市|所有|主流|同类|其他|部分|相关|多款|几款|这款|那款|大量"
)
