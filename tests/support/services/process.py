"""One running server: started through its keeper, waited for, ended with all that it started."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from tests.support.services import keeper, parts

_POLL_SECONDS = 0.1
_LOG_TAIL = 4000  # characters of a server's log that an error shows


class ServiceError(RuntimeError):
    """A server did not start or did not answer; the message ends with the tail of its log."""


class Server:
    """A server in a process group of its own.

    It ends with `stop`, or when the *lifeline* closes: by default a pipe that this process holds, so
    that the server also ends when this process is killed. Tests that share a server pass the FIFO of
    the whole session instead.
    """

    def __init__(  # what a process needs to be told
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path,
        user: str | None = None,
        stop_signal: str = "TERM",
        grace: float = 20,
        remove: Sequence[Path] = (),
        lifeline: IO[bytes] | None = None,
    ) -> None:
        self.log = log
        self.name = Path(command[0]).name
        plan = {
            "command": [str(word) for word in command],
            "user": user,
            "signal": stop_signal,
            "grace": grace,
            "remove": [str(folder) for folder in remove],
        }
        with log.open("ab") as output:
            self._keeper = subprocess.Popen(
                [sys.executable, "-I", keeper.__file__, json.dumps(plan)],
                stdin=subprocess.PIPE if lifeline is None else lifeline,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(env),
                cwd=cwd,
                start_new_session=True,
            )
        self._grace = grace

    @property
    def pid(self) -> int:
        """The keeper's process id; the server is its child."""
        return self._keeper.pid

    def running(self) -> bool:
        """Whether the server has not ended yet."""
        return self._keeper.poll() is None

    def tail(self) -> str:
        """The end of the server's log."""
        return self.log.read_text(errors="replace")[-_LOG_TAIL:] if self.log.exists() else ""

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until *ready* says so.

        Raises:
            ServiceError: the server ended, or was not ready after *seconds*; it is stopped then.
        """
        deadline = time.monotonic() + seconds
        while not ready():
            running = self.running()
            if not running or time.monotonic() > deadline:
                said = "ended before it was ready" if not running else f"not ready in {seconds:g} s"
                log = self.tail()
                self.stop()
                raise ServiceError(f"{self.name}: {said}:\n{log}")
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """End the server and all that it started; return when nothing of it is left."""
        if self._keeper.stdin is not None:
            self._keeper.stdin.close()
        else:
            self._keeper.terminate()
        self._keeper.wait(self._grace + 10)


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def accepts(port: int) -> bool:
    """Whether somebody listens on *port* of the loopback address."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def make_scratch(prefix: str) -> Path:
    """A new temporary folder that the servers' account owns and can reach."""
    folder = Path(tempfile.mkdtemp(prefix=f"zhibi-{prefix}-", dir=parts.scratch_base()))
    parts.hand_over(folder)
    return folder


def plain_env(**more: str) -> dict[str, str]:
    """The few variables that any program needs, and *more*; nothing else of ours leaks in."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    return {"PATH": os.defpath, "LANG": "C.UTF-8", **kept, **more}
