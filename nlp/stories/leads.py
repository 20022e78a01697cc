"""What a report puts first: the words of its title and first sentence, the people and places named there.

What a report is about stands there, and every other report of the event names it somewhere. A person
of one lead whom the other text does not name at all speaks against one event.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from nlp.stories.near import fingerprint
from schemas.language import Tags
from text.sentences import sentences

# A name is known by its last part: Brandsma of Annika Brandsma, 布兰兹马 of 安妮卡·布兰兹马.
_PART = re.compile(r"[\s·•・]+")
# Places and people are often named only in the second sentence.
_SENTENCES = 2
_MOST = 2.0

Terms = frozenset[str]


class Lead(NamedTuple):
    """The words of a title and first sentence; people and places of title and first sentences, by their terms."""

    words: Terms
    people: frozenset[Terms]
    places: frozenset[Terms]


def lead(title: str, text: str, tags: Tags) -> Lead:
    """Return what a report puts first."""
    found = sentences(text, tags.language)
    first = text[: found[0].end] if found else ""
    end = len(title) + 1 + (found[:_SENTENCES][-1].end if found else 0)
    named = [one for one in tags.mentions if one.start < end and not one.boilerplate]
    return Lead(
        frozenset(fingerprint(f"{title}\n{first}").terms),
        _known(one.text for one in named if one.label == "PERSON"),
        _known(one.text for one in named if one.label == "PLACE"),
    )


def _known(names: Iterable[str]) -> frozenset[Terms]:
    terms = (frozenset(fingerprint(_PART.split(name.strip())[-1]).terms) for name in names)
    return frozenset(one for one in terms if one)


class Text(NamedTuple):
    """A lead among others: how much of it each of its words is (together 1), and all terms of its text."""

    lead: Lead
    weights: Mapping[str, float]
    terms: Terms


def of_leads(one: Text, other: Text, rarity: Callable[[str], float]) -> dict[str, float]:
    """Return what two leads say; *rarity* is that of a term.

    ``lead told``: the share of each lead's words that the other text holds, rare ones counting more;
    ``lead places``: places that both leads name; ``people untold``: how many of the two leads name a
    person whom the other text does not.
    """
    places = one.lead.places & other.lead.places
    both = ((one, other.terms), (other, one.terms))
    told = [_told(each.weights, terms) for each, terms in both if each.weights]
    strange = [any(not person <= terms for person in each.lead.people) for each, terms in both]
    return {
        "lead told": sum(told) / len(told) if len(told) > 1 else 0.0,
        "lead places": min(_MOST, sum(max(map(rarity, place)) for place in places)),
        "people untold": float(sum(strange)),
    }


def _told(weights: Mapping[str, float], terms: Terms) -> float:
    return sum(weight for word, weight in weights.items() if word in terms)


def weighed(words: Iterable[str], rarity: Callable[[str], float]) -> Mapping[str, float]:
    """Return how much of a lead each of its words is; rare ones are more, together they are 1."""
    weights = {word: rarity(word) ** 2 for word in words}
    whole = sum(weights.values())
    return {word: weight / whole for word, weight in weights.items()} if whole else {}
