"""Which names that were guessed to be a company's a text gives to people by a post beside the name, and the other way round."""

import re
from collections.abc import Sequence

from nlp.entities import Entity
from nlp.lexicon import word_set
from nlp.names.model import Guess, known_small

MOST_NAMES = 3  # of a person
_FORMS_OF_ADDRESS = ("Mr", "Mr.", "Ms", "Ms.", "Mrs", "Mrs.")
_POST_BEHIND = re.compile(r",\s(?:(?:its|the|a|our|their|former|outgoing)\s)?")
SURNAMES = frozenset(
    ["Banks", "Brooks", "Fields", "Hills", "Parks", "Rivers", "Stones", "Waters", "Wells", "Woods", "Walls", "Mills", "Meadows", "Bridges", "Shields", "Cross", "Ross", "Moss", "Hayes", "Rhodes", "Sands", "Hands", "Flowers", "Springs", "Downs", "Towers", "Powers", "Power", "Steel", "Glass", "Press"]
)  # fmt: skip


def is_ware(word: str) -> bool:
    """Say whether a last word is a plural of wares, as in a maker's name: Tilda Beds."""
    return (
        word.endswith("s") and len(word) > 3 and word not in SURNAMES
        and not word.endswith("ss") and bool({word.lower(), word[:-1].lower()} & known_small())
    )  # fmt: skip


def in_posts(text: str, seen: Sequence[Guess], roles: Sequence[Entity]) -> list[Guess]:
    """Return as people the companies among the guesses beside whose name the text tells a post: finance chief Ada Orsett."""
    begins, ends = {one.start: one.end for one in roles}, {one.end for one in roles}
    people: list[Guess] = []
    for one in seen:
        end = begins.get(one.start, one.start)  # CEO Ada Orsett
        start = end + 1 if one.start < end < one.end else one.start
        words = text[start : one.end].split(" ")
        behind = _POST_BEHIND.match(text, one.end)
        beside = (start - 1 in ends and text[start - 1] == " ") or (
            behind is not None and behind.end() in begins
        )
        person = one.label == "ORG" and beside and _may_be_borne(words)
        named = person or one.label == "PERSON"
        people.append(one._replace(start=start, label="PERSON") if named else one)
    return people


def _may_be_borne(words: list[str]) -> bool:
    """Say whether two or three words may be somebody's name, as no trade and no wares are among them."""
    listed = set(words) & word_set("en", "org_suffixes")
    return (
        1 < len(words) <= MOST_NAMES
        and not listed
        and not is_ware(words[-1])
        and all(word[:1].isupper() and word.isalpha() for word in words)
    )


# Nouns that no person is: a designer or a partner may be one.
_FIRMS = frozenset(
    ["agency", "airline", "bank", "biotech", "brand", "broadcaster", "carrier", "chain", "company", "conglomerate", "consultancy", "fintech", "firm", "fund", "group", "magazine", "newspaper", "rival", "insurer", "lender", "manufacturer", "network", "operator", "processor", "retailer", "start-up", "startup", "studio", "subsidiary", "supermarket", "utility", "wholesaler"]
)  # fmt: skip
_NOUN = re.compile(r"(?<![\w-])(?P<noun>[A-Za-z][a-z-]+),? $")
_ITS_OWN = re.compile(
    r"['’]s? (?:shares?|stores?|shops?|plants?|factor(?:y|ies)|customers|subsidiar(?:y|ies)|stock|shareholders|investors|franchisees)\b"
)


def firms(text: str, seen: Sequence[Guess]) -> list[Guess]:
    """Return as companies the people among the guesses that the text calls one, or that have shares and shops."""
    called = {
        text[one.start : one.end]
        for one in seen
        if one.label == "PERSON" and " " in text[one.start : one.end] and _is_firm(text, one)
    }
    return [
        one._replace(label="ORG", margin=max(one.margin, _CALLED))
        if one.label == "PERSON" and text[one.start : one.end] in called
        else one
        for one in seen
    ]


_CALLED = 30.0  # so sure a company is that the text calls one


def _is_firm(text: str, one: Guess) -> bool:
    hit = _NOUN.search(text, max(0, one.start - 24), one.start)
    noun = hit["noun"].lower() if hit else ""
    if hit and "," in hit[0] and not text.startswith(",", one.end):
        noun = ""  # At the firm, Ada Orsett said
    made = noun.endswith("maker") and noun not in {"maker", "policymaker", "lawmaker", "filmmaker"}
    if made or noun in _FIRMS or _ITS_OWN.match(text, one.end) or TRADED.match(text, one.end):
        return True
    words = text[one.start : one.end].split(" ")
    if words[0] not in _FORMS_OF_ADDRESS and _ends_like_firm(words):
        return True
    apposed = _APPOSED.match(text, one.end)
    return apposed is not None and apposed["noun"] in _FIRMS | _HOUSES


def _ends_like_firm(words: Sequence[str]) -> bool:
    """Say whether the last word is a trade or a thing, and no surname: Pell Joinery, Voltaire Bus."""
    last = words[-1]
    if last in word_set("en", "noun_surnames") or last in SURNAMES:
        return False
    listed = ("thing_nouns", "ware_nouns", "things_before")
    return last in word_set("en", "firm_tails") or any(last.lower() in word_set("en", one) for one in listed)  # fmt: skip


_HOUSES = frozenset(["house", "hotel", "restaurant", "bakery", "brewery", "café", "cafe", "shop", "museum", "fund", "lessor", "maker", "supplier", "rival", "publisher", "developer"])  # fmt: skip
_APPOSED = re.compile(
    r", (?:an?|the|its|their) (?:(?:[a-z\d][\w-]*|[A-Z][\w-]+) ){0,4}?(?P<noun>[a-z][a-z-]+)(?=[,.;]| (?:that|which|in|with|on|behind|of|whose|from)\b)"
)
# So the day's shares are told.
TRADED = re.compile(
    r" (?:was |were |is |closed |ended )?(?:added|fell|rose|gained|lost|slipped|jumped|shed|climbed|dropped|eased|surged|tumbled|slid|up|down|higher|lower) (?:by )?(?:as much as |about |nearly |more than )?\d[\d.,]* ?(?:%|per cent|percent)"
)
