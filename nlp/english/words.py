"""Whether an English word with a capital is the company here: Lantern that cut fares, Lantern Street, Ada Lantern.

What stands around the place says so; its words are data (``nlp/lexicon/word_places.yaml``).
"""

import re
from functools import lru_cache

from nlp.lexicon import LISTS, common_english, place_set, word_set
from nlp.names.model import known_small
from text.kept import yaml_of

_BEFORE_THING = re.compile(
    r"\b(?:[Tt]he\s[Rr]iver|[Rr]iver|[Aa]n?|[Ss]ome|[Ee]very|[Ee]ach|[Dd]ried|[Ff]resh|[Rr]ipe|(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|spoons?|slices?|kilos?|pounds?)(?:\sof)?|of\sthe|[Ll]ike\san?)\s$"
)
_THE = re.compile(r"\b[Tt]he\s$")
_THING = re.compile(
    r"\s(?:tree|trees|jam|jams|juice|yields?|harvest|crops?|preserve|seeds?|blossom|orchards?|growers?|farm|farms|river|valley|was high|estuary|your|at the|early|together|spirit|members?|captain|work|in the)\b"
)
_TOLD_OF = re.compile(
    r"\b(?:rivals?|competitors?|customers?|suppliers?|like|such\sas|told\sus\sthat|to|from|with|by|against|at|chose|bought|use|using|than|for|of|said|says)\s$"
)
_CAPITAL_BEFORE = re.compile(r"(?P<name>[A-Z][\w.'’-]*)\s$")
_CAPITAL_BEHIND = re.compile(r"[ ](?P<name>[A-Z][\w'’&-]*)")
_NEXT = re.compile(r"[ ](?P<word>[a-z][\w-]*)")
_JOINS = frozenset({"and", "or", "but", "which", "who", "whose", "as"})
_ANOTHER = -4.5  # what a further name behind a name weighs: it is another's
_AUXILIARY = frozenset({"was", "had", "is", "has", "will", "would", "could", "may", "can", "did", "does", "also", "then", "now", "already", "never", "just", "still"})  # fmt: skip


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    listed = yaml_of(LISTS / "word_places.yaml")["en"]
    return {
        name: re.compile(rf"(?:{str(source).strip()})", re.IGNORECASE)
        for name, source in listed.items()
        if name != "legal"
    } | {"legal": re.compile(str(listed["legal"]).strip())}


def in_season(sentence: str, behind: str) -> bool:
    """Say whether what stands *behind* a name is told of produce, too, and its *sentence* tells of a harvest."""
    patterns = _patterns()
    ripe = patterns["ripe"].match(behind)
    return ripe is not None and patterns["harvest"].search(sentence) is not None


def acts_as_firm(text: str, start: int, end: int) -> bool:
    """Say whether behind the word at *start*–*end* stands what is said of companies only: named a chief, raised $5m."""
    if _BEFORE_THING.search(text, max(0, start - 28), start) or _THE.search(text[:start][-5:]):
        return False
    return _patterns()["acts_as_firm"].match(text, end) is not None


def begins_body(text: str, end: int) -> bool:
    """Say whether behind a full name another body's goes on: Fig Tree Education Foundation."""
    hit = _CAPITAL_BEHIND.match(text, end)
    return hit is not None and _patterns()["bodies"].fullmatch(hit["name"]) is not None


def goes_on(text: str, end: int) -> bool:
    """Say whether behind somebody's name a further name stands that is no word: John Smith Jones."""
    hit = _CAPITAL_BEHIND.match(text, end)
    return hit is not None and _longer(hit["name"]) <= _ANOTHER


def is_apposed(text: str, end: int) -> bool:
    """Say whether behind a name stands what no company or chief of one is: ", a farmer from Ohio"."""
    return _patterns()["apposed"].match(text, end) is not None


def abbreviates(text: str) -> bool:
    """Say whether capitals stand for something that many companies have or sell: AI, CRM, TV."""
    listed = text in word_set("en", "acronyms")
    return listed or _patterns()["abbreviations"].fullmatch(text) is not None


def legal_end(text: str, end: int) -> int:
    """Return where the legal form or Group ends that stands behind a name ending at *end*; else *end*."""
    hit = _patterns()["legal"].match(text, end)
    return hit.end() if hit else end


# What one company does to another, told by its capital: Plum has acquired Kestro.
_TO_ANOTHER = re.compile(
    r" (?:has |have |had |will |is to |to )?(?:acquir|buy|bought|sue|merge|hire|appoint|partner|sign|poach)\w* (?:with )?(?=[A-Z][a-z])"
)


def weigh(text: str, start: int, end: int, *, small: bool, has_context: bool = False) -> float:
    """Return what speaks for and against the word at *start*–*end* being the company.

    *small*: the text is written without capitals, which then tell nothing.
    """
    before = text[max(0, start - 28) : start]
    if _patterns()["numbered"].search(before) and any(map(str.isdigit, text[start:end])):
        return -2.4
    score = _after(text, start, end, small=small) - (4.0 if _is_surname(text, start, end) else 0.0)
    if _BEFORE_THING.search(before):
        described = _had(text, end) or _describes(text, start, end)
        return score - (1.0 if described else 4.0)
    if _THE.search(before):
        return score - (1.0 if _had(text, end) else 2.5)
    if starts_sentence(text, start):
        return score + (1.5 if _TO_ANOTHER.match(text, end) else 0.0)
    if small and _patterns()["verb_before"].search(before):
        return score - 3
    if not small and not text[start:end].islower():
        score += 1.5 if has_context else 2.0  # a capital where none is due
        score += _before(text, before, start, end)
    if _TOLD_OF.search(before):
        score += 0.5
    return score


def _before(text: str, before: str, start: int, end: int) -> float:
    """Return what stands against a name with another capital before it, or a word that towns and people have."""
    if _patterns()["no_place"].search(before):
        return -4.0
    hit = _CAPITAL_BEFORE.search(before)
    if hit is None:
        return 0.0
    word = hit["name"].rstrip(".").lower()
    if word in _given():
        return -6.0
    if word in _no_names() or hit["name"].isupper():
        return 0.0  # Rival Orwell, Monday Orwell
    following = _NEXT.match(text, end)
    due = starts_sentence(text, start - len(before) + hit.start())
    acts = following is not None and following["word"] in word_set("en", "company_verbs")
    return -2.0 if due and acts else -5.0  # else a part of somebody's name


def _is_surname(text: str, start: int, end: int) -> bool:
    """Say whether the text has told of somebody of this name before it names a company: Danny Marlowe."""
    name = re.escape(text[start:end])
    first = re.search(rf"(?:\b(?P<given>[A-Z][a-z]+)\s)?\b{name}\b", text[:end])
    given = first["given"] if first else None
    return given is not None and given.lower() in _given()


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return word_set("en", "first_names") | word_set("en", "given_names") | word_set("en", "titles")


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    """Return words that may stand before a company with a capital: Monday, Dutch, London, Chief."""
    listed = common_english() | known_small() | place_set("en")
    more = word_set("en", "calendar") | word_set("en", "descriptors") | word_set("en", "nationalities")  # fmt: skip
    return frozenset(word.lower() for word in listed | more)


def _had(text: str, end: int) -> bool:
    return re.match(rf"\s{_patterns()['had'].pattern}\b", text[end : end + 24]) is not None


def _describes(text: str, start: int, end: int) -> bool:
    """Say whether the article before a capital belongs to the thing behind it: every Nocturne lamp."""
    following = _NEXT.match(text, end)
    if following is None or starts_sentence(text, start):
        return False
    loose = word_set("en", "prepositions") | common_english() | _JOINS | _AUXILIARY
    loose |= word_set("en", "company_verbs")
    if _patterns()["does"].fullmatch(following["word"]):
        return False
    return following["word"] not in loose and not _THING.match(text, end)


def _after(text: str, start: int, end: int, *, small: bool) -> float:
    if legal_end(text, end) > end:
        return 3.0
    score = 0.0
    if _THING.match(text, end):
        score -= 4
    if _patterns()["apposed"].match(text, end):
        return -6.0
    longer = _CAPITAL_BEHIND.match(text, end)
    if longer and not small:
        score += _longer(longer["name"])
    following = _NEXT.match(text, end)
    if following:
        score += _followed(text, start, end, following["word"])
    if text.startswith(("'s ", "’s "), end):
        score += 1
    comma = re.match(r", (?:[A-Z]|the |a |which |whose )", text[end : end + 9])
    return score + (1.0 if comma else 0.0)


def _longer(word: str) -> float:
    """Return what a capital behind the name says: a street, another firm, a ship; or its chief, its plan."""
    small = word.lower()
    if _patterns()["behind_no_name"].fullmatch(small):
        return -6.0
    plan = _patterns()["plans"].fullmatch(small) is not None
    if word in word_set("en", "org_suffixes") and not plan:
        return -5.0
    plain = word_set("en", "calendar") | _AUXILIARY
    if small in plain or _patterns()["had"].fullmatch(small) or plan or any(map(str.isdigit, word)) or word.isupper():  # fmt: skip
        return 0.0
    return -1.0 if small in word_set("en", "company_verbs") or small in known_small() else _ANOTHER


def _followed(text: str, start: int, end: int, word: str) -> float:
    """Return what a small word behind the name says: what companies do or have, or that it is a thing's name."""
    if word in _AUXILIARY:
        return 0.5
    if word in word_set("en", "company_verbs"):
        return 2.0
    if _patterns()["does"].fullmatch(word):
        return 1.5
    if _had(text, end):
        return 1.0
    joins = word in word_set("en", "prepositions") or word in _JOINS
    thing = not joins and starts_sentence(text, start) and written_small(text, text[start:end])
    return -3.0 if thing else 0.0  # Lantern parades, in a text that writes a lantern, too


def written_small(text: str, name: str) -> bool:
    """Say whether *text* has the name as a word, too, in small letters: a lantern."""
    return re.search(rf"(?<![\w@./-]){re.escape(name.lower())}(?:e?s)?\b", text) is not None


def starts_sentence(text: str, start: int) -> bool:
    """Say whether a capital is due at *start* by the place alone."""
    before = text[:start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?\n:;"
