"""Search: the query, how it was read, what it found, and how to narrow it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from pipeline import finding
from schemas.errors import ZhibiError
from schemas.searching import SearchResults
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
PAGE = 20


@router.get("/search")
def search(visit: Here, q: str = "", cursor: str | None = None) -> HTMLResponse:
    """Show what a query finds."""
    results, problem = _found(visit, q, cursor)
    status = 400 if problem else 200
    return visit.page("search/search", status, q=q, results=results, problem=problem)


def _found(
    visit: Visit, query: str, cursor: str | None
) -> tuple[SearchResults | None, ZhibiError | None]:
    """Return the results of a query, or what is wrong with it; neither for an empty one."""
    if not query.strip():
        return None, None
    try:
        return finding.search(visit.workspace, query, limit=PAGE, cursor=cursor), None
    except ZhibiError as error:
        return None, error
