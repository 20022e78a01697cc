"""Where hearsay and denials belong: to what the same sentence tells, not to the next item of a round-up."""

import re
from itertools import pairwise

from nlp.reading import Reading, Sentence
from nlp.status import markers

_PARTS = re.compile(r"[;；]")
# "Its spokeswoman said": the sentence goes on about the company of the one before.
_GOES_ON = re.compile(
    r"\W*(?:But |And )?(?:Its|It|They|Their|He|She|His|Her|The (?:company|group|firm|chain|bank|maker)(?:['’]s)?|(?:An?|The) spokes\w+)\b"
)
_ORG = "ORG"
_EXPECTED = re.compile(r"^(?:(?:is|are) )?(?:expected|likely) to\b[^.;]{0,20}$", re.IGNORECASE)


def own_part(sentence: Sentence, start: int) -> str:
    """Return the masked words of *sentence* with blanks for the parts that tell of others than the one at *start* does.

    "A recalls 1,300 boilers; its rival B is in talks, sources say" tells no hearsay of the boilers.
    """
    cuts = [0, *(hit.end() for hit in _PARTS.finditer(sentence.masked)), len(sentence.masked)]
    if len(cuts) == len((0, 1)):
        return sentence.masked
    parts = list(pairwise(cuts))
    own = _named(sentence, *next(one for one in reversed(parts) if one[0] <= start))
    if not own:
        return sentence.masked
    told = ""
    for first, last in parts:
        others = _named(sentence, first, last)
        told += (
            " " * (last - first)
            if others - own and not others & own
            else sentence.masked[first:last]
        )
    return told


def elsewhere(sentence: Sentence, near: Sentence) -> bool:
    """Say whether the sentence *near* another tells of other companies than that does."""
    if _GOES_ON.match(near.raw):
        return False
    own, others = _named(sentence), _named(near)
    return bool(own and others) and not own & others


def expected(sentence: Sentence, hit: re.Match[str]) -> bool:
    """Say whether *hit*, which sounds like hearsay ("is expected to"), is what somebody named says himself."""
    return (
        _EXPECTED.search(hit[0]) is not None
        and markers("en").search("stated", sentence.masked) is not None
    )


def taken_back(reading: Reading, sentence: Sentence) -> str:
    """Return the words by which one of the next two sentences denies the hearsay of *sentence*, or nothing."""
    words = markers(reading.language)
    after = sentence.number + 1 + sentence.title
    for following in reading.sentences[sentence.number + 1 : after + 2]:
        if not elsewhere(sentence, following) and (
            hit := words.search("taken_back", following.masked)
        ):
            return hit[0]
    return ""


def _named(sentence: Sentence, first: int = 0, last: int | None = None) -> set[str]:
    """Return the companies that a sentence names between two places, by the beginning of their names: short forms are the same."""
    return {
        one.name.casefold()[: 2 if one.name[:1] > "\u2e80" else 5]
        for one in sentence.entities
        if one.label == _ORG
        and first <= one.start - sentence.start
        and (last is None or one.start - sentence.start < last)
    }
