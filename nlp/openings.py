"""How a text begins, read for what it says: the headline alone, once, as a sentence, and the news without dateline.

What else stands there becomes blanks, and capitals small letters, so that every character keeps its place.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from nlp.datelines import dateline
from nlp.entities import Entity
from nlp.headline_case import as_sentence, is_cased
from nlp.inflection import forms_of_word
from text.headlines import first_line, headline_of, own_headline, same_words
from text.sentences import Stretch


class Opened(NamedTuple):
    """A title, a line feed and a text, as read; the headline ends at *title_end*."""

    text: str
    title_end: int


Finder = Callable[[str], Iterable[Entity]]


def opened(title: str, text: str, language: str, named: Finder) -> Opened:
    """Return *title* and *text* as they are read. *named* finds registered names."""
    lead = ""
    line = first_line(text)
    headline = headline_of(title, text, language)
    if title.strip():
        words = text[line.start : line.end]
        if line.end < len(text.rstrip()) and (
            same_words(words, title) or same_words(words, title[headline.start : headline.end])
        ):
            lead, text = _blank(text[: line.end]), text[line.end :]
    elif own := own_headline(text, language):
        lead, text = text[: own.end], text[own.end :]
        headline = headline_of(lead, text, language)
    if filed := dateline(text, language, title or lead):
        text = text[: filed.start] + _blank(text[filed.start : filed.end]) + text[filed.end :]
    if title.strip() or not lead:
        read = _only(title, headline, text, language, named)
        return Opened(f"{read}\n{lead}{text}", len(title))
    read = _only(lead, headline, text, language, named)
    return Opened(f"{title}\n{read}{text}", len(title) + 1 + len(lead))


def _only(title: str, headline: Stretch, text: str, language: str, named: Finder) -> str:
    """Return *title* with blanks for what is no part of its *headline*, as a sentence where its capitals say nothing."""
    start, end = headline
    words = title[start:end]
    if language == "en" and is_cased(words):
        words = as_sentence(words, text, _names(words, text, named))
    return _blank(title[:start]) + words + _blank(title[end:])


def _names(headline: str, text: str, named: Finder) -> list[Stretch]:
    """Return where registered names stand in a headline whose capitals say nothing.

    None is a word that the text below has as a word, unless it names the company, too: of clouds that gathered it
    is no news of Gather. At the beginning of the headline what follows decides, as in every sentence.
    """
    found = list(named(headline))
    words = [one for one in found if _has_word(text, headline[one.start : one.end])]
    below = {one.entity for one in named(text)} if words else set()
    kept = (one for one in found if one not in words or one.entity in below)
    return [Stretch(one.start, one.end) for one in kept]


def _has_word(text: str, name: str) -> bool:
    """Say whether *text* has a name of one word as a word in small letters, in any form: gathered."""
    word = name.lower()
    if not word.isalpha():
        return False
    each = "|".join(forms_of_word(word))
    return re.search(rf"(?<![\w@./-])(?:{each})\b", text) is not None


def _blank(text: str) -> str:
    return "".join("\n" if char == "\n" else " " for char in text)
