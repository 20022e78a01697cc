"""Servers that all tests of a session share, in one process or in several workers.

The process that runs the session makes a folder with a FIFO, the lifeline, and keeps it open. Whoever
first needs a server starts it under a lock and leaves its address in the folder; its keeper reads the
lifeline, so every server ends with the session, also when that is killed.
"""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from tests.support.services import elasticsearch, parts, postgres
from tests.support.services.process import Server, ServiceError

Address = dict[str, Any]
_END_SECONDS = 30
_LEFT_RUNNING: list[Server] = []  # started here for everybody; their keepers end them


class Session:
    """The folder through which the processes of one test session find the shared servers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lifeline: int | None = None

    @classmethod
    def begin(cls) -> "Session":
        """Make the folder and hold its lifeline; to be called by the session's own process."""
        session = cls(Path(tempfile.mkdtemp(prefix="zhibi-tests-")))
        os.mkfifo(session.folder / "lifeline")
        # Read and write, so that opening does not wait for the other side. Python marks it close-on-exec.
        session._lifeline = os.open(session.folder / "lifeline", os.O_RDWR)
        return session

    def end(self) -> None:
        """Let go of the lifeline and wait until every server is gone."""
        if self._lifeline is None:
            return
        os.close(self._lifeline)
        deadline = time.monotonic() + _END_SECONDS
        keepers = [int(path.read_text()) for path in self.folder.glob("*.pid")]
        while any(_alive(pid) for pid in keepers) and time.monotonic() < deadline:
            time.sleep(0.05)
        shutil.rmtree(self.folder, ignore_errors=True)

    def elasticsearch(self) -> elasticsearch.Elasticsearch:
        """The shared Elasticsearch node."""

        def begin(lifeline: IO[bytes]) -> tuple[Address, Server]:
            node, server = elasticsearch.start(lifeline)
            return {"url": node.url, "snapshots": str(node.snapshots)}, server

        found = self._get("elasticsearch", begin)
        return elasticsearch.Elasticsearch(found["url"], Path(found["snapshots"]))

    def postgres(self) -> postgres.Postgres:
        """The shared PostgreSQL cluster."""

        def begin(lifeline: IO[bytes]) -> tuple[Address, Server]:
            cluster, server = postgres.start(lifeline)
            return {"port": cluster.port}, server

        return postgres.Postgres(self._get("postgres", begin)["port"])

    def _get(self, name: str, begin: Callable[[IO[bytes]], tuple[Address, Server]]) -> Address:
        """The address of server *name*, which is started now if nobody has yet.

        A failure is remembered too: the next test hears the same reason at once instead of waiting
        for the same end.
        """
        state = self.folder / f"{name}.json"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not state.exists():
                state.write_text(json.dumps(self._start(name, begin)))
            found: Address = json.loads(state.read_text())
        if "error" in found:
            raise ServiceError(found["error"])
        return found

    def _start(self, name: str, begin: Callable[[IO[bytes]], tuple[Address, Server]]) -> Address:
        reader = os.open(self.folder / "lifeline", os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(reader, True)
        with os.fdopen(reader, "rb", buffering=0) as lifeline:
            try:
                address, server = begin(lifeline)
            except (ServiceError, parts.MissingPartError) as error:
                return {"error": str(error)}
        _LEFT_RUNNING.append(server)
        (self.folder / f"{name}.pid").write_text(str(server.pid))
        return address


def _alive(pid: int) -> bool:
    """Whether the process still runs; one that only waits to be reaped does not."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
