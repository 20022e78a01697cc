"""Empties the outbox, by mail and into channels, and reads what came back."""

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from mailbox import mbox
from pathlib import Path

from digests.bounces import read_bounces
from digests.delivery import deliver, deliver_posts
from digests.hooks import Channel
from digests.signing import DkimKey, read_key
from digests.smtp import SmtpSettings
from egress import Guard
from egress.mailbox import Mailbox
from pipeline.workspace import Workspace
from schemas.errors import NotConfiguredError, WrongUseError

# Messages per call of the step; the rest goes out with the next.
_DELIVERIES = 500
# A reader whose last so many messages came back should be asked, or taken off.
BOUNCED_IN_A_ROW = 3


def can_send(workspace: Workspace) -> bool:
    """Say whether anything is set to send with: a mail server, or a channel."""
    return bool(workspace.settings.smtp.host or workspace.settings.channels)


def send_due(workspace: Workspace) -> dict[str, int]:
    """Deliver what the outbox holds, each mail at most once; return how many ended in which state.

    What a dead process was sending is in the unknown from now on (RELIABILITY D6, D7).
    """
    outbox = workspace.store.editions.outbox
    outbox.recover(workspace.now)
    counts: Counter[str] = Counter()
    due = outbox.channels_due(workspace.now)
    if "mail" in due and workspace.settings.smtp.host:
        counts.update(deliver(outbox, smtp_settings(workspace), workspace.now, _DELIVERIES))
    for name in due:
        if name != "mail":
            counts.update(_send_channel(workspace, name))
    return dict(counts)


def smtp_settings(workspace: Workspace) -> SmtpSettings:
    """Return how mail leaves this workspace. Raises NotConfiguredError for a key that is not there."""
    smtp = workspace.settings.smtp
    return SmtpSettings(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        username=smtp.username,
        password=smtp.password.get_secret_value(),
        sender=smtp.sender,
        return_path=smtp.return_path,
        timeout=smtp.timeout,
        dkim=_dkim(workspace),
    )


def channel_of(workspace: Workspace, name: str) -> Channel | None:
    """Return a channel as the settings have it, or None."""
    known = workspace.settings.channels.get(name)
    if known is None:
        return None
    return Channel(
        name, known.kind, known.url.get_secret_value(), known.secret.get_secret_value(), known.timeout
    )  # fmt: skip


def read_bounce_box(workspace: Workspace) -> dict[str, int]:
    """Read the reports that came to the mailbox of the settings; each is marked once it is noted."""
    name = workspace.settings.smtp.bounces
    section = workspace.settings.inbox.mailboxes.get(name)
    if section is None:
        raise NotConfiguredError(
            f"there is no mailbox {name!r}" if name else "no mailbox for bounces is set",
            where="zhibi.yaml",
            remedy="Set smtp.bounces to a name under inbox.mailboxes",
        )
    counts: Counter[str] = Counter()
    with Mailbox(section.opened()) as box:
        for uid, raw in box.read(box.uids("UNSEEN")):
            counts += note_bounces(workspace, [raw])
            box.mark_seen([uid])
    return dict(counts)


def read_bounce_files(workspace: Workspace, place: Path) -> dict[str, int]:
    """Read reports from a message, an mbox file or a folder of messages. Raises WrongUseError."""
    return dict(note_bounces(workspace, _messages(place)))


def note_bounces(workspace: Workspace, messages: Iterable[bytes]) -> Counter[str]:
    """Note each report's message as come back; noting it again changes nothing."""
    counts: Counter[str] = Counter()
    outbox = workspace.store.editions.outbox
    for raw in messages:
        found = read_bounces(raw)
        if not found:
            counts["no report"] += 1
        for one in found:
            known = outbox.bounce(
                one.message_id, one.recipient, now=workspace.now, reason=one.reason, final=one.final
            )
            counts["not ours" if known is None else "came back" if one.final else "delayed"] += 1
    return counts


def bouncing_readers(workspace: Workspace) -> dict[str, str]:
    """Return the readers whose last mails all came back, with the reason of the last one."""
    found: dict[str, str] = {}
    for reader in workspace.registry.readers:
        own = workspace.store.editions.outbox.list(reader=reader.id)
        mails = sorted((one for one in own if one.channel == "mail"), key=lambda one: one.updated)
        last = mails[-BOUNCED_IN_A_ROW:]
        if reader.active and len(last) == BOUNCED_IN_A_ROW and all(one.state == "failed" for one in last):  # fmt: skip
            found[reader.id] = last[-1].error or ""
    return found


def _send_channel(workspace: Workspace, name: str) -> Counter[str]:
    channel = channel_of(workspace, name)
    if channel is None or name in workspace.store.mail.switched_off():
        return Counter({"waiting for its channel": 1})
    outbox = workspace.store.editions.outbox
    guard = Guard(workspace.egress)
    counts, gone = deliver_posts(outbox, channel, guard, workspace.now, _DELIVERIES)
    if gone is not None:
        workspace.store.mail.switch_off(name, gone)
    return Counter({str(state): number for state, number in counts.items()})


def _dkim(workspace: Workspace) -> DkimKey | None:
    smtp = workspace.settings.smtp
    if not smtp.dkim_domain:
        return None
    return read_key(workspace.folder / smtp.dkim_key, smtp.dkim_domain, smtp.dkim_selector)


def _messages(place: Path) -> Iterable[bytes]:
    try:
        if place.is_dir():
            yield from (file.read_bytes() for file in sorted(place.iterdir()) if file.is_file())
            return
        raw = place.read_bytes()
    except OSError as error:
        raise WrongUseError(f"cannot be read: {error.strerror}", where=str(place)) from error
    if raw.startswith(b"From "):
        with closing(mbox(place, create=False)) as box:
            yield from (message.as_bytes() for message in box)
    else:
        yield raw
