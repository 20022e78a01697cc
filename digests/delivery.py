"""Empties the outbox: each message at most once, every outcome recorded before the next is tried.

The outbox commits a delivery as *sending* when it is claimed. So a process that dies leaves
it in a state that is not sent again by itself (RELIABILITY D6, D7, F14-F18).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from digests.hooks import Channel, Gone, send_post
from digests.message import sender_address
from digests.smtp import Failed, Outcome, Retry, Sent, SmtpSettings, Unknown, send
from egress.guard import Guard
from schemas.delivery import Delivery, DeliveryState

__all__ = [
    "OutboxProtocol",
    "SmtpSettings",
    "deliver",
    "deliver_posts",
    "next_attempt",
    "next_post",
]

Transport = Callable[[SmtpSettings, str, str, str], Outcome]
"""Hands one message over: settings, sender, recipient, message. Simulations bring their own."""

# Waits double from five minutes to four hours; after 48 hours of them a message has failed.
_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=4)
_GIVE_UP = timedelta(hours=48)
# Eight posts within a day, the first ones close together: most trouble is a restart.
_POST_WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
# A server that refuses this many connections in a row is down: the others need not be tried.
_DOWN_AFTER = 3


class OutboxProtocol(Protocol):
    """The store's outbox, as far as delivery needs it."""

    def claim(
        self, now: datetime, limit: int, channel: str = "mail"
    ) -> Sequence[tuple[Delivery, str]]:
        """Return deliveries that are due, with what is sent, after committing them as *sending*."""
        ...

    def mark(
        self, delivery_id: str, state: DeliveryState, *, now: datetime,
        error: str | None = None, next_attempt: datetime | None = None,
    ) -> object:  # fmt: skip
        """Record what became of a delivery."""
        ...


def deliver(
    outbox: OutboxProtocol, settings: SmtpSettings, now: datetime, limit: int,
    *, transport: Transport = send,
) -> Counter[DeliveryState]:  # fmt: skip
    """Send up to *limit* messages that are due at *now*; return how many ended in which state.

    Claims one at a time, so that a process that dies leaves at most one message in doubt. One
    recipient's failure delays no other; once the server is down, the rest stay queued as they are.
    *transport* hands a message over; only simulations have another than SMTP.
    Raises WrongUseError for a sender that is no address, before anything is claimed.
    """
    counts: Counter[DeliveryState] = Counter()
    sender = sender_address(settings.return_path or settings.sender)
    refusals = 0
    while counts.total() < limit and refusals < _DOWN_AFTER:
        claimed = outbox.claim(now, 1)
        if not claimed:
            break
        for delivery, mime in claimed:
            outcome = transport(settings, sender, delivery.address, mime)
            down = isinstance(outcome, Retry) and outcome.server
            refusals = refusals + 1 if down else 0
            counts[_record(outbox, delivery, outcome, now, next_attempt)] += 1
    return counts


def deliver_posts(
    outbox: OutboxProtocol, channel: Channel, guard: Guard, now: datetime, limit: int
) -> tuple[Counter[DeliveryState], str | None]:
    """Post up to *limit* messages of one channel; return how many ended in which state.

    The second value is why the channel is to be switched off: its receiver wants no more.
    """
    counts: Counter[DeliveryState] = Counter()
    refusals = 0
    while counts.total() < limit and refusals < _DOWN_AFTER:
        claimed = outbox.claim(now, 1, channel.name)
        if not claimed:
            break
        for delivery, body in claimed:
            outcome = send_post(guard, channel, delivery.message_id, body, now)
            refusals = refusals + 1 if isinstance(outcome, Retry) else 0
            counts[_record(outbox, delivery, outcome, now, next_post)] += 1
            if isinstance(outcome, Gone):
                return counts, outcome.reason
    return counts, None


def next_post(attempts: int, now: datetime) -> datetime | None:
    """Return when to post again after *attempts*; None after eight of them, within a day."""
    return now + _POST_WAITS[attempts - 1] if attempts <= len(_POST_WAITS) else None


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after *attempts* (1 or more); None when 48 hours have been spent."""
    waited = sum((_wait(number) for number in range(1, attempts)), timedelta())
    return None if waited >= _GIVE_UP else now + _wait(attempts)


def _wait(attempt: int) -> timedelta:
    # 2**6 times the first wait is beyond the longest; the bound keeps the power small.
    doublings = min(max(attempt, 1) - 1, 6)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def _record(
    outbox: OutboxProtocol, delivery: Delivery, outcome: Outcome, now: datetime,
    following: Callable[[int, datetime], datetime | None],
) -> DeliveryState:  # fmt: skip
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
            again = following(max(delivery.attempts, 1), now)
            state = "queued" if again else "failed"
            error = reason if again else f"given up after {delivery.attempts} attempts: {reason}"
            outbox.mark(delivery.id, state, now=now, error=error, next_attempt=again)
    return state
