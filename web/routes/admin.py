"""Administration: who may sign in and as what, and the log of what was done, with undo."""

import json
from typing import Annotated, Any, cast, get_args

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from pipeline import accounts
from pipeline.accounts import AccountError
from schemas.accounts import ROLES, Account, AccountRole, AuditEntry
from store.records import RegistryKind
from web.visit import Here, Visit, link

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=400)]
_ENTRIES = 50


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
        accounts.change(visit.store, changed, visit.caller)
    except AccountError as error:
        problem = visit.words("admin", f"errors.{error.reason}")
        return _people(visit, 400, problem=problem)
    return visit.go("/admin", "admin.flash.changed", name=account.name)


@router.get("/admin/log")
def log(
    visit: Here,
    before: Annotated[int | None, Query(ge=1)] = None,
    account: Annotated[str, Query(max_length=80)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Show what was done, the newest first."""
    entries = visit.store.audit.list(
        before=before, limit=_ENTRIES + 1, account=account or None, kind=kind or None
    )
    more = entries[_ENTRIES - 1].number if len(entries) > _ENTRIES else None
    following = link("/admin/log", before=more, account=account, kind=kind) if more else ""
    shown = entries[:_ENTRIES]
    return visit.page(
        "admin/log",
        entries=[(one, _differing(one), _undoable(visit, one)) for one in shown],
        following=following,
        called={one.id: one.name for one in visit.store.accounts.all()},
        account=account,
        kind=kind,
    )


@router.post("/admin/log/{number}/undo")
def undo(visit: Here, number: int) -> Response:
    """Take back the change of a registry record that an entry tells of, if nothing followed it."""
    entry = visit.store.audit.get(number)
    if entry is None or not _undoable(visit, entry):
        return visit.page("errors/missing", 404)
    kind = cast("RegistryKind", entry.kind)
    with visit.store.batch():
        revision = visit.store.registry.undo(kind, entry.record, visit.me.id, visit.now)
        visit.store.audit.add(
            AuditEntry(
                at=visit.caller.now,
                account=visit.me.id,
                action=f"{entry.kind}-undone",
                kind=entry.kind,
                record=entry.record,
                before=entry.after,
                after=entry.before,
                revision=revision,
                address=visit.caller.address,
            )
        )
    visit.workspace.refresh_registry()
    return visit.go("/admin/log", "admin.flash.undone", name=entry.record)


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


def _undoable(visit: Visit, entry: AuditEntry) -> bool:
    """Say whether an entry made the present revision of a record of the registry."""
    if entry.revision is None or entry.kind not in get_args(RegistryKind):
        return False
    past = visit.store.registry.history(cast("RegistryKind", entry.kind), entry.record)
    return bool(past) and past[-1].number == entry.revision


def _differing(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Return name, old and new value of what differs between before and after."""
    before, after = _fields(entry.before), _fields(entry.after)
    names = list(dict.fromkeys([*before, *after]))
    return [
        (name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    ][:12]


def _fields(payload: str | None) -> dict[str, str]:
    if payload is None:
        return {}
    loaded: dict[str, Any] = json.loads(payload)
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in loaded.items()
    }
