"""What a report puts first: the words of its title and first sentence, the people and places named there.

What a report is about stands there, and every other report of the event names it somewhere. A person
of one lead whom the other text does not name at all speaks against one event.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from nlp.near import fingerprint
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


def of_leads(
    ours: Lead, theirs: Lead, we: Terms, they: Terms, rarity: Callable[[str], float]
) -> dict[str, float]:
    """Return what two leads say; *we* and *they* are all terms of the two texts, *rarity* that of a term.

    ``lead told``: the share of each lead's words that the other text holds, rare ones counting more;
    ``lead places``: places that both leads name; ``people untold``: how many of the two leads name a
    person whom the other text does not.
    """
    shares = [
        _share(one.words, text, rarity) for one, text in ((ours, they), (theirs, we)) if one.words
    ]
    places = sum(max(map(rarity, place)) for place in ours.places & theirs.places)
    strange = [
        any(not person <= text for person in one.people)
        for one, text in ((ours, they), (theirs, we))
    ]
    return {
        "lead told": sum(shares) / len(shares) if len(shares) > 1 else 0.0,
        "lead places": min(_MOST, places),
        "people untold": float(sum(strange)),
    }


def _share(words: Terms, text: Terms, rarity: Callable[[str], float]) -> float:
    weights = {word: rarity(word) ** 2 for word in words}
    whole = sum(weights.values())
    return sum(weights[word] for word in words & text) / whole if whole else 0.0
