"""A well-known Chinese name within a longer one: 睿思科技 is not 思科, 金微软科技 not 微软, 高通达物流 not 高通.

Names of two signs stand by chance in others: their last sign begins the tail of the longer name (科技, 软件, 通信), or a
sign before them that is no word belongs to it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nlp.chinese.tails import LOOSE
from nlp.lexicon import known, place_set, word_set
from nlp.names.model import Guess
from nlp.names.phrases import Phrase
from nlp.names.wordbook import wordbook
from text.han import HAN

_SHORT = 2  # characters of names that stand in others by chance
_SIGNS = re.compile(f"[{HAN}]+")
_FIRMS = frozenset({"known", "maybe"})
# Words of one sign that stand before a name.
_WORDS = frozenset(
    LOOSE
    + "等有内原新老前后上下不未即正拟曾刚才更最大小多首第年月日号旧购获投联助据超赴见追告诉指用买卖收选换赢胜控经凭靠找同含除约请邀携并若如因"
)


def without_parts(text: str, listed: Iterable[Phrase], seen: Sequence[Guess]) -> list[Phrase]:
    """Return *listed* phrases without those firms that are part of a longer name; *seen* is what the model takes for names."""
    firms = [one for one in seen if one.label == "ORG"]
    return [
        one for one in listed
        if one.kind not in _FIRMS or one.end - one.start > _SHORT or not _is_part(text, one, firms)
    ]  # fmt: skip


def _is_part(text: str, one: Phrase, firms: Sequence[Guess]) -> bool:
    start, end, book = one.start, one.end, wordbook()
    if not _SIGNS.fullmatch(text, start, end):
        return False
    crossing, behind = text[end - 1 : end + 1], text[end : end + 2]
    seen = any(
        firm.start < start and end < firm.end and _is_lead(text[firm.start : start])
        for firm in firms
    )
    if behind in book:
        return seen and behind in _tails()  # 金|微软|科技
    if crossing in _tails():
        return seen or _led(text, start)  # 睿思|科技
    return crossing in book and text[end + 1 : end + 3] in _tails()  # 高|通达|物流


def _led(text: str, start: int) -> bool:
    """Say whether a sign before *start* belongs to the name: none that is or ends a word."""
    before = text[start - 1 : start]
    if not _SIGNS.fullmatch(before):
        return False
    if text[start - 1 : start + 1] in wordbook():
        return True
    return before not in _WORDS and not any(
        _is_word(text[max(0, start - size) : start]) for size in (2, 3)
    )


def _is_lead(lead: str) -> bool:
    return len(lead) == 1 and _SIGNS.fullmatch(lead) is not None and lead not in _WORDS


def _is_word(part: str) -> bool:
    return part in wordbook() or part in place_set("zh") or part in known("zh")


@lru_cache(maxsize=1)
def _tails() -> frozenset[str]:
    return frozenset(one for one in word_set("zh", "org_suffixes") if len(one) == _SHORT)
