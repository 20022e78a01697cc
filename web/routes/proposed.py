"""Companies that recur and that nobody has registered: looked for, taken up, dismissed."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from pipeline import namesakes, proposals, tasks
from pipeline.proposals import Proposal
from schemas.errors import ZhibiError
from text.display import one_line
from web import companyform
from web.routes.registry import ROLES
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=400)]
OLD = timedelta(days=1)
_SHOWN = 60
# Companies that a field offers by themselves; further ones can be typed.
_LISTED = 400


@router.get("/admin/proposed")
def proposed(visit: Here) -> HTMLResponse:
    """List the companies that the last look through the texts proposed and nobody decided on."""
    return _listed(visit)


@router.post("/admin/proposed/look")
def look(visit: Here) -> Response:
    """Look through the texts again, in a process of its own."""
    made = tasks.begin(visit.workspace, "propose", "", {}, visit.caller)
    return visit.go(f"/admin/tasks/{made.id}")


@router.post("/admin/proposed/accept")
def accept(
    visit: Here, name: Text = "", role: Text = "competitor", company_id: Text = ""
) -> Response:
    """Register a proposed company under all its spellings."""
    chosen = _chosen(visit, name)
    kind = next((one for one in ROLES if one == role), None)
    if chosen is None or kind is None:
        return _listed(visit, 400, problem=visit.words("proposed", "errors.gone"), about=name)
    try:
        made = proposals.take_up(
            visit.workspace, name, company_id=company_id.strip() or None,
            role=kind, caller=visit.caller, chosen=chosen,
        )  # fmt: skip
    except ZhibiError as error:
        return _listed(visit, 400, problem=error.what, about=name)
    entry = visit.store.audit.list(kind="company", record=made.id, limit=1)[0]
    undo = f"/admin/log/{entry.number}/undo"
    here = f"/admin/companies/{made.id}"
    return visit.go(here, "proposed.flash.accepted", undo=undo, name=made.name(visit.lang))


@router.post("/admin/proposed/name")
def name_of(visit: Here, name: Text = "", of: Text = "") -> Response:
    """Take a proposal for further names of a company that is registered."""
    chosen = _chosen(visit, name)
    company = companyform.meant(of, visit.workspace.registry.companies)
    if chosen is None or company is None:
        key = "errors.gone" if chosen is None else "errors.nobody"
        return _listed(visit, 400, problem=visit.words("proposed", key), about=name, of=of)
    saved = proposals.take_as_name(
        visit.workspace, name, company, caller=visit.caller, chosen=chosen
    )
    undo = f"/admin/log/{saved.entry}/undo" if saved.entry else ""
    here = f"/admin/companies/{company.id}"
    return visit.go(
        here, "proposed.flash.named", undo=undo, name=chosen.name, of=company.name(visit.lang)
    )


@router.post("/admin/proposed/dismiss")
def dismiss(visit: Here, name: Text = "") -> Response:
    """Remember that a name is no company of interest."""
    chosen = _chosen(visit, name)
    if chosen is None:
        return _listed(visit, 400, problem=visit.words("proposed", "errors.gone"), about=name)
    proposals.dismiss(visit.workspace, name, caller=visit.caller, chosen=chosen)
    key = namesakes.key_of(chosen.name)
    entry = visit.store.audit.list(kind="proposal", record=key, limit=1)[0]
    undo = f"/admin/log/{entry.number}/undo"
    return visit.go("/admin/proposed", "proposed.flash.dismissed", undo=undo, name=chosen.name)


def waiting(visit: Visit) -> list[Proposal]:
    """Return what the last look proposed, without what was registered or dismissed since."""
    last = next(
        (one for one in tasks.recent(visit.workspace, "propose") if one.state == "done"), None
    )
    if last is None:
        return []
    known = proposals.known_keys(visit.workspace)
    found = [Proposal.model_validate(one) for one in last.result["proposals"]]
    return [one for one in found if namesakes.key_of(one.name) not in known]


def _chosen(visit: Visit, name: str) -> Proposal | None:
    key = namesakes.key_of(name)
    return next((one for one in waiting(visit) if namesakes.key_of(one.name) == key), None)


def _listed(
    visit: Visit, status: int = 200, *, problem: str = "", about: str = "", of: str = ""
) -> HTMLResponse:
    looks = tasks.recent(visit.workspace, "propose")
    done = next((one for one in looks if one.state == "done"), None)
    found = waiting(visit)
    return visit.page(
        "proposed/list",
        status,
        rows=found[:_SHOWN],
        total=len(found),
        looked=done.ended if done else None,
        running=next((one for one in looks if not one.over), None),
        failed=looks[0] if looks and looks[0].state == "failed" else None,
        days=proposals.WINDOW.days,
        least=(proposals.LEAST_DOCUMENTS, proposals.LEAST_SOURCES),
        roles=ROLES,
        problem=problem,
        about=about,
        of=of,
        marked=_marked,
        companies=visit.workspace.registry.companies[:_LISTED],
    )


def _marked(sentence: str, spellings: Sequence[str]) -> list[tuple[str, bool]]:
    """Return a sentence in runs of words, and whether each is the name that is proposed."""
    line = one_line(sentence, 260)
    names = sorted((re.escape(one) for one in spellings), key=len, reverse=True)
    parts = re.split(f"({'|'.join(names)})", line, flags=re.IGNORECASE)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]
