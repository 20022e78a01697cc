"""Moves from a read text: frames are tried on the sentences that hold a key, then merged."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol

from nlp import chinese_status, english_status
from nlp.actors import Parties, find_parties
from nlp.entities import Entity
from nlp.frames.compiling import CompiledRule
from nlp.prominence import is_long, lead_length, possible, together
from nlp.reading import Reading, Sentence, key_of
from nlp.rivalry import one_act_per_clause
from nlp.slots import Place, fill
from nlp.status import Verdict
from nlp.triggers import matches, triggered
from schemas.kinds import MoveKind, Status
from schemas.language import Move, Slot, Slots, Span

# What tells two moves of one kind and actor apart: different values mean different events.
_KEY_SLOTS: dict[MoveKind, tuple[str, ...]] = {
    "appointment": ("person",), "departure": ("person",), "acquisition": ("target",),
    "divestiture": ("target",), "investment": ("target",), "customer-win": ("customer",),
    "customer-loss": ("customer",), "partnership": ("partner",), "licensing": ("partner",),
}  # fmt: skip
# Slots that name the other party: told from the other side, they would name the actor.
PARTY_SLOTS = frozenset({"target", "buyer", "customer", "partner", "counterparty", "successor"})
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
# A rule of this weight or less hints: a bare word that often is no move. It speaks only where no
# plain words for a move of another kind stand in its sentence or the next ones.
_HINT = {"en": 0.65, "zh": 0.6}
_HINT_REACH = 2
_PERSON_KINDS = frozenset({"appointment", "departure"})


JUDGES = {"en": english_status.judge, "zh": chinese_status.judge}


class Candidate(NamedTuple):
    """A trigger that a rule found, with what became of it."""

    rule: CompiledRule
    sentence: Sentence
    start: int
    end: int
    verdict: Verdict
    parties: Parties
    slots: Slots
    confidence: float


class Weigher(Protocol):
    """A trained model that weighs candidates, and may find more: see :mod:`nlp.learning.scorer`."""

    def rescore(
        self, reading: Reading, candidates: Sequence[Candidate], skipped: Sequence[tuple[int, int]]
    ) -> list[Candidate]:
        """Return the candidates with confidence and verdict as weighed, and those it adds."""
        ...

    def filled(self, reading: Reading, several: Sequence[Candidate]) -> list[Candidate]:
        """Return candidates whose slots the rules filled with the slots and the actor as weighed."""
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
    alone decide. *news*: of moves that cannot be prominent some are left out, unread.
    """
    lead = _lead_end(reading)
    candidates = [
        one
        for sentence in reading.sentences
        for one in _candidates(
            reading, sentence, skipped, 0.0 if sentence.start < lead else _WORTH_LATER
        )
    ]
    if scorer is not None:
        candidates = scorer.rescore(reading, candidates, skipped)
    kept = [one for one in candidates if one.verdict.status is not None]
    if (
        scorer is None
    ):  # a model weighs rivals itself: .01 of macro-F1 on texts left out, 27 Nov 2026
        kept = _without_rivals(kept)
    kept = possible(kept, reading) if news else kept
    filled = [one._replace(slots=rule_slots(reading, one)) for one in kept]
    if scorer is not None:
        filled = scorer.filled(reading, filled)
    return _merged(reading, filled), candidates


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


def _lead_end(reading: Reading) -> int:
    """Return where the lead of a long English text ends; in others all is lead."""
    body = reading.text[reading.title_end + 1 :]
    if reading.language != "en" or not is_long(body, "en"):
        return len(reading.text)
    return reading.title_end + 1 + lead_length(body)


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


def _without_rivals(candidates: list[Candidate]) -> list[Candidate]:
    """Where rules of different kinds claim the same words, keep the longer claim, then the surer."""
    kept: list[Candidate] = []
    for one in sorted(candidates, key=lambda c: (-c.rule.weight, c.start - c.end)):
        rival = any(
            other.sentence.start == one.sentence.start
            and one.start < other.end
            and other.start < one.end
            and other.rule.kind != one.rule.kind
            for other in kept
        )
        if not rival:
            kept.append(one)
    kept = [one for one in kept if not _outspoken(one, kept)]
    if kept and kept[0].rule.language == "zh":
        kept = one_act_per_clause(kept)
    return sorted(kept, key=lambda c: (c.sentence.start + c.start, -c.rule.weight))


def _outspoken(one: Candidate, kept: Sequence[Candidate]) -> bool:
    """Say whether *one* is a mere hint beside plain words for a move of another kind."""
    least = _HINT[one.rule.language]
    return one.rule.weight <= least and any(
        other.rule.weight > least
        and other.rule.kind != one.rule.kind
        and abs(other.sentence.number - one.sentence.number) <= _HINT_REACH
        for other in kept
    )


def _merged(reading: Reading, candidates: list[Candidate]) -> list[Move]:
    """Make one move of the candidates that tell one event."""
    groups: list[list[Candidate]] = []
    for one in candidates:
        group = next((g for g in groups if _same_event(reading, g, one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [_move(reading, group) for group in groups]


def _same_event(reading: Reading, group: list[Candidate], one: Candidate) -> bool:
    first = group[0]
    if first.rule.kind != one.rule.kind:
        return False
    if one.rule.kind not in _PERSON_KINDS and any(c.sentence == one.sentence for c in group):
        return True
    if _same_actor(one, first) and first.sentence.title and len(group) == 1:
        return one.rule.kind not in _PERSON_KINDS or _shared_person(one, first)
    for slot in _KEY_SLOTS.get(one.rule.kind, ()):
        ours, theirs = _texts(one.slots, slot), {t for c in group for t in _texts(c.slots, slot)}
        if ours and theirs:
            return any(a in b or b in a for a in ours for b in theirs)
    if first.rule.kind in _PERSON_KINDS:
        return True
    return _same_actor(one, first) or not (one.parties.sure and first.parties.sure)


def _same_actor(one: Candidate, other: Candidate) -> bool:
    ours, theirs = one.parties.actor, other.parties.actor
    if ours is None or theirs is None:
        return False
    if one.rule.language == "zh" and ours.entity is None and theirs.entity is None:
        # 沧浪酒店 of the headline is 沧浪酒店集团 of the text
        return ours.name in theirs.name or theirs.name in ours.name
    return key_of(ours) == key_of(theirs)


def _shared_person(one: Candidate, other: Candidate) -> bool:
    """Headlines give a surname or no name: only two different names tell two people."""
    ours, theirs = _texts(one.slots, "person"), _texts(other.slots, "person")
    return not ours or not theirs or any(a in b or b in a for a in ours for b in theirs)


def _texts(slots: Slots, slot: str) -> set[str]:
    filled = slots.get(slot)
    values = () if filled is None else filled if isinstance(filled, tuple) else (filled,)
    return {value.text.casefold() for value in values}


def _move(reading: Reading, group: list[Candidate]) -> Move:
    best = max(group, key=_telling)
    told = _status(group, best)
    slots: Slots = dict(best.slots)
    sure = next((c.parties.actor for c in [best, *group] if c.parties.sure), None)
    actor = sure or best.parties.actor
    for other in sorted(group, key=lambda c: -c.confidence):
        for name, value in other.slots.items():
            if name not in PARTY_SLOTS or other.rule.language == "en" or _acts(other, actor):
                slots.setdefault(name, value)
    return Move(
        kind=_directed(best.rule.kind, slots),
        status=told,
        confidence=together([one.confidence for one in group]),
        actor=_actor_slot(reading, actor),
        slots=_without_actor(slots, actor),
        evidence=(_evidence(reading, best),),
        rule=best.rule.name,
        trigger=best.sentence.raw[best.start : best.end],
    )


def _acts(one: Candidate, actor: Entity | None) -> bool:
    """Say whether *actor* is who acts in a candidate: only then is its other party the move's."""
    own = one.parties.actor
    return own is None or actor is None or key_of(own) == key_of(actor)


def _telling(one: Candidate) -> tuple[bool, bool, bool, float, int]:
    """Rank the candidates of one event: body before title, grammar before guess; in Chinese the first."""
    chinese = one.rule.language == "zh"
    plain = not chinese or one.rule.weight > _HINT["zh"]
    last = -one.start if chinese else len(one.slots)
    return plain, not one.sentence.title, one.parties.sure, one.confidence, last


def _directed(kind: MoveKind, slots: Slots) -> MoveKind:
    """Return the price kind that the amounts themselves say, whatever the verb (调至, "goes to")."""
    if kind not in {"price-increase", "price-decrease"}:
        return kind
    old, new = _number(slots.get("from")), _number(slots.get("to"))
    if old is None or new is None or old == new:
        return kind
    return "price-increase" if new > old else "price-decrease"


_PLAIN_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def _number(slot: Slot | tuple[Slot, ...] | None) -> Decimal | None:
    """Return the amount of a price, also of one without a currency: "39 euros instead of 55"."""
    if not isinstance(slot, Slot):
        return None
    if slot.value is not None:
        return slot.value.amount
    plain = _PLAIN_NUMBER.fullmatch(slot.text)
    return Decimal(slot.text.replace(",", "")) if plain else None


def _status(group: list[Candidate], best: Candidate) -> Status:
    denied = [c for c in group if c.verdict.status == "denied"]
    # A denial is the news of a text, unless most of it, and what tells most, says that it is done.
    if denied and (best in denied or 2 * len(denied) >= len(group) or not _is_done(best)):
        return "denied"
    if best.rule.language == "zh" and best.verdict.reason == "rule":
        told = [c for c in group if c.verdict.reason != "rule"]
        best = max(told, key=lambda c: (not c.sentence.title, c.confidence), default=best)
    return best.verdict.status or "done"


def _is_done(one: Candidate) -> bool:
    return one.verdict.status == "done"


def _actor_slot(reading: Reading, actor: Entity | None) -> Slot | None:
    """Return the actor by its longest name in the text, which is what the reader wants to see."""
    if actor is None:
        return None
    same = [one for one in reading.entities if one.label == "ORG" and key_of(one) == key_of(actor)]
    if not same and actor.start == actor.end:  # the publisher, who says "we" and never his name
        return Slot(text=actor.name, entity=actor.entity)
    longest = max(same or [actor], key=lambda one: (one.end - one.start, -one.start))
    text = reading.text[longest.start : longest.end]
    return Slot(text=text, start=longest.start, end=longest.end, entity=actor.entity)


def _without_actor(slots: Slots, actor: Entity | None) -> Slots:
    """Drop values that are the actor itself: nobody is his own partner."""
    if actor is None:
        return slots
    cleaned: Slots = {}
    for name, value in slots.items():
        values = value if isinstance(value, tuple) else (value,)
        kept = tuple(v for v in values if v.text.casefold() != actor.name.casefold())
        if kept:
            cleaned[name] = kept if len(kept) > 1 else kept[0]
    return cleaned


_BREAKS = {"en": re.compile(r"[;,—–]\s|:\s"), "zh": re.compile(r"[，；：、]")}


def _evidence(reading: Reading, best: Candidate) -> Span:
    """Return the shortest run of clauses that holds trigger, actor and slots of one sentence."""
    sentence = best.sentence
    places = [best.start, best.end]
    spans: list[Slot | Entity | None] = [best.parties.actor]
    for value in best.slots.values():
        spans += list(value) if isinstance(value, tuple) else [value]
    for one in spans:
        if one is None or one.start is None or one.end is None or one.start == one.end:
            continue
        if sentence.start <= one.start and one.end <= sentence.end:
            places += [one.start - sentence.start, one.end - sentence.start]
    first, last = min(places), max(places)
    cuts = [0] + [hit.end() for hit in _BREAKS[reading.language].finditer(sentence.masked)]
    ends = [hit.start() for hit in _BREAKS[reading.language].finditer(sentence.masked)] + [
        len(sentence.raw)
    ]
    start = max(cut for cut in cuts if cut <= first)
    end = min(cut for cut in ends if cut >= last)
    return Span(start=sentence.start + start, end=sentence.start + end)
