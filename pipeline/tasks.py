"""Work for pages, in a process of its own: begun, watched, and known to be dead when it is.

A task is a file in ``data/tasks``, replaced as it goes on. While it lives, its process holds a lock of the
kernel, so that a task whose process was killed is told from one that is slow.
"""

import fcntl
import os
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from pipeline.auditing import Caller, log
from pipeline.clock import system_now
from pipeline.passwords import draw_secret
from pipeline.workspace import Workspace
from schemas.ids import digest
from schemas.tasks import Task, TaskKind

_ROOT = Path(__file__).parent.parent
_ID: Final = re.compile(r"t[0-9a-f]{12}")
# A process that has not even begun after this never will: loading takes seconds on a busy machine.
_STARTS: Final = timedelta(seconds=90)
_KEPT: Final = 60
_LOST = "it was ended before it was done"


def begin(
    workspace: Workspace, kind: TaskKind, about: str, wanted: Mapping[str, str], caller: Caller
) -> Task:
    """Start a task in a process of its own and return it; the same one where it runs already."""
    for one in recent(workspace):
        if (one.kind, one.about, one.over) == (kind, about, False):
            return one
    made = Task(
        id=f"t{digest(draw_secret())[:12]}",
        kind=kind,
        about=about,
        wanted=dict(wanted),
        by=caller.account,
        at=system_now(),
    )
    keep(workspace, made)
    of_company = about and kind != "test"
    log(workspace.store, caller, f"{kind}-begun", about, kind="company" if of_company else "task")
    command = [sys.executable, "-m", "pipeline.working", str(workspace.folder), made.id]
    if workspace.now_override is not None:
        command.append(workspace.now_override.isoformat())
    with (folder(workspace) / f"{made.id}.log").open("wb") as said:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,  # it goes on where the pages are stopped
        )
    threading.Thread(target=child.wait, daemon=True).start()
    _forget_old(workspace)
    return made


def get(workspace: Workspace, task_id: str) -> Task | None:
    """Return a task as it is now, or None; one whose process is gone has failed."""
    if not _ID.fullmatch(task_id):
        return None
    try:
        text = _file(workspace, task_id).read_text(encoding="utf-8")
        found = Task.model_validate_json(text)
    except (OSError, ValidationError):
        return None
    if found.over or _lives(workspace, found):
        return found
    again = Task.model_validate_json(_file(workspace, task_id).read_text(encoding="utf-8"))
    if again.over:  # it ended while it was looked at
        return again
    lost = again.model_copy(
        update={
            "state": "failed",
            "problem": _LOST,
            "remedy": "Start it again",
            "ended": system_now(),
        }
    )
    keep(workspace, lost)
    return lost


def recent(
    workspace: Workspace, kind: TaskKind | None = None, about: str | None = None
) -> list[Task]:
    """Return tasks, the newest first, of a kind and about a company or source where these are given."""
    files = sorted(folder(workspace).glob("t*.json"), key=lambda one: one.stat().st_mtime)
    found = (get(workspace, one.stem) for one in reversed(files))
    kept = [
        one
        for one in found
        if one and kind in {None, one.kind} and (about is None or one.about == about)
    ]
    return sorted(kept, key=lambda one: one.at, reverse=True)


def keep(workspace: Workspace, task: Task) -> None:
    """Replace the file of a task: who reads it sees the old text or the new."""
    file = _file(workspace, task.id)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(task.model_dump_json(), encoding="utf-8")
    part.replace(file)


def folder(workspace: Workspace) -> Path:
    """Return the folder of tasks, made where it is not there."""
    found = workspace.data / "tasks"
    found.mkdir(parents=True, exist_ok=True)
    return found


def lock_file(workspace: Workspace, task_id: str) -> Path:
    """Return the file that the process of a task keeps locked."""
    return folder(workspace) / f"{task_id}.lock"


def _file(workspace: Workspace, task_id: str) -> Path:
    return folder(workspace) / f"{task_id}.json"


def _lives(workspace: Workspace, task: Task) -> bool:
    if task.state == "waiting" and system_now() - task.at < _STARTS:
        return True
    try:
        with lock_file(workspace, task.id).open("r") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _forget_old(workspace: Workspace) -> None:
    for one in recent(workspace)[_KEPT:]:
        if one.over:
            for file in folder(workspace).glob(f"{one.id}.*"):
                file.unlink(missing_ok=True)
