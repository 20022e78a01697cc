"""Moves from a read text: frames are tried on the sentences that hold a key, then merged."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, Protocol

from nlp.actors import Parties, find_parties
from nlp.borrowing import without_borrowed
from nlp.chinese import status as chinese_status
from nlp.english import papers
from nlp.english import status as english_status
from nlp.frames.compiling import CompiledRule
from nlp.merging import events, move_of
from nlp.prominence import (
    Layout,
    in_passing,
    lead_end,
    possible,
    prominent,
    without_parties_figures,
)
from nlp.reading import Reading, Sentence
from nlp.rivalry import without_mirrored, without_rivals
from nlp.slots import Place, fill
from nlp.slotting.listing import told_once
from nlp.slotting.pairing import in_pairs
from nlp.status import Verdict
from nlp.succession import without_mistaken
from nlp.triggers import matches, triggered
from schemas.kinds import MoveKind
from schemas.language import Move, Slots

# The actor told by grammar is right far more often than the text's main company.
_UNSURE_ACTOR = 0.85
_RUMOUR_FACTOR = 0.95
# Figures without a company before them are those of a market or a country, unless the headline names one.
_UNSURE_FIGURES = 0.65
_FIGURES: frozenset[MoveKind] = frozenset({"results", "guidance", "investment", "capital-return"})
# A vague rule whose actor grammar does not tell is wrong more often than right.
_LEAST_CONFIDENCE = 0.5
# After the lead only plain words are news (nlp/prominence.py): weaker rules are not tried there.
_WORTH_LATER = 0.76


JUDGES = {"en": english_status.judge, "zh": chinese_status.judge}


_NONE: Slots = {}


class Candidate(NamedTuple):
    """A trigger that a rule found, with what became of it.

    *chances*: how likely each status is (as in STATUSES), where a model weighed it. *spare*: slots that count
    where no sentence that tells the move fills them.
    """

    rule: CompiledRule
    sentence: Sentence
    start: int
    end: int
    verdict: Verdict
    parties: Parties
    slots: Slots
    confidence: float
    chances: tuple[float, ...] = ()
    spare: Slots = _NONE


class Weigher(Protocol):
    """A trained model that weighs candidates, and may find more: see :mod:`nlp.learning.scorer`."""

    def rescore(
        self, reading: Reading, candidates: Sequence[Candidate], skipped: Sequence[tuple[int, int]]
    ) -> list[Candidate]:
        """Return the candidates with confidence and verdict as weighed, and those it adds."""
        ...

    def filled(self, reading: Reading, several: Sequence[Candidate]) -> list[Candidate]:
        """Return candidates whose slots the rules filled with the slots and the actor as weighed.

        The verdict of one that no company acts in has no status.
        """
        ...


def find_moves(
    reading: Reading,
    skipped: Sequence[tuple[int, int]] = (),
    scorer: Weigher | None = None,
    *,
    news: bool = False,
) -> tuple[list[Move], list[Candidate]]:
    """Return the moves of a text, and every candidate with the reason where it was set aside.

    *skipped* are spans of boilerplate: a trigger there is background. Without a *scorer* the frames
    alone decide. *news*: only moves that the text reports as its news (nlp/prominence.py).
    """
    lead = (lead_end(reading) if reading.language == "en" else None) or len(reading.text)
    candidates = [
        one
        for sentence in reading.sentences
        for one in _candidates(
            reading, sentence, skipped, 0.0 if sentence.start < lead else _WORTH_LATER
        )
    ]
    if scorer is not None:
        candidates = scorer.rescore(reading, candidates, skipped)
    candidates = [_as_purchase(one) for one in candidates]
    kept = [one for one in candidates if one.verdict.status is not None]
    if (
        scorer is None
    ):  # a model weighs rivals itself: .01 of macro-F1 on texts left out, 27 Nov 2026
        kept = without_rivals(kept)
    layout = Layout.of(reading, kept, weighed=scorer is not None)
    kept = possible(kept, layout) if news else kept
    filled = [one._replace(slots=rule_slots(reading, one)) for one in kept]
    if scorer is not None:
        filled = [one for one in scorer.filled(reading, filled) if one.verdict.status is not None]
    told = without_mirrored(without_mistaken(events(reading, filled)))
    if news:
        candidates = in_passing(candidates, layout)
        told = without_parties_figures(prominent(told, layout), reading)
    moves = [move_of(reading, one) for one in without_borrowed(told)]
    return told_once(in_pairs(reading, moves)), candidates


def _as_purchase(one: Candidate) -> Candidate:
    """Return what is told as an investment in half of a company or more as its acquisition (MOVES.md)."""
    rule = one.rule
    if rule.language != "en" or rule.kind != "investment" or not papers.buys_most(one.sentence):
        return one
    return one._replace(rule=_buying(rule))


@lru_cache(maxsize=256)
def _buying(rule: CompiledRule) -> CompiledRule:
    return replace(rule, kind="acquisition")


def rule_slots(reading: Reading, one: Candidate) -> Slots:
    """Return the slots that the rules fill for a candidate."""
    return fill(Place(reading, one.sentence, one.start, one.end, one.parties, one.rule), one.rule)


def _candidates(
    reading: Reading, sentence: Sentence, skipped: Sequence[tuple[int, int]], least: float
) -> Iterator[Candidate]:
    found = triggered(reading.language, sentence.lower, sentence.masked, least)
    if not found:
        return
    in_boilerplate = any(start <= sentence.start < end for start, end in skipped)
    for rule, hits in found.items():
        for span in matches(rule, sentence.masked, hits):
            yield _candidate(reading, sentence, rule, span, in_boilerplate=in_boilerplate)


def _candidate(
    reading: Reading, sentence: Sentence, rule: CompiledRule, span: tuple[int, int], *, in_boilerplate: bool
) -> Candidate:  # fmt: skip
    verdict = (
        Verdict(None, "background", "boilerplate")
        if in_boilerplate
        else JUDGES[reading.language](reading, sentence, rule, *span)
    )
    parties = find_parties(reading, sentence, rule, *span)
    if verdict.status is not None and parties.actor is None:
        verdict = Verdict(None, "no company", sentence.raw[span[0] : span[1]])
    confidence = _confidence(reading, rule, verdict, parties)
    if verdict.status and confidence < _LEAST_CONFIDENCE and rule.actor != "main":
        verdict = Verdict(None, "weak", f"{confidence} with no company before it")
    return Candidate(rule, sentence, *span, verdict, parties, {}, confidence)


def _confidence(reading: Reading, rule: CompiledRule, verdict: Verdict, parties: Parties) -> float:
    value = rule.weight
    if not parties.sure and rule.language == "en" and rule.kind in _FIGURES:
        main = parties.actor is not None and parties.actor.start < reading.title_end
        value *= 1 if main else _UNSURE_FIGURES
    elif not parties.sure:
        value *= _UNSURE_ACTOR
    if verdict.status == "rumoured":
        value *= _RUMOUR_FACTOR
    return round(value, 2)
