"""Where a page ended, as text that goes into a link. It holds no secret and no size of anything."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from schemas.errors import WrongUseError
from schemas.ids import digest

Phase = Literal["best", "rest"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last result shown: *place* is its points in phase ``best``, its key in phase ``rest``.

    *now* is the second from which the first page counted: later pages weigh age by the same.
    """

    phase: Phase
    place: float
    id: str
    now: int


def write_cursor(cursor: Cursor, query: str) -> str:
    """Return *cursor* as text that is good for *query* only."""
    data = [cursor.phase, cursor.place, cursor.id, cursor.now, digest(query)[:8]]
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def read_cursor(text: str, query: str) -> Cursor:
    """Read what :func:`write_cursor` wrote. Raises WrongUseError for anything else."""
    phase, place, identity, now, mark = _read(text)
    if mark != digest(query)[:8]:
        raise _wrong()
    return Cursor(phase, place, identity, now)


def moment(text: str) -> datetime:
    """Return what *now* was on the first page, for dates relative to it. Raises WrongUseError."""
    try:
        return datetime.fromtimestamp(_read(text)[3], UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise _wrong() from error


def _read(text: str) -> tuple[Any, ...]:
    try:
        padded = text + "=" * (-len(text) % 4)
        data = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        phase, place, identity, now, mark = data
    except (binascii.Error, UnicodeError, ValueError, TypeError, RecursionError) as error:
        raise _wrong() from error
    fits = (
        phase in ("best", "rest")
        and isinstance(place, int | float)
        and isinstance(identity, str)
        and isinstance(now, int)
    )
    if not fits:
        raise _wrong()
    return phase, place, identity, now, mark


def _wrong() -> WrongUseError:
    return WrongUseError(
        "the page mark does not belong to this search", where="cursor", remedy="Start at page one"
    )
