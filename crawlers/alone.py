"""A crawl is alone in its run folder, and does not outlive the run that started it."""

import ctypes
import fcntl
import os
import signal
from pathlib import Path
from typing import IO

LOCK_FILE = "crawl.lock"
# From linux/prctl.h: the signal this process gets when its parent ends.
_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Let the kernel end this process with *parent*, also where that is killed.

    A crawl left to itself would go on writing into a folder that the next run takes over. Only
    Linux knows how; elsewhere :func:`hold` keeps the two apart.
    """
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return
    if parent and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)  # it ended before the kernel was told


def hold(folder: Path) -> IO[str]:
    """Wait until no other crawl works in *folder* and keep others out while the file is open."""
    lock = (folder / LOCK_FILE).open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock
