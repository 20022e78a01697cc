"""What is weighed: a kind of move in a passage, with the frames that found it and the facts on it.

A passage is a short text whole, or three sentences of a longer one: who announces in one sentence
often says in the next what it is, so that words are weighed together, yet a long article does not
become one bag of words.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import NamedTuple

import numpy as np

from nlp.briefs import items, within
from nlp.learning.deep import DeepModel
from nlp.learning.features import features
from nlp.learning.linear import Floats
from nlp.moves import Candidate
from nlp.reading import Reading, Sentence
from schemas.kinds import MOVE_KINDS, MoveKind

# Words alone propose a kind where their logit is above this; fewer than 1 in 40 such are moves below.
LEAST_LOGIT = -4.0
MOST = 6.0  # further off zero the words' logit says nothing more
_TITLE = 1.0  # by so much a title must be clearer than the text to be the evidence
_WHOLE = 8  # a text of up to so many sentences is one passage
_PART = 3  # sentences of a passage of a longer text


@dataclass(frozen=True, eq=False)
class Passage:
    """Sentences that are weighed together, and what the frames found in them.

    *told* are the features of all, *parts* those of each sentence; they are named when asked for.
    """

    sentences: tuple[Sentence, ...]
    candidates: tuple[Candidate, ...]
    language: str

    @cached_property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """Return the features of each sentence."""
        return tuple(_told(one, self.language, self.candidates) for one in self.sentences)

    @cached_property
    def told(self) -> tuple[str, ...]:
        """Return the features of all sentences, each once."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part))


class Scores(NamedTuple):
    """Logits of each kind: a row per passage, and a row per sentence of all passages."""

    whole: Floats
    parts: Floats


class Unit(NamedTuple):
    """One kind in one passage. *live* are candidates that the frames take for a move.

    *clearest* is the sentence whose words say most for the kind.
    """

    passage: Passage
    kind: MoveKind
    clearest: Sentence
    live: tuple[Candidate, ...]
    aside: tuple[Candidate, ...]
    facts: dict[str, float]

    def covers(self, one: Candidate) -> bool:
        """Say whether a candidate is of this kind and in this passage."""
        inside = any(s.number == one.sentence.number for s in self.passage.sentences)
        return inside and one.rule.kind == self.kind


def passages(
    reading: Reading, candidates: Sequence[Candidate], skipped: Sequence[tuple[int, int]] = ()
) -> list[Passage]:
    """Return the passages of a text; *skipped* are spans of boilerplate, which says nothing new."""
    kept = [
        one
        for one in reading.sentences
        if not any(start <= one.start < end for start, end in skipped)
    ]
    if brief := items(reading):
        groups = [own for group in brief if (own := within(group, kept))]
    elif len(kept) <= _WHOLE:
        groups = [kept] if kept else []
    else:  # the first has the title as well
        first = _PART + kept[0].title
        groups = [kept[:first]]
        groups += [kept[n : n + _PART] for n in range(first, len(kept), _PART)]
    return [_passage(reading, tuple(group), candidates) for group in groups]


def _passage(
    reading: Reading, group: tuple[Sentence, ...], candidates: Sequence[Candidate]
) -> Passage:
    numbers = {one.number for one in group}
    inside = tuple(one for one in candidates if one.sentence.number in numbers)
    return Passage(group, inside, reading.language)


def _told(one: Sentence, language: str, inside: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the features of a sentence: its words, those of a title once more, frames that fired."""
    told = features(one, language)
    if one.title:
        told += [f"title {name}" for name in told if name[0] in "CP"]
    told += [name for number, name in _fired(inside) if number == one.number]
    return tuple(dict.fromkeys(told))


def _fired(candidates: Sequence[Candidate]) -> Iterator[tuple[int, str]]:
    """Yield what frames that fired tell, with the number of the sentence."""
    for one in candidates:
        yield one.sentence.number, f"frame {one.rule.kind}"
        if one.verdict.status:
            yield one.sentence.number, f"frame {one.rule.kind}, kept"


def fired(found: Sequence[Passage]) -> list[tuple[int, str]]:
    """Return what frames that fired tell, with the place of the sentence among those of *found*."""
    every = (one.number for passage in found for one in passage.sentences)
    place = {number: where for where, number in enumerate(every)}
    return [
        (place[number], name) for passage in found for number, name in _fired(passage.candidates)
    ]


def scores_of(found: Sequence[Passage], words: DeepModel) -> Scores:
    """Return the scores of passages by the names of their features."""
    scores = words.scores([one.told for one in found] + [p for one in found for p in one.parts])
    return Scores(scores[: len(found)], scores[len(found) :])


def units(
    reading: Reading,
    found: Sequence[Passage],
    scores: Scores,
    worth: Sequence[Sequence[int]] | None = None,
) -> Iterator[Unit]:
    """Yield what deserves weighing in the passages of a text.

    *worth*, where given, are the places of the kinds that can be a move by words alone, for each
    passage: no other kind is looked at that the frames do not take for a move.
    """
    row = 0
    for number, passage in enumerate(found):
        parts = scores.parts[row : row + len(passage.sentences)]
        row += len(passage.sentences)
        open_ = worth[number] if worth is not None else None
        if open_ is not None and not open_ and not passage.candidates:
            continue
        yield from _units(reading, passage, number, (scores.whole[number], parts), open_)


def _units(
    reading: Reading, passage: Passage, number: int, scores: tuple[Floats, Floats],
    open_: Sequence[int] | None,
) -> Iterator[Unit]:  # fmt: skip
    whole, parts = scores
    by_kind: dict[MoveKind, list[Candidate]] = defaultdict(list)
    for one in passage.candidates:
        by_kind[one.rule.kind].append(one)
    live_kinds = {kind for kind, group in by_kind.items() if any(map(_is_live, group))}
    if open_ is None:
        open_ = (np.maximum(whole, parts.max(axis=0)) > LEAST_LOGIT).nonzero()[0].tolist()
        wanted = {*by_kind, *(MOVE_KINDS[place] for place in open_)}
    else:
        wanted = {*live_kinds, *(MOVE_KINDS[place] for place in open_)}
    for kind in sorted(wanted):
        group = by_kind.get(kind, [])
        live = tuple(one for one in group if _is_live(one))
        aside = tuple(one for one in group if not _is_live(one))
        place = MOVE_KINDS.index(kind)
        facts = _facts(reading, passage, number, kind, live, aside)
        facts |= _words(whole, parts, place, bool(live))
        facts["rival frames"] = float(min(2, len(live_kinds - {kind})))
        yield Unit(passage, kind, _clearest(passage, parts[:, place]), live, aside, facts)


def _clearest(passage: Passage, scores: Floats) -> Sentence:
    """Return the sentence whose words say most; the title only where it says far more than the text."""
    shares = [
        float(score) - _TITLE * one.title
        for score, one in zip(scores, passage.sentences, strict=True)
    ]
    return passage.sentences[shares.index(max(shares))]


def _is_live(one: Candidate) -> bool:
    return one.verdict.status is not None


def _words(whole: Floats, parts: Floats, place: int, live: bool) -> dict[str, float]:
    """Return what the words say, together and in the clearest sentence: for the kind, for its rival."""
    own = _clipped(float(whole[place]))
    others = whole.tolist()
    del others[place]
    rival = _clipped(max(others))
    alone = _clipped(float(parts[:, place].max()))
    clear = parts[int(parts[:, place].argmax())]
    return {
        "words": own,
        "words, with a frame": own if live else 0.0,
        "words of a rival": rival,
        "words best": float(own > rival),
        "sentence": alone,
        "sentence, with a frame": alone if live else 0.0,
        "sentence best": float(int(clear.argmax()) == place),
    }


def _clipped(logit: float) -> float:
    return round(min(MOST, max(-MOST, logit)), 3)


def facts_of_passage(reading: Reading, passage: Passage, number: int) -> dict[str, float]:
    """Return the facts on a passage that are the same for every kind; *number* is its place in the text."""
    return {
        "company in it": float(
            any(e.label == "ORG" for one in passage.sentences for e in one.entities)
        ),
        "company in the text": float(reading.main is not None),
        "sentences": round(log(1 + len(passage.sentences)), 3),
        "later": round(log(1 + number), 3),
    }


def _facts(
    reading: Reading, passage: Passage, number: int, kind: MoveKind,
    live: Sequence[Candidate], aside: Sequence[Candidate],
) -> dict[str, float]:  # fmt: skip
    facts = {f"kind {kind}": 1.0} | facts_of_passage(reading, passage, number)
    if live:
        weight = max(one.confidence for one in live)
        facts |= {
            "frame": 1.0,
            f"frame of {kind}": 1.0,
            "frame's weight": round(log(weight / (1.001 - weight)), 3),
            "frames": float(min(3, len({one.rule.rule_id for one in live}))),
            "frame in the title": float(any(one.sentence.title for one in live)),
            "frame in the body": float(any(not one.sentence.title for one in live)),
            "actor by grammar": float(any(one.parties.sure for one in live)),
        }
    for one in aside:
        facts[f"set aside: {one.verdict.reason}"] = 1.0
    return facts
