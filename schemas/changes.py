"""A typed, field-level difference between two revisions."""

from decimal import Decimal

from pydantic import Field

from schemas.base import Confidence, Instant, Record
from schemas.kinds import ChangeKind


class Change(Record):
    """*field* of *subject* went from *old* to *new*; both as people write them."""

    kind: ChangeKind
    subject: str
    field: str
    old: str | None = None
    new: str | None = None
    old_amount: Decimal | None = None
    new_amount: Decimal | None = None
    currency: str | None = None
    percent: Decimal | None = Field(default=None, description="New against old, in per cent")
    where: str = Field(default="", description="URL and, where known, the place on the page")
    significance: Confidence = 1.0


class RecordedChange(Record):
    """A change as the store keeps it: with its document, company and both snapshots."""

    id: str
    document_id: str
    source: str
    company: str | None = None
    old_snapshot: str
    new_snapshot: str
    detected_at: Instant
    change: Change
