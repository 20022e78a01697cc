"""Empties the outbox: each message at most once, every outcome recorded before the next is tried.

The outbox commits a delivery as *sending* when it is claimed. So a process that dies leaves
it in a state that is not sent again by itself (RELIABILITY D6, D7, F14-F18).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from digests.message import sender_address
from digests.smtp import Failed, Outcome, Retry, Sent, SmtpSettings, Unknown, send
from schemas.delivery import Delivery, DeliveryState

__all__ = ["OutboxProtocol", "SmtpSettings", "deliver", "next_attempt"]

# Waits double from five minutes to four hours; after 48 hours of them a message has failed.
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=4)
_GIVE_UP = timedelta(hours=48)
# A server that refuses this many connections in a row is down: the others need not be tried.
_DOWN_AFTER = 3


class OutboxProtocol(Protocol):
    """The store's outbox, as far as delivery needs it."""

    def claim(self, now: datetime, limit: int) -> Sequence[tuple[Delivery, str]]:
        """Return deliveries that are due, with their MIME, after committing them as *sending*."""
        ...

    def mark(
        self, delivery_id: str, state: DeliveryState, *, now: datetime,
        error: str | None = None, next_attempt: datetime | None = None,
    ) -> object:  # fmt: skip
        """Record what became of a delivery."""
        ...


def deliver(
    outbox: OutboxProtocol, settings: SmtpSettings, now: datetime, limit: int
) -> Counter[DeliveryState]:
    """Send up to *limit* messages that are due at *now*; return how many ended in which state.

    Claims one at a time, so that a process that dies leaves at most one message in doubt. One
    recipient's failure delays no other; once the server is down, the rest stay queued as they are.
    Raises WrongUseError for a sender that is no address, before anything is claimed.
    """
    counts: Counter[DeliveryState] = Counter()
    sender = sender_address(settings.sender)
    refusals = 0
    while counts.total() < limit and refusals < _DOWN_AFTER:
        claimed = outbox.claim(now, 1)
        if not claimed:
            break
        for delivery, mime in claimed:
            outcome = send(settings, sender, delivery.address, mime)
            down = isinstance(outcome, Retry) and outcome.server
            refusals = refusals + 1 if down else 0
            counts[_record(outbox, delivery, outcome, now)] += 1
    return counts


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after *attempts* (1 or more); None when 48 hours have been spent."""
    waited = sum((_wait(number) for number in range(1, attempts)), timedelta())
    return None if waited >= _GIVE_UP else now + _wait(attempts)


def _wait(attempt: int) -> timedelta:
    # 2**6 times the first wait is beyond the longest; the bound keeps the power small.
    doublings = min(max(attempt, 1) - 1, 6)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def _record(
    outbox: OutboxProtocol, delivery: Delivery, outcome: Outcome, now: datetime
) -> DeliveryState:
    state: DeliveryState
    match outcome:
        case Sent():
            state = "sent"
            outbox.mark(delivery.id, state, now=now)
        case Failed(reason):
            state = "failed"
            outbox.mark(delivery.id, state, now=now, error=reason)
        case Unknown(reason):
            state = "unknown"
            outbox.mark(delivery.id, state, now=now, error=reason)
        case Retry(reason):
            again = next_attempt(max(delivery.attempts, 1), now)
            state = "queued" if again else "failed"
            error = reason if again else f"given up after 48 hours: {reason}"
            outbox.mark(delivery.id, state, now=now, error=error, next_attempt=again)
    return state
