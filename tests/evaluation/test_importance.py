"""Importance ranks the invented market's weeks as well as it did, and better than simple ways."""

from datetime import datetime

import pytest

from evaluation.floors import worse
from evaluation.importance import Week, market, ndcg, report
from schemas.registry import Registry


@pytest.fixture(scope="module")
def weeks() -> tuple[Registry, list[Week]]:
    return market()


def test_the_weeks_nobody_tuned_to_are_ranked_as_well_as_before(
    weeks: tuple[Registry, list[Week]],
) -> None:
    registry, every = weeks
    odd = [week for week in every if week.number % 2]
    assert len(odd) > 10
    assert not worse("importance", report(odd, registry, "odd weeks"))


def test_the_measure_knows_the_best_order(weeks: tuple[Registry, list[Week]]) -> None:
    worth = {story.id: gain for week in weeks[1] for story, gain in week.stories}

    def best(story: object, _now: datetime) -> float:
        return worth[story.id]  # type: ignore[attr-defined]

    assert ndcg(weeks[1], best) == 1.0
    assert ndcg(weeks[1], lambda s, now: -best(s, now)) < 0.8
