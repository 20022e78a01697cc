"""The words that are shown for a move: those that say how it stands, then those that tell it.

A text that reports a rumour and its denial holds one move, which is denied: what shows it is the denial. "Velmora
denied the report" tells neither kind nor sum, so the sentence that does is shown behind it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nlp.reading import Reading, Sentence
from nlp.status import markers
from schemas.kinds import Status
from schemas.language import Span

if TYPE_CHECKING:
    from nlp.entities import Entity
    from nlp.moves import Candidate
    from schemas.language import Slot

# Lists of status words (nlp/frames/_status.yaml) by which a sentence denies or calls off.
_DENYING = {
    "en": ("denied_sentence", "dropped_sentence"),
    "zh": ("denied_sentence", "dropped_clause"),
}
# A denial follows what it denies; where it is told first, what is denied comes next.
_NEAR = (1, 2, 3, -1, -2)
_BRACKETS = re.compile(r"\([^()]*\)")
_BREAKS = {"en": re.compile(r"[;,—–]\s|:\s"), "zh": re.compile(r"[，；：、]")}


def shown(
    reading: Reading, group: Sequence["Candidate"], best: "Candidate", told: Status
) -> tuple[Span, ...]:
    """Return the spans that show a move of status *told*, which *group* tells and *best* tells most of."""
    own = _clauses(reading, best)
    if told == "rumoured" or not _leaves_open(best, told):
        return (own,)
    saying = [one for one in group if not one.sentence.title and not _leaves_open(one, told)]
    saying = [one for one in saying if one.verdict.status == told]
    if saying:
        return _clauses(reading, max(saying, key=lambda one: (one.confidence, -one.start))), own
    denying = _denial_near(reading, best.sentence) if told == "denied" else None
    return (denying, own) if denying else (own,)


def _leaves_open(one: "Candidate", told: Status) -> bool:
    """Say whether the sentence of a candidate, read alone, leaves open what the text as a whole tells."""
    if told == "denied":
        because = one.verdict.because if one.verdict.reason == "denied" else ""
        own = bool(because) and because in one.sentence.masked
        return not own and not _denies(one.rule.language, one.sentence)
    said = one.verdict.status != told
    return said or bool(markers(one.rule.language).search("rumoured_sentence", one.sentence.masked))


def _denies(language: str, sentence: Sentence) -> bool:
    words = markers(language)
    return any(words.search(name, sentence.masked) for name in _DENYING[language])


def _denial_near(reading: Reading, sentence: Sentence) -> Span | None:
    """Return the sentence near by that denies what *sentence* tells."""
    for step in _NEAR:
        number = sentence.number + step
        if not 0 <= number < len(reading.sentences):
            continue
        one = reading.sentences[number]
        if not one.title and _denies(reading.language, one):
            return Span(start=one.start, end=one.start + len(one.raw.rstrip()))
    return None


def _clauses(reading: Reading, best: "Candidate") -> Span:
    """Return the shortest run of clauses that holds trigger, actor and slots of one sentence."""
    sentence = best.sentence
    places = [best.start, best.end]
    spans: list[Slot | Entity | None] = [best.parties.actor]
    for value in best.slots.values():
        spans += list(value) if isinstance(value, tuple) else [value]
    for one in spans:
        if one is None or one.start is None or one.end is None or one.start == one.end:
            continue
        if sentence.start <= one.start and one.end <= sentence.end:
            places += [one.start - sentence.start, one.end - sentence.start]
    first, last = min(places), max(places)
    breaks = list(_breaks(reading.language, sentence.masked))
    cuts = [0, *(hit.end() for hit in breaks)]
    ends = [*(hit.start() for hit in breaks), len(sentence.raw)]
    start = max(cut for cut in cuts if cut <= first)
    end = min(cut for cut in ends if cut >= last)
    return Span(start=sentence.start + start, end=sentence.start + end)


def _breaks(language: str, masked: str) -> Iterator[re.Match[str]]:
    """Yield where clauses end, but inside English brackets: Velmora (NYSE: VLM)."""
    brackets = _BRACKETS.finditer(masked) if language == "en" else ()
    inside = [hit.span() for hit in brackets]
    for hit in _BREAKS[language].finditer(masked):
        if not any(start < hit.start() < end for start, end in inside):
            yield hit
