"""The old and the new value of what an English text says has changed: prices, quotas, outlooks."""

import re
from typing import TYPE_CHECKING

from nlp.english.values import made, near_sentences
from nlp.reading import Sentence
from schemas.language import Slot

if TYPE_CHECKING:
    from nlp.slots import Filler, Place

_AMOUNT = r"(?:between\s)?(?:(?-i:[A-Z]{2,3})\s?|(?-i:[A-Z]{0,2})[$€£¥₹]\s?|(?-i:R))?\d[\d,.]*(?:\s?(?:%|per cent|percent|million|bn|m|k|billion|B|M|crore))?(?:\s(?:cents|pence|euros?|dollars|pounds|pesos|zlotys|rupees|kron(?:or|er)|crowns|shillings|bolivianos|reais|francs|marks|yen|forints))?"
_VALUE = rf"{_AMOUNT}(?:\s?(?:–|-| and | to (?=\S*\d\S* (?:from|instead)))\s?{_AMOUNT})?"
_GAP = r"[^.;]{0,40}?"
_OLD_AFTER = (
    r"(?:instead of|in place of|rather than|up from|down from|against|after|previously|formerly|until now|so far|before that|from|was|had been|having (?:been|stood at|cost)"
    r"|compared (?:with|to)|not|where (?:it|they) (?:was|were|used to be)|they? (?:pay|paid|cost)|used to (?:cost|be))"
)
_FROM_TO = re.compile(
    rf"\bfrom (?P<f>{_VALUE}){_GAP} to (?P<t>{_VALUE})|\bto (?P<t2>{_VALUE}){_GAP}\b(?:from|against) (?P<f2>{_VALUE})"
    rf"|(?P<f5>{_VALUE})\s?(?:→|->|=>|–>)\s?(?P<t5>{_VALUE})"
    rf"|(?P<t3>{_VALUE}){_GAP}\b{_OLD_AFTER}(?: the)?(?: last year['’]s)? (?P<f3>{_VALUE})"
    rf"|\b(?:instead of|in place of|until now|was|used to cost|gave you|used to be|were|formerly|previously) (?P<f4>{_VALUE}){_GAP}\b(?:now|at|is|are|to|stops at|becomes?|costs?) (?P<t4>{_VALUE})"
    rf"|(?P<t6>{_VALUE}) \((?:was|previously|formerly|before|from|instead of|until now|old price:?|old:?) (?P<f6>{_VALUE})\)",
    re.IGNORECASE,
)
_ONLY_TO = re.compile(
    rf"\b(?:(?<!\bby up )to|at|now costs?|costs?|cost|will cost|now|stands at|for|is|are|becomes?|charge[sd]?(?: \w+){{0,2}}|tag is|price is|asks?|pays?) (?:now |only |just )?(?P<t>{_VALUE})",
    re.IGNORECASE,
)


_PRICES = frozenset({"price-increase", "price-decrease"})


def _change(sentence: Sentence) -> re.Match[str] | None:
    """Return the old and new value that a sentence tells, where one of them is an amount or a share."""
    return next((h for h in _FROM_TO.finditer(sentence.raw) if _valued(sentence, h)), None)


def _valued(sentence: Sentence, hit: re.Match[str]) -> bool:
    """Say whether a change is one of money, of shares or of a number, and none of days or years."""
    spans = [hit.span(name) for name, value in hit.groupdict().items() if value]
    for start, _end in spans:
        where = sentence.start + start
        inside = [e.label for e in sentence.entities if e.start <= where < e.end]
        if inside and inside[0] in {"MONEY", "PERCENT"}:
            return True
        if inside:
            return False
    return not any(re.fullmatch(r"(?:19|20)\d\d", hit.string[a:b].strip(" ,.")) for a, b in spans)


def _target_of(sentence: Sentence, start: int) -> re.Match[str] | None:
    """Return the amount that something comes to, where only that is told."""
    for hit in _ONLY_TO.finditer(sentence.raw, start):
        where = sentence.start + hit.start("t")
        if any(
            e.label in {"MONEY", "PERCENT"} and e.start <= where < e.end for e in sentence.entities
        ):
            return hit
    return None


def from_to(side: str) -> "Filler":
    """Return the filler for the old (``f``) or new (``t``) value of a change."""

    def fill(place: "Place") -> tuple[Slot, ...]:
        sentence = place.sentence
        hit = _change(sentence)
        if hit is None and side == "t":
            hit = _target_of(sentence, place.start)
        for near in near_sentences(place) if hit is None and place.rule.kind in _PRICES else ():
            hit = _change(near) or (_target_of(near, 0) if side == "t" else None)
            if hit is not None:
                sentence = near
                break
        if hit is None:
            return ()
        group = next(
            (name for name, value in hit.groupdict().items() if value and name[0] == side), None
        )
        if group is None:
            return ()
        start, end = (sentence.start + offset for offset in hit.span(group))
        end = start + len(place.reading.text[start:end].rstrip(" ,."))
        money = next(
            (
                o
                for o in sentence.entities
                if o.label in {"MONEY", "PERCENT"} and o.start <= start < o.end
            ),
            None,
        )
        if money is None:
            return (made(place, start, end),)
        return (made(place, money.start, max(money.end, end), money),)

    return fill
