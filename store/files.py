"""Files that are to survive a power cut."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

# Pages per step of a copy (8 MiB): between steps writers get their turn.
_PAGES = 2000


def flush(path: Path) -> None:
    """Wait until a file's content, or the names in a folder, are on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database as it was at one commit, into one durable file, while work goes on.

    Raises sqlite3.Error, OSError.
    """
    with closing(sqlite3.connect(source)) as opened, closing(sqlite3.connect(target)) as copy:
        opened.backup(copy, pages=_PAGES)
    settle_sqlite(target)


def settle_sqlite(file: Path) -> None:
    """Bring all of a closed SQLite database into its one file, on the disk."""
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE").close()
    flush(file)
