"""What days say of an English move's status: a day to come, one until which it holds, one that was."""

import re

from nlp.frames.compiling import CompiledRule
from nlp.reading import Reading, Sentence
from nlp.status import future_date, markers

_STARTS_LATER = re.compile(
    r"\b(?:starts?|takes? (?:over|effect|up)|begins?|joins|opens?|ends?|leaves?|follows?|comes? into force|effective)\b"
)
# "Left in July", told in the past, was not in the July to come.
_WHEN = re.compile(r"\b(?:in|on|during|since|last|between)\s(?:the\s)?$")
# What makes a verb of what is to come.
TO = re.compile(r"(?:\b(?:be|to|will|would|shall)|['’]ll)\s")
# How far behind its verb "effective 1 August" may stand.
REACH = 160
# Until or by a day, a promotion runs already.
_ENDS_BY = re.compile(
    r"\b(?:by|before|until|till|through|to|end(?:s|ing)?(?: on)?|runs? to|lasts? until)\s(?:the\s)?$",
    re.IGNORECASE,
)


def takes_effect(
    reading: Reading, sentence: Sentence, rule: CompiledRule, start: int, *, past: bool
) -> str:
    """Return a day to come near the trigger, or in a next sentence that says what starts then."""
    if (found := day_to_come(reading, sentence, rule, start)) and not (
        past and was(sentence, found, start)
    ):
        return found
    if found := _effective(reading, sentence, start):
        return found
    if rule.kind in {"departure", "promotion"}:
        return ""
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3]:
        dated = any(one.label == "DATE" for one in following.entities)
        hit = _STARTS_LATER.search(following.masked) if dated else None
        if hit and (found := future_date(reading, following, hit.start())):
            return found
    return ""


def was(sentence: Sentence, day: str, start: int) -> bool:
    """Say whether *day* is when something told in the past took place."""
    place = sentence.raw.find(day)
    return (
        place >= 0
        and _WHEN.search(sentence.raw, max(0, place - 16), place) is not None
        and not TO.search(sentence.masked, min(start, place), max(start, place))
    )


def _effective(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a day to come from which what the trigger tells holds: "effective 1 August"."""
    day, words = reading.published, markers("en")
    for one in sentence.entities:
        date = one.value.date if one.label == "DATE" and one.value else None
        place = one.start - sentence.start
        if not day or not date or not start < place < start + REACH:
            continue
        if (
            words.search("takes_effect", sentence.masked[:place].lower())
            and date > day[: len(date)]
        ):
            return reading.text[one.start : one.end]
    return ""


def day_to_come(reading: Reading, sentence: Sentence, rule: CompiledRule, start: int) -> str:
    """Return a day to come near the trigger; that by which a promotion ends is none."""
    found = future_date(reading, sentence, start)
    return "" if found and rule.kind == "promotion" and _ends(sentence, found) else found


def until(text: str, time: re.Match[str]) -> bool:
    """Say whether *time* is the one until which something runs: "free until Christmas"."""
    return _ENDS_BY.search(f"{time[0].split(maxsplit=1)[0]} ") is not None or (
        _ENDS_BY.search(text, max(0, time.start() - 16), time.start()) is not None
    )


def _ends(sentence: Sentence, day: str) -> bool:
    """Say whether a sentence names *day* as the one until which something runs."""
    place = sentence.raw.find(day)
    return place > 0 and _ENDS_BY.search(sentence.raw, max(0, place - 16), place) is not None
