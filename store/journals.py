"""What one journal line means for the tables: pure, so that replaying a journal changes nothing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from schemas.base import format_instant
from schemas.errors import InvalidRecordError
from schemas.harvest import JournalEntry, Snapshot
from schemas.ids import canonical_url, short_id, snapshot_id, url_host

# What tells how a source fares: its start addresses. A missing article is the article's trouble.
_WELL = {"fetched", "unchanged"}
_ILL = {"failed", "refused", "parked"}


class SourceOutcome(NamedTuple):
    """How a source fared in a run; *ok* None where nothing tells."""

    ok: bool | None
    reason: str | None


def snapshot_of(run: str, entry: JournalEntry) -> Snapshot | None:
    """Return the snapshot an entry acknowledges, None where nothing was stored.

    Raises InvalidRecordError for an entry that says *fetched* without saying where it lies.
    """
    if entry.outcome != "fetched":
        return None
    if (
        entry.digest is None
        or entry.warc_file is None
        or entry.warc_offset is None
        or entry.warc_length is None
    ):
        raise InvalidRecordError(
            "a fetched entry needs digest, warc_file, warc_offset and warc_length",
            where=f"journal of run {run}, {entry.url}",
        )
    return Snapshot(
        id=snapshot_id(run, entry.url, format_instant(entry.fetched_at), entry.digest),
        run=run,
        source=entry.source,
        url=entry.url,
        requested_url=entry.requested_url,
        redirects=entry.redirects,
        purpose=entry.purpose,
        fetched_at=entry.fetched_at,
        status=entry.status if entry.status is not None else 200,
        headers=entry.headers,
        digest=entry.digest,
        size=entry.size,
        warc_file=entry.warc_file,
        warc_offset=entry.warc_offset,
        warc_length=entry.warc_length,
        hint=entry.hint,
    )


def fetch_row(run: str, entry: JournalEntry, snapshot: Snapshot | None) -> dict[str, Any]:
    """Return the ledger's row of an entry; the same line has the same id again."""
    return {
        "id": short_id("f", run, entry.model_dump_json()),
        "run": run,
        "source": entry.source,
        "url": entry.requested_url,
        "purpose": entry.purpose,
        "outcome": entry.outcome,
        "status": entry.status,
        "reason": entry.reason,
        "detail": entry.detail,
        "fetched_at": entry.fetched_at,
        "snapshot": snapshot.id if snapshot else None,
        "final": entry.url if entry.permanent else None,
        "seconds": entry.seconds,
    }


def address_rows(entry: JournalEntry) -> list[dict[str, Any]]:
    """Return what is now known of the addresses of a good answer; empty for any other.

    A 304 has no validators of its own to keep: those of the copy it confirms stay (None here).
    """
    if entry.outcome not in _WELL:
        return []
    urls = {canonical(entry.requested_url), canonical(entry.url)}
    return [
        {
            "source": entry.source,
            "url": url,
            "purpose": entry.purpose,
            "etag": entry.headers.get("etag"),
            "last_modified": entry.headers.get("last-modified"),
            "fetched_at": entry.fetched_at,
        }
        for url in sorted(urls)
    ]


def source_outcomes(entries: Iterable[JournalEntry]) -> dict[str, SourceOutcome]:
    """Return per source whether its start addresses could be read."""
    found: dict[str, SourceOutcome] = {}
    for entry in entries:
        if entry.purpose != "start":
            found.setdefault(entry.source, SourceOutcome(None, None))
        elif entry.outcome in _WELL:
            found[entry.source] = SourceOutcome(ok=True, reason=None)
        elif entry.outcome in _ILL and not found.get(entry.source, SourceOutcome(None, None)).ok:
            found[entry.source] = SourceOutcome(ok=False, reason=entry.reason or entry.outcome)
    return found


def parked_hosts(entries: Iterable[JournalEntry]) -> dict[str, datetime]:
    """Return host to the latest time until which it asked to be left alone."""
    found: dict[str, datetime] = {}
    for entry in entries:
        if entry.parked_until is not None:
            host = url_host(entry.url) or url_host(entry.requested_url)
            found[host] = max(entry.parked_until, found.get(host, entry.parked_until))
    return found


def canonical(url: str) -> str:
    """Return the canonical form of *url*, or *url* itself where it has none."""
    try:
        return canonical_url(url)
    except ValueError:
        return url
