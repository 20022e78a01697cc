"""The trained model at work: words and frames weighed together, moves that no frame found, statuses."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from nlp.actors import find_parties
from nlp.chinese import denial as chinese_denial
from nlp.chinese import hearsay as chinese_hearsay
from nlp.english import denial as english_denial
from nlp.frames import Frame, Rule
from nlp.frames.compiling import PLAIN, CompiledRule, compile_rule
from nlp.learning.calibration import Facts, probability
from nlp.learning.features import concepts, features, named_concepts, pieces, places
from nlp.learning.linear import Floats
from nlp.learning.model import MoveModel, Weights
from nlp.learning.outlook import Outlook
from nlp.learning.sight import Sight
from nlp.learning.units import Scores, Unit, fired, passages, units
from nlp.moves import JUDGES, Candidate
from nlp.reading import Reading, Sentence
from nlp.signs import looks_ahead
from nlp.slotting.filling import acting, filled
from nlp.status import Verdict
from schemas.kinds import STATUSES, MoveKind, Status

_NOTHING = "\ue0ff"  # no text has this sign: the stand-in rule never fires by itself
# Facts that no weighing overrides: without a company there is no actor, boilerplate is no news.
_FINAL = frozenset({"boilerplate"})
_AT_ONCE = (
    "即日",
    "即时起",
    "即時起",
    "as of today",
    "from today",
    "with immediate effect",
    "effective immediately",
    "on an interim basis",
)
# Words alone, without a frame, make a move only where so likely. On corpora left out, which are of one school, .35 was
# best; on texts of other hands .6 (28 Nov 2026), on those whose writers avoid the usual verbs .4: macro-F1 .63 → .72 and .75 → .76, 29 Nov.
_ALONE = 0.5
_DENIED_ALONE = 0.6  # what is denied beside it may be something else
# What the grammar of a clause says of it: words that sound like news do not make a condition, a question,
# a guess of outsiders or a thing of long ago one.
_REFUSED = frozenset({"hypothetical", "background", "question", "outsider"})
# Nor do they make one of what a state or a market measures, or of what a clause only looks back at.
_NOBODYS = frozenset({"economy", "papers", "unsaid"})
_COMPARED: frozenset[MoveKind] = frozenset({"results", "guidance"})  # with last year's figures
# A text whose company nobody recognised is still news where words and frames are this sure of it.
_NAMELESS = 0.45
_TOLD = 6


class Weighed(NamedTuple):
    """A unit with its probability and the one it needs."""

    unit: Unit
    probability: float
    needed: float


class Scorer:
    """Gives candidates their calibrated confidence, and finds what no frame found."""

    def __init__(self, model: MoveModel) -> None:
        self.model = model
        self._looks: dict[str, tuple[Sight, Outlook]] = {}
        # The text weighed last, and what the words of its sentences say of the status.
        self._last: tuple[Reading | None, Floats] = (None, np.zeros((0, 0), np.float32))

    def rescore(
        self, reading: Reading, candidates: Sequence[Candidate],
        skipped: Sequence[tuple[int, int]] = (),
    ) -> list[Candidate]:  # fmt: skip
        """Return the candidates as weighed, and those that words alone make."""
        decided: list[Candidate] = []
        seen: set[int] = set()
        for one in self._weighed(reading, candidates, skipped, gated=True):
            decided += self._decided(reading, one)
            seen.update(id(c) for c in (*one.unit.live, *one.unit.aside))
        rest = [one for one in candidates if id(one) not in seen]
        return sorted([*rest, *decided], key=lambda c: (c.sentence.start, c.start, c.rule.name))

    def weigh(
        self, reading: Reading, candidates: Sequence[Candidate],
        skipped: Sequence[tuple[int, int]] = (),
    ) -> list[Weighed]:  # fmt: skip
        """Return each kind in each sentence with its probability."""
        return list(self._weighed(reading, candidates, skipped, gated=False))

    def _weighed(
        self, reading: Reading, candidates: Sequence[Candidate],
        skipped: Sequence[tuple[int, int]], *, gated: bool,
    ) -> Iterator[Weighed]:  # fmt: skip
        """Yield kinds in passages with their probability; *gated*: those alone that can be moves."""
        open_ones = [one for one in candidates if one.verdict.reason not in _FINAL]
        found = passages(reading, open_ones, skipped)
        if not found:
            return
        own = self._own(reading)
        sight, outlook = self._look(reading.language)
        scores = Scores(*sight.scores([one.sentences for one in found], fired(found)))
        worth = outlook.promising(reading, found, scores) if gated else None
        for one in units(reading, found, scores, worth):
            sure = max(probability(own.kind.logits(one.facts)[0]), _for_itself(one))
            yield Weighed(one, sure, own.needed(one.kind))

    def _own(self, reading: Reading) -> Weights:
        return self.model.languages[reading.language]

    def _look(self, language: str) -> tuple[Sight, Outlook]:
        """Return what sees words at once, and what they can come to: made when first needed."""
        found = self._looks.get(language)
        if found is None:
            own = self.model.languages[language]
            sight = Sight(own.words, language, own.status_words)
            outlook = Outlook(own.kind, lambda kind: max(_ALONE, own.needed(kind)))
            found = self._looks[language] = sight, outlook
        return found

    def _decided(self, reading: Reading, one: Weighed) -> list[Candidate]:
        unit, sure = one.unit, round(one.probability, 2)
        if one.probability < one.needed:
            why = Verdict(None, "weighed", f"{sure} where {one.needed:.2f} is needed")
            return [c._replace(verdict=why, confidence=sure) for c in unit.live] + list(unit.aside)
        if unit.live:
            return [self._with_status(reading, c, sure) for c in unit.live] + list(unit.aside)
        aside = [c for c in unit.aside if c.sentence.number == unit.clearest.number]
        made = self._alone(reading, one, aside)
        if made is None:
            return list(unit.aside)
        rest = [c for c in unit.aside if c is not aside[0]] if aside else list(unit.aside)
        return [made, *rest]

    def _alone(
        self, reading: Reading, one: Weighed, aside: Sequence[Candidate]
    ) -> Candidate | None:
        """Return what words alone make a move, unless they are too few or grammar sets them aside."""
        unit, sentence = one.unit, one.unit.clearest
        if one.probability < _ALONE or any(
            c.verdict.reason in _REFUSED and c.sentence == sentence for c in unit.aside
        ):
            return None
        if unit.kind == "guidance" and not looks_ahead(reading.language, sentence.plain):
            return None  # "reports lower revenue"
        made = self.from_words(reading, sentence, unit.kind, aside)
        looks_back = made.verdict.reason == "background" and unit.kind not in _COMPARED
        governed = made.verdict.status is None and (
            made.verdict.sure or made.verdict.reason == "question"
        )
        if looks_back or governed or made.verdict.reason in _NOBODYS:
            return None
        made = self._with_status(reading, made, round(one.probability, 2))
        elsewhere = made.verdict.status == "denied" and one.probability < _DENIED_ALONE
        return None if elsewhere else made

    def filled(self, reading: Reading, several: Sequence[Candidate]) -> list[Candidate]:
        """Return candidates whose slots the rules filled with the slots and the actor as weighed."""
        slots = self._own(reading).slots
        return list(several) if slots is None else filled(reading, several, slots.chain)

    def acting(self, reading: Reading, one: Candidate) -> list[tuple[str, float]]:
        """Return the names among which the actor of a candidate is chosen, the likeliest first."""
        slots = self._own(reading).slots
        return [] if slots is None else acting(reading, one, slots.chain)

    def reasons(self, reading: Reading, one: Weighed) -> dict[str, Any]:
        """Return what made the probability of a unit: facts and words with their points (log odds)."""
        own = self._own(reading)
        words = [
            {"feature": name, "words": self._quoted(reading, one.unit, name), "points": round(w, 2)}
            for name, w in _most(own.words.contributions(one.unit.passage.told, one.unit.kind))
        ]
        facts = own.kind.parts(one.unit.facts)
        return {
            "probability": round(one.probability, 3),
            "needed": round(one.needed, 3),
            "facts": [
                {"fact": name, "value": one.unit.facts.get(name, 1.0), "points": round(points, 2)}
                for name, points in facts[:_TOLD]
            ],
            "words": words,
        }

    def _quoted(self, reading: Reading, unit: Unit, feature: str) -> str:
        """Return the words of the passage that a feature stands for, where it stands for words."""
        name = feature.removeprefix("title ")
        for sentence in unit.passage.sentences:
            if span := places(name, sentence, reading.language):
                return sentence.words(*span)
        return ""

    def from_words(
        self, reading: Reading, sentence: Sentence, kind: MoveKind, aside: Sequence[Candidate]
    ) -> Candidate:
        """Make a candidate of a sentence whose words tell the kind: at a frame's place if there is one."""
        if aside:
            rule, start, end = aside[0].rule, aside[0].start, aside[0].end
        else:
            rule = self.rule(kind, reading.language)
            start, end = self.trigger(reading, sentence, kind)
        verdict = JUDGES[reading.language](reading, sentence, rule, start, end)
        parties = find_parties(reading, sentence, rule, start, end)
        return Candidate(rule, sentence, start, end, verdict, parties, {}, 0.0)

    def _with_status(self, reading: Reading, one: Candidate, sure: float) -> Candidate:
        if one.parties.actor is None and sure < _NAMELESS:
            words = one.sentence.raw[one.start : one.end]
            return one._replace(verdict=Verdict(None, "no company", words), confidence=sure)
        if one.verdict.sure and one.verdict.status is None:
            return one._replace(confidence=sure)
        chances = self.statuses(reading, one)
        status = STATUSES[max(range(len(STATUSES)), key=chances.__getitem__)]
        verdict = one.verdict
        if status != verdict.status:
            verdict = Verdict(status, "weighed", verdict.because)
        return one._replace(verdict=verdict, confidence=sure, chances=chances)

    def statuses(self, reading: Reading, one: Candidate) -> tuple[float, ...]:
        """Return how likely rule and words together make each status, in the order of STATUSES.

        "As of today" decides alone: it stands far from what it dates, at the head of a sentence.
        """
        verdict = one.verdict
        if verdict.status and (verdict.sure or verdict.because.startswith(_AT_ONCE)):
            return tuple(float(status == verdict.status) for status in STATUSES)
        logits = self._own(reading).status.logits(self.status_facts(reading, one))
        each = [probability(logit) for logit in logits]
        if verdict.status != "denied" and not _deniable(reading, one):
            each[STATUSES.index("denied")] = 0.0
        if verdict.status != "rumoured" and not _hearable(reading, one):
            each[STATUSES.index("rumoured")] = 0.0
        return tuple(one / sum(each) for one in each)

    def status_facts(self, reading: Reading, one: Candidate) -> Facts:
        """Return what speaks for each status: the rule's verdict, and the words around."""
        last, said = self._last
        if last is not reading:
            said = self._look(reading.language)[0].statuses(reading.sentences)
            self._last = reading, said
        return status_facts(one, said[one.sentence.number])

    def trigger(self, reading: Reading, sentence: Sentence, kind: MoveKind) -> tuple[int, int]:
        """Return where the words stand that speak most for *kind*: within the sentence."""
        told = features(sentence, reading.language)
        for name, _points in self._own(reading).words.contributions(told, kind):
            if re.search(r"[^\W\d_]", re.sub(r"<\w+>", "", name.partition(":")[2])) and (
                span := places(name, sentence, reading.language)
            ):
                return span
        return 0, len(sentence.raw)

    def rule(self, kind: MoveKind, language: str) -> CompiledRule:
        """Return the stand-in for a frame where words alone made a move."""
        default = self.model.languages[language].usual_status.get(kind, "done")
        return _rule(kind, language, default)


def _for_itself(unit: Unit) -> float:
    """Return how sure a frame makes a unit whatever else its passage tells, where one is so plain; else 0."""
    return max((c.rule.weight for c in unit.live if c.rule.weight >= PLAIN), default=0.0)


def _deniable(reading: Reading, one: Candidate) -> bool:
    if reading.language == "zh":
        return chinese_denial.deniable(reading, one.sentence, one.start, one.end)
    return english_denial.deniable(reading, one.sentence, one.rule.kind)


def _hearable(reading: Reading, one: Candidate) -> bool:
    if reading.language == "zh":
        return chinese_hearsay.hearable(reading, one.sentence)
    return english_denial.hearable(reading, one.sentence)


def _most(told: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return what speaks most for and most against."""
    return [*told[:_TOLD], *[one for one in told[-2:] if one[1] < 0 and one not in told[:_TOLD]]]


@lru_cache(maxsize=128)
def _rule(kind: MoveKind, language: str, default: Status) -> CompiledRule:
    rule = Rule(id="words", words=(_NOTHING,), weight=0.5)
    return compile_rule(rule, Frame(kind=kind, status=default, rules=(rule,)), language)


# Concepts that tell how sure a thing is and when; the others tell what it is, which misleads here.
_STATUS_CONCEPTS = frozenset({"rumour", "deny", "future", "done", "outsider", "past"})


def status_features(reading: Reading, sentence: Sentence) -> list[str]:
    """Return features for the status: of the sentence, and what the sentences around it hint."""
    told = [one for one in features(sentence, reading.language) if _on_status(one)]
    for name, others in (
        ("after", reading.sentences[sentence.number + 1 : sentence.number + 3]),
        ("before", reading.sentences[max(0, sentence.number - 2) : sentence.number]),
    ):
        for other in others:
            met = concepts(pieces(other, reading.language), reading.language)
            told += [f"{name}:{one}" for *_where, one in met if one in _STATUS_CONCEPTS]
    return list(dict.fromkeys(told))


@lru_cache(maxsize=50_000)
def _on_status(feature: str) -> bool:
    return feature[:2] not in {"C:", "P:", "R:"} or any(
        one in _STATUS_CONCEPTS for one in named_concepts(feature)
    )


def status_facts(one: Candidate, logits: Floats) -> dict[str, float]:
    """Return the facts that the status is weighed by."""
    facts = {
        f"words: {status}": round(float(logit), 3)
        for status, logit in zip(STATUSES, logits, strict=True)
    }
    facts[f"rule: {one.verdict.status or one.verdict.reason}"] = 1.0
    facts[f"because: {one.verdict.reason}"] = 1.0
    facts[f"kind {one.rule.kind}"] = 1.0
    mark = one.verdict.because.split(maxsplit=1)
    if mark:  # some marks are surer than others: "is said to" than "hears"
        facts[f"mark: {one.verdict.reason} {mark[0].lower()}"] = 1.0
    return facts
