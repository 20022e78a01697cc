"""Whether a word that is also a name is the name here: Apricot the company, an apricot, the river Orwell.

Evidence is added up, for and against; each piece is something a reader would point at. Nothing is learnt, so that a name
added today is judged like any other. That the text speaks of the company elsewhere is where the judgement starts; the
place decides (nlp/chinese/words.py, nlp/english/words.py).
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlp.chinese import words as chinese_words
from nlp.english import words as english_words
from nlp.lexicon import common_english, word_set
from text.han import HAN

# What the pieces of evidence weigh. A sum of at least ``NEEDED`` makes the word the name.
NEEDED = 2.0
_HAN = re.compile(f"[{HAN}]")
# Produce that does as companies do, in a sentence that tells of a harvest, is no company, whatever it does.
_PRODUCE = -5.0
_STOP = {"zh": re.compile(r"[。！？\n]"), "en": re.compile(r"[!?\n]|\.\s")}
_SHORT = 3  # letters of a word that has no plural of its own: gas, bus
_JOINED = re.compile(r"\s?(?:,|、|和|与|及|and|&|or)\s?(?:and\s)?$")

_NEAR = 24  # characters behind a name that tell what it does
OPENED = frozenset({" (", "(", "（", " （"})  # Chunxiao (春晓)


class Place(NamedTuple):
    """An ambiguous word at characters *start* to *end* of *text*; *title_end*: where the title ends.

    *product*: it is what a company sells; *small*: the text has no capitals there; *trades*: what the company's own
    longer names have behind it.
    """

    text: str
    start: int
    end: int
    title_end: int
    product: bool = False
    small: bool = False
    trades: frozenset[str] = frozenset()


def weigh(
    place: Place,
    context: Sequence[str],
    others: Iterable[tuple[int, int]],
    *,
    told: bool = False,
) -> float:
    """Return the evidence that the word is the company: at least :data:`NEEDED` means that it is.

    *context*: words the analyst gave; *others*: where names that are sure stand in the text; *told*: the text says
    somewhere of the word what is said of companies only.
    """
    score = _context(place.text, context, told=told) + _neighbours(place, others) + _produce(place)
    if context and told and acts_as_firm(place.text, place.start, place.end):
        score += 1.5
    text, start, end = place.text, place.start, place.end
    if not _HAN.search(text[start:end]):
        return score + english_words.weigh(
            text, start, end, small=place.small, has_context=bool(context)
        )
    if chinese_words.other_firm(text, end, place.trades):
        return -9.0
    return score + chinese_words.weigh(text, start, end, product=place.product)


def _produce(place: Place) -> float:
    """Return what speaks against a fruit that is on sale or dear, where its sentence tells of growers, frost, pounds."""
    text, start, end = place.text, place.start, place.end
    language = "zh" if _HAN.search(text[start:end]) else "en"
    words = chinese_words if language == "zh" else english_words
    sentence = _STOP[language].split(text[:start])[-1] + _STOP[language].split(text[start:])[0]
    return _PRODUCE if words.in_season(sentence, text[end : end + _NEAR]) else 0.0


def acts_as_firm(text: str, start: int, end: int) -> bool:
    """Say whether behind the word at *start*–*end* stands what is said of companies only: names a chief, raises money."""
    if _HAN.search(text[start:end]):
        return chinese_words.acts_as_firm(text, end)
    return english_words.acts_as_firm(text, start, end)


def _context(text: str, context: Sequence[str], *, told: bool) -> float:
    """Words that the analyst gave speak for the company; that none of them is there, against it, unless it is *told*."""
    if not context:
        return 0.0
    if any(holds(text, word) for word in context):
        return 1.5
    return 0.0 if told else -1.5


def holds(text: str, word: str) -> bool:
    """Say whether *word* stands in *text*, as a word where its script has spaces, of one or several: parcel, parcels."""
    if _HAN.search(word):
        return word in text
    return re.search(rf"\b{_one_or_several(word)}\b", text, re.IGNORECASE) is not None


def _one_or_several(word: str) -> str:
    """Return the source of a pattern of *word* and of its plural or singular, never of another word: news is not new."""
    low = word.lower()
    if len(low) <= _SHORT:
        return re.escape(word)
    if low.endswith("ies"):
        return f"{re.escape(word[:-3])}(?:y|ies?)"
    if low.endswith("y") and low[-2] not in "aeiou":
        return f"{re.escape(word[:-1])}(?:y|ies)"
    if low.endswith(("ss", "us", "is", "ics")) or low in word_set("en", "never_one"):
        return f"{re.escape(word)}(?:es)?"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return f"{re.escape(word[:-2])}(?:es?)?"
    return f"{re.escape(word.removesuffix('s'))}(?:e?s)?"


def _neighbours(place: Place, others: Iterable[tuple[int, int]]) -> float:
    """A company named beside it in a list: Orwell and Velmora."""
    for start, end in others:
        if place.text[end : place.start] in OPENED:
            return 2.5
        left, right = (end, place.start) if end <= place.start else (place.end, start)
        between = place.text[left:right] if 0 <= right - left <= 6 else "."
        if _JOINED.match(between) and not (_HAN.search(place.text[end - 1]) and "," in between):
            return 2.0
    return 0.0


def is_word(text: str) -> bool:
    """Say whether a name is also a word of its language, as far as our lists know."""
    if _HAN.search(text):
        return text in word_set("zh", "ambiguous")
    return text.lower() in common_english() or text.islower()
