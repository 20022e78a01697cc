"""Companies that a text calls by name: behind what they are (陶机企业“窑火”, 食品集团麦香谷), or as who signs it."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nlp.chinese.evidence import ordinary, without_tail
from nlp.chinese.places import is_place
from nlp.chinese.tails import LOOSE
from nlp.entities import Entity
from nlp.lexicon import word_set, words
from text.han import HAN

if TYPE_CHECKING:
    from nlp.reading import Reading

_FIRM = "公司|企业|集团|平台|品牌|厂商|厂家|车企|药企|房企|酒企|连锁|工作室|银行|酒庄|作坊|商|厂|店"
# A bare 公司“十四五” names a plan; 陶机企业“窑火” says what the name is of.
_CALLED = re.compile(
    rf"(?<![{LOOSE}])(?:[^\W\d_{LOOSE}]{{2}})(?:{_FIRM})[“「](?P<name>[^“”「」，。：；！？、\s]{{2,10}})[”」]"
    r"(?!战略|计划|工程|项目|规划|活动|模式|行动|系列|功能|理念|服务|问题|说法|目标|政策|体系|产品|杯|节|奖|专区|频道|栏目)"
)
_LATIN = re.compile(
    rf"(?<![{LOOSE}])[^\W\d_{LOOSE}]{{2}}(?:公司|企业|集团|厂商|品牌|工作室)(?P<name>[A-Z][a-z]{{2,}}[A-Za-z0-9&.'-]*(?: [A-Z][A-Za-z0-9&.'-]+)*)"
)
# What these hold; without it they are not looked for.
_QUOTES_BEHIND = re.compile(rf"(?:{_FIRM})[“「]")
_LATIN_BEHIND = re.compile(r"(?:公司|企业|集团|厂商|品牌|工作室)[A-Z]")
_OPENING = "“「"


def called(text: str) -> Iterator[Entity]:
    """Yield companies whose name stands behind what they are: in quotation marks, or in Latin letters."""
    quoted = _CALLED.finditer(text) if _QUOTES_BEHIND.search(text) else ()
    latin = _LATIN.finditer(text) if _LATIN_BEHIND.search(text) else ()
    for match in (*quoted, *latin):
        start, end = match.span("name")
        yield Entity(start, end, "ORG", match["name"], rank=58, confidence=0.8)


# 工、农、中、建四大行: what everybody calls the four or five largest banks in one sign each.
_SHORT_BANKS = re.compile(r"工、农、中、建(?:、交)?(?=[^、，。]{0,6}行)")


def short_banks(text: str) -> Iterator[Entity]:
    """Yield the largest banks where they are listed by one sign each."""
    for match in _SHORT_BANKS.finditer(text) if "、中、" in text else ():
        for at in range(match.start(), match.end(), 2):
            name = dict(zip("工农中建交", words("zh")["short_banks"], strict=True))[text[at]]
            yield Entity(at, at + 1, "ORG", name, rank=58, confidence=0.8)


def without_kinds(text: str, firms: Sequence[Entity]) -> list[Entity]:
    """Return companies without those that only say what the next one is: 食品集团 of 食品集团麦香谷."""
    begins = {one.start for one in firms}
    begins |= {place - 1 for place in begins if place and text[place - 1] in _OPENING}
    return [one for one in firms if one.end not in begins or not _is_kind(one.name)]


# What a company is, in a word that no name begins with: 货代 | 泛浪国际.
KIND = re.compile(
    "货代|律所|券商|车企|药企|房企|酒企|乳企|车商|厂商|接盘方|收购方|受让方|投资方|合作方|代工厂|承运商|供应商|开发商|运营商|经销商|服务商|集成商|分销商|零售商|制造商|出版商|原料商|买家|卖家|老对手|对手|客户"
)
# Before 方: 接盘方, 甲方.
PARTY = re.compile(
    r"(?:接盘|收购|受让|转让|出让|投资|合作|委托|受托|供货|承办|主办|承包|发包|出租|承租|采购|供应|运营|开发|代理|许可|平台|品牌|控股|施工|建设|设计|监理|制作|出品|发行|[资劳买卖甲乙丙校院店厂官警军])\Z"
)
_ASPECT = re.compile(rf"^[{HAN}][过着了]")
_ANY_FIRM = re.compile(
    r"(?:供应商|经销商|厂商|客户|企业|工厂|门店|分店|总部|项目|园区|基地|加工厂|代工厂|商家|店铺)\Z"
)


def trimmed(text: str, firms: Sequence[Entity]) -> list[Entity]:
    """Return companies without the kind that stands before a name, and without what is none: a verb (管过零售), a place's firms (昆山供应商)."""
    found = []
    for one in firms:
        name = text[one.start : one.end]
        if name[0] == "方" and PARTY.search(text, max(0, one.start - 2), one.start):
            one = one._replace(start=one.start + 1, name=name[1:])  # noqa: PLW2901 - the same, shorter
            name = name[1:]
        kind = KIND.match(name)
        if kind and len(name) - kind.end() > 1 and not ordinary(name[kind.end() :]):
            start = one.start + kind.end()
            one = one._replace(start=start, name=text[start : one.end])  # noqa: PLW2901 - the same, shorter
        elif one.rank < _SURE and (
            _ASPECT.match(name)
            or name in word_set("zh", "breaks")
            or is_place(_ANY_FIRM.sub("", name))
        ):
            continue
        found.append(one)
    return found


_SURE = 58


def _is_kind(name: str) -> bool:
    head = without_tail(name)
    return ordinary(head) and re.search(rf"[{HAN}]", name) is not None


_LEGAL = re.compile(r"有限(?:责任)?公司$")
_LISTED = "股份"  # what names of listed companies end with where a text is short: 恒屹股份
_SYSTEM = re.compile(r"(?:管理)?(?:系统|平台)|App|APP|客户端|小程序|网盘")
_OWN = 2  # characters that a brand shares with its company's full name


def full_name(reading: "Reading", firm: Entity) -> Entity | None:
    """Return the full legal name in a Chinese text of a company told by its listed name, or by that of its system.

    恒屹股份 is 山东恒屹玻璃股份有限公司, and who runs 擎帆仓储管理系统 is 擎帆软件有限公司, where the text names one such company.
    """
    name = firm.name
    if reading.language != "zh" or firm.entity or _LEGAL.search(name) or len(name) <= _OWN:
        return None
    own = name.removesuffix(_LISTED)
    if own == name:
        if not _SYSTEM.match(reading.text, firm.end):
            return None
        own = name[:_OWN]
    legal = {
        one.name: one
        for one in reversed(reading.entities)
        if one.label == "ORG" and own in one.name and _LEGAL.search(one.name)
    }
    listed = [one for full, one in legal.items() if full.endswith("股份有限公司")]
    few = listed if len(legal) > 1 else list(legal.values())
    return few[0] if len(few) == 1 else None
