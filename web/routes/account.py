"""Signing in and out, the first password, and a person's own account: password, sessions, tokens."""

from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from pipeline import accounts
from pipeline.accounts import AccountError
from schemas.accounts import ROLES, Account, AccountRole, Scope
from web import access, unsent
from web.naming import browser_name
from web.unsent import Unsent
from web.visit import FORM, LANGUAGE, SESSION, THEME, Here, Visit, local, zone_of_reader

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=400)]
_NEEDS: dict[Scope, AccountRole] = {"read": "viewer", "write": "analyst", "admin": "administrator"}
_TOKEN_DAYS = 365
_CHOICES = {"language": ("en", "zh"), "theme": ("auto", "light", "dark")}
_COOKIES = {"language": LANGUAGE, "theme": THEME}


@router.get("/sign-in")
def sign_in_page(visit: Here, next: str = "/", left: str = "") -> Response:  # noqa: A002  # the address says so
    """Ask for name and password; somebody who is signed in goes on.

    *left*: one has just signed out here of what the identity provider had vouched for.
    """
    if visit.account is not None:
        return visit.go(next)
    provider, out = visit.site.provider, None
    if provider is not None and left:
        back = f"{visit.workspace.settings.base_url}/sign-in"
        out = provider.way_out(visit.site.clock(), back)
    return _sign_in(visit, local(next), out=out)


@router.post("/sign-in")
def sign_in(
    visit: Here,
    name: Text = "",
    password: Text = "",
    following: Text = "/",
    kept: Annotated[str, Form(max_length=2 * unsent.LONGEST)] = "",
) -> Response:
    """Open a session where name and password are right; *kept* is a form that was refused before."""
    name = name.strip().lower()
    try:
        account = accounts.check_password(visit.store, name, password, visit.caller)
    except AccountError as error:
        problem = visit.words("account", "sign_in.wait", error.wait)
        page = _sign_in(visit, local(following), 429, name=name, problem=problem, kept=kept)
        page.headers["Retry-After"] = str(error.wait)
        return page
    if account is None:
        problem = visit.words("account", "sign_in.wrong")
        return _sign_in(visit, local(following), 400, name=name, problem=problem, kept=kept)
    left = unsent.unpack(kept) if kept else None
    entered = enter(visit, account, local(following))
    if left is None:
        return entered
    visit.account = account
    return _send_again(visit, left, local(following), 200)


def ask_again(visit: Visit, left: Unsent) -> Response:
    """Show what could not be sent, to be sent again: at once by who is signed in, else after signing in."""
    request = visit.request
    page = access.page_filled(request.scope["route"].path, request.path_params)
    if visit.account is None:
        return _sign_in(visit, page, 401, kept=left.packed())
    return _send_again(visit, left, page, 403)


def _send_again(visit: Visit, left: Unsent, page: str, status: int) -> HTMLResponse:
    return visit.page("account/unsent", status, left=left, page=page)


@router.get("/welcome/{secret}")
def welcome_page(visit: Here, secret: str) -> HTMLResponse:
    """Ask the holder of a link for a password."""
    account = accounts.link_account(visit.store, secret, visit.site.clock())
    if account is None:
        return visit.page("account/link-gone", 404)
    return visit.page("account/welcome", person=account, problem="")


@router.post("/welcome/{secret}")
def welcome(visit: Here, secret: str, new: Text = "", again: Text = "") -> Response:
    """Set the first password and sign in."""
    account = accounts.link_account(visit.store, secret, visit.site.clock())
    if account is None:
        return visit.page("account/link-gone", 404)
    try:
        if new != again:
            raise AccountError("the two differ", reason="differ")
        accounts.use_link(visit.store, secret, new, visit.caller)
    except AccountError as error:
        return visit.page("account/welcome", 400, person=account, problem=_said(visit, error))
    return enter(visit, account, "/", say="account.flash.welcome")


@router.post("/display")
def display(
    visit: Here,
    language: Text = "",
    theme: Text = "",
    zone: Annotated[str | None, Form(max_length=60)] = None,
    following: Text = "/",
) -> Response:
    """Keep language or colours: in a cookie, and with the account where there is one; its time zone with it alone."""
    if zone is not None and visit.account is not None:
        zone = zone.strip()
        if zone and zone not in available_timezones():
            problem = visit.words("account", "errors.zone")
            return _account(visit, 400, zone=zone, zone_problem=problem)
        visit.store.accounts.prefer(visit.account.id, "zone", zone)
    for name, value in (("language", language), ("theme", theme)):
        if value in _CHOICES[name]:
            visit.cookies[_COOKIES[name]] = value
            if visit.account is not None:
                visit.store.accounts.prefer(visit.account.id, name, value)
    return visit.go(following)


@router.post("/sign-out")
def sign_out(visit: Here) -> Response:
    """End this session."""
    outside = visit.session is not None and visit.session.outside
    if visit.session is not None:
        accounts.sign_out(visit.store, visit.session, visit.caller)
    return _leave(visit, "account.flash.out", "?left=yes" if outside else "")


@router.post("/sign-out-everywhere")
def sign_out_everywhere(visit: Here) -> Response:
    """End all sessions of this account."""
    accounts.sign_out_everywhere(visit.store, visit.me.id, visit.caller)
    return _leave(visit, "account.flash.everywhere")


@router.get("/account")
def account_page(visit: Here) -> HTMLResponse:
    """Show one's own account."""
    return _account(visit)


@router.post("/account/password")
def password(visit: Here, old: Text = "", new: Text = "", again: Text = "") -> Response:
    """Change one's own password; the other sessions end."""
    try:
        if new != again:
            raise AccountError("the two differ", reason="differ")
        accounts.change_password(visit.store, visit.me.id, old, new, visit.caller)
    except AccountError as error:
        return _account(visit, 400, problem=_said(visit, error))
    return enter(visit, visit.me, "/account", say="account.flash.password")


@router.post("/account/tokens")
async def add_token(visit: Here) -> Response:
    """Make a token for a program and show its secret, once."""
    form = await visit.request.form()
    return await visit.aside(_add_token, visit, form)


@router.post("/account/tokens/{token_id}/revoke")
def revoke_token(visit: Here, token_id: str) -> Response:
    """Make one of one's own tokens worthless."""
    mine = {one.id: one for one in visit.store.accounts.tokens(visit.me.id)}
    if token_id not in mine:
        return visit.page("errors/missing", 404)
    accounts.revoke_token(visit.store, mine[token_id], visit.caller)
    return visit.go("/account", say="account.flash.revoked")


def _add_token(visit: Visit, form: FormData) -> HTMLResponse:
    name = str(form.get("name", "")).strip()[:120]
    wanted = [scope for scope in _NEEDS if scope in form.getlist("scope")]
    if not name:
        return _account(visit, 400, token_problem=visit.words("account", "errors.empty"))
    if any(not visit.may(_NEEDS[scope]) for scope in wanted):
        return _account(visit, 400, token_problem=visit.words("account", "errors.scope"))
    ends = visit.site.clock() + timedelta(days=_TOKEN_DAYS)
    _, secret = accounts.add_token(
        visit.store, visit.me.id, name, wanted or ["read"], visit.caller, ends
    )
    return _account(visit, secret=secret)


def _account(visit: Visit, status: int = 200, **given: Any) -> HTMLResponse:
    tokens = visit.store.accounts.tokens(visit.me.id)
    mine = visit.store.accounts.preferences(visit.me.id)
    shown = {
        "problem": "", "token_problem": "", "secret": "", "zone_problem": "", "zone": mine.get("zone", ""), **given
    }  # fmt: skip
    return visit.page(
        "account/account",
        status,
        agent=browser_name,
        sessions=visit.store.accounts.sessions_of(visit.me.id),
        tokens=sorted(tokens, key=lambda one: one.created, reverse=True),
        scopes=[scope for scope, role in _NEEDS.items() if visit.may(role)],
        real_now=visit.site.clock(),
        usual_zone=zone_of_reader(visit),
        roles=ROLES,
        provider=visit.site.provider.settings.name if visit.site.provider else "",
        has_password=visit.store.accounts.password(visit.me.id) is not None,
        **shown,
    )


def enter(
    visit: Visit, account: Account, path: str, say: str = "", outside: timedelta | None = None
) -> Response:
    """Open a new session (never go on with one from before) and send the browser to *path*.

    *outside*: the identity provider vouches for it, for so long.
    """
    agent = visit.request.headers.get("user-agent", "")
    secret = accounts.sign_in(visit.store, account, visit.caller, agent, outside)
    visit.cookies |= {SESSION: secret, FORM: ""}
    visit.secret = secret
    return visit.go(path, say=say)


def _sign_in(visit: Visit, following: str, status: int = 200, **given: Any) -> HTMLResponse:
    provider = visit.site.provider
    return visit.page(
        "account/sign-in",
        status,
        following=following,
        provider=provider.settings.name if provider else "",
        **{"name": "", "problem": "", "out": None, "kept": "", **given},
    )


def _leave(visit: Visit, say: str, where: str = "") -> Response:
    visit.become_nobody()
    return visit.go(f"/sign-in{where}", say=say)


def _said(visit: Visit, error: AccountError) -> str:
    return visit.words("account", f"errors.{error.reason}", error.wait)
