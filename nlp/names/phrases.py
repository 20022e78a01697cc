"""Our own lists found in a text in one pass: places, roles, companies the world knows."""

import re
from functools import cache
from itertools import compress, count
from operator import add
from typing import Literal, NamedTuple

from nlp.lexicon import known, places, word_set, words
from text.folding import to_simplified

Kind = Literal["place", "role", "known", "maybe", "tail", "ware", "platform", "city"]


class Phrase(NamedTuple):
    """A listed phrase at characters *start* to *end*."""

    start: int
    end: int
    kind: Kind


@cache
def _book() -> tuple[dict[str, Kind], dict[str, tuple[int, ...]]]:
    """Return phrase to kind, and the first two characters to the lengths of phrases, the longest first."""
    book: dict[str, Kind] = {}
    book.update((name, "tail") for name in words("zh")["org_suffixes"] if len(name) > 1)
    for name in ("cities", "loose_cities"):
        book.update((city, "city") for city in words("zh")[name])
    book.update((name, "place") for name in places("zh") if len(name) > 1)
    book.update((name, "role") for name in words("zh")["roles"])
    book.update((name, "known") for name in known("zh"))
    latin = {name for name in known("zh") | known("en") if name.isascii()} - known("words_en")
    book.update((name, "known") for name in latin if len(name) > 2)
    book.update((name.lower(), "known") for name in latin if len(name) > 4)
    book.update((name, "maybe") for name in known("words_zh"))
    book.update((name, "ware") for name in known("products_zh"))
    book.update((name, "platform") for name in known("platforms_zh"))
    lengths: dict[str, set[int]] = {}
    for name in book:
        if len(name) > 1:
            lengths.setdefault(name[:2], set()).add(len(name))
    return book, {start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()}


def phrases(text: str) -> list[Phrase]:
    """Return listed phrases in *text* from the left, the longest at each place, without overlaps but those of cities."""
    book, lengths = _book()
    plain = to_simplified(text)
    pairs = map(add, plain, plain[1:])
    found: list[Phrase] = []
    free, size = 0, len(plain)
    for place in compress(count(), map(lengths.__contains__, pairs)):
        if place < free:
            continue
        for length in lengths[plain[place : place + 2]]:
            kind = book.get(plain[place : place + length])
            if kind == "city":
                found.append(Phrase(place, place + length, kind))
            elif (
                kind is not None and place + length <= size and _whole(plain, place, place + length)
            ):
                free = place + length
                found.append(Phrase(place, free, kind))
                break
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
        first = _WORD_OF.match(text, start, end)
        for name, kind in book.get(first[0], ()) if first and start >= free else ():
            stop = start + len(name)
            if text.startswith(name, start) and not (
                text[stop : stop + 1].isalnum() or text[stop : stop + 1] == "-"
            ):
                found.append(Phrase(start, stop, kind))
                free = stop
                break
    return found


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
