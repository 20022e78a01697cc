"""Who comes where somebody goes: of "Ann Marsh will succeed Ben Holt" it is Ann Marsh who is appointed."""

import re
from collections.abc import Sequence

from nlp.reading import Reading, Sentence
from schemas.language import Slot

_REACH = 60
# Not "replaced by Ann Marsh": who stands behind "by" comes.
_GOES = re.compile(
    r"\b(?:succe(?:ed|eds|eded|eding)|replac(?:e|es|ed|ing)|(?:tak(?:e|es|ing)|took) over from|successor to|in place of|instead of|taking the place of)"
    r"\s(?:(?:the |its |long-time |founder |outgoing |former |current )?(?:(?!by\s)[a-z][\w-]*\s){0,4})$"
)
# "Ben Holt, its chief executive, will be succeeded by …"
_GONE = re.compile(
    r"^(?:, [^.;]{1,60}?,)?(?: (?:is|was|will|would|has|had|to|be|been|being))+ (?:succeeded|replaced)\b[^,.;]{0,60}? by\b"
)


def comers(reading: Reading, sentence: Sentence, persons: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return of *persons* who are said to be appointed those whom nobody succeeds, or else the one other person of the sentence."""
    kept = tuple(one for one in persons if not _goes(reading, one.start, one.end))
    if kept or not persons:
        return kept
    named = (o for o in sentence.entities if o.label == "PERSON")
    others = [o for o in named if not _goes(reading, o.start, o.end)]
    if len(others) != 1:
        return tuple(persons)
    other = others[0]
    return (reading.slot(other),)


def _goes(reading: Reading, start: int | None, end: int | None) -> bool:
    if start is None or end is None:
        return False
    before, behind = reading.text[max(0, start - _REACH) : start], reading.text[end:]
    return _GOES.search(before) is not None or _GONE.match(behind[: 3 * _REACH]) is not None
