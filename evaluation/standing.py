"""Fits how likely facts around a run of Chinese characters make it a company, and says how well that does.

``python -m evaluation.standing [FILE …] [--write]`` reads the texts whose every name was marked by hand (and
further files of labelled texts), trains the name model twice, each time on half of the texts, so that each text is seen by a
model that has not read it, and fits the weights of ``nlp/lexicon/standing.yaml``. Minutes; the same
texts give the same weights.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nlp.chinese import standing as chinese_standing
from nlp.chinese.companies import companies, is_business
from nlp.chinese.evidence import Evidence
from nlp.chinese.standing import WEIGHTS, standing
from nlp.chinese.subjects import subjects
from nlp.corpora import Item, read_items
from nlp.corpora.named import well_named
from nlp.learning import calibration
from nlp.learning.evaluating import f1, is_odd, ratio
from nlp.names.chain import Chain
from nlp.names.model import guesses
from nlp.names.phrases import phrases
from nlp.names.training import bracketed, train
from text.amounts import find_dates, find_percents
from text.money import find_money

# A fact on fewer runs than this says nothing that holds elsewhere.
_LEAST_RUNS = 8
_LEAST_WEIGHT = 0.02
_PENALTY = 2.0
_HEAD = "# What each fact adds to the odds that a run of characters names a company (nlp/chinese/evidence.py). Fitted by\n# python -m evaluation.standing --write; not to be edited by hand.\n"


class _Text(NamedTuple):
    """The runs of one text: span, facts, and whether the text's readers call it a company."""

    item: Item
    spans: list[tuple[int, int]]
    facts: list[Evidence]
    true: list[bool]


def _text(item: Item, chain: Chain) -> _Text:
    text, title_end = f"{item.title}\n{item.text}", len(item.title)
    seen = guesses(text, "zh", chain)
    firms = companies(text, seen, phrases(text), set(), title_end)
    if is_business(text, title_end):
        firms += subjects(text, set())
    values = [*find_money(text), *find_percents(text), *find_dates(text, item.published)]
    found = [
        one
        for one in standing(text, title_end, firms, seen)
        if not any(value.start < one.end and one.start < value.end for value in values)
    ]
    names = {m.text for m in item.mentions if m.label == "ORG"}
    return _Text(
        item,
        [(one.start, one.end) for one in found],
        [one.facts for one in found],
        [text[one.start : one.end] in names for one in found],
    )


def fit(items: Sequence[Item]) -> dict[str, float]:
    """Return the weights of the facts, and what they start from (``base``)."""
    halves = {odd: [one for one in items if is_odd(one.id) == odd] for odd in (False, True)}
    chains = {odd: train(half, "zh", passages=bracketed("zh")) for odd, half in halves.items()}
    read = [_text(one, chains[not is_odd(one.id)]) for one in items]
    counts = Counter(name for one in read for facts in one.facts for name in facts)
    rows = [
        {name: value for name, value in facts.items() if counts[name] >= _LEAST_RUNS}
        for one in read
        for facts in one.facts
    ]
    truth = np.array([[float(true)] for one in read for true in one.true])
    found = calibration.fit(rows, ["company"], truth, penalty=_PENALTY)
    weights = {
        name: round(weight, 2)
        for name, (weight,) in sorted(found.weights.items())
        if abs(weight) >= _LEAST_WEIGHT
    }
    weights = {"base": round(found.bias[0], 2), **weights}
    _report(read, weights)
    return weights


def _report(read: Sequence[_Text], weights: dict[str, float]) -> None:
    """Print how many of the runs that the weights choose are companies, and how many are found."""
    tp = fp = fn = 0
    for one in read:
        text = f"{one.item.title}\n{one.item.text}"
        likely = [chinese_standing.probability(facts, weights) for facts in one.facts]
        chosen = {text[slice(*span)] for span in chinese_standing.choose(one.spans, likely, set())}
        names = {m.text for m in one.item.mentions if m.label == "ORG"}
        tp, fp, fn = tp + len(chosen & names), fp + len(chosen - names), fn + len(names - chosen)
    print(
        f"{len(read)} texts: P {ratio(tp, tp + fp)} R {ratio(tp, tp + fn)} F1 {f1(tp, fp, fn)}, fitted on them"
    )


def from_terminal() -> None:
    """Read the arguments, fit, and write where told so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="further labelled texts")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    further = [one for path in given.files for one in read_items(path)]
    weights = fit([*well_named("zh"), *further])
    if given.write:
        lines = [f"{json.dumps(name)}: {weight}\n" for name, weight in weights.items()]
        WEIGHTS.write_text(_HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    from_terminal()
