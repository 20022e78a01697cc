"""The order of results: what the engine found, weighed by what matters to a reader.

Both engines hand over the same candidates with the same scores; from here on it is one code.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.stories import Factor
from search.base import Candidate
from search.moments import seconds
from search.plan import Plan
from text.analysis import phrase

# Points out of about 100. Words come first; among equal words a title, a document that is about the
# company asked for, news and important stories win, in this order.
WORDS = 60.0
TITLE = 12.0
ABOUT = 10.0
RECENT = 12.0
IMPORTANT = 8.0
HALF_LIFE_DAYS = 45.0  # news of last month still counts in a quarter's review; last year's hardly
_MIDDLE_IMPORTANCE = 10.0  # a story of this score gets half of the points for importance
_DIGITS = 3  # engines agree to 1e-6 of a score; what is rounded compares equal
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its place in the order: *points* descending, then id."""

    candidate: Candidate
    points: float
    parts: dict[str, float]

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Return what its points are made of, to be shown."""
        return tuple(
            Factor(name=name, points=points) for name, points in self.parts.items() if points
        )


def rescore(candidates: Sequence[Candidate], plan: Plan, now: datetime) -> list[Ranked]:
    """Return *candidates* in the order of the results."""
    best = max((one.score for one in candidates), default=0.0)
    titles = [" ".join(("", *phrase(look.text), "")) for look in plan.looks if not look.prefix]
    ranked = [_ranked(one, best, titles, plan, now) for one in candidates]
    return sorted(ranked, key=lambda one: (-one.points, one.candidate.id))


def _ranked(one: Candidate, best: float, titles: list[str], plan: Plan, now: datetime) -> Ranked:
    parts = {
        "words": WORDS * one.score / best if plan.scored and best > 0 else 0.0,
        "title": TITLE * _share(titles, f" {one.title} "),
        "about": ABOUT if any(company in one.about for company in plan.subjects) else 0.0,
        "recent": RECENT * recency(one.published, now),
        "important": IMPORTANT * _saturated(one.importance),
    }
    rounded = {name: round(points, _DIGITS) for name, points in parts.items()}
    return Ranked(one, round(sum(rounded.values()), _DIGITS), rounded)


def recency(published: int, now: datetime) -> float:
    """Return 1 for now (or later), half of it for each 45 days before."""
    age = max(seconds(now) - published, 0) / _DAY
    return math.pow(0.5, age / HALF_LIFE_DAYS)


def _share(wanted: list[str], title: str) -> float:
    return sum(one in title for one in wanted) / len(wanted) if wanted else 0.0


def _saturated(importance: float) -> float:
    positive = max(importance, 0.0)
    return positive / (positive + _MIDDLE_IMPORTANCE)
