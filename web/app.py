"""The web application over one workspace: its pages, behind one door."""

import mimetypes
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.staticfiles import NotModifiedResponse, PathLike
from starlette.types import Scope

from pipeline.clock import system_now
from pipeline.collecting import CollectingError
from pipeline.workspace import Workspace
from schemas.errors import ConflictError, ZhibiError
from web import access, unsent
from web.api import Allowance, is_api, problem
from web.guard import Door, RefusedError, authorise, to_sign_in
from web.routes import ROUTERS, account
from web.site import JOINED, STATIC, Site, content, digest
from web.visit import read
from web.wording import fill, group


class _Assets(StaticFiles):
    """Static files: for good where the address names their digest, else asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        for_good = scope["query_string"].startswith(b"v=")
        kept = "public, max-age=31536000, immutable" if for_good else "no-cache"
        response.headers["Cache-Control"] = kept
        return response

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        name = Path(full_path).name
        if name not in JOINED:
            return super().file_response(full_path, stat_result, scope, status_code)
        kind = mimetypes.guess_type(name)[0]
        headers = {"ETag": f'"{digest(name)}"'}
        response = Response(content(name), status_code, headers, media_type=kind)
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def create_app(workspace: Workspace, clock: Callable[[], datetime] = system_now) -> FastAPI:
    """Return the application over *workspace*, which the caller closes.

    *clock* tells the real time, for sessions and locks. Raises RuntimeError for a route that the
    table of ``web.access`` does not name, and for a line of the table without a route; NotConfiguredError
    where the secret of the identity provider cannot be read.
    """
    app = FastAPI(
        title="Zhibi",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(authorise)],
    )
    app.state.site = Site(workspace, clock)
    app.state.allowance = Allowance()
    _ = (
        app.state.site.provider
    )  # a secret that cannot be read is told at the start, not at the door
    # Pages are not compressed: their length would tell what is in them beside what a stranger wrote (BREACH).
    app.mount("/static", GZipMiddleware(_Assets(directory=STATIC)), name="static")
    for router in ROUTERS:
        app.include_router(router)
    _require_whole_table(app)
    _tell_errors(app)
    app.add_middleware(Door, base_url=workspace.settings.base_url)
    return app


def _require_whole_table(app: FastAPI) -> None:
    """Hold the routes against the table of who may do what."""
    routes = set()
    for route in app.routes:
        if isinstance(route, Mount) and route.path == "/static":
            continue
        if not isinstance(route, APIRoute):
            raise RuntimeError(
                f"{route} asks nobody who may use it: make it a route of a router"
            )  # not about a type
        routes |= {(route.path, method) for method in route.methods}
    table = {(path, method) for path, rules in access.TABLE.items() for method in rules}
    if routes != table:
        raise RuntimeError(f"routes and web.access.TABLE differ in {sorted(routes ^ table)}")


def _tell_errors(app: FastAPI) -> None:
    """Answer what goes wrong with a page in the reader's language."""

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> Response:
        if is_api(request):
            # Feed readers send a token as a password, once they are asked for one.
            feed = request.url.path.startswith("/feeds/")
            asked = {"WWW-Authenticate": 'Basic realm="Zhibi"'} if feed else None
            return problem(error.status, _REFUSALS.get(error.reason, error.reason), headers=asked)
        left = await unsent.of(request) if error.reason in {"sign-in", "form"} else None
        if left is not None:
            return await run_in_threadpool(account.ask_again, read(request), left)
        if error.reason == "sign-in":
            return to_sign_in(request)
        return await _error(
            request, error.status, "refused", reason=error.reason, needed=error.needed
        )

    @app.exception_handler(ZhibiError)
    async def told(request: Request, error: ZhibiError) -> Response:
        status = _status(error)
        if is_api(request):
            return problem(status, error.what, remedy=error.remedy)
        name = {403: "refused", 404: "missing"}.get(status, "trouble")
        given = {"reason": "owner", "needed": ""} if name == "refused" else {"error": error}
        return await _error(request, status, name, **given)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> Response:
        wrong = ", ".join(str(one["loc"][-1]) for one in error.errors())
        if is_api(request):
            said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
            return problem(400, said)
        return await _error(request, 400, "unreadable", wrong=wrong)

    app.exception_handler(HTTPException)(_http)


async def _http(request: Request, error: HTTPException) -> Response:
    if is_api(request):
        return problem(error.status_code, error.detail, headers=dict(error.headers or {}))
    if error.status_code == 404:
        return await _error(request, 404, "missing")
    if error.status_code == 405 and request.method in {"GET", "HEAD"}:
        return await run_in_threadpool(_to_page, request)
    said = group("base", "en").errors.method if error.status_code == 405 else error.detail
    return Response(fill(said), error.status_code, error.headers, media_type="text/plain")


def _to_page(request: Request) -> Response:
    """Show the page of a form whose address was loaded again, as after a refused one; nothing is posted."""
    target = request.scope["route"].path
    visit = read(request)
    rule = access.rule(access.page_of(target).partition("?")[0], "GET")
    if visit.account and rule and rule.role and not visit.may(rule.role):
        return visit.go("/")  # an undo from the log was offered elsewhere too
    return visit.go(access.page_filled(target, request.path_params))


# What a program is told where it may not: a person gets a page instead.
_REFUSALS = {
    "sign-in": "send a token: Authorization: Bearer …",
    "scope": "this token has not the scope for it",
    "role": "the account's role may not do it",
    "form": "send a token: Authorization: Bearer …",
}


def _status(error: ZhibiError) -> int:
    if isinstance(error, CollectingError):
        return {"owner": 403, "unknown": 404}.get(error.reason, 400)
    if isinstance(error, ConflictError):
        return 409
    return 400 if error.exit_code == 2 else 503


async def _error(request: Request, status: int, name: str, **given: Any) -> Response:
    """Return an error page; off the event loop, for it reads who is there."""

    def page() -> Response:
        return read(request).page(f"errors/{name}", status, **given)

    return await run_in_threadpool(page)
