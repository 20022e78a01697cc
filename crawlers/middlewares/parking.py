"""Leaves parked hosts alone: a request to one is journalled, never waited for (D9)."""

from scrapy import Request

from crawlers.middlewares.base import SessionMiddleware
from schemas.ids import url_host


class ParkingMiddleware(SessionMiddleware):
    """Stands before robots.txt, so that a parked host is not even asked for that."""

    def process_request(self, request: Request) -> None:
        """Refuse a request to a host that is parked. Raises UnfetchedError."""
        self.session.check_parked(url_host(request.url))
