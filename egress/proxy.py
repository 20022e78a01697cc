"""A proxy on loopback through which a browser gets out: every connection passes the guard.

It speaks what a browser speaks to a proxy (RFC 9110 and 9112): ``CONNECT host:port`` for TLS, the
absolute form for plain HTTP. Names are resolved here, by the guard, at the moment of connecting;
the browser resolves nothing. A password keeps other programs of this machine out.
"""

import asyncio
import base64
import secrets
from typing import NamedTuple, Self

from egress.guard import Guard
from egress.targets import read_target
from schemas.errors import EgressDeniedError

_STEP = 65_536
# The head of one request; a browser's own is below 10 kB, cookies included.
_MOST_HEAD = 65_536
# Addresses of one name that are tried in turn.
_MAX_TRIES = 3
# Connections at once: a browser opens six to a host.
_MAX_CONNECTIONS = 48
_USER = "zhibi"
_OF_ONE_HOP = frozenset({"proxy-authorization", "proxy-connection", "connection", "keep-alive"})


class Refusal(NamedTuple):
    """What was not let through: the address and the rule of the guard, or ``budget``."""

    where: str
    rule: str


class GuardedProxy:
    """Use as ``async with``; *max_bytes* bounds all that comes in through it."""

    def __init__(self, guard: Guard, *, connect_seconds: float, max_bytes: int) -> None:
        self._guard = guard
        self._seconds = connect_seconds
        self._left = max_bytes
        self._slots = asyncio.Semaphore(_MAX_CONNECTIONS)
        self._password = secrets.token_urlsafe(18)
        self._server: asyncio.Server | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self.refused: list[Refusal] = []

    @property
    def address(self) -> str:
        """Return the URL a browser is given, without the password."""
        assert self._server is not None, "the proxy is not running"
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def credentials(self) -> tuple[str, str]:
        """Return user and password."""
        return _USER, self._password

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_MOST_HEAD)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            async with self._slots:
                await self._one(reader, writer)
        except (OSError, EOFError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # a side hung up, sent no HTTP, or the proxy ends: the connection is closed
        finally:
            self._serving.discard(task)
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head[:-4].split("\r\n")
        method, _, rest = request.partition(" ")
        where = rest.rpartition(" ")[0]
        if not self._is_ours(lines):
            await _answer(writer, "407 Proxy Authentication Required",
                          "Proxy-Authenticate: Basic realm=zhibi\r\n")  # fmt: skip
            return
        try:
            upstream = await self._connect(method, where)
        except EgressDeniedError as error:
            self.refused.append(Refusal(where[:500], error.rule))
            await _answer(writer, "403 Forbidden")
            return
        except OSError:
            await _answer(writer, "502 Bad Gateway")
            return
        try:
            if method == "CONNECT":
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                upstream[1].write(_origin_form(method, where, lines))
            await self._join((reader, writer), upstream, plain=method != "CONNECT")
        finally:
            upstream[1].transport.abort()

    def _is_ours(self, lines: list[str]) -> bool:
        wanted = base64.b64encode(":".join(self.credentials).encode()).decode()
        given = [
            value.strip()
            for name, _, value in (line.partition(":") for line in lines)
            if name.strip().lower() == "proxy-authorization"
        ]
        return any(secrets.compare_digest(one, f"Basic {wanted}") for one in given)

    async def _connect(
        self, method: str, where: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return a connection to where a request leads. Raises EgressDeniedError, OSError."""
        target = read_target(f"https://{where}/" if method == "CONNECT" else where)
        endpoints = await asyncio.to_thread(self._guard.resolve, target.host, target.port)
        failure: OSError = OSError(f"no address is known for {target.host}")
        for endpoint in endpoints[:_MAX_TRIES]:
            try:
                async with asyncio.timeout(self._seconds):
                    return await asyncio.open_connection(endpoint.address, endpoint.port)
            except OSError as error:
                failure = error
        raise failure

    async def _join(
        self,
        browser: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        site: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        *,
        plain: bool,
    ) -> None:
        """Carry bytes both ways until either side ends; a *plain* connection carries one answer."""
        up = asyncio.create_task(_copy(browser[0], site[1]))
        down = asyncio.create_task(self._copy_counted(site[0], browser[1], plain=plain))
        await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        for task in (up, down):
            task.cancel()
        await asyncio.gather(up, down, return_exceptions=True)

    async def _copy_counted(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, plain: bool
    ) -> None:
        while plain:
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(_last_answer(head))
            plain = head.split(b" ", 2)[1][:1] == b"1"  # after 100 Continue the real one follows
        while data := await reader.read(_STEP):
            self._left -= len(data)
            if self._left < 0:
                self.refused.append(Refusal("", "budget"))
                return
            writer.write(data)
            await writer.drain()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(_STEP):
        writer.write(data)
        await writer.drain()


async def _answer(writer: asyncio.StreamWriter, status: str, headers: str = "") -> None:
    writer.write(
        f"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )
    await writer.drain()


def _origin_form(method: str, where: str, lines: list[str]) -> bytes:
    """Return the head of a request as the site gets it: its own path, one answer, no password."""
    path = "/" + where.split("/", 3)[3] if where.count("/") >= 3 else "/"
    return _closing([f"{method} {path} HTTP/1.1", *lines])


def _last_answer(head: bytes) -> bytes:
    """Return the head of an answer that tells the browser to use this connection for no other."""
    return _closing(head[:-4].decode("latin-1").split("\r\n"))


def _closing(lines: list[str]) -> bytes:
    kept = [line for line in lines if line.partition(":")[0].strip().lower() not in _OF_ONE_HOP]
    return "\r\n".join([*kept, "Connection: close", "", ""]).encode("latin-1")
