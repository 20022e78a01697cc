"""Errors of the database engines, said for people and named for what the caller does next."""

import errno
import shutil
from pathlib import Path

from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError

from schemas.errors import NotConfiguredError, RetryLaterError, StorageFullError, ZhibiError

# Seconds after which a call that found the database busy or away is worth repeating.
_AFTER = 30.0
_FAILED = "disk I/O error"
# Bytes that a disk has free at least where its being full is not what failed.
_LEAST = 1024 * 1024
_NO_FILE = (
    "is no SQLite database",
    "Move the file away, or name another database in zhibi.yaml",
)
_BROKEN = (
    "is damaged",
    "Restore a backup (zhibi restore); zhibi verify says what is missing",
)
_SQLITE_SETUP = (
    ("file is not a database", *_NO_FILE),
    ("disk image is malformed", *_BROKEN),
    (
        "unable to open",
        "cannot be opened",
        "Check that the folder exists and that you may write to it",
    ),
    (
        "readonly database",
        "cannot be written",
        "Give yourself the right to write to the file and its folder",
    ),
    (
        "attempt to write",
        "cannot be written",
        "Give yourself the right to write to the file and its folder",
    ),
)
# SQLSTATE, or where a connection was never made the words of libpq.
_POSTGRES_SETUP = {
    "28P01": ("refuses the password", "Check user and password of the database URL"),
    "28000": (
        "refuses this user",
        "Check the user of the database URL and the server's pg_hba.conf",
    ),
    "3D000": ("has no such database", "Create it (createdb), or mend the name in the database URL"),
    "42501": ("lacks a right", "Grant this user the right to create tables in its database"),
    "25006": ("is read-only", "Name the primary server in the database URL"),
}
_POSTGRES_WORDS = (
    ("password authentication failed", "28P01"),
    ("no password supplied", "28P01"),
    ("no pg_hba.conf entry", "28000"),
    ("role", "28000"),
    ("does not exist", "3D000"),
)
_RETRIED = {"40001", "40P01", "55P03"}  # serialisation, deadlock, lock not had in time


def is_busy(error: DBAPIError) -> bool:
    """Say whether the whole transaction may succeed when it is simply begun anew."""
    words = str(error.orig)
    return "database is locked" in words or "table is locked" in words or _state(error) in _RETRIED


def translate(error: DBAPIError, where: str) -> ZhibiError:
    """Return the error to raise instead of *error*; *where* is the database without password."""
    if _is_full(error, where):
        return StorageFullError(
            "the disk is full; nothing that was acknowledged is lost",
            where=where,
            remedy="Free some space, then run again",
            after=_AFTER,
        )
    if is_busy(error):
        return RetryLaterError(
            "the database is busy with another process",
            where=where,
            remedy="Try again when that is done",
            after=_AFTER,
        )
    if _FAILED in str(error.orig):
        return RetryLaterError(
            "the disk failed while the database was read or written",
            where=where,
            remedy="Check the disk, then run zhibi verify; what was acknowledged is kept",
            after=_AFTER,
        )
    return _setup(error, where) or _away(error, where)


def _is_full(error: DBAPIError, where: str) -> bool:
    words = str(error.orig)
    no_space = getattr(error.orig, "errno", None) == errno.ENOSPC
    if no_space or "disk is full" in words or "No space left" in words or _state(error) == "53100":
        return True
    # SQLite says no more where it cannot make its files of shared memory and recent writes.
    folder = Path(where).parent
    return _FAILED in words and folder.is_dir() and shutil.disk_usage(folder).free < _LEAST


def _setup(error: DBAPIError, where: str) -> ZhibiError | None:
    words = str(error.orig)
    for part, what, remedy in _SQLITE_SETUP:
        if part in words:
            return NotConfiguredError(what, where=where, remedy=remedy)
    state = _state(error)
    if state is None and isinstance(error, OperationalError):
        state = next((code for part, code in _POSTGRES_WORDS if part in words), None)
    if state in _POSTGRES_SETUP:
        what, remedy = _POSTGRES_SETUP[state]
        return NotConfiguredError(f"the server {what}", where=where, remedy=remedy)
    if any(part in words for part in ("resolve host", "translate host name", "Name or service")):
        return NotConfiguredError(
            "the database host is not known by that name",
            where=where,
            remedy="Check the host in the database URL",
        )
    return None


def _away(error: DBAPIError, where: str) -> ZhibiError:
    if isinstance(error, (OperationalError, InternalError)) or error.connection_invalidated:
        return RetryLaterError(
            f"the database cannot be reached: {first_line(error)}",
            where=where,
            remedy="Check that it runs, then run again; nothing that was acknowledged is lost",
            after=_AFTER,
        )
    kind = "refused this" if isinstance(error, DatabaseError) else "failed"
    return ZhibiError(f"the database {kind}: {first_line(error)}", where=where)


def first_line(error: DBAPIError) -> str:
    """Return the engine's own words, without the statement and its values."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def _state(error: DBAPIError) -> str | None:
    state: str | None = getattr(error.orig, "sqlstate", None)
    return state
