"""What analysts expect of a company is no move of it: "Velmora is likely to raise prices, an analyst said" (MOVES.md rule 3).

Asked of the sentence of each trigger alone: that somebody guesses in one sentence says nothing of what the company announces
in another. Only who guesses what a headline hedges may be told in the first sentence under it. The words are data (``nlp/frames/_outsiders.yaml``).
"""

import re
from functools import cache
from typing import NamedTuple

from nlp.frames.folders import lists_of
from nlp.reading import Reading, Sentence
from schemas.kinds import MoveKind

# Outsiders themselves do these.
_OF_OUTSIDERS: frozenset[MoveKind] = frozenset({"award", "customer-review"})
# "Told analysts", "a call with analysts": to these others speak.
_SPOKEN_TO = r"(?<!told )(?<!tells )(?<!tell )(?<!with )(?<!to )(?<!from )(?<!for )(?<!by )(?<!than )(?<!of )"
_NEAR = 60  # characters from "could" to what could be
_REACH = 300  # characters from who guesses to what is guessed
# "As analysts expected, X sold Y", "who thought it would shrink, X grew": at the comma somebody else's clause begins.
_HANGS = re.compile(r"\b(?:(?:[Aa]s|[Ww]hat)(?: [\w.&’'-]+){1,5}|who(?: \w+ly)?) $")
# "Analysts expected a loss, the company has cut prices".
_MAIN = re.compile(
    r"^(?! that\b).*, (?:it|they|the [a-z]+|(?:[A-Z][\w&’'.-]* ){0,3}[A-Z][\w&’'.-]*) (?:(?:has|have|had|is|was|also|now|\w+ly) )*$"
)


class _Words(NamedTuple):
    thinks: re.Pattern[str]
    says: re.Pattern[str]
    said_by: re.Pattern[str]
    breaks: re.Pattern[str]
    aside: re.Pattern[str]
    perhaps: re.Pattern[str]
    perhaps_headline: re.Pattern[str]
    governs: re.Pattern[str]


def guessed(reading: Reading, sentence: Sentence, kind: MoveKind, start: int, end: int) -> str:
    """Return the words by which an outsider guesses what the trigger at *start* to *end* tells, or nothing."""
    if kind in _OF_OUTSIDERS:
        return ""
    words = _words()
    if sentence.title and (hedged := _headline(reading, sentence, end, words)):
        return hedged
    before = sentence.plain[max(0, start - _REACH) : start]
    if thought := _thought(before, words):
        return thought
    perhaps = words.governs.search(sentence.plain[max(0, start - _NEAR) : end])
    if perhaps is None:
        return ""
    said = words.says.search(before)
    if said and not words.breaks.search(said["told"]):
        return perhaps["perhaps"]
    behind = words.said_by.match(sentence.plain, end, end + _REACH)
    return perhaps["perhaps"] if behind and not words.breaks.search(behind["told"]) else ""


def _thought(before: str, words: _Words) -> str:
    """Return the words by which an outsider guesses what follows *before*, or nothing."""
    hit = words.thinks.search(before)
    if hit is None or words.breaks.search(hit["told"]) or _MAIN.search(hit["told"]):
        return ""
    if "," in hit["told"] and _HANGS.search(before[: hit.start("thinks")]):
        return ""
    return hit[0].removesuffix(hit["told"])


def _headline(reading: Reading, sentence: Sentence, end: int, words: _Words) -> str:
    """Return the words that make a headline a guess up to the phrase of a trigger that ends at *end*, or nothing.

    That an outsider has it, the headline says or the first sentence under it.
    """
    told = sentence.plain[:end] + words.aside.split(sentence.plain[end:])[0]
    hedge = words.perhaps.search(told) or words.perhaps_headline.search(told)
    if hedge is None:
        return ""
    if _attributed(sentence.plain, words):
        return hedge[0]
    lead = next((one.plain for one in reading.sentences if not one.title), "")
    return hedge[0] if words.perhaps.search(lead) and _attributed(lead, words) else ""


def _attributed(text: str, words: _Words) -> bool:
    near = text[: 2 * _REACH]
    return any(one.search(near) for one in (words.thinks, words.says, words.said_by))


@cache
def _words() -> _Words:
    told = lists_of("_outsiders.yaml")["en"]
    who, say, think = told["who"], told["say"], told["think"]
    perhaps = rf"\b(?:{told['perhaps']})\b"
    named = r"(?:(?!(?:on|in|at|during|to|it|that|he|she|they|before|after|as|which|and|but|while|where|who|whose|what|a move|a step)\b)[\w’'.&-]+ )"
    person = r"(?:(?:[A-Z][\w’'.-]* ){1,3}?[A-Z][\w’'-]*, )?"
    speaks = rf"{_SPOKEN_TO}(?i:\b{who})[^;:.]{{0,60}}?"
    behind = (
        rf"(?:(?:{say}) {person}|according to ){named}{{0,5}}?(?i:{who})",
        rf"{named}{{0,4}}?(?i:{who})[^;.,]{{0,50}}? (?:{say}|{think})\b",
    )
    return _Words(
        thinks=re.compile(rf"{speaks}\s(?<!had )(?P<thinks>{think})\b(?P<told>[^;:]*)$"),
        says=re.compile(rf"{speaks}(?:\s(?:{say})\b|(?<=s|t):)(?P<told>[^;:]*)$"),
        said_by=re.compile(rf"(?P<told>[^;:]*?)(?:,|[”\"]) (?:{'|'.join(behind)})"),
        breaks=re.compile(told["breaks"]),
        aside=re.compile(told["aside"]),
        perhaps=re.compile(perhaps),
        perhaps_headline=re.compile(rf"\b(?:{told['perhaps_headline']})\b"),
        governs=re.compile(rf"(?P<perhaps>{perhaps})(?:(?!, |; |: |\b(?:and|but) \w+ed\b).)*$"),
    )
