"""What leaves no doubt of a Chinese move's status: partners have signed, it holds from or until a day to come, or only led up to another's."""

import re

from nlp.chinese.days import from_day, lasts_until, rolled_out, takes_effect
from nlp.frames.compiling import FIRST
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
    r"|(?<![将拟会划备待])签约(?=[，。；]|$)|收到[^，。；]{0,20}中标通知"
)
_BY_SIGNING: frozenset[MoveKind] = frozenset({"partnership", "customer-win"})
# A laboratory or a centre of two is there when they say so; a company of two awaits approvals.
_FOUNDING = re.compile(
    r"(?:宣布|官宣|公布)(?:已|正式)?(?:与|和|同|携手|联合|联手|牵手)[^，。；将拟]{1,24}?(?:成立|共建|设立|组建|建立)(?![^，。；]{0,8}合资)"
)
_CLAUSE = re.compile(r"[，；：。！？]|——")
# In the clause of signing: it is still to come.
_AHEAD = re.compile(r"(?:将|拟|预计|计划|有望|即将|准备|打算|尚未|洽谈|希望)[^，。；]*$")
_ENDS: frozenset[MoveKind] = frozenset({"market-exit", "product-retirement"})


def certain(reading: Reading, sentence: Sentence, kind: MoveKind, start: int) -> Verdict | None:
    """Return the verdict on a trigger of *kind* at *start* of a sentence of which nothing leaves a doubt; None for others."""
    if kind in _BY_SIGNING and (done := _signed(sentence, kind)):
        return Verdict("done", "done", done, sure=True)
    day = "" if kind in SIGNED else from_day(reading, sentence, start)
    if not day and kind in EFFECTIVE and kind != "expansion":  # another site may open later
        day = takes_effect(reading, sentence)
    if not day and kind == "product-update":
        day = rolled_out(reading, sentence)
    if not day and kind in _ENDS:
        day = lasts_until(reading, sentence)
    return Verdict("announced", "future", day, sure=True) if day else None


def _signed(sentence: Sentence, kind: MoveKind) -> str:
    """Return the words by which a sentence says that two have signed or founded something, and not that they will."""
    hit = _SIGNING.search(sentence.masked)
    if hit is None and kind == "partnership":
        hit = _FOUNDING.search(sentence.masked)
    return hit[0] if hit and not _AHEAD.search(sentence.masked, 0, hit.start()) else ""


# "甲退出的第二年，乙…", "在甲裁员之后，乙…": what came before is told of the time only.
_BEFORE_THAT = re.compile(
    r"(?:之后|以后|(?<![今此背幕落售前最])后|的第[一二两三四五六七八九十\d]{1,2}[年天周月])[，]"
)


def led_up_to(sentence: Sentence, start: int) -> str:
    """Return the clause of a trigger that says only after what another company does what the next clause tells, or nothing."""
    masked = sentence.masked
    first = max([hit.end() for hit in _CLAUSE.finditer(masked, 0, start)], default=0)
    stop = _CLAUSE.search(masked, start)
    if stop is None or not _BEFORE_THAT.search(masked, first, stop.end()):
        return ""
    others = masked.startswith(FIRST["ORG"], stop.end())
    own = FIRST["ORG"] in masked[first : stop.start()]
    return sentence.raw[first : stop.start()] if own and others else ""
