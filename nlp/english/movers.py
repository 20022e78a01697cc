"""Shares that rise or fall because of what a company did: "Tarn Ferries gained 3% after it teamed up with Skelwith".

What moved the share is the news of a market report, though it is told as what went before, and whose share moved did it.
"""

import re

from nlp.entities import Entity
from nlp.frames.compiling import FIRST, NEXT, pattern
from nlp.reading import Sentence

_MOVED = (
    "rose|ris(?:e|es|ing)|f[ae]ll(?:s|ing|en)?|gain(?:s|ed|ing)?|los(?:t|es|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|drop(?:s|ped|ping)?"
    "|slip(?:s|ped|ping)?|sl(?:id|ides|iding)|tumbl(?:ed|es|ing)|surg(?:ed|es|ing)|soar(?:s|ed|ing)?|plung(?:ed|es|ing)|plummet(?:s|ed|ing)?"
    "|s[au]nk|sinks?|dip(?:s|ped|ping)?|eased|edged|advanc(?:ed|es|ing)|ticked|add(?:ed|s|ing)|shed(?:s|ding)?|rall(?:ied|ies|ying)|leapt|leaps"
    "|spiked|slump(?:ed|s|ing)?|crashed|closed|ended|finished|put on|dived|firmed|rocketed|(?:was|were|is|are) (?:\\w+ )?(?:up|down|higher|lower)"
)
_NO_FIRM = f"[^.;:{FIRST['ORG']}{NEXT['ORG']}]"
_MOVER = pattern(
    rf"(?:(?P<v>{{ORG}})(?:['’]s)?(?: shares| stock)?|\b(?:shares|stock)(?: (?:in|of) (?:the )?(?:(?P<w>{{ORG}})|[a-z -]+))?|\bit)"
    rf"(?: [^.;:]{{0,40}}?)??,? (?:{_MOVED})\b{_NO_FIRM}{{0,40}}?{{PERCENT}}{_NO_FIRM}{{0,70}}?\b(?:after|as|when|following|on|amid)\b {_NO_FIRM}{{0,70}}$",
    "en",
)


def moved(sentence: Sentence, start: int) -> re.Match[str] | None:
    """Return the words before *start* in an English sentence that tell of a share which moved because of what stands there."""
    return _MOVER.search(sentence.masked, 0, start)


def mover(sentence: Sentence, start: int) -> Entity | None:
    """Return the company whose share moved because of what stands at *start* of a sentence, where one is named."""
    hit = moved(sentence, start)
    if hit is None or not (hit["v"] or hit["w"]):
        return None
    at = sentence.start + (hit.start("v") if hit["v"] else hit.start("w"))
    return next((e for e in sentence.entities if e.label == "ORG" and e.start <= at < e.end), None)
