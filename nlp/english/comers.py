"""Who comes where somebody goes: of "Ann Marsh will succeed Ben Holt" it is Ann Marsh who is appointed."""

import re
from collections.abc import Sequence

from nlp.reading import Reading, Sentence
from schemas.language import Slot

_REACH = 60
_GOES = re.compile(
    r"\b(?:succe(?:ed|eds|eded|eding)|replac(?:e|es|ed|ing)|(?:tak(?:e|es|ing)|took) over from|successor to|in place of|instead of|taking the place of)"
    r"\s(?:(?:the |its |long-time |founder |outgoing |former |current )?(?:[a-z][\w-]*\s){0,4})$"
)


def comers(reading: Reading, sentence: Sentence, persons: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return of *persons* who are said to be appointed those whom nobody succeeds, or else the one other person of the sentence."""
    kept = tuple(one for one in persons if one.start is None or not _goes(reading, one.start))
    if kept or not persons:
        return kept
    others = [o for o in sentence.entities if o.label == "PERSON" and not _goes(reading, o.start)]
    if len(others) != 1:
        return tuple(persons)
    other = others[0]
    words = reading.text[other.start : other.end]
    return (Slot(text=words, start=other.start, end=other.end, entity=other.entity),)


def _goes(reading: Reading, start: int) -> bool:
    return _GOES.search(reading.text[max(0, start - _REACH) : start]) is not None
