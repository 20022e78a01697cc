"""Step *crawl*: plan what is due, let the child process fetch it, commit what it brought."""

from collections.abc import Sequence
from pathlib import Path

from crawlers import journal
from crawlers.launch import crawl as launch_crawl
from pipeline import inbox, rechecks
from pipeline.tally import Progress, Tally, silent
from pipeline.workspace import Workspace
from schemas.harvest import CrawlPlan, CrawlRequest, CrawlSource, JournalEntry
from schemas.registry import Source
from schemas.reports import StepReport
from store import Run

PLAN_FILE = "plan.json"
_REMEDIES = {
    "robots-denied": "The site's robots.txt forbids it; ask the site, or drop the address",
    "robots-unavailable": "robots.txt cannot be read, so nothing is fetched; tried again next run",
    "egress-denied": "Allow it in zhibi.yaml under egress.allow, if it is meant",
    "dns": "Check the host name",
    "connect": "The host does not answer; tried again next run",
    "browser-missing": "The source says render: apt-get install chromium, then make browser",
    "browser-timeout": "Its scripts never end; name what to wait for under render: {wait: …}",
}


def crawl(workspace: Workspace, run: Run, progress: Progress = silent) -> StepReport:
    """Fetch the run's sources and store what came; a run that was cut off goes on where it was."""
    tally = Tally("crawl", run.now, run.id)
    folder = run_folder(workspace, run.id)
    wanted = _sources(workspace, run.sources)
    inboxes = [source for source in wanted if source.kind == "inbox"]
    crawled = [source for source in wanted if source.kind != "inbox"]
    plan = _read_plan(folder) or make_plan(workspace, run.id, crawled)
    progress("crawl", 0, len(plan.requests))
    if crawled:
        _fetch(workspace, run, folder, plan, tally)
    if inboxes:
        taken = inbox.collect(
            workspace, run.id, folder, inboxes, lambda: commit(workspace, run.id, folder)
        )
        tally.join(taken)
    counts = commit(workspace, run.id, folder)
    for outcome, number in counts.items():
        tally.count(outcome, number)
    for entry in journal.read(folder):
        _note(tally, entry)
    return tally.report()


def _fetch(workspace: Workspace, run: Run, folder: Path, plan: CrawlPlan, tally: Tally) -> None:
    result = launch_crawl(
        folder,
        plan,
        deadline_seconds=workspace.settings.crawl.max_run_seconds + 60,
        robots_cache=workspace.data / "robots",
    )
    if result.exit_code != 0:
        tally.count("failed")
        tally.problem(
            run.id, "crawl-died", result.stderr_tail, "What it had fetched is kept; run again"
        )


def commit(workspace: Workspace, run: str, folder: Path) -> dict[str, int]:
    """Move a run folder's archive into the store and enter its journal. Harmless when repeated."""
    store = workspace.store
    store.archive.adopt(folder)
    opened = store.runs.get(run)
    pages_only = set(opened.sources) - store.harvest.started_in(run) if opened else set()
    counts = store.harvest.commit(run, journal.read(folder), pages_only=pages_only)
    return {str(name): number for name, number in counts.items()}


def run_folder(workspace: Workspace, run: str) -> Path:
    """Return where the hand-over files of a run lie."""
    return workspace.data / "runs" / run


def _read_plan(folder: Path) -> CrawlPlan | None:
    file = folder / PLAN_FILE
    if not file.exists():
        return None
    try:
        return CrawlPlan.model_validate_json(file.read_text(encoding="utf-8"))
    except ValueError:
        return None  # torn by a kill while it was written: planned again, nothing was fetched yet


def make_plan(
    workspace: Workspace, run_id: str, sources: Sequence[Source], *, fresh: bool = False
) -> CrawlPlan:
    """Return the plan of one crawl; *fresh* fetches everything as if it were never seen."""
    ids = [source.id for source in sources]
    harvest, now = workspace.store.harvest, workspace.now
    settings = workspace.settings.crawl
    if fresh:
        again, known, skip = set[str](), {}, []
        requests = [CrawlRequest(url=url, source=one.id) for one in sources for url in one.urls]
    else:
        again = rechecks.to_confirm(workspace, sources)
        known, skip = harvest.known(ids), harvest.not_due(ids, now, workspace.refresh_after)
        requests = rechecks.requests(workspace, sources, sorted(harvest.started_in(run_id)))
        rechecks.postpone(workspace, sources)
    return CrawlPlan(
        run=run_id,
        now=now,
        sources=tuple(_crawl_source(source, settings.delay) for source in sources),
        requests=tuple(requests),
        known={url: one for url, one in known.items() if url not in again},
        skip=tuple(url for url in skip if url not in again),
        parked=harvest.parked(now),
        limits=workspace.limits(),
        egress=workspace.egress,
    )


def _sources(workspace: Workspace, ids: Sequence[str]) -> list[Source]:
    found = {source.id: source for source in workspace.registry.sources}
    return [found[one] for one in ids if one in found]


def _crawl_source(source: Source, default_delay: float) -> CrawlSource:
    return CrawlSource(
        id=source.id,
        kind=source.kind,
        document=source.document,
        delay=default_delay if source.delay is None else source.delay,
        max_pages=source.max_pages,
        follow=source.follow,
        next_page=source.next_page,
        cookies=source.cookies,
        render=source.render,
    )


def _note(tally: Tally, entry: JournalEntry) -> None:
    if entry.outcome in {"failed", "refused", "parked"}:
        reason = entry.reason or entry.outcome
        tally.problem(
            f"{entry.source} {entry.url}", reason, entry.detail or "", _REMEDIES.get(reason, "")
        )
