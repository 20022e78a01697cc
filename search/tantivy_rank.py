"""What places a document, beside the embedded index: read two hundred at a time.

Each is one short text in a file that only grows; a column of the index says where it lies. To read
it so takes a fifth of the time that reading a stored document does, of which the engine unpacks
a whole block. What deleted documents leave is forgotten when the index is built anew.
"""

import mmap
import os
import weakref
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from search.base import Candidate
from search.entry import Entry

FILE = "ranks"
_PART = "\x1f"  # which no token, id or name has
_LIST = "\x1e"
_SIZE_BITS = 20  # of a text: far longer than its parts can be; what is left is 8 TB of file


def write_rank(one: Entry) -> bytes:
    """Return what places the document *one*, but for its score and the numbers that are columns."""
    about = _LIST.join(_plain(company) for company in one.values["about"])
    parts = (
        _plain(one.id), repr(float(one.importance)), about, _plain(one.document.story or ""),
        _plain(one.title_line),
    )  # fmt: skip
    return _PART.join(parts).encode()


def read_rank(data: bytes, score: float, key: int, standing: int, published: int) -> Candidate:
    """Return the candidate of a document that was found with *score* and these numbers."""
    identity, importance, about, story, title = data.decode().split(_PART)
    return Candidate(
        identity, score, key, standing, published, float(importance),
        frozenset(about.split(_LIST)) if about else frozenset(), story or None, title,
    )  # fmt: skip


def read_id(data: bytes) -> str:
    """Return whose rank *data* is."""
    return data.decode().partition(_PART)[0]


def _plain(text: str) -> str:
    return text.replace(_PART, " ").replace(_LIST, " ")


class RankWriter:
    """Appends ranks to the file in *folder*. What no commit names is never read."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / FILE).open("ab")
        self._end = self._file.seek(0, os.SEEK_END)

    def add(self, rank: bytes) -> int:
        """Append *rank* and return its place."""
        place = self._end << _SIZE_BITS | len(rank)
        self._file.write(rank)
        self._end += len(rank)
        return place

    def sync(self) -> None:
        """Make what was written survive a crash: to be called before the commit that names it."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._file.close()


class RankReader:
    """Reads ranks by their places."""

    def __init__(self, folder: Path) -> None:
        # Stays readable when the folder is replaced; closed with the last search that reads it.
        self._handle = os.open(folder / FILE, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._handle)
        self._data: mmap.mmap | bytes = b""

    def read(self, places: Iterable[int]) -> list[bytes]:
        """Return the ranks at *places*. Raises OSError where the file is damaged."""
        spans = [(one >> _SIZE_BITS, one & ((1 << _SIZE_BITS) - 1)) for one in places]
        if spans and max(start + size for start, size in spans) > len(self._data):
            self._map()  # another process has committed since
            if max(start + size for start, size in spans) > len(self._data):
                raise OSError(f"{FILE} is shorter than the index says")
        data = self._data
        return [data[start : start + size] for start, size in spans]

    def _map(self) -> None:
        size = os.fstat(self._handle).st_size
        self._data = mmap.mmap(self._handle, size, access=mmap.ACCESS_READ) if size else b""
