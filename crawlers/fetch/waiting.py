"""Retry-After (RFC 9110, section 10.2.3), read defensively."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# RELIABILITY D9: whatever a host says, it is asked again within a day and never at once.
LEAST = timedelta(seconds=1)
MOST = timedelta(hours=24)
# Where a host says "wait" but not how long, or unreadably.
DEFAULT = timedelta(minutes=10)


def parked_until(value: str | None, *, now: datetime, host_clock: str | None = None) -> datetime:
    """Return until when a host wants to be left alone.

    A date is taken relative to the host's own clock (its ``Date`` header) where that is known, so
    that a clock that is wrong on either side does not matter.
    """
    return now + min(max(_wait(value, now, host_clock), LEAST), MOST)


def _wait(value: str | None, now: datetime, host_clock: str | None) -> timedelta:
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        # Ten digits are 300 years: more of them would overflow and mean no more.
        return MOST if len(text) > 9 else timedelta(seconds=int(text))
    at = _date(text)
    if at is None:
        return DEFAULT
    return at - (_date(host_clock or "") or now)


def _date(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
