"""The market's price board, and one change with the page before and after it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from pipeline import beside_export, pictures
from pipeline.views import prices as views
from pipeline.views.beside import plans_beside, quarters
from schemas.beside import PlanNow, PlanRow, PlansBeside, PlanTable
from schemas.documents import Revision
from schemas.harvest import Snapshot
from schemas.views import PlanHistory
from web.paging import Number, part
from web.pictures import archived, of_change
from web.routes.companies import price_charts
from web.sides import sides
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
Filter = Literal["all", "changed", "known", "hidden", "missing", "broken"]
_FILTERS: tuple[Filter, ...] = ("all", "changed", "known", "hidden", "missing", "broken")
_RECENT = timedelta(days=30)
_PAST = timedelta(days=180)
_CHANGES = 30
_PLANS = 120  # of one page
_RUNGS = 60  # rivals' prices in one table beside ours: those that are the nearest
_PAIRS = 4  # of like name, at the top


@router.get("/prices")
def board(
    visit: Here,
    show: Annotated[str, Query()] = "all",
    company: Annotated[str, Query()] = "",
    page: Number = 1,
) -> HTMLResponse:
    """Show what every plan of the market costs now, what it cost before, and since when."""
    roles = {one.id: one.role for one in visit.workspace.registry.companies}
    only = [company] if company in roles else []
    every = views.plans(visit.workspace, only)
    since = (visit.now - _RECENT).date()
    recent = {id(one) for one in every if one.before is not None and one.now.day >= since}
    chosen = show if show in _FILTERS else "all"
    shown = [one for one in every if _fits(one, chosen, changed=id(one) in recent)]
    counts: Counter[str] = Counter(one.now.state for one in every)
    numbers: dict[str, int] = {"all": len(every), "changed": len(recent)} | dict(counts)
    listed = part(shown, page, _PLANS)
    groups: dict[str | None, list[PlanHistory]] = {}
    for one in listed.items:
        groups.setdefault(one.company, []).append(one)
    return visit.page(
        "prices/board",
        groups=groups,
        listed=listed,
        filters=[(name, numbers.get(name, 0)) for name in _FILTERS],
        show=chosen,
        company=company if only else "",
        companies=sorted({one.company for one in every if one.company}),
        charts=price_charts(visit, shown) if only else [],
        changes=views.last_changes(
            visit.workspace, _CHANGES, since=visit.now - _PAST, companies=only
        )
        if listed.page == 1
        else None,
        plans=every,
        own={one for one, role in roles.items() if role == "self"},
    )


def _fits(one: PlanHistory, show: str, *, changed: bool) -> bool:
    return show == "all" or (changed if show == "changed" else one.now.state == show)


@dataclass(frozen=True)
class _Ladder:
    """A table by price: our plans (no row) and those of rivals; *more* that are further from ours are left out."""

    table: PlanTable
    rungs: list[tuple[PlanNow, PlanRow | None]]
    more: int

    @property
    def unstated(self) -> bool:
        """Say whether somewhere only one of two pages tells how often it is paid."""
        return any(gap.billed_unstated for _, row in self.rungs if row for gap in row.gaps)


@router.get("/prices/ours")
def ours(
    visit: Here,
    since: Annotated[str, Query()] = "",
    company: Annotated[str, Query()] = "",
    page: Number = 1,
) -> HTMLResponse:
    """Show our own plans beside those of rivals that are priced alike, and what moved since a quarter began."""
    starts = quarters(visit.now.date())
    found = _beside(visit, since, company)
    pairs = [(row, gap) for one in found.tables for row in one.rivals if (gap := row.like)]
    return visit.page(
        "prices/ours",
        found=found,
        ladders=[_ladder(one) for one in found.tables],
        pairs=pairs[:_PAIRS],
        apart=part(found.apart, page, _PLANS),
        compared=sum(len(one.rivals) for one in found.tables),
        starts=starts,
        start=found.since,
        company=_rival(visit, company),
    )


@router.get("/prices/ours/export")
def export(
    visit: Here,
    form: beside_export.Form,
    since: Annotated[str, Query()] = "",
    company: Annotated[str, Query()] = "",
) -> Response:
    """Hand over our own plans beside those of rivals as a file."""
    names = {one.id: one for one in visit.workspace.registry.companies}
    base = visit.workspace.settings.base_url
    found = _beside(visit, since, company)
    pieces = beside_export.file_of(found, form, visit.lang, names, base)
    name = f"zhibi-prices-{visit.now.date().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=beside_export.MEDIA_TYPES[form], headers=headers)


def _beside(visit: Visit, since: str, company: str) -> PlansBeside:
    """Return what is asked for: from one of the last quarters on, of one competitor or of all."""
    starts = quarters(visit.now.date())
    start = next((one for one in starts if one.isoformat() == since), starts[0])
    only = _rival(visit, company)
    return plans_beside(visit.workspace, start, [only] if only else [])


def _rival(visit: Visit, company: str) -> str:
    """Return *company* where it is a competitor, else nothing: all of them."""
    found = visit.workspace.registry.company(company)
    return company if found and found.role == "competitor" else ""


def _ladder(table: PlanTable) -> _Ladder:
    nearest = sorted(table.rivals, key=_far)[:_RUNGS]
    rungs: list[tuple[PlanNow, PlanRow | None]] = [(one, None) for one in table.ours]
    rungs += [(one.plan, one) for one in nearest]
    rungs.sort(key=lambda rung: (rung[0].amount or 0, rung[1] is None))
    return _Ladder(table, rungs, len(table.rivals) - len(nearest))


def _far(row: PlanRow) -> tuple[bool, float]:
    """Return how far a rival's plan is from ours: plans of like name are near whatever they cost."""
    gaps = [abs(float(one.percent)) for one in row.gaps if one.percent is not None]
    return row.like is None, min(gaps)


@router.get("/changes/{change_id}")
def change(visit: Here, change_id: str) -> HTMLResponse:
    """Show one change of a watched page: the page before and after, what differs marked."""
    found = views.change(visit.workspace, change_id)
    if found is None:
        raise HTTPException(404)
    revisions = visit.store.documents.revisions(found.document_id)
    before, after = (
        visit.store.harvest.snapshot(one) for one in (found.old_snapshot, found.new_snapshot)
    )
    old, new = _version(revisions, before), _version(revisions, after)
    if old and new and old.number == new.number and found.old_snapshot != found.new_snapshot:
        old = new = None  # what changed stands outside of what versions keep
    return visit.page(
        "prices/change",
        change=found,
        old=old,
        new=new,
        before=before,
        after=after,
        sides=sides(old.document.text, new.document.text) if old and new else None,
        pictured=archived(visit, found.old_snapshot, found.new_snapshot)
        and pictures.possible(visit.workspace),
    )


def _version(revisions: Sequence[Revision], snapshot: Snapshot | None) -> Revision | None:
    """Return the version that *snapshot* showed: its own, else the one that held when it was taken.

    A page that is found unchanged makes no version, and it is most often what a change is measured against.
    """
    if snapshot is None:
        return None
    own = next((one for one in revisions if one.snapshot == snapshot.id), None)
    held = [one for one in revisions if one.seen_at <= snapshot.fetched_at]
    return own or max(held, key=lambda one: one.number, default=None)


@router.get("/changes/{change_id}/picture")
def picture(visit: Here, change_id: str) -> Response:
    """Hand over a picture of both pages side by side, the change outlined in each."""
    drawn = of_change(visit, change_id)
    if drawn is None:
        raise HTTPException(404)
    return drawn
