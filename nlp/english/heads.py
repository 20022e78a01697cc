"""Companies named once that do what companies do, at the head of a sentence or with what is theirs.

"Hexby snaps up Mossop Cycles", "it confirmed that Hexby has moved its tills": nothing but its verb and what that is done
to tells "Hexby" there from any word with a capital.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from nlp.entities import Entity
from nlp.lexicon import common_english, place_set, word_set
from nlp.names.model import known_small
from text.begins import capitals, found_at

_WORD = r"[A-ZÀ-Þ][\w+’'-]*\w"
_HEAD = re.compile(rf"(?P<name>{_WORD}(?:(?: (?:& )?){_WORD}){{0,2}})(?=(?:['’]s)? [a-z])")
_AT_HEAD = frozenset([". ", "! ", "? "])
_QUOTED = frozenset(f"{sign}{mark} " for sign in ".!?" for mark in ("”", '"'))
# Within a sentence only what is "its" tells enough.
_WITHIN = re.compile(r"(?P<name>[A-ZÀ-Þ][a-zß-ÿ]{3,})(?= [a-z][a-z ]{2,45}\bits\b)")
_BEFORE = re.compile(r"(?:[,;:–—\"“] ?|\b(?:[a-z]{2,}|[A-Z][a-z]+day|Today) )$")
_OWNS = re.compile(
    r"(?: (?:has|had|will|is|was|may|could|would|to|also|now|just|quietly|already|wants|plans)){0,3} [a-z]{3,}(?: (?:up|down|in|out|off|on|back))? its\b"
)
# What a company does it to, in the same clause. "Its" alone tells a company from a person.
_THINGS = re.compile(
    r"\b(?:its|jobs|staff|workers|prices?|fees?|rates|outlook|guidance|forecast|dividend|buy-?back|stake|shares|contract|order|deal|agreement|"
    r"account|tender|takeover|acquisition|merger|bid|purchase|round|funding|plants?|factory|factories|offices?|stores?|shops?|branch(?:es)?|warehouse|"
    r"patents?|licen[cs]e|rights|suit|lawsuit|complaint|rivals?|customers?|clients?|subscribers|revenue|profit|sales|bankruptcy|insolvency|administration|"
    r"recall|outage|service|plans?|version|app|model|range|alliance|partnership|venture|Series [A-E]|per ?cent)\b|[$€£¥]\s?\d|\d ?%"
)
_OBJECT = re.compile(r"[a-z]+(?: (?:up|over|with|out|on|for|to))? (?:the |rival |its )?[A-ZÀ-Þ]\w")
_CLAUSE = re.compile(r"[^.;:\n]{0,110}")
_VERB = re.compile(
    r"(?:['’]s)? (?:(?:has|had|will|is|to|also|now|just|quietly) ){0,3}(?P<verb>[a-z]+)\b"
)
_LEAST = 4  # letters of a lone word
_PARTS = frozenset(["headings", "acronyms", "technologies", "bodies", "nationalities", "first_names", "given_names", "org_suffixes"])  # fmt: skip


def lone(text: str, beside: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the companies that a sentence of an English text begins with, or that act on what is theirs, and no name *beside* covers."""
    taken = {place for one in beside for place in range(one.start, one.end)}
    people = {word for one in beside if one.label == "PERSON" for word in one.name.split()}
    heads = (place for place in capitals(text) if _begins(text, place))
    owning = found_at(_WITHIN, text, capitals(text)) if " its" in text else ()
    for hit in chain(found_at(_HEAD, text, heads), owning):
        start, end = hit.span("name")
        if hit.re is _WITHIN and not (_OWNS.match(text, end) and _BEFORE.search(text, max(0, start - 24), start)):  # fmt: skip
            continue
        if not taken.isdisjoint(range(start, end)) or not _may_be(hit["name"], people):
            continue
        rest = _clause(text, end)
        told = _THINGS.search(rest) or _OBJECT.match(rest.lstrip())
        if told and (_acts_as_company(text, start, end) or _does(rest)):
            yield Entity(start, end, "ORG", hit["name"], rank=43, confidence=0.6)


def _begins(text: str, place: int) -> bool:
    """Say whether a line or a sentence begins at *place*."""
    return place == 0 or text[place - 1] == "\n" or text[place - 2 : place] in _AT_HEAD or text[place - 3 : place] in _QUOTED  # fmt: skip


def _does(rest: str) -> bool:
    """Say whether a clause goes on with what companies do: " has landed"."""
    hit = _VERB.match(rest)
    return hit is not None and hit["verb"] in word_set("en", "head_verbs")


def _clause(text: str, start: int) -> str:
    """Return the text from *start* to the end of its clause."""
    found = _CLAUSE.match(text, start)
    return found[0] if found else ""


@cache
def _parts() -> frozenset[str]:
    return frozenset[str]().union(*(word_set("en", part) for part in _PARTS))


def _may_be(name: str, people: set[str]) -> bool:
    words = [word for word in name.split(" ") if word != "&"]
    low = words[0].lower()
    if name in place_set("en") or not people.isdisjoint(words):
        return False
    if low in _parts() or words[0] in _parts():
        return False
    if len(words) > 1:  # the second capital stands within the sentence
        return low not in word_set("en", "no_heads") and words[-1].lower() not in word_set(
            "en", "never_last"
        )
    known = low in common_english() or low in known_small() or low in word_set("en", "no_heads")
    return len(low) >= _LEAST and not known


# What stands behind a company that acts: no "says", which people and offices do as well.
_ACTS = re.compile(
    r"(?:['’]s? \w+)? (?:(?P<aux>has|will|is|may|could|might|had|wants|is set|is close|said|near|to) (?:not |also |now |just |been |to |quietly ){0,3})?(?P<verb>[a-z]+)\b"
)
_WEAK = frozenset(
    ["said", "says", "told", "is", "was", "has", "had", "will", "may", "could", "might", "now", "today", "yesterday", "went", "goes", "stayed", "stays", "led", "leads", "began", "begins", "became", "becomes", "ended", "ends", "fired", "fires", "orders", "ordered", "approves", "approved", "charges", "charged", "made", "makes", "warns", "warned", "beat", "beats", "plc"]
)  # fmt: skip
_STEM = re.compile(r"(?:e?d|es|s|ing|e)$")
_DESCRIBED = re.compile(r"([\w-]+)\s$")
_SAID_BEFORE = re.compile(
    r"\b(?:awarded to|(?:chief|head|director|manager|founder|president)(?: of [a-z]+)? (?:at|of)|shares (?:in|of)|stake in|takeover of|customers? of|owned by|acquired by|bought by|made by|rating on|rating action:|a customer of|joins) $",
    re.IGNORECASE,
)
_SAID_OF_IT = re.compile(
    r"(?:['’]s?)? (?:chief|boss|founder|shares?|customers?|stores?|shops?|plants?|factory|employees|staff|investors?|investor relations|profits?|revenue|sales|in (?:advanced )?talks|close to|set to|fined|sued|investigated|hit with)\b"
)


def _acts_as_company(text: str, start: int, end: int) -> bool:
    """Say whether what stands behind a name is what companies do or have, or their noun stands before it."""
    noun = _DESCRIBED.search(text, max(0, start - 24), start)
    if noun is not None and _is_firm(noun[1].lower()):
        return True
    if _SAID_BEFORE.search(text, max(0, start - 40), start) or _SAID_OF_IT.match(text, end):
        return True
    hit = _ACTS.match(text, end)
    if hit is None:
        return False
    verb = hit["verb"]
    if verb in word_set("en", "company_verbs"):
        return verb not in _WEAK
    return hit["aux"] is not None and _STEM.sub("", verb) in _stems()


def _is_firm(noun: str) -> bool:
    return noun in word_set("en", "descriptors") or noun.endswith("maker")


@cache
def _stems() -> frozenset[str]:
    return frozenset(_STEM.sub("", verb) for verb in word_set("en", "company_verbs") - _WEAK)
