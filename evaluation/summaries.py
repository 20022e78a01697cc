"""How often a summary tells what happened: ``python -m evaluation.summaries [--half odd|even|all]``.

Of texts whose moves are labelled (``gold/articles``, ``gold/blind``), the share whose first sentence, and
whose two sentences, tell one of them: hold the words that the gold gives as evidence, or most of their
terms, or name who acts and half of the slots. Of the blind sets totals alone are told.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evaluation.moves import ARTICLES, blind_sets, rows_of
from nlp.learning.evaluating import is_odd, ratio
from nlp.stories.near import fingerprint
from nlp.summaries import summary
from nlp.tagger import Tagger
from schemas.registry import Registry

_MOST_TERMS = 0.6
_HALF_OF_SLOTS = 0.5
_LEAST = 15  # a sentence that is part of the evidence, and no mere word of it
_WHOLE = {"en": 500, "zh": 200}  # characters from which a text has something to sum up


def tells(sentence: str, move: Mapping[str, Any]) -> bool:
    """Say whether *sentence* tells *move* of the gold."""
    evidence = str(move["evidence"])
    if evidence in sentence or (len(sentence) > _LEAST and sentence in evidence):
        return True
    wanted, found = set(fingerprint(evidence).terms), set(fingerprint(sentence).terms)
    if wanted and len(wanted & found) >= _MOST_TERMS * len(wanted):
        return True
    values: list[str] = []
    for value in (move.get("slots") or {}).values():
        values += value if isinstance(value, list) else [str(value)]
    named = bool(move.get("actor")) and str(move["actor"]) in sentence
    return named and sum(v in sentence for v in values) >= max(1, _HALF_OF_SLOTS * len(values))


def measure(path: Path, language: str, half: str = "all") -> tuple[int, float, float]:
    """Return how many texts have moves, and the shares whose first and whose two sentences tell one."""
    tagger = Tagger(Registry())
    texts = first = either = 0
    for row in rows_of(path):
        wanted = half == "all" or is_odd(row["id"]) == (half == "odd")
        if row["lang"] != language or not row["moves"] or not wanted:
            continue
        if len(row["text"]) < _WHOLE[language]:  # nothing to sum up
            continue
        tags = tagger.tag(row["title"], row["text"], published=row["published"])
        names = {move.actor.text for move in tags.moves if move.actor}
        said = summary(row["title"], row["text"], language, tags.moves, (), names, tags.mentions)
        told = [any(tells(sentence, move) for move in row["moves"]) for sentence in said]
        texts += 1
        first += told[:1] == [True]
        either += any(told)
    return texts, ratio(first, texts), ratio(either, texts)


def report(half: str = "all") -> None:
    """Print the shares for each set and language."""
    for path in (ARTICLES, *(folder / "items.jsonl" for folder in blind_sets())):
        for language in ("en", "zh"):
            texts, first, either = measure(path, language, half)
            name = f"{path.parent.name} {language}"
            print(f"{name}: first sentence {first}, either {either}; {texts} texts with moves")


def main() -> None:
    """Read the arguments and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", default="all", choices=("odd", "even", "all"))
    report(parser.parse_args().half)


if __name__ == "__main__":
    main()
