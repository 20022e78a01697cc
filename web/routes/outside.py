"""Signing in through the identity provider: there, back, connected to an account, and no longer."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from pipeline import outside
from pipeline.accounts import AccountError
from pipeline.oidc import OidcError, Provider
from web.routes.account import enter
from web.visit import Here, Visit, local

router = APIRouter(default_response_class=HTMLResponse)
Value = Annotated[str | None, Query(max_length=4000)]
_STATUS = {
    "away": 503,
    "closed": 403,
    "member": 403,
    "unknown": 403,
    "taken": 403,
    "unverified": 403,
}


@router.get("/sign-in/outside")
def there(visit: Here, next: Annotated[str, Query(max_length=4000)] = "/") -> Response:  # noqa: A002  # as /sign-in has it
    """Send the browser to the provider; somebody who is signed in goes on."""
    provider = _provider(visit)
    if visit.account is not None:
        return visit.go(next)
    try:
        url = outside.begin(
            visit.store, provider, visit.secret, visit.caller, following=local(next)
        )
    except OidcError as error:
        return _failed(visit, provider, error.reason, error.what)
    return visit.keep(RedirectResponse(url, 303))


@router.get("/sign-in/outside/back")
def back(
    visit: Here, state: Value = None, code: Value = None, iss: Value = None, error: Value = None
) -> Response:
    """Sign in whom the provider vouches for, or connect it to whoever is signed in."""
    provider = _provider(visit)
    given = {"state": state, "code": code, "iss": iss, "error": error}
    answer = {name: value for name, value in given.items() if value is not None}
    try:
        person, begun = outside.come_back(
            visit.workspace, provider, visit.secret, answer, visit.caller
        )
    except (OidcError, AccountError) as problem:
        detail = problem.what if isinstance(problem, OidcError) else ""
        return _failed(visit, provider, problem.reason, detail)
    if begun.account is not None:
        return visit.go("/account", "account.flash.connected", provider=provider.settings.name)
    lasts = timedelta(hours=provider.settings.hours)
    return enter(visit, person, local(begun.following), outside=lasts)


@router.post("/account/outside")
def connect(visit: Here) -> Response:
    """Show the way to the provider that connects it to one's account: a form may not lead out of here."""
    provider = _provider(visit)
    try:
        url = outside.begin(visit.store, provider, visit.secret, visit.caller, account=visit.me.id)
    except OidcError as error:
        return _failed(visit, provider, error.reason, error.what)
    return visit.page("account/outside-go", url=url, provider=provider.settings.name)


@router.post("/account/outside/remove")
def disconnect(visit: Here) -> Response:
    """Let the provider no longer sign one in."""
    provider = _provider(visit)
    try:
        outside.disconnect(visit.store, visit.me, visit.caller)
    except AccountError as error:
        return _failed(visit, provider, error.reason, "")
    return visit.go("/account", "account.flash.disconnected", provider=provider.settings.name)


def _provider(visit: Visit) -> Provider:
    if visit.site.provider is None:
        raise HTTPException(404, "no identity provider is set")
    return visit.site.provider


def _failed(visit: Visit, provider: Provider, reason: str, detail: str) -> HTMLResponse:
    """Say why nobody was signed in; a password still opens the door."""
    return visit.page(
        "account/outside-failed",
        _STATUS.get(reason, 400),
        reason=reason,
        detail=detail,
        provider=provider.settings.name,
        signed_in=visit.account is not None,
    )
