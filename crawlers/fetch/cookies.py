"""Cookies only where a source asks for them, few and small (RELIABILITY D10)."""

from collections.abc import Iterable
from http.cookiejar import Cookie, CookieJar
from typing import Any
from urllib.parse import urlsplit

MAX_COOKIES = 50
# Bytes of the whole Cookie header; servers refuse more than 8 kB of headers.
MAX_HEADER = 4096


class Jars:
    """One jar per source; nothing is kept beyond the run."""

    def __init__(self) -> None:
        self._jars: dict[str, CookieJar] = {}

    def header(self, source: str, url: str) -> str | None:
        """Return the Cookie header that *source* sends to *url*, if any."""
        jar = self._jars.get(source)
        if jar is None:
            return None
        wanted: Any = _Asked(url)
        jar.add_cookie_header(wanted)
        header = wanted.get_header("Cookie")
        return header if header and len(header) <= MAX_HEADER else None

    def take(self, source: str, url: str, headers: Iterable[tuple[str, str]]) -> None:
        """Put the cookies of a response into the jar of *source*, as far as there is room."""
        jar = self._jars.setdefault(source, CookieJar())
        asked: Any = _Asked(url)
        carrier: Any = _Carrier([value for name, value in headers if name.lower() == "set-cookie"])
        for cookie in jar.make_cookies(carrier, asked)[:MAX_COOKIES]:
            if _fits(jar, cookie):
                jar.set_cookie_if_ok(cookie, asked)


class _Asked:
    """Shows a request the way the standard library's jar reads one; nothing is ever opened."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._url = url
        self._headers: dict[str, str] = {}
        self.type = parts.scheme
        self.host = parts.netloc
        self.origin_req_host = parts.hostname or ""
        self.unverifiable = False

    def get_full_url(self) -> str:
        return self._url

    def has_header(self, name: str) -> bool:
        return name in self._headers

    def get_header(self, name: str, default: str | None = None) -> str | None:
        return self._headers.get(name, default)

    def add_unredirected_header(self, name: str, value: str) -> None:
        self._headers[name] = value


class _Carrier:
    """Shows Set-Cookie headers the way the standard library's jar reads them."""

    def __init__(self, values: list[str]) -> None:
        self._values = values

    def info(self) -> "_Carrier":
        return self

    def get_all(self, name: str, default: list[str] | None = None) -> list[str]:
        return self._values if name.lower() == "set-cookie" else default or []


def _fits(jar: CookieJar, cookie: Cookie) -> bool:
    others = [one for one in jar if not _same(one, cookie)]
    size = sum(_size(one) for one in [*others, cookie])
    return len(others) < MAX_COOKIES and size <= MAX_HEADER


def _same(one: Cookie, other: Cookie) -> bool:
    return (one.domain, one.path, one.name) == (other.domain, other.path, other.name)


def _size(cookie: Cookie) -> int:
    return len(cookie.name) + len(cookie.value or "") + 3  # "=" and "; "
