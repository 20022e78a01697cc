"""Whether an English deal that is told is still to be closed: agreed, signed, or subject to a vote (MOVES.md rule 2)."""

import re

from nlp.hearsay import elsewhere
from nlp.reading import Reading, Sentence
from nlp.status import future_date, markers
from schemas.kinds import MoveKind

DEALS: frozenset[MoveKind] = frozenset({"acquisition", "divestiture"})
# What is behind: nothing of it is still to come.
_CLOSED = re.compile(
    r"\b(?:(?:has|have|was|were) (?:now |already |since )?(?:been )?(?:completed|closed|finali[sz]ed)|(?:completed|closed|finali[sz]ed) (?:its|the|their|on)\b|now owns?\b|went through\b)",
    re.IGNORECASE,
)
_HANDED = re.compile(
    r"\b(?:takes? over|hand(?:ed)?[ -]?over|transfer\w*|changes? hands|pass(?:es)? to|completion|closing)\b",
    re.IGNORECASE,
)


def pending(reading: Reading, sentence: Sentence, kind: MoveKind) -> str:
    """Return the words of a sentence, or of the two after it, by which a deal is agreed but not closed, or nothing."""
    if kind not in DEALS or _CLOSED.search(sentence.masked):
        return ""
    words = markers("en")
    if hit := words.search("signed", sentence.masked) or words.search("closes", sentence.masked):
        return hit[0]
    for following in reading.sentences[sentence.number + 1 : sentence.number + 3]:
        if elsewhere(sentence, following) or _CLOSED.search(following.masked):
            return ""
        if hit := words.search("closes", following.masked):
            return hit[0]
        handed = _HANDED.search(following.masked)
        if handed and (day := future_date(reading, following, handed.start())):
            return day
    return ""
