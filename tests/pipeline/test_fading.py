"""News fades by the day, whenever it was scored: stories are shown with the score that they have now."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.enrich import scored
from pipeline.relevance import now_worth
from pipeline.today import ranked, since
from pipeline.views.moves import moves
from pipeline.workspace import make_workspace, open_workspace
from schemas.language import Move, Span
from schemas.registry import Company, Registry
from schemas.stories import Report, Story, StoryMove

DAY = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
RIVAL = Company(id="rival", names={"en": ("Rival",)}, tier=1)


def story_of(day: datetime) -> Story:
    move = Move(
        kind="product-launch", status="done", confidence=0.9, evidence=(Span(start=0, end=4),)
    )
    report = Report(
        document_id=f"d{day:%d}",
        url="https://a.example/1",
        title="News",
        source="a",
        first_seen=day,
    )
    made = Story(
        id=f"st{day:%d}", title="News", language="en", kind="product-launch", status="done", companies=("rival",),
        reports=(report,), moves=(StoryMove(id=f"m{day:%d}", document_id=report.document_id, move=move, company="rival"),),
        representative=report.document_id, first_seen=day, updated=day, day=day.date().isoformat(),
    )  # fmt: skip
    return scored(made, Registry(companies=(RIVAL,)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_workspace(tmp_path / "market")
    workspace = open_workspace(made, now=DAY)
    workspace.store.stories.save([story_of(DAY), story_of(DAY + timedelta(days=3))])
    workspace.close()
    return made


@pytest.mark.parametrize(
    ("days", "older", "newer"),
    [(3, -1.0, 0.0), (6, -4.0, -1.0), (20, -5.0, -5.0)],
    ids=["days", "a week", "weeks"],
)
def test_stories_fade_by_the_day_without_another_run(
    folder: Path, days: int, older: float, newer: float
) -> None:
    workspace = open_workspace(folder, now=DAY + timedelta(days=days))
    fresh = story_of(DAY).score
    wanted = {"st10": pytest.approx(fresh + older), "st13": pytest.approx(fresh + newer)}
    came = since(workspace, DAY - timedelta(days=1))
    assert {one.id: one.score for one in came.stories} == wanted
    kept = [one for one in map(workspace.store.stories.get, wanted) if one]
    assert {one.id: one.score for one in ranked(workspace, kept, None)} == wanted
    assert {line.story: line.score for line in moves(workspace, quoted=False).moves} == wanted
    for one in kept:
        shown = now_worth(one, workspace.now)
        assert shown.score == pytest.approx(sum(factor.points for factor in shown.factors))
    workspace.close()
