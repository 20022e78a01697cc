"""What leaves no doubt of a Chinese move's status: partners have signed, or it holds from a day to come."""

import re

from nlp.chinese.days import from_day
from nlp.reading import Reading, Sentence
from nlp.status import Verdict
from schemas.kinds import MoveKind

# Signing or moving in is the act itself, whenever it takes effect.
SIGNED: frozenset[MoveKind] = frozenset(
    {"customer-win", "licensing", "guidance", "customer-review"}
)
# What takes effect on a day: a next sentence may name it ("新价自9月1日起执行").
EFFECTIVE: frozenset[MoveKind] = frozenset(
    ["appointment", "price-increase", "price-decrease", "packaging-change", "product-retirement", "market-exit",
     "delivery-model", "expansion", "restructuring"]
)  # fmt: skip
# What the partners will do together lies ahead; that they do it is agreed.
_SIGNING = re.compile(
    r"(?<![将拟会划备待])(?:签署|签订|签下|签了|签约|达成)(?!意向)[^，。；意向拟]{0,16}?(?:协议|合作|合同|备忘录|伙伴|长单|长协)(?!意向)"
    r"|(?<![将拟会划备待])签约(?=[，。；\ue000]|$)|收到[^，。；]{0,20}中标通知"
)
_BY_SIGNING: frozenset[MoveKind] = frozenset({"partnership", "customer-win"})
# In the clause of signing: it is still to come.
_AHEAD = re.compile(r"(?:将|拟|预计|计划|有望|即将|准备|打算|尚未|洽谈|希望)[^，。；]*$")


def certain(reading: Reading, sentence: Sentence, kind: MoveKind, start: int) -> Verdict | None:
    """Return the verdict on a trigger of *kind* at *start* of a sentence of which nothing leaves a doubt; None for others."""
    if kind in _BY_SIGNING and (done := _signed(sentence)):
        return Verdict("done", "done", done, sure=True)
    day = "" if kind in SIGNED else from_day(reading, sentence, start)
    return Verdict("announced", "future", day, sure=True) if day else None


def _signed(sentence: Sentence) -> str:
    """Return the words by which a sentence says that two have signed, and not that they will."""
    hit = _SIGNING.search(sentence.masked)
    return hit[0] if hit and not _AHEAD.search(sentence.masked, 0, hit.start()) else ""
