"""The WARC archive: everything fetched, as received, at the positions the store knows."""

import gzip
import hashlib
import os
import shutil
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from schemas.errors import QuarantineError, StorageFullError
from schemas.harvest import Snapshot
from store.files import flush

# A page may inflate to this at most; more is a bomb (the crawl's own limit is lower).
_MOST_BYTES = 64 * 1024 * 1024
PATTERN = "*.warc.gz"
PARTIAL = ".partial"


class Readable(Protocol):
    """What warcio and gzip give to read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most *size* bytes."""


@dataclass(frozen=True)
class Response:
    """A response as it was received: status, header lines in their order, body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Archive:
    """WARC files in ``FOLDER/RUN/``; a snapshot's body is found by file, offset and length."""

    folder: Path

    def adopt(self, run_folder: Path) -> None:
        """Take the WARC files of a run folder into the archive; repeated, it changes nothing.

        A file is linked, not moved: where a killed crawl goes on it appends to the same file, and
        every offset stays good. Where links are not to be had it is copied whole, then renamed.
        Raises StorageFullError.
        """
        target = self.folder / run_folder.name
        files = sorted(run_folder.glob(PATTERN))
        if not files:
            return
        try:
            target.mkdir(parents=True, exist_ok=True)
            for file in files:
                _adopt(file, target / file.name)
            for changed in (target, self.folder, self.folder.parent):
                flush(changed)
        except OSError as error:
            raise StorageFullError(
                f"the archive cannot be written: {error.strerror}",
                where=str(target),
                remedy="Free some space, then run again; what was fetched is kept",
            ) from error

    def body(self, snapshot: Snapshot) -> bytes:
        """Return a snapshot's body, content decoding undone, with its digest checked.

        Raises QuarantineError (reason ``archive-damaged``) where it is not what was received.
        """
        return self.response(snapshot).body

    def response(self, snapshot: Snapshot) -> Response:
        """Return the whole response of a snapshot. Raises as :meth:`body`."""
        where = f"{self.path(snapshot)} at {snapshot.warc_offset}"
        try:
            record = next(iter(ArchiveIterator(BytesIO(self._member(snapshot)))))
            body = _bounded(record.content_stream())
        except FileNotFoundError as error:
            raise _damaged("the archive file is missing", where) from error
        except (OSError, EOFError, zlib.error, ArchiveLoadFailed, StopIteration) as error:
            raise _damaged(f"the archived response cannot be read ({error})", where) from error
        if hashlib.sha256(body).hexdigest() != snapshot.digest:
            raise _damaged(
                "the archived response is not what was received: its digest differs", where
            )
        lines = record.http_headers.headers if record.http_headers else ()
        return Response(snapshot.status, tuple((name, value) for name, value in lines), body)

    def path(self, snapshot: Snapshot) -> Path:
        """Return the file that holds a snapshot."""
        return self.folder / snapshot.run / Path(snapshot.warc_file).name

    def _member(self, snapshot: Snapshot) -> bytes:
        with self.path(snapshot).open("rb") as file:
            file.seek(snapshot.warc_offset)
            packed = file.read(snapshot.warc_length)
        if not packed.startswith(b"\x1f\x8b"):
            return packed  # a record that was stored without compression
        with gzip.GzipFile(fileobj=BytesIO(packed)) as member:  # checks length and CRC-32
            return _bounded(member)


def _adopt(file: Path, target: Path) -> None:
    """Make *target* the same file as *file*, durably, with no moment at which it is half there."""
    flush(file)
    if target.exists() and (target.samefile(file) or target.stat().st_size >= file.stat().st_size):
        return
    partial = target.with_name(target.name + PARTIAL)
    partial.unlink(missing_ok=True)
    try:
        os.link(file, partial)
    except OSError:
        with file.open("rb") as source, partial.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        flush(partial)
    partial.replace(target)


def _bounded(stream: Readable) -> bytes:
    """Read all of *stream*, through to the checksum at its end; more than a page is refused."""
    body = bytes(stream.read(_MOST_BYTES + 1))
    if len(body) > _MOST_BYTES:
        raise OSError(f"it inflates to more than {_MOST_BYTES // 2**20} MiB")
    return body


def _damaged(what: str, where: str) -> QuarantineError:
    return QuarantineError(
        what,
        reason="archive-damaged",
        where=where,
        remedy="Restore the file from a backup, or let the source be fetched again",
    )
