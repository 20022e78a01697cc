"""Administration of sources: what is watched, how often; added, paused, removed. Rules are tuned by trying them."""

from functools import partial
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import removing
from pipeline.adding import guess_kind, id_of
from pipeline.registering import MeanwhileError
from schemas.registry import Source
from web import sourceform
from web.keeping import RecordForm, keep, meanwhile, number_of
from web.posted import Posted, Sent
from web.visit import Here, Visit
from web.wording import group

router = APIRouter(default_response_class=HTMLResponse)
_HISTORY = 12
_LISTED = 400


@router.get("/admin/add/source")
def new(visit: Here, company: Annotated[str, Query(max_length=80)] = "") -> HTMLResponse:
    """Show the form of a new source."""
    return _form(visit, None, sourceform.blank(company))


@router.post("/admin/add/source")
def add(visit: Here, sent: Sent) -> Response:
    """Add a source; kind and id are told from its address where they were left empty."""
    fields = sourceform.typed(sent, visit.workspace.registry.companies) | {"enabled": True}
    first = next(iter(sent.lines("urls")), "")
    fields["kind"] = fields["kind"] or (guess_kind(first) if first else "page")
    fields["id"] = fields["id"] or (id_of(first) if first else "")
    return _save(visit, sent, fields, None)


@router.get("/admin/sources/{source_id}")
def source(visit: Here, source_id: str) -> HTMLResponse:
    """Show a source's record to be changed."""
    found = visit.store.registry.current("source", source_id)
    if found is None:
        return visit.page("errors/missing", 404)
    known = cast("Source", found[0])
    return _form(visit, known, sourceform.fields_of(known), base=found[1])


@router.post("/admin/sources/{source_id}")
def change(visit: Here, source_id: str, sent: Sent) -> Response:
    """Change a source, unless somebody changed the same meanwhile."""
    known = visit.store.registry.source(source_id)
    if known is None:
        return visit.page("errors/missing", 404)
    fields = sourceform.typed(sent, visit.workspace.registry.companies) | {"id": source_id}
    return _save(visit, sent, fields, known)


@router.post("/admin/sources/{source_id}/remove")
def remove(visit: Here, source_id: str, sent: Sent) -> Response:
    """Remove a source: it is no longer watched; what it brought stays."""
    known = visit.store.registry.current("source", source_id)
    if known is None:
        return visit.page("errors/missing", 404)
    record = cast("Source", known[0])
    try:
        _gone, entry = removing.remove(
            visit.workspace,
            "source",
            source_id,
            base=number_of(sent),
            caller=visit.caller.because(sent.text("reason")),
        )
    except MeanwhileError as error:
        said = {"form": meanwhile(visit, error)}
        return _form(visit, record, sourceform.fields_of(record), 409, base=known[1], problems=said)
    here = _home(visit, record.company)
    undo = f"/admin/log/{entry}/undo"
    return visit.go(here, "registry.flash.removed", undo=undo, name=source_id)


def _home(visit: Visit, company: str | None) -> str:
    """Return where the sources of *company* are listed, as far as this person may go there."""
    if company is None:
        return "/sources"
    return f"/admin/companies/{company}" if visit.may("administrator") else f"/companies/{company}"


def _save(visit: Visit, sent: Posted, fields: sourceform.Fields, before: Source | None) -> Response:
    show = partial(_form, visit, before, fields)
    form = RecordForm(
        "source", fields["id"], before is not None, lambda: sourceform.values_of(fields, sent, before), show,
        sourceform.problems, lambda one: one.id,
    )  # fmt: skip
    return keep(visit, sent, form)


def _form(
    visit: Visit, before: Source | None, fields: sourceform.Fields, status: int = 200, **given: Any
) -> HTMLResponse:
    registry = visit.workspace.registry
    shown = {"base": None, "over": None, "reason": "", "problems": {}, "clashing": (), **given}
    past = visit.store.audit.list(kind="source", record=before.id, limit=_HISTORY) if before else []
    owner = fields["company"]
    return visit.page(
        "sourceform/source",
        status,
        before=before,
        fields=fields,
        now=sourceform.fields_of(before) if before else {},
        owner=registry.company(owner) if owner else None,
        back=_home(visit, owner if registry.company(owner or "") else None),
        kinds=sourceform.KINDS,
        documents=sourceform.DOCUMENTS,
        companies=registry.companies[:_LISTED],
        tuned=bool(before and (before.selectors or before.follow or before.next_page)),
        past=past,
        called={one.id: one.name for one in visit.store.accounts.all()},
        rw=group("registry", visit.lang),
        sw=group("sources", visit.lang),
        **shown,
    )
