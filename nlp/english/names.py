"""Companies, people, products, places and roles that no registry names, in English text.

The trained model sees them; lists, legal forms, posts and titles beside a name, and what only people, things or places
have beside them, put right what it misses. A name found once is then found everywhere, in its short forms too.
"""

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from nlp.english.bearers import MOST_NAMES, SURNAMES, firms, in_posts, is_ware
from nlp.english.bearing import is_given, shaped_people, told_people
from nlp.english.bodies import bodies, without
from nlp.english.companies import SURE_PLACE, companies, is_business
from nlp.english.edges import without_offices
from nlp.english.first_names import first_names
from nlp.english.goods import acts
from nlp.english.joints import without_words
from nlp.english.places import found_places, without_places
from nlp.english.products import WARE, guessed, relabelled
from nlp.english.roles import roles
from nlp.english.rows import rows
from nlp.english.runs import runs
from nlp.english.signers import in_person, names
from nlp.english.tickers import without_tickers
from nlp.english.wares import wares
from nlp.entities import DOUBTFUL, Entity
from nlp.laws import laws
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import Guess, guesses, known_small
from nlp.names.occurrences import occurrences
from nlp.names.phrases import Phrase, english_phrases, small_phrases

if TYPE_CHECKING:
    from nlp.names.chain import Chain
    from schemas.kinds import Label

_TITLES = ("Mr", "Ms", "Mrs", "Dr", "Sir", "Dame", "Prof", "Professor", "Lord", "Lady")


# Patterns that begin with their letter are looked for fast; what may not stand before it is asked behind it.
_CAPITAL = re.compile(r"[A-ZÀ-Þ](?<![\w$€£@#][A-ZÀ-Þ])[\w’'-]*")
_HUMP = re.compile(r"[A-Z](?<=[a-z][A-Z])")
_CAMEL = re.compile(r"(?<![\w$€£@#])[a-z]{1,4}[A-Z][\w’'-]*")  # eBay, easyJet
_POST = 400  # characters of a text without a title that may be a post in small letters


def find(
    text: str, title_end: int, known: list[Entity], chain: "Chain | None" = None
) -> list[Entity]:
    """Return unregistered names in *text*, whose title ends at *title_end*; *chain*: another model than the shipped one."""
    found = [*roles(text), *laws(text, "en")]
    capitals = [match.span() for match in _CAPITAL.finditer(text)]
    camels = [hit.span() for hit in _CAMEL.finditer(text)] if _HUMP.search(text) else []
    listed = english_phrases(text, sorted([*capitals, *camels]) if camels else capitals)
    if not title_end and len(text) < _POST:
        listed += small_phrases(text, known_small())
    seen = [_traded(text, _begun(text, guess)) for guess in guesses(text, "en", chain)]
    seen = firms(text, told_people(text, in_posts(text, seen, found), found))
    seen = _in_full(text, title_end, seen)
    found += _places(text, listed, seen)
    named = [*companies(text, seen, listed, title_end), *_people(text, seen)]
    named = [*_without_surnames(text, named), *guessed(text, seen)]
    taken = {p for e in (*named, *found, *known) if e.label != "PLACE" for p in range(e.start, e.end)}  # fmt: skip
    named += names(text, title_end, taken)
    named = relabelled(text, without_tickers(text, named))
    shaped = [one for one in shaped_people(text, found) if not any(one.start < e.end and e.start < one.end and e.rank > _GUESSED for e in named)]  # fmt: skip
    named = [*without(named, shaped), *shaped]
    alone = first_names(text, runs(text), named, [*found, *known], lambda: _is_talk(text, title_end))  # fmt: skip
    named = [*without(named, alone), *alone]
    public = list(bodies(text))
    named = [*without(named, public), *public]
    sure = [one for one in named if one.label != "PRODUCT" or one.rank > WARE]
    named += rows(text, runs(text), sure, [*found, *known])
    things = wares(text, title_end, capitals, named, [*found, *known])
    named = [*without(named, things), *things]
    towns = found_places(text, capitals, named, [*found, *known])
    named = without_places(named, towns)
    found += towns
    named = without_words(text, without_offices(text, named))
    found += named
    return found + _short_forms(text, named, found + known)


def _is_talk(text: str, title_end: int) -> bool:
    """Say whether somebody speaks in a text, or it is a line of talk about no business."""
    return in_person(text) or (not title_end and not is_business(text, title_end))


_NO_LETTERS = re.compile(r"[\s,;:.!?–—)]+")


def _begun(text: str, guess: Guess) -> Guess:
    """Return a guess without the comma it begins with: chief executive | , Ada Kestle."""
    hit = _NO_LETTERS.match(text, guess.start, guess.end)
    return guess._replace(start=hit.end()) if hit and hit.end() < guess.end else guess


def _traded(text: str, guess: Guess) -> Guess:
    """Return a person whose last name is a trade or wares as the company it is: Brixen Audio; and Ada Lindqvist as a person."""
    words = text[guess.start : guess.end].split(" ")
    trade = len(words) > 1 and (words[-1] in word_set("en", "org_suffixes") or is_ware(words[-1]))
    borne = is_given(words[0].lower()) and words[-1] in SURNAMES
    if guess.label == "PERSON" and trade and not borne:
        return guess._replace(label="ORG")
    if guess.label == "ORG" and guess.margin <= _SURE_OF_ONE and _reads_as_person(words):
        return guess._replace(label="PERSON")
    return guess


def _reads_as_person(words: list[str]) -> bool:
    """Say whether a given name and one or two strange words are all of a name."""
    first, last = words[0].lower().split("-")[0], words[-1]
    if not 1 < len(words) <= MOST_NAMES or not is_given(first) or not last[:1].isupper():
        return False
    listed = word_set("en", "org_suffixes"), word_set("en", "bodies"), word_set("en", "descriptors")
    return (
        last.isalpha()
        and last.lower() not in known_small()
        and not any(last in one or last.lower() in one for one in listed)
    )


def _places(text: str, listed: list[Phrase], seen: list[Guess]) -> list[Entity]:
    found = [
        Entity(one.start, one.end, "PLACE", text[one.start : one.end], rank=30, confidence=0.9)
        for one in listed
        if one.kind == "place"
    ]
    found += [
        Entity(g.start, g.end, "PLACE", text[g.start : g.end], rank=31, confidence=0.7)
        for g in seen
        if g.label == "PLACE" and g.margin > SURE_PLACE
    ]
    return found


_TITLE = re.compile(
    r"(?:CEO|CFO|COO|CTO|CIO|CMO|Chairman|Chairwoman|Chair|President|Director|Coach|Captain|Minister|Senator|Professor|Sprinter|Founder|Analyst|Economist|Striker|Judge|Justice) (?=\S+ \S)"
)
_ACRONYM = re.compile(r"IPO|AI|CEO|CFO|PLC|ETF|API|ESG|GDP|AGM|NHS|EU|UK|US")


def _untitled(text: str, guess: Guess) -> Guess:
    """Return the guess of a person without a title in front: Thandi Maseko of CEO Thandi Maseko."""
    hit = _TITLE.match(text, guess.start, guess.end) if guess.label == "PERSON" else None
    return guess._replace(start=hit.end()) if hit else guess


def _in_full(text: str, title_end: int, seen: list[Guess]) -> list[Guess]:
    """Return guesses of a business text in which people of one strange word are named in full somewhere, or with a title.

    The model takes companies for such people more often than it is right. Whom a text calls by one name is told by what
    stands beside it (:mod:`nlp.english.first_names`). Who acts as a company before somebody of that name is named is one:
    the founder bears its name.
    """
    if not is_business(text, title_end):
        return seen
    people = [(one, text[one.start : one.end]) for one in seen if one.label == "PERSON"]
    first: dict[str, int] = {}
    for one, name in people:
        for word in name.split(" ") if " " in name else ():
            first.setdefault(word, one.start)
    borne = {name for one, name in people if one.start < first.get(name, 0) and acts(text, name)}
    told = []
    for one in seen:
        name = text[one.start : one.end]
        if one.label != "PERSON" or " " in name or _is_titled(text, one.start):
            told.append(one)
        elif name in borne:
            told.append(one._replace(label="ORG"))
        elif name in first or is_given(name):
            told.append(one)
    return told


def _is_titled(text: str, start: int) -> bool:
    return text[max(0, start - 12) : start].rstrip(". ").endswith(_TITLES)


def _people(text: str, seen: list[Guess]) -> list[Entity]:
    return [
        Entity(
            one.start, one.end, "PERSON", text[one.start : one.end].strip(" ."), rank=53, confidence=0.75
        )
        for one in map(partial(_untitled, text), seen)
        if one.label == "PERSON"
        and _may_be_person(text[one.start : one.end])
        and not text.startswith("_", one.end)
    ]  # fmt: skip


# So sure the model must be that a given name begins a company's: of 12, 20 and 40 the best on the tuned sets, 28 Nov 2026.
_SURE_OF_ONE = 20.0


# Behind a surname in a headline: "Almqvist quits".
_WHO_GOES = re.compile(
    r" (?:quits?|leaves?|joins?|steps? down|resigns?|retires?|exits?|departs?|becomes?|out as|named|appointed|to (?:head|lead|step|leave|join|quit|retire|chair|succeed|replace))\b"
)


def _without_surnames(text: str, named: list[Entity]) -> list[Entity]:
    """Return names without companies that only the model sees in the surname of a person named before."""
    people = [one for one in named if one.label == "PERSON" and " " in one.name]
    first: dict[str, int] = {}
    for one in people:
        surname = _surname(one.name.split(" "))
        first[surname] = min(one.start, first.get(surname, one.start))
    borne = {
        one.name
        for one in named
        if one.label == "ORG"
        and one.start < first.get(one.name, 0)
        and not _WHO_GOES.match(text, one.end)
    }
    return [
        one
        for one in named
        if not (one.label == "ORG" and one.rank <= _GUESSED and one.name in first and one.name not in borne)
    ]  # fmt: skip


_GUESSED = 54  # legal forms, tickers and well-known names have higher ranks


def _may_be_person(name: str) -> bool:
    """Say whether neither a number nor wares nor a post alone are in a name: 4TH QTR, Tilda Beds, Senior Vice President, marek_b."""
    words = name.split(" ")
    last = words[-1]
    if (
        any(map(str.isdigit, name))
        or "_" in name  # who signs a post
        or is_ware(last)
        or _ACRONYM.fullmatch(last)
        or words[0] == "The"
    ):
        return False
    if last.lower() in _role_words() and last not in word_set("en", "noun_surnames"):
        return False
    plain = last.lower() in known_small() and last not in word_set("en", "noun_surnames")
    return not plain or is_given(words[0].lower()) or words[0].rstrip(".") in _TITLES


@cache
def _role_words() -> frozenset[str]:
    return word_set("en", "role_heads") | word_set("en", "role_heads_sure") | {"commander"}


def _surname(words: list[str]) -> str:
    """Return the last word of a person's name, without Jr and III."""
    return words[-2] if words[-1].strip(".") in {"Jr", "Sr", "II", "III"} else words[-1]


def _named_first(named: list[Entity]) -> dict[str, int]:
    """Return where each company is named first."""
    firms: dict[str, int] = {}
    for one in named:
        if one.label == "ORG":
            firms[one.name] = min(one.start, firms.get(one.name, one.start))
    return firms


def _short_forms(text: str, named: list[Entity], known: list[Entity]) -> list[Entity]:
    """Find "Tollgate" after "Tollgate Motors", "Mr Feldt" after "Marcus Feldt"."""
    forms: dict[str, tuple[Label, str, str | None]] = {}
    doubtful = {one.name for one in named if one.doubtful} - {
        one.name for one in named if not one.doubtful
    }
    firms = _named_first(named)
    for one in sorted([*named, *known], key=lambda e: -e.rank):
        words = re.split(",? ", one.name)
        if one.label == "ORG" and len(words) > 1 and len(words[0]) > 2:
            if words[0].lower() not in common_english() and words[0] not in place_set("en"):
                forms.setdefault(words[0], ("ORG", one.name, one.entity))
            if len(words) > 2:
                forms.setdefault(" ".join(words[:2]), ("ORG", one.name, one.entity))
        elif one.label == "PERSON" and len(words) > 1 and len(_surname(words)) > 2:
            if firms.get(_surname(words), one.start) < one.start:
                continue  # the founder bears the company's name
            forms.setdefault(_surname(words), ("PERSON", one.name, one.entity))
    for one in named:  # every further occurrence of a name found once
        if one.label in {"ORG", "PERSON", "PRODUCT"}:
            forms.setdefault(one.name, (one.label, one.name, one.entity))
    return [
        Entity(
            start, end, label, name, entity, rank=50 if label == "ORG" else 51,
            confidence=DOUBTFUL if name in doubtful else 0.75,
        )
        for start, end in occurrences(text, forms, whole=True)
        for label, name, entity in [forms[text[start:end]]]
    ]  # fmt: skip
