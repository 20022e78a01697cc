"""How well moves are read in the project's own corpora, which were written apart from the frames.

``python -m evaluation.corpusmoves en|zh [FILE …] [--half even|odd|all] [--names] [--errors] [--slots]``
prints the figures of :mod:`evaluation.moves` per file, over all, per kind. The frames are tuned on
the even half only (by SHA-1 of the id); of the odd half only totals are looked at. ``--names``
hands the tagger the marked mentions instead of letting it find them: what is lost then is lost by
the frames, not by the names.
"""

import argparse
from collections.abc import Iterator, Sequence
from typing import Literal

from nlp.corpora import FOLDER, Item, read_items
from nlp.entities import Entity, without_overlaps
from nlp.learning.evaluating import Score, is_odd
from nlp.tagger import Tagger
from schemas.registry import Registry


class MarkedNames(Tagger):
    """A tagger that is told which names stand in the text it is to read next."""

    def __init__(self, registry: Registry) -> None:
        super().__init__(registry)
        self.item: Item | None = None

    def _entities(
        self, text: str, title_end: int, language: str, published: str | None
    ) -> list[Entity]:
        found = super()._entities(text, title_end, language, published)
        if self.item is None:
            return found
        names = {"ORG", "PERSON", "PRODUCT", "PLACE"}
        kept = [one for one in found if one.label not in names]
        marked = [
            one
            for m in self.item.mentions
            if m.label in names
            for one in _all(text, m.text, m.label)
        ]
        return without_overlaps([*kept, *marked])


def _all(text: str, name: str, label: str) -> Iterator[Entity]:
    place = text.find(name)
    while place >= 0:
        yield Entity(place, place + len(name), label, name, rank=90)  # type: ignore[arg-type]
        place = text.find(name, place + len(name))


def score(items: Sequence[Item], tagger: Tagger) -> Score:
    """Return the counts over *items*."""
    found = Score()
    for item in items:
        if isinstance(tagger, MarkedNames):
            tagger.item = item
        tags = tagger.tag(item.title, item.text, published=item.published, language=item.lang)
        found.add(item.model_dump(mode="json"), tags.moves)
    return found


def measure(
    language: Literal["en", "zh"],
    files: Sequence[str] = (),
    *,
    half: str = "odd",
    names: bool = False,
) -> dict[str, Score]:
    """Return the counts per file and over all files (``all``)."""
    tagger: Tagger = MarkedNames(Registry()) if names else Tagger(Registry())
    every: list[Item] = []
    scores: dict[str, Score] = {}
    for path in sorted((FOLDER / language).glob("*.jsonl")):
        if files and path.stem not in files:
            continue
        chosen = [
            one for one in read_items(path) if half == "all" or is_odd(one.id) == (half == "odd")
        ]
        scores[path.stem] = score(chosen, tagger)
        every += chosen
    scores["all"] = score(every, tagger)
    return scores


def from_terminal() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("en", "zh"))
    parser.add_argument("files", nargs="*", help="names of files without .jsonl; all by default")
    parser.add_argument("--half", default="odd", choices=("odd", "even", "all"))
    parser.add_argument("--names", action="store_true", help="use the marked mentions")
    parser.add_argument("--kinds", action="store_true")
    parser.add_argument("--slots", action="store_true")
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    scores = measure(given.language, given.files, half=given.half, names=given.names)
    for name, found in scores.items():
        print(f"{name:10} {found.figures()}")
    total = scores["all"]
    for wanted, lines in (
        (given.kinds, total.per_kind()), (given.slots, total.per_slot()), (given.errors, total.errors),
    ):  # fmt: skip
        if wanted:
            print("\n".join(lines))


if __name__ == "__main__":
    from_terminal()
