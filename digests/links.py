"""Signed addresses for readers who need no login: unsubscribe, preferences, rate an alert.

A token is what it means and its HMAC-SHA256, cut to 128 bits: whoever has the mail has the right to do
just that, and nobody can make one up (RELIABILITY T21).
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import Literal

Purpose = Literal["unsubscribe", "preferences", "rate"]
_BYTES = 16
_LONGEST = 400


def sign(key: bytes, purpose: Purpose, subject: str) -> str:
    """Return the token that allows *purpose* for *subject*, a reader's or an edition's id."""
    body = f"{purpose} {subject}".encode()
    return urlsafe_b64encode(_mac(key, body) + body).decode("ascii").rstrip("=")


def read(key: bytes, purpose: Purpose, token: str) -> str | None:
    """Return the subject of a token made by :func:`sign` for *purpose*; None for any other."""
    if len(token) > _LONGEST or not token.isascii():
        return None
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (NotBase64, ValueError):
        return None
    mac, body = raw[:_BYTES], raw[_BYTES:]
    if not hmac.compare_digest(mac, _mac(key, body)):
        return None
    named, _, subject = body.decode("utf-8", "replace").partition(" ")
    return subject if named == purpose and subject else None


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, sha256).digest()[:_BYTES]
