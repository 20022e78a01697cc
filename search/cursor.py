"""Where a page ended, as text that goes into a link. It holds no secret and no size of anything."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Literal

from schemas.errors import WrongUseError
from schemas.ids import digest

Phase = Literal["best", "rest"]


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last result shown: *place* is its points in phase ``best``, its key in phase ``rest``."""

    phase: Phase
    place: float
    id: str


def write_cursor(cursor: Cursor, query: str) -> str:
    """Return *cursor* as text that is good for *query* only."""
    data = [cursor.phase, cursor.place, cursor.id, digest(query)[:8]]
    return base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")


def read_cursor(text: str, query: str) -> Cursor:
    """Read what :func:`write_cursor` wrote. Raises WrongUseError for anything else."""
    wrong = WrongUseError(
        "the page mark does not belong to this search", where="cursor", remedy="Start at page one"
    )
    try:
        padded = text + "=" * (-len(text) % 4)
        data = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        phase, place, identity, mark = data
    except (binascii.Error, UnicodeError, ValueError, TypeError, RecursionError) as error:
        raise wrong from error
    fits = (
        phase in ("best", "rest")
        and isinstance(place, int | float)
        and isinstance(identity, str)
        and mark == digest(query)[:8]
    )
    if not fits:
        raise wrong
    return Cursor(phase, place, identity)
