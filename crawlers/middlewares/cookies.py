"""Cookies only where a source asks for them, few and small (RELIABILITY D10)."""

from http.cookiejar import Cookie, CookieJar, DefaultCookiePolicy
from typing import Any, TYPE_CHECKING
from urllib.request import Request as CookieRequest

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawlers.middlewares.base import SessionMiddleware

if TYPE_CHECKING:
    from crawlers.fetch.session import Job

MAX_COOKIES = 50
# Bytes of the whole Cookie header; servers refuse more than 8 kB of headers.
MAX_HEADER = 4096


class CookiesMiddleware(SessionMiddleware):
    """One jar per source; nothing is kept beyond the run."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._jars: dict[str, CookieJar] = {}

    def process_request(self, request: Request) -> None:
        """Send the cookies of the source's jar that belong to this address."""
        jar = self._jar(request)
        if jar is None:
            return
        wanted = CookieRequest(request.url)  # noqa: S310 - never opened: it only carries headers
        jar.add_cookie_header(wanted)
        header = wanted.get_header("Cookie")
        if header and len(header) <= MAX_HEADER:
            request.headers["Cookie"] = header

    def process_response(self, request: Request, response: Response) -> Response:
        """Put the cookies of a response into the jar, as far as there is room."""
        jar = self._jar(request)
        if jar is not None and b"Set-Cookie" in response.headers:
            asked = CookieRequest(request.url)  # noqa: S310 - never opened
            carrier: Any = _Carrier(response)
            for cookie in jar.make_cookies(carrier, asked)[:MAX_COOKIES]:
                if _fits(jar, cookie):
                    jar.set_cookie_if_ok(cookie, asked)
        return response

    def _jar(self, request: Request) -> CookieJar | None:
        job: Job | None = request.meta.get("job")
        if job is None or not job.source.cookies:
            return None
        return self._jars.setdefault(job.source.id, CookieJar(DefaultCookiePolicy()))


class _Carrier:
    """Shows the headers of a response the way the standard library's jar reads them."""

    def __init__(self, response: Response) -> None:
        self._response = response

    def info(self) -> "_Carrier":
        return self

    def get_all(self, name: str, default: list[str] | None = None) -> list[str]:
        values = self._response.headers.getlist(name)
        return [value.decode("latin-1") for value in values] or default or []


def _fits(jar: CookieJar, cookie: Cookie) -> bool:
    others = [one for one in jar if not _same(one, cookie)]
    size = sum(_size(one) for one in [*others, cookie])
    return len(others) < MAX_COOKIES and size <= MAX_HEADER


def _same(one: Cookie, other: Cookie) -> bool:
    return (one.domain, one.path, one.name) == (other.domain, other.path, other.name)


def _size(cookie: Cookie) -> int:
    return len(cookie.name) + len(cookie.value or "") + 3  # "=" and "; "
