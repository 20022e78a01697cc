"""How sources fare: what each run read of them, what is wrong now, and what operators were told."""

from datetime import timedelta
from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record
from schemas.kinds import DocumentKind
from schemas.registry import Period

FailureClass = Literal[
    "blocked", "challenge", "paywall", "layout", "empty", "slow", "moved", "gone", "robots",
    "dns", "tls", "connect", "server", "rule", "quiet", "late", "parser", "refused",
]  # fmt: skip
"""blocked: 401, 403, 429; server: 5xx; rule: a rule of ours is no rule or takes too long; quiet:
nothing new for much longer than usual; late: due, and nobody ran it; refused: our own limits."""
HealthState = Literal["ok", "degraded", "failing", "stale", "new"]


class Reading(Record):
    """What ingest made of one snapshot of a document, field by field.

    *sizes* holds only fields that are not empty: characters, or how many for lists. *origins* names
    where each came from, *sure* how sure it is.
    """

    snapshot: str
    source: str
    run: str
    url: str
    at: Instant
    outcome: Literal["new", "changed", "unchanged", "quarantined", "dropped"]
    reason: str | None = None
    kind: DocumentKind | None = None
    sizes: dict[str, int] = Field(default_factory=dict)
    origins: dict[str, str] = Field(default_factory=dict)
    sure: dict[str, float] = Field(default_factory=dict)
    flags: tuple[str, ...] = ()
    title: str = Field(default="", description="Digest of the title, to tell equal ones")

    @property
    def read(self) -> bool:
        """Say whether a document came of it."""
        return self.outcome in {"new", "changed", "unchanged"}


class SourceStats(Record):
    """What one run made of one source, in counts. *ok* tells of its start addresses alone.

    *lost* counts, per field, pages that were read before with it and now without; *compared* the
    pages that were read before at all. *recheck*: only single pages were looked at again, out of
    turn; *unneeded*: fields whose rule finds nothing any more and that read the same without it.
    """

    source: str
    run: str
    at: Instant
    ok: bool | None = None
    reason: str | None = None
    status: int | None = None
    moved: str | None = Field(
        default=None, description="Where a start address is permanently redirected"
    )
    lists: int = 0
    listed: int = Field(default=0, description="Addresses that lists named, fetched or not")
    fetched: int = Field(default=0, description="Document pages fetched")
    confirmed: int = Field(default=0, description="Document pages that answered: not modified")
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    quarantined: dict[str, int] = Field(default_factory=dict)
    dropped: dict[str, int] = Field(default_factory=dict, description="Not fetched, by reason")
    filled: dict[str, int] = Field(default_factory=dict)
    ruled: dict[str, int] = Field(
        default_factory=dict, description="Fields read by a rule or template"
    )
    sure: dict[str, float] = Field(default_factory=dict, description="Mean confidence per field")
    flags: dict[str, int] = Field(default_factory=dict)
    lost: dict[str, int] = Field(default_factory=dict)
    compared: int = 0
    length: int | None = Field(default=None, description="Characters of text, the median")
    titles: int = Field(default=0, description="Different titles")
    seconds: float = Field(default=0.0, description="Longest wait for one page")
    recheck: bool = Field(default=False, description="Only pages to confirm were fetched")
    unneeded: tuple[str, ...] = Field(
        default=(), description="Fields that read the same without their rule"
    )

    @property
    def read(self) -> int:
        """Return how many documents were read."""
        return self.new + self.changed + self.unchanged

    @property
    def tried(self) -> int:
        """Return how many pages were read or set aside: a dropped one says nothing."""
        return self.read + sum(self.quarantined.values())


class FieldHealth(Record):
    """How often a field is filled: *now* in the last run that read anything, *usual* before.

    *past* are shares per run, the oldest first; *rule* says that a rule or template reads it.
    """

    name: str
    now: float | None = None
    usual: float | None = None
    past: tuple[float, ...] = ()
    rule: bool = False
    well: bool = True


class Pace(Record):
    """How often a source is checked and why. *changes* is the mean time between its changes."""

    every: Period
    wanted: Period
    changes: timedelta | None = None
    checks: int = 0
    adapts: bool = True


class Health(Record):
    """How a source fares, against its own history. *says* is a sentence, *todo* what to do."""

    source: str
    state: HealthState
    failure: FailureClass | None = None
    reason: str | None = Field(default=None, description="The stable word of the crawl or ingest")
    says: str = ""
    todo: str = ""
    since: Instant | None = None
    last_ok: Instant | None = None
    last_try: Instant | None = None
    due: Instant | None = None
    failures: int = 0
    runs: int = 0
    documents: int = Field(
        default=0, description="New documents in the thirty days up to its last run"
    )
    usual: float | None = Field(
        default=None, description="Part of its days on which something is new"
    )
    newest: Instant | None = Field(default=None, description="When the newest document came")
    length: int | None = None
    usual_length: int | None = None
    seconds: float | None = None
    usual_seconds: float | None = None
    fields: tuple[FieldHealth, ...] = ()
    arrivals: tuple[int, ...] = Field(
        default=(), description="New or changed per run, the oldest first"
    )
    pace: Pace | None = None

    @property
    def well(self) -> bool:
        """Say whether nothing has to be done."""
        return self.state in {"ok", "new"}


class Judgement(Record):
    """How a source fared when it was judged last, and what from: *basis* is the digest of the source.

    It holds from *at* up to, not including, *until* (None: until the source is read again).
    """

    source: str
    basis: str
    at: Instant
    until: Instant | None = None
    health: Health


class Incident(Record):
    """A failure of a source from when it was noticed until it was over."""

    id: str
    source: str
    failure: FailureClass
    state: HealthState
    says: str
    todo: str = ""
    opened: Instant
    closed: Instant | None = None
    told: bool = False
    told_closed: bool = False


class Dropped(Record):
    """One address or page that was not kept, with the reason and where it stopped."""

    source: str
    url: str
    at: Instant
    stage: Literal["crawl", "ingest"]
    reason: str
    detail: str = ""
    run: str


class Sighting(Record):
    """One thing known of an address: *what* in words, *outcome* as the ledger has it."""

    at: Instant
    source: str
    outcome: str
    what: str
    reason: str | None = None
    detail: str = ""


class Whereabouts(Record):
    """Where an address went: stored as a document, or why it was not."""

    url: str
    state: Literal["stored", "quarantined", "waiting", "dropped", "not-fetched", "never-seen"]
    says: str
    todo: str = ""
    document: str | None = None
    title: str = ""
    sightings: tuple[Sighting, ...] = ()
