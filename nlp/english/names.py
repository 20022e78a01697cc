"""Companies, people, products, places and roles that no registry names, in English text.

Capitalised sequences are judged by what stands around them: legal forms and trade words, nouns such
as "retailer" before them, verbs only companies govern, titles and roles beside people's names. A
name found once is then found everywhere, in its short forms too.
"""

import re
from collections.abc import Iterator
from functools import cache, partial
from typing import TYPE_CHECKING

from nlp.english.bearers import MOST_NAMES, SURNAMES, addressed, firms, in_posts, is_ware
from nlp.english.bearing import firms_of_people, is_given, shaped_people, told_people
from nlp.english.bodies import bodies, without
from nlp.english.companies import SURE_PLACE, companies, is_business, strange
from nlp.english.edges import parted, without_offices
from nlp.english.first_names import first_names
from nlp.english.folk import single_people, whole
from nlp.english.full_names import apart
from nlp.english.heads import lone
from nlp.english.joints import without_words
from nlp.english.places import found_places, without_places
from nlp.english.products import guessed, relabelled
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
    from schemas.kinds import Label

_AFTER_PERSON = re.compile(
    r"^(?:,?\s(?:who|aged|the\s(?:founder|chief|company['’]s|group['’]s|firm['’]s))\b|,\s(?:its|the|a|our)?\s?(?:chief|head|founder|co-founder|president|director|managing|vice|CEO|CFO|CTO|COO|finance|sales|chair)|\s\(\w+)"
)
_TITLE_BEFORE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr|Sir|Dame|Prof(?:essor)?|Lord|Lady)\.?\s$")
_TITLES = ("Mr", "Ms", "Mrs", "Dr", "Sir", "Dame", "Prof", "Professor", "Lord", "Lady")
_PERSON_VERB = re.compile(
    r"^\s(?:will\s(?:join|lead|head|succeed|replace|become|step|leave|retire|take)|has\s(?:left|resigned|joined|stepped)|stepp(?:ed|ing)|resign(?:s|ed)|retire[sd]?|joins\sas|was\s(?:named|appointed|removed|fired|dismissed)|is\s(?:leaving|retiring|stepping)|takes\sover|comes\sfrom|to\s(?:head|lead|step|retire|leave|succeed))\b"
)
_POSSESSIVES = ("'", "’", "'s", "’s")


# Patterns that begin with their letter are looked for fast; what may not stand before it is asked behind it.
_CAPITAL = re.compile(r"[A-ZÀ-Þ](?<![\w$€£@#][A-ZÀ-Þ])[\w’'-]*")
_HUMP = re.compile(r"[A-Z](?<=[a-z][A-Z])")
_CAMEL = re.compile(r"(?<![\w$€£@#])[a-z]{1,4}[A-Z][\w’'-]*")  # eBay, easyJet
_POST = 400  # characters of a text without a title that may be a post in small letters


def find(text: str, title_end: int, known: list[Entity]) -> list[Entity]:
    """Return unregistered names in *text*, whose title ends at *title_end*."""
    found = [*roles(text), *laws(text, "en")]
    capitals = [match.span() for match in _CAPITAL.finditer(text)]
    camels = [hit.span() for hit in _CAMEL.finditer(text)] if _HUMP.search(text) else []
    listed = english_phrases(text, sorted([*capitals, *camels]) if camels else capitals)
    if not title_end and len(text) < _POST:
        listed += small_phrases(text, known_small())
    seen = list(apart(text, [_begun(text, guess) for guess in guesses(text, "en")]))
    seen = [_traded(text, guess) for guess in whole(text, seen)]
    seen = addressed(text, seen)
    seen = told_people(text, in_posts(text, seen, found), found)
    seen = firms(text, parted(text, seen))
    found += _places(text, listed, seen)
    named = companies(text, seen, listed, title_end)
    if is_business(text, title_end):
        named += strange(text, title_end, capitals, [*named, *found, *known], seen)
    named = _without_surnames(text, [*named, *_people(text, capitals, seen, found + known)])
    named += lone(text, [*named, *found, *known])
    named += guessed(text, seen)
    others = [e for e in [*named, *found, *known] if e.label != "PLACE"]
    taken = {place for e in others for place in range(e.start, e.end)}
    named += names(text, title_end, taken)
    named = relabelled(text, without_tickers(text, named))
    public = [*bodies(text), *firms_of_people(text)]
    shaped = [one for one in shaped_people(text, found) if not any(one.start < e.end and e.start < one.end and e.rank > _GUESSED for e in named)]  # fmt: skip
    named = [*without(named, shaped), *shaped]
    single = list(single_people(text, named))
    named = [*without(named, single), *single]
    alone = first_names(text, runs(text), named, [*found, *known], lambda: _is_talk(text, title_end))  # fmt: skip
    named = [*without(named, alone), *alone]
    named = [*without(named, public), *public]
    named += rows(text, runs(text), named, [*found, *known])
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
    """Return a person whose last name is a trade as the company it is: Brixen Audio; and Ada Lindqvist as a person."""
    words = text[guess.start : guess.end].split(" ")
    trade = len(words) > 1 and words[-1] in word_set("en", "org_suffixes")
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


def _people(
    text: str, capitals: list[tuple[int, int]], seen: list[Guess], beside: list[Entity]
) -> list[Entity]:
    found = [
        Entity(
            g.start, g.end, "PERSON", text[g.start : g.end].strip(" ."), rank=53, confidence=0.75
        )
        for g in map(partial(_untitled, text), seen)
        if g.label == "PERSON" and _may_be_person(text[g.start : g.end])
    ]
    taken = {place for one in beside if one.label != "PLACE" for place in range(one.start, one.end)}
    role_ends = {one.end for one in beside if one.label == "ROLE"}
    orgs = [(g.start, g.end) for g in seen if g.label == "ORG" and g.margin > _SURE]
    for start, end in _runs(text, capitals, taken):
        words = text[start:end].split(" ")
        last = words[-1].rstrip(".")
        suffix = last in word_set("en", "org_suffixes")
        if any(s < end and start < e for s, e in orgs):
            continue
        before, after = text[max(0, start - 40) : start], text[end : end + 40]
        if _is_person(words, before, after, start - 1 in role_ends, suffix):
            found.append(Entity(start, end, "PERSON", text[start:end], rank=52, confidence=0.85))
    return found


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


# A company that the model is this sure of is no person, whatever stands beside it.
_SURE = 12.0


def _runs(text: str, capitals: list[tuple[int, int]], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words with single spaces between, without common first words."""
    common = common_english()
    place = 0
    while place < len(capitals):
        start, end = capitals[place]
        place += 1
        if start in taken or (not text.startswith(" ", end) and text[start:end].lower() in common):
            continue
        if text.endswith(_POSSESSIVES, start, end):
            continue
        first = start
        while (
            place < len(capitals)
            and capitals[place][0] not in taken
            and text[end : capitals[place][0]] in {" ", ". "}
            and (text[end] == " " or end - capitals[place - 1][0] == 1)
        ):
            end = capitals[place][1]
            place += 1
            if text.endswith(_POSSESSIVES, capitals[place - 1][0], end):
                break
        if text.find(" ", first, end) < 0 and not _is_titled(text[max(0, first - 40) : first]):
            continue  # one word is a person only behind a title
        trimmed = _trim(text, first, end)
        if trimmed is not None:
            yield trimmed


def _is_titled(before: str) -> bool:
    """Say whether a title stands right before a name."""
    titled = before.rstrip().removesuffix(".").endswith(_TITLES)
    return titled and _TITLE_BEFORE.search(before) is not None


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    common = common_english()
    while True:
        surface = text[start:end]
        if surface.endswith(_POSSESSIVES):
            end -= 1 + surface.endswith("s")
            continue
        head, _, rest = surface.partition(" ")
        low = head.rstrip(".").lower()
        if (
            rest
            and (low in common or low in word_set("en", "titles"))
            and not _kept_head(head, rest)
        ):
            start += len(head) + 1
            continue
        words = surface.split(" ")
        if len(words) > 1 and (
            words[-1].lower() in {"of", "the", "and", "&", "de"}
            or words[-1].lower() in word_set("en", "never_last")
        ):
            end -= len(words[-1]) + 1
            continue
        break
    surface = text[start:end].rstrip(",")
    if not surface.endswith(_DOTTED):
        surface = surface.rstrip(".")
    return (start, start + len(surface)) if len(surface) > 1 else None


_DOTTED = (" Inc.", " Ltd.", " Corp.", " Co.", "S.A.", "N.V.", "B.V.", "S.p.A.", "U.S.", "U.K.")


def _kept_head(head: str, rest: str) -> bool:
    """A common word stays when it begins a body's or company's name: General Motors, City of Ely."""
    if rest.startswith("of "):
        return head in word_set("en", "bodies")
    words = rest.split(" ")
    return (
        len(words) == 1
        and rest in word_set("en", "org_suffixes")
        and head.lower() not in word_set("en", "never_first")
    )


def _is_person(words: list[str], before: str, after: str, role_before: bool, suffix: bool) -> bool:
    if _is_titled(before):
        return True
    if not 2 <= len(words) <= 4 or (
        suffix and words[0].lower() not in word_set("en", "first_names")
    ):
        return False
    if any(char.isdigit() for word in words for char in word) or "of" in words:
        return False
    if is_ware(words[-1]):
        return False
    if is_given(words[0].lower().split("-")[0]) and words[-1] not in word_set("en", "org_suffixes"):
        return True
    return (
        role_before or bool(_AFTER_PERSON.match(after)) or bool(_PERSON_VERB.match(after))
    ) and not (set(words) & word_set("en", "org_suffixes"))


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
        words = one.name.split(" ")
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
