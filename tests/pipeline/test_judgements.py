"""A page shows how a source fares as its last run judged it, for as long as that holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline import health
from pipeline.workspace import Workspace, make_workspace, open_workspace
from tests.pipeline.test_diagnosis import SOURCE, run

RUNS = [run(day) for day in range(30)]
LAST = RUNS[-1].at


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    make_workspace(tmp_path / "market", "base_url: http://127.0.0.1:8000\n")
    opened = open_workspace(tmp_path / "market")
    for one in RUNS:
        opened.store.health.put(one)
    yield opened
    opened.close()


def keep(workspace: Workspace, says: str, at: datetime = LAST) -> None:
    """Keep a judgement that can be told from any that is made anew."""
    fares = health.of_source(workspace, SOURCE, at).model_copy(update={"says": says})
    workspace.store.judgements.keep([health.judgement(SOURCE, fares, at)])


def test_the_judgement_of_the_last_run_is_shown_until_the_source_is_late(
    workspace: Workspace,
) -> None:
    keep(workspace, "as the run said")
    (kept,) = workspace.store.judgements.of([SOURCE.id]).values()
    assert kept.until is not None
    just_before = kept.until - timedelta(seconds=1)
    assert health.of_source(workspace, SOURCE, just_before).says == "as the run said"
    assert health.of_source(workspace, SOURCE, kept.until).failure == "late"
    earlier = LAST - timedelta(days=1)
    assert health.of_source(workspace, SOURCE, earlier).says.startswith("checked every")


def test_a_source_that_is_edited_paused_or_read_again_is_judged_anew(workspace: Workspace) -> None:
    keep(workspace, "as the run said")
    soon = LAST + timedelta(hours=1)
    for change in ({"every": timedelta(hours=6)}, {"enabled": False}):
        edited = SOURCE.model_copy(update=change)
        assert health.of_source(workspace, edited, soon).says.startswith("checked every")
    assert health.of_source(workspace, SOURCE, soon).says == "as the run said"
    failed = run(30, read=0, ok=False, reason="http-403")
    workspace.store.health.put(failed)
    assert health.of_source(workspace, SOURCE, failed.at).failure == "blocked"
    workspace.store.health.put(run(31))
    assert health.of_source(workspace, SOURCE, failed.at + timedelta(days=1)).well


def test_a_source_that_was_never_read_is_new_until_it_is(workspace: Workspace) -> None:
    other = SOURCE.model_copy(update={"id": "other"})
    assert health.every(workspace, [SOURCE, other], LAST)["other"].state == "new"
    workspace.store.health.put(run(29, source=other))
    assert health.of_source(workspace, other, LAST).state == "ok"
