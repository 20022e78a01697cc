"""The journal of a run folder: one JournalEntry per line, a line only after its WARC record."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from schemas.errors import InvalidRecordError
from schemas.harvest import JournalEntry

FILE_NAME = "journal.jsonl"


def read(folder: Path) -> Iterator[JournalEntry]:
    """Yield the entries of *folder* in order; a last line that a kill cut short is left out.

    Raises InvalidRecordError for a damaged line before it, which no kill of ours explains.
    """
    file = folder / FILE_NAME
    if not file.exists():
        return
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            try:
                yield JournalEntry.model_validate_json(line)
            except ValidationError as error:
                raise InvalidRecordError(
                    "a line of the journal is damaged",
                    where=f"{file}:{number}",
                    remedy="Remove the line; its address is then fetched again",
                ) from error


class JournalWriter:
    """Appends whole lines, on the disk when :meth:`append` returns. Raises OSError."""

    def __init__(self, folder: Path) -> None:
        file = folder / FILE_NAME
        new = not file.exists()
        self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        _cut_torn_line(self._descriptor)
        if new:
            sync_folder(folder)

    def append(self, entries: Iterable[JournalEntry]) -> None:
        """Write *entries*, one line each, and wait until they are on the disk."""
        text = "".join(entry.model_dump_json(exclude_defaults=True) + "\n" for entry in entries)
        write_all(self._descriptor, text.encode())
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Release the file."""
        os.close(self._descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of *data*; the kernel may take it in parts. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_folder(folder: Path) -> None:
    """Put the names in *folder* on the disk, so that a new file survives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cut_torn_line(descriptor: int) -> None:
    """Drop what a killed writer left after the last whole line."""
    size = os.fstat(descriptor).st_size
    end = size
    while end > 0:
        start = max(0, end - 65536)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    if end < size:
        os.ftruncate(descriptor, end)
