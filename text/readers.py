"""Many texts read for the index by several processes, in the order in which they came.

A reader is a child process with a dictionary of its own. Each has one part of the texts at a time,
and the parts come back in turn: the order is that of the texts, and no more is held than those
parts. A child that dies costs time only: what it had is read here.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

from text.reader_child import HEADER, Read, Texts, read_all
from text.segment import Segmenter

Item = TypeVar("Item")
Part = list[tuple[Item, Texts]]

ALONE = 2_000  # documents that are read here in the time that children need to start
_PART = (
    32  # documents of a part: some 100 kB there and 300 kB back, which a processor keeps at hand
)
_MOST = 2  # children: what more of them would read, one process cannot hand on
_ROOT = Path(__file__).resolve().parent.parent


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # macOS ties no process to processors


class Readers:
    """Reads texts for the index, cut by *segmenter*: the first *alone* here, more by *children*.

    Half of the processors have a child: the other half writes what they read. A machine with a
    single processor has none.
    """

    def __init__(
        self, segmenter: Segmenter, children: int | None = None, alone: int = ALONE
    ) -> None:
        self._segmenter = segmenter
        count = processors() // 2 if children is None else children
        self._count = count if children else min(count, _MOST)
        self._alone = alone

    def read(self, items: Iterable[tuple[Item, Texts]]) -> Iterator[tuple[Item, Read]]:
        """Yield each item with what is indexed of its title and text, in order.

        *items* are taken as they are needed, some hundreds ahead.
        """
        stream = iter(items)
        parts: Iterator[Part[Item]] = iter(lambda: list(islice(stream, _PART)), [])
        for part in islice(parts, self._alone // _PART if self._count else None):
            yield from self._here(part)
        first = next(parts, None)
        if first is None:
            return
        children = [_Child(self._segmenter.names) for _ in range(self._count)]
        try:
            yield from self._in_turn(children, first, parts)
        finally:
            for child in children:
                child.end()

    def _in_turn(
        self, children: "Sequence[_Child]", part: Part[Item] | None, parts: Iterator[Part[Item]]
    ) -> Iterator[tuple[Item, Read]]:
        waiting: deque[tuple[_Child, Part[Item]]] = deque()
        idle = deque(children)
        while part is not None or waiting:
            if part is not None and idle:
                child = idle.popleft()
                child.give([texts for _, texts in part])
                waiting.append((child, part))
                part = next(parts, None)
                continue
            child, given = waiting.popleft()
            made = child.take()
            if part is not None:  # first it goes on, then what it made is used
                child.give([texts for _, texts in part])
                waiting.append((child, part))
                part = next(parts, None)
            if made is None:
                yield from self._here(given)
            else:
                yield from zip((item for item, _ in given), made, strict=True)

    def _here(self, part: Part[Item]) -> Iterator[tuple[Item, Read]]:
        made = read_all([texts for _, texts in part], self._segmenter)
        return zip((item for item, _ in part), made, strict=True)


class _Child:
    """One process with a pipe each way; dead, it takes everything and gives nothing."""

    def __init__(self, names: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "text.reader_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._send(list(names))

    def give(self, texts: list[Texts]) -> None:
        """Hand *texts* over; it has taken all before."""
        self._send(texts)

    def take(self) -> list[Read] | None:
        """Wait for what it made of the texts it has; None if it died over them."""
        header = self._output.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        (size,) = HEADER.unpack(header)
        data = self._output.read(size)
        if len(data) < size:
            return None
        made: list[Read] = pickle.loads(data)  # noqa: S301 - written by our own child
        return made

    def end(self) -> None:
        """End the process and free its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._input, self._output):
            try:
                pipe.close()
            except OSError:  # what it did not take any more
                continue

    def _send(self, what: object) -> None:
        data = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
        try:
            self._input.write(HEADER.pack(len(data)) + data)
            self._input.flush()
        except OSError:  # it died: to be seen when its answer is taken
            return
