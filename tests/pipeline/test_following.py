"""A correction that was cut off before its stories followed is gone on with by the next run, or the next correction."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import finding, steps
from pipeline.arrivals import table
from pipeline.correcting import correct, undo
from pipeline.intake import deliver, source_for
from pipeline.taking import take_in
from pipeline.workspace import Workspace, make_workspace, open_workspace
from schemas.corrections import Correction
from schemas.registry import Company, Registry

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ROWS = """title,text,date,link
Velmora acquires Portulan Freight,"Velmora has acquired Portulan Freight, a carrier in Lisbon, for €184 million, the company said on Thursday.",2026-11-12,https://a.example/1
Portulan Freight goes to Velmora,"Portulan Freight of Lisbon is now a part of Velmora, which paid €184 million for it, a spokeswoman said.",2026-11-12,https://b.example/2
Velmora closes its depot in Utrecht,"Velmora has closed its depot in Utrecht because the lease ran out. Sixty people worked there.",2026-11-12,https://c.example/3
"""
# What a process does that is killed as soon as its word is kept, before any story follows.
CUT_OFF = """
import os, signal, sys
from pathlib import Path
from pipeline import correcting
from pipeline.workspace import open_workspace
correcting.regroup = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
workspace = open_workspace(Path(sys.argv[1]), now={now!r})
{what}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_workspace(tmp_path / "market")
    workspace = open_workspace(made, now=NOW)
    company = Company(id="velmora", names={"en": ("Velmora",)}, tier=1)
    take_in(workspace, Registry(companies=(company,)), author="test")
    found = table(ROWS.encode(), name="articles.csv", kind="articles", columns={})
    list(deliver(workspace, source_for(workspace, None, "imported-articles", None), found))
    workspace.close()
    return made


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[[], Workspace]]:
    made: list[Workspace] = []

    def again() -> Workspace:
        made.append(open_workspace(folder, now=NOW))
        return made[-1]

    yield again
    for one in made:
        one.close()


def cut_off(folder: Path, what: str) -> None:
    script = "import datetime\n" + CUT_OFF.format(now=NOW, what=what)
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == -9, done.stderr


def told(workspace: Workspace) -> list[str]:
    """Return the groups of documents as the store has them, each as the last signs of its addresses."""
    stories = workspace.store.stories.between(None, None)
    return sorted("".join(sorted(r.url[-1] for r in one.reports)) for one in stories)


def ids(workspace: Workspace) -> dict[str, str]:
    stories = workspace.store.stories.between(None, None)
    return {r.url[-1]: r.document_id for one in stories for r in one.reports}


def join(workspace: Workspace) -> dict[str, object]:
    stories = sorted(one.id for one in workspace.store.stories.between(None, None))
    return {"fix": "join", "stories": stories, "reason": "one"}


@pytest.mark.parametrize("goes_on", ["run", "enrich", "correction"])
def test_stories_follow_a_word_that_was_cut_off(
    folder: Path, opened: Callable[[], Workspace], goes_on: str
) -> None:
    workspace = opened()
    assert told(workspace) == ["12", "3"]
    known = ids(workspace)
    wish = {"fix": "relevance", "document": known["3"], "to": False, "reason": "no news"}
    cut_off(folder, f"list(correcting.correct(workspace, [{wish!r}], author='mei'))")
    workspace = opened()
    assert told(workspace) == ["12", "3"]
    assert set(workspace.store.corrections.owed().documents) == {known["3"]}
    if goes_on == "run":
        list(steps.run(workspace))
        assert finding.search(workspace, "utrecht").hits[0].document.story is None
    elif goes_on == "enrich":
        steps.step(workspace, "enrich", None)
    else:
        refused = {"fix": "relevance", "document": "gone", "to": False, "reason": "x"}
        list(correct(workspace, [refused], author="mei"))
    assert told(workspace) == ["12"]
    assert not workspace.store.corrections.owed().documents
    assert told(opened()) == ["12"]


def test_an_undone_join_that_was_cut_off_leaves_the_stories_as_they_were(
    folder: Path, opened: Callable[[], Workspace]
) -> None:
    workspace = opened()
    before = {one.id for one in workspace.store.stories.between(None, None)}
    (made,) = correct(workspace, [join(workspace)], author="mei")
    assert isinstance(made, Correction)
    assert told(workspace) == ["123"]
    cut_off(folder, f"correcting.undo(workspace, {made.id!r}, author='mei')")
    workspace = opened()
    assert told(workspace) == ["123"]
    list(steps.run(workspace))
    assert told(workspace) == ["12", "3"]
    assert {one.id for one in workspace.store.stories.between(None, None)} == before


def test_what_followed_is_owed_no_more(opened: Callable[[], Workspace]) -> None:
    workspace = opened()
    (made,) = correct(workspace, [join(workspace)], author="mei")
    assert isinstance(made, Correction)
    assert not workspace.store.corrections.owed().documents
    undo(workspace, made.id, author="mei")
    assert not workspace.store.corrections.owed().documents
