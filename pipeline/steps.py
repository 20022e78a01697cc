"""The map of the system: which steps a run takes, in which order, and how a run resumes.

    crawl → ingest → enrich → index → alert        then, on their own schedules: digest, maintain

Every step can be repeated: it works on what is still to do, so a run that was killed is finished by
the next, and a second run with nothing new changes nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pipeline import rechecks
from pipeline.alert import alert
from pipeline.crawl import crawl
from pipeline.enrich import enrich
from pipeline.index import index
from pipeline.ingest import ingest
from pipeline.locks import exclusively
from pipeline.naming import unknown_source
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.base import format_instant
from schemas.errors import RetryLaterError, WrongUseError
from schemas.ids import digest as sha256
from schemas.reports import StepName, StepReport
from store import Run

Step = Callable[[Workspace, Run, Progress], StepReport]

STEPS: dict[StepName, Step] = {
    "crawl": crawl,
    "ingest": lambda workspace, run, progress: ingest(workspace, run.id, progress),
    "enrich": lambda workspace, run, progress: enrich(workspace, run.id, progress),
    "index": lambda workspace, run, progress: index(workspace, run.id, progress),
    "alert": lambda workspace, run, progress: alert(workspace, run.id, progress),
}


def run(
    workspace: Workspace,
    *,
    sources: Sequence[str] = (),
    progress: Progress = silent,
) -> Iterator[StepReport]:
    """Finish what an earlier run left, then take what is due through all steps; yield reports.

    *sources* names what to collect whether it is due or not. Raises AlreadyRunningError where
    another process runs, WrongUseError for an unknown source id.
    """
    with exclusively(workspace, "run"):
        for unfinished in workspace.store.runs.unfinished():
            yield from take_through(workspace, unfinished, progress)
        opened = open_run(workspace, sources)
        if opened is not None:
            yield from take_through(workspace, opened, progress)
        else:
            yield from catch_up(workspace, progress)


def open_run(
    workspace: Workspace, sources: Sequence[str] = (), run_id: str | None = None
) -> Run | None:
    """Enter a run over what is due, or over *sources*; None where nothing is to collect."""
    known = {source.id for source in workspace.registry.sources}
    for one in sources:
        if one not in known:
            raise unknown_source(workspace, one)
    taken = rechecks.due(workspace, sources)
    ids = [source.id for source in taken]
    if not ids:
        return None
    run_id = run_id or new_run_id(workspace, ids)
    workspace.store.runs.open(run_id, workspace.now, ids)
    regular = {source.id for source in workspace.store.harvest.due(workspace.now, sources)}
    whole = [one for one in ids if one in regular]
    workspace.store.harvest.started(run_id, whole, workspace.now)
    return Run(id=run_id, now=workspace.now, sources=tuple(ids), done=())


def new_run_id(workspace: Workspace, sources: Sequence[str]) -> str:
    """Return a readable id that is the same for the same sources at the same time."""
    stamp = format_instant(workspace.now).translate(str.maketrans("", "", "-:"))
    return f"{stamp}-{sha256(chr(10).join(sorted(sources)))[:8]}".lower()


def catch_up(workspace: Workspace, progress: Progress = silent) -> Iterator[StepReport]:
    """Ingest, tag and index whatever is still waiting, of any run."""
    yield ingest(workspace, None, progress)
    yield enrich(workspace, None, progress)
    yield _or_later(lambda: index(workspace, None, progress), "index", workspace)
    yield alert(workspace, None, progress)


def step(
    workspace: Workspace, name: StepName, run_id: str | None, progress: Progress = silent
) -> StepReport:
    """Take one step of one run, or of whatever is due. Raises WrongUseError for an unknown run."""
    with exclusively(workspace, f"step-{name}", wait=True):
        if run_id is None:
            return _due_step(workspace, name, progress)
        found = workspace.store.runs.get(run_id)
        if found is None:
            raise WrongUseError(f"no run is called {run_id!r}", remedy="zhibi source health")
        report = STEPS[name](workspace, found, progress)
        workspace.store.runs.mark(found.id, report)
        return report


def crawl_step(
    workspace: Workspace,
    run_id: str | None,
    sources: Sequence[str] = (),
    progress: Progress = silent,
) -> StepReport:
    """Take the step crawl of a run, of the named *sources*, or of what is due.

    A run that does not exist yet is opened under *run_id*, so that a scheduler may name its own and
    a repeated call goes on with the same one.
    """
    with exclusively(workspace, f"crawl-{run_id or 'due'}", wait=True):
        found = workspace.store.runs.get(run_id) if run_id else None
        opened = found or open_run(workspace, sources, run_id)
        if opened is None or "crawl" in opened.done:
            return Tally("crawl", workspace.now, run_id).report()
        report = crawl(workspace, opened, progress)
        workspace.store.runs.mark(opened.id, report)
        return report


def _due_step(workspace: Workspace, name: StepName, progress: Progress) -> StepReport:
    others: dict[StepName, Callable[[], StepReport]] = {
        "ingest": lambda: ingest(workspace, None, progress),
        "enrich": lambda: enrich(workspace, None, progress),
        "index": lambda: index(workspace, None, progress),
        "alert": lambda: alert(workspace, None, progress),
    }
    return others[name]()


def take_through(
    workspace: Workspace, run: Run, progress: Progress = silent
) -> Iterator[StepReport]:
    """Take the steps of *run* that are not done yet, in order; yield their reports."""
    for name, take in STEPS.items():
        if name in run.done:
            continue
        report = _or_later(partial(take, workspace, run, progress), name, workspace)
        if not (name == "index" and report.failed):
            workspace.store.runs.mark(run.id, report)
        yield report
    workspace.store.runs.finish(run.id)


def _or_later(take: Callable[[], StepReport], name: StepName, workspace: Workspace) -> StepReport:
    """Let a search service that is away delay indexing only: the documents stay due."""
    if name != "index":
        return take()
    tally = Tally("index", workspace.now)
    try:
        return take()
    except RetryLaterError as error:
        tally.count("failed")
        tally.problem(error.where or "index", "index-away", error.what, error.remedy)
        return tally.report()
