"""Posts a stored message to a channel: signed as its receiver wants it, the answer read as it means it.

* webhook: Standard Webhooks: ``webhook-id``, ``webhook-timestamp``, ``webhook-signature`` (HMAC-SHA256 over
  id, time and body). The id lets the receiver drop a repeat, so whatever is unclear is sent again.
* 飞书 signs in the body, 钉钉 in the address, the others by keeping the address secret. They know no id:
  what is unclear stays *unknown*, as with mail.
"""

import hmac
import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote_plus

from digests.posting import ChannelKind
from digests.smtp import Failed, Outcome, Retry, Sent, Unknown
from egress.guard import Guard
from egress.posting import NotSentError, Reply, UnclearError, post
from schemas.errors import EgressDeniedError

_LATER = frozenset({408, 425, 429})
_GONE = 410
# The receiver's own codes for "too many at once": 飞书, 钉钉, 企业微信.
_TOO_MANY = frozenset({11232, 130101, 410100, 45009, 45033})


@dataclass(frozen=True)
class Channel:
    """Where a channel's messages go. *url* and *secret* are secrets, never shown."""

    name: str
    kind: ChannelKind
    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    timeout: float = 20.0


class Request(NamedTuple):
    """What is posted."""

    url: str
    headers: dict[str, str]
    body: bytes


class Gone(Failed):
    """The receiver wants no more messages on this channel (410)."""


def request_of(channel: Channel, message_id: str, body: str, now: datetime) -> Request:
    """Return the request for a stored *body*, signed as of *now*."""
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Zhibi/0.1"}
    seconds = int(now.timestamp())
    if channel.kind == "webhook":
        headers |= {"webhook-id": message_id, "webhook-timestamp": str(seconds)}
        if channel.secret:
            signed = f"{message_id}.{seconds}.{body}".encode()
            headers["webhook-signature"] = f"v1,{_mac(_webhook_key(channel.secret), signed)}"
        return Request(channel.url, headers, body.encode())
    if channel.kind == "feishu" and channel.secret:
        sign = _mac(f"{seconds}\n{channel.secret}".encode(), b"")
        signed_body = {"timestamp": str(seconds), "sign": sign, **json.loads(body)}
        text = json.dumps(signed_body, ensure_ascii=False, separators=(",", ":"))
        return Request(channel.url, headers, text.encode())
    if channel.kind == "dingtalk" and channel.secret:
        moment = seconds * 1000
        sign = _mac(channel.secret.encode(), f"{moment}\n{channel.secret}".encode())
        mark = "&" if "?" in channel.url else "?"
        url = f"{channel.url}{mark}timestamp={moment}&sign={quote_plus(sign)}"
        return Request(url, headers, body.encode())
    return Request(channel.url, headers, body.encode())


def send_post(guard: Guard, channel: Channel, message_id: str, body: str, now: datetime) -> Outcome:
    """Post a stored message and say what became of it. The answer's body is never shown whole."""
    request = request_of(channel, message_id, body, now)
    try:
        reply = post(guard, request.url, request.body, request.headers, channel.timeout)
    except EgressDeniedError as error:
        return Failed(f"not allowed: {error.rule}")
    except NotSentError as error:
        return Retry(str(error), server=True)
    except UnclearError as error:
        if channel.kind == "webhook":
            return Retry(f"no answer: {error}")
        return Unknown(f"no answer after the message was written: {error}")
    return outcome_of(channel.kind, reply)


def outcome_of(kind: ChannelKind, reply: Reply) -> Outcome:
    """Return what the receiver's answer means."""
    if reply.status == _GONE:
        return Gone("410: the receiver wants no more messages")
    if reply.status in _LATER or reply.status >= 500:
        return Retry(f"answered {reply.status}")
    if not 200 <= reply.status < 300:
        # A webhook's receiver may be deployed anew: it is tried again for a day.
        wrong = f"answered {reply.status}"
        return Retry(wrong) if kind == "webhook" else Failed(wrong)
    if kind in {"feishu", "dingtalk", "wecom"}:
        return _said(reply)
    return Sent(str(reply.status))


def _said(reply: Reply) -> Outcome:
    """Read the code in the answer: these receivers answer 200 to what they refuse, too."""
    try:
        answer = json.loads(reply.body)
        code = answer.get("errcode", answer.get("code", answer.get("StatusCode")))
        words = str(answer.get("errmsg", answer.get("msg", "")))
    except (ValueError, AttributeError):
        return Unknown("answered 200 with something that is no JSON")
    if code == 0:
        return Sent("0")
    reason = f"refused with code {code}: {' '.join(words.split())[:120]}"
    return Retry(reason) if code in _TOO_MANY else Failed(reason)


def _webhook_key(secret: str) -> bytes:
    if secret.startswith("whsec_"):
        try:
            return b64decode(secret.removeprefix("whsec_"), validate=True)
        except (NotBase64, ValueError):
            pass
    return secret.encode()


def _mac(key: bytes, text: bytes) -> str:
    return b64encode(hmac.new(key, text, sha256).digest()).decode("ascii")
