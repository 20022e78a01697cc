"""A typed, field-level difference between two revisions, and what it is found from."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.base import Confidence, Instant, Record
from schemas.kinds import ChangeKind, DocumentKind

ChangeState = Literal["pending", "confirmed", "withdrawn"]
"""pending: seen once; confirmed: the next check saw it too; withdrawn: the next check did not."""


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
    """A change as the store keeps it: with its document, company and both snapshots.

    *detected_at* is when it was seen first, *settled_at* when it was confirmed or withdrawn.
    """

    id: str
    document_id: str
    source: str
    company: str | None = None
    old_snapshot: str
    new_snapshot: str
    detected_at: Instant
    change: Change
    state: ChangeState = "confirmed"
    settled_at: Instant | None = None
    checks: int = Field(default=1, ge=1, description="How many checks saw it")

    @property
    def told_at(self) -> Instant:
        """Return when it became news: confirmed, or seen where one check is enough."""
        return self.settled_at or self.detected_at


class PageBlock(Record):
    """One paragraph-like run of text of a page. *side*: furniture, told to nobody."""

    text: str
    tag: str = "p"
    side: bool = False
    linked: float = Field(default=0.0, description="Share of the text inside links, 0 to 1")
    under: str = Field(default="", description="The heading it stands under")


class PageLogo(Record):
    """One picture of a wall of logos; *wall* says whose they are."""

    name: str
    wall: Literal["customers", "partners"] = "customers"


class PageReading(Record):
    """A whole page as text blocks in reading order, with its walls of logos."""

    title: str = ""
    blocks: tuple[PageBlock, ...] = ()
    logos: tuple[PageLogo, ...] = ()


class Reported(Record):
    """The value of something that readers were told last; drift is measured against it."""

    value: str
    amount: Decimal | None = None
    currency: str | None = None


class MutedBlock(Record):
    """A place on a watched page whose changes are told to nobody, because it is never the same."""

    document_id: str
    key: str
    sample: str = ""
    differed: int = 0
    checks: int = 0
    muted: bool = Field(
        default=True, description="False: somebody wants to hear of it all the same"
    )
    since: Instant


class Watched(Record):
    """How far a document is settled: the base that the next check is compared with.

    *snapshot* is the version whose differences are all settled, *checked* the newest that was
    compared with it; *first_run* brought the document.
    """

    document_id: str
    source: str
    kind: DocumentKind
    url: str
    snapshot: str
    revision: int
    checked: str
    checked_at: Instant
    first_run: str
    gone: bool = False
