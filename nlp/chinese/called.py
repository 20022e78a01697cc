"""Companies that a text calls by name: behind what they are (陶机企业“窑火”, 食品集团麦香谷), or as who signs it."""

import re
from collections.abc import Iterator, Sequence

from nlp.chinese.evidence import ordinary, without_tail
from nlp.chinese.tails import LOOSE
from nlp.entities import Entity
from text.han import HAN

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


def without_kinds(text: str, firms: Sequence[Entity]) -> list[Entity]:
    """Return companies without those that only say what the next one is: 食品集团 of 食品集团麦香谷."""
    begins = {one.start for one in firms}
    begins |= {place - 1 for place in begins if place and text[place - 1] in _OPENING}
    return [one for one in firms if one.end not in begins or not _is_kind(one.name)]


def _is_kind(name: str) -> bool:
    head = without_tail(name)
    return ordinary(head) and re.search(rf"[{HAN}]", name) is not None
