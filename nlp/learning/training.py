"""Training: the words, then how words and frames add up, all judged on texts that were left out.

Each text is judged by a model that never saw it (in folds, by item), so that the sums, the
probabilities and the thresholds are set on what new texts will look like.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from nlp.corpora import Item
from nlp.frames import load
from nlp.frames.compiling import Expression
from nlp.learning import calibration
from nlp.learning.calibration import Calibrated, probability
from nlp.learning.deep import DeepModel
from nlp.learning.evaluating import Score
from nlp.learning.examples import (
    FOLDS,
    Example,
    examples,
    joined,
    readers,
    readers_apart,
    table,
)
from nlp.learning.features import is_combined
from nlp.learning.fillers import Fillers, fillers
from nlp.learning.fitting import deepened, fit
from nlp.learning.linear import LinearModel
from nlp.learning.model import MoveModel, Weights
from nlp.learning.scorer import Scorer, status_facts, status_features
from nlp.learning.units import Unit, scores_of, units
from nlp.moves import Candidate, find_moves
from schemas.ids import digest
from schemas.kinds import MOVE_KINDS, STATUSES, MoveKind, Status

# Tried .03 to .3 on English texts left out, 27 Nov 2026: .1 was best by .005 (words alone), by .03 as weighed.
_PENALTY = 0.1
# 15 steps gave .62, 40 gave .68; a fit ends by itself where more gain nothing.
_STEPS = 100
# A sentence has far more combinations of concepts than words: at full size they drown the words. Tried .3 to 1 on the
# corpora, 26 Nov 2026: .3 to .5 were best, in English by .015 of macro-F1.
_COMBINED = 0.4
_STATUS_PENALTY = 0.2
_STATUS_LEAST = 6  # texts that must have a feature: status words are common ones
# A kind's own threshold is trusted as much as the common one once it has this many moves.
_SHRINK = 40
_GRID = tuple(round(0.3 + 0.02 * n, 2) for n in range(21))
# What is told of each language, by name.
OF_EACH = ("cross_validated", "frames_alone", "kinds", "reliability")
Progress = Callable[[str], None]


class Judged(NamedTuple):
    """Units of one example, weighed by words of a model that did not see it."""

    example: Example
    units: tuple[Unit, ...]


class StatusRow(NamedTuple):
    """One labelled move's sentence: features, the candidate as the rules judge it, the truth."""

    fold: int
    told: list[str]
    candidate: Candidate
    status: Status


class Trained(NamedTuple):
    """A model, and how its kind did on texts it was not trained on."""

    model: MoveModel
    scores: dict[str, Score]
    frames_alone: dict[str, Score]


class Learned(NamedTuple):
    """What was learned of one language, its figures on texts left out, and what is told of both."""

    weights: Weights
    scores: dict[str, Score]
    frames_alone: dict[str, Score]
    about: dict[str, Any]


def silent(_text: str) -> None:
    """Tell nobody how far it is."""


def train(items: Iterable[Item], say: Progress = silent, *, apart: bool = False) -> Trained:
    """Train on labelled texts, each language in a process of its own. The same texts and frames give the same model.

    *apart*: read each with names that were not learnt from it, as new texts will be read. *say* is called in those
    processes: a function of a module.
    """
    texts = sorted(items, key=lambda one: one.id)
    by_language: dict[str, list[Item]] = {}
    for one in texts:
        by_language.setdefault(one.lang, []).append(one)
    told = [partial(_say, say, language) for language in by_language]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(by_language), mp_context=context) as pool:
        using = [apart] * len(told)
        learned = dict(
            zip(by_language, pool.map(learn, by_language.values(), told, using), strict=True)
        )
    about = {
        "texts": {language: len(own) for language, own in sorted(by_language.items())},
        "corpora": {language: corpus_digest(own) for language, own in sorted(by_language.items())},
        "frames": frames_digest(),
        **{name: _joined(one.about[name] for one in learned.values()) for name in OF_EACH},
    }
    model = MoveModel({language: own.weights for language, own in sorted(learned.items())}, about)
    scores = {name: score for one in learned.values() for name, score in one.scores.items()}
    alone = {name: score for one in learned.values() for name, score in one.frames_alone.items()}
    return Trained(model, scores, alone)


def corpus_digest(texts: Iterable[Item]) -> str:
    """Return what changes when a text or a label does."""
    return digest("\n".join(one.model_dump_json() for one in texts))[:16]


def _joined(parts: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {name: told for part in parts for name, told in sorted(part.items())}


def _say(say: Progress, language: str, text: str) -> None:
    say(f"{language}: {text}")


def learn(items: Sequence[Item], say: Progress, apart: bool) -> Learned:
    """Learn one language from its texts, in the order of their ids; *apart* and *say* as for :func:`train`."""
    using = readers_apart(items[0].lang) if apart else readers()
    if apart:
        say("names learnt from each half of the texts")
    found = examples(items, using)
    say(f"{len(found)} texts read")
    pairs = joined(found, using)
    words = _by_fold(found, pairs)
    say("words of each fold weighed")
    judged = [_judged(one, words[one.fold]) for one in found]
    weighed = [*judged, *(_judged(one, words[one.fold]) for one in pairs)]
    rows = _status_rows(found, words)
    status_words = {
        fold: _status_words([row for row in rows if row.fold != fold]) for fold in range(FOLDS)
    }
    sums = {f: _kind_sums([one for one in weighed if one.example.fold != f]) for f in range(FOLDS)}
    said = _probabilities(judged, sums)
    say("sums set on texts left out")
    final = Weights(
        words=_words(found, pairs),
        status_words=_status_words(rows),
        kind=_kind_sums(weighed),
        status=_status_sums(rows, status_words),
        thresholds=_thresholds(judged, said),
        usual_status=_usual(found),
    )
    slots = fillers(found, final) if any(m.evidence for one in items for m in one.moves) else None
    say("slots weighed")
    scores = _cross_validated(judged, said, rows, words, sums, status_words, slots)
    say("every text judged by a model that never saw it")
    alone = _frames_alone(found)
    about = _about(judged, said, scores, alone)
    weights = replace(final, slots=slots.whole if slots else None)
    return Learned(weights, scores, alone, about)


def _words(found: Sequence[Example], pairs: Sequence[Example]) -> DeepModel:
    """Weigh words by all texts; hidden units by those that are no *pairs*, which would teach them chance."""
    told, truth, weight = table([*found, *pairs])
    wide = fit(told, MOVE_KINDS, truth, weight, penalty=_PENALTY, steps=_STEPS, share=_share)
    own = len(table(found)[0]) if pairs else len(told)
    return deepened(wide, told[:own], truth[:own], weight[:own])


def _share(feature: str) -> float:
    return _COMBINED if is_combined(feature) else 1.0


def _by_fold(found: Sequence[Example], pairs: Sequence[Example]) -> dict[int, DeepModel]:
    return {
        f: _words(*([one for one in some if one.fold != f] for some in (found, pairs)))
        for f in range(FOLDS)
    }


def _judged(example: Example, words: DeepModel) -> Judged:
    scores = scores_of(example.passages, words)
    return Judged(example, tuple(units(example.reading, example.passages, scores)))


def _kind_sums(judged: Sequence[Judged]) -> Calibrated:
    """Fit how words and frames add up, on texts that the frames were not tuned on."""
    judged = [one for one in judged if one.example.unseen]
    facts = [unit.facts for one in judged for unit in one.units]
    truth = [[float(unit.kind in one.example.kinds)] for one in judged for unit in one.units]
    return calibration.fit(facts, ["move"], np.array(truth))


def _probabilities(judged: Sequence[Judged], sums: Mapping[int, Calibrated]) -> list[list[float]]:
    """Return each unit's probability, by the sums that were fitted without its fold."""
    return [
        [probability(sums[one.example.fold].logits(unit.facts)[0]) for unit in one.units]
        for one in judged
    ]


def _thresholds(judged: Sequence[Judged], said: Sequence[Sequence[float]]) -> dict[str, float]:
    """Return the probability each kind needs: where its F1 is best, drawn towards the common one."""
    told: dict[MoveKind, list[tuple[float, bool]]] = {kind: [] for kind in MOVE_KINDS}
    for one, probabilities in zip(judged, said, strict=True):
        best: dict[MoveKind, float] = dict.fromkeys(one.example.kinds, 0.0)
        for unit, value in zip(one.units, probabilities, strict=True):
            best[unit.kind] = max(value, best.get(unit.kind, 0.0))
        for kind, value in best.items():
            told[kind].append((value, kind in one.example.kinds))
    common = _best([pair for pairs in told.values() for pair in pairs])
    thresholds = {"all": common}
    for kind, pairs in told.items():
        n = sum(right for _, right in pairs)
        thresholds[kind] = (n * _best(pairs, common) + _SHRINK * common) / (n + _SHRINK)
    return thresholds


def _best(pairs: Sequence[tuple[float, bool]], default: float = 0.4) -> float:
    """Return the threshold with the best F1; of equal ones the nearest to *default*."""
    total = sum(right for _, right in pairs)

    def f1(at: float) -> float:
        found = [right for value, right in pairs if value >= at]
        return 2 * sum(found) / (len(found) + total) if found or total else 0.0

    return max(_GRID, key=lambda at: (round(f1(at), 4), -abs(at - default)))


def _status_rows(found: Sequence[Example], words: dict[int, DeepModel]) -> list[StatusRow]:
    rows = []
    language = found[0].item.lang
    helpers = {fold: Scorer(_words_only(one, language)) for fold, one in words.items()}
    for example in found:
        helper = helpers[example.fold]
        for move, marked in zip(example.item.moves, example.evidence, strict=True):
            own = [one for one in example.candidates if one.rule.kind == move.kind]
            number = _told_in(own) if marked is None else marked
            if number is None:
                continue
            sentence = example.reading.sentences[number]
            same = [one for one in own if one.sentence.number == number]
            live = [one for one in same if one.verdict.status]
            one = live[0] if live else helper.from_words(example.reading, sentence, move.kind, same)
            told = status_features(example.reading, sentence)
            rows.append(StatusRow(example.fold, told, one, move.status))
    return rows


def _told_in(candidates: Sequence[Candidate]) -> int | None:
    """Return the sentence that the frames take for the move where nobody marked it: body before title."""
    live = [one.sentence for one in candidates if one.verdict.status]
    best = min(live, key=lambda one: (one.title, one.number), default=None)
    return None if best is None else best.number


def _words_only(words: DeepModel, language: str) -> MoveModel:
    """Return a model good for nothing but finding the words that speak for a kind."""
    empty = Calibrated(("move",), {}, (0.0,))
    return MoveModel({language: Weights(words, words.below, empty, empty, {"all": 1.0}, {})})


def _status_words(rows: Sequence[StatusRow]) -> LinearModel:
    truth = np.array([[row.status == one for one in STATUSES] for row in rows], np.float32)
    told = [row.told for row in rows]
    return fit(
        told, STATUSES, truth, np.ones_like(truth), penalty=_STATUS_PENALTY, least=_STATUS_LEAST
    )


def _status_sums(rows: Sequence[StatusRow], words: dict[int, LinearModel]) -> Calibrated:
    facts = [status_facts(r.candidate, words[r.fold].scores([r.told])[0]) for r in rows]
    truth = np.array([[float(row.status == one) for one in STATUSES] for row in rows])
    return calibration.fit(facts, STATUSES, truth)


def _usual(found: Sequence[Example]) -> dict[str, Status]:
    counts: dict[str, Counter[Status]] = {kind: Counter() for kind in MOVE_KINDS}
    for example in found:
        for move in example.item.moves:
            counts[move.kind][move.status] += 1
    return {kind: max(STATUSES, key=lambda s: counted[s]) for kind, counted in counts.items()}


def _cross_validated(
    judged: Sequence[Judged], said: Sequence[Sequence[float]], rows: Sequence[StatusRow],
    words: dict[int, DeepModel], sums: dict[int, Calibrated], status_words: dict[int, LinearModel],
    slots: Fillers | None,
) -> dict[str, Score]:  # fmt: skip
    """Tag each text with a model made without its fold, and score.

    Thresholds are those of the other folds, over probabilities *said* by sums without their own.
    """
    scores: dict[str, Score] = {}
    for fold in range(FOLDS):
        others = [n for n, one in enumerate(judged) if one.example.fold != fold]
        own = Weights(
            words=words[fold],
            status_words=status_words[fold],
            kind=sums[fold],
            status=_status_sums([r for r in rows if r.fold != fold], status_words),
            thresholds=_thresholds([judged[n] for n in others], [said[n] for n in others]),
            usual_status=_usual([judged[n].example for n in others]),
            slots=slots.by_fold[fold] if slots else None,
        )
        scorer = Scorer(MoveModel({judged[0].example.item.lang: own}))
        for one in judged:
            if one.example.fold == fold:
                _score(scores, one.example, scorer)
    return scores


def _frames_alone(found: Sequence[Example]) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for one in found:
        _score(scores, one, None)
    return scores


def _score(scores: dict[str, Score], example: Example, scorer: Scorer | None) -> None:
    moves, _candidates = find_moves(example.reading, scorer=scorer)
    row = example.item.model_dump(mode="json")
    if example.item.brief:
        scores.setdefault(f"{example.item.lang}, brief", Score()).add(row, moves)
        return
    scores.setdefault(example.item.lang, Score()).add(row, moves)
    if example.unseen:  # the half that the frames were not tuned on
        scores.setdefault(f"{example.item.lang}, unseen by the frames", Score()).add(row, moves)


def frames_digest() -> str:
    """Return what changes when a frame does: a model should be trained on the frames it works with."""
    rules = (rule for language in ("en", "zh") for rule in load(language))
    told = "|".join(_told(getattr(rule, one.name)) for rule in rules for one in fields(rule))
    return digest(told)[:16]


def _told(value: object) -> str:
    """Return a part of a rule as text that is the same in every process."""
    if isinstance(value, Expression):
        return value.source
    if isinstance(value, frozenset):
        return repr(sorted(value))
    if isinstance(value, dict):
        return repr([(key, _told(one)) for key, one in sorted(value.items())])
    return repr(value)


def _about(
    judged: Sequence[Judged], probabilities: Sequence[Sequence[float]],
    scores: dict[str, Score], alone: dict[str, Score],
) -> dict[str, Any]:  # fmt: skip
    language = judged[0].example.item.lang
    said = [value for row in probabilities for value in row]
    right = [unit.kind in one.example.kinds for one in judged for unit in one.units]
    framed = [bool(unit.live) for one in judged for unit in one.units]
    weights = [
        max((c.confidence for c in unit.live), default=0.0) for one in judged for unit in one.units
    ]
    before = calibration.reliability(
        [w for w, f in zip(weights, framed, strict=True) if f],
        [r for r, f in zip(right, framed, strict=True) if f],
    )
    return {
        "cross_validated": {name: score.figures() for name, score in scores.items()},
        "frames_alone": {name: score.figures() for name, score in alone.items()},
        "kinds": {name: score.by_kind() for name, score in scores.items()},
        "reliability": {
            f"frames' own confidence, {language}": _plain(before),
            f"weighed, {language}": _plain(calibration.reliability(said, right)),
            f"weighed, where a frame fired, {language}": _plain(
                calibration.reliability(
                    [v for v, f in zip(said, framed, strict=True) if f],
                    [r for r, f in zip(right, framed, strict=True) if f],
                )
            ),
        },
    }


def _plain(one: calibration.Reliability) -> dict[str, float]:
    return {"n": one.n, "brier": one.brier, "ece": one.ece}
