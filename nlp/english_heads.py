"""Companies named once, at the head of a sentence, that do there what companies do: "Hexby snaps up Mossop Cycles".

In one sentence there is nothing but its verb and what it is done to that tells "Hexby" from any word with a capital.
"""

import re
from collections.abc import Iterator, Sequence

from nlp.english_strangers import acts_as_company
from nlp.entities import Entity
from nlp.lexicon import common_english, places, word_set
from nlp.names.model import known_small

_WORD = r"[A-ZÀ-Þ][\w+’'-]*\w"
_HEAD = re.compile(
    rf"(?:^|\n|[.!?][”\"]? )(?P<name>{_WORD}(?:(?: (?:& )?){_WORD}){{0,2}})(?=(?:['’]s)? [a-z])"
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
    """Yield the companies at the head of a sentence of an English text that no other name, *beside* them, covers."""
    taken = {place for one in beside for place in range(one.start, one.end)}
    people = {word for one in beside if one.label == "PERSON" for word in one.name.split()}
    for hit in _HEAD.finditer(text):
        start, end = hit.span("name")
        if not taken.isdisjoint(range(start, end)) or not _may_be(hit["name"], people):
            continue
        rest = _clause(text, end)
        told = _THINGS.search(rest) or _OBJECT.match(rest.lstrip())
        if told and (acts_as_company(text, start, end) or _does(rest)):
            yield Entity(start, end, "ORG", hit["name"], rank=43, confidence=0.6)


def _does(rest: str) -> bool:
    """Say whether a clause goes on with what companies do: " has landed"."""
    hit = _VERB.match(rest)
    return hit is not None and hit["verb"] in word_set("en", "head_verbs")


def _clause(text: str, start: int) -> str:
    """Return the text from *start* to the end of its clause."""
    found = _CLAUSE.match(text, start)
    return found[0] if found else ""


def _may_be(name: str, people: set[str]) -> bool:
    words = [word for word in name.split(" ") if word != "&"]
    low = words[0].lower()
    if name in places("en") or not people.isdisjoint(words):
        return False
    if any(low in word_set("en", part) or words[0] in word_set("en", part) for part in _PARTS):
        return False
    if len(words) > 1:  # the second capital stands within the sentence
        return low not in _NO_HEADS and words[-1].lower() not in word_set("en", "never_last")
    known = low in common_english() or low in known_small() or low in _NO_HEADS
    return len(low) >= _LEAST and not known


_NO_HEADS = frozenset(["the", "a", "an", "in", "on", "at", "as", "after", "before", "while", "when", "if", "but", "and", "or", "for", "from", "with", "under", "over", "by", "of", "to", "since", "unlike", "like", "former", "new", "meanwhile", "shares", "analysts", "ceo", "mr", "ms", "mrs", "dr", "sir", "critics", "investors", "voters", "lawmakers", "residents", "farmers", "unions", "regulators", "economists", "campaigners", "activists", "retailers", "insurers", "carmakers", "airlines", "banks", "landlords", "pensioners", "republicans", "democrats", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"])  # fmt: skip
