"""Guesses that are no names: words like any other at the head of sentences, and share indices."""

from collections.abc import Sequence

from nlp.english.bearers import TRADED
from nlp.english.companies import is_contract
from nlp.english.goods import acts
from nlp.english.runs import is_head
from nlp.english.small import is_english
from nlp.entities import Entity
from nlp.names.occurrences import occurrences


def without_words(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return names without guesses that are words like any other and only begin sentences, and without share indices."""
    names = {
        one.name
        for one in named
        if one.label in {"ORG", "PRODUCT"} and " " not in one.name and one.rank <= _GUESSED and one.entity is None
    }  # fmt: skip
    none = {name for name in names if _is_word(text, name) or _is_index(text, name)}
    return [one for one in named if one.name not in none or one.rank > _GUESSED]


_GUESSED = 54


def _is_word(text: str, name: str) -> bool:
    if not (name.isalpha() and name[1:].islower() and is_english(name.lower())):
        return False
    if name == "Bank" and is_contract(text):
        return False  # one of its parties
    return all(is_head(text, start) for start, _ in occurrences(text, [name], whole=True)) and not acts(text, name)  # fmt: skip


def _is_index(text: str, name: str) -> bool:
    """Say whether "the" stands before a name whose points are told: the Pellex lost 0.4%."""
    return any(
        text[max(0, start - 4) : start].lower() == "the " and TRADED.match(text, end)
        for start, end in occurrences(text, [name], whole=True)
    )
