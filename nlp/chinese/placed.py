"""Companies that Chinese texts name by place, own name and what they are, all in one: 渭南纵岭律师事务所, 阳春市砚台饭店.

Where no headline tells what a text is of, such a name needs no other sign: it begins with a place and ends with
``placed_ends`` (``nlp/lexicon/zh.yaml``), and what stands between is a few signs that are no verb and no trade.
"""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from nlp.chinese.bodies import COUNTED, behind_stops, does, run_of_names
from nlp.chinese.evidence import ordinary
from nlp.chinese.places import begins_with_place
from nlp.entities import Entity
from nlp.lexicon import either, word_set

_RANK = 57
_LONGEST, _OWN = 16, 6  # signs of a name, and of what is its own between place and end


def placed(text: str, taken: AbstractSet[int]) -> Iterator[Entity]:
    """Yield the companies that *text* names with their place; *taken* are characters that others hold for certain."""
    for match in _ends().finditer(text):
        start, end = _start(text, *match.span()), match.end()
        if start < match.start() and taken.isdisjoint(range(start, end)):
            yield Entity(start, end, "ORG", text[start:end], rank=_RANK, confidence=0.8)


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    """Return the pattern of what such a name ends with, and of nothing longer: no 饭店业, no 银行卡."""
    return re.compile(
        rf"(?:{either('zh', 'placed_ends', 'placed_bare')})(?![业卡长门们化级类型城内里外]|[员股]工?)"
    )


def _start(text: str, tail: int, end: int) -> int:
    """Return where the name begins whose end word stands from *tail* to *end*; *tail* where it is none."""
    run = run_of_names().search(text, max(0, tail - _LONGEST), tail)
    if run is None:
        return tail
    for at in range(behind_stops(text, run.start(), tail), tail):
        size = begins_with_place(text, at, tail)
        if not size:
            continue
        own = text[at + size : tail]
        if not own and text[tail:end] in word_set("zh", "placed_bare"):
            return at
        while more := begins_with_place(own, 0, len(own), opened=True):
            own = own[more:]
        return at if _is_own(own, text[tail:end]) else tail
    return tail


_COUNT = re.compile(r"^[一二两三四五六七八九十百千多几某该各每首]")
_DOES_LAST = frozenset("开办买卖做住去来进出收建租找有")  # 渭南市民开 | 公司
_LAWYERS = "师事务所"


@lru_cache(maxsize=4096)
def _is_own(own: str, end: str) -> bool:
    """Say whether words between a place and *end* are a name: nothing counted or done, no trade, no kind (上海 | 商业 | 银行).

    A group may be called by its trade alone: 渭南交通集团.
    """
    if not 2 <= len(own) <= _OWN or _COUNT.match(own) or COUNTED.search(own):
        return False
    if own[-1] in _DOES_LAST or own in word_set("zh", "generic_heads"):
        return False
    if own in word_set("zh", "org_suffixes"):
        return end == "集团"
    verbless = own[:2] if end.endswith("厂") else own
    if not end.endswith(_LAWYERS) and does(verbless):
        return False
    return own not in word_set("zh", "no_companies") and not ordinary(own)
