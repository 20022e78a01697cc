"""Names that were taken in one piece with the verb or the word between two: "Nordhavn Shipping | joins | Zero Hull Coalition"."""

import re
from collections.abc import Iterator, Sequence

from nlp.english.bearers import TRADED
from nlp.english.companies import is_contract
from nlp.english.goods import acts
from nlp.english.runs import is_head
from nlp.english.small import is_english
from nlp.entities import Entity
from nlp.lexicon import word_set
from nlp.names.occurrences import occurrences

_WORD = re.compile(r"(?<= )[a-z]+(?= [A-ZÀ-Þ\d])")
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}[A-Za-z]?")
_OWNED = ("'s ", "’s ")
_SMALL = 4  # letters of "des", "dos" and others within names
# Companies stand on both sides of these, where the first is named alone elsewhere.
_BETWEEN = frozenset({"for", "from", "over", "versus"})


def parted(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return names without those that are two with a verb between, which become two; a code that a company owns is none."""
    return [part for one in named for part in _parts(text, one)]


def _parts(text: str, one: Entity) -> Iterator[Entity]:
    if one.label != "ORG" or one.entity is not None:
        yield one
        return
    name = text[one.start : one.end]
    if _CODE.fullmatch(name) and text.endswith(_OWNED, 0, one.start):
        return  # "Pellucid's P90 core"
    for hit in _WORD.finditer(name):
        first, second = name[: hit.start() - 1], name[hit.end() + 1 :]
        verb = hit[0] in word_set("en", "company_verbs") or hit[0] in word_set("en", "head_verbs")
        verb = verb or (len(hit[0]) > _SMALL and hit[0].endswith(("s", "ed")))
        if verb or (hit[0] in _BETWEEN and text.count(first) > text.count(name)):
            yield one._replace(end=one.start + len(first), name=first)
            yield one._replace(start=one.end - len(second), name=second)
            return
    yield one


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
