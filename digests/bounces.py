"""Reads what mail servers report of messages that came back: delivery status notifications (RFC 3464)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import NamedTuple

_ID = re.compile(r"<[^<>\s]+>")
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
# A report is a few kilobytes; parts beyond these are no report's.
_PARTS = 40


class Bounce(NamedTuple):
    """What became of one message at one recipient. *final*: it was not delivered and never will be."""

    message_id: str
    recipient: str
    final: bool
    reason: str


def read_bounces(raw: bytes) -> list[Bounce]:
    """Return what a report says; nothing for a message that is no report, or names no message."""
    message = message_from_bytes(raw, policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return []
    parts = [part for _, part in zip(range(_PARTS), message.walk(), strict=False)]
    message_id = _original(parts)
    if message_id is None:
        return []
    return [
        bounce
        for part in parts
        if part.get_content_type() == "message/delivery-status"
        for bounce in _recipients(part, message_id)
    ]


def _original(parts: list[EmailMessage]) -> str | None:
    """Return the Message-ID of what came back: from the returned message or its headers."""
    for place, part in enumerate(parts):
        kind = part.get_content_type()
        if kind == "message/rfc822" and place + 1 < len(parts):
            inner = parts[place + 1]
            found = _ID.search(str(inner.get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            headers = str(part.get_payload(decode=False))
            line = re.search(r"(?im)^message-id:\s*(\S.*)$", headers)
            found = _ID.search(line[1]) if line else None
        else:
            continue
        if found:
            return found[0]
    return None


def _recipients(part: EmailMessage, message_id: str) -> Iterator[Bounce]:
    groups = part.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message):
            continue
        action = str(group.get("Action", "")).strip().lower()
        named = group.get("Original-Recipient") or group.get("Final-Recipient")
        if not named or action not in {"failed", "delayed"}:
            continue
        recipient = str(named).rpartition(";")[2].strip().strip("<>")
        status = _STATUS.search(str(group.get("Status", "")))
        said = str(group.get("Diagnostic-Code", "")).partition(";")[2]
        words = " ".join(said.split())[:200]
        code = status[0] if status else ""
        reason = words if code and code in words else " ".join(one for one in (code, words) if one)
        # "failed" with a 4.x.x is a server that gave up: final as well.
        yield Bounce(message_id, recipient, action == "failed", reason or action)
