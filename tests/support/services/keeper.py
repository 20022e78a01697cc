"""Runs one server and ends it, with everything it started, when its lifeline closes.

Started as a script of its own, with nothing but the standard library:

    python keeper.py '{"command": […], "user": null, "signal": "TERM", "grace": 20, "remove": […]}'

Its standard input is the lifeline: a pipe that whoever needs the server holds open. The kernel closes
it however that process ends, `kill -9` included, so no server outlives the tests. `remove` names
folders that go with the server when it is ended; a server that ends by itself leaves its log there.
"""

import ctypes
import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

# <sys/prctl.h>: orphaned grandchildren become children of this process, so they can be found and ended.
_PR_SET_CHILD_SUBREAPER = 36
_POLL_SECONDS = 0.2


def main(argument: str) -> int:
    """Run the server that the JSON describes until it or its lifeline ends; return its exit code."""
    plan = json.loads(argument)
    for ignored in (
        signal.SIGINT,
        signal.SIGHUP,
    ):  # Ctrl-C is for the tests; they close the lifeline
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _become_subreaper()
    server = subprocess.Popen(plan["command"], start_new_session=True, **_identity(plan["user"]))
    wanted = True
    try:
        wanted = _wait(server)
    finally:
        _end(server, signal.Signals[f"SIG{plan['signal']}"], plan["grace"])
        for folder in plan["remove"] if wanted else ():
            shutil.rmtree(folder, ignore_errors=True)
    return server.returncode


def _identity(user: str | None) -> dict[str, Any]:
    """What Popen needs to run as *user*; nothing when the server may run as ourselves."""
    restored = {"stdin": subprocess.DEVNULL, "restore_signals": True}
    if user is None:
        return restored
    account = pwd.getpwnam(user)
    return {**restored, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _wait(server: "subprocess.Popen[bytes]") -> bool:
    """True once nobody holds the lifeline any more, False when the server ended before that."""
    lifeline = select.poll()
    lifeline.register(sys.stdin.fileno(), select.POLLIN | select.POLLHUP)
    while server.poll() is None:
        if lifeline.poll(_POLL_SECONDS * 1000) and not os.read(sys.stdin.fileno(), 1024):
            return True
    return False


def _end(server: "subprocess.Popen[bytes]", first: signal.Signals, grace: float) -> None:
    """Ask the server to stop, wait *grace* seconds, then kill whatever of it is left."""
    _signal_group(server.pid, first)
    deadline = time.monotonic() + grace
    while server.poll() is None and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS / 4)
    _signal_group(server.pid, signal.SIGKILL)
    server.wait()
    for _ in range(50):  # each round ends one generation; nothing forks fifty deep
        children = _children()
        if not children:
            return
        for child in children:
            _signal(child, signal.SIGKILL)
        time.sleep(_POLL_SECONDS / 10)


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def _signal(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
        os.waitpid(process, os.WNOHANG)
    except (ProcessLookupError, ChildProcessError, PermissionError):
        return


def _children() -> list[int]:
    """The living children of this process, by /proc; none where there is no /proc."""
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return [int(number) for number in path.read_text().split()] if path.exists() else []


def _become_subreaper() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
