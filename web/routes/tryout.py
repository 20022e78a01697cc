"""Rules of a source tried on what is stored of it: one page beside itself, then all pages, then kept."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import registering, tasks, trying, tuning
from pipeline.reading import usual_kind
from pipeline.registering import MeanwhileError
from schemas.errors import WrongUseError, ZhibiError
from schemas.harvest import Snapshot
from schemas.registry import Source
from schemas.tasks import Task
from schemas.tuning import Beside, Comparison, Proposal
from web import received, tried, tryform
from web.keeping import meanwhile
from web.pictures import is_page
from web.posted import Sent
from web.visit import Here, Visit
from web.wording import group

router = APIRouter(default_response_class=HTMLResponse)
# Stored pages to choose among, the newest; an older one can still be named in the address.
_LISTED = 60
Page = Annotated[str, Query(max_length=80)]


@router.get("/sources/{source_id}/try")
def look(visit: Here, source_id: str, at: Page = "") -> HTMLResponse:
    """Show what a stored page of a source gives now, and by the rules that the address names."""
    found = _current(visit, source_id)
    if found is None:
        return visit.page("errors/missing", 404)
    source, _base = found
    return _shown(visit, source, tryform.typed(visit.request.query_params, source), at)


@router.post("/sources/{source_id}/try")
def attempt(visit: Here, source_id: str, sent: Sent) -> Response:
    """Try what was typed: at an address of its own, so that it can be loaded again and handed on."""
    found = _current(visit, source_id)
    if found is None:
        return visit.page("errors/missing", 404)
    source, _base = found
    rules, page = tryform.typed(sent, source), sent.text(tryform.PAGE, 80)
    proposal = tryform.proposal_of(source, rules)
    there = tryform.address(source, page, proposal)
    if there and not tryform.problems(source, proposal):
        return visit.go(f"{there}#read")
    return _shown(visit, source, rules, page)


@router.post("/sources/{source_id}/test")
def test(visit: Here, source_id: str, sent: Sent) -> Response:
    """Begin to try what was typed on all stored pages, in a process of its own."""
    found = _current(visit, source_id)
    if found is None:
        return visit.page("errors/missing", 404)
    source, base = found
    rules, page = tryform.typed(sent, source), sent.text(tryform.PAGE, 80)
    proposal = tryform.proposal_of(source, rules)
    if proposal.empty:
        said = visit.words("tryout", "errors.nothing")
        return _shown(visit, source, rules, page, problem=said)
    if tryform.problems(source, proposal):
        return _shown(visit, source, rules, page)
    wanted = {"proposal": proposal.model_dump_json(), "base": str(base), "page": page}
    begun = tasks.begin(visit.workspace, "test", source.id, wanted, visit.caller)
    other = begun.wanted["proposal"] != wanted["proposal"]
    return visit.go(_place(begun), "tryout.flash.busy" if other else "")


@router.get("/sources/{source_id}/tests/{task_id}")
def tested(visit: Here, source_id: str, task_id: str) -> HTMLResponse:
    """Show how far a test is, then what the rules would win, lose and read differently."""
    found = _task(visit, source_id, task_id)
    return _result(visit, *found) if found else visit.page("errors/missing", 404)


@router.post("/sources/{source_id}/tests/{task_id}/save")
def save(visit: Here, source_id: str, task_id: str, sent: Sent) -> Response:
    """Make tested rules the source's own, unless somebody changed them since they were tested."""
    found = _task(visit, source_id, task_id)
    if found is None or found[1].state != "done":
        return visit.page("errors/missing", 404)
    source, task = found
    comparison = Comparison.model_validate(task.result)
    reason = sent.text("reason")
    if comparison.objections and not reason:
        said = visit.words("tryout", "errors.reason")
        return _result(visit, source, task, 400, problem=said, field="reason")
    try:
        after = tuning.to_save(visit.workspace, source.id, comparison, reason)
        kept = registering.save(
            visit.workspace, "source", after.model_dump(mode="json"), base=int(task.wanted["base"]),
            caller=visit.caller.because(reason),
        )  # fmt: skip
    except MeanwhileError as error:
        return _result(visit, source, task, 409, problem=meanwhile(visit, error), stale=True)
    except ZhibiError as error:
        return _result(visit, source, task, 400, problem=error.what)
    undo = f"/admin/log/{kept.entry}/undo" if kept.entry else ""
    return visit.go(f"/sources/{source.id}", "tryout.flash.saved", undo=undo)


def _current(visit: Visit, source_id: str) -> tuple[Source, int] | None:
    return cast("tuple[Source, int] | None", visit.store.registry.current("source", source_id))


def _place(task: Task) -> str:
    return f"/sources/{task.about}/tests/{task.id}"


def _task(visit: Visit, source_id: str, task_id: str) -> tuple[Source, Task] | None:
    """Return a source and a test of it; None where there is no such test."""
    task = tasks.get(visit.workspace, task_id)
    found = _current(visit, source_id)
    if task is None or found is None or (task.kind, task.about) != ("test", source_id):
        return None
    return found[0], task


def _shown(
    visit: Visit, source: Source, rules: dict[str, str], at: str, *, problem: str = ""
) -> HTMLResponse:
    """Show a page read now and then; where a rule is none, what is wrong stands under it."""
    proposal = tryform.proposal_of(source, rules)
    problems = tryform.problems(source, proposal)
    pages, lists = tuning.stored(visit.workspace, source)
    snapshot = next((one for one in pages if one.id == at), pages[0] if pages else None)
    beside, gone = _read(visit, source, snapshot, Proposal() if problems else proposal)
    markup, _ = received.source(visit, snapshot, body_only=True)
    return visit.page(
        "tryout/try",
        400 if problems or problem else 200,
        source=source,
        shown=tried.shown(
            visit.site.speaker(visit.lang),
            usual_kind(source),
            rules,
            source,
            beside,
            proposal,
            problems,
        ),
        beside=beside,
        gone=gone,
        unread=tried.unread,
        snapshot=snapshot,
        pages=_choice(pages, snapshot),
        stored=len(pages),
        lists=len(lists),
        markup=markup if is_page(snapshot) else "",
        webpage=is_page(snapshot),
        proposal=proposal,
        problem=problem,
        wrong=len(problems),
    )


def _read(
    visit: Visit, source: Source, snapshot: Snapshot | None, proposal: Proposal
) -> tuple[Beside | None, ZhibiError | None]:
    if snapshot is None:
        return None, None
    try:
        return visit.site.read(trying.beside, visit.workspace, source, snapshot, proposal), None
    except ZhibiError as error:
        return None, error


def _choice(pages: list[Snapshot], chosen: Snapshot | None) -> list[Snapshot]:
    """Return the newest stored pages, with the chosen one among them."""
    some = pages[:_LISTED]
    return some if chosen is None or chosen in some else [*some, chosen]


def _result(
    visit: Visit, source: Source, task: Task, status: int = 200, **given: Any
) -> HTMLResponse:
    """Show a test: how far it is, or what came of it."""
    proposal = Proposal.model_validate_json(task.wanted["proposal"])
    found = Comparison.model_validate(task.result) if task.state == "done" else None
    try:
        holds = tuning.proposed(source, proposal) == source
    except WrongUseError:  # the rule that it takes out is gone already
        holds = True
    return visit.page(
        "tryout/test",
        status,
        source=source,
        task=task,
        proposal=proposal,
        found=found,
        holds=holds,
        back=tryform.address(source, task.wanted["page"], proposal),
        tw=group("tasks", visit.lang),
        **({"problem": "", "field": "", "stale": False} | given),
    )
