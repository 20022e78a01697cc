"""The door: foreign hosts, large bodies, who may, forged forms; headers on every answer, faults told."""

import logging
import secrets
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schemas.accounts import at_least
from web import access
from web.access import Access
from web.visit import Visit, csrf_holds, link, read

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # With no-referrer a browser posts forms with "Origin: null", which could be anybody's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Bytes of a request: files that are dropped in come through here too.
LARGEST = 8 * 1024 * 1024
_SAFE = frozenset({"GET", "HEAD"})
_log = logging.getLogger("zhibi.web")


class RefusedError(Exception):
    """A request is refused. *reason*: sign-in, role, form, scope, rule."""

    def __init__(self, reason: str, status: int = 403, needed: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.needed = needed


class TooLargeError(Exception):
    """A request has more bytes than any page takes."""


class Door:
    """ASGI middleware around everything: hosts, sizes, headers, and the last word on faults."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self._app = app
        host = urlsplit(base_url).hostname
        self._hosts = LOOPBACK | ({host} if host else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _set_headers(MutableHeaders(scope=message))
            await send(message)

        if headers.get("host", "").rsplit(":", 1)[0] not in self._hosts:
            said = "This server does not answer under this name: see base_url in the settings."
            await PlainTextResponse(said, 421)(scope, receive, answer)
            return
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > LARGEST:
            await PlainTextResponse("Too large.", 413)(scope, receive, answer)
            return
        try:
            await self._app(scope, _bounded(receive), answer)
        except TooLargeError:
            if not started:
                await PlainTextResponse("Too large.", 413)(scope, receive, answer)
        except Exception:
            reference = secrets.token_hex(4)
            _log.exception("fault %s at %s %s", reference, scope["method"], scope["path"])
            if started:
                raise
            page = b"text/html" in dict(scope["headers"]).get(b"accept", b"")
            await _failed(reference, page=page)(scope, receive, answer)


def _failed(reference: str, *, page: bool) -> Response:
    """Return what a fault of ours says, in both languages: whatever failed, no template is asked."""
    said = (
        f"Zhibi failed here. Nothing was lost. Reference: {reference}",
        f"此处出错，资料无损。编号：{reference}",
    )
    if not page:
        return PlainTextResponse("\n".join((*said, "")), 500)
    return HTMLResponse(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Zhibi</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/static/zhibi.css"><main><div class="empty"><h1>Zhibi 知彼</h1>'
        f'<p>{said[0]}</p><p lang="zh-Hans">{said[1]}</p>'
        '<p><a href="/">Back to Today · <span lang="zh-Hans">回到今日</span></a></p></div></main></html>',
        500,
    )


def _bounded(receive: Receive) -> Receive:
    """Return *receive* that stops at the most bytes a request may have, whatever it declares."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST:
            raise TooLargeError
        return message

    return bounded


def _set_headers(headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(
            name, value
        )  # a mail that is shown has a policy of its own, a stricter one
    headers.setdefault("Cache-Control", "no-store")


async def authorise(request: Request) -> None:
    """Let a request in, or raise RefusedError: every route but the static files asks here first."""
    rule = access.rule(request.scope["route"].path, request.method)
    if rule is None:
        raise RefusedError("rule")
    request.app.state.site.freshen()
    visit = await run_in_threadpool(read, request)
    _require(visit, rule)
    # A token is no cookie: no foreign page can make a browser send it.
    if request.method not in _SAFE and visit.token is None and not rule.signed:
        await _require_own_form(request, visit)


def _require(visit: Visit, rule: Access) -> None:
    if visit.token is not None and (rule.scope is None or rule.scope not in visit.token.scopes):
        raise RefusedError("scope")
    if rule.role is None:
        return
    if visit.account is None:
        raise RefusedError("sign-in", 401)
    if not at_least(visit.account.role, rule.role):
        raise RefusedError("role", needed=rule.role)


async def _require_own_form(request: Request, visit: Visit) -> None:
    """Refuse what another site's page, or a page of another sign-in, made the browser send."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise RefusedError("form")
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise RefusedError("form")
    token: Any = request.headers.get("x-csrf-token")
    if token is None:
        token = (await request.form()).get("csrf")
    if not isinstance(token, str) or not csrf_holds(visit, token):
        raise RefusedError("form")


def to_sign_in(request: Request) -> RedirectResponse:
    """Send a browser to sign in, and back to where it wanted to go; of a form, to the page it stood on."""
    if request.method in _SAFE:
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    else:
        wanted = access.page_filled(request.scope["route"].path, request.path_params)
    return RedirectResponse(link("/sign-in", next="" if wanted == "/" else wanted), 303)
