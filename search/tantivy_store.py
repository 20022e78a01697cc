"""The files of an embedded index: folders of versions, which one is current, and who may write.

index/CURRENT       names the folder that is searched; replaced at once by a rename
index/v000007/      a tantivy index, with zhibi.json saying what made it
index/writer.lock   held by the one process that writes; the system frees it when that one dies
"""

import contextlib
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tantivy

from schemas.errors import NotConfiguredError, RetryLaterError, StorageFullError
from schemas.ids import digest
from search import entry
from search.tantivy_columns import MANY, add_columns
from search.tantivy_rank import FILE as RANKS
from text import analysis

_CURRENT = "CURRENT"
_STAMP = "zhibi.json"
NUMBERS = ("key", "standing", "day", "published", "version", "place", "story_number")
"""The columns of whole numbers. *place* is where the rank lies, *story_number* is 0 without one."""
REINDEX = "Build it anew from the store: zhibi reindex"


@dataclass(frozen=True)
class Stamp:
    """What made an index: the versions of tokens and fields, and the names it was cut by."""

    analysis: str
    fields: str
    names: str

    @property
    def readable(self) -> bool:
        """Say whether this program reads such an index rightly."""
        return (self.analysis, self.fields) == (analysis.VERSION, entry.VERSION)


def schema() -> tantivy.Schema:
    """Return the fields of the embedded index: those of :class:`search.entry.Entry`."""
    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        builder.add_text_field(f"{name}_forms", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("title_words", tokenizer_name="whitespace", index_option="freq")
    for name in ("id", *MANY):
        builder.add_text_field(f"is_{name}", tokenizer_name="raw", index_option="basic")
    for name in ("kind", "language", "source", "story", "month"):
        builder.add_text_field(f"is_{name}", tokenizer_name="raw", index_option="basic", fast=True)
    add_columns(builder)
    for name in NUMBERS:
        builder.add_integer_field(name, fast=True)
    builder.add_float_field("amounts", indexed=True, fast=True)
    builder.add_bytes_field("document", stored=True)
    return builder.build()


def story_number(story: str | None) -> int:
    """Return the number by which *story* is told from others; 0 for none."""
    return (int(digest(story)[:15], 16) or 1) if story else 0


class Folder:
    """The folder of an embedded index."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self) -> None:
        """Make the folder. Raises NotConfiguredError where that cannot be."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotConfiguredError(
                f"the folder of the search index cannot be made: {error.strerror}",
                where=str(self.path),
                remedy="Name a folder that you may write to",
            ) from error

    def current(self) -> Path | None:
        """Return the folder that is searched, None before the first document."""
        try:
            name = (self.path / _CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.damaged(error) from error
        return self.path / name

    def stamp(self, folder: Path) -> Stamp:
        """Return what made the index in *folder*. Raises NotConfiguredError if nobody can tell."""
        try:
            return Stamp(**json.loads((folder / _STAMP).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise self.damaged(error) from error

    def create(self, names: str) -> Path:
        """Make an empty index beside the current one; leftovers of broken-off builds go."""
        current = self.current()
        for stale in self.path.glob("v[0-9]*"):
            if stale != current:
                shutil.rmtree(stale, ignore_errors=True)
        number = int(current.name[1:]) + 1 if current else 1
        folder = self.path / f"v{number:06d}"
        folder.mkdir()
        stamp = Stamp(analysis.VERSION, entry.VERSION, names)
        (folder / _STAMP).write_text(json.dumps(stamp.__dict__), encoding="utf-8")
        (folder / RANKS).touch()
        tantivy.Index(schema(), path=str(folder))
        return folder

    def switch(self, folder: Path) -> None:
        """Make *folder* the current one, for good, and remove the one before."""
        before = self.current()
        draft = self.path / f"{_CURRENT}.new"
        with draft.open("w", encoding="utf-8") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / _CURRENT)
        _sync_folder(self.path)
        if before and before != folder:  # searches under way keep the files they have open
            shutil.rmtree(before, ignore_errors=True)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write. Raises RetryLaterError while another process has it."""
        self.prepare()
        with (self.path / "writer.lock").open("a+", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                owner = lock.read().strip() or "unknown"
                raise RetryLaterError(
                    f"another process (number {owner}) is writing to the search index",
                    where=str(self.path),
                    remedy="Wait until it is done, then repeat; nothing is lost",
                ) from error
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            with self.troubles():
                yield

    @contextlib.contextmanager
    def troubles(self) -> Iterator[None]:
        """Turn what the engine and the disk raise into errors for people."""
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOSPC or "No space left" in str(error):
                raise self._full() from error
            raise self.damaged(error) from error
        except ValueError as error:  # tantivy's own errors come so, with their text only
            if "No space left" in str(error) or "os error 28" in str(error):
                raise self._full() from error
            raise self.damaged(error) from error

    def damaged(self, error: Exception) -> NotConfiguredError:
        """Return the error for files that cannot be read."""
        return NotConfiguredError(
            f"the search index cannot be read ({type(error).__name__}: {error})",
            where=str(self.path),
            remedy=REINDEX,
        )

    def _full(self) -> StorageFullError:
        return StorageFullError(
            "the disk is full; the search index is as it was before",
            where=str(self.path),
            remedy="Free some space, then repeat: what waits is indexed then",
        )


def deleted(folder: Path) -> int:
    """Return how many documents the index in *folder* holds that were deleted or replaced."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    counts = (one.get("deletes") or {} for one in meta["segments"])
    return sum(int(one.get("num_deleted_docs", 0)) for one in counts)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
