"""The web application: pages over one workspace, read-only, for this machine.

Accounts do not exist yet, so the server listens on loopback and answers only requests that name it by
a loopback address (a foreign Host header would be another site reaching in by DNS rebinding).
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from pipeline import finding
from pipeline.workspace import Workspace
from schemas.errors import ZhibiError
from schemas.searching import SearchResults
from schemas.stories import Story
from text.display import Lang
from web.pages import Pages

FOLDER = Path(__file__).parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# How far back the first page looks, and how many stories it tells in full, and in a line.
RECENT = timedelta(days=7)
TOP = 12
ALSO = 20

Language = Annotated[Lang, Query(alias="lang")]


def create_app(workspace: Workspace) -> FastAPI:
    """Return the application over *workspace*, which the caller closes."""
    app = FastAPI(title="Zhibi", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    pages = Pages(workspace)
    _guard(app)
    _tell_errors(app, pages)

    @app.get("/", response_class=HTMLResponse)
    def today(lang: Language = "en") -> str:
        stories = _recent(workspace)
        top, also = stories[:TOP], stories[TOP : TOP + ALSO]
        return pages.render("today", lang, "/", stories=stories, top=top, also=also)

    @app.get("/search", response_class=HTMLResponse)
    def search(q: str = "", lang: Language = "en", cursor: str | None = None) -> HTMLResponse:
        results, problem = _found(workspace, q, cursor)
        text = pages.render("search", lang, "/search", q=q, results=results, problem=problem)
        return HTMLResponse(text, 400 if problem else 200)

    @app.get("/story/{story_id}", response_class=HTMLResponse)
    def story(story_id: str, lang: Language = "en") -> HTMLResponse:
        path = f"/story/{story_id}"
        found = workspace.store.stories.get(story_id)
        if found is None:
            return HTMLResponse(pages.render("missing", lang, path), 404)
        texts = {}
        for report in found.reports:
            revision = workspace.store.documents.latest(report.document_id)
            if revision is not None:
                document = revision.document
                texts[report.document_id] = (document.title, document.text, report.language)
        return HTMLResponse(pages.render("story", lang, path, story=found, texts=texts))

    return app


def _guard(app: FastAPI) -> None:
    """Refuse foreign hosts; set the security headers on every answer, refusals too."""

    @app.middleware("http")
    async def guard(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
        host = request.headers.get("host", "").rsplit(":", 1)[0] or "none"
        if host in LOOPBACK:
            response = await follow(request)
        else:
            response = Response("This server answers only on its own machine.", 421)
        response.headers.update(HEADERS)
        return response


def _tell_errors(app: FastAPI, pages: Pages) -> None:
    """Answer what goes wrong with a page in the reader's language."""

    def language(request: Request) -> Lang:
        return "zh" if request.query_params.get("lang") == "zh" else "en"

    @app.exception_handler(ZhibiError)
    async def told(request: Request, error: ZhibiError) -> HTMLResponse:
        return HTMLResponse(pages.render("error", language(request), "/", error=error), 503)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> HTMLResponse:
        wrong = ", ".join(str(one["loc"][-1]) for one in error.errors())
        return HTMLResponse(pages.render("unreadable", language(request), "/", wrong=wrong), 400)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        if error.status_code != 404:
            return Response(error.detail, error.status_code, error.headers)
        return HTMLResponse(pages.render("missing", language(request), "/"), 404)


def _found(
    workspace: Workspace, query: str, cursor: str | None
) -> tuple[SearchResults | None, ZhibiError | None]:
    """Return the results of a query, or what is wrong with it; neither for an empty one."""
    if not query.strip():
        return None, None
    try:
        return finding.search(workspace, query, limit=20, cursor=cursor), None
    except ZhibiError as error:
        return None, error


def _recent(workspace: Workspace) -> list[Story]:
    now = workspace.now
    stories = workspace.store.stories.between(now - RECENT, now + timedelta(seconds=1))
    oldest = (now - 2 * RECENT).date().isoformat()
    fresh = [one for one in stories if one.kind is not None and one.day >= oldest]
    return sorted(fresh, key=lambda one: (-one.score, one.id))
