"""From evidence to one date: what agrees adds up, what contradicts takes away.

Each group of places gives a day the log-odds of its surest place. The day with the most wins; how far
it is ahead of the next is its confidence. A later change of the page speaks against the stated day,
unless the day is also shown, because some publishers print only the date of the last change.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crawlers.pages.when.evidence import Evidence
from schemas.documents import PublishedDate

# What a later change weighs against the day that is stated: of pages changed on another day, whose
# stated day no reader sees, about one in three was known by the day of the change (even half).
_CHANGED_LATER = 2.0
_HIGHEST = 0.99
_SETTLED = 0.97  # two places that err apart agree
# Where a place that is mostly right names another day, or machines are told a day that no reader sees,
# the day is told, but never as sure (below 0.8): of the latter one in twelve was another one.
_UNSURE, _SURE_PLACE = 0.79, 0.88
# A date of the last change says no more of the publication than that it was before.
_CHANGE_ALONE = 0.55
# Places that repeat the date of today: a clock in the head of a page, a calendar.
_CLOCKS = frozenset(
    {"above", "classed", "classed-later", "near-far", "sentence", "label", "lead", "time-many"}
)
_CLOCK = 0.5
_OF_A_ZONE = 0.7


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen date, and whether anything speaks against it."""

    found: PublishedDate
    contested: bool

    @property
    def settled(self) -> bool:
        """Say whether looking further would hardly change it."""
        return not self.contested and self.found.confidence >= _SETTLED


def choose(evidence: Sequence[Evidence], today: str) -> Choice | None:
    """Return the day that most of *evidence* agrees on; None where none of it names a day.

    *today* is the day when the page was seen.
    """
    dated = [one for one in evidence if one.found.precision not in {"month", "year"}]
    made = [_doubted(one, today) for one in dated if not one.modified]
    if not made:
        return _change_alone(dated) or _coarse(evidence)
    made = [_yielding(_confirmed(one, made), made) for one in made]
    changed = {one.day for one in dated if one.modified}
    ranked = _rank(made, changed)
    day, total = ranked[0]
    against = max((score for other, score in ranked[1:]), default=0.0)
    contested = against > 0
    confidence = _sigmoid(total - against if contested else total)
    supporting = {one.group for one in made if one.day == day}
    unseen = supporting == {"stated"}
    # Readers know such a page by the day of its change as often as by the first one.
    changed_in_sight = "url" not in supporting and any(
        one.day > day and one.modified and one.place != "modified" for one in dated
    )
    if unseen or changed_in_sight or any(_contradicts(one, day) for one in made):
        confidence = min(confidence, _UNSURE)
    best = max((one for one in made if one.day == day), key=_quality)
    found = best.found.model_copy(update={"confidence": round(min(_HIGHEST, confidence), 3)})
    return Choice(found, contested)


def _rank(made: Iterable[Evidence], changed: set[str]) -> list[tuple[str, float]]:
    """Return days with their scores, the best first; days only of a change score against it."""
    groups: dict[str, dict[str, float]] = {}
    for one in made:
        of_day = groups.setdefault(one.day, {})
        weight = _logit(one.found.confidence)
        of_day[one.group] = max(of_day.get(one.group, -9.0), weight)
    scores = {day: _sum(of_day) for day, of_day in groups.items()}
    best = max(scores, key=lambda day: scores[day])
    for day in changed:
        if day > best:
            scores[day] = scores.get(day, 0.0) + _CHANGED_LATER / max(1, len(changed))
    # Of equals the first that the page names: sorting keeps the order.
    return sorted(scores.items(), key=lambda item: (item[0] not in groups, -item[1]))


def _sum(of_day: dict[str, float]) -> float:
    """Add what is for it; where all of it is doubtful, the least doubtful counts."""
    favourable = [weight for weight in of_day.values() if weight > 0]
    return sum(favourable) if favourable else max(of_day.values())


def _contradicts(one: Evidence, day: str) -> bool:
    """Say whether a sure place names a day that no difference of zones explains."""
    return (
        _apart(one.day, day) > (1 if one.place == "url" else 0)
        and one.found.confidence >= _SURE_PLACE
    )


def _yielding(one: Evidence, made: Sequence[Evidence]) -> Evidence:
    """Let the day that readers see yield to a stated instant in UTC that is on the next day or the one before.

    It is the same moment in the publisher's zone; which of the two days others know it by is open.
    """
    if one.group != "shown":
        return one
    for each in made:
        if (
            each.group == "stated"
            and each.found.offset == "+00:00"
            and _apart(one.day, each.day) == 1
        ):
            doubt = {"confidence": min(one.found.confidence, _OF_A_ZONE)}
            return replace(one, found=one.found.model_copy(update=doubt))
    return one


def _apart(one: str, other: str) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _doubted(one: Evidence, today: str) -> Evidence:
    if one.day != today or one.place not in _CLOCKS:
        return one
    return replace(
        one, found=one.found.model_copy(update={"confidence": one.found.confidence * _CLOCK})
    )


def _confirmed(one: Evidence, made: Sequence[Evidence]) -> Evidence:
    """Return the other meaning of what day and month leave open, where another place confirms it."""
    if one.other is None:
        return one
    elsewhere = {each.day for each in made if each.group != one.group}
    if one.day in elsewhere or one.other.day not in elsewhere:
        return one
    confidence = {"confidence": one.found.confidence}
    return replace(one, found=one.other.model_copy(update=confidence), other=None)


def _change_alone(dated: Sequence[Evidence]) -> Choice | None:
    if not dated:
        return None
    first = min(dated, key=lambda one: one.day)
    return Choice(first.found.model_copy(update={"confidence": _CHANGE_ALONE}), contested=True)


def _coarse(evidence: Sequence[Evidence]) -> Choice | None:
    if not evidence:
        return None
    best = max(evidence, key=lambda one: one.found.confidence)
    return Choice(best.found, contested=True)


def _quality(one: Evidence) -> tuple[bool, float]:
    """An instant says more than a day; then the surer place."""
    return "T" in one.found.value and one.group in {"stated", "hint"}, one.found.confidence


def _logit(share: float) -> float:
    held = min(0.99, max(0.01, share))
    return math.log(held / (1 - held))


def _sigmoid(score: float) -> float:
    return 1 / (1 + math.exp(-score))
