"""Administration of companies and customers: listed, added, changed, removed; each change in the log."""

import json
from collections import defaultdict
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import registering, removing, tasks
from pipeline.proposals import id_of_company
from pipeline.registering import MeanwhileError, RefusedRecordError
from pipeline.views.coverage import source_lines
from schemas.accounts import AuditEntry
from schemas.kinds import Role
from schemas.registry import Company, Reader
from web import companyform
from web.keeping import RecordForm, keep, meanwhile, number_of
from web.posted import Posted, Sent
from web.routes.tasks import PERIODS
from web.visit import Here, Visit, link
from web.wording import group

router = APIRouter(default_response_class=HTMLResponse)
ROLES: tuple[Role, ...] = ("competitor", "customer", "partner", "self")
_PAGE = 100
_HISTORY = 12
_CHANGES = ("company-changed", "company-undone")
# What a change of touches how texts are read.
_NAMING = ("names", "brands", "subsidiaries", "tickers", "domains", "products", "people", "context")
Text = Annotated[str, Form(max_length=400)]


@router.get("/admin/companies")
def companies(
    visit: Here,
    role: Role = "competitor",
    q: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> HTMLResponse:
    """List the companies of one role, or those that are called *q*; customers with tier and team."""
    return _listed(visit, role, q, page)


@router.get("/admin/add/company")
def new(visit: Here, role: Role = "competitor", name: str = "") -> HTMLResponse:
    """Show the form of a new company."""
    fields = companyform.blank() | {"role": role}
    script = (
        "names_zh" if visit.site.speaker(visit.lang).language_of_name(name) == "zh" else "names_en"
    )
    return _form(visit, None, fields | {script: name[:200]})


@router.post("/admin/add/company")
def add(visit: Here, sent: Sent) -> Response:
    """Add a company; its id is made of its name where none was typed."""
    fields = companyform.typed(sent)
    if sent.has("more"):
        return _form(visit, None, fields, more=sent.text("more"), reason=sent.text("reason"))
    if not fields["id"]:
        taken = {one.id for one in visit.workspace.registry.companies}
        first = [*sent.lines("names_en"), *sent.lines("names_zh")][:1]
        fields["id"] = id_of_company(first[0], taken) if first else "company"
    return _save(visit, sent, fields, None)


@router.get("/admin/companies/{company_id}")
def company(visit: Here, company_id: str) -> HTMLResponse:
    """Show a company's record to be changed."""
    found = visit.store.registry.current("company", company_id)
    if found is None or not isinstance(found[0], Company):
        return visit.page("errors/missing", 404)
    return _form(visit, found[0], companyform.fields_of(found[0]), base=found[1])


@router.post("/admin/companies/{company_id}")
def change(visit: Here, company_id: str, sent: Sent) -> Response:
    """Change a company, unless somebody changed the same meanwhile."""
    found = visit.store.registry.current("company", company_id)
    if found is None or not isinstance(found[0], Company):
        return visit.page("errors/missing", 404)
    fields = companyform.typed(sent) | {"id": company_id}
    if sent.has("more"):
        base = number_of(sent)
        return _form(
            visit, found[0], fields, base=base, more=sent.text("more"), reason=sent.text("reason")
        )
    return _save(visit, sent, fields, found[0])


@router.get("/admin/companies/{company_id}/remove")
def ask(visit: Here, company_id: str) -> HTMLResponse:
    """Say what removing a company concerns, before it is done."""
    if visit.store.registry.company(company_id) is None:
        return visit.page("errors/missing", 404)
    return _asked(visit, company_id)


@router.post("/admin/companies/{company_id}/remove")
def remove(visit: Here, company_id: str, sent: Sent) -> Response:
    """Remove a company from the registry, with its sources; what was collected stays."""
    if visit.store.registry.company(company_id) is None:
        return visit.page("errors/missing", 404)
    caller = visit.caller.because(sent.text("reason"))
    try:
        gone, entry = removing.remove(
            visit.workspace, "company", company_id, base=number_of(sent), caller=caller
        )
    except MeanwhileError as error:
        return _asked(visit, company_id, meanwhile(visit, error), sent.text("reason"))
    name = gone.name(visit.lang) if isinstance(gone, Company) else gone.id
    role = gone.role if isinstance(gone, Company) else "competitor"
    here = link("/admin/companies", role=role)
    return visit.go(here, "registry.flash.removed", undo=f"/admin/log/{entry}/undo", name=name)


@router.post("/admin/customers/{company_id}")
def customer(visit: Here, company_id: str, sent: Sent) -> Response:
    """Give a customer its tier and its account team."""
    found = visit.store.registry.current("company", company_id)
    if found is None or not isinstance(found[0], Company):
        return visit.page("errors/missing", 404)
    values = found[0].model_dump(mode="json") | {
        "tier": sent.text("tier") or None,
        "team": sent.text("team") or None,
    }
    try:
        saved = registering.save(
            visit.workspace, "company", values, base=number_of(sent), caller=visit.caller
        )
    except RefusedRecordError as error:
        said = companyform.sentence(visit, error.faults[0])
        return _listed(visit, "customer", problem=said, about=company_id)
    except MeanwhileError as error:
        return _listed(visit, "customer", problem=meanwhile(visit, error), about=company_id)
    name = found[0].name(visit.lang)
    undo = f"/admin/log/{saved.entry}/undo" if saved.entry else ""
    return visit.go(
        "/admin/companies?role=customer", "registry.flash.changed", undo=undo, name=name
    )


def _save(
    visit: Visit, sent: Posted, fields: companyform.Fields, before: Company | None
) -> Response:
    # An id that was made of the name is made again: one that is typed says that it is another company.
    shown = fields if before else fields | {"id": sent.text("id")}
    show = partial(_form, visit, before, shown)
    form = RecordForm(
        "company", fields["id"], before is not None, lambda: companyform.values_of(fields, sent, before), show,
        companyform.problems, lambda one: one.name(visit.lang),
        namesake=bool(sent.text("id")),
    )  # fmt: skip
    return keep(visit, sent, form)


def _form(
    visit: Visit,
    before: Company | None,
    fields: companyform.Fields,
    status: int = 200,
    **given: Any,
) -> HTMLResponse:
    registry = visit.workspace.registry
    more = given.pop("more", "")
    shown = {"base": None, "over": None, "reason": "", "problems": {}, "clashing": (), **given}
    mine = source_lines(visit.workspace, before.id) if before else []
    past = (
        visit.store.audit.list(kind="company", record=before.id, limit=_HISTORY) if before else []
    )
    return visit.page(
        "registry/company",
        status,
        before=before,
        now=companyform.fields_of(before) if before else {},
        fields=fields,
        roles=ROLES,
        tiers=companyform.TIERS,
        teams=sorted({one.team for one in registry.companies if one.team}),
        spare={name: 3 if more == name else 1 for name in ("products", "people")},
        most=companyform.MOST_ROWS,
        sources=mine,
        states=group("sources", visit.lang),
        past=past,
        renamed=_renamed(visit, before, past),
        begun=[
            one
            for one in tasks.recent(visit.workspace, about=before.id)
            if not one.over and one.kind != "test"
        ]
        if before
        else [],
        periods=PERIODS,
        called={one.id: one.name for one in visit.store.accounts.all()},
        **shown,
    )


def _renamed(visit: Visit, before: Company | None, past: list[AuditEntry]) -> AuditEntry | None:
    """Return the last change of what names a company, if no text was read again since."""
    for entry in past if before else ():
        if entry.action in _CHANGES and _names_differ(entry):
            done = tasks.recent(visit.workspace, "tag", entry.record)
            later = any(one.state == "done" and one.at > entry.at for one in done)
            return None if later else entry
    return None


def _names_differ(entry: AuditEntry) -> bool:
    was, now = (json.loads(one) if one else {} for one in (entry.before, entry.after))
    return any(was.get(field) != now.get(field) for field in _NAMING)


def _asked(visit: Visit, company_id: str, problem: str = "", reason: str = "") -> HTMLResponse:
    found = visit.store.registry.current("company", company_id)
    if found is None:
        return visit.page("errors/missing", 404)
    what = removing.concerned(visit.workspace, "company", company_id)
    status = 409 if problem else 200
    return visit.page(
        "registry/remove",
        status,
        one=found[0],
        what=what,
        base=found[1],
        problem=problem,
        reason=reason,
    )


def _listed(
    visit: Visit, role: Role, q: str = "", page: int = 1, *, problem: str = "", about: str = ""
) -> HTMLResponse:
    registry = visit.workspace.registry
    counts = dict.fromkeys(ROLES, 0)
    for one in registry.companies:
        counts[one.role] += 1
    wanted = q.casefold().strip()
    found = [
        one for one in registry.companies if (_called(one, wanted) if wanted else one.role == role)
    ]
    found.sort(key=_rank)
    sources: dict[str, int] = defaultdict(int)
    followers: dict[str, list[Reader]] = defaultdict(list)
    for source in registry.sources:
        sources[source.company or ""] += 1
    for reader in registry.readers:
        for followed in reader.interests.companies:
            followers[followed].append(reader)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    more = len(found) > page * _PAGE
    return visit.page(
        "registry/companies",
        400 if problem else 200,
        role=role,
        q=q,
        counts=counts,
        rows=shown,
        total=len(found),
        sources=sources,
        followers=followers,
        teams=_teams(visit),
        revisions=registry.revisions,
        following=link("/admin/companies", role=role, q=q, page=page + 1) if more else "",
        problem=problem,
        about=about,
    )


def _teams(visit: Visit) -> dict[str, list[Reader]]:
    """Return the active readers of each account team, by its name in small letters."""
    found: dict[str, list[Reader]] = defaultdict(list)
    for reader in visit.workspace.registry.readers:
        if reader.team and reader.active:
            found[reader.team.casefold()].append(reader)
    return found


def _called(company: Company, wanted: str) -> bool:
    names = (name for some in company.names.values() for name in some)
    return any(wanted in one.casefold() for one in (company.id, *names, *company.brands))


def _rank(company: Company) -> tuple[str, str]:
    ranks = {"strategic": "1", "key": "2", "general": "3"}
    return (ranks.get(str(company.tier), str(company.tier or 9)), company.id)
