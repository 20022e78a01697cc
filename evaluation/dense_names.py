"""How well names are found in passages full of them, of which the models learnt none.

``python -m evaluation.dense_names [--half odd|even|all] [--errors] [--limit N]`` reads ``evaluation/gold/names``: every name is
marked there, by its writer (English: three writers who wrote nothing that is learnt from; Chinese: an eighth of what six writers
wrote, the others are learnt from). Exact spans of companies and bodies, people and products, in each language. Errors are
shown of the even half (by SHA-1 of the text) only.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from evaluation.floors import worse
from evaluation.measures import Measure
from nlp.learning.evaluating import is_odd
from nlp.names.training import gold_spans, read_bracketed
from nlp.tagger import Tagger
from schemas.registry import Registry

_FOLDER = Path(__file__).parent / "gold" / "names"
_LABELS = ("ORG", "PERSON", "PRODUCT")


def measure(
    language: str, half: str = "odd", limit: int | None = None, tagger: Tagger | None = None
) -> dict[str, Measure]:
    """Return what was found of each label in the passages of *language* that belong to *half*."""
    tagger = tagger or Tagger(Registry())
    scores = {label: Measure() for label in _LABELS}
    chosen = [
        (text, mentions)
        for text, mentions in read_bracketed(_FOLDER / f"{language}.txt", headlines=True)
        if half == "all" or is_odd(text) == (half == "odd")
    ]
    for text, mentions in chosen[:limit]:
        title, feed, body = text.partition("\n")
        title, body = (title, body) if feed else ("", title)
        shift = 0 if feed else 1  # offsets count the line feed behind an empty title, too
        found = tagger.tag(title, body, language=language).mentions
        gold = gold_spans(text, mentions)
        for label, score in scores.items():
            score.add(
                {(text[a:b], a, b) for a, b, kind in gold if kind == label},
                {(m.text, m.start - shift, m.end - shift) for m in found if m.label == label},
                where=text[:120].replace("\n", " / "),
            )
    return scores


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of both languages, and what fell below its floor on the odd half."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else "")
    parser.add_argument("--half", default="odd", choices=("odd", "even", "all"))
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--limit", type=int, help="passages of each language")
    asked = parser.parse_args(argv)
    if asked.errors and asked.half != "even":
        parser.error("errors are shown of the even half only: the other stays unseen")
    flat: dict[str, float] = {}
    for language in ("en", "zh"):
        for label, one in measure(language, asked.half, asked.limit).items():
            flat[f"{language} {label}"] = one.f1
            print(f"{language} {label} P {one.precision:.3f} R {one.recall:.3f} F {one.f1:.3f}")
            if asked.errors:
                print("\n".join(one.errors))
    if asked.half == "odd" and asked.limit is None:
        for sentence in worse("dense_names", flat):
            print(f"WORSE: {sentence}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
