"""Step *ingest*: snapshots become documents, documents become revisions, revisions changes."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from crawlers.pool import ExtractJob, ExtractPool, ExtractResult
from pipeline.changing import Rereads, save
from pipeline.inbox import put_aside
from pipeline.observing import observe, reading_of
from pipeline.reading import HOLDS_DOCUMENTS, is_list, job_of
from pipeline.tally import Progress, Tally, silent
from pipeline.templating import Learner
from pipeline.vanishing import note_gone, note_lists
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.errors import QuarantineError
from schemas.harvest import Snapshot
from schemas.registry import Source
from schemas.reports import StepReport
from store.records import Ingested

# What a snapshot of several documents counts as: the most that happened to one of them.
_BY_NEWS: tuple[Ingested, ...] = ("new", "changed", "unchanged")

# Documents stored in one transaction: each would wait for the disk by itself; a kill costs only the
# reading of these again.
_BATCH = 25


def ingest(workspace: Workspace, run: str | None = None, progress: Progress = silent) -> StepReport:
    """Read every stored snapshot that was not read yet, of one run or of all."""
    tally = Tally("ingest", workspace.now, run)
    store = workspace.store
    sources = {source.id: source for source in workspace.registry.sources}
    waiting: dict[str, Snapshot] = {}
    pending = store.harvest.pending(run)
    for snapshot in pending:
        source = sources.get(snapshot.source)
        if source is None:
            store.harvest.mark(snapshot.id, "quarantined", "source-gone")
            tally.count("quarantined")
        elif is_list(snapshot.purpose, source) and source.kind not in HOLDS_DOCUMENTS:
            store.harvest.mark(snapshot.id, "index")
            tally.count("lists")
        else:
            waiting[snapshot.id] = snapshot
    rereads = Rereads(partial(_old_job, workspace))
    learner = Learner.of(workspace)
    with ExtractPool(workers=workspace.settings.workers) as pool:
        jobs = _jobs(workspace, waiting.values(), sources, tally)
        planned = (learner.planned(job) for job in jobs)
        results = learner.follow(pool.run(planned), waiting, tally)
        done = 0
        while some := list(islice(results, _BATCH)):
            rereads.prepare(workspace, _arrivals(some, waiting, sources))
            with workspace.store.batch():
                for result in some:
                    snapshot = waiting[result.id]
                    source = sources[snapshot.source]
                    _take(workspace, snapshot, source, result, tally, rereads)
                learner.keep()
            done += len(some)
            progress("ingest", done, len(waiting))
    if run is not None:
        with workspace.store.batch():
            tally.count("gone", note_gone(workspace, run))
            tally.count("closed", note_lists(workspace, run))
    observe(workspace, [run] if run else dict.fromkeys(one.run for one in pending), tally)
    put_aside(workspace, [sources[one] for one in {one.source for one in waiting.values()}])
    return tally.report()


def _jobs(
    workspace: Workspace,
    snapshots: Iterable[Snapshot],
    sources: dict[str, Source],
    tally: Tally,
) -> Iterator[ExtractJob]:
    for snapshot in snapshots:
        source = sources[snapshot.source]
        try:
            body = workspace.store.archive.body(snapshot)
        except QuarantineError as error:
            _quarantine(workspace, snapshot, error.reason, error.what, tally)
            tally.count("quarantined")
            continue
        yield job_of(snapshot, body, source)


def _old_job(workspace: Workspace, snapshot: Snapshot, source: Source) -> ExtractJob:
    """Return the job that reads an old snapshot anew. Raises QuarantineError where it is lost."""
    return job_of(snapshot, workspace.store.archive.body(snapshot), source)


def _arrivals(
    results: Iterable[ExtractResult], waiting: dict[str, Snapshot], sources: dict[str, Source]
) -> Iterator[tuple[Document, Snapshot, Source]]:
    for result in results:
        snapshot = waiting[result.id]
        for document in result.documents:
            yield document, snapshot, sources[snapshot.source]


def _take(
    workspace: Workspace,
    snapshot: Snapshot,
    source: Source,
    result: ExtractResult,
    tally: Tally,
    rereads: Rereads,
) -> None:
    """Store what was read of one snapshot, count the outcomes, and mark the snapshot as done."""
    listing = is_list(snapshot.purpose, source)
    for note in result.notes:
        tally.problem(f"{snapshot.source} {_named(snapshot)}", "row-skipped", note)
    tally.count("rows skipped", len(result.notes))
    if result.document is None and not listing:
        reason = result.reason or "unreadable"
        _quarantine(workspace, snapshot, reason, result.detail or "", tally)
        workspace.store.health.note(reading_of(snapshot, "quarantined", reason=reason))
        tally.count("quarantined")
        return
    part = listing or len(result.documents) > 1 or bool(result.understood)
    outcomes = [
        save(
            workspace, document, snapshot, source, part=part, reading=result.reading,
            rereads=rereads,
        )
        for document in result.documents
    ]  # fmt: skip
    for number, (outcome, document) in enumerate(zip(outcomes, result.documents, strict=True)):
        tally.count(outcome)
        workspace.store.health.note(reading_of(snapshot, outcome, document, number))
    if listing:
        tally.count("lists")
    best: Ingested = next((one for one in _BY_NEWS if one in outcomes), "index")
    workspace.store.harvest.mark(snapshot.id, best)


def _named(snapshot: Snapshot) -> str:
    """Return what a person calls a snapshot: its file's name, else its address."""
    return snapshot.headers.get("x-zhibi-file") or snapshot.url


def _quarantine(
    workspace: Workspace, snapshot: Snapshot, reason: str, detail: str, tally: Tally
) -> None:
    workspace.store.harvest.quarantine(snapshot.id, reason, detail)
    tally.problem(
        f"{snapshot.source} {snapshot.url}",
        reason,
        detail,
        f"See it: zhibi source try {snapshot.source}",
    )
