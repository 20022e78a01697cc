"""The resolver that Scrapy gets: none. Names are resolved by the egress guard alone."""

from typing import Any, Self

from twisted.internet.defer import Deferred, fail
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IResolverSimple
from zope.interface import implementer


@implementer(IResolverSimple)
class NoResolver:
    """Refuses every name, so that a code path past the guard fails instead of connecting."""

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Make the resolver for Scrapy."""
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Take the place of the machine's resolver."""
        self._reactor.installResolver(self)

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        """Fail."""
        return fail(DNSLookupError(f"{name}: only the egress guard resolves names"))
