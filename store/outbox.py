"""The outbox: every message once, whatever dies in between (RELIABILITY D6, D7, F17, F18)."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select, update

from schemas.delivery import Delivery, DeliveryState, RenderedDigest
from schemas.errors import WrongUseError
from store.database import Database, reading, writing
from store.records import Outgoing
from store.sql import add_new
from store.tables_mail import deliveries, editions

# After this a sender on another machine is taken for dead: its connection would have timed out.
_OTHER_MACHINE = timedelta(hours=1)
# From a state to those that may follow. A message that was sent or refused for good stays so; one
# in the unknown may turn out sent, or a person may queue it again.
_FOLLOWS: dict[DeliveryState, frozenset[DeliveryState]] = {
    "queued": frozenset({"queued", "failed"}),
    "sending": frozenset({"queued", "sent", "failed", "unknown"}),
    "unknown": frozenset({"queued", "sent", "failed"}),
    "failed": frozenset({"queued"}),
    "sent": frozenset(),
}


@dataclass(frozen=True)
class Outbox:
    """Messages by state; the bytes that are sent were stored before the first attempt."""

    database: Database

    @writing
    def claim(
        self, connection: Connection, now: datetime, limit: int, channel: str = "mail",
        *, only: str | None = None,
    ) -> list[Outgoing]:  # fmt: skip
        """Take at most *limit* due messages of *channel* as ``sending``, or *only* one; committed on return.

        A process that dies from here on leaves them to :meth:`recover`, never to be sent twice.
        """
        due = (
            select(deliveries.c.id, deliveries.c.payload, editions.c.rendered)
            .join(editions, editions.c.id == deliveries.c.edition)
            .where(
                deliveries.c.state == "queued",
                deliveries.c.channel == channel,
                deliveries.c.next_attempt.is_(None) | (deliveries.c.next_attempt <= now),
            )
            .order_by(deliveries.c.next_attempt.nulls_first(), deliveries.c.id)
            .limit(limit)
        )
        if only is not None:
            due = due.where(deliveries.c.id == only)
        taken = []
        for row in connection.execute(due).all():
            waiting = Delivery.model_validate_json(row.payload)
            delivery = waiting.model_copy(
                update={"state": "sending", "attempts": waiting.attempts + 1, "updated": now}
            )
            _put(connection, delivery, owner=_this_process())
            rendered = RenderedDigest.model_validate_json(row.rendered)
            body = rendered.mime if channel == "mail" else rendered.posts.get(channel, "")
            taken.append(Outgoing(delivery, body))
        return taken

    @writing
    def mark(
        self,
        connection: Connection,
        delivery_id: str,
        state: DeliveryState,
        *,
        now: datetime,
        error: str | None = None,
        next_attempt: datetime | None = None,
    ) -> bool:
        """Note what became of a message; False, and nothing done, where it is settled already.

        Raises WrongUseError for an unknown id.
        """
        delivery = _found(connection, delivery_id)
        if state not in _FOLLOWS[delivery.state]:
            return False
        update_with = {
            "state": state, "updated": now, "error": error, "next_attempt": next_attempt,
        }  # fmt: skip
        _put(connection, delivery.model_copy(update=update_with), owner=None)
        return True

    @writing
    def recover(self, connection: Connection, now: datetime) -> int:
        """Turn what a dead process was sending into ``unknown`` and return how many there were.

        Another process that still lives keeps its messages. The calling process must not be sending.
        """
        sending = select(deliveries).where(deliveries.c.state == "sending")
        lost = [
            delivery
            for row in connection.execute(sending)
            if not _still_sends(row, delivery := Delivery.model_validate_json(row.payload), now)
        ]
        for delivery in lost:
            reason = "the process ended while it was sending; the server may have the message"
            unknown = {"state": "unknown", "updated": now, "error": reason}
            _put(connection, delivery.model_copy(update=unknown), owner=None)
        return len(lost)

    @writing
    def requeue(self, connection: Connection, delivery_id: str, *, now: datetime) -> bool:
        """Let a person send a failed message, or one in the unknown, again: same bytes, same id.

        False where it is neither. Raises WrongUseError for an unknown id.
        """
        delivery = _found(connection, delivery_id)
        if delivery.state not in {"failed", "unknown"}:
            return False
        fresh = {
            "state": "queued", "attempts": 0, "next_attempt": None, "updated": now, "error": None,
            "bounced": None,
        }  # fmt: skip
        _put(connection, delivery.model_copy(update=fresh), owner=None)
        return True

    @writing
    def bounce(
        self, connection: Connection, message_id: str, address: str, *, now: datetime,
        reason: str, final: bool,
    ) -> Delivery | None:  # fmt: skip
        """Note that a message came back, or is delayed; return it, or None where it is not ours.

        *final*: it was not delivered and never will be, so it counts as failed.
        """
        wanted = select(deliveries.c.payload).where(
            deliveries.c.message_id == message_id, deliveries.c.channel == "mail"
        )
        found = [Delivery.model_validate_json(one) for one in connection.scalars(wanted)]
        own = [one for one in found if one.address.casefold() == address.casefold()] or found[:1]
        for delivery in own[:1]:
            if delivery.state == "queued" or (delivery.bounced and not final):
                return delivery
            noted: dict[str, Any] = {"bounced": reason, "updated": now}
            if final:
                noted |= {"state": "failed", "error": f"came back: {reason}"}
            changed = delivery.model_copy(update=noted)
            _put(connection, changed, owner=None)
            return changed
        return None

    @reading
    def get(self, connection: Connection, delivery_id: str) -> Delivery:
        """Return one message. Raises WrongUseError for an unknown id."""
        return _found(connection, delivery_id)

    @reading
    def channels_due(self, connection: Connection, now: datetime) -> Sequence[str]:
        """Return the channels that have something to send at *now*."""
        wanted = select(deliveries.c.channel).where(
            deliveries.c.state == "queued",
            deliveries.c.next_attempt.is_(None) | (deliveries.c.next_attempt <= now),
        )
        return sorted(set(connection.scalars(wanted.distinct())))

    @reading
    def list(
        self, connection: Connection, state: DeliveryState | None = None,
        reader: str | None = None,
    ) -> Sequence[Delivery]:  # fmt: skip
        """Return messages, those of one state or reader or all, by id."""
        wanted = select(deliveries.c.payload).order_by(deliveries.c.id)
        if state is not None:
            wanted = wanted.where(deliveries.c.state == state)
        if reader is not None:
            wanted = wanted.where(deliveries.c.reader == reader)
        return [Delivery.model_validate_json(one) for one in connection.scalars(wanted)]


def queue(connection: Connection, delivery: Delivery) -> bool:
    """Put a message into the outbox; False where its edition has one for this reader already."""
    return add_new(connection, deliveries, _row(delivery, owner=None))


def _found(connection: Connection, delivery_id: str) -> Delivery:
    found = connection.scalar(select(deliveries.c.payload).where(deliveries.c.id == delivery_id))
    if found is None:
        raise WrongUseError(
            "there is no such message in the outbox", where=delivery_id, remedy="zhibi mail"
        )
    return Delivery.model_validate_json(found)


def _put(connection: Connection, delivery: Delivery, *, owner: str | None) -> None:
    row = _row(delivery, owner=owner)
    connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(**row))


def _row(delivery: Delivery, *, owner: str | None) -> dict[str, Any]:
    return {
        "id": delivery.id,
        "edition": delivery.edition,
        "reader": delivery.reader,
        "channel": delivery.channel,
        "state": delivery.state,
        "next_attempt": delivery.next_attempt,
        "owner": owner,
        "payload": delivery.model_dump_json(),
        "message_id": delivery.message_id,
    }


def _this_process() -> str:
    return f"{platform.node()} {os.getpid()} {_started(os.getpid())}"


def _still_sends(row: Row[Any], delivery: Delivery, now: datetime) -> bool:
    """Say whether another living process is sending a message."""
    host, _, rest = str(row.owner or "").rpartition(" ")[0].partition(" ")
    process, started = rest, str(row.owner or "").rpartition(" ")[2]
    if host != platform.node():
        return delivery.updated > now - _OTHER_MACHINE
    if not process.isdigit() or int(process) == os.getpid():
        return False
    return _started(int(process)) == started


def _started(process: int) -> str:
    """Return when a process of this machine began, in the kernel's ticks; empty if it is gone.

    A number is given to a new process in time, so the number alone proves nothing.
    """
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
