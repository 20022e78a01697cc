"""Whether a status follows what a sentence is put under: a condition, a denial, hearsay, a time long past.

``python -m evaluation.governed [--language en|zh] [--errors]`` takes sentences of the corpora that tell one move, puts each under
the words of ``governed.yaml`` and tells how often its status is what those words make of it. About half of the words were
looked at one by one while rules were written, of the others totals alone.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from nlp.learning.comparing import GOLD
from nlp.learning.evaluating import ratio
from nlp.tagger import Tagger
from schemas.registry import Registry
from text.kept import yaml_of
from text.sentences import sentences

WORDS = Path(__file__).parent / "governed.yaml"
_CORPORA = GOLD.parents[2] / "nlp" / "corpora"
_LONGEST = {"en": 125, "zh": 42}  # characters of a sentence
# What says itself when it happened cannot be put into the past.
_DATED = re.compile(
    r"\b(?:is|are|has|have|will|to|today|yesterday|now|just|this|last|week|month|\w+day)\b|\d{4}|已|将|今|近日|日前|周|昨|现|\d[月日]|刚|即日"
)
_RIGHT: dict[str, frozenset[str]] = {
    "background": frozenset({""}),
    "hypothetical": frozenset({""}),
    "question": frozenset({"", "rumoured", "denied"}),
    "rumoured": frozenset({"rumoured"}),
    "denied": frozenset({"denied"}),
}


class Told(NamedTuple):
    """A sentence without its full stop that tells one move of *kind*, and the status it is read with alone."""

    words: str
    kind: str
    status: str
    language: str


def told(tagger: Tagger, language: str, number: int) -> list[Told]:
    """Return the first *number* sentences of the shuffled corpora that tell one move, and are read so alone."""
    found = []
    for words, kind in _sentences(language):
        status = _status(tagger, words, kind)
        if status:
            found.append(Told(words.rstrip(".。 ！"), kind, status, language))
        if len(found) == number:
            break
    return found


def _sentences(language: str) -> Iterator[tuple[str, str]]:
    rows: list[dict[str, Any]] = [
        json.loads(line)
        for file in sorted((_CORPORA / language).glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    random.Random(4).shuffle(rows)  # noqa: S311 - the same each time
    for row in rows:
        if len(row["moves"]) != 1 or row["moves"][0]["status"] not in {"done", "announced"}:
            continue
        move, text = row["moves"][0], row["text"]
        if move["kind"] in {"customer-review", "results", "guidance"}:
            continue
        for start, end in sentences(text, language):
            words = text[start:end]
            begins = words.startswith(move["evidence"][:25]) and words.startswith(move["actor"])
            if begins and len(words) <= _LONGEST[language] and not re.search(r"[\"“?？]", words):
                yield words, move["kind"]
                break


def _status(tagger: Tagger, text: str, kind: str) -> str:
    moves = tagger.tag("", text, published="2026-05-04").moves
    return next((one.status for one in moves if one.kind == kind), "")


def measure(language: str, *, number: int = 60, errors: bool = False) -> dict[str, float]:
    """Print and return, for each sort of words, the share of sentences whose status follows them."""
    tagger = Tagger(Registry())
    plain = told(tagger, language, number)
    shares = {}
    for sort, frames in yaml_of(WORDS)[language].items():
        counts: Counter[bool] = Counter()
        for frame in frames:
            for one in plain:
                if sort == "background" and (one.status != "done" or _DATED.search(one.words)):
                    continue
                text = frame.replace("{}", one.words)
                status = _status(tagger, text, one.kind)
                right = status in _RIGHT.get(sort, frozenset({one.status}))
                counts[right] += 1
                if errors and not right:
                    print(f"   {status or 'no move'}: {text}")
        shares[sort] = ratio(counts[True], counts.total())
        print(f"{language} {sort:14} {shares[sort]:.3f} of {counts.total()}")
    return shares


def from_terminal() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", choices=("en", "zh"))
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    for language in [given.language] if given.language else ["en", "zh"]:
        measure(language, errors=given.errors)


if __name__ == "__main__":
    from_terminal()
