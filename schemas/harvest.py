"""What passes between the pipeline and the crawl: plan in, journal and WARC out, snapshots kept."""

from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record
from schemas.kinds import DocumentKind, SourceKind

Purpose = Literal["start", "onward", "document"]
"""A start address, a further page or part of it, or a document it led to."""


class Hint(Record):
    """What the place that linked to a page said of it: a feed entry, a sitemap row, a list line."""

    title: str | None = None
    published: str | None = Field(default=None, description="As written there, not yet read")
    origin: Literal["feed", "sitemap", "listing"] = "feed"
    summary: str | None = None
    language: str | None = None
    updated: str | None = Field(default=None, description="As written there, beside *published*")
    authors: tuple[str, ...] = ()
    content: str | None = Field(
        default=None, description="HTML of the whole text, where the list itself holds it"
    )
    facts: dict[str, str] = Field(
        default_factory=dict, description="What a register's list says: form, filer, number …"
    )


class CrawlRequest(Record):
    """One address to fetch. *etag* and *last_modified* make the request conditional."""

    url: str
    source: str
    purpose: Purpose = "start"
    etag: str | None = None
    last_modified: str | None = None
    hint: Hint | None = None


class Rendering(Record):
    """How a page that needs scripts is rendered. In YAML ``render: true`` or the fields."""

    wait: str | None = Field(
        default=None, description="CSS selector of what must be there before it is read"
    )
    press: str | None = Field(
        default=None, description="CSS selector of a button to press, such as 'load more'"
    )
    times: int = Field(default=3, ge=1, le=20, description="How often it is pressed at most")


class CrawlSource(Record):
    """What a spider needs to know of a source; no secret is ever among it."""

    id: str
    kind: SourceKind
    document: DocumentKind | None = None
    delay: float
    max_pages: int
    follow: str | None = None
    next_page: str | None = None
    cookies: bool = False
    render: Rendering | None = None


class CrawlLimits(Record):
    """Bounds of one crawl: seconds and bytes (RELIABILITY T4, T5)."""

    connect_seconds: float = 10.0
    total_seconds: float = 60.0
    max_bytes: int = 12_000_000
    max_redirects: int = 5
    max_run_seconds: float = 3600.0
    user_agent: str = "Zhibi/0.1 (+competitive intelligence; honours robots.txt)"
    browser: str = Field(
        default="", description="The browser program; empty: the system's Chromium"
    )
    sandbox: bool = Field(default=True, description="Keep Chromium's sandbox; as root it has none")


class EgressPolicy(Record):
    """Which private addresses are allowed and which names map where; everything public is allowed.

    *allow* holds host names, addresses or networks (``127.0.0.0/8``); *hosts* maps a name to
    ``address`` or ``address:port``, as a hosts file does.
    """

    allow: tuple[str, ...] = ()
    hosts: dict[str, str] = Field(default_factory=dict)


class CrawlPlan(Record):
    """The file ``plan.json`` of a run folder: all a crawl knows."""

    run: str
    now: Instant
    sources: tuple[CrawlSource, ...]
    requests: tuple[CrawlRequest, ...]
    known: dict[str, tuple[str | None, str | None]] = Field(
        default_factory=dict, description="Canonical URL to (ETag, Last-Modified) of its last copy"
    )
    skip: tuple[str, ...] = Field(
        default=(), description="Canonical URLs of documents that are not due again"
    )
    parked: dict[str, Instant] = Field(default_factory=dict, description="Host to parked-until")
    limits: CrawlLimits = CrawlLimits()
    egress: EgressPolicy = EgressPolicy()


Outcome = Literal["fetched", "unchanged", "failed", "refused", "parked", "skipped"]
"""fetched: stored; unchanged: 304; failed: try again later; refused: robots or egress said no;
parked: the host asked us to wait; skipped: a limit was reached or the page is not due."""


class JournalEntry(Record):
    """One line of ``journal.jsonl``: what became of one address. *reason* is a stable word."""

    outcome: Outcome
    source: str
    url: str
    requested_url: str
    purpose: Purpose = "document"
    redirects: tuple[str, ...] = ()
    permanent: bool = Field(default=False, description="Every redirect was one for good: 301, 308")
    status: int | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    fetched_at: Instant
    digest: str | None = Field(default=None, description="SHA-256 of the body")
    size: int = 0
    warc_file: str | None = None
    warc_offset: int | None = None
    warc_length: int | None = None
    hint: Hint | None = None
    reason: str | None = None
    detail: str | None = None
    parked_until: Instant | None = None
    seconds: float = 0.0


class Snapshot(Record):
    """One response as received; its body lies in the WARC archive at *warc_offset*."""

    id: str
    run: str
    source: str
    url: str
    requested_url: str
    redirects: tuple[str, ...] = ()
    purpose: Purpose = "document"
    fetched_at: Instant
    status: int
    headers: dict[str, str] = Field(default_factory=dict)
    digest: str
    size: int
    warc_file: str
    warc_offset: int
    warc_length: int
    hint: Hint | None = None

    @property
    def content_type(self) -> str:
        """Return the media type without parameters, in lower case; empty where not given."""
        return self.headers.get("content-type", "").split(";", 1)[0].strip().lower()
