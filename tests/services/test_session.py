"""Tests of one session share its servers, leave parts out only by choice, and stay on this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.network import LeftThisMachineError
from tests.support.services import parts
from tests.support.services.process import ServiceError, accepts
from tests.support.services.shared import Session

ROOT = Path(__file__).parent.parent.parent
# Only tests that need PostgreSQL or a database: all of them can be left out.
SOME_TESTS = "tests/services/test_postgres.py"


def pytest_with(**variables: str) -> "subprocess.CompletedProcess[str]":
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "CI" and not name.startswith("PYTEST_")
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", SOME_TESTS]
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True, check=False
    )


def test_parts_can_be_left_out_by_choice() -> None:
    done = pytest_with(ZHIBI_TEST_WITHOUT="postgres,elasticsearch")
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert "deselected" in done.stdout


def test_ci_leaves_nothing_out() -> None:
    done = pytest_with(ZHIBI_TEST_WITHOUT="postgres", CI="true")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "CI runs every test" in done.stderr


def test_a_part_that_does_not_exist_cannot_be_left_out() -> None:
    done = pytest_with(ZHIBI_TEST_WITHOUT="postgre")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "ZHIBI_TEST_WITHOUT names postgre; the parts are airflow, chromium," in done.stderr


def test_a_missing_part_fails_in_ci_and_is_never_skipped(tmp_path: Path) -> None:
    code = f"""
        import sys, pathlib, pytest
        from tests.support.services import parts
        parts._DEBIAN_POSTGRES = pathlib.Path({str(tmp_path)!r})
        sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", {SOME_TESTS!r}]))
    """
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(line.strip() for line in code.splitlines())],
        cwd=ROOT, env={"PATH": str(tmp_path), "CI": "true"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == pytest.ExitCode.TESTS_FAILED
    assert "apt-get install postgresql" in done.stdout
    assert "skipped" not in done.stdout


def test_two_processes_find_the_same_server_and_it_ends_with_the_session() -> None:
    session = Session.begin()
    code = (
        "import sys, pathlib; from tests.support.services.shared import Session;"
        "print(Session(pathlib.Path(sys.argv[1])).postgres().port)"
    )
    command = [sys.executable, "-c", code, str(session.folder)]
    both = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    ports = {int(process.communicate(timeout=60)[0]) for process in both}
    (port,) = ports
    assert accepts(port)
    assert session.postgres().port == port
    session.end()
    assert not accepts(port)
    assert not session.folder.exists()


def test_shared_servers_go_when_the_session_is_killed() -> None:
    code = (
        "import time; from tests.support.services.shared import Session; session = Session.begin();"
        "print(session.postgres().port, session.folder, flush=True); time.sleep(600)"
    )
    killed = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert killed.stdout is not None
    port, folder = killed.stdout.readline().split()
    assert accepts(int(port))
    killed.kill()
    killed.communicate()
    deadline = time.monotonic() + 30
    while accepts(int(port)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not accepts(int(port))
    shutil.rmtree(folder)


def test_a_server_that_cannot_start_is_tried_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(parts, "_DEBIAN_POSTGRES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    session = Session.begin()
    with pytest.raises(ServiceError, match="apt-get install postgresql"):
        session.postgres()
    monkeypatch.undo()
    with pytest.raises(ServiceError, match="apt-get install postgresql"):
        session.postgres()  # it would start now, if it were tried
    session.end()


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "169.254.169.254"])
def test_no_test_leaves_this_machine(address: str) -> None:
    with socket.socket() as probe, pytest.raises(LeftThisMachineError, match=address):
        probe.connect((address, 80))
