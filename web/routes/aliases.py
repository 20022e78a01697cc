"""The names of a company, as analysts keep them: under which it is found and tagged, and nothing else of it."""

from typing import Any, cast

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from schemas.registry import Company
from web import companyform
from web.keeping import RecordForm, keep
from web.posted import Posted, Sent
from web.visit import Here, Visit
from web.wording import group

router = APIRouter(default_response_class=HTMLResponse)
_HISTORY = 12


@router.get("/companies/{company_id}/names")
def names(visit: Here, company_id: str) -> HTMLResponse:
    """Show the names of a company to be changed."""
    found = visit.store.registry.current("company", company_id)
    if found is None:
        return visit.page("errors/missing", 404)
    known = cast("Company", found[0])
    return _form(visit, known, companyform.fields_of(known), base=found[1])


@router.post("/companies/{company_id}/names")
def change(visit: Here, company_id: str, sent: Sent) -> Response:
    """Change the names of a company, unless somebody changed them meanwhile; the rest stays as it is."""
    known = visit.store.registry.company(company_id)
    if known is None:
        return visit.page("errors/missing", 404)
    typed = {name: sent.raw(name) for name in companyform.NAMES}
    fields = companyform.fields_of(known) | typed
    form = RecordForm(
        "company", company_id, True, lambda: _values(known, fields, sent),
        lambda *given, **more: _form(visit, known, fields, *given, **more),
        companyform.problems, lambda one: one.name(visit.lang), f"/companies/{company_id}",
    )  # fmt: skip
    return keep(visit, sent, form)


def _values(before: Company, fields: companyform.Fields, sent: Posted) -> dict[str, Any]:
    return before.model_dump(mode="json") | {"names": companyform.names_of(fields, sent, before)}


def _form(
    visit: Visit, company: Company, fields: companyform.Fields, status: int = 200, **given: Any
) -> HTMLResponse:
    shown = {"base": None, "over": None, "reason": "", "problems": {}, "clashing": (), **given}
    past = visit.store.audit.list(kind="company", record=company.id, limit=_HISTORY)
    return visit.page(
        "companies/names",
        status,
        company=company,
        fields=fields,
        now=companyform.fields_of(company),
        past=past,
        called={one.id: one.name for one in visit.store.accounts.all()},
        rw=group("registry", visit.lang),
        **shown,
    )
