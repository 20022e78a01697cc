"""News fades by the day, whenever it was scored: stories are shown with the score that they have now."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.arrivals import table
from pipeline.intake import deliver, source_for
from pipeline.relevance import now_worth
from pipeline.taking import take_in
from pipeline.today import ranked, since
from pipeline.views.moves import moves
from pipeline.workspace import make_workspace, open_workspace
from schemas.registry import Company, Registry

DAY = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
ROWS = """title,text,date
Velmora opens an office in Lisbon,"Velmora has opened an office in Lisbon with forty staff, the company said.",2026-11-10
Velmora acquires Portulan Freight,"Velmora has acquired Portulan Freight, a carrier of Porto, the company said.",2026-11-13
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_workspace(tmp_path_factory.mktemp("fading") / "market")
    workspace = open_workspace(made, now=DAY + timedelta(days=5))
    company = Company(id="velmora", names={"en": ("Velmora",)}, tier=1)
    take_in(workspace, Registry(companies=(company,)), author="test")
    found = table(ROWS.encode(), name="articles.csv", kind="articles", columns={})
    list(deliver(workspace, source_for(workspace, None, "imported-articles", None), found))
    workspace.close()
    return made


@pytest.mark.parametrize(
    ("days", "lost"),
    [(0, (0.0, 0.0)), (3, (1.0, 0.0)), (6, (4.0, 1.0)), (20, (5.0, 5.0))],
    ids=["fresh", "days", "a week", "weeks"],
)
def test_stories_fade_by_the_day_without_another_run(
    folder: Path, days: int, lost: tuple[float, float]
) -> None:
    workspace = open_workspace(folder, now=DAY + timedelta(days=days))
    kept = sorted(workspace.store.stories.between(None, None), key=lambda one: one.day)
    wanted = {one.id: pytest.approx(one.score - less) for one, less in zip(kept, lost, strict=True)}
    came = since(workspace, DAY)
    assert {one.id: one.score for one in came.stories} == (wanted if days > 5 else {})
    assert {one.id: one.score for one in ranked(workspace, kept, None)} == wanted
    assert {line.story: line.score for line in moves(workspace, quoted=False).moves} == wanted
    for one in kept:
        shown = now_worth(one, workspace.now)
        assert shown.score == pytest.approx(sum(factor.points for factor in shown.factors))
    workspace.close()
