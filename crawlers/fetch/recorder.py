"""Writes what became of each address: the WARC record first, its journal line after it.

An entry is acknowledged when its line is on the disk. Waiting for the disk takes milliseconds, so
entries that come within one short window share the wait.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from crawlers.journal import JournalWriter
from crawlers.warc import Exchange, WarcWriter
from schemas.harvest import JournalEntry

# Seconds and entries after which what waits is written: at most so much is fetched again after a kill.
_WINDOW = 0.03
_BATCH = 24

Later = Callable[[float, Callable[[], None]], Any]


class Recorder:
    """*later* schedules a call on the event loop; *used* names WARC files of earlier processes.

    After the disk has failed once nothing more is written: *broken* holds the error, and what was
    not acknowledged is fetched again by the next process.
    """

    def __init__(self, folder: Path, run: str, later: Later, used: Sequence[str] = ()) -> None:
        self._warc = WarcWriter(folder, run, used)
        self._journal = JournalWriter(folder)
        self._later = later
        self._waiting: list[JournalEntry] = []
        self._scheduled = False
        self.broken: OSError | None = None

    def add(self, entry: JournalEntry, exchange: Exchange | None = None) -> None:
        """Take one entry, and the exchange to archive where there is one."""
        if self.broken is not None:
            return
        if exchange is not None:
            try:
                position = self._warc.write(exchange)
            except OSError as error:
                self.flush()  # what is archived already can still be acknowledged
                self._fail(error)
                return
            entry = entry.model_copy(
                update={
                    "warc_file": position.file,
                    "warc_offset": position.offset,
                    "warc_length": position.length,
                }
            )
        self._waiting.append(entry)
        if len(self._waiting) >= _BATCH:
            self.flush()
        elif not self._scheduled:
            self._scheduled = True
            self._later(_WINDOW, self._on_time)

    def flush(self) -> None:
        """Put everything taken so far on the disk, or note in *broken* that it cannot be."""
        if not self._waiting or self.broken is not None:
            return
        try:
            self._warc.sync()
            self._journal.append(self._waiting)
        except OSError as error:
            self._fail(error)
        self._waiting = []

    def close(self) -> None:
        """Flush and release the files."""
        self.flush()
        self._warc.close()
        self._journal.close()

    def _fail(self, error: OSError) -> None:
        if self.broken is None:
            self.broken = error

    def _on_time(self) -> None:
        self._scheduled = False
        self.flush()
