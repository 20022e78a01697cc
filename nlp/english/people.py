"""Slots of English moves about people: who, in which post, which staff."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from nlp.english.phrases import at
from nlp.frames.compiling import pattern
from nlp.reading import Sentence
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.entities import Entity
    from nlp.slots import Place

_HEADS = (
    r"(?:chief|head|boss|director|manager|officer|editor|blender|brewer|designer|counsel|economist|scientist|architect|chair|president|partner"
    r"|secretary|treasurer|controller|leader|chairman|chairwoman|founder|principal|winemaker|distiller|foreman|captain|superintendent|CEO|CFO|CTO|COO|CIO|CMO|CPO)"
)
# A post that no label knows: "finance chief", "head of tankers", "master blender".
_POST = re.compile(
    rf"\b(?P<r>(?:(?!(?:the|its|our|their|his|her|new|former|outgoing|next|as|of|and|is|to|a|an|in|by|says?|said|told|who|was|be|from|with|old|first|current|incumbent|incoming)\b)[A-Za-z-]+\s){{0,2}}{_HEADS}(?:\s(?:of|for)\s(?:[a-z-]+(?:\sand\s[a-z-]+|\s(?:and\s)?[a-z-]+(?=[\s,.]))?|[A-Z]\w+(?:\s[A-Z]\w+)?))?)\b"
)
_LATER = re.compile(
    r"\b(?:as|to|become|becomes|became|named|appointed|elected|made|promoted|new|its|,)\s(?:its\s|the\s|a\s|our\s|new\s|interim\s)*$"
)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]m|I['’]ve|I['’]ll|my|me|My)\b")
_SIGNED = re.compile(
    r"^(?P<n>[A-ZÀ-Þ][\w’'-]+(?:\s(?:de|van|von|der|di|el)\b)?(?:\s[A-ZÀ-Þ][\w’'.-]*){1,2})(?=$|,|\s[|(–—-])"
)
_PLAIN_STAFF = r"(?:jobs?|people|workers?|staff|employees|positions?|posts?|roles?|of|more|in|per|percent|million|heads|hands|redundancies|letters|names|lay-?offs)"
_STAFF = re.compile(
    rf"\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|eighty|hundred)(?:\sof\s(?:its|the|our)\s\d[\d,]*)?\s(?:(?:more|full-time|part-time|temporary|contract|of its|of the|of our)\s)?(?P<s>(?!{_PLAIN_STAFF}\b)[a-z-]+(?:\s(?!in\b|at\b|and\b|from\b|will\b|who\b|of\b|on\b|by\b|were\b|are\b|to\b|have\b|has\b|with\b|after\b|as\b|home\b|for\b)[a-z-]+)?s)\b"
)
_TEAM = pattern(
    r"(?P<u>(?:[a-z-]+ ){0,1}(?:teams?|shifts?|labs?|crews?|desks?|floors?|departments?|divisions?|studios?|branch(?:es)?|depots?|kitchens?|call cent(?:re|er)s?|workforce|plants?|factor(?:y|ies)|works|mills?|offices?|stores?|shops?))", "en"
)  # fmt: skip


class _Role(NamedTuple):
    """A post in a sentence: where it stands, and how far from the person."""

    start: int
    end: int


def person(place: "Place") -> tuple[Slot, ...]:
    """Return the person nearest the trigger, in its sentence or those beside it; who writes "I" and signs."""
    sentence = place.sentence
    here = sentence.start + place.start
    found = [e for e in sentence.entities if e.label == "PERSON"]
    if not found:
        reading = place.reading
        if _FIRST_PERSON.search(sentence.raw) and (
            signed := _SIGNED.match(reading.text[: reading.title_end])
        ):
            return (Slot(text=signed["n"], start=signed.start("n"), end=signed.end("n")),)
        number = sentence.number
        near = [
            *reading.sentences[max(0, number - 1) : number],
            *reading.sentences[number + 1 : number + 2],
        ]
        found = [e for one in near for e in one.entities if e.label == "PERSON"]
    if not found:
        return ()
    one = min(found, key=lambda e: abs(e.start - here))
    text = place.reading.text[one.start : one.end]
    return (Slot(text=text, start=one.start, end=one.end, entity=one.entity),)


def post(place: "Place") -> tuple[Slot, ...]:
    """Return the role that the person takes or leaves: of several that after the person, "as" it or "to" it."""
    who = person(place)
    anchor = (
        who[0].start if who and who[0].start is not None else place.sentence.start + place.start
    )
    for sentence in _near(place):
        roles = list(_roles(sentence))
        if not roles:
            continue
        told = [r for r in roles if _LATER.search(sentence.raw[max(0, r.start - 24) : r.start])]
        behind = [r for r in told if sentence.start + r.start > anchor]
        best = min(behind or told or roles, key=lambda r: abs(sentence.start + r.start - anchor))
        start, end = sentence.start + best.start, sentence.start + best.end
        return (Slot(text=place.reading.text[start:end], start=start, end=end),)
    return ()


def _near(place: "Place") -> Iterator[Sentence]:
    number, every = place.sentence.number, place.reading.sentences
    yield place.sentence
    yield from every[number + 1 : number + 2]
    yield from every[max(0, number - 1) : number]
    if number > 1 and every[0].title:
        yield every[0]


def _roles(sentence: Sentence) -> Iterator[_Role]:
    known = [e for e in sentence.entities if e.label == "ROLE"]
    for one in known:
        if not re.match(r"spokes", one.name or sentence.raw[one.start - sentence.start :]):
            yield _Role(one.start - sentence.start, one.end - sentence.start)
    for hit in _POST.finditer(sentence.raw):
        start, end = hit.span("r")
        inside = any(
            e.start < sentence.start + end and sentence.start + start < e.end
            for e in _parties(sentence)
        )
        if not inside and not any(
            e.start - sentence.start < end and start < e.end - sentence.start for e in known
        ):
            yield _Role(start, end)


def _parties(sentence: Sentence) -> "list[Entity]":
    return [e for e in sentence.entities if e.label in {"ORG", "PERSON", "PRODUCT"}]


def staff(place: "Place") -> tuple[Slot, ...]:
    """Return which staff goes, where a number counts it ("370 welders"), or the team, shift or site."""
    raw = place.sentence.raw
    hits = sorted(_STAFF.finditer(raw), key=lambda h: abs(h.start("s") - place.end))
    if hits:
        return at(place, *hits[0].span("s"))
    teams = sorted(
        _TEAM.finditer(place.sentence.masked), key=lambda h: abs(h.start("u") - place.end)
    )
    return at(place, *teams[0].span("u")) if teams else ()
