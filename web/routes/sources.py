"""Sources: how they fare, where nothing is watched, what was dropped and why."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse

from pipeline import health
from pipeline.views import coverage
from web.paging import Number, part
from web.visit import Here

if TYPE_CHECKING:
    from schemas.views import CoverageCell

router = APIRouter(default_response_class=HTMLResponse)
_LEDGER = timedelta(days=30)
_ROWS = 200
# Of a page: sources in the list, companies in the matrix, sources in trouble said in a sentence.
_LINES, _COMPANIES, _TOLD = 60, 30, 12
_WELL = frozenset({"ok", "new"})


@router.get("/sources")
def sources(visit: Here, page: Number = 1, rows: Number = 1) -> HTMLResponse:
    """Show every source, the troubled first, and the matrix of what is watched of whom."""
    lines = coverage.source_lines(visit.workspace)
    matrix = coverage.coverage(visit.workspace)
    cells: dict[tuple[str, str], list[CoverageCell]] = {}
    for cell in matrix.cells:
        cells.setdefault((cell.company, cell.kind), []).append(cell)
    troubled = [one for one in lines if one.enabled and one.state not in _WELL]
    holes = sum(
        (company, kind) not in cells for company in matrix.companies for kind in matrix.kinds
    )
    return visit.page(
        "sources/list",
        lines=lines,
        listed=part(lines, page, _LINES),
        troubled=troubled,
        told=troubled[:_TOLD] if page == rows == 1 else [],
        matrix=matrix,
        watched=part(matrix.companies, rows, _COMPANIES),
        cells=cells,
        holes=holes,
        owner={one.id: one.company for one in visit.workspace.registry.sources},
    )


@router.get("/sources/dropped")
def dropped(
    visit: Here, source: Annotated[str, Query()] = "", reason: Annotated[str, Query()] = ""
) -> HTMLResponse:
    """Show what was not fetched or set aside in the last thirty days, and why."""
    known = {one.id for one in visit.workspace.registry.sources}
    chosen = source if source in known else None
    rows = health.dropped(
        visit.workspace, chosen, reason=reason or None, since=_LEDGER, limit=_ROWS
    )
    return visit.page(
        "sources/dropped", rows=rows, source=chosen or "", reason=reason, known=sorted(known)
    )


@router.get("/sources/{source_id}")
def source(visit: Here, source_id: str) -> HTMLResponse:
    """Show one source: how it fares against its own past, its fields, its troubles, its record."""
    found = next((one for one in visit.workspace.registry.sources if one.id == source_id), None)
    if found is None:
        raise HTTPException(404)
    return visit.page(
        "sources/source",
        source=found,
        fares=health.of_source(visit.workspace, found),
        incidents=health.incidents(visit.workspace, source_id)[:20],
        rows=health.dropped(visit.workspace, source_id, since=_LEDGER, limit=30),
    )
