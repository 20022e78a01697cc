"""Search: the query, how it was read, what it found and when, how to narrow it; saved; exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from pipeline import exporting, finding, searching
from pipeline.exporting import MEDIA_TYPES, Format
from schemas.errors import WrongUseError, ZhibiError
from schemas.registry import SavedSearch
from schemas.searching import FacetValue, Hit, Preview, SearchResults, Sort
from web import naming, querying
from web.bars import chart
from web.visit import Here, Visit, link

router = APIRouter(default_response_class=HTMLResponse)
PAGE = 20
LONGEST = 2000
_VALUES = 8  # of a facet, before all of them are asked for
_WHOLE = 250  # of a facet in full: with more, the page weighs more than a page may
_PERIODS = (7, 30, 90, 365)
# What is too long for a query is shown back as it was typed, with the limit: a page pasted by mistake.
Words = Annotated[str, Query(max_length=10 * LONGEST)]
Text = Annotated[str, Form(max_length=LONGEST)]


@dataclass(frozen=True)
class Choice:
    """A value of a facet: its words, how many documents have it, and the query with or without it."""

    value: str
    words: str
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A field's values under its heading; *more* are not shown; *whole*: as many are as a page holds."""

    field: str
    heading: str
    choices: list[Choice]
    more: int
    whole: bool


@router.get("/search")
def search(
    visit: Here,
    q: Words = "",
    sort: Sort = "relevance",
    cursor: str | None = None,
    saved: str = "",
    whole: Annotated[list[str] | None, Query(max_length=20)] = None,
) -> HTMLResponse:
    """Show what a query finds; *saved* is the saved search it comes from, *whole* the fields shown in full."""
    results, problem = _found(visit, q, sort, cursor)
    return _page(
        visit, q, results, problem, sort=sort, saved=saved, cursor=cursor, whole=whole or ()
    )


@router.get("/search/like/{document_id}")
def like(visit: Here, document_id: str, q: Words = "") -> HTMLResponse:
    """Show documents of other stories that are most like one."""
    revision = visit.store.documents.latest(document_id)
    if revision is None:
        return visit.page("errors/missing", 404)
    try:
        results = finding.similar(
            visit.workspace, document_id, within=q, limit=PAGE, lang=visit.lang
        )
        problem = None
    except ZhibiError as error:
        results, problem = None, error
    return visit.page(
        "search/like",
        200 if results else 400,
        q=q,
        of=revision,
        results=results,
        problem=problem,
        reasons=_reasons(visit, results),
    )


@router.get("/search/export")
def export(visit: Here, q: Words, form: Format, sort: Sort = "date") -> Response:
    """Hand over all hits of a query as a file, written as it is read."""
    pieces = exporting.export(visit.workspace, q, form, sort=sort, lang=visit.lang)
    name = f"zhibi-{visit.now.date().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[form], headers=headers)


@router.get("/searches")
def searches(visit: Here) -> HTMLResponse:
    """List the saved searches with how much each finds."""
    return _saved(visit)


@router.post("/searches")
def save(visit: Here, name: Text = "", query: Text = "", sort: Sort = "relevance") -> Response:
    """Keep a search under a name."""
    if not name.strip():
        results, problem = _found(visit, query, sort, None)
        named = visit.words("search", "errors.name")
        return _page(visit, query, results, problem, sort=sort, status=400, unnamed=named)
    try:
        made = searching.save(
            visit.workspace, name, query, visit.me.reader, visit.caller, visit.now
        )
    except ZhibiError as error:
        return _page(visit, query, None, error, sort=sort)
    here = link("/search", q=query, saved=made.id)
    return visit.go(here, "search.flash.saved", undo=f"/searches/{made.id}/remove", name=made.name)


@router.post("/searches/{search_id}/name")
def rename(
    visit: Here, search_id: str, name: Text = "", was: Annotated[str, Query(max_length=400)] = ""
) -> Response:
    """Give a saved search another name; undo posts no field, so its address says which it *was*."""
    if search_id not in {one.id for one in visit.workspace.registry.searches}:
        return visit.page("errors/missing", 404)
    name = name if name.strip() or not was else was
    if not name.strip():
        return _saved(visit, 400, about=search_id, problem=visit.words("search", "errors.name"))
    before = searching.rename(visit.workspace, search_id, name, visit.caller, visit.now)
    undo = link(f"/searches/{search_id}/name", was=before.name)
    return visit.go("/searches", "search.flash.renamed", undo=undo, name=" ".join(name.split()))


@router.post("/searches/{search_id}/remove")
def remove(visit: Here, search_id: str) -> Response:
    """Take a saved search away."""
    if search_id not in {one.id for one in visit.workspace.registry.searches}:
        return visit.page("errors/missing", 404)
    gone = searching.remove(visit.workspace, search_id, visit.caller, visit.now)
    undo = f"/searches/{search_id}/restore"
    return visit.go("/searches", "search.flash.removed", undo=undo, name=gone.name)


@router.post("/searches/{search_id}/restore")
def restore(visit: Here, search_id: str) -> Response:
    """Take up again a saved search that was removed."""
    if not visit.store.registry.history("search", search_id):
        return visit.page("errors/missing", 404)
    searching.restore(visit.workspace, search_id, visit.caller, visit.now)
    return visit.go("/searches", "search.flash.restored")


def _saved(visit: Visit, status: int = 200, *, about: str = "", problem: str = "") -> HTMLResponse:
    """Return the list of saved searches; *problem* is what is wrong with the new name of *about*."""
    found = sorted(visit.workspace.registry.searches, key=lambda one: one.name.casefold())
    rows = [(one, _preview(visit, one.query)) for one in found]
    readers = {one.id: one.name for one in visit.workspace.registry.readers}
    return visit.page(
        "search/searches", status, rows=rows, readers=readers, about=about, problem=problem
    )


def _found(
    visit: Visit, query: str, sort: Sort, cursor: str | None
) -> tuple[SearchResults | None, ZhibiError | None]:
    """Return the results of a query, or what is wrong with it; neither for an empty one."""
    if not query.strip():
        return None, None
    try:
        found = finding.search(
            visit.workspace, query, limit=PAGE, cursor=cursor, sort=sort,
            histogram=cursor is None, lang=visit.lang,
        )  # fmt: skip
    except ZhibiError as error:
        return None, error
    return found, None


def _page(
    visit: Visit,
    query: str,
    results: SearchResults | None,
    problem: ZhibiError | None,
    *,
    sort: Sort,
    status: int = 200,
    cursor: str | None = None,
    whole: Sequence[str] = (),
    **given: Any,
) -> HTMLResponse:
    bad = 400 if isinstance(problem, WrongUseError) else 503
    fresh = results is not None and results.total and cursor is None
    return visit.page(
        "search/search",
        bad if problem else status,
        q=query,
        sort=sort,
        results=results,
        problem=problem,
        facets=_facets(visit, query, results, whole) if results else [],
        chart=chart(results.histogram, visit.lang) if results else None,
        preview=_preview(visit, query) if fresh else None,
        reasons=_reasons(visit, results),
        named=_named(visit, query),
        during=querying.during,
        periods=[Choice(str(days), "", days, *querying.lately(query, days)) for days in _PERIODS],
        known=sorted(visit.workspace.registry.searches, key=lambda one: one.name.casefold()),
        rival=_rival(visit),
        day=visit.now.date().replace(day=1).isoformat(),
        cursor=cursor,
        whole=[one for one in finding.FACETS if one in whole],
        **{"saved": "", "unnamed": "", **given},
    )


def _facets(visit: Visit, query: str, results: SearchResults, whole: Sequence[str]) -> list[Facet]:
    """Return the fields with their values; what the query asks for is listed also where few have it."""
    speaker = visit.site.speaker(visit.lang)
    listed = []
    for field, values in results.facets.items():
        known = [one for one in values if field != "company" or speaker.book.record(one.value)]
        first = known[: _WHOLE if field in whole else _VALUES]
        asked = [one for one in known if querying.has(query, naming.field_query(field, one.value))]
        shown = [*first, *(one for one in asked if one not in first)]
        if shown:
            choices = [_choice(speaker.facet(field, one.value), field, one, query) for one in shown]
            more, full = len(known) - len(shown), field in whole and len(known) > _VALUES
            listed.append(Facet(field, speaker.field(field), choices, more, full))
    return listed


def _choice(words: str, field: str, value: FacetValue, query: str) -> Choice:
    term = naming.field_query(field, value.value)
    chosen = querying.has(query, term)
    return Choice(value.value, words, value.count, querying.toggled(query, term), chosen)


def _rival(visit: Visit) -> str:
    """Return a competitor's name as an example of what to ask for; nothing where there is none."""
    rivals = (one for one in visit.workspace.registry.companies if one.role == "competitor")
    name = next((one.name(visit.lang) for one in rivals), "")
    return f'"{name}"' if " " in name else name


def _preview(visit: Visit, query: str) -> Preview | None:
    try:
        return finding.preview(visit.workspace, query, lang=visit.lang)
    except ZhibiError:
        return None


def _reasons(visit: Visit, results: SearchResults | None) -> dict[str, tuple[str, ...]]:
    hits: tuple[Hit, ...] = results.hits if results else ()
    return {hit.id: finding.explain(visit.workspace, hit, visit.lang) for hit in hits}


def _named(visit: Visit, query: str) -> SavedSearch | None:
    """Return the saved search that asks just this, if any."""
    same = (one for one in visit.workspace.registry.searches if one.query.split() == query.split())
    return next(same, None)
