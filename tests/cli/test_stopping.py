"""Ctrl-C, pipes that close, terminals without our signs: a sentence or silence, never a traceback, and nothing is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.site import serving, workspace_for

CLONE = Path(__file__).resolve().parents[2]


def test_who_stops_a_run_is_told_that_what_was_done_is_kept(tmp_path: Path) -> None:
    with serving() as site:
        folder = workspace_for(site, tmp_path / "m", crawl={"delay": 3})
        rows = "".join(
            f'- {{id: p{n}, kind: page, url: "http://rival.example/p{n}", every: 1d}}\n'
            for n in range(9)
        )
        (folder / "registry" / "sources.yaml").write_text(rows)
        run = [sys.executable, "-m", "cli.main"]
        subprocess.run(
            [*run, "apply", str(folder / "registry"), "-w", str(folder)], cwd=CLONE, check=True
        )
        begun = subprocess.Popen(
            [*run, "run", "-w", str(folder)], cwd=CLONE, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not site.asked and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(begun.pid, signal.SIGINT)
        _, said = begun.communicate(timeout=60)
    assert begun.returncode == 130
    assert "What was done is kept" in said
    assert "Traceback" not in said


def test_a_pipe_that_closes_ends_the_command_in_silence() -> None:
    lines = '{"id":"1","text":"€89"}\n' * 20_000
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m cli.main price | head -n 1"],
        cwd=CLONE, input=lines, text=True, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""


@pytest.mark.parametrize("coding", ["ascii", "gbk"])
def test_a_terminal_without_a_sign_does_not_end_a_command(coding: str) -> None:
    line = json.dumps({"id": "⬢ 维墨", "text": "€5"}, ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "price"], env={**os.environ, "PYTHONIOENCODING": coding},
        cwd=CLONE, input=line.encode(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert json.loads(done.stdout.decode(coding))["id"] == "⬢ 维墨"
    told = subprocess.run(
        [sys.executable, "-m", "cli.main", "--help"], env={**os.environ, "PYTHONIOENCODING": coding},
        cwd=CLONE, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, b"")
