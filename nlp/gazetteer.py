"""Names the registry knows, found in text: companies, brands, products, people, tickers."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

from nlp.aliases import aliases
from nlp.disambiguation import NEEDED, Place, is_word, weigh
from nlp.english_small import has_no_capitals
from nlp.entities import Entity
from nlp.lexicon import known, word_set
from nlp.names.model import known_small
from nlp.names.wordbook import wordbook
from nlp.tokens import PhraseFinder
from schemas.kinds import Label
from schemas.registry import Company, Registry
from text.folding import to_simplified
from text.han import HAN, to_traditional

_HAN = re.compile(f"[{HAN}]")
# What may follow a Latin name and still leave it a name of its own.
_AFTER_LATIN = re.compile(r"[A-Za-z0-9À-ɏ]")
# A name this short is only itself in exactly its own letters (SAP, not sap).
_SHORT_LATIN = 4


# A *firm* name is nothing else; a *plain* one may be (a forename, a river); a *word* is one of its language.
Sort = Literal["firm", "plain", "word"]


class Name(NamedTuple):
    """One name and what it names."""

    text: str
    label: Label
    entity: str
    company: str
    sort: Sort


class Gazetteer:
    """Finds the names of *registry* in texts of either language."""

    def __init__(self, registry: Registry) -> None:
        self._companies = {company.id: company for company in registry.companies}
        self._names: dict[str, list[Name]] = defaultdict(list)
        self._finder = PhraseFinder()
        for company in registry.companies:
            for name in _names_of(company):
                self._add(name)
        for company in registry.companies:  # names that were entered come first
            for name in _derived(company):
                if name.text.lower() not in self._names:
                    self._add(name)

    def _add(self, name: Name) -> None:
        forms = {name.text}
        if _HAN.search(name.text):
            forms |= {to_simplified(name.text), to_traditional(name.text)}
        for form in forms:
            key = form.lower()
            known = self._names[key]
            if any(one.entity == name.entity for one in known):
                continue
            known.append(name._replace(text=form))
            self._finder.add(form)

    def find(self, text: str) -> list[Entity]:
        """Return the registry's names in *text*; ambiguous ones only where the text bears them out."""
        if not self._names:
            return []
        small = has_no_capitals(text)
        found = [
            (start, end, name)
            for start, end in self._finder.find(text)
            for name in self._names.get(text[start:end].lower(), ())
            if _is_name(text, start, end, name, small=small)
        ]
        kept = self._judged(text, found)
        return [
            Entity(
                start, end, name.label, name.text, name.entity,
                confidence=0.98 if name.sort == "firm" else 0.85, rank=90,
            )
            for start, end, name in kept
        ]  # fmt: skip

    def _judged(self, text: str, found: list[tuple[int, int, Name]]) -> list[tuple[int, int, Name]]:
        """Keep what names the company here; a company sure in one place is easier to see in others."""
        sure = {name.company for _s, _e, name in found if name.sort == "firm"}
        firm = [(start, end) for start, end, name in found if name.sort == "firm"]
        title_end = max(0, text.find("\n"))
        weights = {
            (start, end): weigh(
                Place(text, start, end, title_end), self._companies[name.company].context, firm
            )
            for start, end, name in found
            if name.sort != "firm"
        }
        sure |= {
            name.company
            for start, end, name in found
            if name.label == "ORG" and weights.get((start, end), 0.0) >= NEEDED
        }
        return [
            (start, end, name)
            for start, end, name in found
            if name.sort == "firm" or weights[start, end] >= _needed(name, name.company in sure)
        ]


# What a name must weigh where its company is sure, where it is not; a word against a plain name.
_AGAINST = -1.9


def _needed(name: Name, sure: bool) -> float:
    if sure or (name.sort == "plain" and name.label == "ORG"):
        return _AGAINST
    return NEEDED if name.label == "ORG" else 99.0  # "Team" alone is nobody's product


def _names_of(company: Company) -> Iterator[Name]:
    """Yield all names under which *company*, its products and its people go."""
    own = (company.brands, company.subsidiaries, company.tickers, company.domains)
    for names in (*company.names.values(), *own):
        for text in names:
            yield Name(text, "ORG", company.id, company.id, _sort(text, bool(company.context)))
    for product in company.products:
        for names in product.names.values():
            for text in names:
                sort: Sort = "word" if _sort(text, given=False) == "word" else "firm"
                yield Name(text, "PRODUCT", product.id, company.id, sort)
    for person in company.people:
        for text in {person.name, *(name for names in person.names.values() for name in names)}:
            yield Name(text, "PERSON", f"{company.id}:{person.name}", company.id, "firm")


def _derived(company: Company) -> Iterator[Name]:
    """Yield what the names of *company* and its firms are shortened to (nlp/aliases.py)."""
    for names in (*company.names.values(), company.subsidiaries):
        for full in names:
            for text in aliases(full):
                yield Name(text, "ORG", company.id, company.id, _sort(text, bool(company.context)))


def _sort(text: str, given: bool) -> Sort:
    """Say whether a name may be something else; *given*: the analyst gave words of its context.

    That concerns the short names only: nobody means a river by "Amazon Web Services".
    """
    if _HAN.search(text):
        if len(text) > 3:
            return "firm"
        word = given or text in word_set("zh", "ambiguous") or wordbook().get(text, "*nr")[0] != "*"
        return "word" if word or text in known("words_zh") else "plain"
    if " " in text or "." in text or any(char.isdigit() for char in text):
        return "firm"
    if given or is_word(text) or text.lower() in known_small() or text in known("words_en"):
        return "word"
    return "firm" if text.isupper() else "plain"


def _is_name(text: str, start: int, end: int, name: Name, *, small: bool) -> bool:
    """Check boundaries and capitals of a match; *small*: the text is written without capitals."""
    surface = text[start:end]
    if _HAN.search(surface):
        return True
    if _AFTER_LATIN.match(text[end : end + 1]) or (start and _AFTER_LATIN.match(text[start - 1])):
        return False
    if surface == name.text or (small and name.sort != "word"):
        return True
    if len(name.text) <= _SHORT_LATIN:
        return False
    return surface.isupper() or surface[0].isupper()
