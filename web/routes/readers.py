"""Administration of readers: who gets digests and alerts, when, in which language, about what."""

from functools import partial
from typing import Any, cast

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from pipeline import removing
from pipeline.proposals import id_of_company
from pipeline.registering import MeanwhileError
from schemas.errors import ZhibiError
from schemas.kinds import FAMILIES
from schemas.registry import Reader
from web import readerform
from web.keeping import RecordForm, keep, meanwhile, number_of
from web.posted import Posted, Sent
from web.routes.registry import ROLES
from web.visit import Here, Visit
from web.wording import group

router = APIRouter(default_response_class=HTMLResponse)
_HISTORY = 12


@router.get("/admin/readers")
def readers(visit: Here) -> HTMLResponse:
    """List the readers."""
    return _listed(visit)


@router.get("/admin/add/reader")
def new(visit: Here) -> HTMLResponse:
    """Show the form of a new reader."""
    return _form(visit, None, readerform.blank() | {"language": visit.lang})


@router.post("/admin/add/reader")
def add(visit: Here, sent: Sent) -> Response:
    """Add a reader; the id is made of the name where none was typed."""
    fields = readerform.typed(sent, visit.workspace.registry.companies)
    if not fields["id"] and fields["name"]:
        taken = {one.id for one in visit.workspace.registry.readers}
        fields["id"] = id_of_company(fields["name"], taken).replace("company", "reader", 1)
    return _save(visit, sent, fields, None)


@router.get("/admin/readers/{reader_id}")
def reader(visit: Here, reader_id: str) -> HTMLResponse:
    """Show a reader's record to be changed."""
    found = visit.store.registry.current("reader", reader_id)
    if found is None:
        return visit.page("errors/missing", 404)
    known = cast("Reader", found[0])
    return _form(visit, known, readerform.fields_of(known), base=found[1])


@router.post("/admin/readers/{reader_id}")
def change(visit: Here, reader_id: str, sent: Sent) -> Response:
    """Change a reader, unless somebody changed the same meanwhile."""
    known = visit.store.registry.reader(reader_id)
    if known is None:
        return visit.page("errors/missing", 404)
    fields = readerform.typed(sent, visit.workspace.registry.companies) | {"id": reader_id}
    return _save(visit, sent, fields, known)


@router.post("/admin/readers/{reader_id}/remove")
def remove(visit: Here, reader_id: str, sent: Sent) -> Response:
    """Remove a reader: no digest and no alert goes there any more; what was sent stays."""
    known = visit.store.registry.reader(reader_id)
    if known is None:
        return visit.page("errors/missing", 404)
    caller = visit.caller.because(sent.text("reason"))
    try:
        _gone, entry = removing.remove(
            visit.workspace, "reader", reader_id, base=number_of(sent), caller=caller
        )
    except MeanwhileError as error:
        return _listed(visit, 409, problem=meanwhile(visit, error))
    except ZhibiError as error:
        return _listed(visit, 400, problem=error.what)
    undo = f"/admin/log/{entry}/undo"
    return visit.go("/admin/readers", "registry.flash.removed", undo=undo, name=known.name)


def _save(visit: Visit, sent: Posted, fields: readerform.Fields, before: Reader | None) -> Response:
    show = partial(_form, visit, before, fields)
    form = RecordForm(
        "reader", fields["id"], before is not None, lambda: readerform.values_of(fields, before), show,
        readerform.problems, lambda one: one.name,
    )  # fmt: skip
    return keep(visit, sent, form)


def _form(
    visit: Visit, before: Reader | None, fields: readerform.Fields, status: int = 200, **given: Any
) -> HTMLResponse:
    registry = visit.workspace.registry
    shown = {"base": None, "over": None, "reason": "", "problems": {}, "clashing": (), **given}
    past = visit.store.audit.list(kind="reader", record=before.id, limit=_HISTORY) if before else []
    accounts = visit.store.accounts.all()
    by_role = [(role, [one for one in registry.companies if one.role == role]) for role in ROLES]
    return visit.page(
        "readers/reader",
        status,
        before=before,
        fields=fields,
        companies=[(role, sorted(some, key=lambda one: one.id)) for role, some in by_role if some],
        ticked=len(registry.companies) <= readerform.MOST_TICKED,
        families=FAMILIES,
        searches=registry.searches,
        tiers=readerform.TIERS,
        days=readerform.DAYS,
        channels=["mail", *visit.workspace.settings.channels],
        teams=sorted({one.team for one in registry.companies if one.team}),
        accounts=[one for one in accounts if before and one.reader == before.id],
        past=past,
        called={one.id: one.name for one in accounts},
        rw=group("registry", visit.lang),
        dw=group("mail", visit.lang).prefer,
        **shown,
    )


def _listed(visit: Visit, status: int = 200, *, problem: str = "") -> HTMLResponse:
    registry = visit.workspace.registry
    rows = sorted(registry.readers, key=lambda one: (not one.active, one.name.casefold()))
    owners = {one.reader: one for one in visit.store.accounts.all() if one.reader}
    return visit.page(
        "readers/list",
        status,
        rows=rows,
        owners=owners,
        problem=problem,
        dw=group("mail", visit.lang).prefer,
    )
