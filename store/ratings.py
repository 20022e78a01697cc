"""What readers thought of alerts, and what the sending side keeps for itself."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from schemas.delivery import Rating
from store.database import Database, reading, writing
from store.sql import add_new, put
from store.tables_mail import mail_notes, ratings

_KEY = "link-key"
_OFF = "off "


@dataclass(frozen=True)
class MailNotes:
    """Ratings of alerts, the key of signed links, channels that are switched off."""

    database: Database

    @writing
    def rate(self, connection: Connection, rating: Rating) -> None:
        """Keep a rating; the last one of an alert counts."""
        put(connection, ratings, rating.model_dump())

    @reading
    def ratings(
        self, connection: Connection, reader: str | None = None, since: datetime | None = None
    ) -> Sequence[Rating]:
        """Return ratings, of one reader or of all, the oldest first."""
        wanted = select(ratings).order_by(ratings.c.at, ratings.c.edition)
        if reader is not None:
            wanted = wanted.where(ratings.c.reader == reader)
        if since is not None:
            wanted = wanted.where(ratings.c.at >= since)
        return [Rating(**row._mapping) for row in connection.execute(wanted)]

    @writing
    def link_key(self, connection: Connection) -> bytes:
        """Return the key by which links in mails are signed; drawn at the first call."""
        fresh = secrets.token_hex(32)
        add_new(connection, mail_notes, {"name": _KEY, "value": fresh})
        kept = connection.scalar(select(mail_notes.c.value).where(mail_notes.c.name == _KEY))
        return bytes.fromhex(str(kept))

    @writing
    def switch_off(self, connection: Connection, channel: str, reason: str) -> None:
        """Note that *channel* takes no more messages, and why."""
        put(connection, mail_notes, {"name": _OFF + channel, "value": reason})

    @writing
    def switch_on(self, connection: Connection, channel: str) -> bool:
        """Let *channel* take messages again; False where it did."""
        done = connection.execute(delete(mail_notes).where(mail_notes.c.name == _OFF + channel))
        return done.rowcount == 1

    @reading
    def switched_off(self, connection: Connection) -> dict[str, str]:
        """Return the channels that are switched off, with the reasons."""
        wanted = select(mail_notes).where(mail_notes.c.name.startswith(_OFF))
        return {row.name.removeprefix(_OFF): row.value for row in connection.execute(wanted)}
