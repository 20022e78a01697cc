"""Labelled moves as the slot model learns them: each at the trigger that the tagger finds for it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp.corpora import LabelledMove
from nlp.learning.examples import FOLDS, Example
from nlp.learning.model import MoveModel, Weights
from nlp.learning.scorer import Scorer
from nlp.moves import Candidate, rule_slots
from nlp.slotting.chain import ACTOR
from nlp.slotting.storing import Packed, packed
from nlp.slotting.training import Sample, train
from nlp.slotting.window import window

_HALVES = 2  # folds of folds: a slot model takes minutes, and is trained anew for each


class Fillers(NamedTuple):
    """The slot model of a language, and those that were made without a fold."""

    whole: Packed
    by_fold: dict[int, Packed]


def fillers(found: Sequence[Example], weights: Weights) -> Fillers:
    """Train the slot model of the language of all texts; *weights* say where the triggers are."""
    language = found[0].item.lang
    scorer = Scorer(MoveModel({language: weights}))
    samples = [sample for one in found for sample in _samples(one, scorer)]
    whole, by_half = train(samples, language, _HALVES)
    halves = {half: packed(one) for half, one in by_half.items()}
    return Fillers(packed(whole), {fold: halves[fold % _HALVES] for fold in range(FOLDS)})


def _samples(one: Example, scorer: Scorer) -> Iterator[Sample]:
    """Yield the moves of a text, each at its trigger: as the tagger would come to fill it."""
    if not one.item.moves:
        return
    live = [c for c in scorer.rescore(one.reading, one.candidates) if c.verdict.status]
    for move, number in zip(one.item.moves, one.evidence, strict=True):
        if number is None or not move.evidence:
            continue
        at = _at(one, move, number, live, scorer)
        if at in live:
            live.remove(at)
        ruled = rule_slots(one.reading, at)
        yield Sample(
            window(one.reading, at, ruled), one.reading.text, _wanted(move), one.fold % _HALVES
        )


def _at(
    one: Example, move: LabelledMove, number: int, live: list[Candidate], scorer: Scorer
) -> Candidate:
    same = [c for c in live if c.rule.kind == move.kind]
    near = [c for c in same if c.sentence.number == number] or same
    if near:
        return max(near, key=lambda c: (not c.sentence.title, c.confidence))
    return scorer.from_words(one.reading, one.reading.sentences[number], move.kind, [])


def _wanted(move: LabelledMove) -> dict[str, tuple[str, ...]]:
    return {slot: move.values(slot) for slot in move.slots} | {ACTOR: (move.actor,)}
