"""Things that came in otherwise than by a crawl, and how they enter a run folder's archive and journal."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from crawlers import journal
from crawlers.journal import JournalWriter
from crawlers.readers.tables import KINDS, spec_of
from crawlers.reading import FILE_HEADER, IMPORT_HEADER, KIND_HEADER
from crawlers.warc import Exchange, WarcWriter
from schemas.errors import WrongUseError
from schemas.harvest import JournalEntry
from schemas.ids import canonical_url, content_urn, digest
from schemas.kinds import DocumentKind

IMPORTS = tuple(KINDS)
"""What the rows of a file may be imported as."""
# The archive takes bodies up to 64 MiB.
LARGEST = 60_000_000
_TYPES = {
    ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".mhtml": "multipart/related",
    ".mht": "multipart/related", ".eml": "message/rfc822", ".pdf": "application/pdf",
    ".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown", ".json": "application/json",
    ".xml": "application/xml", ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


class Arrival(NamedTuple):
    """Something that came in otherwise than by a crawl; *url* is its own address or its digest's."""

    body: bytes
    url: str
    headers: dict[str, str]
    came_from: str = ""


def arrival(
    body: bytes, *, url: str = "", name: str = "", kind: DocumentKind | None = None
) -> Arrival:
    """Return what a person hands in. Raises WrongUseError for an address or a size that cannot be."""
    if not body.strip():
        raise WrongUseError("there is nothing in it", where=name)
    if len(body) > LARGEST:
        raise WrongUseError(f"is {len(body):,} bytes; {LARGEST:,} at most can be kept", where=name)
    try:
        address = canonical_url(url) if url else content_urn(body)
    except ValueError as error:
        raise WrongUseError(str(error), remedy="Give the address the page came from") from error
    headers = {"content-type": _TYPES.get(Path(name).suffix.lower(), "")}
    headers |= {FILE_HEADER: name, KIND_HEADER: kind or ""}
    return Arrival(body, address, {key: value for key, value in headers.items() if value})


def table(body: bytes, *, name: str, kind: str, columns: dict[str, str]) -> Arrival:
    """Return a file of rows to import as *kind*. Raises WrongUseError."""
    spec = spec_of(kind, columns)
    made = arrival(body, name=name)
    address = content_urn(body + spec.header.encode())
    return made._replace(url=address, headers={**made.headers, IMPORT_HEADER: spec.header})


def record(
    folder: Path, run: str, source: str, arrivals: Sequence[Arrival], now: datetime
) -> list[JournalEntry]:
    """Append arrivals to a run folder's archive and journal, on the disk when this returns."""
    folder.mkdir(parents=True, exist_ok=True)
    used = [entry.warc_file for entry in journal.read(folder) if entry.warc_file]
    warc = WarcWriter(folder, run, used)
    lines = JournalWriter(folder)
    try:
        entries = [_entry(warc, source, one, now) for one in arrivals]
        warc.sync()
        lines.append(entries)
    finally:
        warc.close()
        lines.close()
    return entries


def note(folder: Path, entries: Sequence[JournalEntry]) -> None:
    """Append entries without a body to a run folder's journal."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = JournalWriter(folder)
    try:
        lines.append(entries)
    finally:
        lines.close()


def _entry(warc: WarcWriter, source: str, one: Arrival, now: datetime) -> JournalEntry:
    exchange = Exchange(
        url=one.url,
        fetched_at=now,
        request_headers=(),
        status=200,
        reason="OK",
        headers=[(name, value) for name, value in one.headers.items() if value.isascii()],
        body=one.body,
    )
    position = warc.write(exchange)
    return JournalEntry(
        outcome="fetched",
        source=source,
        url=one.url,
        requested_url=one.came_from or one.url,
        purpose="document",
        status=200,
        headers=one.headers,
        fetched_at=now,
        digest=digest(one.body),
        size=len(one.body),
        warc_file=position.file,
        warc_offset=position.offset,
        warc_length=position.length,
    )
