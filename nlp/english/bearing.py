"""People by the shape of their names and by what is told of them, and firms that bear people's names.

A given name with a particle, initials, a title or a post beside two strange words make a person, whatever the model of names
takes them for; "and Sons" and "&" make a firm.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.english.bearers import MOST_NAMES, is_ware
from nlp.entities import Entity
from nlp.lexicon import common_english, known, place_set, word_set
from nlp.names.model import known_small
from text.begins import capitals, found_at, holds_one

_W = r"[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[’'-][^\W\d_]+)*"
_FIRM = re.compile(rf"(?<![\w’'&-]){_W}(?:(?:,? {_W}){{0,2}}) (?:and|&) (?:Sons?|Daughters?|Brothers|Co|Partners|Associates|Company|Cie)\b\.?(?!\w)|(?<![\w’'&-]){_W} & {_W}(?![\w’'-]| [A-Z&])")  # fmt: skip


_SIGNS = re.compile(r"[-’']")


@cache
def _no_names() -> frozenset[str]:
    """Return words that are no part of a person's name."""
    return word_set("en", "org_suffixes") | word_set("en", "bodies") | word_set("en", "descriptors")


def may_be(words: Sequence[str]) -> bool:
    """Say whether two or three words may be somebody's name: no trade, no wares, no body, no word like any other at the end."""
    listed = _no_names()
    return (
        1 < len(words) <= MOST_NAMES
        and not any(word in listed for word in words)
        and not is_ware(words[-1])
        and words[-1].lower() not in known_small()
        and all(word[:1].isupper() and _SIGNS.sub("", word).isalpha() and not word.isupper() for word in words)
    )  # fmt: skip


def firms_of_people(text: str) -> Iterator[Entity]:
    """Yield the firms that bear their owners' names: Harker and Sons, Mellis & Troup."""
    if not holds_one(text, (" & ", " and Sons", " and Co", " and Partners", " and Associates", " and Son", " and Daughter", " and Brothers")):  # fmt: skip
        return
    for hit in found_at(_FIRM, text, capitals(text)):
        words = [word.strip(",.") for word in hit[0].split(" ") if word not in {"and", "&"}]
        start = hit.start()
        while len(words) > 2 and words[0].lower() in common_english():
            start += len(words[0]) + 1
            words = words[1:]
        strange = (
            not all(_common(word) for word in words) and words[0].lower() not in common_english()
        )
        if strange and not any(word in place_set("en") or word in known("en") for word in words):
            end = hit.end() - (hit[0].endswith(".") and not hit[0].endswith("Co."))
            yield Entity(start, end, "ORG", text[start:end], rank=56, confidence=0.75)


def is_given(word: str) -> bool:
    """Say whether a word is a given name; of a double one its first half is."""
    low = word.lower().split("-")[0]
    return low in word_set("en", "first_names") or low in word_set("en", "given_names")


def _common(word: str) -> bool:
    return word.lower() in known_small() or word.lower() in common_english()
