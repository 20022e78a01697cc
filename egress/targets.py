"""Reads the scheme, host and port of a URL once, strictly, so that no two parsers can disagree.

What other parsers repair is refused here: user information, backslashes, control characters,
full-width letters and dots, and IPv4 addresses in any form but four decimal numbers (the WHATWG
URL standard reads ``0x7f.1``, ``2130706433`` and ``0177.0.0.1`` as addresses; so do resolvers).
"""

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import urlsplit

from schemas.errors import EgressDeniedError

_PORTS = {"http": 80, "https": 443}
# Everything a URL may not hold: controls, space, backslash, and all that RFC 3986 has no place for.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"^`{|}]")
_NAME = re.compile(
    r"^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$"
)
# A last label that is a number makes the whole an IPv4 address (WHATWG URL, "ends in a number").
_NUMBER = re.compile(r"^(?:[0-9]+|0x[0-9a-f]*)$")
_QUAD = re.compile(r"^(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}$")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Target(NamedTuple):
    """Where a URL leads: scheme, ASCII host in lower case (IPv6 without brackets) and port."""

    scheme: str
    host: str
    port: int


def read_target(url: str) -> Target:
    """Return where *url* leads. Raises EgressDeniedError with rule ``url`` or ``scheme``."""
    if found := _FORBIDDEN.search(url):
        raise _refused(url, "url", f"the address holds {found[0]!r}, which no URL may hold")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _refused(url, "url", f"the address cannot be read: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise _refused(url, "scheme", f"only http and https leave this machine, not {scheme!r}")
    if "@" in parts.netloc:
        raise _refused(url, "url", "the address carries user information")
    if port == 0 or parts.netloc.endswith(":"):
        raise _refused(url, "url", "the address names no usable port")
    bracketed = parts.netloc.startswith("[")
    return Target(scheme, read_host(host, url=url, bracketed=bracketed), port or _PORTS[scheme])


def read_host(host: str, *, url: str = "", bracketed: bool | None = None) -> str:
    """Return *host* in its one accepted form: ASCII, lower case, without a final dot.

    Raises EgressDeniedError with rule ``url`` for anything a resolver could read in two ways.
    """
    where = url or host
    if "%" in host:
        raise _refused(where, "url", "the host is percent-encoded or names a network interface")
    plain = host.lower().removesuffix(".")
    if ":" in plain:
        if bracketed is False:
            raise _refused(where, "url", f"{plain!r} is no host name")
        return str(_ipv6(plain, where))
    if bracketed:
        raise _refused(where, "url", "only an IPv6 address stands in brackets")
    if not plain.isascii():
        plain = _idna(plain, where)
    if not _NAME.match(plain):
        raise _refused(where, "url", f"{plain!r} is no host name")
    if _NUMBER.match(plain.rpartition(".")[2]) and not _is_quad(plain):
        raise _refused(where, "url", f"{plain!r} is no IPv4 address in its usual form")
    return plain


def literal(host: str) -> Address | None:
    """Return the address that *host*, as :func:`read_host` gave it, spells out; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_quad(host: str) -> bool:
    return bool(_QUAD.match(host)) and all(int(part) < 256 for part in host.split("."))


def _ipv6(host: str, where: str) -> ipaddress.IPv6Address:
    try:
        return ipaddress.IPv6Address(host)
    except ValueError as error:
        raise _refused(where, "url", f"{host!r} is no IPv6 address") from error


def _idna(host: str, where: str) -> str:
    """Encode a name in national characters; refuse what only looks like ASCII (``１２７。０``)."""
    try:
        encoded = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _refused(where, "url", f"{host!r} is no host name") from error
    if "xn--" not in encoded:
        raise _refused(where, "url", f"{host!r} imitates {encoded!r} by other characters")
    return encoded


def _refused(url: str, rule: str, what: str) -> EgressDeniedError:
    shown = url if len(url) <= 200 else url[:200] + "…"
    return EgressDeniedError(
        what, host="", rule=rule, where=ascii(shown)[1:-1], remedy="Correct the address"
    )
