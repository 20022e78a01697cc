"""Labelled texts read as the tagger reads them: sentences, candidates, and which of them are right."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nlp.corpora import Item
from nlp.learning.evaluating import is_odd
from nlp.learning.linear import Floats
from nlp.learning.units import Passage, passages
from nlp.moves import Candidate, find_moves
from nlp.names.storing import unpacked
from nlp.names.training import train_ner
from nlp.reading import Reading
from nlp.tagger import Tagger
from schemas.kinds import MOVE_KINDS, MoveKind
from schemas.registry import Registry

FOLDS = 4
_HALVES = 2  # of the folds: models of names take minutes, and are made anew for each
# A passage that tells a move stands for itself and the phrasings that the corpora lack. Tried 2 to 5.
_POSITIVE = 3.0
_SENTENCE = 0.5  # what a single sentence counts beside the passage it stands in


@dataclass(frozen=True)
class Example:
    """One labelled text with all that learning needs of it.

    *evidence*: the number of the sentence per move; None where nobody marked which it is.
    """

    item: Item
    reading: Reading
    candidates: tuple[Candidate, ...]
    passages: tuple[Passage, ...]
    evidence: tuple[int | None, ...]
    fold: int

    def told_in(self, sentences: Sequence[int]) -> set[MoveKind]:
        """Return the kinds whose evidence is in these sentences, or may be."""
        pairs = zip(self.item.moves, self.evidence, strict=True)
        return {move.kind for move, number in pairs if number is None or number in sentences}

    @property
    def unseen(self) -> bool:
        """Say whether frames are not tuned on it: sums of words and frames are fitted on such alone."""
        return self.item.brief or is_odd(self.item.id)

    @property
    def kinds(self) -> frozenset[MoveKind]:
        """Return the kinds of its moves."""
        return frozenset(move.kind for move in self.item.moves)


Readers = tuple[Tagger, ...]
_Language = Literal["en", "zh"]


def readers() -> Readers:
    """Return the shipped names for all texts, with the frames alone."""
    return (Tagger(Registry(), scorer=None),)


def readers_apart(language: _Language) -> Readers:
    """Return readers for each half of the texts, whose names were learnt without that half.

    A model names the texts that it learnt from better than others, so what learns from its names would trust them too
    much. Takes five minutes in English, 15 in Chinese.
    """
    return tuple(_reader_without(language, half) for half in range(_HALVES))


def _reader_without(language: _Language, half: int) -> Tagger:
    data = train_ner(language, held=lambda item: _fold(item) % _HALVES == half)
    return Tagger(Registry(), scorer=None, names=unpacked(data))


def _fold(item: Item) -> int:
    return int(hashlib.sha256(item.id.encode()).hexdigest(), 16) % FOLDS


def examples(items: Iterable[Item], using: Readers | None = None) -> list[Example]:
    """Read the texts with the frames alone; *using*: as `readers` or `readers_apart` return them."""
    using = using or readers()
    return [_example(item, using, _fold(item)) for item in items]


def joined(found: Sequence[Example], using: Readers | None = None) -> list[Example]:
    """Return texts made of two neighbours of one fold and language each: news come in round-ups too.

    The corpora are mostly of one move each. They are for training only, never for judging.
    """
    using = using or readers()
    groups: dict[tuple[str, int, bool], list[Example]] = {}
    for one in sorted(found, key=lambda e: hashlib.sha256(e.item.id.encode()).hexdigest()):
        groups.setdefault((one.item.lang, one.fold, one.unseen), []).append(one)
    made = [
        _example(_join(one.item, other.item), using, one.fold)
        for group in groups.values()
        for one, other in zip(group[::2], group[1::2], strict=False)
    ]
    # Of a text of several passages one must know which of them tells the move.
    return [one for one in made if len(one.passages) == 1 or None not in one.evidence]


def _join(one: Item, other: Item) -> Item:
    text = f"{one.text}\n{other.title}\n{other.text}"
    brief = one.brief or other.brief
    return one.model_copy(update={"text": text, "moves": one.moves + other.moves, "brief": brief})


def _example(item: Item, using: Readers, fold: int) -> Example:
    reading = using[fold % len(using)].read(
        item.title, item.text, published=item.published, language=item.lang
    )
    _moves, candidates = find_moves(reading)
    evidence = tuple(_evidence(item, reading, move.evidence) for move in item.moves)
    return Example(
        item, reading, tuple(candidates), tuple(passages(reading, candidates)), evidence, fold
    )


def _evidence(item: Item, reading: Reading, words: str) -> int | None:
    """Return the number of the sentence that holds the evidence; None where it was not marked."""
    if words:
        return _sentence_of(item, reading, words)
    body = [one.number for one in reading.sentences if not one.title]
    return body[0] if len(body) == 1 and not item.title else None


def _sentence_of(item: Item, reading: Reading, evidence: str) -> int:
    """Return the sentence that holds the evidence, in the body where it stands there too."""
    place = item.whole.find(evidence, len(item.title) + 1)
    place = place if place >= 0 else max(0, item.whole.find(evidence))
    return next((s.number for s in reading.sentences if s.start <= place < s.end), 0)


def table(found: Sequence[Example]) -> tuple[list[tuple[str, ...]], Floats, Floats]:
    """Return all passages' features, which kinds each tells (truth), and how much each entry counts."""
    told: list[tuple[str, ...]] = []
    truth: list[list[float]] = []
    weight: list[list[float]] = []
    for example in found:
        for passage in example.passages:
            places = range(len(passage.parts))
            numbers = [one.number for one in passage.sentences]
            whole = example.told_in(numbers)
            told.append(passage.told)
            truth.append([float(kind in whole) for kind in MOVE_KINDS])
            weight.append([_POSITIVE if kind in whole else 1.0 for kind in MOVE_KINDS])
            known = None not in example.evidence
            for place in places if known and len(passage.parts) > 1 else ():
                own = example.told_in(numbers[place : place + 1])
                if not own:
                    continue
                told.append(passage.parts[place])
                truth.append([float(kind in own) for kind in MOVE_KINDS])
                # A sentence beside the evidence may tell the same move once more.
                weight.append([_part(kind in own, kind in whole) for kind in MOVE_KINDS])
    return told, np.array(truth, np.float32), np.array(weight, np.float32)


def _part(own: bool, whole: bool) -> float:
    return _POSITIVE * _SENTENCE if own else 0.0 if whole else _SENTENCE
