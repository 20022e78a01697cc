"""Responses as WARC 1.1 records (ISO 28500:2017), one gzip member each, written by warcio.

A body is stored as it reads after transfer and content coding were undone, so that its bytes
match the digest in the journal; the coding it came in is kept as ``X-Archive-Orig-…``.
"""

import os
import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from crawlers.journal import sync_folder, write_all
from schemas.base import format_instant

_NUMBERED = re.compile(r"-(\d{5})\.warc\.gz$")
_CODED = {"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"}
_BREAKS = re.compile(r"[\r\n\x00]")


class Exchange(NamedTuple):
    """One request and its response, as it is to be kept."""

    url: str
    fetched_at: datetime
    request_headers: Sequence[tuple[str, str]]
    status: int
    reason: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    address: str | None = None


class Position(NamedTuple):
    """Where a response record lies: file name, offset and length in bytes."""

    file: str
    offset: int
    length: int


class WarcWriter:
    """Appends to a new file of *folder*; an earlier process's file is never written to again."""

    def __init__(self, folder: Path, prefix: str, used: Sequence[str] = ()) -> None:
        names = [*used, *(path.name for path in folder.glob("*.warc.gz"))]
        numbers = [int(match[1]) for name in names if (match := _NUMBERED.search(name))]
        self.name = f"{prefix}-{max(numbers, default=-1) + 1:05d}.warc.gz"
        self._folder = folder
        self._descriptor: int | None = None
        self._end = 0

    def write(self, exchange: Exchange) -> Position:
        """Append the response and its request; return where the response lies. Raises OSError."""
        writer = BufferWARCWriter(gzip=True, warc_version="1.1")
        over_http = exchange.url.startswith(("http://", "https://"))
        (self._response if over_http else self._resource)(writer, exchange)
        length = len(writer.get_contents())
        if over_http:
            self._request(writer, exchange)
        data = writer.get_contents()
        writer.out.close()
        write_all(self._open(writer, exchange), data)
        position = Position(self.name, self._end, length)
        self._end += len(data)
        return position

    def sync(self) -> None:
        """Wait until all that was written is on the disk. Raises OSError."""
        if self._descriptor is not None:
            os.fsync(self._descriptor)

    def close(self) -> None:
        """Release the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self, writer: BufferWARCWriter, exchange: Exchange) -> int:
        """Return the file's descriptor; the first use makes the file and its warcinfo record."""
        if self._descriptor is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
            self._descriptor = os.open(self._folder / self.name, flags, 0o644)
            sync_folder(self._folder)
            head = BufferWARCWriter(gzip=True, warc_version="1.1")
            info = head.create_warcinfo_record(
                self.name, {"software": "Zhibi", "format": "WARC File Format 1.1"}
            )
            info.rec_headers.replace_header("WARC-Date", format_instant(exchange.fetched_at))
            head.write_record(info)
            write_all(self._descriptor, head.get_contents())
            self._end = len(head.get_contents())
            head.out.close()
        return self._descriptor

    def _response(self, writer: BufferWARCWriter, exchange: Exchange) -> None:
        headers = [
            (f"X-Archive-Orig-{name}" if name.lower() in _CODED else name, _plain(value))
            for name, value in exchange.headers
        ]
        headers.append(("Content-Length", str(len(exchange.body))))
        status = f"{exchange.status} {_plain(exchange.reason)}".strip()
        record = writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict=_dated(exchange),
        )
        writer.write_record(record)

    def _resource(self, writer: BufferWARCWriter, exchange: Exchange) -> None:
        """Write what came by no HTTP (a file, a message): its bytes alone, as ISO 28500 says."""
        named = {name.lower(): value for name, value in exchange.headers}
        record = writer.create_warc_record(
            exchange.url,
            "resource",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            warc_content_type=_plain(named.get("content-type") or "application/octet-stream"),
            warc_headers_dict=_dated(exchange),
        )
        writer.write_record(record)

    def _request(self, writer: BufferWARCWriter, exchange: Exchange) -> None:
        path = exchange.url.split("/", 3)[3:]
        line = f"GET /{path[0] if path else ''} HTTP/1.1"
        headers = [(name, _plain(value)) for name, value in exchange.request_headers]
        record = writer.create_warc_record(
            exchange.url,
            "request",
            payload=BytesIO(b""),
            length=0,
            http_headers=StatusAndHeaders(line, headers, is_http_request=True),
            warc_headers_dict={"WARC-Date": format_instant(exchange.fetched_at)},
        )
        writer.write_record(record)


def read_body(folder: Path, position: Position) -> bytes:
    """Return the body stored at *position*. Raises OSError, or ValueError for a damaged record."""
    with (folder / position.file).open("rb") as stream:
        stream.seek(position.offset)
        data = stream.read(position.length)
    for record in ArchiveIterator(BytesIO(data)):
        if record.rec_type in {"response", "resource"}:
            return bytes(record.content_stream().read())
    raise ValueError(f"no response record at {position.offset} of {position.file}")


def _dated(exchange: Exchange) -> dict[str, str]:
    headers = {"WARC-Date": format_instant(exchange.fetched_at)}
    if exchange.address:
        headers["WARC-IP-Address"] = exchange.address
    return headers


def _plain(value: str) -> str:
    """Keep a header on its line, whatever the site sent."""
    return _BREAKS.sub(" ", value)
