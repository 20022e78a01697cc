"""A headline in Title Case or in capitals, written as a sentence: its capitals tell no name.

A word keeps its capital where the text below writes it so within a sentence, or where it is known as a name.
Every character keeps its place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlp.inflection import forms_of_word
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import known_small
from text.sentences import Stretch

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_GENITIVE = re.compile(r"['’][sS]$")
_MOST = 0.9  # of the words of a headline in Title Case have a capital, but for the smallest
_LEAST = 3  # words tell how a headline is written
_HUNG = re.compile(r"[-\d(]")  # before the second part of a compound, a unit, an aside
_SMALL = frozenset(
    ["a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "nor", "but", "at", "by", "with", "from", "as", "is",
     "its", "it", "via", "per", "vs", "over", "into", "up", "off", "if"]
)  # fmt: skip
_LEGAL = frozenset(
    ["inc", "corp", "ltd", "llc", "co", "gmbh", "ag", "sa", "nv", "bv", "ab", "oyj", "asa", "spa", "srl"]
)  # fmt: skip
# A text this long names whom its headline names.
_TELLS = 240
_ACRONYM = 4
_INITIAL = re.compile(r"(?:^|[.!?]['\"”’)]*\s+|\n\s*|[“\"‘]\s?|[:—–-]\s)$")
_JOINS = frozenset([" ", "-", " & ", "&", "\u00a0"])
_WEEKDAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)
_MONTHS = frozenset(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)  # fmt: skip
_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"),
)  # fmt: skip


class _Body(NamedTuple):
    """How the text below a headline writes its words.

    *forms*: of each word, how often it is written how within a sentence (0 where only at its beginning); *pairs*: of
    two words side by side with capitals, in either order, the second. *silent*: it is too short to name everybody.
    """

    forms: dict[str, Counter[str]]
    pairs: dict[tuple[str, str], str]
    silent: bool


def is_cased(title: str) -> bool:
    """Say whether *title* is in Title Case or in capitals."""
    words = list(_WORD.finditer(title))
    if title.isupper():
        return len(words) > 1
    told = [
        hit[0]
        for hit in words
        if hit[0].lower() not in _SMALL and not _HUNG.match(title, max(0, hit.start() - 1))
    ]
    return len(told) >= _LEAST and sum(word[0].isupper() for word in told) >= _MOST * len(told)


def as_sentence(title: str, body: str, kept: Iterable[Stretch] = ()) -> str:
    """Return *title* with the capitals that *body* bears out, as long as it was; the words in *kept* stay.

    A headline with strange words of which the text bears out none, and a wire's with a ticker, stay as they are.
    """
    below = _written(body)
    words = list(_WORD.finditer(title))
    named = _known(title, words, kept)
    if "<" in title or not (named or _is_told(words, below)):
        return title
    shouted = title.isupper()
    pieces, last, name_end = [], 0, -1
    for number, hit in enumerate(words):
        word = hit[0]
        if number in named:
            written = word.capitalize() if shouted and word not in place_set("en") else word
        elif name_end == hit.start() - 1 and _of_company(word):
            written = word.capitalize()  # Tidewell Data, of which the text has Tidewell alone
        else:
            beside = [
                words[n][0].casefold() if 0 <= n < len(words) else ""
                for n in (number - 1, number + 1)
            ]
            written = _as_written(word, beside, below, shouted=shouted)
        if number == 0:
            written = written[0].upper() + written[1:]
        if written[0].isupper() and not is_small(written.casefold()):
            name_end = hit.end()
        pieces += [title[last : hit.start()], written if len(written) == len(word) else word]
        last = hit.end()
    return "".join([*pieces, title[last:]])


def _written(body: str) -> _Body:
    """Read how *body* writes its words."""
    forms: dict[str, Counter[str]] = {}
    pairs: dict[tuple[str, str], str] = {}
    last, last_end = "", -1
    for hit in _WORD.finditer(body):
        word = hit[0].removesuffix("'s").removesuffix("’s")
        low = word.casefold()
        opens = (
            hit.start() == 0
            or _INITIAL.search(body, max(0, hit.start() - 6), hit.start()) is not None
        )
        begins = opens and word[0].isupper()
        forms.setdefault(low, Counter())[word] += 0 if begins else 1
        if last and word[0].isupper() and body[last_end : hit.start()] in _JOINS:
            pairs[last.casefold(), low] = word
            pairs[low, last.casefold()] = last
        names = word[0].isupper() and not (begins and low in common_english())
        last, last_end = word if names else "", hit.start() + len(word)
    return _Body(forms, pairs, len(body) < _TELLS)


def _is_told(words: Sequence[re.Match[str]], below: _Body) -> bool:
    """Say whether the text writes one of *words*, strange to the language, with a capital; or none is strange."""
    strange = False
    for hit in words:
        low = _GENITIVE.sub("", hit[0]).casefold()
        own = below.forms.get(low, Counter())
        if is_small(low) or _inflected(low, below) or low.upper() in word_set("en", "acronyms"):
            continue
        if any(form[0].isupper() for form in own):
            return True
        strange = True
    return not strange


def _as_written(word: str, beside: Sequence[str], below: _Body, *, shouted: bool) -> str:
    """Return *word* as the text below writes it, else small where it is a word, else as a name."""
    stem = _GENITIVE.sub("", word)
    tail = word[len(stem) :].lower()
    low = stem.casefold()
    if len(stem) == 1 or not (shouted or stem[1:].islower()):
        return low + tail if shouted and low == "a" else word
    paired = next((below.pairs[one, low] for one in beside if (one, low) in below.pairs), None)
    own = below.forms.get(low, Counter())
    if paired is None and own.total():
        often = max(own, key=lambda form: (own[form], form.islower()))
        paired = low if own[low] * 2 >= own.total() else often
    return (paired or _by_dictionary(stem, own, beside[1], below, shouted=shouted)) + tail


def _by_dictionary(
    stem: str, own: Counter[str], following: str, below: _Body, *, shouted: bool
) -> str:
    """Return a word that the text has nowhere within a sentence, small where it is one of the language."""
    low = stem.casefold()
    nation = low in word_set("en", "nationalities")
    if low == "plc" or (shouted and low in common_english() and not nation):
        return low
    name = next(iter(own), stem if shouted and len(stem) <= _ACRONYM else stem.capitalize())
    if stem in word_set("en", "acronyms") or nation:
        return name
    if low in _LEGAL or low in word_set("en", "first_names"):
        return stem.capitalize()
    told = below.silent or bool(own) or _of_company(following)
    return name if told and not is_small(low) and not _inflected(low, below) else low


def _inflected(word: str, below: _Body) -> bool:
    """Say whether the text has another form of a word in small letters: of gather, gathered."""
    return any(below.forms.get(form, Counter())[form] for form in forms_of_word(word))


def _of_company(word: str) -> bool:
    """Say whether a word ends the names of companies: Systems, Bank."""
    return word.capitalize() in word_set("en", "org_suffixes")


def is_small(word: str) -> bool:
    """Say whether a word is one of the language, in one of its usual forms."""
    small, common = known_small(), common_english()
    stems = (word.removesuffix(end) + put for end, put in _ENDINGS if word.endswith(end))
    return any(form in small or form in common for form in (word, *stems))


def _known(title: str, words: Sequence[re.Match[str]], kept: Iterable[Stretch]) -> set[int]:
    """Return the numbers of words in names known whatever the text says: of the registry, of places, of days."""
    held = {place for one in kept for place in range(one.start, one.end)}
    found = set()
    for number, hit in enumerate(words):
        low = hit[0].lower()
        beside = title[max(0, hit.start() - 3) : hit.start()] + title[hit.end() : hit.end() + 3]
        dated = low in _MONTHS and any(map(str.isdigit, beside))
        place = hit[0].title() in place_set("en") and low not in known_small()
        if hit.start() in held or low in _WEEKDAYS or place or dated:
            found.add(number)
    return found
