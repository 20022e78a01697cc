"""Servers end: when told to, when the tests are killed, and with everything they started."""

import os
import pwd
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.support.services import parts, postgres
from tests.support.services.process import Server, ServiceError, accepts, make_scratch, plain_env

# A server that leaves a grandchild in a session of its own, deaf to the polite signal.
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
open("pids", "w").write(f"{os.getpid()} {child.pid}")
time.sleep(600)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def gone(pids: list[int], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def start(script: str, folder: Path, **options: object) -> Server:
    return Server(
        [sys.executable, "-c", script], log=folder / "log", env=plain_env(), cwd=folder, **options
    )


def test_stopping_ends_a_deaf_server_and_its_runaway_child(tmp_path: Path) -> None:
    server = start(STUBBORN, tmp_path, grace=0.5)
    pids = tmp_path / "pids"
    server.wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2, 20)
    numbers = [int(word) for word in pids.read_text().split()]
    assert all(alive(number) for number in numbers)
    server.stop()
    assert gone(numbers, 2)


def test_an_early_end_is_told_with_the_log(tmp_path: Path) -> None:
    server = start("import sys; sys.exit('no room on the device')", tmp_path)
    with pytest.raises(ServiceError, match="no room on the device"):
        server.wait_until(lambda: False, 20)


def test_waiting_has_an_end(tmp_path: Path) -> None:
    server = start("import time; time.sleep(600)", tmp_path)
    with pytest.raises(ServiceError, match=r"not ready in 0\.2 s"):
        server.wait_until(lambda: False, 0.2)
    server.stop()


def test_servers_and_their_data_go_when_the_tests_are_killed() -> None:
    script = textwrap.dedent("""
        import sys, time
        from tests.support.services import postgres
        cluster, server = postgres.start()
        print(cluster.port, server.log.parent, flush=True)
        time.sleep(600)
    """)
    tests = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert tests.stdout is not None
    port, folder = tests.stdout.readline().split()
    assert accepts(int(port))
    assert Path(folder).exists()
    os.kill(tests.pid, signal.SIGKILL)
    tests.communicate()
    deadline = time.monotonic() + 30
    while Path(folder).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not accepts(int(port))
    assert not Path(folder).exists()


def test_a_server_runs_without_the_powers_of_root() -> None:
    with postgres.running() as cluster:
        commands = {path: _command(path) for path in Path("/proc").glob("[0-9]*")}
        owners = {
            path.stat().st_uid
            for path, command in commands.items()
            if command.startswith("/") and f"-p {cluster.port} " in command
        }
    expected = os.geteuid() or pwd.getpwnam("nobody").pw_uid
    assert owners == {expected}


def test_a_scratch_folder_can_be_reached_by_the_servers_account() -> None:
    folder = make_scratch("reach")
    code = f"open({str(folder / 'x')!r}, 'w').write('1')"
    try:
        subprocess.run(
            ["/usr/bin/env", "python3", "-c", code], user=parts.account(), check=True, cwd="/"
        )
        assert (folder / "x").read_text() == "1"
    finally:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


@pytest.mark.parametrize(
    ("find", "words"),
    [
        (parts.postgres_folder, ("PostgreSQL", "apt-get install postgresql")),
        (parts.java_home, ("Java 17", "apt-get install default-jdk-headless")),
        (parts.maven, ("Maven", "apt-get install maven")),
    ],
)
def test_a_missing_part_names_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, find, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("ES_JAVA_HOME", raising=False)
    monkeypatch.setattr(parts, "_DEBIAN_POSTGRES", tmp_path)
    with pytest.raises(parts.MissingPartError) as caught:
        find()
    assert all(word in str(caught.value) for word in words)


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""
