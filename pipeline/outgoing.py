"""What an edition needs to become a message in the outbox."""

from datetime import datetime
from email import message_from_string

from schemas.delivery import Delivery, Digest, RenderedDigest
from schemas.ids import short_id
from schemas.registry import Reader


def delivery_of(
    digest: Digest, reader: Reader, now: datetime, rendered: RenderedDigest
) -> Delivery:
    """Return the one delivery of an edition to its reader."""
    message = message_from_string(rendered.mime)
    return Delivery(
        id=short_id("m", digest.id, reader.id),
        edition=digest.id,
        reader=reader.id,
        address=reader.email,
        subject=digest.subject,
        message_id=str(message["Message-ID"]),
        updated=now,
    )
