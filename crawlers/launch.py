"""Starts the crawl as a child process with a bare environment, and ends it at its deadline."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import crawlers
from crawlers import journal
from crawlers.crawl import PLAN_FILE
from schemas.errors import StorageFullError
from schemas.harvest import CrawlPlan

_TAIL = 2000
_ERRORS_FILE = "crawl.err"
# Seconds between asking the child to stop and killing it.
_GRACE = 3.0
DEADLINE = -signal.SIGKILL


class CrawlResult(NamedTuple):
    """How the child ended: 0 for done, negative for the signal that ended it; counts per outcome."""

    exit_code: int
    counts: dict[str, int]
    stderr_tail: str


def crawl(
    folder: Path, plan: CrawlPlan, *, deadline_seconds: float, robots_cache: Path | None = None
) -> CrawlResult:
    """Crawl *plan* in *folder* and wait, *deadline_seconds* at most.

    A folder that holds a journal is gone on with: what is journalled is not fetched again. The
    death of the child is reported, never raised. Raises StorageFullError when not even the plan
    can be written.
    """
    _write_plan(folder, plan)
    command = [sys.executable, "-m", "crawlers.crawl", str(folder.resolve())]
    command += ["--parent", str(os.getpid())]
    if robots_cache is not None:
        command += ["--robots-cache", str(robots_cache.resolve())]
    errors = folder / _ERRORS_FILE
    with errors.open("ab") as stream:
        start = stream.tell()
        child = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
            command,
            cwd=_clone(),
            env=_bare_environment(),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
        code = _wait(child, deadline_seconds)
    tail = errors.read_bytes()[start:][-_TAIL:].decode(errors="replace").strip()
    counts = Counter(str(entry.outcome) for entry in journal.read(folder))
    if code != 0 and not tail:
        tail = f"the crawl was ended by signal {-code}" if code < 0 else f"exit code {code}"
    return CrawlResult(code, dict(counts), tail)


def _write_plan(folder: Path, plan: CrawlPlan) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{PLAN_FILE}.part"
        with part.open("w", encoding="utf-8") as stream:
            stream.write(plan.model_dump_json())
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(folder / PLAN_FILE)
        journal.sync_folder(folder)
    except OSError as error:
        raise StorageFullError(
            f"the plan of a crawl cannot be written: {error}",
            where=str(folder),
            remedy="Free space, then run again",
        ) from error


def _wait(child: subprocess.Popen[bytes], seconds: float) -> int:
    try:
        return child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        _signal(child, signal.SIGTERM)
    except BaseException:
        _signal(child, signal.SIGKILL)
        child.wait()
        raise
    try:
        child.wait(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        _signal(child, signal.SIGKILL)
        child.wait()
    return DEADLINE


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return  # it ended by itself in this moment


def _clone() -> Path:
    return Path(crawlers.__file__).resolve().parents[1]


def _bare_environment() -> dict[str, str]:
    """Return all that the child learns of this process: no secret, no proxy, no HOME."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_clone()),
        "PYTHONUNBUFFERED": "1",
        "TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": "",
    }
