"""One at a time: a file lock on this machine, a lease in the store between machines.

The kernel drops a file lock with its process, so a killed run never blocks the next. Who holds it
may take over a lease of the same machine, since its holder here is surely gone; a lease of another
machine has to expire first.
"""

import fcntl
import platform
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.clock import system_now
from pipeline.workspace import Workspace
from schemas.errors import RetryLaterError

# A step renews nothing while it works; an hour bounds the longest crawl (settings: max_run_seconds).
_LEASE_SECONDS = 4200.0


class AlreadyRunningError(RetryLaterError):
    """Another process does this work already; there is nothing to mend. Exit code 0."""

    exit_code = 0


@contextmanager
def exclusively(workspace: Workspace, name: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock *name* of a workspace. Raises AlreadyRunningError where somebody else does."""
    folder = workspace.data / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError(
                f"{name} is already running on this workspace", where=str(workspace.folder)
            ) from error
        runs = workspace.store.runs
        owner = platform.node()
        token = runs.lease(name, owner, system_now(), _LEASE_SECONDS)
        if token is None:
            raise AlreadyRunningError(f"{name} is already running on another machine")
        try:
            yield
        finally:
            runs.release(name, token)
