"""What days say of an English move's status: one long past, one to come, one until which it holds, one that was."""

import re

from nlp.entities import Entity
from nlp.frames.compiling import CompiledRule
from nlp.framing import ended
from nlp.reading import Reading, Sentence
from nlp.status import days_before, future_date, is_compared

_STARTS_LATER = re.compile(
    r"\b(?:starts?|takes? (?:over|effect|up)|begins?|joins|opens?|ends?|leaves?|follows?|comes? into force|effective|goes (?:on sale|live)|go (?:on sale|live)|on sale|arrives?|lands?|ships?|becomes?|is out|are out|due)\b"
)
# What makes a verb of what is to come.
TO = re.compile(r"(?:\b(?:be|to|will|would|shall)|['’]ll)\s")
# Until or by a day, a promotion runs already.
_ENDS_BY = re.compile(
    r"\b(?:by|before|until|till|through|to|end(?:s|ing)?(?: on)?|runs? to|lasts? until)\s(?:the\s)?$",
    re.IGNORECASE,
)

# A date this many days before publication makes its clause a recap, not a report. Results and
# filings speak of a quarter that ended up to five months ago.
_OLD_DAYS = 200
_SINCE = re.compile(
    r"\b(?:since|of|(?:than|as|compared (?:with|to)|versus|vs\.?|against|from|over)(?: the [a-z]+)?(?: in| of| for)?|(?:founded|established|built|dating|set up|born|formed|listed|started)(?: in| from)?)\s$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|of|from|by|until|to) (?P<y>1[6-9]\d\d|20\d\d)\b")


def old_date(reading: Reading, sentence: Sentence, start: int) -> str:
    """Return a date near the trigger that lies well before the report, or nothing."""
    if not reading.published or not reading.published[:4].isdigit():
        return ""
    for one in sentence.entities:
        if one.label != "DATE" or one.value is None or not one.value.date:
            continue
        place = one.end - sentence.start
        if is_compared(reading, one) or ended("en", sentence.masked[place:start]):
            continue  # "two years ago it failed, but now …"
        if abs(one.start - sentence.start - start) > 60 or _of_something_else(
            reading, sentence, one, start
        ):
            continue
        date = one.value.date
        if (
            int(date[:4]) < int(reading.published[:4])
            and days_before(date, reading.published) > _OLD_DAYS
        ):
            return reading.text[one.start : one.end]
    year = int(reading.published[:4])
    for hit in _YEAR.finditer(sentence.masked, max(0, start - 60), start + 90):
        if int(hit["y"]) < year - 1 and not _SINCE.search(sentence.masked, 0, hit.start()):
            return hit[0]
    return ""


def _of_something_else(reading: Reading, sentence: Sentence, one: Entity, start: int) -> bool:
    """Say whether a date is that of a thing ("a 1987 mainframe"), of a beginning or of an aside, not of what the trigger tells."""
    at, place = one.start - sentence.start, one.end - sentence.start
    behind = sentence.raw[place : place + 2].strip().islower()
    return bool(
        _SINCE.search(reading.text[max(0, one.start - 24) : one.start])
        or (behind and _OF_ITS_YEAR.search(sentence.raw, 0, at))
        or told_aside(sentence, at, start)
    )


_OF_ITS_YEAR = re.compile(r"\b(?:an?|its|the|his|her|their|our)(?: [a-z]+)? $")
_ASIDE = re.compile(r", (?:who|whose|which|a|an|the) [^,;]{3,90},")


def told_aside(sentence: Sentence, place: int, start: int) -> bool:
    """Say whether a date stands in an aside that the trigger is no part of: "Ada Kestle, who ran Orrin until 2024, has …"."""
    return any(
        hit.start() <= place < hit.end() and not hit.start() <= start < hit.end()
        for hit in _ASIDE.finditer(sentence.masked)
    )


def takes_effect(reading: Reading, sentence: Sentence, rule: CompiledRule, start: int) -> str:
    """Return a day to come near the trigger, or in a next sentence that says what starts then."""
    if found := day_to_come(reading, sentence, rule, start):
        return found
    if rule.kind in {"departure", "promotion"}:
        return ""
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3]:
        dated = any(one.label == "DATE" for one in following.entities)
        hit = _STARTS_LATER.search(following.masked) if dated else None
        if hit and (found := future_date(reading, following, hit.start())):
            return found
    return ""


def day_to_come(reading: Reading, sentence: Sentence, rule: CompiledRule, start: int) -> str:
    """Return a day to come near the trigger; that by which a promotion ends is none."""
    found = future_date(reading, sentence, start)
    return "" if found and rule.kind == "promotion" and _ends(sentence, found) else found


def _ends(sentence: Sentence, day: str) -> bool:
    """Say whether a sentence names *day* as the one until which something runs."""
    place = sentence.raw.find(day)
    return place > 0 and _ENDS_BY.search(sentence.raw, max(0, place - 16), place) is not None
