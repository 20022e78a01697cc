"""The web application: pages over one workspace, read-only, for this machine.

Accounts do not exist yet, so the server listens on loopback and answers only requests that name it by
a loopback address (a foreign Host header would be another site reaching in by DNS rebinding).
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from pipeline import finding
from pipeline.workspace import Workspace
from schemas.errors import ZhibiError
from schemas.searching import SearchResults
from schemas.stories import Story
from web.pages import Pages

FOLDER = Path(__file__).parent
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# How far back the first page looks, and how many stories it tells in full.
RECENT = timedelta(days=7)
TOP = 12

Lang = Annotated[str, Query(pattern="^(en|zh)$")]


def create_app(workspace: Workspace) -> FastAPI:
    """Return the application over *workspace*, which the caller closes."""
    app = FastAPI(title="Zhibi", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    pages = Pages(workspace)

    @app.middleware("http")
    async def guard(request: Request, follow: Callable[[Request], Awaitable[Response]]) -> Response:
        host = request.headers.get("host", "").rsplit(":", 1)[0] or "none"
        if host not in LOOPBACK:
            return Response("This server answers only on its own machine.", 421)
        response = await follow(request)
        response.headers.update(HEADERS)
        return response

    @app.exception_handler(ZhibiError)
    async def told(request: Request, error: ZhibiError) -> HTMLResponse:
        lang = "zh" if request.query_params.get("lang") == "zh" else "en"
        return HTMLResponse(pages.render("error", lang, request.url.path, error=error), 503)

    @app.get("/", response_class=HTMLResponse)
    def today(lang: Lang = "en") -> str:
        stories = _recent(workspace)
        return pages.render(
            "today",
            lang,
            "/",
            stories=stories[:TOP],
            also=stories[TOP : TOP + 20],
            count=len(stories),
        )

    @app.get("/search", response_class=HTMLResponse)
    def search(q: str = "", lang: Lang = "en", cursor: str | None = None) -> HTMLResponse:
        results, problem = _found(workspace, q, cursor)
        text = pages.render("search", lang, "/search", q=q, results=results, problem=problem)
        return HTMLResponse(text, 400 if problem else 200)

    @app.get("/story/{story_id}", response_class=HTMLResponse)
    def story(story_id: str, lang: Lang = "en") -> HTMLResponse:
        found = workspace.store.stories.get(story_id)
        if found is None:
            return HTMLResponse(pages.render("missing", lang, f"/story/{story_id}"), 404)
        texts = {
            report.document_id: revision.document.text
            for report in found.reports
            if (revision := workspace.store.documents.latest(report.document_id)) is not None
        }
        return HTMLResponse(
            pages.render("story", lang, f"/story/{story_id}", story=found, texts=texts)
        )

    return app


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
