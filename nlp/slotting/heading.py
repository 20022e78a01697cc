"""Who acts in a plain English sentence: the company at its head, that does what the move is.

"Veldra has sued Ossory Mills", "Veldra cuts fees to match Ossory": whatever else is named, Veldra acts. The ranking of
names (nlp/slotting/acting.py), learnt from texts that seldom are so plain, took the other company in every fourth of
265 such sentences written to try it, and so in every eighth (29 November 2026).
"""

import re
from functools import cache

from nlp.entities import Entity
from nlp.lexicon import LISTS, word_set
from nlp.moves import Candidate
from nlp.reading import Reading, Sentence, key_of
from text.kept import yaml_of

# What may stand between a company and its verb.
_AUXILIARIES = (
    r"(?:['’]s)?,?(?:\s+(?:has|have|had|will|would|is|are|was|were|to|be|been|being|now|also|just|soon|again|it|that|"
    r"responded|reacted|answered|by|in|advanced|early|exclusive|final|talks|close|near|preparing|considering|weighing|exploring|about|set|an?|newspaper|media|press|reports?|claims?|rumou?rs?|said|says|announced|announces|advises|advised|confirms|confirmed|pleased|denied|plans?|planned|agreed|agrees|intends?|wants?|expects?|hopes?|aims?|today|on|this|week|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|officially|recently|\w+ly)){0,6}\s+"
)
_BETWEEN = re.compile(_AUXILIARIES, re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:been|be|is|was|are|were)\s+(?:\w+ly\s)?(?:\w+ed|bought|sold|taken|chosen|led)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"^ \([^()]{2,40}\)|, (?:an? |the |whose |which |who |based in |headquartered in |(?:backed|owned|led|controlled|part-owned) by |(?:together|along|jointly) with |alongside )[^,.;]{3,70},(?= )"
)
_DESCRIPTION = re.compile(r"^[\"“]?(?:[\w’'-]+ ){0,4}?(?P<noun>[\w-]+) $")
# "Its rival Sawa", "Parent Lindgren": these act themselves.
_KIN = frozenset(
    ["rival", "competitor", "peer", "parent", "owner", "subsidiary", "unit", "affiliate", "neighbour", "challenger"]
)  # fmt: skip
_DATELINE = re.compile(
    r"^[A-Z][A-Z .,/-]{2,40}(?:, [A-Z][a-z. ]{2,12})?(?: \d{1,2},?(?: \d{4})?)? ?[-–—]+ "
)
_REPORTED = re.compile(
    r"^(?:The |Some |Recent |Media |Press |Yesterday['’]s |Online )*(?:reports?|rumou?rs?|claims?|talk|speculation|suggestions?|stor(?:y|ies)|articles?|posts?|allegations?)\b[^,;.]{0,60}? that (?:the )?",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:On|In|At|Since|From|Effective) [^,;]{3,30}|Today|Yesterday|Separately|Meanwhile|Also|Last \w+|Earlier), "
)
# A sentence of whom the one before it tells: "It also signed Calloway as a customer."
_IT = re.compile(
    r"(?:It|The (?:company|group|firm|business|bank|retailer|carmaker|chipmaker|vendor|manufacturer|start-?up|airline|insurer|supplier|operator))\b(?= )"
)
# What the company at the head does besides: "… and loses Ossory Mills".
_AND = re.compile(
    r"\b(?:and|but|then|while)(?: (?:that|it|the company|the group|has|have|had|will|would|is to|also|then|now))* $"
)
_FOLDED = re.compile(r"\|\s+")  # where YAML folds a line
_WORDS = "words"  # what no frame found, but words alone: of that grammar tells little
# Whose head is as often who gives the prize or the rating.
_GIVEN = frozenset({"award", "distress", "customer-review", "customer-loss", "customer-win"})


def plainly(reading: Reading, one: Candidate) -> Entity | None:
    """Return who acts in the move of a candidate where an English sentence begins with it and tells at once what it does."""
    if reading.language != "en":
        return None
    head = _head(one.sentence)
    stop = head.end - one.sentence.start if head else 0
    if head is None and (it := _IT.match(one.sentence.plain)):
        head, stop = _head_before(reading, one.sentence), it.end()
    if head is None:
        return None
    rest = _ASIDE.sub("", one.sentence.plain[stop:], count=1)
    does = _does().get(one.rule.kind)
    told = does.match(rest) if does is not None else None
    if (
        told is None
        and does is not None
        and (joined := _AND.search(one.sentence.plain[stop : one.start]))
    ):
        begin = stop + joined.end() - 1
        free = not any(
            o.label == "ORG" and begin <= o.start - one.sentence.start < one.start
            for o in one.sentence.entities
        )
        told = does.match(one.sentence.plain, begin) if free else None
    if told is not None:
        return None if _PASSIVE.search(told[0]) else head
    actor = one.parties.actor
    if (
        one.rule.rule_id == _WORDS
        or one.rule.kind in _GIVEN
        or actor is None
        or key_of(actor) != key_of(head)
        or not one.parties.sure
    ):
        return None
    between = _ASIDE.sub("", one.sentence.plain[stop : one.start], count=1)
    return head if _BETWEEN.fullmatch(between) else None


def _head(sentence: Sentence) -> Entity | None:
    """Return the company that a sentence begins with, but for what it is: "Candle maker Tallow"."""
    firms = [one for one in sentence.entities if one.label == "ORG"]
    if reported := _REPORTED.match(sentence.plain):  # of whom others tell, not who tells
        return next((o for o in firms if o.start - sentence.start == reported.end()), None)
    first = next(iter(firms), None)
    if first is None or first.start < sentence.start:
        return None
    before = _OPENING.sub("", sentence.plain[: first.start - sentence.start])
    if not before.strip(" \"“'‘"):
        return first
    described = _DESCRIPTION.match(_DATELINE.sub("", before))
    noun = described["noun"].lower() if described else ""
    known = noun.endswith("maker") or noun in _KIN or noun in word_set("en", "descriptors")
    return first if known else None


def _head_before(reading: Reading, sentence: Sentence) -> Entity | None:
    """Return the company at the head of the sentence before one that begins with "it", over others that do."""
    for earlier in reversed(reading.sentences[: sentence.number]):
        if not _IT.match(earlier.plain):
            return None if earlier.title else _head(earlier)
    return None


@cache
def _does() -> dict[str, re.Pattern[str]]:
    """Return for kinds of moves what follows the company that makes them."""
    told = yaml_of(LISTS / "heads.yaml")
    joined = {kind: _FOLDED.sub("|", verbs) for kind, verbs in told.items()}
    return {
        kind: re.compile(rf"{_AUXILIARIES}(?-i:(?:{verbs}))\b", re.IGNORECASE)
        for kind, verbs in joined.items()
    }
