"""What every route of the API does: problems as JSON, entity tags, a bound on requests."""

import math
from collections.abc import Callable, Coroutine
from hashlib import sha256
from threading import Lock
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from pipeline.clock import stopwatch
from web.guard import RefusedError
from web.visit import read

PREFIX = "/api/v1"
# Requests a minute of one account, and how many may come at once.
PER_MINUTE, BURST = 240, 60
_TITLES = {
    400: "The request cannot be read", 401: "A token or a sign-in is needed", 403: "Not allowed",
    404: "Not found", 405: "This address does not take that method", 409: "In conflict",
    412: "It was changed since it was read", 413: "Too large", 422: "The request cannot be read", 428: "What was read has to be named", 429: "Too many requests",
    503: "Not available now",
}  # fmt: skip


def is_api(request: Request) -> bool:
    """Say whether a program asks, not a person's browser."""
    return request.url.path.startswith((f"{PREFIX}/", "/feeds/"))


def problem(
    status: int,
    detail: str,
    *,
    remedy: str = "",
    headers: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
) -> Response:
    """Return what is wrong as ``application/problem+json`` (RFC 9457); *more* are further members."""
    body: dict[str, Any] = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail}  # fmt: skip
    body |= more or {}
    if remedy:
        body["remedy"] = remedy
    extra = dict(headers or {})
    if status == 401:
        extra.setdefault("WWW-Authenticate", 'Bearer realm="zhibi"')
    return JSONResponse(body, status, extra, media_type="application/problem+json")


class Allowance:
    """How many requests each caller has left: a bucket that fills up again, in this process."""

    def __init__(self, per_minute: int = PER_MINUTE, burst: int = BURST) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, caller: str, now: float) -> tuple[int, float]:
        """Take one request of *caller* at *now*, in seconds; return what is left, and how long to wait."""
        with self._lock:
            left, since = self._left.get(caller, (float(self._burst), now))
            left = min(float(self._burst), left + (now - since) * self._rate)
            if left < 1:
                self._left[caller] = (left, now)
                return 0, (1 - left) / self._rate
            self._left[caller] = (left - 1, now)
            if len(self._left) > 10_000:
                self._left = {k: v for k, v in self._left.items() if v[0] < self._burst - 1}
            return int(left - 1), 0.0

    def give_back(self, caller: str) -> None:
        """Count the last request of *caller* as none."""
        with self._lock:
            if caller in self._left:
                left, since = self._left[caller]
                self._left[caller] = (min(float(self._burst), left + 1), since)


class ApiRoute(APIRoute):
    """A route that counts requests, and answers 304 where the caller has the answer already."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with both around it."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            # The door has read the visit already, so this waits for nothing. Nothing is done for
            # who asks too often. What the door turns away does not count: a page of somebody
            # else could use up a reader's requests.
            account = read(request).account
            caller = account.id if account else "anonymous"
            allowance: Allowance = request.app.state.allowance
            left, wait = allowance.take(caller, stopwatch())
            if wait:
                seconds = str(math.ceil(wait))
                raise HTTPException(429, f"Wait {seconds} s", {"Retry-After": seconds})
            try:
                response = await handler(request)
            except RefusedError:
                allowance.give_back(caller)
                raise
            response.headers["RateLimit-Limit"] = str(PER_MINUTE)
            response.headers["RateLimit-Remaining"] = str(left)
            return _tagged(request, response) if request.method in {"GET", "HEAD"} else response

        return handle


def _tagged(request: Request, response: Response) -> Response:
    """Give an answer its entity tag (RFC 9110, section 8.8.3), or say that it has not changed."""
    if response.status_code != 200:
        return response
    whole = sha256(bytes(response.body)).hexdigest()[:24]
    tag = response.headers.get("etag") or f'"{whole}"'
    if tag.endswith('."'):  # of what may be changed; the rest tells this answer from others of it
        tag = f'{tag[:-1]}{whole}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    asked = {
        one.strip().removeprefix("W/")
        for one in request.headers.get("if-none-match", "").split(",")
    }
    if tag in asked or "*" in asked:
        kept = ("etag", "cache-control", "ratelimit-limit", "ratelimit-remaining")
        headers = {k: v for k, v in response.headers.items() if k in kept}
        return Response(status_code=304, headers=headers)
    return response
