"""An HTTP server that misbehaves on request: it writes bytes, not responses, and keeps a diary."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Visit(NamedTuple):
    """One request as it came: monotonic seconds, host without port, path, headers."""

    at: float
    host: str
    path: str
    headers: dict[str, str]


class Wire:
    """What an endpoint writes to; it may stop in the middle, or never."""

    def __init__(self, handler: "_Handler", visit: Visit, stopping: threading.Event) -> None:
        self._handler = handler
        self.visit = visit
        self.stopping = stopping
        self.keep_open = False

    def send(self, data: bytes) -> None:
        """Write raw bytes."""
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def head(self, status: str, *headers: tuple[str, str]) -> None:
        """Write a status line and headers."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
        self.send(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1"))

    def answer(self, body: bytes | str, *headers: tuple[str, str], status: str = "200 OK") -> None:
        """Write a whole, honest response and keep the connection open."""
        data = body.encode() if isinstance(body, str) else body
        given = {name.lower() for name, _ in headers}
        kind = () if "content-type" in given else (("Content-Type", "text/html"),)
        lines = (*headers, *kind, ("Content-Length", str(len(data))))
        text = "".join(f"{name}: {value}\r\n" for name, value in lines)
        self.send(f"HTTP/1.1 {status}\r\n{text}\r\n".encode("latin-1") + data)
        self.keep_open = True

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the server lives."""
        self.stopping.wait(seconds)


Endpoint = Callable[[Wire], None]


class Hostile:
    """A running server: *routes* map ``host/path`` or ``/path`` to endpoints; *visits* is its diary."""

    def __init__(self) -> None:
        self.routes: dict[str, Endpoint] = {}
        self.visits: list[Visit] = []
        self.connections = 0
        self.port = 0
        self.stopping = threading.Event()

    def page(self, path: str, body: bytes | str, *headers: tuple[str, str]) -> None:
        """Serve *body* at *path*."""
        self.routes[path] = lambda wire: wire.answer(body, *headers)

    def on(self, path: str) -> Callable[[Endpoint], Endpoint]:
        """Return a decorator that puts an endpoint at *path*."""

        def put(endpoint: Endpoint) -> Endpoint:
            self.routes[path] = endpoint
            return endpoint

        return put

    def paths(self, host: str | None = None) -> list[str]:
        """Return the paths visited, robots.txt left out."""
        return [
            one.path
            for one in self.visits
            if one.path != "/robots.txt" and host in {None, one.host}
        ]

    def endpoint(self, visit: Visit) -> Endpoint:
        """Return what answers a visit; without a route, 404."""
        path = visit.path.partition("?")[0]
        for key in (f"{visit.host}{path}", path):
            if key in self.routes:
                return self.routes[key]
        return lambda wire: wire.answer("none", status="404 Not Found")


class _Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    hostile: Hostile

    def handle(self) -> None:
        self.hostile.connections += 1
        try:
            while self._one():
                pass
        except (ConnectionError, TimeoutError):
            return  # the other side hung up, as it should on most of these

    def _one(self) -> bool:
        line = self.rfile.readline(65_537).decode("latin-1").split()
        if len(line) < 2:
            return False
        headers: dict[str, str] = {}
        while (field := self.rfile.readline(65_537).decode("latin-1").strip()) != "":
            name, _, value = field.partition(":")
            headers[name.lower()] = value.strip()
        host = headers.get("host", "").partition(":")[0]
        visit = Visit(time.monotonic(), host, line[1], headers)
        self.hostile.visits.append(visit)
        wire = Wire(self, visit, self.hostile.stopping)
        self.hostile.endpoint(visit)(wire)
        return wire.keep_open


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64


@contextmanager
def running(address: str = "127.0.0.1") -> Iterator[Hostile]:
    """Run a server on a free port of *address* for the time of the block."""
    hostile = Hostile()
    handler = type("Handler", (_Handler,), {"hostile": hostile})
    with _Server((address, 0), handler) as server:
        hostile.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield hostile
        finally:
            hostile.stopping.set()
            server.shutdown()
            thread.join(5)
