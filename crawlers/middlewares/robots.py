"""Asks robots.txt first, once per origin and run, and obeys it; see :mod:`crawlers.robots`."""

import asyncio
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.crawler import Crawler

from crawlers import robots
from crawlers.fetch.outcomes import UnfetchedError
from crawlers.middlewares.base import ROBOTS, SessionMiddleware, is_robots
from schemas.ids import url_host

if TYPE_CHECKING:
    from scrapy.http import Response

# These say that the host cannot be reached at all: more telling than "robots.txt is missing".
_UNREACHABLE = frozenset(
    {"dns", "connect", "connect-timeout", "tls", "egress-denied", "run-deadline", "parked",
     "retry-after"}
)  # fmt: skip


class RobotsMiddleware(SessionMiddleware):
    """Refuses what robots.txt forbids, and everything while it cannot be read."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules = self.session.robots

    async def process_request(self, request: Request) -> None:
        """Let the request pass or raise UnfetchedError: ``robots-denied``, ``robots-unavailable``."""
        if is_robots(request):
            return
        site = robots.origin(request.url)
        if site not in self._rules:
            self._rules[site] = asyncio.ensure_future(self._learn(site, request))
        rules = await asyncio.shield(self._rules[site])
        if isinstance(rules, UnfetchedError):
            raise UnfetchedError(
                rules.outcome, rules.reason, rules.detail, status=rules.status, until=rules.until
            )
        if rules.unavailable:
            raise UnfetchedError("refused", "robots-unavailable", rules.unavailable)
        if not rules.allows(request.url):
            raise UnfetchedError("refused", "robots-denied", f"{site}/robots.txt forbids it")

    async def _learn(self, site: str, request: Request) -> robots.Rules | UnfetchedError:
        """Return the rules of *site*, or why it cannot be reached."""
        copies, now = self.session.copies, self.session.now()
        text = copies.load(site, now)
        if text is None:
            try:
                text = robots.text_of(*await self._fetch(f"{site}/robots.txt", request))
                copies.save(site, text, now)
            except UnfetchedError as error:
                if error.reason in _UNREACHABLE:
                    return error
                return robots.Rules(unavailable=f"robots.txt: {error.reason} {error.detail}")
            except ValueError as error:
                return robots.Rules(unavailable=f"robots.txt {error}")
        rules = robots.parse(text)
        if rules.crawl_delay is not None:
            self.session.gate.slow_down(url_host(site), rules.crawl_delay)
        return rules

    async def _fetch(self, url: str, cause: Request) -> tuple[int, str, bytes]:
        meta = {ROBOTS: True, "max_bytes": robots.MAX_BYTES, "delay": cause.meta.get("delay", 0.0)}
        headers = {"User-Agent": self.session.plan.limits.user_agent, "Accept": "text/plain,*/*"}
        request = Request(url, headers=headers, meta=meta, dont_filter=True)
        response: Response = await self.crawler.engine.download_async(request)
        kind = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
        return response.status, kind, response.body
