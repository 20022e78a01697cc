"""One request of one person: who it is, in which language, and the answers that it can be given."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from pipeline import accounts
from pipeline.accounts import Caller
from pipeline.passwords import draw_secret
from pipeline.workspace import Workspace
from schemas.accounts import Account, AccountRole, AccountSession, ApiToken, at_least
from store import Store
from text.display import Lang
from web.site import Site
from web.wording import LANGUAGES, fill, said

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Response)
Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
SESSION, FORM, LANGUAGE, THEME, SAID = (
    f"zhibi_{name}" for name in ("session", "form", "language", "theme", "said")
)
_YEAR = int(timedelta(days=365).total_seconds())


@dataclass
class Visit:
    """A request with what is known of who makes it. *secret* binds the forms of its pages to it."""

    request: Request
    site: Site
    account: Account | None = None
    session: AccountSession | None = None
    token: ApiToken | None = None
    secret: str = ""
    lang: Lang = "en"
    theme: Theme = "auto"
    zone: str = "UTC"
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """Return the workspace that is served."""
        return self.site.workspace

    @property
    def store(self) -> Store:
        """Return the system of record."""
        return self.site.workspace.store

    @property
    def now(self) -> datetime:
        """Return the market's present, which a demo fixes."""
        return self.site.workspace.now

    @property
    def me(self) -> Account:
        """Return the account; only for routes that anybody may not use."""
        if self.account is None:
            raise RuntimeError("this route is open to anybody: there may be no account")
        return self.account

    @property
    def caller(self) -> Caller:
        """Return who does something, for the audit log, at the real time."""
        client = self.request.client
        name = self.account.id if self.account else "anonymous"
        return Caller(name, self.site.clock(), client.host if client else "")

    @property
    def csrf(self) -> str:
        """Return the token that this person's forms carry."""
        return _sign(self.secret, b"form")

    def may(self, role: AccountRole) -> bool:
        """Say whether this person has at least *role*."""
        return self.account is not None and at_least(self.account.role, role)

    def words(self, name: str, key: str, n: int | None = None, **values: Any) -> str:
        """Return the words of group *name* under the dotted *key*, filled in."""
        return fill(said(f"{name}.{key}", self.lang), n, **values)

    def become_nobody(self) -> None:
        """Forget the session: what follows is bound to a new anonymous secret."""
        self.secret = draw_secret()
        self.cookies |= {SESSION: "", FORM: self.secret}

    @staticmethod
    async def aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run *work* that waits for the store, from a route that had to read its form itself."""
        return await run_in_threadpool(work, *args, **kwargs)

    def page(self, template: str, status: int = 200, **given: Any) -> HTMLResponse:
        """Return a page from ``templates/GROUP/NAME.html``; *template* is ``GROUP/NAME``."""
        from web.pages import render  # noqa: PLC0415  # pages know visits

        left = self.take_said()
        response = HTMLResponse(render(self, template, said=left, **given), status)
        return self.keep(response)

    def go(self, path: str, say: str = "", *, undo: str = "", **values: Any) -> Response:
        """Send the browser to *path* of this site, to read there *say* (a key of the wording).

        *undo* is a path that takes it back when it is posted to.
        """
        response = RedirectResponse(local(path), 303)
        if say:
            text = json.dumps({"say": say, "undo": undo, "values": values}, ensure_ascii=False)
            body = base64.urlsafe_b64encode(text.encode()).decode()
            self.cookies[SAID] = f"{body}.{_sign(self.secret, body.encode())}"
        return self.keep(response)

    def take_said(self) -> dict[str, Any] | None:
        """Return what the last action left to be said, once."""
        body, _, signature = self.request.cookies.get(SAID, "").partition(".")
        if not body:
            return None
        self.cookies[SAID] = ""
        if not hmac.compare_digest(_sign(self.secret, body.encode()), signature):
            return None
        return cast("dict[str, Any]", json.loads(base64.urlsafe_b64decode(body)))

    def keep(self, response: R) -> R:
        """Set this visit's cookies on *response* and return it."""
        for name, value in self.cookies.items():
            if value:
                lives = _YEAR if name in {LANGUAGE, THEME} else None
                age = int(accounts.IDLE.total_seconds()) * 4 if name == SESSION else lives
                response.set_cookie(
                    name, value, max_age=age, httponly=True, samesite="lax", secure=self.site.secure
                )
            elif name in self.request.cookies:
                response.delete_cookie(name, httponly=True, samesite="lax")
        return response


def read(request: Request) -> Visit:
    """Return the visit of *request*, made once; reads the session or token, changes nothing."""
    known: Visit | None = getattr(request.state, "visit", None)
    if known is not None:
        return known
    site: Site = request.app.state.site
    visit = Visit(request, site, secret=request.cookies.get(FORM, ""))
    presented = _presented(request.headers.get("authorization", ""))
    if presented is not None:
        by_token = accounts.token_of(site.workspace.store, presented, site.clock())
        if by_token is not None:
            visit.token, visit.account = by_token
    elif secret := request.cookies.get(SESSION):
        found = accounts.session_of(site.workspace.store, secret, site.clock())
        if found is not None:
            visit.session, visit.account = found
            visit.secret = secret
    if not visit.secret:
        visit.secret = visit.cookies[FORM] = draw_secret()
    _prefer(visit)
    request.state.visit = visit
    return visit


def _presented(header: str) -> str | None:
    """Return the token that a program presents: as a bearer, or as the password that feed readers send."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(value.strip(), validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _prefer(visit: Visit) -> None:
    """Set language and theme: the address says it, or the account, the cookie, the browser."""
    request = visit.request
    mine = visit.store.accounts.preferences(visit.account.id) if visit.account else {}
    asked = request.query_params.get("lang")
    accepted = request.headers.get("accept-language", "").strip().lower()[:2]
    wishes = (asked, mine.get("language"), request.cookies.get(LANGUAGE), accepted)
    visit.lang = next((one for one in LANGUAGES if one == _first(wishes, LANGUAGES)), "en")
    visit.zone = mine.get("zone") or zone_of_reader(visit)
    themes = (mine.get("theme"), request.cookies.get(THEME))
    visit.theme = next((one for one in THEMES if one == _first(themes, THEMES)), "auto")


def zone_of_reader(visit: Visit) -> str:
    """Return the time zone of the reader that the account belongs to, UTC where there is none."""
    mine = visit.account.reader if visit.account else None
    readers = visit.workspace.registry.readers if mine else ()
    return next((one.timezone for one in readers if one.id == mine), "UTC")


def _first(wishes: Iterable[str | None], known: Sequence[str]) -> str | None:
    return next((one for one in wishes if one in known), None)


def local(path: str) -> str:
    """Return *path* if it is one of this site, else the first page (no open redirect)."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\"))
    if not plain or any(ord(char) < 32 or char == "\\" for char in path):
        return "/"
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else "/"


def link(path: str, **query: object) -> str:
    """Return *path* with a query of what is not empty; lists give the name several times."""
    kept = {name: value for name, value in query.items() if value not in (None, "", [], ())}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def _sign(secret: str, message: bytes) -> str:
    mac = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def csrf_holds(visit: Visit, token: str) -> bool:
    """Say whether *token* came from a page of this visit's person."""
    return bool(visit.secret) and hmac.compare_digest(visit.csrf, token)


Here = Annotated[Visit, Depends(read)]
"""What a route asks for to get its visit."""
