"""Our own plans beside those of rivals, as pages and API show them: read, never stored."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.base import Record
from schemas.documents import PriceState

Apart = Literal[
    "currency", "unit", "period", "billed", "tax", "free", "product", "hidden", "missing", "broken"
]  # fmt: skip
"""Why two prices are not compared.

currency, unit, period, billed, tax: the pages state different ones; free: one of the two costs nothing;
product: sold once, and not of like name; hidden, missing, broken: the rival's price is not known.
"""
Was = Literal["known", "hidden", "missing", "broken", "new"]
"""How a plan stood when the period began; new: its page had no such plan."""


class PlanNow(Record):
    """A plan as it is compared: what it costs now, what it cost when the period began, and where that is read.

    Prices are those without a promotion, which holds for a time only; *promoted* is what is asked meanwhile.
    *amount*, *was_amount* are in the measure of the table, so a yearly price stands there by the month (apart from
    all tables: as stated);
    *stated* is what the page writes. *revision* of the document shows it, *was_revision* what held before.
    """

    company: str
    plan: str
    document_id: str
    url: str
    unit: str | None = None
    period: str | None = None
    billed: str | None = None
    currency: str | None = None
    amount: Decimal | None = None
    stated: Decimal | None = None
    promoted: Decimal | None = Field(default=None, description="As stated, with a promotion")
    promotion: str | None = None
    starting: bool = False
    minimum: str | None = None
    state: PriceState = "known"
    since: date = Field(description="Day from which on this price was read")
    revision: int = 1
    was: Was = "known"
    was_amount: Decimal | None = None
    was_revision: int | None = None
    first_look: date | None = Field(
        default=None,
        description="Where the page was not watched when the period began: from when on",
    )
    last_amount: Decimal | None = Field(
        default=None, description="As last stated, where no price is known now"
    )

    @property
    def moved(self) -> Decimal | None:
        """Return the change of the period in per cent; None where the two cannot be compared."""
        return difference(self.was_amount, self.amount)

    @property
    def changed(self) -> bool:
        """Say whether anything is otherwise than when the period began, or at the first look."""
        return self.was != self.state or self.was_amount != self.amount


class Gap(Record):
    """How a rival's price stands to one of ours: *percent* above (or below) it, or why that is not said.

    *was* is what it was when the period began, where both pages were watched then. *billed_unstated*: one page does not say how it is paid.
    """

    plan: str
    percent: Decimal | None = None
    was: Decimal | None = None
    like: bool = Field(default=False, description="Plans of like name: Team and 团队版")
    apart: Apart | None = None
    billed_unstated: bool = False


class PlanRow(Record):
    """A rival's plan in a table: a gap for each of our plans there, in their order."""

    plan: PlanNow
    gaps: tuple[Gap, ...]

    @property
    def like(self) -> Gap | None:
        """Return the gap to our plan of like name, where both prices can be compared."""
        return next((one for one in self.gaps if one.like and one.percent is not None), None)


class PlanTable(Record):
    """Plans that are priced alike: by one unit and period in one currency. The cheapest stands first."""

    currency: str | None
    unit: str | None
    period: str | None
    ours: tuple[PlanNow, ...]
    rivals: tuple[PlanRow, ...] = ()


class Difference(Record):
    """Why a rival's plan is not compared: what its page states, and what ours do."""

    why: Apart
    theirs: str | None = None
    ours: str | None = None


class PlanApart(Record):
    """A plan that stands in no table, with every reason; one of ours where its price is not known."""

    plan: PlanNow
    reasons: tuple[Difference, ...]


class PlansBeside(Record):
    """Our own plans beside those of rivals; what moved is told from the end of the day before *since* on."""

    since: date
    companies: tuple[str, ...] = Field(default=(), description="Our own, by the registry")
    tables: tuple[PlanTable, ...] = ()
    apart: tuple[PlanApart, ...] = ()


def difference(of: Decimal | None, to: Decimal | None) -> Decimal | None:
    """Return by how many per cent *to* is above *of*, one digit; None where either is not known or *of* is 0."""
    if not of or to is None:
        return None
    return ((to / of - 1) * 100).quantize(Decimal("0.1"))
