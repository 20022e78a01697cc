"""What people hand in: a page pasted, a file uploaded or imported; archived, then read as anything else."""

from collections.abc import Iterator
from datetime import datetime

from crawlers.pool import ExtractJob, ExtractPool, ExtractResult
from crawlers.reading import FILE_HEADER
from pipeline.arrivals import Arrival, record
from pipeline.crawl import commit, run_folder
from pipeline.locks import exclusively
from pipeline.naming import unknown_source
from pipeline.steps import take_through
from pipeline.taking import take_in
from pipeline.tally import Progress, silent
from pipeline.workspace import Workspace
from schemas.base import format_instant
from schemas.errors import QuarantineError, WrongUseError
from schemas.ids import digest, short_id
from schemas.registry import Registry, Source
from schemas.reports import StepReport
from store import Run


def preview(found: Arrival, now: datetime) -> ExtractResult:
    """Read an arrival without keeping it. Raises QuarantineError where nothing can be read."""
    job = ExtractJob(id="1", url=found.url, seen=now, body=found.body, headers=found.headers)
    with ExtractPool(workers=1) as pool:
        (result,) = list(pool.run([job]))
    if result.document is None and not result.notes:
        remedy = "Name it: --column 'THEIR NAME=title'" if result.reason == "no-columns" else ""
        reason = result.reason or "unreadable"
        raise QuarantineError(
            f"{result.detail or 'nothing can be read of it'} ({reason})",
            reason=reason,
            where=found.headers.get(FILE_HEADER, ""),
            remedy=remedy,
        )
    return result


def source_for(workspace: Workspace, named: str | None, usual: str, company: str | None) -> Source:
    """Return the source that an arrival is entered under; the usual one is made when first needed.

    Raises WrongUseError for a source or company that the registry does not hold.
    """
    known = {source.id: source for source in workspace.registry.sources}
    if named is not None:
        if named not in known:
            raise unknown_source(workspace, named)
        return known[named]
    if company is not None and workspace.registry.company(company) is None:
        ids = ", ".join(one.id for one in workspace.registry.companies[:20])
        raise WrongUseError(f"no company is called {company!r}", remedy=f"There are: {ids}")
    source_id = f"{usual}-{company}" if company else usual
    if source_id not in known:
        source = Source(id=source_id, kind="inbox", company=company, enabled=False)
        take_in(workspace, Registry(sources=(source,)), author="intake")
        return source
    return known[source_id]


def deliver(
    workspace: Workspace, source: Source, found: Arrival, progress: Progress = silent
) -> Iterator[StepReport]:
    """Archive an arrival and take it through all steps; nothing is done for one that is here already."""
    with exclusively(workspace, "run", wait=True):
        if workspace.store.harvest.holds(source.id, found.url, digest(found.body)):
            return
        now = workspace.now
        stamp = format_instant(now).translate(str.maketrans("", "", "-:")).lower()
        run_id = f"{stamp}-{short_id('i', source.id, found.url, digest(found.body))[1:9]}"
        workspace.store.runs.open(run_id, now, [source.id])
        folder = run_folder(workspace, run_id)
        record(folder, run_id, source.id, [found], now)
        commit(workspace, run_id, folder)
        report = StepReport(step="crawl", run=run_id, now=now, counts={"fetched": 1})
        workspace.store.runs.mark(run_id, report)
        run = Run(id=run_id, now=now, sources=(source.id,), done=("crawl",))
        yield from take_through(workspace, run, progress)
