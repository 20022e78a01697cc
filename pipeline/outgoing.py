"""What an edition needs to become messages in the outbox: by mail, and in the reader's channels."""

from datetime import datetime
from email import message_from_string

from digests.posting import post_of
from digests.view import view
from pipeline.workspace import Workspace
from schemas.delivery import Delivery, Digest, DigestInput, RenderedDigest
from schemas.ids import short_id
from schemas.registry import Reader

MAIL = "mail"


def deliveries_of(
    digest: Digest, reader: Reader, now: datetime, rendered: RenderedDigest,
    *, later: datetime | None = None,
) -> tuple[Delivery, ...]:  # fmt: skip
    """Return the deliveries of an edition, one per channel of its reader; *later*: not before then."""
    return tuple(
        delivery_of(digest, reader, now, rendered).model_copy(update={"next_attempt": later})
        if channel == MAIL
        else _posted(digest, reader, now, channel, later)
        for channel in dict.fromkeys(reader.channels)
        if channel == MAIL or channel in rendered.posts
    )


def delivery_of(
    digest: Digest, reader: Reader, now: datetime, rendered: RenderedDigest
) -> Delivery:
    """Return the one mail of an edition to its reader."""
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


def with_posts(
    workspace: Workspace, reader: Reader, digest: Digest, given: DigestInput,
    rendered: RenderedDigest,
) -> RenderedDigest:  # fmt: skip
    """Return *rendered* with what is posted in the reader's channels that the settings know."""
    known = workspace.settings.channels
    wanted = [one for one in dict.fromkeys(reader.channels) if one in known]
    if not wanted:
        return rendered
    shown = view(digest, given)
    posts = {one: post_of(known[one].kind, digest, shown) for one in wanted}
    return rendered.model_copy(update={"posts": posts})


def _posted(
    digest: Digest, reader: Reader, now: datetime, channel: str, later: datetime | None
) -> Delivery:
    post = short_id("p", digest.id, reader.id, channel)
    return Delivery(
        id=post,
        edition=digest.id,
        reader=reader.id,
        channel=channel,
        address=channel,
        subject=digest.subject,
        message_id=post,
        next_attempt=later,
        updated=now,
    )
