"""One request to an address that somebody entered: checked, connected to the address that was checked.

No redirect is followed, the answer is read to a bound. The two errors say whether the other side may have
the message: before the request was written it has not, afterwards nobody knows.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from time import monotonic
from typing import NamedTuple

from egress.guard import Guard
from egress.targets import Target

# An answer says yes, no or why in a few words; and the whole exchange takes so many timeouts at most.
_MOST_BYTES = 65_536
_PATIENCE = 2.0
_TRIES = 3


class Reply(NamedTuple):
    """What the other side answered; *body* is its beginning."""

    status: int
    body: bytes


class NotSentError(Exception):
    """The request was not written: the other side has nothing."""


class UnclearError(Exception):
    """The request was written, wholly or in part, and no answer came."""


def post(
    guard: Guard, url: str, body: bytes, headers: Mapping[str, str], timeout: float,
    trust: ssl.SSLContext | None = None,
) -> Reply:  # fmt: skip
    """Return the answer to *body* posted to *url*, in at most about twice *timeout* seconds.

    Raises EgressDeniedError, NotSentError or UnclearError. *trust* stands in for the system's
    certificates in tests.
    """
    return request(guard, "POST", url, body, headers, timeout, trust=trust)


def request(
    guard: Guard, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float,
    *, trust: ssl.SSLContext | None = None, most: int = _MOST_BYTES,
) -> Reply:  # fmt: skip
    """Return the answer to one request, of its body at most *most* bytes; raises as :func:`post`."""
    target = guard.check_url(url)
    connection = _connected(guard, target, timeout, trust)
    with closing(connection):
        ends = monotonic() + timeout * _PATIENCE
        try:
            connection.request(method, _path(url), body, dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, _read(answer, ends, most))
        except (http.client.HTTPException, OSError) as error:
            raise UnclearError(_words(error)) from error


def _connected(
    guard: Guard, target: Target, timeout: float, trust: ssl.SSLContext | None
) -> http.client.HTTPConnection:
    secure = target.scheme == "https"
    try:
        endpoints = guard.resolve(target.host, target.port)
    except OSError as error:
        raise NotSentError(f"{target.host}: the name is not known") from error
    failure: OSError = OSError("no address")
    for family, address, port in endpoints[:_TRIES]:
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.settimeout(timeout)
        try:
            opened.connect((address, port))
            if secure:
                context = trust or ssl.create_default_context()
                opened = context.wrap_socket(opened, server_hostname=target.host)
        except OSError as error:
            opened.close()
            failure = error
            continue
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(target.host, target.port, timeout=timeout)
        connection.sock = opened  # never opens one of its own: that would resolve the name again
        return connection
    raise NotSentError(f"{target.host}: {_words(failure)}") from failure


def _read(answer: http.client.HTTPResponse, ends: float, most: int) -> bytes:
    """Return the beginning of a body; one that drips is cut when the time is over."""
    got = b""
    while len(got) < most and monotonic() < ends:
        part = answer.read1(most - len(got))
        if not part:
            break
        got += part
    return got


def _path(url: str) -> str:
    rest = url.split("://", 1)[1].split("#", 1)[0]
    place = min((rest.find(mark) for mark in "/?" if mark in rest), default=-1)
    path = rest[place:] if place >= 0 else "/"
    return path if path.startswith("/") else f"/{path}"


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    return " ".join(str(error).split())[:200] or type(error).__name__
