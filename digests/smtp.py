"""One message to one recipient over SMTP, with an outcome that never lies about delivery.

The mail server is an endpoint that the operator configures, so its connection is exempt from the
egress guard by name. RELIABILITY D7: until the final dot is written nothing has been accepted and
the same message may be sent again; once it is written and no reply came, nobody knows.
"""

import re
import select
import smtplib
import ssl
from dataclasses import dataclass
from typing import Literal

from digests.message import check_address
from digests.signing import DkimKey, signature_of
from schemas.errors import NotConfiguredError, RetryLaterError, WrongUseError

Security = Literal["none", "starttls", "tls"]

# How long the server may take to say that it is gone before the dot is written. A drop seen here
# is a plain retry; one seen later is unknown, so the wait is worth more than it costs.
_LAST_LOOK_MS = 40
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class SmtpSettings:
    """How mail leaves. *timeout* is in seconds, for each command; *hello* is our name in EHLO."""

    host: str
    port: int = 25
    security: Security = "none"
    username: str = ""
    password: str = ""
    sender: str = "Zhibi <zhibi@localhost>"
    timeout: float = 30.0
    hello: str = "zhibi.invalid"
    trust: ssl.SSLContext | None = None
    return_path: str = ""
    dkim: DkimKey | None = None

    def __repr__(self) -> str:
        """Name the server without the password: this may stand in a log."""
        return f"SmtpSettings(host={self.host!r}, port={self.port}, security={self.security!r})"


@dataclass(frozen=True)
class Sent:
    """The server took responsibility; *reply* is its receipt."""

    reply: str


@dataclass(frozen=True)
class Retry:
    """Nothing was accepted: send the same message later. *server*: it concerns all messages."""

    reason: str
    server: bool = False


@dataclass(frozen=True)
class Failed:
    """The server refuses this message or recipient for good."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """The whole message was written and no reply came: it may have been delivered."""

    reason: str


Outcome = Sent | Retry | Failed | Unknown


def send(settings: SmtpSettings, sender: str, recipient: str, mime: str) -> Outcome:
    """Send *mime* to *recipient* in a transaction of its own and say what became of it.

    A refusal before the message's own commands (connection, TLS, login) concerns the server and is
    always retried: the operator mends it. From MAIL on, 4xx is retried and 5xx is final.
    """
    try:
        check_address(sender)
        check_address(recipient)
    except WrongUseError as error:
        return Failed(str(error))
    try:
        server = _connect(settings)
    except (smtplib.SMTPException, OSError) as error:
        return Retry(f"{settings.host}:{settings.port}: {_words(error)}", server=True)
    try:
        return _transaction(server, sender, recipient, _signed(settings, mime))
    finally:
        _leave(server)


def probe(host: str, port: int, security: Security, timeout: float) -> str:
    """Greet the server and say what it offers. Raises RetryLaterError where it cannot be reached."""
    if not host:
        raise NotConfiguredError("no mail server is set", remedy="Set smtp.host in zhibi.yaml")
    settings = SmtpSettings(host=host, port=port, security=security, timeout=timeout)
    try:
        server = _connect(settings)
    except (smtplib.SMTPException, OSError) as error:
        raise RetryLaterError(
            f"the mail server does not answer: {_words(error)}",
            where=f"{host}:{port}",
            remedy="Check smtp.host, smtp.port and smtp.security in zhibi.yaml",
        ) from error
    offers = [name.upper() for name in ("starttls", "auth", "smtputf8") if server.has_extn(name)]
    _leave(server)
    return (
        f"{host}:{port} answers, security {security}, offers {', '.join(offers) or 'no extension'}"
    )


def _connect(settings: SmtpSettings) -> smtplib.SMTP:
    """Return a connection that is greeted, encrypted and logged in as *settings* ask."""
    server: smtplib.SMTP
    trust = settings.trust
    if trust is None and settings.security != "none":
        trust = ssl.create_default_context()
    if settings.security == "tls":
        server = smtplib.SMTP_SSL(
            settings.host, settings.port, settings.hello, timeout=settings.timeout, context=trust
        )
    else:
        server = smtplib.SMTP(
            settings.host, settings.port, settings.hello, timeout=settings.timeout
        )
    try:
        server.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            # Never goes on in the clear: a server without STARTTLS raises here.
            server.starttls(context=trust)
            server.ehlo_or_helo_if_needed()
        if settings.username:
            server.login(settings.username, settings.password)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _signed(settings: SmtpSettings, mime: str) -> str:
    """Return *mime* with the domain's signature above it, where one is set."""
    if settings.dkim is None:
        return mime
    return signature_of(settings.dkim, mime.encode("ascii")).decode("ascii") + mime


def _transaction(server: smtplib.SMTP, sender: str, recipient: str, mime: str) -> Outcome:
    """Hand over one message; what is raised in here came before the final dot."""
    try:
        steps: tuple[tuple[str, str, frozenset[int]], ...] = (
            (f"MAIL FROM:<{sender}>", "MAIL", frozenset({250})),
            (f"RCPT TO:<{recipient}>", "RCPT", frozenset({250, 251})),
            ("DATA", "DATA", frozenset({354})),
        )
        for line, verb, right in steps:
            code, reply = server.docmd(line)
            if code not in right:
                return _refused(verb, code, reply)
        server.send(_stuffed(mime))
        if (early := _early_reply(server)) is not None:
            return early
    except (smtplib.SMTPException, OSError) as error:
        return Retry(f"the connection was lost before the message ended: {_words(error)}")
    return _finish(server)


def _finish(server: smtplib.SMTP) -> Outcome:
    """Write the final dot and read the receipt; from here on silence means unknown."""
    try:
        server.send(b".\r\n")
        code, reply = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return Unknown(f"no reply after the message was written: {_words(error)}")
    if 200 <= code < 300:
        return Sent(f"{code} {_text(reply)}")
    return _refused("the message", code, reply)


def _refused(verb: str, code: int, reply: bytes) -> Outcome:
    reason = f"{code} {_text(reply)} (at {verb})"
    return Failed(reason) if 500 <= code < 600 else Retry(reason)


def _early_reply(server: smtplib.SMTP) -> Outcome | None:
    """Look once whether the server has spoken or gone before the dot; raises if it has gone."""
    connection = server.sock
    if connection is None:
        raise smtplib.SMTPServerDisconnected("connection is closed")
    poll = select.poll()
    poll.register(connection, select.POLLIN | select.POLLHUP | select.POLLERR)
    if not poll.poll(_LAST_LOOK_MS):
        return None
    code, reply = server.getreply()
    return _refused("the message", code, reply)


def _stuffed(mime: str) -> bytes:
    """Return the message as RFC 5321 sends it: CRLF at each end of line, leading dots doubled."""
    body = _LINE_ENDS.sub(b"\r\n", mime.encode("ascii"))
    body = _LEADING_DOT.sub(b"..", body)
    return body if body.endswith(b"\r\n") else body + b"\r\n"


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()  # the outcome is known already


def _text(reply: bytes) -> str:
    return " ".join(reply.decode("utf-8", "replace").split())[:300]


def _words(error: Exception) -> str:
    """Return what went wrong on one line; a server's reply rather than the exception's name."""
    if isinstance(error, smtplib.SMTPResponseException):
        raw = error.smtp_error
        return f"{error.smtp_code} {_text(raw if isinstance(raw, bytes) else str(raw).encode())}"
    if isinstance(error, TimeoutError):
        return "timed out"
    return " ".join(str(error).split())[:300] or type(error).__name__
