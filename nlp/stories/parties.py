"""Whom a report is about: registered companies by id, others by the words of their names.

A name that no registry knows is known again by its own words: *Glanvick* of Glanvick Motors, 砚湖 of
砚湖银行. Across scripts it is known by its sound (:mod:`nlp.transcribed`).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from nlp.aliases import aliases
from nlp.chinese.tails import generic
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import known_small
from nlp.stories.near import stem
from nlp.transcribed import one_name
from schemas.language import Tags
from text.folding import fold_chars, to_simplified
from text.han import HAN

_HAN = re.compile(f"[{HAN}]{{2,}}")
_WORD = re.compile(r"[a-z][a-z0-9]*(?:[-.&][a-z0-9]+)*")
# Slots whose words name a company of the move.
_OF_MOVES = ("target", "customer", "partner", "buyer", "counterparty", "alliance", "investors")
# A move must be this sure for its companies to be what the report is about.
_SURE = 0.5
_TAILS = (4, 3, 2)
_NAMES = frozenset({"ORG", "PERSON", "PLACE"})


class Party(NamedTuple):
    """A company of a report. *words*: what it is known by in texts: an id, words, or two characters each.

    One that *acts* does so in a move: it is surely a company, and part of what happened.
    """

    name: str
    registered: bool
    words: frozenset[str]
    main: bool
    acts: bool = False
    han: bool = False


def parties(title: str, tags: Tags) -> tuple[Party, ...]:
    """Return the companies of a report; *main* are those that title, moves or the tagger put first."""
    found: dict[str, Party] = {}
    told: Counter[str] = Counter()
    for name, entity, main, acts in _named(title, tags):
        own = (f"e:{entity}",) if entity else own_words(name)
        if not own:
            continue
        key = entity or _shortest(name)
        told[key] += 1
        words = frozenset(own)
        known = found.get(key)
        found[key] = Party(
            key,
            entity is not None,
            words,
            main or bool(known and known.main),
            acts or bool(known and known.acts),
            entity is None and bool(_HAN.search(key)),
        )
    small = fold_chars(title)
    for key, one in found.items():
        if not one.registered and not one.main and any(word in small for word in one.words):
            found[key] = one._replace(main=True)
    # A comment whose title names nobody is about whom it names most.
    for registered in (True, False):
        names = [key for key, one in found.items() if one.registered or not registered]
        if names and not any(found[name].main for name in names):
            most = max(names, key=lambda name: told[name])
            found[most] = found[most]._replace(main=True)
    return _without_doubles(found.values())


def _without_doubles(found: Iterable[Party]) -> tuple[Party, ...]:
    """Leave out a name whose words are another's, too: 砚湖银行 after 砚湖."""
    kept: list[Party] = []
    for one in sorted(found, key=lambda party: (len(party.words), party.name)):
        for place, other in enumerate(kept):
            if other.registered == one.registered and other.words <= one.words:
                kept[place] = other._replace(
                    main=other.main or one.main, acts=other.acts or one.acts
                )
                break
        else:
            kept.append(one)
    return tuple(kept)


def _named(title: str, tags: Tags) -> Iterator[tuple[str, str | None, bool, bool]]:
    for company in tags.about:
        yield company, company, True, False
    for one in tags.mentions:
        if one.label == "ORG" and not one.boilerplate:
            yield one.text, one.entity, one.start < len(title), False
    for move in tags.moves:
        sure = move.confidence >= _SURE
        slots = [move.actor] if move.actor else []
        for slot in (*slots, *(v for name in _OF_MOVES for v in move.values(name))):
            yield slot.text, slot.entity, sure, sure


@lru_cache(maxsize=8192)
def _shortest(name: str) -> str:
    return min((name, *aliases(name)), key=len)


@lru_cache(maxsize=8192)
def own_words(name: str) -> tuple[str, ...]:
    """Return what a name is known by in a text: its own Latin words, or its own pairs of characters."""
    short = _shortest(name)
    if _HAN.search(short):
        head = han_head(short)
        return tuple(head[at : at + 2] for at in range(len(head) - 1))
    own = (word for word in _WORD.findall(fold_chars(short)) if _is_own(word, short))
    return tuple(own)[
        :1
    ]  # International Education are no words of Glanvick International Education's own


@lru_cache(maxsize=8192)
def han_head(name: str) -> str:
    """Return the part of a Chinese name that is its own: 砚湖 of 砚湖银行; empty where none is."""
    plain = "".join(_HAN.findall(to_simplified(name)))
    for size in _TAILS:
        if plain[-size:] in generic() and len(plain) - size >= 2:
            plain = plain[:-size]
            break
    return "" if plain in generic() or plain in place_set("zh") else plain


def _is_own(word: str, name: str) -> bool:
    if len(word) < 2 or word in common_english() or word in word_set("en", "org_suffixes"):
        return False
    return word.title() not in place_set("en") and (word not in known_small() or " " not in name)


class Known(NamedTuple):
    """What a report holds that another report's companies may be known by."""

    words: frozenset[str]
    title: frozenset[str]
    latin: frozenset[str]
    han: tuple[str, ...]
    strange: frozenset[str]
    unknown: tuple[str, ...]


def known_by(
    words: frozenset[str],
    title: frozenset[str],
    facts: Iterable[str],
    told: Iterable[str],
    tags: Tags,
) -> Known:
    """Return what a report may be known by: its terms, Latin names and Chinese names.

    *facts* are those of the report, *told* those of its title.
    """
    facts = tuple(facts)
    strange = frozenset(key[2:] for key in facts if key[0] == "x")
    latin = frozenset(key[2:] for key in facts if key[0] == "w" and key[2:].isalpha())
    names = [one.text for one in tags.mentions if one.label in _NAMES and not one.boilerplate]
    names += [move.actor.text for move in tags.moves if move.actor]
    heads = dict.fromkeys(han_head(name) for name in names if _HAN.search(name))
    # What the title says and is no word may be a name that the tagger did not know.
    unknown = tuple(sorted(key[2:] for key in told if key[0] == "x"))
    return Known(words, title, latin, (*filter(None, heads), *unknown), strange, unknown)


def shared(
    ours: Iterable[Party], theirs: Iterable[Party], we: Known, known: Known
) -> Mapping[Party, tuple[bool, bool]]:
    """Return which of *ours* another report names: whether as one of its main companies, and by sound alone."""
    theirs = tuple(theirs)
    named = frozenset[str]().union(*(each.words for each in theirs))
    found: dict[Party, tuple[bool, bool]] = {}
    for one in ours:
        same = not one.words.isdisjoint(named) and [p for p in theirs if _same(one, p)]
        if same:
            found[one] = (any(p.main for p in same), False)
        elif not one.registered and (where := _stands(one, we, known)) is not None:
            found[one] = (where, False)
        elif not one.registered and (sound := _sounds(one, theirs, known)) is not None:
            found[one] = (sound, True)
    return found


def _same(one: Party, other: Party) -> bool:
    if one.registered or other.registered:
        return one.registered and other.registered and one.name == other.name
    if one.han != other.han:
        return False
    if one.han:
        return one.words <= other.words or other.words <= one.words
    return bool(one.words & other.words)


def main_names(parties: Iterable[Party], known: Known) -> Iterator[str]:
    """Yield how the main companies that no registry knows are called: Latin words, Chinese heads."""
    parties = tuple(parties)
    if not any(one.main for one in parties):
        yield from known.unknown
    for one in parties:
        if one.main and not one.registered:
            yield from (han_head(one.name),) if one.han else one.words


def comparable(ours: Iterable[Party], theirs: Iterable[Party]) -> bool:
    """Say whether names of two reports could be told apart: of one script, or one is registered.

    The registry knows by what names a company goes: another name is another company.
    """
    theirs = tuple(theirs)
    return any(
        one.registered or other.registered or one.han == other.han
        for one in ours
        for other in theirs
    )


def sounding(we: Known, they: Known) -> int:
    """Return how many Chinese names of one report sound like Latin names of the other."""
    return sum(
        any(one_name(name, word) for word in latin)
        for names, latin in ((we.han, they.latin), (they.han, we.latin))
        for name in names
    )


def _stands(one: Party, we: Known, they: Known) -> bool | None:
    """Return whether the other's title holds the name of a company; None if all of it does not."""
    if not one.han:
        stems = {stem(word) for word in one.words}
        return bool(stems & they.title) if stems & they.words else None
    if one.words <= they.words:
        return one.words <= they.title
    # Where the tagger took a name with its neighbours: what is no word in either text.
    strange = one.words & we.strange & they.strange
    return bool(strange & they.title) if strange else None


def _sounds(one: Party, theirs: Iterable[Party], known: Known) -> bool | None:
    """Return whether a main company of the other sounds like this one; None if no name there does."""
    if one.han:
        head = han_head(one.name)
        matching = {word for word in known.latin if one_name(head, word)}
        if not matching:
            return None
        return any(p.main and p.words & matching for p in theirs) or bool(
            {stem(word) for word in matching} & known.title
        )
    for word in one.words:
        for name in known.han:
            if one_name(name, word):
                return name in known.unknown or any(
                    p.main and name.startswith(han_head(p.name)) for p in theirs
                )
    return None
