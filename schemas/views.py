"""What pages, API and assistants show of a company and a market: read, never stored."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record
from schemas.documents import PriceState
from schemas.health import FailureClass
from schemas.kinds import DocumentKind, Family, MoveKind, SourceKind, Status
from schemas.registry import Company


class MoveLine(Record):
    """One move in a line: what happened when, in which story, and the words that show it."""

    id: str
    story: str
    company: str | None
    kind: MoveKind
    family: Family
    status: Status
    day: str
    title: str = Field(description="Headline of the story")
    language: str
    score: float = Field(description="Importance of the story")
    sources: int = Field(description="Independent sources of the story")
    document_id: str
    url: str
    change: str | None = None
    evidence: str = Field(default="", description="Words of the report")
    slots: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    confidence: float = 1.0


class MovePage(Record):
    """Moves, the newest first, and where to go on."""

    moves: tuple[MoveLine, ...] = ()
    next_cursor: str | None = None


class PriceStep(Record):
    """From *day* on a plan costs *amount*, or its price is not known (*state*). *snapshot* shows it."""

    day: date
    amount: Decimal | None = None
    currency: str | None = None
    list_amount: Decimal | None = Field(default=None, description="Before a promotion")
    state: PriceState = "known"
    snapshot: str = ""
    revision: int = 1

    @property
    def usual(self) -> Decimal | None:
        """Return the price without a promotion."""
        return self.amount if self.list_amount is None else self.list_amount


class PlanHistory(Record):
    """What one plan of a watched page cost, step by step, the oldest first."""

    company: str | None
    document_id: str
    url: str
    plan: str
    unit: str | None = None
    period: str | None = None
    billed: str | None = Field(default=None, description="How often it is paid, where stated")
    promotion: str | None = None
    tax: Literal["included", "excluded"] | None = None
    starting: bool = Field(default=False, description="A least price: from …, …起")
    minimum: str | None = None
    features: dict[str, bool | str] = Field(default_factory=dict)
    steps: tuple[PriceStep, ...] = Field(min_length=1)

    @property
    def now(self) -> PriceStep:
        """Return what holds at present."""
        return self.steps[-1]

    @property
    def before(self) -> PriceStep | None:
        """Return what held before the last step; None where it never changed."""
        return self.steps[-2] if len(self.steps) > 1 else None

    @property
    def percent(self) -> Decimal | None:
        """Return the last change in per cent, one digit; None where the two cannot be compared."""
        before = self.before
        if before is None or not before.amount or self.now.amount is None:
            return None
        if before.currency != self.now.currency:
            return None
        return ((self.now.amount / before.amount - 1) * 100).quantize(Decimal("0.1"))


class ChangeLine(Record):
    """One change of a watched page, told or not, with both snapshots to look at."""

    id: str
    company: str | None
    source: str
    document_id: str
    url: str
    kind: str
    subject: str
    field: str
    old: str | None
    new: str | None
    percent: Decimal | None
    day: str
    state: str
    old_snapshot: str
    new_snapshot: str
    significance: float


class DocumentLine(Record):
    """One document in a line."""

    document_id: str
    kind: DocumentKind
    url: str
    title: str
    day: str
    detail: str = Field(default="", description="Place of a vacancy, stars of a review …")
    gone: bool = False


class ListedPerson(Record):
    """A person of a company: as registered, or as its leadership page lists them."""

    name: str
    role: str = ""
    registered: bool = False
    url: str = ""


class VacancyWeek(Record):
    """Vacancies that appeared and disappeared in the week from *monday* on."""

    monday: date
    opened: int = 0
    closed: int = 0
    open: int = Field(default=0, description="Open at the end of the week")


class SourceLine(Record):
    """A source of a company and how it fares."""

    id: str
    name: str
    kind: SourceKind
    language: str | None
    where: str
    enabled: bool
    state: str
    failure: FailureClass | None = None
    since: Instant | None = None
    says: str = ""
    last_ok: Instant | None = None
    documents: int = 0


class CompanyView(Record):
    """A company as its page shows it; *kinds* counts its moves of the last year."""

    company: Company
    kinds: dict[MoveKind, int] = Field(default_factory=dict)
    latest: tuple[MoveLine, ...] = ()
    plans: tuple[PlanHistory, ...] = ()
    changes: tuple[ChangeLine, ...] = ()
    products: tuple[DocumentLine, ...] = ()
    people: tuple[ListedPerson, ...] = ()
    people_moves: tuple[MoveLine, ...] = ()
    jobs: tuple[DocumentLine, ...] = ()
    vacancies: tuple[VacancyWeek, ...] = ()
    partners: tuple[MoveLine, ...] = ()
    customers: tuple[MoveLine, ...] = ()
    reviews: tuple[DocumentLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()


class ComparedCompany(Record):
    """One column of a comparison."""

    company: Company
    kinds: dict[MoveKind, int] = Field(default_factory=dict)
    latest: tuple[MoveLine, ...] = ()
    plans: tuple[PlanHistory, ...] = ()
    open_jobs: int = 0
    sources: int = 0


class CoverageCell(Record):
    """What is watched of a company by sources of one kind in one language."""

    company: str
    kind: SourceKind
    language: str
    sources: int = 0
    troubled: int = 0
    documents: int = Field(default=0, description="New documents in the last thirty days")


class CoverageMatrix(Record):
    """Companies × kinds of source × languages; a cell that is not there is a hole."""

    companies: tuple[str, ...]
    kinds: tuple[SourceKind, ...]
    languages: tuple[str, ...]
    cells: tuple[CoverageCell, ...]
