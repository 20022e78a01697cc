"""Names that were taken in one piece with the verb or the word between two: "Nordhavn Shipping | joins | Zero Hull Coalition"."""

import re
from collections.abc import Iterator, Sequence

from nlp.entities import Entity
from nlp.lexicon import word_set

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
