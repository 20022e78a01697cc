"""The API: everything a page shows, as JSON, for programs that come with a token.

Lists are paged by ``cursor``; answers carry an ETag; problems are ``application/problem+json``.
"""

from datetime import date, datetime, time, timedelta
from heapq import nsmallest
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, HTTPException, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from pipeline import correcting_aside, finding, health
from pipeline.correction_wishes import corrections_of
from pipeline.relevance import brief_now, now_worth
from pipeline.views import companies as company_views
from pipeline.views import coverage as coverage_views
from pipeline.views import moves as move_views
from pipeline.views import prices as price_views
from pipeline.views.beside import plans_beside
from schemas.base import Record
from schemas.beside import PlansBeside
from schemas.corrections import Correction
from schemas.documents import Revision
from schemas.errors import WrongUseError
from schemas.health import Dropped, Health
from schemas.registry import Company
from schemas.searching import SearchResults
from schemas.stories import Story
from schemas.views import (
    ChangeLine,
    CompanyView,
    ComparedCompany,
    CoverageMatrix,
    MovePage,
    PlanHistory,
    SourceLine,
)
from web.api import PREFIX, ApiRoute
from web.visit import Here

router = APIRouter(prefix=PREFIX, route_class=ApiRoute, default_response_class=JSONResponse)
Limit = Annotated[int, Query(ge=1, le=200, description="At most this many")]
Cursor = Annotated[str | None, Query(max_length=400, description="next_cursor of the page before")]
Companies = Annotated[list[str], Query(description="Ids; none: all")]
Identity = Annotated[str, Path(max_length=200)]
_PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {"schema": {"type": "object"}}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": what, **_PROBLEM}
    for status, what in {
        400: "What is asked cannot be read",
        401: "No token, or one that does not hold",
        403: "The token or role may not do this",
        404: "There is no such thing",
        429: "Too many requests; see Retry-After",
        503: "A part is away for now",
    }.items()
}
_MOST_DAYS = 31


class StoryPage(Record):
    """Stories that began or got further within some days, the most important first."""

    stories: tuple[Story, ...]


class ChangePage(Record):
    """Changes, the newest first, and where to go on."""

    changes: tuple[ChangeLine, ...]
    next_cursor: str | None = None


@router.get("/companies", responses=PROBLEMS)
def companies(visit: Here) -> list[Company]:
    """List every company of the registry."""
    return list(visit.workspace.registry.companies)


@router.get("/companies/{company_id}", responses=PROBLEMS)
def company(visit: Here, company_id: Identity) -> CompanyView:
    """Show a company: moves, plans and prices, people, vacancies, partners, customers, sources."""
    if visit.workspace.registry.company(company_id) is None:
        raise HTTPException(404, f"no company is called {company_id!r}")
    return company_views.view(visit.workspace, company_id)


@router.get("/compare", responses=PROBLEMS)
def compare(
    visit: Here,
    company: Annotated[list[str], Query(min_length=1, max_length=10)],
    days: Annotated[int, Query(ge=1, le=3650)] = 90,
) -> list[ComparedCompany]:
    """Show companies side by side over the last days."""
    return company_views.compare(visit.workspace, company, days)


@router.get("/moves", responses=PROBLEMS)
def moves(
    visit: Here,
    company: Companies = [],  # noqa: B006 - FastAPI copies it
    kind: Annotated[list[str], Query(description="Kinds or families")] = [],  # noqa: B006
    since: date | None = None,
    until: date | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> MovePage:
    """List what companies did, the newest first; *until* is not included."""
    return move_views.moves(
        visit.workspace,
        companies=company,
        kinds=move_views.kinds_of(kind),
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        cursor=cursor,
        limit=limit,
    )


@router.get("/plans", responses=PROBLEMS)
def plans(visit: Here, company: Companies = []) -> list[PlanHistory]:  # noqa: B006
    """Show what plans cost, step by step."""
    return price_views.plans(visit.workspace, company)


@router.get("/plans/ours", responses=PROBLEMS)
def plans_of_ours(
    visit: Here,
    company: Companies = [],  # noqa: B006
    since: Annotated[date | None, Query(description="What moved; none: this quarter")] = None,
) -> PlansBeside:
    """Show our own plans beside those of competitors that are priced alike, the others with the reason."""
    return plans_beside(visit.workspace, since, company)


@router.get("/changes", responses=PROBLEMS)
def changes(
    visit: Here,
    company: Companies = [],  # noqa: B006
    since: date | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ChangePage:
    """List what changed on watched pages, the newest first; the last year where *since* is not given."""
    start = _midnight(since) if since else visit.now - timedelta(days=365)
    every = price_views.last_changes(
        visit.workspace, limit + 1, since=start, companies=company,
        kinds=price_views.ALL_CHANGES, before=_place(cursor),
    )  # fmt: skip
    page = tuple(every[:limit])
    following = f"{page[-1].day}~{page[-1].id}" if len(every) > limit else None
    return ChangePage(changes=page, next_cursor=following)


@router.get("/changes/{change_id}", responses=PROBLEMS)
def change(visit: Here, change_id: Identity) -> ChangeLine:
    """Show one change of a watched page."""
    found = price_views.change(visit.workspace, change_id)
    if found is None:
        raise HTTPException(404, f"no change is called {change_id!r}")
    return found


@router.get("/search", responses=PROBLEMS)
def search(
    visit: Here,
    q: Annotated[str, Query(min_length=1, max_length=1000, description="The query language")],
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    sort: Literal["relevance", "date", "importance"] = "relevance",
    collapse: bool = True,
    cursor: Cursor = None,
) -> SearchResults:
    """Search documents; one hit per story where *collapse* holds, with facets."""
    return finding.search(
        visit.workspace,
        q,
        limit=limit,
        sort=sort,
        collapse=collapse,
        cursor=cursor,
        lang=visit.lang,
    )


@router.get("/stories", responses=PROBLEMS)
def stories(
    visit: Here,
    days: Annotated[int, Query(ge=1, le=_MOST_DAYS)] = 7,
    limit: Limit = 50,
) -> StoryPage:
    """Tell what happened in the last days, the most important first."""
    now = visit.now
    end = now + timedelta(seconds=1)
    kept = visit.store.stories.briefs(now - timedelta(days=days), end)
    briefs = [brief_now(one, now) for one in kept]
    first = [one.id for one in nsmallest(limit, briefs, key=lambda one: (-one.score, one.id))]
    found = visit.store.stories.at(first, end)
    return StoryPage(stories=tuple(now_worth(found[one], now) for one in first))


@router.get("/stories/{story_id}", responses=PROBLEMS)
def story(visit: Here, story_id: Identity) -> Story:
    """Tell one story: its reports, its moves with evidence, the factors of its score."""
    found = visit.store.stories.get(story_id)
    if found is None:
        raise HTTPException(404, f"no story is called {story_id!r}")
    return now_worth(found, visit.now)


@router.get("/documents/{document_id}", responses=PROBLEMS)
def document(visit: Here, document_id: Identity) -> Revision:
    """Show the newest version of a document."""
    found = visit.store.documents.latest(document_id)
    if found is None:
        raise HTTPException(404, f"no document is called {document_id!r}")
    return found


@router.get("/documents/{document_id}/revisions", responses=PROBLEMS)
def revisions(visit: Here, document_id: Identity) -> list[Revision]:
    """Show every version of a document, the first first."""
    found = visit.store.documents.revisions(document_id)
    if not found:
        raise HTTPException(404, f"no document is called {document_id!r}")
    return found


@router.get("/sources", responses=PROBLEMS)
def sources(visit: Here) -> list[SourceLine]:
    """List every source as it fares, the troubled first."""
    return coverage_views.source_lines(visit.workspace)


@router.get("/sources/{source_id}", responses=PROBLEMS)
def source(visit: Here, source_id: Identity) -> Health:
    """Show how a source fares against its own past."""
    found = next((one for one in visit.workspace.registry.sources if one.id == source_id), None)
    if found is None:
        raise HTTPException(404, f"no source is called {source_id!r}")
    return health.of_source(visit.workspace, found)


@router.get("/coverage", responses=PROBLEMS)
def coverage(visit: Here) -> CoverageMatrix:
    """Show what is watched of whom: competitors × kinds of source × languages."""
    return coverage_views.coverage(visit.workspace)


@router.get("/dropped", responses=PROBLEMS)
def dropped(
    visit: Here,
    source: Annotated[str | None, Query(max_length=200)] = None,
    days: Annotated[int, Query(ge=1, le=365)] = 30,
    limit: Limit = 100,
) -> list[Dropped]:
    """List what was not fetched or set aside, and why, the newest first."""
    return health.dropped(visit.workspace, source, since=timedelta(days=days), limit=limit)


@router.get("/corrections", responses=PROBLEMS)
def corrections(
    visit: Here, document: Annotated[str | None, Query(max_length=2000)] = None
) -> list[Correction]:
    """List what people put right, the oldest first; of one document (its id or address) with its joins and splits."""
    if document is None:
        return visit.store.corrections.all()
    return corrections_of(document, visit.workspace)


@router.post("/corrections", responses=PROBLEMS, status_code=201)
def correct(visit: Here, wish: Annotated[dict[str, Any], Body()]) -> Correction:
    """Put something right: the same object as a line of ``zhibi correct``; see the analysts' guide."""
    given = {name: value for name, value in wish.items() if name != "author"}
    return correcting_aside.correct(visit.workspace, given, visit.caller)


@router.post("/corrections/{correction_id}/undo", responses=PROBLEMS)
def undo(visit: Here, correction_id: Identity) -> Correction:
    """Take a correction back."""
    if visit.store.corrections.get(correction_id) is None:
        raise HTTPException(404, f"no correction is called {correction_id!r}")
    return correcting_aside.undo(visit.workspace, correction_id, visit.caller)


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    """Return the description of this API (OpenAPI 3.1)."""
    routes = [
        one for one in request.app.routes if getattr(one, "path", "").startswith(f"{PREFIX}/")
    ]
    made = get_openapi(
        title="Zhibi",
        version="1",
        description="What the pages show, for programs. Make a token on the page of your account.",
        routes=routes,
    )
    made.setdefault("components", {})["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"}
    }
    made["security"] = [{"token": []}]
    return JSONResponse(made)


def _place(cursor: str | None) -> tuple[date, str] | None:
    if not cursor:
        return None
    day, _, last = cursor.partition("~")
    try:
        found = date.fromisoformat(day)
        if found == date.max:
            raise ValueError(day)  # it has no end, and changes are looked for up to that
    except ValueError as error:
        what = f"{cursor!r} is no place in a list of changes"
        raise WrongUseError(what, remedy="Begin without it") from error
    return found, last


def _midnight(day: date) -> datetime:
    try:
        return datetime.combine(day, time.min).astimezone()
    except (ValueError, OverflowError) as error:
        raise WrongUseError(f"{day} is too far away") from error
