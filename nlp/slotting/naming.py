"""What a thing or a party is called, where the words that fill a slot only describe it and its name stands beside them.

In the corpora the readers took the name of such pairs: of 42 in English ("its largest client, Hollins,"; "Giftfold, the
gift-card wallet") in 40, of 236 in Chinese (旧版客户端“韩江随行”) in 234.
"""

import re
from collections.abc import Iterator

from nlp.reading import Reading
from nlp.slotting.fitting import NAMED, fits
from schemas.language import Slot

_NAME = r"[A-ZÀ-Þ][\w+&’'-]*(?: (?:[A-ZÀ-Þ][\w+&-]*|\d+))*"
_BEHIND = re.compile(rf", (?P<name>{_NAME})(?=[,.;)])")
_BEFORE = re.compile(
    rf"(?P<name>{_NAME}), (?:the|a|an|its|their|our|his|her) (?:[\w’'-]+ ){{0,3}}$"
)
_QUOTED = re.compile(r"[“《「『](?P<name>[^”》」』，。；：！？、]{1,14})[”》」』]")
_NO_NAMES = frozenset({"PLACE", "DATE", "PERSON", "MONEY", "PERCENT", "ROLE"})
_REACH = 90  # characters before words about a thing in which its name and these begin


def called(reading: Reading, name: str, slot: Slot) -> Slot:
    """Return the name beside what fills slot *name*, where that is words about it, else *slot*."""
    if name not in NAMED or slot.start is None or slot.end is None or fits(reading, name, slot):
        return slot
    for start, end in _beside(reading, slot.start, slot.end):
        inside = reading.met(start, end)
        if any(one.label in _NO_NAMES for one in inside):
            continue
        known = next((one.entity for one in inside if (one.start, one.end) == (start, end)), None)
        return Slot(text=reading.text[start:end], start=start, end=end, entity=known)
    return slot


def _beside(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    text = reading.text
    if reading.language == "zh":
        if hit := _QUOTED.match(text, end):
            yield hit.span("name")
        return
    if hit := _BEHIND.match(text, end):
        yield hit.span("name")
    words = re.escape(text[start:end])
    for place in re.finditer(rf"\b{words}\b", text):
        first = max(0, place.start() - _REACH)
        if hit := _BEFORE.search(text[first : place.start()]):
            yield first + hit.start("name"), first + hit.end("name")
