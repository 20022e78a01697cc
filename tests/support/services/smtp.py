"""A real SMTP server on loopback that keeps what it takes and misbehaves where it is told to."""

import asyncio
import contextlib
import email
import email.policy
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# `data` is the command, before any of the text; `final` is the dot that ends the text.
Verb = Literal["connect", "ehlo", "mail", "rcpt", "data", "final"]
_GREYLISTED = "451 4.7.1 Greylisted, try again in a while"
_DROPPED = "421 4.3.2 Connection dropped"  # never sent: the connection is already gone


@dataclass(frozen=True)
class Received:
    """One message the server took responsibility for."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    encrypted: bool
    login: str | None

    @property
    def message(self) -> EmailMessage:
        """The parsed message."""
        parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass(frozen=True)
class Fault:
    """What goes wrong at a verb: a *reply*, or without one the connection is dropped."""

    at: Verb
    reply: str | None
    times: int | None  # how often; None for ever
    recipient: str | None  # only for this one; None for all
    stored: bool  # at `final`: the message is kept although the sender never hears so


class Sink:
    """The server's memory: what it received, what it was asked, and what is to go wrong."""

    def __init__(self, *, greylist: bool, login: tuple[str, str] | None) -> None:
        self.host = "127.0.0.1"
        self.port = 0
        self.greylist = greylist
        self.login = login
        self.messages: list[Received] = []
        self.verbs: list[Verb] = []
        self._faults: list[Fault] = []
        self._seen: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def fail(
        self, at: Verb, reply: str, *, times: int | None = 1, recipient: str | None = None
    ) -> None:
        """Answer *reply* (such as `550 5.1.1 No such mailbox`) the next *times* that *at* comes."""
        self._faults.append(Fault(at, reply, times, recipient, stored=False))

    def drop(self, at: Verb, *, times: int | None = 1, stored: bool = False) -> None:
        """Cut the connection at *at*; with *stored*, only after the message was kept."""
        if stored and at != "final":
            raise ValueError("a message can only be stored at the final dot")
        self._faults.append(Fault(at, None, times, None, stored))

    def behave(self) -> None:
        """Forget all faults, greylisting too."""
        self._faults.clear()
        self.greylist = False

    def to(self, recipient: str) -> list[EmailMessage]:
        """The messages for *recipient*, in the order they came."""
        return [kept.message for kept in self.messages if recipient in kept.recipients]

    def note(self, verb: Verb) -> None:
        """Remember that a client came to *verb*."""
        self.verbs.append(verb)

    def keep(self, received: Received) -> None:
        """Take responsibility for a message."""
        self.messages.append(received)

    def greylisted(self, sender: str, recipient: str) -> bool:
        """Whether this pair must come again; true only the first time."""
        pair = (sender, recipient)
        first = self.greylist and pair not in self._seen
        self._seen.add(pair)
        return first

    def fault(self, at: Verb, recipient: str | None = None) -> Fault | None:
        """The fault due at *at*, used up by this call."""
        with self._lock:
            for position, fault in enumerate(self._faults):
                if fault.at == at and fault.recipient in {None, recipient}:
                    self._use(position, fault)
                    return fault
        return None

    def _use(self, position: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times > 1:
            self._faults[position] = replace(fault, times=fault.times - 1)
        else:
            del self._faults[position]


class _Protocol(SMTP):
    """One connection; faults before the hooks of aiosmtpd are dealt with here."""

    sink: Sink

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        first = self.session is None  # STARTTLS makes the connection a second time
        super().connection_made(transport)
        if not first:
            return
        self.sink.note("connect")
        fault = self.sink.fault("connect")
        if fault and isinstance(transport, asyncio.Transport):
            if fault.reply:
                transport.write(f"{fault.reply}\r\n".encode())
                transport.close()
            else:
                transport.abort()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # aiosmtpd finds commands by name
        self.sink.note("data")
        fault = self.sink.fault("data")
        if fault is None:
            await super().smtp_DATA(arg)
        elif fault.reply:
            await self.push(fault.reply)
        else:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.readline()  # some of the text arrives, its end never does
            _cut(self)


class _Handler:
    """The hooks that aiosmtpd calls; they find their connection's memory in *sink*."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, _: Envelope, hostname: str, replies: list[str]
    ) -> list[str]:
        self.sink.note("ehlo")
        session.host_name = hostname
        reply = self._answer(server, self.sink.fault("ehlo"))
        return replies if reply is None else [reply]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sink.note("mail")
        reply = self._answer(server, self.sink.fault("mail"))
        if reply is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply or "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sink.note("rcpt")
        reply = self._answer(server, self.sink.fault("rcpt", address))
        if reply is None and self.sink.greylisted(envelope.mail_from or "", address):
            reply = _GREYLISTED
        if reply is None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply or "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.sink.note("final")
        fault = self.sink.fault("final")
        if fault is None or fault.stored:
            self.sink.keep(_received(session, envelope))
        return self._answer(server, fault) or "250 2.0.0 Kept"

    @staticmethod
    def _answer(server: SMTP, fault: Fault | None) -> str | None:
        """The reply of *fault*; None without one. Cuts the connection if that is the fault."""
        if fault is None:
            return None
        if fault.reply is None:
            _cut(server)
        return fault.reply or _DROPPED


def _cut(server: SMTP) -> None:
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()


def _received(session: Session, envelope: Envelope) -> Received:
    name: object = session.auth_data  # what the authenticator returned
    return Received(
        sender=envelope.mail_from or "",
        recipients=tuple(envelope.rcpt_tos),
        raw=envelope.original_content or b"",
        encrypted=session.ssl is not None,
        login=name.decode() if isinstance(name, bytes) else None,
    )


@contextlib.contextmanager
def running(
    *,
    greylist: bool = False,
    tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
) -> Iterator[Sink]:
    """A server for as long as the block lasts.

    With *tls* it offers STARTTLS and insists on it; with *login* (name, password) it insists on AUTH.
    """
    sink = Sink(greylist=greylist, login=login)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="smtp-sink", daemon=True)
    thread.start()

    def connection() -> SMTP:
        return _connection(sink, loop, tls)

    async def listen() -> asyncio.Server:
        return await loop.create_server(connection, sink.host, 0)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(timeout=10)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


def _connection(sink: Sink, loop: asyncio.AbstractEventLoop, tls: ssl.SSLContext | None) -> SMTP:
    def check(_: SMTP, __: Session, ___: Envelope, mechanism: str, data: object) -> AuthResult:
        right = isinstance(data, LoginPassword) and sink.login == (
            data.login.decode(),
            data.password.decode(),
        )
        if not right:
            return AuthResult(success=False, handled=False)
        assert isinstance(data, LoginPassword)
        return AuthResult(success=True, auth_data=data.login)

    protocol = _Protocol(
        _Handler(sink),
        hostname="sink.example",  # else the machine's own name is looked up in the DNS
        ident="zhibi test sink",
        enable_SMTPUTF8=True,
        tls_context=tls,
        require_starttls=tls is not None,
        auth_required=sink.login is not None,
        auth_require_tls=tls is not None,
        authenticator=check,
        loop=loop,
    )
    protocol.sink = sink
    return protocol


async def _close(server: asyncio.Server) -> None:
    """Stop listening, and end the connections that clients left open."""
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
