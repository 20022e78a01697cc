"""What the middlewares share: they learn of the run from the spider that is crawled."""

from typing import TYPE_CHECKING, Self

from scrapy import Request
from scrapy.crawler import Crawler

if TYPE_CHECKING:
    from crawlers.fetch.session import Session

# Marks the request for a robots.txt, which is not itself subject to robots.txt.
ROBOTS = "robots"


class SessionMiddleware:
    """A middleware with the run's *session* and Scrapy's *crawler*."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.session: Session = crawler.spider.session  # type: ignore[union-attr]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware for one spider."""
        return cls(crawler)


def is_robots(request: Request) -> bool:
    """Say whether *request* is for a robots.txt."""
    return bool(request.meta.get(ROBOTS))
