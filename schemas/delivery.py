"""The digest, frozen at its cut-off, and the outbox that delivers it exactly once."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record
from schemas.documents import PriceState
from schemas.kinds import ChangeKind
from schemas.registry import Company, Reader
from schemas.stories import Factor, Story

EDITION = r"^\d{4}-(?:W\d{2}|\d{2}-\d{2})$"
"""An ISO week, ``2026-W47``, or the day on which a daily edition is cut, ``2026-11-23``."""
EditionKind = Literal["digest", "alert", "operators", "test", "assignment"]
DeliveryState = Literal["queued", "sending", "sent", "failed", "unknown"]
"""unknown: the server may have taken the message; never sent again by itself (RELIABILITY D7)."""


class PriceMoved(Record):
    """A price change as the digest's table shows it."""

    company: str
    subject: str
    kind: ChangeKind = "price"
    field: str = "amount"
    old: str | None = None
    new: str | None = None
    old_amount: Decimal | None = None
    new_amount: Decimal | None = None
    currency: str | None = None
    percent: Decimal | None = None
    state: PriceState = "known"
    day: str = ""
    url: str = ""
    story: str | None = None


class Trouble(Record):
    """A source that could not be read in the period."""

    source: str
    name: str = ""
    reason: str
    since: Instant | None = None


class PastPrice(Record):
    """What a plan cost from *day* on, for the chart; without an amount *state* says why."""

    company: str
    plan: str
    day: str
    amount: Decimal | None = None
    currency: str | None = None
    state: PriceState = "known"


class Expected(Record):
    """Something that is dated after the cut-off: *day* is ``2026-12-01``, or ``2026-12``."""

    day: str
    text: str
    language: str = "en"
    story: str


class Coverage(Record):
    """What was checked in the period, for the digest's last lines."""

    documents: int = 0
    sources: int = 0
    well: int = 0
    troubles: tuple[Trouble, ...] = ()
    left_out: dict[str, int] = Field(default_factory=dict, description="Reason to stories left out")


class AlertNote(Record):
    """Why an alert was sent, and the thread it belongs to."""

    rule: str = Field(
        description="Id of the saved search; account: it names a customer of the team"
    )
    name: str = ""
    threshold: float = Field(default=0.0, description="Least score for this reader and rule")
    moment: Instant | None = Field(default=None, description="When the event was first seen")
    told: str | None = Field(
        default=None, description="Of a later fact: the facts that the thread has told before"
    )
    thread: tuple[str, ...] = Field(default=(), description="Message-IDs of the thread so far")
    subject: str = Field(default="", description="Subject of the thread, where it has begun")
    rate_url: str = Field(default="", description="Where this reader says useful or not; signed")


class DigestInput(Record):
    """All a digest is composed from; the same input gives the same bytes."""

    reader: Reader
    week: str = Field(pattern=EDITION, description="ISO week, or the day of a daily edition")
    start: Instant
    cut_off: Instant
    stories: tuple[Story, ...] = ()
    told: dict[str, str] = Field(
        default_factory=dict,
        description="Story id to the facts told in an earlier edition (DigestStory.facts)",
    )
    told_events: dict[str, str] = Field(
        default_factory=dict,
        description="Event key (DigestStory.events) to the story under which it was told",
    )
    told_stories: tuple[Story, ...] = Field(
        default=(),
        description="As earlier editions told them: those that tell a move from a text of *stories*",
    )
    upcoming: tuple[Story, ...] = Field(
        default=(), description="Stories of the last months, for what is dated after the cut-off"
    )
    prices: tuple[PriceMoved, ...] = ()
    history: tuple[PastPrice, ...] = ()
    coverage: Coverage = Coverage()
    companies: tuple[Company, ...] = ()
    base_url: str = "http://127.0.0.1:8000"
    postal: str = ""
    sender: str = Field(default="Zhibi <zhibi@localhost>", description="From, name and address")
    unsubscribe_url: str = Field(default="", description="Signed address of this reader; or none")
    preferences_url: str = Field(default="", description="Where this reader changes what he gets")
    alert: AlertNote | None = None


class DigestStory(Record):
    """A story as one reader gets it: with what it means for him."""

    story: Story
    headline: str
    headline_language: str = "en"
    own: bool = Field(default=False, description="The headline is ours, made from slots")
    summary: tuple[str, ...] = ()
    summary_language: str = "en"
    summary_source: str = ""
    gloss: dict[str, str] = Field(
        default_factory=dict, description="Slots in the reader's language"
    )
    why: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    update: bool = False
    confirmed: bool = Field(default=False, description="An earlier edition told it as a rumour")
    facts: str = Field(
        default="", description="The facts told, a line each, to tell news from repeats"
    )
    events: tuple[str, ...] = Field(
        default=(), description="Keys by which the same event is known under another story"
    )
    folded: tuple[str, ...] = Field(
        default=(), description="Other stories of the same event, told with this one"
    )


class Digest(Record):
    """One edition for one reader, composed and frozen."""

    id: str
    kind: EditionKind = "digest"
    reader: str
    language: Literal["en", "zh"]
    week: str
    start: Instant
    cut_off: Instant
    subject: str
    title: str = Field(default="", description="The two top moves, as the heading")
    preheader: str
    intro: str
    considered: int = Field(default=0, description="Stories of the period, shown or not")
    rest: int = Field(default=0, description="Stories neither told nor listed")
    top: tuple[DigestStory, ...] = Field(default=(), description="Told in full")
    rivals: tuple[DigestStory, ...] = Field(
        default=(), description="A line each, by company and family"
    )
    people: tuple[DigestStory, ...] = ()
    also: tuple[DigestStory, ...] = Field(
        default=(), description="Near the floor, or beyond the cap"
    )
    prices: tuple[PriceMoved, ...] = ()
    expected: tuple[Expected, ...] = ()
    coverage: Coverage = Coverage()
    alert: AlertNote | None = None

    @property
    def told(self) -> tuple[DigestStory, ...]:
        """Return every story that the edition tells, in full or in a line."""
        return (*self.top, *self.rivals, *self.people, *self.also)


class RenderedDigest(Record):
    """The same edition as HTML, plain text, the MIME message and, by channel, what is posted there."""

    html: str
    text: str
    mime: str
    posts: dict[str, str] = Field(default_factory=dict, description="Channel to its JSON message")


class Delivery(Record):
    """One message in the outbox: one per reader and edition, whatever happens."""

    id: str
    edition: str
    reader: str
    channel: str = Field(default="mail", description="mail, or a channel of the settings")
    address: str = Field(description="Mail address; of a channel its name, never its address")
    subject: str
    message_id: str
    state: DeliveryState = "queued"
    attempts: int = 0
    next_attempt: Instant | None = None
    updated: Instant
    error: str | None = None
    bounced: str | None = Field(
        default=None, description="What the receiving server reported after it had been sent"
    )


class Rating(Record):
    """What a reader thought of one alert."""

    edition: str
    reader: str
    rule: str
    score: float
    useful: bool
    at: Instant
