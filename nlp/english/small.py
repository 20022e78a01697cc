"""English texts in small letters, as posts and chats are: capitals for the readers of names, where they stood.

Of a text with hardly any capitals the words that no text writes small and that come again, the listed names of people,
places and companies, and the first word of each sentence get theirs. No letter moves, so places in the text stay.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice

from nlp.entities import Entity
from nlp.lexicon import common_english, known, places, word_set
from nlp.names.model import known_small

_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]")
_BIG = re.compile(r"[A-ZÀ-ÖØ-Þ]")
_LEAST = 30  # letters; fewer tell nothing of how a text is written
_MOST_BIG = 0.002  # capitals among letters
_WORD = re.compile(r"(?<![\w@#./-])[a-zà-ÿ][\w’'-]*")
_BEGIN = re.compile(r"(?:^|\n|[.!?:]\s+)[\"“(]?(?P<letter>[a-zà-ÿ])")
_ENDS = ("s", "es", "d", "ed", "ing", "er", "ers", "ly", "al", "ion", "ions", "ment", "ments", "ness", "ies", "ied", "y", "able", "or", "ors", "ity", "ive", "ally", "ation", "ations", "ic", "less", "ful", "ism", "ist", "ists")  # fmt: skip
_BEGINS = ("re", "un", "pre", "over", "out", "co", "non", "in", "dis", "inter", "sub", "mis", "under", "up", "down")  # fmt: skip
_SHORTEST = 3  # letters of a stem
_TOLD = 2  # mentions of a name that no list has


def has_no_capitals(text: str) -> bool:
    """Say whether a text writes all, or all but a few words, in small letters."""
    big = sum(1 for _ in islice(_BIG.finditer(text), int(_MOST_BIG * len(text)) + 1))
    if big > _MOST_BIG * len(text):
        return False  # even if every character is a letter
    letters = len(_LATIN.findall(text))
    return letters >= _LEAST and big <= _MOST_BIG * letters


def capitalised(text: str, named: Iterable[Entity] = ()) -> str:
    """Return *text* with capitals where a text that has some would have them, as far as that can be told.

    *named*: registered names in it, which get their own.
    """
    for one in named:
        if one.name.lower() == text[one.start : one.end]:
            text = text[: one.start] + one.name + text[one.end :]
    words = list(_WORD.finditer(text))
    counts = Counter(_bare(hit[0]) for hit in words)
    before: re.Match[str] | None = None
    big = {hit.start("letter") for hit in _BEGIN.finditer(text)}
    for hit in words:
        word = _bare(hit[0])
        strange = not is_english(word)
        told = counts[word] >= _TOLD or (hit.start() in big and _acts(text, hit.end()))
        surname = before is not None and before.end() + 1 == hit.start() and before[0] in _given()
        if word in _listed() or (strange and (told or surname)):
            big.add(hit.start())
        before = hit
    return "".join(
        char.upper() if place in big and len(char.upper()) == 1 else char
        for place, char in enumerate(text)
    )


_VERB = re.compile(r"['’]s\b| (?P<verb>[a-z]+)\b")


def _acts(text: str, end: int) -> bool:
    """Say whether what stands behind a word is what companies do, or is theirs."""
    hit = _VERB.match(text, end)
    return hit is not None and (
        hit["verb"] is None or hit["verb"] in word_set("en", "company_verbs")
    )


@cache
def _given() -> frozenset[str]:
    return word_set("en", "first_names") | word_set("en", "given_names")


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


@cache
def _listed() -> frozenset[str]:
    """Return single words of listed names in small letters, that are no words."""
    names = {*places("en"), *known("en"), *(one.title() for one in word_set("en", "first_names"))}
    single = {name.lower() for name in names if name.isalpha() and len(name) > _SHORTEST}
    months = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april", "june", "july", "august", "september", "october", "november", "december"}  # fmt: skip
    return frozenset(single | months) - known_small() - word_set("en", "small_words")


@cache
def _english() -> frozenset[str]:
    lists = (word_set("en", one) for one in ("company_verbs", "descriptors", "small_words"))
    return frozenset().union(known_small(), common_english(), *lists)


@cache
def is_english(word: str) -> bool:
    """Say whether a word, or what it is made of, is one that texts write small."""
    listed = _english()
    if word in listed or not word.replace("-", "").isalpha():
        return True
    stems = [word[: -len(end)] for end in _ENDS if word.endswith(end)]
    for stem in (one for one in stems if len(one) >= _SHORTEST):
        if {stem, f"{stem}e", f"{stem}y"} & listed or (
            stem[-1] == stem[-2] and stem[:-1] in listed
        ):
            return True
    return any(word.startswith(one) and word[len(one) :] in listed for one in _BEGINS)
