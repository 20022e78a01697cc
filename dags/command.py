"""Runs the command ``zhibi`` for a task. No logic of ours is imported by Airflow's processes.

A child process, since Scrapy's reactor cannot start twice in a worker, and since a DAG file must
parse without loading spaCy. The workspace is the one that ``ZHIBI_WORKSPACE`` names.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from airflow.sdk.exceptions import AirflowFailException

CLONE = Path(__file__).resolve().parents[1]
# Exit codes of the command: 0 done, 1 some of it failed, 2 wrong use (docs/operations.md).
_WRONG_USE = 2


def zhibi(
    *arguments: str, now: str | None = None, seconds: float = 3600.0, partly: bool = True
) -> list[Any]:
    """Run ``zhibi ARGUMENTS`` and return the JSON values it wrote, one per line.

    *now* is what the command takes as the present, the real one without it. *partly*: exit code 1 (some of it failed, the rest is done and stored) counts as done. Raises
    AirflowFailException for wrong use, which no retry mends, and RuntimeError otherwise.
    """
    done = subprocess.run(  # noqa: S603  # fixed command; arguments come from the DAG's own params
        [sys.executable, "-m", "cli.main", *(("--now", now) if now else ()), *arguments],
        cwd=CLONE, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    sys.stderr.write(done.stderr)
    sys.stdout.write(done.stdout)
    if done.returncode == _WRONG_USE:
        raise AirflowFailException(done.stderr.strip())
    if done.returncode != 0 and not (partly and done.returncode == 1 and done.stdout.strip()):
        raise RuntimeError(f"zhibi {' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(("{", "["))]
