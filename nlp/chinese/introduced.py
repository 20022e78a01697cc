"""Companies whose names follow what they are, with nothing between: 激光雷达公司觅澄, 云盘服务商Lumadeck, 经销商漫礁.

Strange words behind such a noun, up to a verb, a small word or a stop, are a name; words that the language has are not.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from nlp.chinese.evidence import made_of, ordinary, without_tail
from nlp.chinese.tails import LOOSE, generic
from nlp.entities import Entity
from nlp.lexicon import either, word_set
from nlp.names.wordbook import wordbook
from text.han import HAN

_RANK = 55  # below what the model and the tails tell
_LONGEST, _SHORT, _HALF = 6, 2, 0.5
# Before a name these tell nothing where they are a part of the company that is spoken of: 该公司, 子公司.
_NO_KIND = re.compile(
    r"(?:[该本我贵此一两几多家各每子分总母上市前现些位名新老做多数的]|有限|股份)\Z"
)
_STARTS = frozenset(
    "则却仍均以中里上下新版所想并未还也都已可会能要就只有无是从更最很不各每本此这那其再又另首多数前后内外高低大小老员总副一二三四五六七八九十两几"
)
_ENDS = frozenset("未不没则仍均还也又再曾已正将共均都只便即亦竟却因")
_BEHIND = (
    rf"(?=[{LOOSE}]|[已正从以因也还就则均又曾仍未没不称等及共]|官方|官宣|官网|旗下|董事|总裁|总经理|副总|首席|创始|负责|CEO|CFO|COO|CTO"
    r"|[，。、；：！？）（”“\n]|\s?\d|今[日天年]|昨[日天晚]|近日|日前|上周|本周|去年|明年|宣布|发布|推出|回应|表示|否认|签|达成|完成|获|收购|接触|考虑|计划|参与|$)"
)
_STOPS = "的，。、；：！？）（”“\n"
_PRODUCTS = re.compile(r"[A-Za-z0-9]")


@lru_cache(maxsize=1)
def _introduced() -> re.Pattern[str]:
    kinds = either("zh", "firm_kinds")
    return re.compile(rf"(?:{kinds})(?P<name>(?:(?![{LOOSE}])[{HAN}]){{2,{_LONGEST}}}?){_BEHIND}")


def introduced(text: str) -> Iterator[Entity]:
    """Yield the companies that *text* names behind what they are."""
    for match in _introduced().finditer(text):
        if match.start() < 1 or _NO_KIND.search(text, max(0, match.start() - 2), match.start()):
            continue
        start = match.start("name")
        end = _end(text, start, match.end("name"))
        if end - start > 1 and _is_strange(name := text[start:end]) and _is_told(text, name):
            yield Entity(start, end, "ORG", text[start:end], rank=_RANK, confidence=0.75)


def _is_told(text: str, name: str) -> bool:
    """Say whether a name is long enough to be one, or returns: 保险公司 | 派人 is no name."""
    return len(name) > _SHORT or text.count(name) > 1


def _end(text: str, start: int, end: int) -> int:
    """Return where a name ends: before a verb, and before a sign that begins the word behind (卓沅云 | 参与)."""
    book = wordbook()
    goes_on = text[end : end + 1] not in _STOPS
    if goes_on and end - start > 3 and book.get(text[end - 2 : end], "n")[:1] in "vdp":
        end -= 2
    if text[end - 1 : end + 1] in book and text[end - 2 : end] not in book:
        end -= 1
    while end - start > 1 and text[end - 1] in _ENDS:
        end -= 1
    return end


@lru_cache(maxsize=4096)
def _is_strange(name: str) -> bool:
    """Say whether words are none of the language, and begin with none."""
    book = wordbook()
    if (
        name[0] in _STARTS
        or name[-1] in "人方者员们"
        or name in book
        or name in generic()
        or ordinary(name)
    ):
        return False
    if any(
        name[:size] in book or name[:size] in word_set("zh", "firm_kinds") for size in (2, 3)
    ) or _PRODUCTS.search(name):
        return False
    head = without_tail(name)
    if len(head) < 2 or head in word_set("zh", "generic_heads"):
        return False
    return made_of(head).get("strange", 0.0) > _HALF
