"""What of a company is bought: the bus business of Velmora, not Velmora; and who sells it is not bought either."""

import re
from collections.abc import Sequence

from nlp.frames.compiling import pattern
from schemas.language import Slot

_REACH = 70
# "the bus business of Velmora": before the company's name.
_PORTION = pattern(
    r"\b(?:the|an?|its|their)\s(?P<part>(?:(?!(?:the|an?|its|their|of|in|from)\b)[\w’'&-]+\s){0,5}?(?:<portion>))\sof\s(?:the\s)?$",
    "en",
)
_FROM = re.compile(r"\bfrom\s(?:the\s|its\s\w+\s)?$")


def portion(text: str, start: int) -> int | None:
    """Return where the words begin for a part of the company that is named at *start* of *text*, if it is one's."""
    begin = max(0, start - _REACH)
    hit = _PORTION.search(text[begin:start])
    return begin + hit.start("part") if hit else None


def sells(text: str, start: int) -> bool:
    """Say whether the company that is named at *start* of *text* is whom something comes from."""
    return _FROM.search(text[max(0, start - _REACH) : start]) is not None


def bought(text: str, told: Sequence[Slot], ruled: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return what is bought of what is *told* as such, or else of what rules say: parts whole, no sellers."""
    return _bought(text, told) or _bought(text, ruled)


def _bought(text: str, told: Sequence[Slot]) -> tuple[Slot, ...]:
    kept: list[Slot] = []
    for one in told:
        if one.start is None or one.end is None:
            kept.append(one)
        elif (start := portion(text, one.start)) is not None:
            kept.append(Slot(text=text[start : one.end], start=start, end=one.end))
        elif not sells(text, one.start):
            kept.append(one)
    return tuple(kept)
