"""The only place that asks what time it is. Everything else is given *now*."""

import time
from datetime import UTC, datetime

from schemas.base import as_utc
from schemas.errors import WrongUseError


def system_now() -> datetime:
    """Return the present instant in UTC, without fractions of a second."""
    return datetime.now(UTC).replace(microsecond=0)


def stopwatch() -> float:
    """Return seconds of a monotonic clock, for durations only."""
    return time.monotonic()


def parse_instant(text: str, *, where: str = "--now") -> datetime:
    """Read an ISO 8601 instant with its zone, or a day (its midnight in UTC).

    Raises WrongUseError naming *where* the value came from.
    """
    try:
        value = datetime.fromisoformat(text.strip())
        if len(text.strip()) == len("2026-11-23"):
            value = value.replace(tzinfo=UTC)
        return as_utc(value)
    except ValueError as error:
        raise WrongUseError(
            f"{text!r} is no time", where=where, remedy="Write it as 2026-11-23T09:30:00+08:00"
        ) from error
