"""Connections for Twisted: made to the very addresses that the guard returned, at that moment."""

import socket
from typing import Any

from twisted.internet import threads
from twisted.internet.defer import Deferred, inlineCallbacks
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.error import ConnectError, DNSLookupError
from twisted.internet.interfaces import IProtocolFactory, IStreamClientEndpoint
from twisted.web.client import URI
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer

from egress.guard import Endpoint, Guard
from egress.targets import read_host

# Addresses of one name that are tried in turn; each may cost the whole connect timeout.
_MAX_TRIES = 3


class Meter:
    """Counts the bytes that came from one host, and says when they pass *limit*."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.count = 0

    @property
    def exceeded(self) -> bool:
        """Say whether more came than was wanted."""
        return self.count > self.limit


class Meters:
    """The meter of each host's present request: headers count too, which no parser bounds."""

    def __init__(self) -> None:
        self._meters: dict[str, Meter] = {}

    def renew(self, host: str, limit: int) -> Meter:
        """Begin a request to *host* that may bring *limit* bytes."""
        meter = self._meters[host] = Meter(limit)
        return meter

    def watch(self, host: str, protocol: Any) -> None:
        """Cut the connection of *protocol* as soon as the host's meter is exceeded."""
        received = protocol.dataReceived

        def counted(data: bytes) -> None:
            meter = self._meters.get(host)
            if meter is not None:
                meter.count += len(data)
                if meter.exceeded:
                    protocol.transport.abortConnection()
                    return
            received(data)

        protocol.dataReceived = counted


@implementer(IStreamClientEndpoint)
class CheckedEndpoint:
    """Resolves, checks and connects in one go, anew for every connection."""

    def __init__(self, reactor: Any, guard: Guard, host: str, port: int, timeout: float) -> None:
        self._reactor = reactor
        self._guard = guard
        self._host = host
        self._port = port
        self._timeout = timeout

    @inlineCallbacks
    def connect(self, factory: IProtocolFactory) -> Any:
        """Return a Deferred of the protocol.

        Fails with EgressDeniedError, DNSLookupError, or the last address's connection error.
        """
        endpoints: tuple[Endpoint, ...] = yield self._resolve()
        failure: Exception = DNSLookupError(f"no address is known for {self._host}")
        for family, address, port in endpoints[:_MAX_TRIES]:
            kind = TCP4ClientEndpoint if family == socket.AF_INET else TCP6ClientEndpoint
            try:
                return (yield kind(self._reactor, address, port, self._timeout).connect(factory))
            except ConnectError as error:
                failure = error
        raise failure

    def _resolve(self) -> Deferred[tuple[Endpoint, ...]]:
        return threads.deferToThread(self._look_up)

    def _look_up(self) -> tuple[Endpoint, ...]:
        try:
            return self._guard.resolve(self._host, self._port)
        except OSError as error:
            raise DNSLookupError(f"{self._host}: {error}") from error


@implementer(IStreamClientEndpoint)
class MeteredEndpoint:
    """Has the bytes of each new connection counted."""

    def __init__(self, endpoint: Any, host: str, meters: Meters) -> None:
        self._endpoint = endpoint
        self._host = host
        self._meters = meters

    @inlineCallbacks
    def connect(self, factory: IProtocolFactory) -> Any:
        """Return a Deferred of the protocol, as the endpoint inside does."""
        protocol = yield self._endpoint.connect(factory)
        self._meters.watch(self._host, protocol)
        return protocol


@implementer(IAgentEndpointFactory)
class CheckedEndpoints:
    """The endpoint factory for :meth:`twisted.web.client.Agent.usingEndpointFactory`."""

    def __init__(
        self,
        reactor: Any,
        guard: Guard,
        tls: Any,
        connect_seconds: float,
        meters: Meters,
    ) -> None:
        self._reactor = reactor
        self._guard = guard
        self._tls = tls
        self._timeout = connect_seconds
        self._meters = meters

    def endpointForURI(self, uri: URI) -> Any:  # noqa: N802 - Twisted's name
        """Return an endpoint for *uri*, with TLS where its scheme asks for it."""
        host = read_host(uri.host.decode("ascii").strip("[]"))
        endpoint: Any = CheckedEndpoint(self._reactor, self._guard, host, uri.port, self._timeout)
        if uri.scheme == b"https":
            creator = self._tls.creatorForNetloc(host.encode("ascii"), uri.port)
            endpoint = wrapClientTLS(creator, endpoint)
        return MeteredEndpoint(endpoint, host, self._meters)
