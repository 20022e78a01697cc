"""What Chinese texts say of shares held, sureties and loans that is no move (MOVES.md rule 4)."""

import re
from functools import lru_cache

from nlp.frames.compiling import pattern
from nlp.reading import Sentence
from nlp.said import only_looks
from schemas.kinds import MoveKind

# What is held, pledged or thinned is no purchase, unless the sentence tells how it came.
_HELD = pattern(
    "(?:持股|(?:持有|所持|持)(?:的|有)?[^，。；]{0,16}?(?:股份|股权|股|权益)|持股比例|持有[^，。；]{0,20}?{PERCENT}|(?:占股|占比|出资比例)[为达]?{PERCENT})",
    "zh",
)
_GOT = pattern(
    "披露持|举牌|投资[^，。]{0,4}{MONEY}|{MONEY}[^，。]{0,6}投资|[入参认增买购投收举][股持购资入买牌投]|出资|注资|受让|接盘|拿下|获得|取得|投了|领投|跟投|定增|新进|建仓|成为[^，。]{0,12}股东|将持|后[，]?[^，。]{0,12}持有?|(?:上升|升|提高|增加|提升|增|扩大)[至到]|(?:比例|持股)(?:达到?|突破|超过?)",
    "zh",
)
# Shares that a holder buys or sells are not bought back.
_BOUGHT_ON = re.compile(r"增持|减持|举牌")
_RETURNED = re.compile(r"回购|分红|派息|派发|派现|股息|股利|红利|注销|拆股|送股|转增")


def of_papers(sentence: Sentence, kind: MoveKind, trigger: tuple[int, int] | None = None) -> str:
    """Return the words by which a sentence that seems to tell a move tells what is held, or another thing, or nothing.

    *trigger*: where in the sentence a frame found the move; none for words alone.
    """
    if looks := only_looks(sentence, kind, "zh", trigger):
        return looks
    if kind == "capital-return":
        hit = _BOUGHT_ON.search(sentence.plain)
        return hit[0] if hit and not _RETURNED.search(sentence.plain) else ""
    return _held(sentence.masked) if kind == "investment" else ""


@lru_cache(maxsize=256)
def _held(masked: str) -> str:
    hit = _HELD.search(masked)
    return hit[0] if hit and not _GOT.search(masked) else ""
