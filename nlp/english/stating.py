"""Days on which something is said, which are not the days on which it happens: "on Monday denied that", "today named …, effective 1 May"."""

import re
from collections.abc import Sequence

from nlp.reading import Reading, Sentence
from schemas.language import Slot

_REACH = 40
_DENIES = r"(?:den(?:y|ies|ied)|refut(?:es|ed)|dismiss(?:es|ed)(?=\s(?:\w+\s){0,2}(?:reports?|rumou?rs?|claims?|talk|speculation|suggestions?)\b))\b"
_BEFORE_DENIAL = re.compile(rf"\s(?:\w+ly\s|again\s|also\s)?{_DENIES}")
_BEHIND_DENIAL = re.compile(rf"\b{_DENIES}\s(?:on\s)?$")
_STATED = re.compile(
    r"\s(?:announce[sd]?|says?|said|names?|named|appoint(?:s|ed)|confirm(?:s|ed))\b"
)
_EFFECTIVE = re.compile(
    r"\b(?:effective|with effect|taking effect)\s(?:as\s)?(?:of\s|from\s|on\s)?$", re.IGNORECASE
)


def happening(reading: Reading, sentence: Sentence, days: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return *days* without those of denials; of what is stated on one and takes effect on another the other."""
    kept = tuple(one for one in days if not _is_of_denial(reading.text, one))
    if kept and kept[0].end is not None and _STATED.match(reading.text, kept[0].end):
        return _effective(reading, sentence) or kept
    return kept


def _is_of_denial(text: str, one: Slot) -> bool:
    if one.start is None or one.end is None:
        return False
    before = text[max(0, one.start - _REACH) : one.start]
    return bool(_BEFORE_DENIAL.match(text, one.end) or _BEHIND_DENIAL.search(before))


def _effective(reading: Reading, sentence: Sentence) -> tuple[Slot, ...]:
    """Return the day on which what a sentence tells takes effect, if it says so."""
    for one in sentence.entities:
        before = reading.text[max(0, one.start - _REACH) : one.start]
        if one.label == "DATE" and _EFFECTIVE.search(before):
            text = reading.text[one.start : one.end]
            return (Slot(text=text, start=one.start, end=one.end, value=one.value),)
    return ()
