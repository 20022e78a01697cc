"""Texts in which every name was marked by hand: what the name models learn from.

The seven oldest files of the corpora mark all names themselves. Of other texts ``names/en.tsv`` and
``names/zh.tsv`` hold the names: the text's id, then each distinct name with a letter for its label
(``O=Velmora``), parted by tabs. Whatever is spelt like a marked name in that text is one, longer names first.
"""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Literal

from nlp.corpora import FOLDER, Item, LabelledMention, items, read_items
from nlp.corpora.brief import brief
from schemas.errors import InvalidRecordError
from schemas.kinds import Label

LETTERS: dict[str, Label] = {
    "O": "ORG", "P": "PERSON", "L": "PLACE", "D": "PRODUCT", "R": "ROLE",
}  # fmt: skip
_WHOLE = ("delivery", "finance", "market", "people", "pricing", "product", "strategy")


def well_named(language: Literal["en", "zh"], folder: Path = FOLDER) -> Iterator[Item]:
    """Yield the items whose every name was marked by hand.

    In the other items of the corpora some names only are marked: learnt from these, names came out worse.
    Raises InvalidRecordError with file and line.
    """
    for name in _WHOLE:
        yield from read_items(folder / language / f"{name}.jsonl")
    marked = marked_names(folder / "names" / f"{language}.tsv")
    for one in chain(items(language, folder), brief(language, folder / "brief")):
        if one.id in marked:
            yield one.model_copy(update={"mentions": marked[one.id]})


@cache
def marked_names(file: Path) -> dict[str, tuple[LabelledMention, ...]]:
    """Return the marked names of texts by id. Raises InvalidRecordError with file and line."""
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        name, *marks = line.split("\t")
        pairs = [mark.partition("=") for mark in marks]
        if wrong := [mark for mark, pair in zip(marks, pairs, strict=True) if pair[0] not in LETTERS or not pair[2]]:  # fmt: skip
            raise InvalidRecordError(f"{wrong[0]!r} is no marked name", where=f"{file}:{number}")
        found[name] = tuple(
            LabelledMention(text=surface, label=LETTERS[letter]) for letter, _, surface in pairs
        )
    return found
