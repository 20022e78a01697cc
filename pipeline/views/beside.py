"""Our own plans beside those of rivals: what is priced alike in tables, the rest with the reason."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

from pipeline.views import likeness
from pipeline.views.prices import plans
from pipeline.workspace import Workspace
from schemas.beside import (
    Apart,
    Difference,
    Gap,
    PlanApart,
    PlanNow,
    PlanRow,
    PlansBeside,
    PlanTable,
    Was,
    difference,
)
from schemas.registry import Company
from schemas.views import PlanHistory

Measure: TypeAlias = tuple[str | None, str | None, str | None]
"""Currency, unit and period: prices that have all three in common can be compared."""
_DAY = timedelta(days=1)
# Sold once, or for no stated time: such plans are things, and two things are compared only by the same name.
_THINGS = frozenset({None, "once"})


def quarters(day: date, count: int = 4) -> list[date]:
    """Return the first days of the quarter of *day* and of those before it, the latest first."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    found = [first]
    while len(found) < count:
        last = found[-1]
        found.append(
            date(last.year - 1, 10, 1) if last.month == 1 else date(last.year, last.month - 3, 1)
        )
    return found


def plans_beside(
    workspace: Workspace, since: date | None = None, companies: Sequence[str] = ()
) -> PlansBeside:
    """Return the plans of the companies that are ourselves (role self) beside those of competitors.

    *since*: what moved is told from this day on; None: from the first day of this quarter. *companies*:
    only these competitors (none: all). No amount is ever converted into another currency.
    """
    since = since or quarters(workspace.now.date(), 1)[0]
    registry = workspace.registry
    roles = {one.id: one.role for one in registry.companies}
    ours = [one.id for one in registry.companies if one.role == "self"]
    rivals = [
        one.id
        for one in registry.companies
        if one.role == "competitor" and (not companies or one.id in companies)
    ]
    every = plans(workspace, [*ours, *rivals]) if ours else []
    own = [one for one in every if roles[one.company or ""] == "self"]
    others = [one for one in every if roles[one.company or ""] != "self"]
    begun: dict[str, date] = {}
    for one in every:
        first = one.steps[0].day
        begun[one.document_id] = min(first, begun.get(one.document_id, first))
    names = {one.id: _names(one) for one in registry.companies}
    return _Desk(own, others, since, begun, names).laid(tuple(ours))


def _names(company: Company) -> tuple[str, ...]:
    return tuple(name for some in company.names.values() for name in some)


class _Desk:
    """Lays plans out: those of one measure in a table, the others aside."""

    def __init__(
        self,
        own: Sequence[PlanHistory],
        rivals: Sequence[PlanHistory],
        since: date,
        begun: Mapping[str, date],
        names: Mapping[str, Sequence[str]],
    ) -> None:
        self._since, self._begun, self._names = since, begun, names
        self._own: dict[Measure, list[PlanHistory]] = {}
        self._unpriced: list[PlanHistory] = []
        for one in own:
            if one.now.amount is not None and one.now.currency:
                self._own.setdefault(measure(one), []).append(one)
            else:
                self._unpriced.append(one)
        self._rivals = rivals

    def laid(self, companies: tuple[str, ...]) -> PlansBeside:
        rows: dict[Measure, list[PlanRow]] = {key: [] for key in self._own}
        apart = [
            PlanApart(plan=self._now(one, stated=True), reasons=(Difference(why=_unknown(one)),))
            for one in self._unpriced
            if self._of_interest(one)
        ]
        for one in self._rivals if self._own else ():
            if not self._of_interest(one):
                continue
            row, reasons = self._placed(one)
            if reasons:
                apart.append(PlanApart(plan=self._now(one, stated=True), reasons=reasons))
            else:
                rows[measure(one)].append(row)
        tables = tuple(
            PlanTable(
                currency=key[0],
                unit=key[1],
                period=key[2],
                ours=tuple(sorted(map(self._now, self._own[key]), key=_dear)),
                rivals=tuple(sorted(some, key=lambda row: _dear(row.plan))),
            )
            for key, some in rows.items()
        )
        return PlansBeside(
            since=self._since, companies=companies, tables=tables, apart=tuple(apart)
        )

    def _of_interest(self, one: PlanHistory) -> bool:
        """What was gone before the period is no part of today's market."""
        return one.now.state != "missing" or one.now.day >= self._since

    def _placed(self, one: PlanHistory) -> tuple[PlanRow, tuple[Difference, ...]]:
        """Return the row of a rival's plan, and why it stands in no table (nothing: it does)."""
        row = PlanRow(plan=self._now(one), gaps=())
        if one.now.amount is None:
            return row, (Difference(why=_unknown(one)),)
        ours = self._own.get(measure(one))
        if ours is None:
            return row, self._unlike(one)
        ordered = sorted(ours, key=lambda mine: _dear(self._now(mine)))
        gaps = tuple(self._gap(mine, one) for mine in ordered)
        row = row.model_copy(update={"gaps": gaps})
        if any(gap.percent is not None for gap in gaps):
            return row, ()
        pairs = {gap.apart: mine for gap, mine in zip(gaps, ordered, strict=True) if gap.apart}
        return row, tuple(_told(why, mine, one) for why, mine in pairs.items())

    def _unlike(self, one: PlanHistory) -> tuple[Difference, ...]:
        """Return in what a plan differs from ours: from those that are the nearest to it."""
        found = [tuple(_unlike(some[0], one)) for some in self._own.values()]
        return min(found, key=len)

    def _gap(self, mine: PlanHistory, other: PlanHistory) -> Gap:
        names = [*self._names[mine.company or ""], *self._names[other.company or ""]]
        like = likeness.alike(mine.plan, other.plan, names)
        ours, theirs = self._now(mine), self._now(other)
        why = _apart(mine, other, like=like)
        watched = ours.first_look is None and theirs.first_look is None
        both_free = ours.amount == theirs.amount == 0
        percent = Decimal("0.0") if both_free else difference(ours.amount, theirs.amount)
        terms = likeness.paid(mine), likeness.paid(other)
        return Gap(
            plan=mine.plan,
            percent=None if why else percent,
            was=difference(ours.was_amount, theirs.was_amount) if watched and not why else None,
            like=like,
            apart=why,
            billed_unstated=(terms[0] is None) != (terms[1] is None),
        )

    def _now(self, one: PlanHistory, *, stated: bool = False) -> PlanNow:
        """Return a plan as it is compared; *stated*: its amounts as the page writes them."""
        period = None if stated else one.period
        now, usual = one.now, one.now.usual
        last = next((step for step in reversed(one.steps) if step.usual is not None), None)
        currency = now.currency or (last.currency if last else None)
        begun = self._begun[one.document_id]
        # Where the page was not watched yet, its first version is what there is to compare with.
        start = max(self._since, begun + _DAY)
        held = next((step for step in reversed(one.steps) if step.day < start), None)
        same = held is not None and held.currency == currency
        was: Was = held.state if held else "new"
        return PlanNow(
            company=one.company or "",
            plan=one.plan,
            document_id=one.document_id,
            url=one.url,
            unit=one.unit,
            period=one.period,
            billed=one.billed,
            currency=currency,
            amount=likeness.in_measure(usual, period),
            stated=usual,
            promoted=now.amount if now.list_amount is not None else None,
            promotion=one.promotion,
            starting=one.starting,
            minimum=one.minimum,
            state=now.state,
            since=_held_since(one),
            revision=now.revision,
            was=was,
            was_amount=likeness.in_measure(held.usual, period) if held and same else None,
            was_revision=held.revision if held else None,
            first_look=begun if begun >= self._since else None,
            last_amount=last.usual if last and usual is None else None,
        )


def _held_since(one: PlanHistory) -> date:
    """Return from which day on the price of today was read: promotions in between do not count."""
    found = one.now
    for step in reversed(one.steps):
        if (step.usual, step.currency, step.state) != (found.usual, found.currency, found.state):
            break
        found = step
    return found.day


def measure(one: PlanHistory) -> Measure:
    """Return in what a plan is priced: two plans of one measure can be compared."""
    return one.now.currency, likeness.unit_of(one.unit), likeness.period_of(one.period)


def _dear(plan: PlanNow) -> tuple[Decimal, str]:
    return (plan.amount or Decimal(0), plan.plan)


def _unknown(one: PlanHistory) -> Apart:
    """Return why a plan has no price that can be compared."""
    return "currency" if one.now.state == "known" else one.now.state


def _apart(mine: PlanHistory, other: PlanHistory, *, like: bool) -> Apart | None:
    """Return why two prices of one measure are not compared all the same; what is not stated is no reason."""
    stated = likeness.paid(mine), likeness.paid(other)
    if all(stated) and stated[0] != stated[1]:
        return "billed"
    if mine.tax and other.tax and mine.tax != other.tax:
        return "tax"
    if (mine.now.usual == 0) != (other.now.usual == 0):
        return "free"
    if mine.period in _THINGS and not like:
        return "product"
    return None


def _unlike(mine: PlanHistory, other: PlanHistory) -> Iterator[Difference]:
    ours, theirs = measure(mine), measure(other)
    if ours[0] != theirs[0]:
        yield _told("currency", mine, other)
    if ours[1] != theirs[1]:
        yield _told("unit", mine, other)
    if ours[2] != theirs[2]:
        yield _told("period", mine, other)


def _told(why: Apart, mine: PlanHistory, other: PlanHistory) -> Difference:
    """Return a reason with what both pages state, where it is of that kind."""
    stated = {
        "currency": (mine.now.currency, other.now.currency),
        "unit": (mine.unit, other.unit),
        "period": (mine.period, other.period),
        "billed": (likeness.paid(mine), likeness.paid(other)),
        "tax": (mine.tax, other.tax),
    }
    ours, theirs = stated.get(why, (None, None))
    return Difference(why=why, theirs=theirs, ours=ours)
