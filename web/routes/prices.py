"""The market's price board, and one change with the page before and after it."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import pictures
from pipeline.views import prices as views
from schemas.documents import Revision
from schemas.harvest import Snapshot
from schemas.views import PlanHistory
from web.paging import Number, part
from web.pictures import archived, of_change
from web.routes.companies import price_charts
from web.sides import sides
from web.visit import Here

router = APIRouter(default_response_class=HTMLResponse)
Filter = Literal["all", "changed", "known", "hidden", "missing", "broken"]
_FILTERS: tuple[Filter, ...] = ("all", "changed", "known", "hidden", "missing", "broken")
_RECENT = timedelta(days=30)
_PAST = timedelta(days=180)
_CHANGES = 30
_PLANS = 120  # of one page


@router.get("/prices")
def board(
    visit: Here,
    show: Annotated[str, Query()] = "all",
    company: Annotated[str, Query()] = "",
    page: Number = 1,
) -> HTMLResponse:
    """Show what every plan of the market costs now, what it cost before, and since when."""
    known = {one.id for one in visit.workspace.registry.companies}
    only = [company] if company in known else []
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
    )


def _fits(one: PlanHistory, show: str, *, changed: bool) -> bool:
    return show == "all" or (changed if show == "changed" else one.now.state == show)


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
