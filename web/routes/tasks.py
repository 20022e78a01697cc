"""Work that goes on beside the pages: begun for a company, watched until it is done, its offers taken up."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from pipeline import tasks, watching
from schemas.errors import ZhibiError
from schemas.ids import canonical_url
from schemas.tasks import Task
from web.posted import Sent
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
PERIODS = ("30d", "90d", "365d", "")
Text = Annotated[str, Form(max_length=400)]


@router.post("/admin/companies/{company_id}/look")
def look(visit: Here, company_id: str, url: Text = "") -> Response:
    """Look at a web site for what is worth watching of a company, in a process of its own."""
    if visit.store.registry.company(company_id) is None:
        return visit.page("errors/missing", 404)
    address = url.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    try:
        canonical_url(address)
    except ValueError:
        return visit.go(f"/admin/companies/{company_id}#look", "registry.flash.no_address", url=url)
    made = tasks.begin(visit.workspace, "discover", company_id, {"url": address}, visit.caller)
    return visit.go(f"/admin/tasks/{made.id}")


@router.post("/admin/companies/{company_id}/again")
def again(visit: Here, company_id: str, last: Text = "") -> Response:
    """Read collected texts again with the names of a company, in a process of its own."""
    if not visit.store.registry.history("company", company_id):
        return visit.page("errors/missing", 404)
    wanted = {"last": last if last in PERIODS else PERIODS[0]}
    made = tasks.begin(visit.workspace, "tag", company_id, wanted, visit.caller)
    return visit.go(f"/admin/tasks/{made.id}")


@router.get("/admin/tasks/{task_id}")
def task(visit: Here, task_id: str) -> Response:
    """Show how far a task is, and what came of it."""
    found = tasks.get(visit.workspace, task_id)
    if found is None:
        return visit.page("errors/missing", 404)
    if found.kind == "test":
        return visit.go(f"/sources/{found.about}/tests/{found.id}")
    return _shown(visit, found)


@router.post("/admin/tasks/{task_id}/watch")
def watch(visit: Here, task_id: str, sent: Sent) -> Response:
    """Take up what a look at a web site has found and somebody chose."""
    found = tasks.get(visit.workspace, task_id)
    if found is None or found.kind != "discover" or found.state != "done":
        return visit.page("errors/missing", 404)
    numbers = {int(one) for one in sent.all("number") if one.isdecimal() and len(one) < 5}
    if not numbers:
        return _shown(visit, found, 400, problem=visit.words("tasks", "errors.none"))
    offers = found.result["proposals"]
    caller = visit.caller.because(sent.text("reason"))
    try:
        made, entry = watching.watch(visit.workspace, found.about, offers, numbers, caller)
    except ZhibiError as error:
        return _shown(visit, found, 400, problem=error.what)
    here = f"/admin/companies/{found.about}" if found.about else "/sources"
    undo = f"/admin/log/{entry}/undo" if entry else ""
    said = visit.site.speaker(visit.lang).number(len(made), "source")
    return visit.go(here, "tasks.flash.watched", undo=undo, sources=said)


def _shown(visit: Visit, task: Task, status: int = 200, *, problem: str = "") -> HTMLResponse:
    company = visit.workspace.registry.company(task.about) if task.about else None
    taken = {url for source in visit.workspace.registry.sources for url in source.urls}
    return visit.page(
        "tasks/task", status, task=task, company=company, problem=problem, taken=taken
    )
