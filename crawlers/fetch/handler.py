"""The download handler: one GET at a time per host, through the egress guard, within all limits.

It replaces Scrapy's own, which resolves names by itself, has no bound on headers or on a slow
body, and keeps what came when a packed body is cut short.
"""

import asyncio
from io import BytesIO
from typing import Any

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from service_identity import VerificationError
from twisted.internet.defer import CancelledError, Deferred
from twisted.internet.error import ConnectError, DNSLookupError
from twisted.internet.error import TimeoutError as ConnectTimeoutError
from twisted.internet.protocol import Protocol, connectionDone
from twisted.python.failure import Failure
from twisted.web import client
from twisted.web.client import ResponseDone, ResponseFailed, ResponseNeverReceived
from twisted.web.http import PotentialDataLoss
from twisted.web.http_headers import Headers as WireHeaders

from crawlers.browser.renderer import Fetched, Renderer
from crawlers.fetch.bodies import decode_body
from crawlers.fetch.outcomes import UnfetchedError
from crawlers.fetch.session import Job, Session, denied
from egress.connections import CheckedEndpoints, Meter, Meters
from schemas.errors import EgressDeniedError
from schemas.ids import url_host

# T5: the first byte within 20 s; from the tenth second on at least 1 kB/s on average.
_FIRST_BYTE_SECONDS = 20.0
_GRACE_SECONDS = 10.0
_LEAST_RATE = 1000
# Headers of one response; 500 cookies of 4 kB are 2 MB, and such a page is still a page.
_MAX_HEAD_BYTES = 4_000_000
# What framing (chunk sizes, trailers) may add to a body.
_FRAMING_BYTES = 1_000_000
_IDLE_SECONDS = 15


# Headers that are true of the bytes as they came, not of the page as a browser shows it.
_OF_THE_WIRE = frozenset(
    {"content-type", "content-encoding", "content-length", "transfer-encoding"}
)


class GuardedDownloadHandler(BaseDownloadHandler):
    """Fetches http and https for Scrapy; every failure is an UnfetchedError with its reason."""

    def __init__(self, crawler: Crawler) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - Scrapy has installed it by now

        super().__init__(crawler)
        self._session: Session = crawler.spider.session  # type: ignore[union-attr]
        limits = self._session.plan.limits
        self._limits = limits
        self._meters = Meters()
        web: Any = client  # Twisted's client carries no types
        self._pool = web.HTTPConnectionPool(reactor, persistent=True)
        self._pool.maxPersistentPerHost = 1
        self._pool.cachedConnectionTimeout = _IDLE_SECONDS
        endpoints = CheckedEndpoints(
            reactor,
            self._session.guard,
            web.BrowserLikePolicyForHTTPS(),
            limits.connect_seconds,
            self._meters,
        )
        self._agent = web.Agent.usingEndpointFactory(reactor, endpoints, self._pool)
        self._renderer = Renderer(self._session.guard, limits)

    async def download_request(self, request: Request) -> Response:
        """Return the response with its body decoded. Raises UnfetchedError."""
        try:
            host = self._session.guard.check_url(request.url).host
        except EgressDeniedError as error:
            raise denied(error) from error
        async with self._session.gate.turn(host, request.meta.get("delay", 0.0)):
            self._session.check_parked(host)
            request.meta["fetched_at"] = self._session.now()
            loop = asyncio.get_running_loop()
            start = loop.time()
            try:
                async with asyncio.timeout(self._limits.total_seconds):
                    response = await self._fetch(request, self._meters.renew(host, _MAX_HEAD_BYTES))
                return await self._rendered(request, response)
            except TimeoutError as error:
                raise UnfetchedError("failed", "timeout", "the response took too long") from error
            finally:
                request.meta["seconds"] = loop.time() - start

    async def close(self) -> None:
        """Close the idle connections and the browser."""
        self._pool.closeCachedConnections()
        await self._renderer.close()

    async def _rendered(self, request: Request, response: Response) -> Response:
        """Return *response* as a browser shows it, where its source wants that and it is a page."""
        job: Job | None = request.meta.get("job")
        if job is None or job.source.render is None or not _is_page(response):
            return response
        headers: list[tuple[str, str]] = request.meta["wire_headers"]
        fetched = Fetched(response.url, response.status, headers, response.body)
        shown = await self._renderer.render(fetched, job.source.render)
        # What is archived is what the browser showed; the server's own coding is gone with it.
        told = [pair for pair in headers if pair[0].lower() not in _OF_THE_WIRE]
        told += [
            ("Content-Type", "text/html; charset=utf-8"),
            ("X-Zhibi-Rendered", f"Chromium/{shown.browser}"),
        ]
        request.meta["wire_headers"] = told
        return response.replace(body=shown.body, headers=told)

    async def _fetch(self, request: Request, meter: Meter) -> Response:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(_FIRST_BYTE_SECONDS + self._limits.connect_seconds):
                answer = await self._ask(request).asFuture(loop)
        except Exception as error:
            raise _explain(error, meter) from error
        limit = int(request.meta.get("max_bytes", self._limits.max_bytes))
        meter.limit = meter.count + limit + _FRAMING_BYTES
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in answer.headers.getAllRawHeaders()
            for value in values
        ]
        self._take_cookies(request, headers)
        body = await self._body(answer, limit)
        codings = ",".join(value for name, value in headers if name.lower() == "content-encoding")
        self._session.heed(url_host(request.url), answer.code, headers)
        request.meta["phrase"] = answer.phrase.decode("latin-1")
        request.meta["wire_headers"] = headers
        return Response(
            request.url,
            status=answer.code,
            headers=headers,
            body=decode_body(body, codings, limit),
        )

    def _ask(self, request: Request) -> Deferred[Any]:
        headers = WireHeaders({name: list(values) for name, values in request.headers.items()})
        job: Job | None = request.meta.get("job")
        if job is not None and job.source.cookies:
            cookies = self._session.cookies.header(job.source.id, request.url)
            headers.setRawHeaders("Cookie", [cookies] if cookies else [])
        web: Any = client
        body = web.FileBodyProducer(BytesIO(request.body)) if request.body else None
        method = request.method.encode("ascii")
        asked: Deferred[Any] = self._agent.request(method, request.url.encode(), headers, body)
        return asked

    def _take_cookies(self, request: Request, headers: list[tuple[str, str]]) -> None:
        """Take the cookies of a response before the next turn begins, if the source wants any."""
        job: Job | None = request.meta.get("job")
        if job is not None and job.source.cookies:
            self._session.cookies.take(job.source.id, request.url, headers)

    async def _body(self, answer: Any, limit: int) -> bytes:
        if answer.length == 0:
            return b""
        if isinstance(answer.length, int) and answer.length > limit:
            _hang_up(answer)
            raise UnfetchedError("failed", "too-large", f"{answer.length} bytes are announced")
        collector = _Collector(limit, asyncio.get_running_loop().time)
        answer.deliverBody(collector)
        try:
            return await collector.done.asFuture(asyncio.get_running_loop())
        finally:
            collector.stop()


class _Collector(Protocol):
    """Collects a body, and gives up on one that is too large or too slow."""

    def __init__(self, limit: int, clock: Any) -> None:
        self.done: Deferred[bytes] = Deferred(lambda _: self.stop())
        self._limit = limit
        self._clock = clock
        self._since = clock()
        self._parts: list[bytes] = []
        self._size = 0
        self._over = False

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Take a piece of the body."""
        if self._over:
            return
        self._size += len(data)
        self._parts.append(data)
        age = self._clock() - self._since
        if self._size > self._limit:
            self._fail(UnfetchedError("failed", "too-large", f"more than {self._limit} bytes"))
        elif age > _GRACE_SECONDS and self._size < age * _LEAST_RATE:
            self._fail(UnfetchedError("failed", "too-slow", f"{self._size} bytes in {age:.0f} s"))

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        """Judge how the body ended: complete, or cut short."""
        if self._over:
            return
        self._over = True
        # Without a length, the end of the connection is the end of the body (RFC 9112, 6.3).
        if isinstance(reason.value, ResponseDone | PotentialDataLoss):
            self.done.callback(b"".join(self._parts))
        else:
            self.done.errback(
                UnfetchedError("failed", "truncated", "the connection ended before the body did")
            )

    def stop(self) -> None:
        """Hang up, if the body has not ended by itself."""
        if not self._over:
            self._over = True
            transport: Any = self.transport
            if transport is not None:
                transport.loseConnection()

    def _fail(self, error: UnfetchedError) -> None:
        self.stop()
        self._parts.clear()
        self.done.errback(error)


def _is_page(response: Response) -> bool:
    kind = (response.headers.get(b"Content-Type") or b"text/html").decode("latin-1").lower()
    return response.status == 200 and ("html" in kind or not kind.strip())


def _hang_up(answer: Any) -> None:
    refuser = _Collector(0, lambda: 0.0)
    answer.deliverBody(refuser)
    refuser.stop()


def _explain(error: Exception, meter: Meter) -> Exception:
    """Return the UnfetchedError for what Twisted raised; what is no network error is returned."""
    if meter.exceeded:
        return UnfetchedError("failed", "too-large", "the headers never end")
    if isinstance(error, EgressDeniedError):
        return denied(error)
    if isinstance(error, TimeoutError):
        return UnfetchedError("failed", "timeout", "no answer came")
    known: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (DNSLookupError, "dns"),
        (ConnectTimeoutError, "connect-timeout"),
        (ConnectError, "connect"),
        ((ResponseNeverReceived, ResponseFailed), "bad-response"),
        (CancelledError, "timeout"),
    )
    for kinds, reason in known:
        if isinstance(error, kinds):
            return UnfetchedError("failed", _tls(error) or reason, _causes(error))
    return UnfetchedError("failed", "bad-response", f"{type(error).__name__}: {error}")


def _causes(error: Exception) -> str:
    reasons = getattr(error, "reasons", None) or []
    return "; ".join(str(one.value) for one in reasons if isinstance(one, Failure)) or str(error)


def _tls(error: Exception) -> str | None:
    reasons = getattr(error, "reasons", None) or []
    values = [one.value for one in reasons if isinstance(one, Failure)]
    return "tls" if any(isinstance(one, SSL.Error | VerificationError) for one in values) else None
