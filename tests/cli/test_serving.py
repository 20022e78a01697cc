"""The pages as the command serves them: a process of its own, asked over real connections."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_errors import CLONE, told, zhibi
from tests.support.site import serving, workspace_for

IDLE = 6  # seconds; many clients and proxies keep a connection for longer than five


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace."""
    with serving() as site:
        return workspace_for(site, tmp_path_factory.mktemp("serving") / "m")


@pytest.fixture
def taken() -> Iterator[int]:
    """Yield a port at which something listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def served(folder: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """Yield the port and the process of ``zhibi serve``."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "serve", "-w", str(folder), "--port", str(port)],
        cwd=CLONE, env={**os.environ, "PYTHONPATH": str(CLONE)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield port, process
    finally:
        process.kill()
        process.communicate()


def connected(port: int, process: "subprocess.Popen[str]") -> http.client.HTTPConnection:
    """Return a connection, once the process takes one."""
    until = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.connect()
        except ConnectionRefusedError:
            assert process.poll() is None, "the command ended"
            assert time.monotonic() < until, "nothing listens"
            time.sleep(0.1)
        else:
            return connection


def test_a_connection_is_still_good_after_a_pause(
    served: tuple[int, "subprocess.Popen[str]"],
) -> None:
    connection = connected(*served)
    for pause in (IDLE, 0):
        connection.request("GET", "/sign-in")
        answer = connection.getresponse()
        assert (answer.status, b"<form" in answer.read()) == (200, True)
        assert connection.sock is not None, "the server closed it"
        time.sleep(pause)
    connection.close()


def test_it_tells_where_it_listens_and_ends_with_ctrl_c(
    served: tuple[int, "subprocess.Popen[str]"],
) -> None:
    port, process = served
    connected(port, process).close()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=30)
    assert process.returncode in (0, 130), said
    assert f"http://127.0.0.1:{port}/welcome/" in said[0].replace("\n", "")
    assert f"http://127.0.0.1:{port}  (Ctrl-C ends it)" in said[1]
    assert "Traceback" not in "".join(said)


def test_a_place_where_it_cannot_listen_is_told(folder: Path, taken: int) -> None:
    told(
        zhibi("serve", "-w", str(folder), "--port", str(taken)),
        2, f"127.0.0.1:{taken}: The pages cannot be served there: Address already in use", "--port",
    )  # fmt: skip
    told(zhibi("serve", "-w", str(folder), "--host", "nowhere.invalid"), 2, "nowhere.invalid:8000")
