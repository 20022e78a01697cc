"""People by the shape of their names and by what is told of them.

A given name with a particle, initials, a title or a post beside two strange words make a person, whatever the model of names
takes them for.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.english.bearers import MOST_NAMES, is_ware
from nlp.entities import Entity
from nlp.lexicon import common_english, known, place_set, word_set
from nlp.names.model import Guess, known_small
from text.begins import capitals, found_at, holds_one, places_of_words

_W = r"[A-ZÀ-ÞĀ-Ž][^\W\d_]+(?:[’'-][^\W\d_]+)*"
_PARTICLES = r"(?:van|von|de|di|da|do|dos|das|del|della|der|den|du|la|le|zu|zum|ten|ter|af|av|bin|ibn|al|el|y|e)"
_WITH_PARTICLE = re.compile(rf"(?<![\w’'-])(?P<first>{_W})(?: (?:{_W}|[A-Z]\.))? {_PARTICLES}(?: (?:{_PARTICLES}|{_W}))?(?: {_W}){{1,2}}")  # fmt: skip
_PARTICLE_WORDS = (" van ", " von ", " de ", " di ", " da ", " do ", " dos ", " das ", " del ", " della ", " der ", " den ", " du ", " la ", " le ", " ten ", " ter ", " af ", " av ", " bin ", " ibn ", " al ", " el ", " zu ")  # fmt: skip
_INITIALS = re.compile(
    rf"(?<![\w.’'-])(?:[A-Z]\. ?){{1,3}}(?P<last>{_W})(?! ?[&A-Z]|[’']s [A-Z]|\w)"
)
_GIVEN = re.compile(r"(?<![\w’'.-])([A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-Z][a-z]+)?) $")
_ALL_TITLES = ("Col", "Colonel", "Capt", "Captain", "Maj", "Major", "Gen", "Lt", "Lieutenant", "Sgt", "Sergeant", "Cdr", "Commander", "Adm", "Admiral", "Sen", "Rep", "Rev", "Judge", "Justice", "Baroness", "Cllr", "Councillor", "Mr", "Ms", "Mrs", "Dr", "Prof", "Professor", "Sir", "Dame", "Lord", "Lady")  # fmt: skip
_TITLES = rf"(?:{'|'.join(_ALL_TITLES)})"
_TITLED = re.compile(rf"(?<![\w’'-]){_TITLES}\.? (?P<n>{_W}(?: [A-Z]\.)?(?: {_W}){{1,2}})")
_TITLE_WORDS = ("Col", "Capt", "Maj", "Gen", "Lt", "Lieut", "Sgt", "Serg", "Cdr", "Comm", "Adm", "Sen", "Rep", "Rev", "Judge", "Justice", "Baroness", "Cllr", "Counc")  # fmt: skip
_LIKE_MONTHS = ("May ", "April ", "June ", "August ", "Summer ", "Autumn ")
_MONTHS = re.compile(rf"(?<![\w’'-])(?P<first>May|April|June|August|Summer|Autumn) (?P<last>{_W})")
_MADE = re.compile(r"\b(?:appoint(?:s|ed)?|nam(?:es|ed)|elect(?:s|ed)|promot(?:es|ed)|elevat(?:es|ed)|hir(?:es|ed)|poach(?:es|ed)|rop(?:es|ed) in|recruit(?:s|ed)|made|with) $")  # fmt: skip
_BECOMES = re.compile(
    r" (?:(?:has been|was|is|were) (?:re)?(?:named|appointed|elevated|promoted|elected|made|hired|moved)(?: up)?(?: to| as)?|becomes|became|takes over as|joins as|joined as|steps up as|returns as) (?:be )?(?:the |its |a |an |their |our |new |joint )*"
)
_AS = re.compile(r"(?: (?:as|to be|to|from))? (?:the |its |a |an |their |our |new )*")
_LEAVES = re.compile(
    r"(?: has| have)? (?:stepp(?:ed|ing) down|steps down|resign(?:s|ed)|retire[sd])(?= (?:as|from|at|on|in|after|this|next|last|with|over)\b|[.,;]|$)|,? who (?:joined|has|was|is|became|runs|leads|led|will|founded|heads)\b|, (?:\d\d|[a-z]+-?[a-z]*, aged \d\d),"
)
_SUFFIX = re.compile(r",? (?:Jr|Sr)\b\.?| (?:II|III)\b")


def told_people(text: str, seen: Sequence[Guess], roles: Sequence[Entity]) -> list[Guess]:
    """Return as people the companies among the guesses that a text gives a post to, or lets step down."""
    begins, ends = {one.start for one in roles}, {one.end for one in roles}
    people = (part for one in seen for part in _two(text, one))
    return [_told(text, one, begins, ends) if one.label == "ORG" else one for one in people]


_REPLACES = re.compile(r" (?:replaces|succeeds|replaced|succeeded|joins|joined|follows) ")


def _two(text: str, one: Guess) -> Iterator[Guess]:
    """Yield the two people whom the model takes for one name with the verb between them."""
    verb = _REPLACES.search(text, one.start, one.end)
    if verb is None or not is_given(text[one.start : verb.start()].split(" ", maxsplit=1)[0]):
        yield one
        return
    yield one._replace(end=verb.start(), label="PERSON")
    if is_given(text[verb.end() : one.end].split(" ", maxsplit=1)[0]):
        yield one._replace(start=verb.end(), label="PERSON")


def _told(text: str, one: Guess, begins: set[int], ends: set[int]) -> Guess:
    words = text[one.start : one.end].split(" ")
    if not may_be(words):
        return one
    apposed = one.start - 2 in ends and text.startswith(", ", one.start - 2) and text[one.end : one.end + 1] in {",", "."}  # fmt: skip
    made = _BECOMES.match(text, one.end)
    given = _AS.match(text, one.end) if _MADE.search(text, max(0, one.start - 14), one.start) else None  # fmt: skip
    posted = any(hit is not None and hit.end() in begins for hit in (made, given))
    if apposed or posted or _LEAVES.match(text, one.end):
        return one._replace(label="PERSON")
    return one


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


def shaped_people(text: str, roles: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the people whose names have particles or initials, stand behind titles, or begin like a month."""
    if holds_one(text, _PARTICLE_WORDS):
        for hit in found_at(_WITH_PARTICLE, text, capitals(text)):
            if is_given(hit["first"]) and not _is_trade(hit[0]):
                yield _person(text, *hit.span())
    initials = (place for place in capitals(text) if text.startswith(".", place + 1))
    for hit in found_at(_INITIALS, text, initials) if ". " in text else ():
        if hit["last"] not in place_set("en") and hit[0] not in known("en") and not _is_trade(hit[0]) and not _common(hit["last"]):  # fmt: skip
            given = _GIVEN.search(text, max(0, hit.start() - 20), hit.start())
            own = given is not None and not _common(given[1]) and not _is_trade(given[1])
            yield _person(text, given.start(1) if given and own else hit.start(), hit.end())
    if holds_one(text, _TITLE_WORDS):
        for hit in found_at(_TITLED, text, places_of_words(text, _ALL_TITLES)):
            if not _is_trade(hit["n"]) and hit["n"].split(" ")[-1].lower() not in known_small():
                yield _person(text, *hit.span("n"))
    yield from _like_words(text, roles)


def _like_words(text: str, roles: Sequence[Entity]) -> Iterator[Entity]:
    """Yield people whose given name is a month, and whose surname is a town, where what is told is told of people."""
    begins, ends = {one.start for one in roles}, {one.end for one in roles}
    for hit in found_at(_MONTHS, text, places_of_words(text, _LIKE_MONTHS)):
        start, end = hit.span()
        beside = start - 1 in ends or start - 2 in ends or end + 2 in begins
        told = beside or _LEAVES.match(text, end) or _ACTS.match(text, end)
        if told and not _common(hit["last"]) and not _is_trade(hit[0]):
            yield _person(text, start, end)
    if ", who " in text:
        for hit in found_at(_TOWN_WHO, text, places_of_words(text, _TOWNS)):
            yield _person(text, *hit.span("n"))


_ACTS = re.compile(r" (?:says?|said|leads?|runs?|joins?|joined|owns|founded|wrote|told)\b")
_TOWNS = ("Washington", "Sydney", "Austin", "Houston", "Charlotte", "Georgia", "Jordan", "Dallas", "Lincoln", "Cleveland", "Jackson", "Florence", "Chelsea", "Orlando", "Florida", "Cork", "Hull")  # fmt: skip
_TOWN_WHO = re.compile(
    rf"(?<!in )(?<!near )(?<!from )(?<!of )(?<![\w’'-])(?P<n>{'|'.join(_TOWNS)}),? who "
)


def _person(text: str, start: int, end: int) -> Entity:
    suffix = _SUFFIX.match(text, end)
    end = suffix.end() if suffix else end
    return Entity(start, end, "PERSON", text[start:end], rank=71, confidence=0.8)


def is_given(word: str) -> bool:
    """Say whether a word is a given name; of a double one its first half is."""
    low = word.lower().split("-")[0]
    return low in word_set("en", "first_names") or low in word_set("en", "given_names")


def _common(word: str) -> bool:
    return word.lower() in known_small() or word.lower() in common_english()


def _is_trade(name: str) -> bool:
    words = name.split(" ")
    return any(word in word_set("en", "org_suffixes") or word in word_set("en", "bodies") for word in words)  # fmt: skip
