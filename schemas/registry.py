"""What an analyst maintains: companies, sources, saved searches, readers."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from schemas.base import Language, Record, Slug
from schemas.harvest import Rendering
from schemas.ids import canonical_url
from schemas.kinds import DocumentKind, MoveKind, Role, SourceKind, Tier

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_PERIOD = re.compile(r"^(\d{1,4})([mhdw])$")


def parse_period(value: Any) -> timedelta:
    """Read ``30m``, ``1h``, ``7d`` or ``2w``. Raises ValueError naming the accepted forms."""
    if isinstance(value, timedelta):
        return value
    match = _PERIOD.match(str(value).strip())
    if not match or int(match[1]) == 0:
        raise ValueError(f"{value!r} is no period; write a number and m, h, d or w, such as 6h")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def format_period(value: timedelta) -> str:
    """Return the shortest form that :func:`parse_period` reads back: ``7d`` becomes ``1w``."""
    minutes = int(value.total_seconds() // 60)
    for unit, size in (("w", 10080), ("d", 1440), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def _http_url(value: str) -> str:
    canonical_url(value)  # raises ValueError with the reason
    return value


def _rendering(value: Any) -> Any:
    """Let YAML say ``render: true`` where there is nothing to wait for or to press."""
    return {True: Rendering(), False: None}[value] if isinstance(value, bool) else value


Period = Annotated[
    timedelta, BeforeValidator(parse_period), PlainSerializer(format_period, return_type=str)
]
Render = Annotated[Rendering | None, BeforeValidator(_rendering)]
HttpUrl = Annotated[str, AfterValidator(_http_url)]
Names = dict[Language, tuple[str, ...]]
"""Names per language, the preferred one first: ``{"en": ("Velmora",), "zh": ("维墨",)}``."""


class Product(Record):
    """A product, service or brand of a company."""

    id: Slug
    names: Names


class Person(Record):
    """A person who matters to competition, with the role in words."""

    name: str
    role: str = ""
    names: Names = Field(default_factory=dict)


class Company(Record):
    """A competitor, ourselves, a customer (with tier and team) or a partner."""

    id: Slug
    role: Role = "competitor"
    names: Names
    domains: tuple[str, ...] = ()
    tier: Literal[1, 2, 3] | Tier | None = None
    team: str | None = None
    brands: tuple[str, ...] = ()
    subsidiaries: tuple[str, ...] = Field(
        default=(), description="Names of its firms: what they do is told of the company"
    )
    tickers: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    people: tuple[Person, ...] = ()
    context: tuple[str, ...] = Field(
        default=(), description="Words that stand near an ambiguous name when it is this company"
    )
    note: str = ""

    def name(self, language: str = "en") -> str:
        """Return the preferred name in *language*, else in any language, else the id."""
        for names in (self.names.get(language), *self.names.values()):
            if names:
                return names[0]
        return self.id


class Source(Record):
    """A place we watch. *urls* are where a crawl starts; *company* is whose place it is."""

    id: Slug
    kind: SourceKind
    urls: tuple[HttpUrl, ...] = ()
    company: Slug | None = None
    name: str = ""
    document: DocumentKind | None = None
    language: Language | None = None
    every: Period = timedelta(hours=6)
    adapt: bool = Field(
        default=True, description="Check more or less often than *every*, as the source changes"
    )
    enabled: bool = True
    delay: float | None = Field(
        default=None, ge=0, description="Seconds between requests to a host"
    )
    max_pages: int = Field(default=200, ge=1, le=10_000, description="Pages per run at most")
    follow: str | None = Field(default=None, description="CSS selector of links to documents")
    next_page: str | None = Field(default=None, description="CSS selector of the link onwards")
    selectors: dict[str, str] = Field(
        default_factory=dict, description="Field name to CSS or XPath"
    )
    drop: tuple[str, ...] = Field(
        default=(), description="What is never kept: url: or title: and a pattern"
    )
    switched_off: dict[str, str] = Field(
        default_factory=dict, description="Rules that took too long, by field: no longer applied"
    )
    cookies: bool = False
    confirm: int = Field(
        default=2, ge=1, le=4, description="Checks that must see a change before it is told"
    )
    render: Render = Field(
        default=None, description="Its pages need scripts: read them in a browser"
    )
    folder: Annotated[str, Field(pattern=r"^[^/\\.][^\\]{0,200}$")] | None = Field(
        default=None, description="Of an inbox: where files are dropped, inside inbox.folder"
    )
    mailbox: Slug | None = Field(
        default=None, description="Of an inbox: its name under inbox.mailboxes in zhibi.yaml"
    )
    note: str = ""

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if not self.urls and self.kind != "inbox":
            raise ValueError("a source needs a url; only an inbox has none")
        if (self.folder or self.mailbox) and self.kind != "inbox":
            raise ValueError("folder and mailbox belong to a source of kind inbox")
        if self.folder and self.mailbox:
            raise ValueError("an inbox is a folder or a mailbox, not both")
        return self

    @property
    def where(self) -> str:
        """Return its first address; of an inbox the folder or mailbox it reads."""
        return self.urls[0] if self.urls else f"inbox:{self.mailbox or self.folder or self.id}"

    @model_validator(mode="before")
    @classmethod
    def _one_url(cls, data: Any) -> Any:
        """Let YAML say ``url: …`` for the usual single address."""
        if isinstance(data, dict) and "url" in data and "urls" not in data:
            data = {**data, "urls": [data["url"]]}
            del data["url"]
        return data


class SavedSearch(Record):
    """One query, reused as feed, alert, digest section and report section."""

    id: Slug
    name: str
    query: str
    owner: Slug | None = None
    alert: bool = False
    threshold: float | None = Field(
        default=None, ge=0, le=100, description="Least score of a story that is alerted at once"
    )


class Schedule(Record):
    """When a reader's digest is cut: weekly on *day* or daily, at *hour* in the reader's zone."""

    every: Literal["daily", "weekly"] = "weekly"
    day: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = (
        "monday"
    )
    hour: int = Field(default=7, ge=0, le=23)


class Interests(Record):
    """What raises a story for a reader; empty means everything."""

    companies: tuple[Slug, ...] = ()
    kinds: tuple[MoveKind | str, ...] = ()
    searches: tuple[Slug, ...] = ()
    tiers: tuple[Tier, ...] = ()


QuietHours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3])-([01]\d|2[0-3])$")]
"""Hours of the reader's clock without alerts: ``22-07``."""


class Alerts(Record):
    """How a reader is alerted. Moves that name a strategic customer of the reader's team always are."""

    searches: tuple[Slug, ...] = Field(
        default=(), description="Saved searches with an alert, beside those the reader owns"
    )
    threshold: float | None = Field(
        default=None, ge=0, le=100, description="Least score, where the search sets none"
    )
    budget: int = Field(default=10, ge=0, le=100, description="Alerts a day at most")
    quiet: QuietHours | None = None


class Reader(Record):
    """A person who receives digests and alerts."""

    id: Slug
    name: str
    email: Annotated[str, Field(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+$")]
    language: Literal["en", "zh"] = "en"
    timezone: str = "UTC"
    team: str | None = None
    schedule: Schedule = Schedule()
    interests: Interests = Interests()
    floor: float | None = Field(default=None, description="Least score of a story in the digest")
    limit: int = Field(
        default=12, ge=1, le=50, description="Stories told at most; the first five in full"
    )
    channels: tuple[Slug, ...] = Field(
        default=("mail",), description="mail, or names of channels in zhibi.yaml"
    )
    alerts: Alerts = Alerts()
    active: bool = True


class Registry(Record):
    """The whole registry at one moment, as `tag` and `stories` read it from a folder."""

    companies: tuple[Company, ...] = ()
    sources: tuple[Source, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    readers: tuple[Reader, ...] = ()

    def company(self, company_id: str) -> Company | None:
        """Return the company with this id, or None."""
        return next((one for one in self.companies if one.id == company_id), None)
