"""The invented market as real HTTP servers: one loopback port, told apart by host name.

The market has its own clock (:class:`MarketClock`): what is not published yet answers 404, prices
are those of the day, lists hold what was out by then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

from demo.content import sites
from demo.site import Answer, Request, answer

LOOPBACK = "127.0.0.1"


class MarketClock:
    """The market's present, moved on by whoever simulates it."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._loads = 0
        self._lock = Lock()

    @property
    def now(self) -> datetime:
        """Return the market's present instant."""
        return self._now

    def move(self, now: datetime) -> None:
        """Set the present."""
        self._now = now

    def load(self) -> int:
        """Return how many pages were loaded so far: what counters and rotating ads depend on."""
        with self._lock:
            self._loads += 1
            return self._loads


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    clock: MarketClock


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; writes nothing to the terminal."""

    protocol_version = "HTTP/1.1"
    server: _Server
    timeout = 30
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the client to acknowledge

    def do_GET(self) -> None:
        """Send the page of the host and path asked for."""
        self._send(self._find(), body=True)

    def do_HEAD(self) -> None:
        """Send what GET would, without the body."""
        self._send(self._find(), body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Keep silent."""

    def _find(self) -> Answer:
        host = self.headers.get("Host", "").split(":")[0].lower()
        site = sites().get(host)
        if site is None:
            return Answer(404, "text/plain; charset=utf-8", b"no such site")
        parts = urlsplit(self.path)
        clock = self.server.clock
        request = Request(path=parts.path, query=parts.query, now=clock.now, load=clock.load())
        return answer(site, request)

    def _send(self, found: Answer, *, body: bool) -> None:
        tag = f'"{sha256(found.body).hexdigest()[:20]}"'
        fresh = found.status == 200 and found.stable
        if fresh and self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        self.send_response(found.status)
        self.send_header("Content-Type", found.content_type)
        self.send_header("Content-Length", str(len(found.body)))
        if fresh:
            self.send_header("ETag", tag)
        for name, value in found.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(found.body)


@contextmanager
def serve(now: datetime, port: int = 0) -> Iterator[tuple[MarketClock, int]]:
    """Serve the market on loopback until the block ends; yields its clock and port."""
    server = _Server((LOOPBACK, port), _Handler)
    server.clock = MarketClock(now)
    thread = Thread(target=server.serve_forever, name="market", daemon=True)
    thread.start()
    try:
        yield server.clock, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
