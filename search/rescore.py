"""The order of results: what the engine found, weighed by what matters to a reader.

Both engines hand over the same candidates with the same scores; from here on it is one code.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from search.base import Candidate
from search.moments import seconds
from search.plan import Plan
from text.analysis import phrase

# Points out of about 100. Words come first; among equal words a title, a document that is about the
# company asked for, news and important stories win, in this order.
# Set on 64 judged queries (evaluation/search.py), where they are flat: none matters much by itself.
WORDS = 68.0
TITLE = 8.0
ABOUT = 10.0
RECENT = 6.0
IMPORTANT = 8.0
HALF_LIFE_DAYS = 45.0  # news of last month still counts in a quarter's review; last year's hardly
_MIDDLE_IMPORTANCE = 10.0  # a story of this score gets half of the points for importance
_DIGITS = 3  # engines agree to 1e-6 of a score; what is rounded compares equal
_DAY = 86_400


FACTORS = ("words", "title", "about", "recent", "important")


@dataclass(slots=True)
class Ranked:
    """A candidate with its place in the order: *points* descending, then id; *parts* by factor."""

    candidate: Candidate
    points: float
    parts: tuple[float, ...]

    @property
    def factors(self) -> list[tuple[str, float]]:
        """Return what its points are made of, by name."""
        return [pair for pair in zip(FACTORS, self.parts, strict=True) if pair[1]]


def rescore(candidates: Sequence[Candidate], plan: Plan, now: datetime) -> list[Ranked]:
    """Return *candidates* in the order of the results."""
    best = max((one.score for one in candidates), default=0.0)
    scale = WORDS / best if plan.scored and best > 0 else 0.0
    titles = _titles(plan)
    instant = seconds(now)
    ranked = [_ranked(one, scale, titles, plan.subjects, instant) for one in candidates]
    return sorted(ranked, key=lambda one: (-one.points, one.candidate.id))


def _ranked(
    one: Candidate, scale: float, titles: list[list[str]], subjects: tuple[str, ...], now: int
) -> Ranked:
    about = ABOUT if subjects and not one.about.isdisjoint(subjects) else 0.0
    words = round(scale * one.score, _DIGITS)
    title = round(TITLE * _share(titles, f" {one.title} "), _DIGITS) if titles else 0.0
    recent = round(RECENT * recency(one.published, now), _DIGITS)
    important = round(IMPORTANT * _saturated(one.importance), _DIGITS)
    points = round(words + title + about + recent + important, _DIGITS)
    return Ranked(one, points, (words, title, about, recent, important))


def recency(published: int, now: int) -> float:
    """Return 1 for now (or later), half of it for each 45 days before; both in seconds."""
    return math.pow(0.5, max(now - published, 0) / (_DAY * HALF_LIFE_DAYS))


def _titles(plan: Plan) -> list[list[str]]:
    """Return what each part of the query looks like in a title: a company may have any of its names."""
    parts: dict[str, list[str]] = {}
    for look in plan.looks:
        if not look.prefix:
            tokens = " ".join(("", *phrase(look.text), ""))
            parts.setdefault(look.part or look.text, []).append(tokens)
    return list(parts.values())


def _share(parts: list[list[str]], title: str) -> float:
    return sum(any(one in title for one in ways) for ways in parts) / len(parts)


def _saturated(importance: float) -> float:
    return importance / (importance + _MIDDLE_IMPORTANCE) if importance > 0 else 0.0
