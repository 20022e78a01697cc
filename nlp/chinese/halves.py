"""Sentences of which each part tells of a company of its own: 沃途汽车重申全年目标不变，峰越汽车则下调至10万辆.

They are read as a sentence each (nlp/reading.py); what one part tells is not the other's.
"""

from nlp.entities import Entity
from nlp.reading import Reading, Sentence

_ENDS = frozenset("，；,;")  # what a part ends with
_HEAD = 12  # characters of a part in which its company stands


def head_of(sentence: Sentence) -> Entity | None:
    """Return the company at the head of a sentence."""
    first = next((o for o in sentence.entities if o.label == "ORG"), None)
    return first if first is not None and first.start - sentence.start < _HEAD else None


def other_halves(reading: Reading, sentence: Sentence) -> list[Sentence]:
    """Return the other parts of the sentence of which *sentence* is a part, none where it is whole."""
    if reading.language != "zh":
        return []
    several, at = reading.sentences, sentence.number
    first = at
    while first and several[first - 1].raw[-1:] in _ENDS:
        first -= 1
    last = at
    while last + 1 < len(several) and several[last].raw[-1:] in _ENDS:
        last += 1
    return [one for one in several[first : last + 1] if one.number != at]
