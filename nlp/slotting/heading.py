"""Who acts in a plain English sentence: the company at its head, that does what the move is.

"Veldra has sued Ossory Mills", "Veldra cuts fees to match Ossory": whatever else is named, Veldra acts. The ranking of
names (nlp/slotting/acting.py), learnt from texts that seldom are so plain, took the other company in every fourth of
265 such sentences written to try it, and so in every eighth (29 November 2026).
"""

import re
from functools import cache

from nlp.english.movers import mover
from nlp.english.signers import calls_itself, defined
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
    r"^ \([^()]{2,40}\)|, (?:an? |the |whose |which |who |based in |headquartered in )[^,.;]{3,70},(?= )"
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
_FORMER = re.compile(
    r"\b(?:formerly|previously|most recently|joined (?:[\w’']+ ){0,3}from|join(?:s|ing)? (?:[\w’']+ ){0,3}from|came from|arrives from|comes from|hails from|"
    r"who (?:ran|led|headed|founded|managed|oversaw|chaired|built|joined from)|currently [\w ]{2,30} (?:at|of)|now [\w ]{2,30} (?:at|of)|worked (?:at|for)|served (?:at|as [^,.;]{2,30} (?:at|of))|spent [^,.;]{2,30} (?:at|with)|years (?:at|with))\s(?:[\w-]+ ){0,5}$"
)
_FORMER_ZH = re.compile(
    r"(?:曾任|曾在|曾于|曾担任|曾就职于|此前任|此前在|此前担任|来自|历任|原任)[^，。；\n]{0,8}$"
)
_OPENING = re.compile(
    r"^(?:(?:On|In|At|Since|From|Effective) [^,;]{3,30}|Today|Yesterday|Separately|Meanwhile|Also|Last \w+|Earlier), "
)
_THE = re.compile(
    r"^The (?:[\w’'-]+ ){0,3}?(?P<noun>[a-z-]+)(?P<does>)(?:, (?:which|whose|who|a|an|the|based|founded) [^,.;]{3,90},)?(?= (?:also |now |then |separately )?(?:has|have|is|will|said|says|named|appointed|bought|sold|cut|raised|opened|closed|hired|signed|launched|plans|agreed)\b)"
)
_OWN_SUBJECT = re.compile(
    r"(?:公司|本公司|董事会|公司董事会|股东大会|集团董事会)(?=[^，。；]{0,4}(?:同时|宣布|决定|拟|将|已|通过|审议|还|也|预计|计划|正式|完成|与|对|向|于|自))"
)
_FOLDED = re.compile(r"\|\s+")  # where YAML folds a line
_WORDS = "words"  # what no frame found, but words alone: of that grammar tells little
# Whose head is as often who gives the prize or the rating.
_GIVEN = frozenset({"award", "distress", "customer-review", "customer-loss", "customer-win"})


def plainly(reading: Reading, one: Candidate) -> Entity | None:
    """Return who acts in the move of a candidate where an English sentence begins with it and tells at once what it does.

    Where a Chinese one begins with 公司 or 董事会, the company of the headline acts.
    """
    if reading.language != "en":
        return _of_headline(reading, one)
    return mover(one.sentence, one.start) or _at_head(reading, one)


def _at_head(reading: Reading, one: Candidate) -> Entity | None:
    """Return the company at the head of an English sentence, or the one that "The lender" there stands for, where it acts."""
    told_before = _described(reading, one.sentence)
    head = told_before[0] if told_before else _head(one.sentence)
    if head is None:
        return None
    stop = told_before[1] if told_before else head.end - one.sentence.start
    rest = _ASIDE.sub("", one.sentence.plain[stop:], count=1)
    does = _does().get(one.rule.kind)
    told = does.match(rest) if does is not None else None
    if told is not None:
        return None if _PASSIVE.search(told[0]) else head
    actor = one.parties.actor
    if one.rule.kind not in _GIVEN and (same := _goes_on(reading, one, head, stop)):
        return same
    if (
        one.rule.rule_id == _WORDS
        or one.rule.kind in _GIVEN
        or actor is None
        or key_of(actor) != key_of(head)
        or not (one.parties.sure or told_before)
    ):
        return None
    between = one.sentence.plain[stop : one.start]
    return head if _BETWEEN.fullmatch(between) else None


# "Kelda bought a wind farm from Vatta and named Erik Dahl": a second verb of the same subject.
_SECOND = re.compile(
    r"(?:\band|;|, and|,) (?:(?:has|have|had|will|would|is|was|to|also|then|now|instead|separately|later|\w+ly) ){0,3}$"
)


def _goes_on(reading: Reading, one: Candidate, head: Entity, stop: int) -> Entity | None:
    """Return the company at the head of a sentence where the trigger is a verb that "and" joins to what it does before."""
    words = one.sentence.masked[one.start : one.end].lower().split(maxsplit=1)
    if not words or not one.rule.verb_forms.get(words[0]) or one.rule.actor != "subject":
        return None
    before = one.sentence.masked[stop : one.start]
    joined = _SECOND.search(before)
    if joined is None or not _VERB.search(before, 0, joined.start()):
        return None
    return head


_VERB = re.compile(
    r"\b(?:has|have|had|is|was|will|would|said|says|\w{3,}ed|bought|sold|won|lost|took|made|cut|put|set|began|built|chose|left|led|paid|shut|struck)\b"
)


def was_employer(reading: Reading, firm: Entity) -> bool:
    """Say whether a company is told as where somebody worked before: "formerly treasurer of Ossory", 曾任泊岸家居总裁."""
    before = _FORMER_ZH if reading.language == "zh" else _FORMER
    return before.search(reading.text[max(0, firm.start - 60) : firm.start]) is not None


def ourselves(reading: Reading, one: Candidate) -> Entity | None:
    """Return who acts where an English text says "we" or "the Company" and whose words these are: the company it calls its own.

    Not where another company stands before what is told.
    """
    if reading.language != "en" or reading.main is None:
        return None
    own = calls_itself(reading.text) or defined(reading.text, reading.entities) == reading.main
    if not own:
        return None
    begin = one.sentence.start + one.start
    others = any(
        e.label == "ORG" and e.start < begin and key_of(e) != key_of(reading.main)
        for e in one.sentence.entities
    )
    return None if others else reading.main


def _of_headline(reading: Reading, one: Candidate) -> Entity | None:
    """Return the company that a Chinese headline names first, where the sentence begins with 公司 and names no other before."""
    main, begin = reading.main, one.sentence.start + one.start
    if main is None or one.sentence.title or not _OWN_SUBJECT.match(one.sentence.plain):
        return None
    titled = [e for e in reading.entities if e.label == "ORG" and e.start < reading.title_end]
    if not titled or key_of(titled[0]) != key_of(main):
        return None
    named = any(e.label == "ORG" and e.start < begin for e in one.sentence.entities)
    return None if named else main


def _described(reading: Reading, sentence: Sentence) -> tuple[Entity, int] | None:
    """Return the company with which the sentence before begins, where this one says what it is: "The Leeds lender has named".

    With it comes where in the sentence what it does begins.
    """
    words = _THE.match(sentence.plain)
    if words is None or words["noun"].lower() not in word_set("en", "descriptors"):
        return None
    before = reading.sentences[sentence.number - 1] if sentence.number else None
    first = _head(before) if before else None
    return (first, words.end("does")) if first is not None else None


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


@cache
def _does() -> dict[str, re.Pattern[str]]:
    """Return for kinds of moves what follows the company that makes them."""
    told = yaml_of(LISTS / "heads.yaml")
    joined = {kind: _FOLDED.sub("|", verbs) for kind, verbs in told.items()}
    return {
        kind: re.compile(rf"{_AUXILIARIES}(?-i:(?:{verbs}))\b", re.IGNORECASE)
        for kind, verbs in joined.items()
    }
