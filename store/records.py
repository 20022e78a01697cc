"""What the store answers with, beyond the records of ``schemas``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple

from pydantic import Field

from schemas.base import Instant, Record
from schemas.delivery import Delivery, Digest, DigestInput, RenderedDigest
from schemas.documents import Revision
from schemas.registry import Registry
from schemas.reports import StepName

RegistryKind = Literal["company", "source", "search", "reader"]
REGISTRY_KINDS: tuple[RegistryKind, ...] = ("company", "source", "search", "reader")
Ingested = Literal["new", "changed", "unchanged", "quarantined", "dropped", "index"]
"""What ingest made of a snapshot; dropped: by the source's own drop rule; index: a list, read for
its links only."""


def _by_id(records: Iterable[Any]) -> list[Any]:
    return sorted(records, key=lambda record: str(record.id))


class VersionedRegistry(Registry):
    """A registry with the revision that each record had when it was read or exported.

    *revisions* maps ``kind id`` to the number. Two registries are equal when their records are, in
    whatever order.
    """

    revisions: dict[str, int] = Field(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Registry):
            return NotImplemented
        return all(
            _by_id(getattr(self, name)) == _by_id(getattr(other, name))
            for name in Registry.model_fields
        )

    __hash__ = Registry.__hash__


class Conflict(Record):
    """A record that somebody else changed since the copy was made that is applied now."""

    kind: RegistryKind
    id: str
    base: int
    stored: int
    author: str
    at: Instant
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        fields = f" ({', '.join(self.fields)})" if self.fields else ""
        return (
            f"{self.kind} {self.id}{fields}: changed by {self.author} at {self.at:%Y-%m-%d %H:%M} "
            f"(revision {self.stored}), after this copy (revision {self.base}) was exported"
        )


class ApplyReport(Record):
    """Ids, as ``kind id``, by what became of them. With a conflict nothing was applied."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    applied: bool = True


class HistoryEntry(Record):
    """One revision of a registry record; *payload* is the record as JSON."""

    kind: RegistryKind
    id: str
    number: int
    at: Instant
    author: str
    action: Literal["apply", "retire", "undo"]
    summary: str
    payload: str


class Run(Record):
    """A run over *sources* as of *now*; *done* names the steps that were marked."""

    id: str
    now: Instant
    sources: tuple[str, ...] = ()
    done: tuple[StepName, ...] = ()
    finished: bool = False


class SourceHealth(Record):
    """How a source fares. *failures*: runs in a row, with the last *reason*, since *since*."""

    source: str
    last_ok: Instant | None = None
    last_try: Instant | None = None
    failures: int = 0
    reason: str | None = None
    since: Instant | None = None


class Quarantined(Record):
    """A snapshot that was set aside."""

    snapshot: str
    run: str
    source: str
    url: str
    fetched_at: Instant
    reason: str
    detail: str = ""


class Saved(Record):
    """What became of a document. *previous* is set where the publisher changed something.

    *rebaselined*: other code read the same body differently: no change, no alert. *conflicts*
    counts URLs that say they are this document and belong to another, which keeps them.
    """

    outcome: Literal["new", "changed", "unchanged"]
    revision: Revision
    previous: Revision | None = None
    rebaselined: bool = False
    conflicts: int = 0


class Fetched(NamedTuple):
    """One line of the fetch ledger."""

    id: str
    source: str
    url: str
    purpose: str
    outcome: str
    reason: str | None
    at: datetime
    snapshot: str | None


class StoredEdition(Record):
    """A frozen edition: what it was made from, what was told, what is sent."""

    digest: Digest
    input: DigestInput
    rendered: RenderedDigest


class Outgoing(NamedTuple):
    """A message taken from the outbox, to be sent now, byte for byte."""

    delivery: Delivery
    mime: str


class Validators(NamedTuple):
    """What makes the next request for an address conditional."""

    etag: str | None
    last_modified: str | None


class Period(NamedTuple):
    """From *start* up to, not including, *end*; None is open."""

    start: datetime | None = None
    end: datetime | None = None
