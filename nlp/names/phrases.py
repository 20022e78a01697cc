"""Our own lists found in a text in one pass: places, roles, companies the world knows."""

import re
from functools import cache
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from nlp.lexicon import known, places, word_set, words
from text.folding import to_simplified

Kind = Literal["place", "role", "known", "maybe", "tail", "ware", "platform", "city"]


class Phrase(NamedTuple):
    """A listed phrase at characters *start* to *end*."""

    start: int
    end: int
    kind: Kind


class _Book(NamedTuple):
    """Phrases of two characters or more in one automaton, and the kind of each by its number there."""

    automaton: AhoCorasick
    kinds: tuple[Kind, ...]


@cache
def _book() -> _Book:
    book: dict[str, Kind] = {}
    book.update((name, "tail") for name in words("zh")["org_suffixes"])
    for name in ("cities", "loose_cities"):
        book.update((city, "city") for city in words("zh")[name])
    book.update((name, "place") for name in places("zh"))
    book.update((name, "role") for name in words("zh")["roles"])
    book.update((name, "known") for name in known("zh"))
    latin = {name for name in known("zh") | known("en") if name.isascii()} - known("words_en")
    book.update((name, "known") for name in latin if len(name) > 2)
    book.update((name.lower(), "known") for name in latin if len(name) > 4)
    book.update((name, "maybe") for name in known("words_zh"))
    book.update((name, "ware") for name in known("products_zh"))
    book.update((name, "platform") for name in known("platforms_zh"))
    listed = {name: kind for name, kind in book.items() if len(name) > 1}
    automaton = AhoCorasick(list(listed), implementation=Implementation.ContiguousNFA)
    return _Book(automaton, tuple(listed.values()))


def phrases(text: str) -> list[Phrase]:
    """Return listed phrases in *text* from the left, the longest at each place, without overlaps but those of cities."""
    automaton, kinds = _book()
    plain = to_simplified(text)
    hits = automaton.find_matches_as_indexes(plain, overlapping=True)
    found: list[Phrase] = []
    free = 0
    for start, turned, number in sorted((start, -end, number) for number, start, end in hits):
        end, kind = -turned, kinds[number]
        if start < free:
            continue
        if kind == "city":
            found.append(Phrase(start, end, kind))
        elif _whole(plain, start, end):
            found.append(Phrase(start, end, kind))
            free = end
    return found


def _whole(text: str, start: int, end: int) -> bool:
    """A Latin name is no part of a longer word."""
    if text[start].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    return not (
        text[end - 1].isascii() and end < len(text) and text[end].isascii() and text[end].isalnum()
    )


@cache
def _english_book() -> dict[str, list[tuple[str, Kind]]]:
    """Return the first word of listed English phrases to the phrases that begin so, the longest first."""
    listed: list[tuple[str, Kind]] = [(name, "place") for name in places("en")]
    listed += [(name, "known") for name in known("en") - known("words_en")]
    listed += [(name, "maybe") for name in known("words_en")]
    book: dict[str, list[tuple[str, Kind]]] = {}
    for name, kind in sorted(listed, key=lambda one: -len(one[0])):
        book.setdefault(_WORD_OF.findall(name)[0], []).append((name, kind))
    return book


_WORD_OF = re.compile(r"[^\W_]+")


def english_phrases(text: str, capitals: list[tuple[int, int]]) -> list[Phrase]:
    """Return listed phrases that begin at one of the capitalised words *capitals* of *text*."""
    book = _english_book()
    found: list[Phrase] = []
    free = 0
    for start, end in capitals:
        word = text[start:end]
        first = word if word.isalnum() else _first_of(word)
        for name, kind in book.get(first, ()) if start >= free else ():
            stop = start + len(name)
            if text.startswith(name, start) and not (
                text[stop : stop + 1].isalnum() or text[stop : stop + 1] == "-"
            ):
                found.append(Phrase(start, stop, kind))
                free = stop
                break
    return found


def _first_of(word: str) -> str:
    """Return the letters and digits that a word begins with."""
    hit = _WORD_OF.match(word)
    return hit[0] if hit else ""


_SMALL = re.compile(r"(?<![\w@#.-])[a-z]{5,}(?![\w@.-])")


@cache
def _small_book() -> frozenset[str]:
    """Return well-known English names of one word in small letters; those that are words are left out."""
    single = {name for name in known("en") if name.isalpha() and len(name) > 4}
    return frozenset(map(str.lower, single)) - word_set("en", "small_words")


def small_phrases(text: str, words_seen: frozenset[str]) -> list[Phrase]:
    """Return well-known names that a post writes in small letters; *words_seen* are no names so."""
    return [
        Phrase(*match.span(), "known")
        for match in _SMALL.finditer(text)
        if match[0] in _small_book() and match[0] not in words_seen
    ]
