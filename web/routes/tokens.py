"""Administration of tokens: which programs may ask, in whose name, since when; made worthless."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from pipeline import accounts
from web.visit import Here

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/admin/tokens")
def tokens(visit: Here) -> HTMLResponse:
    """List the tokens of all accounts, those that hold first."""
    now = visit.site.clock()
    found = visit.store.accounts.tokens()
    holds = {
        one.id for one in found if not one.revoked and (one.expires is None or one.expires > now)
    }
    rows = sorted(found, key=lambda one: (one.id not in holds, one.account, one.name))
    called = {one.id: one for one in visit.store.accounts.all()}
    return visit.page("tokens/list", rows=rows, holds=holds, called=called)


@router.post("/admin/tokens/{token_id}/revoke")
def revoke(visit: Here, token_id: str) -> Response:
    """Make a token worthless."""
    found = next((one for one in visit.store.accounts.tokens() if one.id == token_id), None)
    if found is None:
        return visit.page("errors/missing", 404)
    if not found.revoked:
        accounts.revoke_token(visit.store, found, visit.caller)
    return visit.go("/admin/tokens", "tokens.flash.revoked", name=found.name)
