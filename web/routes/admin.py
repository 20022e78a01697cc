"""Administration: who may sign in and as what."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from pipeline import accounts
from pipeline.accounts import AccountError
from schemas.accounts import ROLES, Account, AccountRole
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=400)]


@router.get("/admin")
def people(visit: Here) -> HTMLResponse:
    """List the accounts."""
    return _people(visit)


@router.post("/admin/people")
def add(
    visit: Here, name: Text = "", full: Text = "", role: Text = "viewer", reader: Text = ""
) -> Response:
    """Make an account and show, once, the link by which its owner chooses a password."""
    typed = {"name": name, "full": full, "role": role, "reader": reader}
    try:
        made = Account(
            id=name.strip(),
            name=full.strip() or name.strip(),
            role=cast("AccountRole", role),
            reader=reader or None,
            created=visit.site.clock(),
        )
        secret = accounts.add(visit.store, made, visit.caller)
    except ValidationError:
        return _people(visit, 400, problem=visit.words("admin", "errors.name"), typed=typed)
    except AccountError as error:
        problem = visit.words("admin", f"errors.{error.reason}")
        return _people(visit, 400, problem=problem, typed=typed)
    return _people(visit, welcome=_address(visit, secret), welcome_for=made.name)


@router.post("/admin/people/{account_id}")
def change(visit: Here, account_id: str, action: Text = "", role: Text = "") -> Response:
    """Give an account another role, keep it out or let it in, or make a new link for it."""
    account = visit.store.accounts.get(account_id)
    if account is None:
        return visit.page("errors/missing", 404)
    try:
        if action == "link":
            secret = accounts.new_link(visit.store, account_id, visit.caller)
            return _people(visit, welcome=_address(visit, secret), welcome_for=account.name)
        if action in {"out", "in"}:
            changed = account.model_copy(update={"active": action == "in"})
        elif role in ROLES:
            changed = account.model_copy(update={"role": role})
        else:
            return _people(visit, 400, problem=visit.words("admin", "errors.role"))
        entry = accounts.change(visit.store, changed, visit.caller)
    except AccountError as error:
        problem = visit.words("admin", f"errors.{error.reason}")
        return _people(visit, 400, problem=problem)
    undo = f"/admin/log/{entry}/undo" if entry else ""
    return visit.go("/admin", "admin.flash.changed", undo=undo, name=account.name)


def _people(visit: Visit, status: int = 200, **given: Any) -> HTMLResponse:
    people = sorted(visit.store.accounts.all(), key=lambda one: (not one.active, one.id))
    sessions = {one.id: visit.store.accounts.sessions_of(one.id) for one in people}
    seen = {name: found[0].seen if found else None for name, found in sessions.items()}
    shown = {"problem": "", "welcome": "", "welcome_for": "", "typed": {}, **given}
    return visit.page(
        "admin/people",
        status,
        people=people,
        seen=seen,
        roles=ROLES,
        readers=visit.workspace.registry.readers,
        waiting={one.id for one in people if visit.store.accounts.password(one.id) is None},
        **shown,
    )


def _address(visit: Visit, secret: str) -> str:
    return f"{visit.workspace.settings.base_url}/welcome/{secret}"
