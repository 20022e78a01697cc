"""What a snapshot says: documents, each field with where it came from and how sure it is."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Confidence, Instant, Record
from schemas.kinds import DocumentKind

DatePrecision = Literal["year", "month", "day", "hour", "minute", "second"]
PriceState = Literal["known", "hidden", "missing", "broken"]
"""known: read; hidden: the page says "ask us"; missing: the plan is gone; broken: our fault."""
Flag = Literal[
    "paywalled", "truncated", "video-only", "index-page", "error-page", "press-release",
    "thin", "encoding-doubtful", "challenge", "scanned",
]  # fmt: skip


class PublishedDate(Record):
    """When a document was published, never later than it was first seen.

    *value* is ``2026-11-23`` where only the publisher's calendar day is known, else a UTC instant
    ``2026-11-23T01:30:00Z``; *offset* keeps the publisher's zone (``+08:00``), *raw* its words.
    """

    value: str
    precision: DatePrecision
    confidence: Confidence
    source: str
    offset: str | None = None
    raw: str | None = None

    @property
    def day(self) -> str:
        """Return the calendar day as the publisher wrote it, ``YYYY-MM-DD``."""
        if "T" not in self.value:
            return self.value
        moment = datetime.fromisoformat(self.value)
        if self.offset:
            sign = -1 if self.offset.startswith("-") else 1
            hours, minutes = self.offset.lstrip("+-").split(":")
            moment += sign * timedelta(hours=int(hours), minutes=int(minutes))
        return moment.date().isoformat()


class Provenance(Record):
    """Where a field came from: ``json-ld``, ``page-object:velmora``, ``meta``, ``text``."""

    source: str
    confidence: Confidence


BillingPeriod = Literal["month", "quarter", "year"]


class PlanPrice(Record):
    """The price of one plan or product as the page states it.

    *period* is what the amount is for (``$10/mo``), *billed* how often it is paid where the page says
    so (``billed annually``: year). *promotion* keeps the words of what lowers the price for a time
    or on a condition (满300减40, first 3 months free); they are never worked into the amount.
    """

    name: str
    plan: str | None = None
    amount: Decimal | None = None
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")
    list_amount: Decimal | None = Field(default=None, description="Before a promotion")
    period: Literal["hour", "day", "week", "month", "quarter", "year", "once"] | None = None
    unit: str | None = Field(default=None, description="user, seat, GB, person-day …")
    minimum: str | None = None
    tax: Literal["included", "excluded"] | None = None
    billed: BillingPeriod | None = Field(default=None, description="How often it is paid")
    promotion: str | None = Field(default=None, description="首年5折, first 3 months free …")
    region: str | None = Field(default=None, description="Where it holds, as the page says")
    starting: bool = Field(default=False, description="A least price: from …, …起")
    state: PriceState = "known"
    features: dict[str, bool | str] = Field(default_factory=dict)
    raw: str = ""
    confidence: Confidence = 1.0

    @property
    def key(self) -> str:
        """Return what tells this price from the others on its page: name, unit and period."""
        return "|".join((self.name.casefold(), self.unit or "", self.period or ""))


class PersonListed(Record):
    """One line of a leadership page."""

    name: str
    role: str = ""


class Salary(Record):
    """What a vacancy pays, as stated. *months* where a year has more of them than twelve (13薪)."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")
    period: Literal["hour", "day", "week", "month", "year"] | None = None
    months: int | None = Field(default=None, ge=1, le=36)
    raw: str = ""


class DocumentBase(Record):
    """What documents of every kind have. *url* is canonical; *text* has a blank line between paragraphs."""

    url: str
    title: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    language: str = "und"
    published: PublishedDate | None = None
    lead: str = ""
    captions: tuple[str, ...] = Field(
        default=(), description="Captions and credits of pictures, kept apart from *text*"
    )
    boilerplate: tuple[tuple[int, int], ...] = Field(
        default=(), description="Spans of *text* that are press-release boilerplate"
    )
    offers: tuple[PlanPrice, ...] = ()
    availability: str | None = None
    sku: str | None = None
    brand: str | None = None
    flags: tuple[Flag, ...] = ()
    aliases: tuple[str, ...] = Field(default=(), description="Other URLs of this same document")
    links: tuple[str, ...] = ()
    encoding: str | None = None
    provenance: dict[str, Provenance] = Field(default_factory=dict)
    extractor: str = Field(default="", description="Version of the code that read it")


class Article(DocumentBase):
    """News, a press release, a blog post."""

    kind: Literal["article"] = "article"
    outlet: str = Field(
        default="", description="The paper whose words it is, as an import names it"
    )


class Offer(DocumentBase):
    """A page of plans and prices."""

    kind: Literal["offer"] = "offer"


class ProductPage(DocumentBase):
    """A page of one product: description, price, SKU, brand, availability."""

    kind: Literal["product"] = "product"
    features: tuple[str, ...] = ()


class JobPosting(DocumentBase):
    """One vacancy."""

    kind: Literal["job"] = "job"
    employer: str | None = None
    location: str | None = Field(default=None, description="Several places by semicolons")
    team: str | None = None
    employment: str | None = Field(default=None, description="Full-time …, in the page's words")
    remote: Literal["remote", "hybrid", "on-site"] | None = None
    salary: Salary | None = None
    valid_through: str | None = Field(default=None, description="Last day to apply, YYYY-MM-DD")
    reference: str | None = Field(default=None, description="The board's own id of it")
    apply_url: str | None = None


class PeoplePage(DocumentBase):
    """A leadership page: who is listed, with what role."""

    kind: Literal["people"] = "people"
    people: tuple[PersonListed, ...] = ()


class Filing(DocumentBase):
    """A filing, an exchange announcement, a patent or a tender: something entered in a register."""

    kind: Literal["filing"] = "filing"
    form: str | None = Field(default=None, description="8-K, 年度报告, patent, tender …")
    filer: str | None = Field(default=None, description="Who filed: company, applicant, buyer")
    number: str | None = Field(
        default=None, description="Accession, announcement, publication or project number"
    )
    ticker: str | None = None
    period: str | None = Field(default=None, description="Day or year that it reports on")
    items: tuple[str, ...] = Field(default=(), description="What it is about, in words")
    parties: tuple[str, ...] = Field(
        default=(), description="Others named: inventors, assignees, winners of a tender"
    )
    amount: Decimal | None = None
    currency: str | None = Field(default=None, pattern=r"^[A-Z]{3}$", description="ISO 4217")


class Review(DocumentBase):
    """A customer's published opinion of a product or company."""

    kind: Literal["review"] = "review"
    reviewed: str | None = None
    rating: Decimal | None = None
    rating_max: Decimal | None = None
    ratings: int | None = Field(default=None, description="How many gave it, of an average")
    pros: str | None = None
    cons: str | None = None
    verified: bool | None = Field(default=None, description="The site says that they bought it")


Document = Annotated[
    Article | Offer | ProductPage | JobPosting | PeoplePage | Filing | Review,
    Field(discriminator="kind"),
]
DOCUMENT_TYPES: dict[DocumentKind, type[DocumentBase]] = {
    "article": Article, "offer": Offer, "product": ProductPage, "job": JobPosting,
    "people": PeoplePage, "filing": Filing, "review": Review,
}  # fmt: skip


class Revision(Record):
    """A version of a document; number 1 is the first. *digest* is of what readers see."""

    document_id: str
    number: int = Field(ge=1)
    snapshot: str
    source: str
    company: str | None = None
    seen_at: Instant
    digest: str
    document: Document
