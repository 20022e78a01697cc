"""Where the names of companies begin and end in an English text: without a trade, a place or an office beside them."""

import re
from collections.abc import Iterator, Sequence

from nlp.entities import Entity
from nlp.lexicon import place_set, word_set
from nlp.names.model import Guess, known_small

_DASHED = re.compile(r"\s[-–—]\s")
_ABOUT = re.compile(r"(?:About|Dear|Inside) (?=[A-ZÀ-Þ])")
_DESCRIBED = re.compile(r"^(?:[\w-]+\s){0,3}?(?P<noun>[\w-]+)\s(?=[A-ZÀ-Þ0-9])")
_PLACED = re.compile(r",\s(?P<place>[A-ZÀ-Þ][\w’' -]+)$")


def parted(text: str, seen: Sequence[Guess]) -> list[Guess]:
    """Return the companies among the guesses without what stands beside them: a trade, a place, another behind a dash."""
    begun = (_begun(text, one) for one in seen)
    return [part for one in begun for part in (_parts(text, one) if one.label == "ORG" else (one,))]


def _begun(text: str, one: Guess) -> Guess:
    """Return a guess of whole words, without that of the heading that it stands in: About | Brennan Foods."""
    start, end = one.start, one.end
    while start and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1  # the model parts digits from letters: 3|Pines
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    about = _ABOUT.match(text, start, end)
    return one._replace(start=about.end() if about else start, end=end)


def _parts(text: str, one: Guess) -> Iterator[Guess]:
    dashes = [dash.span() for dash in _DASHED.finditer(text, one.start, one.end)]
    if not dashes or text[one.start : one.end].isupper():
        yield _bare(text, one)
        return
    bounds = [one.start, *(place for dash in dashes for place in dash), one.end]
    pieces = list(zip(bounds[::2], bounds[1::2], strict=True))
    pieces = [piece for piece in pieces if _may_name(text[slice(*piece)])] or [(one.start, one.end)]
    for start, end in pieces:
        yield _bare(text, one._replace(start=start, end=end))


def _may_name(part: str) -> bool:
    """Say whether a part between dashes is a name: no day, no place with an agency behind it, no word like any other."""
    return (
        part[:1].isalnum()
        and not part.isdigit()
        and not part.endswith(")")
        and not part[:1].islower()
        and part.lower() not in known_small()
    )


def _bare(text: str, one: Guess) -> Guess:
    words = text[one.start : one.end]
    described = _DESCRIBED.match(words)
    if described is not None and _is_trade(described["noun"]):
        one = one._replace(start=one.start + described.end())
    placed = _PLACED.search(text, one.start, one.end)
    if placed is not None and placed.start() > one.start and placed["place"] in place_set("en"):
        one = one._replace(end=placed.start())
    return one


def _is_trade(word: str) -> bool:
    """Say whether a noun tells what a company is: utility, Brickmaker; not so with a capital, as in Exchange Bank."""
    low = word.lower()
    return (low in word_set("en", "descriptors") and word.islower()) or low.endswith("maker")


# "Board of Velmora", "Officer of Velmora Inc.": the company; the Board of Trade is none.
_OFFICE = re.compile(
    r"(?:(?:Board|Board of Directors|Officers?|Directors?|Chairman|Chair|Management|Shareholders|Trustees|Secretary) of )(?=[A-ZÀ-Þ])(?!Trade\b|Education\b|Elections\b|Governors\b|Health\b|Supervisors\b|Directors\b|State\b|Defen[cs]e\b|Commerce\b)"
)


def without_offices(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return names; those of companies begin behind whose board or officers they are."""
    return [_behind_office(text, one) for one in named]


def _behind_office(text: str, one: Entity) -> Entity:
    hit = _OFFICE.match(text, one.start, one.end) if one.label == "ORG" else None
    if hit is None or one.end - hit.end() < 3:
        return one
    return one._replace(start=hit.end(), name=text[hit.end() : one.end])
