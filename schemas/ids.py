"""Identity, decided in one place: canonical URLs and the ids derived from them.

A canonical URL follows RFC 3986 section 6.2.2 (case, percent-encoding and dot-segment
normalisation), drops the fragment and the parameters that only track a visitor. Two addresses
with one canonical URL are one document; everything weaker (the same text elsewhere) is not.
"""

import hashlib
import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from schemas.tracking import is_tracking

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
# Characters that may stand bare in a path or a query (RFC 3986, section 3.3 and 3.4).
_PATH_SAFE = "/!$&'()*+,;=:@"
_QUERY_SAFE = "!$'()*+,;:@/?"
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
# Canonical as it stands: no port, query, escapes, empty or dotted segments, no index page.
_PLAIN = re.compile(
    r"https?://(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}/(?:(?!\.|index\.)[A-Za-z0-9._~-]+/)*(?:(?!\.|(?i:index)\.)[A-Za-z0-9._~-]+)?"
)
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?=/)")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/?#]*", re.IGNORECASE)


def digest(data: bytes | str) -> str:
    """Return the SHA-256 of *data* (text as UTF-8) as 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def short_id(prefix: str, *parts: str) -> str:
    """Return ``prefix`` + 16 hexadecimal digits that depend on all *parts* and their order.

    64 bits: at ten million records the chance of one collision is about 3 in a million.
    """
    return prefix + digest("\x1f".join(parts))[:16]


def content_urn(data: bytes) -> str:
    """Return the address of what has none, made of its own digest: ``urn:zhibi:…``."""
    return f"urn:zhibi:{digest(data)}"


def identity_url(url: str) -> str:
    """Return what *url* is known by: ``urn:zhibi:`` and ``mid:`` stand for themselves.

    Raises ValueError for anything but these and what :func:`canonical_url` takes.
    """
    if re.fullmatch(r"urn:zhibi:[0-9a-f]{64}|mid:[^\s<>]{3,250}", url):
        return url
    return canonical_url(url)


def document_id(url_or_digest: str) -> str:
    """Return the surrogate id of a document first seen under a canonical URL or content digest."""
    return short_id("d", url_or_digest)


def snapshot_id(run: str, url: str, fetched_at: str, payload_digest: str) -> str:
    """Return the id of one response: the same journal line gives the same id again."""
    return short_id("s", run, url, fetched_at, payload_digest)


def canonical_url(url: str, base: str | None = None) -> str:
    """Return the canonical form of an http(s) *url*, joined to *base* when relative.

    Idempotent. Raises ValueError for anything but an absolute http(s) URL with a plain host:
    user information, backslashes and control characters are refused, not repaired.
    """
    text = url.strip(" \t\r\n\f")
    # Nine addresses in ten are plain already; the full way takes twenty times as long.
    if base and text[:1] == "/" and (origin := _ORIGIN.match(base)):
        joined = origin[0] + text
    else:
        joined = text
    if _PLAIN.fullmatch(joined):
        return joined
    if re.search(r"[\x00-\x20\x7f\\]", text):
        raise ValueError(f"not a plain URL: {url!r}")
    parts = urlsplit(urljoin(base, text) if base else text)
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not an absolute http(s) URL: {url!r}")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"a URL must not carry credentials: {parts.hostname}")
    path = _encode(_SESSION_IN_PATH.sub("", parts.path), _PATH_SAFE)
    path = re.sub(
        r"/index\.(?:html?|php|aspx?|jsp)$", "/", _remove_dots(path or "/"), flags=re.IGNORECASE
    )
    return urlunsplit((parts.scheme.lower(), _authority(parts), path, _query(parts.query), ""))


def url_host(url: str) -> str:
    """Return the host of *url* in lower case, without port; empty where there is none."""
    return (urlsplit(url).hostname or "").lower()


def _authority(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"not a valid host name: {host!r}") from error
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return host if port in {None, _DEFAULT_PORTS[parts.scheme.lower()]} else f"{host}:{port}"


def _encode(text: str, safe: str) -> str:
    """Percent-encode what must be, decode what need not be, upper-case the hexadecimal digits."""

    def keep(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else match[0].upper()

    return quote(_PERCENT.sub(keep, text), safe=safe + "%")


def _query(query: str) -> str:
    kept = [
        _encode(part, _QUERY_SAFE + "=")
        for part in query.split("&")
        if part and not is_tracking(*_named(part))
    ]
    return "&".join(sorted(kept))


def _named(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_to_bytes(name).decode("latin-1"), value


def _remove_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "..":
            kept[-1:] = []
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)
