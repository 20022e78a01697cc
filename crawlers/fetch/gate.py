"""Turns: one request per host at a time, its delay kept, whichever spider asks (G11, F23)."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from crawlers.fetch.outcomes import UnfetchedError

# A crawl delay beyond this would let one file stop a source for hours.
MAX_CRAWL_DELAY = 30.0
# Connections at once over all hosts; far below the usual limit of 1,024 open files.
_MAX_CONNECTIONS = 64


class Gate:
    """*left* says how many seconds the run still has; a turn that comes later is refused."""

    def __init__(self, left: Callable[[], float]) -> None:
        self._left = left
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._started: dict[str, float] = {}
        self._crawl_delays: dict[str, float] = {}
        self._connections = asyncio.Semaphore(_MAX_CONNECTIONS)

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least *seconds* between requests to *host* from now on, 30 at most."""
        self._crawl_delays[host] = min(max(seconds, 0.0), MAX_CRAWL_DELAY)

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Wait for *host*, then hold it. Raises UnfetchedError ``run-deadline``."""
        async with self._locks[host]:
            await self._keep_distance(host, delay)
            async with self._connections:
                self._started[host] = asyncio.get_running_loop().time()
                yield

    async def _keep_distance(self, host: str, delay: float) -> None:
        now = asyncio.get_running_loop().time()
        gap = max(delay, self._crawl_delays.get(host, 0.0))
        wait = self._started.get(host, now - gap) + gap - now
        if max(wait, 0.0) >= self._left():
            raise UnfetchedError("skipped", "run-deadline", "the run's time is over")
        if wait > 0:
            await asyncio.sleep(wait)
