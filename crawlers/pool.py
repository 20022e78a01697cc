"""Pages are read in child processes that may die: one page is lost, never the run (RELIABILITY D4).

Children have no secrets in their environment, no network, bounded memory, processor time and
files; each is replaced after a number of pages and killed when a page takes too long.
"""

import atexit
import os
import pickle
import selectors
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from crawlers.templates.plan import Plan, Verdicts
from schemas.changes import PageReading
from schemas.documents import Document
from schemas.harvest import Hint
from schemas.kinds import DocumentKind

_ROOT = Path(__file__).parent.parent
_HEADER = struct.Struct(">Q")
# Wall seconds a page may take; the worst honest page measured takes under one (T4 allows 20).
DEADLINE = 20.0
# Pages after which a child is replaced: libxml2 never gives memory back.
PAGES_PER_CHILD = 500
# What a page read by a template counts of that: its parser frees what it took, and a new child costs
# as much time as a thousand of them.
_WEAR_BY_TEMPLATE = 0.05
# A child starts by importing lxml and the page objects, about a second on a busy machine.
START_DEADLINE = 60.0
# Idle children kept for the next pool of this process: a run opens several, one after the other.
MOST_SPARE = 3
# How the interpreter is told what a child runs.
CHILD = ("-m", "crawlers.pool_child")


@dataclass(frozen=True, slots=True)
class ExtractJob:
    """One page to read: its *body*, or the *path* of a file that holds it.

    *plan* says which templates may read it and whether they are compared; None: no template may.
    """

    id: str
    url: str
    seen: datetime
    body: bytes | None = None
    path: Path | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: DocumentKind | None = None
    hint: Hint | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)
    listing: bool = False
    follow: str | None = None
    whole: bool = False
    plan: Plan | None = None
    # A question of crawlers/asking.py about the page, instead of reading it, and what it is given.
    ask: str | None = None
    given: Any = None


@dataclass(frozen=True, slots=True)
class ExtractResult:
    """What became of a job: a *document*, or a stable *reason* with its *detail*.

    *more* are further documents of the same body; *listed* the addresses that a list holds;
    *notes* what of it could not be read; *understood* how a table was read; *reading* the whole page
    where the job wants it; *verdicts* what the reading showed of templates; *answer* what a job that
    asks was told.
    """

    id: str
    document: Document | None = None
    more: tuple[Document, ...] = ()
    listed: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    understood: str = ""
    reason: str | None = None
    detail: str | None = None
    reading: PageReading | None = None
    verdicts: Verdicts | None = None
    answer: Any = None

    @property
    def documents(self) -> tuple[Document, ...]:
        """Return every document of the body, none where there is a reason."""
        return () if self.document is None else (self.document, *self.more)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child: address space in bytes, processor seconds, open files."""

    memory: int = 1_500_000_000
    processor: int = 600
    files: int = 64


class _Child:
    """One process with a pipe each way; at most one page is in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.runs = limits, CHILD
        bounds = (limits.memory, limits.processor, limits.files, os.getpid())
        arguments = [str(one) for one in bounds]
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, *CHILD, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"},
            close_fds=True,
        )
        self.job: ExtractJob | None = None
        self.deadline = 0.0
        self.pages = 0
        self.worn = 0.0
        self.buffer = bytearray()

    @property
    def output(self) -> IO[bytes]:
        """Return the pipe that answers come through."""
        assert self.process.stdout is not None
        return self.process.stdout

    def give(self, job: ExtractJob, deadline: float, start: float) -> bool:
        """Hand over *job*; False where the child is dead already."""
        self.job = job
        # The first page waits for the imports as well.
        self.deadline = time.monotonic() + deadline + (start if self.pages == 0 else 0.0)
        self.pages += 1
        data = pickle.dumps(job, protocol=pickle.HIGHEST_PROTOCOL)
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(_HEADER.pack(len(data)) + data)
            self.process.stdin.flush()
        except OSError:
            return False
        return True

    def take(self) -> ExtractResult | None:
        """Read what is there; the result once all of it is. Raises EOFError where the child ended."""
        chunk = self.output.read1(1 << 20)  # type: ignore[attr-defined]
        if not chunk:
            raise EOFError
        self.buffer += chunk
        if len(self.buffer) < _HEADER.size:
            return None
        (size,) = _HEADER.unpack_from(self.buffer)
        if len(self.buffer) < _HEADER.size + size:
            return None
        data = bytes(self.buffer[_HEADER.size : _HEADER.size + size])
        self.buffer.clear()
        self.job = None
        result: ExtractResult = pickle.loads(data)  # noqa: S301 - written by our own child
        return result

    def end(self) -> None:
        """Kill the process and free its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was still to be written has no reader any more
                    continue


_spares: list[_Child] = []


def _spare(child: _Child) -> None:
    """Keep an idle child for the next pool, or end it where enough are kept."""
    if len(_spares) < MOST_SPARE:
        _spares.append(child)
    else:
        child.end()


def _take_spare(limits: Limits) -> _Child:
    """Return a child with these bounds: one that another pool left, else a new one."""
    for place, child in enumerate(_spares):
        if (child.limits, child.runs) == (limits, CHILD) and child.process.poll() is None:
            return _spares.pop(place)
    return _Child(limits)


@atexit.register
def end_spares() -> None:
    """End the children that no pool holds."""
    while _spares:
        _spares.pop().end()


class ExtractPool:
    """Child processes that read pages; use it as a context manager."""

    def __init__(
        self,
        workers: int = 2,
        *,
        deadline: float = DEADLINE,
        start_deadline: float = START_DEADLINE,
        pages_per_child: int = PAGES_PER_CHILD,
        limits: Limits | None = None,
    ) -> None:
        self._workers = max(1, workers)
        self._deadline = deadline
        self._start_deadline = start_deadline
        self._pages_per_child = pages_per_child
        self._limits = limits or Limits()
        self._idle: list[_Child] = []
        self._busy: list[_Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End every child that is in a page; keep a few idle ones for the next pool."""
        for child in self._busy:
            child.end()
        for child in self._idle:
            _spare(child)
        self._idle.clear()
        self._busy.clear()

    def run(self, jobs: Iterable[ExtractJob]) -> Iterator[ExtractResult]:
        """Yield one result per job as they are done, in any order. Takes jobs only as needed."""
        source = iter(jobs)
        ready: deque[ExtractResult] = deque()
        more = True
        while more or self._busy:
            while more and len(self._busy) < self._workers:
                job = next(source, None)
                if job is None:
                    more = False
                    break
                self._start(job, ready)
            if self._busy:
                self._collect(ready)
            while ready:
                yield ready.popleft()

    def _start(self, job: ExtractJob, ready: deque[ExtractResult]) -> None:
        child = self._idle.pop() if self._idle else _take_spare(self._limits)
        if child.give(job, self._deadline, self._start_deadline):
            self._busy.append(child)
        elif child.pages > 1:  # it died while idle: the page is not to blame
            child.end()
            self._start(job, ready)
        else:
            child.end()
            ready.append(_died(job, child))

    def _collect(self, ready: deque[ExtractResult]) -> None:
        """Wait for an answer, a death or a deadline."""
        with selectors.DefaultSelector() as waiting:
            for child in self._busy:
                waiting.register(child.output, selectors.EVENT_READ, child)
            nearest = min(child.deadline for child in self._busy)
            events = waiting.select(max(0.0, nearest - time.monotonic()))
        for key, _ in events:
            self._answer(key.data, ready)
        now = time.monotonic()
        for child in [one for one in self._busy if one.deadline <= now]:
            self._busy.remove(child)
            child.end()
            assert child.job is not None
            detail = f"reading it took more than {self._deadline:g} seconds"
            ready.append(ExtractResult(child.job.id, reason="parser-timeout", detail=detail))

    def _answer(self, child: _Child, ready: deque[ExtractResult]) -> None:
        job = child.job
        assert job is not None
        try:
            result = child.take()
        except (EOFError, pickle.UnpicklingError):
            self._busy.remove(child)
            child.end()
            ready.append(_died(job, child))
            return
        if result is None:
            return
        self._busy.remove(child)
        ready.append(result)
        by_template = result.verdicts is not None and result.verdicts.used is not None
        child.worn += _WEAR_BY_TEMPLATE if by_template else 1.0
        # A child that answered for a rule that never ends has ended itself.
        if child.worn >= self._pages_per_child or result.reason == "rule-timeout":
            child.end()
        else:
            self._idle.append(child)


def _died(job: ExtractJob, child: _Child) -> ExtractResult:
    code = child.process.returncode
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return ExtractResult(job.id, reason="parser-died", detail=f"the reading process ended: {how}")
