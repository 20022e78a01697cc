"""Leaves a host alone that said 429, or 503 with Retry-After (RELIABILITY D9)."""

from scrapy import Request
from scrapy.http import Response

from crawlers.fetch.outcomes import UnfetchedError
from crawlers.fetch.waiting import parked_until
from crawlers.middlewares.base import SessionMiddleware
from schemas.ids import url_host


class ParkingMiddleware(SessionMiddleware):
    """Parks hosts; no request waits for one, each is journalled as parked."""

    def process_request(self, request: Request) -> None:
        """Refuse a request to a host that is parked. Raises UnfetchedError."""
        self.session.check_parked(url_host(request.url))

    def process_response(self, request: Request, response: Response) -> Response:
        """Park the host if it asks for it. Raises UnfetchedError ``retry-after``."""
        value = response.headers.get(b"Retry-After")
        if response.status != 429 and not (response.status == 503 and value):
            return response
        until = parked_until(
            _text(value), now=self.session.now(), host_clock=_text(response.headers.get(b"Date"))
        )
        self.session.park(url_host(request.url), until)
        raise UnfetchedError(
            "parked",
            "retry-after",
            f"answered {response.status}, Retry-After: {_text(value) or 'not given'}",
            status=response.status,
            until=until,
        )


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")
