"""Step *maintain*: what keeps a workspace small and whole."""

import shutil
from datetime import timedelta

from pipeline.crawl import run_folder
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.errors import RetryLaterError
from schemas.reports import StepReport
from store.verify import verify

# Hand-over folders are of use only while their run is fresh in mind: logs of a failed crawl.
KEEP_RUNS = timedelta(days=14)
# Of the living documents. To write an index anew takes as long as to build it; below a quarter,
# neither its size nor the order of results is much other than it should be.
MUCH_LEFT = 0.25


def maintain(
    workspace: Workspace, *, progress: Progress = silent, deep: bool = False
) -> StepReport:
    """Remove hand-over folders of finished runs, settle the outbox, compact the index, check the store.

    *deep* reads every archived body again and compares its digest.
    """
    tally = Tally("maintain", workspace.now)
    store = workspace.store
    finished = {run.id for run in store.runs.recent(10_000) if run.finished}
    folder = workspace.data / "runs"
    for number, old in enumerate(sorted(folder.iterdir()) if folder.exists() else (), 1):
        progress("maintain", number, 0)
        if old.name in finished and _is_old(workspace, old.name):
            shutil.rmtree(run_folder(workspace, old.name))
            tally.count("removed")
    tally.count("unknown deliveries", store.editions.outbox.recover(workspace.now))
    _compact(workspace, tally)
    for problem in verify(store, deep=deep):
        tally.count("failed")
        tally.problem(problem.where, problem.reason, problem.detail, problem.remedy)
    return tally.report()


def _compact(workspace: Workspace, tally: Tally) -> None:
    """Free the index of what changed documents left in it, where that is much of it."""
    try:
        found = workspace.index.health()
        if found.state == "ready" and found.left > found.documents * MUCH_LEFT:
            workspace.index.compact()
            tally.count("compacted", found.left)
    except RetryLaterError as error:  # the next night is as good
        tally.problem("index", "not-compacted", error.what, error.remedy)


def _is_old(workspace: Workspace, run_id: str) -> bool:
    run = workspace.store.runs.get(run_id)
    return run is not None and run.now < workspace.now - KEEP_RUNS
