"""Sentences of running text, by punctuation and line breaks."""

import re
from functools import lru_cache
from typing import NamedTuple

# A full stop after these, or after a single capital (J. Smith), ends no sentence.
_ABBREVIATIONS = frozenset(
    {
        "mr", "mrs", "ms", "dr", "prof", "sr", "jr", "st", "inc", "ltd", "co",
        "corp", "plc", "bros", "vs", "etc", "no", "nos", "fig", "approx", "dept", "est",
        "al", "gen", "sen", "rep", "gov", "hon", "rev", "col", "lt", "sgt", "capt",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec", "u.s", "u.k", "e.g", "i.e", "a.m", "p.m", "u.n", "e.u", "ph.d",
    }
)  # fmt: skip
_LEGAL = frozenset({"inc", "ltd", "co", "corp", "plc", "etc"})
# Words with a capital that begin a sentence after a legal form; "Chief" or a name may go on with it.
_BEGINNERS = frozenset(
    {
        "The", "It", "Its", "A", "An", "In", "This", "These", "That", "We", "Our", "He", "His", "She", "Her", "They",
        "Their", "There", "But", "And", "On", "At", "For", "Under", "After", "Before", "With", "As", "Both", "Each",
        "If", "While", "When", "Since", "Last", "No", "Neither", "Earlier", "Separately", "Meanwhile", "Shares",
        "Analysts", "Shareholders", "Terms", "Financial",
    }
)  # fmt: skip
_ENGLISH_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[.!?]*[\"'”’)\]]*(?=\s|$))")
# Each branch begins with the sign itself, so that the search runs from sign to sign. What a comma follows goes on: “谁买单？”，
_CHINESE_END = re.compile(
    r"(?<![。！？!?])[。！？!?]++[”’」』）)]*+(?![，、；,;])|…{1,2}[”’」』）)]*|\n+|\.(?<=[^\s\d]\.)(?=\s|$)"
)
_WORD_BEFORE = re.compile(r"[A-Za-z.]+$")


class Stretch(NamedTuple):
    """Characters *start* up to, not including, *end* of a text."""

    start: int
    end: int


def sentences(text: str, language: str) -> list[Stretch]:
    """Return the sentences of *text* in order, without the white space around them.

    A line break always ends a sentence. *language* ``zh`` goes by Chinese punctuation, anything
    else by the English rules (abbreviations and initials end nothing).
    """
    return list(_sentences(text, language))


@lru_cache(maxsize=4)
def _sentences(text: str, language: str) -> tuple[Stretch, ...]:
    """Cut *text*; several readers ask for the sentences of one text in a row."""
    pattern = _CHINESE_END if language.startswith("zh") else _ENGLISH_END
    found: list[Stretch] = []
    start = 0
    for match in pattern.finditer(text):
        if pattern is _ENGLISH_END and not _ends(text, match):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Say whether an English full stop really ends a sentence."""
    if match[0][0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, match.start() - 12), match.start())
    if word is None:
        return True
    last = word[0].rstrip(".").lower()
    following = text[match.end() : match.end() + 2].strip()
    if "." in last and following[:1].islower():
        return False  # "K.K. has", "S.p.A. will"
    if last in _ABBREVIATIONS:
        # "…, Inc. The group …": after a legal form a capitalised function word starts anew.
        tail = text[match.end() : match.end() + 16].split()
        return last in _LEGAL and (not tail or tail[0].rstrip(",") in _BEGINNERS)
    return not (len(last) == 1 and word[0][0].isupper() and last != "i" and following != "")


def _add(found: list[Stretch], text: str, start: int, end: int) -> None:
    said = text[start:end].strip()
    if said:
        begin = text.find(said[0], start)
        found.append(Stretch(begin, begin + len(said)))
