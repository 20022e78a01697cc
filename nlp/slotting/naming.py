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
_VERSION = re.compile(r"[Vv]?\d+(?:\.\d+)*\s?(?:版本?|代)|[Vv]?\d+(?:\.\d+)+|[新旧]版本?")
_NOUN = 2  # signs of a Chinese noun that says what kind of thing a product is
_REACH = 90  # characters before words about a thing in which its name and these begin


def called(reading: Reading, name: str, slot: Slot) -> Slot:
    """Return the name beside what fills slot *name*, where that is words about it, else *slot*."""
    if name == "product" and slot.start is not None and _VERSION.fullmatch(slot.text):
        return _of_version(reading, slot, slot.start)
    if name not in NAMED or slot.start is None or slot.end is None or fits(reading, name, slot):
        return slot
    for start, end in _beside(reading, name, slot.start, slot.end):
        inside = reading.met(start, end)
        if any(one.label in _NO_NAMES for one in inside):
            continue
        known = next((one.entity for one in inside if (one.start, one.end) == (start, end)), None)
        return Slot(text=reading.text[start:end], start=start, end=end, entity=known)
    return slot


def _beside(reading: Reading, name: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    text = reading.text
    if reading.language == "zh":
        yield from _beside_chinese(text, start, end, anywhere=name == "product")
        return
    if hit := _BEHIND.match(text, end):
        yield hit.span("name")
    words = re.escape(text[start:end])
    for place in re.finditer(rf"\b{words}\b", text):
        first = max(0, place.start() - _REACH)
        if hit := _BEFORE.search(text[first : place.start()]):
            yield first + hit.start("name"), first + hit.end("name")


def _beside_chinese(
    text: str, start: int, end: int, *, anywhere: bool
) -> Iterator[tuple[int, int]]:
    """Yield the name in quotation marks behind the words, or *anywhere* behind the noun they end with.

    In the corpora, of 46 products whose noun was said with a name behind it and again without, 45 were called by the name.
    """
    if hit := _QUOTED.match(text, end):
        yield hit.span("name")
    noun = text[max(start, end - _NOUN) : end]
    if not anywhere or len(noun) < _NOUN:
        return
    for place in re.finditer(re.escape(noun), text):
        if hit := _QUOTED.match(text, place.end()):
            yield hit.span("name")


def _of_version(reading: Reading, slot: Slot, start: int) -> Slot:
    """Return the name before a version with it, or without it where 的 stands between: 梧桐4.2版, 梧桐 of 梧桐的4.2版."""
    first = start - reading.text.startswith("的", start - 1)
    for one in reading.met(first - 1, first):
        if one.label in {"ORG", "PRODUCT"} and one.end == first:
            end = one.end if first < start else slot.end or start
            return Slot(text=reading.text[one.start : end], start=one.start, end=end)
    return slot
