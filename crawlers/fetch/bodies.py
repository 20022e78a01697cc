"""Undoes content codings within a size limit: a bomb is noticed before it is unpacked (T4)."""

import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]

from crawlers.fetch.outcomes import UnfetchedError

ACCEPTED = "gzip, deflate, br"
# Codings on top of one another; no honest server applies more than one.
_MAX_LAYERS = 3
_STEP = 65_536
_FAMILIES: dict[str, Callable[[bytes, int], bytes]] = {}


def decode_body(body: bytes, codings: str, limit: int) -> bytes:
    """Return *body* without its *codings* (the Content-Encoding header), *limit* bytes at most.

    Raises UnfetchedError: ``too-large``, ``truncated`` or ``bad-encoding``.
    """
    layers = [name.strip().lower() for name in codings.split(",") if name.strip()]
    layers = [name for name in layers if name != "identity"]
    if len(layers) > _MAX_LAYERS:
        raise UnfetchedError("failed", "bad-encoding", f"{len(layers)} layers of content coding")
    for name in reversed(layers):
        family = _FAMILIES.get(name.removeprefix("x-"))
        if family is None:
            raise UnfetchedError("failed", "bad-encoding", f"unknown content coding {name[:40]!r}")
        body = family(body, limit) if body else body
    return body


def gunzip(data: bytes, limit: int) -> bytes:
    """Unpack all gzip members of *data*; checksums and lengths are checked."""
    parts: list[bytes] = []
    size = 0
    while data:
        worker = zlib.decompressobj(wbits=31)
        part, data = _inflate(worker, data, limit - size)
        size += len(part)
        parts.append(part)
        data = data.lstrip(b"\x00")  # padding after the last member is allowed by gzip itself
        if data and not data.startswith(b"\x1f\x8b"):
            break  # trailing bytes that are no member: gzip ignores them with a warning
    return b"".join(parts)


def _deflate(data: bytes, limit: int) -> bytes:
    """Unpack zlib (RFC 9110) or, as some servers send, bare deflate data."""
    try:
        return _inflate(zlib.decompressobj(), data, limit)[0]
    except UnfetchedError as error:
        if error.reason != "bad-encoding":
            raise
        return _inflate(zlib.decompressobj(wbits=-15), data, limit)[0]


def _inflate(worker: "zlib._Decompress", data: bytes, limit: int) -> tuple[bytes, bytes]:
    """Return what one stream holds and the bytes after it."""
    out = bytearray()
    try:
        while not worker.eof:
            part = worker.decompress(data, _STEP)
            out += part
            data = worker.unconsumed_tail
            _check(len(out), limit)
            if not part and not data and not worker.eof:
                raise UnfetchedError("failed", "truncated", "the packed body ends too early")
    except zlib.error as error:
        raise UnfetchedError("failed", "bad-encoding", str(error)) from error
    return bytes(out), worker.unused_data


def _unbrotli(data: bytes, limit: int) -> bytes:
    worker = brotli.Decompressor()
    out = bytearray()
    try:
        out += worker.process(data, output_buffer_limit=_STEP)
        while not worker.is_finished():
            part = worker.process(b"", output_buffer_limit=_STEP)
            if not part:
                raise UnfetchedError("failed", "truncated", "the packed body ends too early")
            out += part
            _check(len(out), limit)
    except brotli.error as error:
        raise UnfetchedError("failed", "bad-encoding", str(error)) from error
    return bytes(out)


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise UnfetchedError("failed", "too-large", f"more than {limit} bytes unpacked")


_FAMILIES.update({"gzip": gunzip, "deflate": _deflate, "br": _unbrotli})
