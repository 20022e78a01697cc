"""The process of a task: ``python -m pipeline.working WORKSPACE TASK [NOW]``."""

import fcntl
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pipeline import tasks
from pipeline.clock import stopwatch, system_now
from pipeline.tally import Progress
from pipeline.workspace import Workspace, open_workspace
from schemas.errors import ZhibiError
from schemas.registry import parse_period
from schemas.tasks import Task, TaskKind
from schemas.tuning import Proposal

# So often a page may see that it went on, in seconds.
_EVERY = 0.4


def main(arguments: list[str]) -> int:
    """Do a task and keep what came of it; return the exit code."""
    where, task_id, *rest = arguments
    workspace = open_workspace(Path(where), now=datetime.fromisoformat(rest[0]) if rest else None)
    task = tasks.get(workspace, task_id)
    if task is None or task.over:
        return 1
    try:
        with tasks.lock_file(workspace, task_id).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            return _do(workspace, task)
    finally:
        workspace.close()


def _do(workspace: Workspace, task: Task) -> int:
    running = task.model_copy(update={"state": "running"})
    tasks.keep(workspace, running)
    try:
        result = _WORK[task.kind](workspace, task, _Teller(workspace, running))
    except ZhibiError as error:
        changes: dict[str, Any] = {"state": "failed", "problem": error.what, "remedy": error.remedy}
    except Exception as error:  # the edge of a process: whoever waits is told
        logging.getLogger("zhibi.tasks").exception("task %s", task.id)
        changes = {"state": "failed", "problem": f"Zhibi failed here ({type(error).__name__}). Nothing was lost"}  # fmt: skip
    else:
        changes = {"state": "done", "result": result}
    tasks.keep(workspace, running.model_copy(update={**changes, "ended": system_now()}))
    return 0 if changes["state"] == "done" else 1


class _Teller:
    """Called by steps to say how far they are; keeps it a few times a second at most."""

    def __init__(self, workspace: Workspace, task: Task) -> None:
        self._workspace = workspace
        self._task = task
        self._last = -_EVERY
        self._step = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        if step == self._step and stopwatch() - self._last < _EVERY:
            return
        self._last, self._step = stopwatch(), step
        moved = {"step": step, "done": done, "total": total}
        tasks.keep(self._workspace, self._task.model_copy(update=moved))


# Each brings its part only where it is asked for: the crawler and the language pipelines take a second to load.
def _discover(workspace: Workspace, task: Task, progress: Progress) -> dict[str, Any]:
    from pipeline import discovery  # noqa: PLC0415

    site = discovery.look(workspace, task.wanted["url"], task.about or None, progress)
    return site.as_json()


def _tag(workspace: Workspace, task: Task, progress: Progress) -> dict[str, Any]:
    from pipeline import retagging  # noqa: PLC0415

    last = parse_period(task.wanted["last"]) if task.wanted.get("last") else None
    return retagging.retag(workspace, task.about, last=last, progress=progress).counts


def _propose(workspace: Workspace, task: Task, progress: Progress) -> dict[str, Any]:
    from pipeline import proposals  # noqa: PLC0415

    found = proposals.proposals(workspace, progress=progress)
    return {"proposals": [one.model_dump(mode="json") for one in found]}


def _test(workspace: Workspace, task: Task, progress: Progress) -> dict[str, Any]:
    from pipeline import tuning  # noqa: PLC0415

    proposal = Proposal.model_validate_json(task.wanted["proposal"])
    return tuning.compare(workspace, task.about, proposal, progress).model_dump(mode="json")


_WORK: Final[dict[TaskKind, Callable[[Workspace, Task, Progress], dict[str, Any]]]] = {
    "discover": _discover,
    "tag": _tag,
    "propose": _propose,
    "test": _test,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
