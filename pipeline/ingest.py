"""Step *ingest*: snapshots become documents, documents become revisions, revisions changes."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from crawlers.pool import ExtractJob, ExtractPool, ExtractResult
from pipeline.changing import Rereads, save
from pipeline.inbox import put_aside
from pipeline.observing import observe, reading_of
from pipeline.reading import HOLDS_DOCUMENTS, is_list, job_of
from pipeline.rules import drop_rule_for, field_of, named_in, switch_off
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
    sources = {source.id: source for source in workspace.registry.sources}
    runs = [run] if run else []
    touched: dict[str, Source] = {}
    while True:
        pending = workspace.store.harvest.pending(run)
        runs += [one.run for one in pending]
        waiting = _waiting(workspace, pending, sources, tally)
        touched |= {one.source: sources[one.source] for one in waiting.values()}
        if not _read_all(workspace, waiting, sources, tally, progress):
            break
    if run is not None:
        with workspace.store.batch():
            tally.count("gone", note_gone(workspace, run))
            tally.count("closed", note_lists(workspace, run))
    observe(workspace, dict.fromkeys(runs), tally)
    put_aside(workspace, list(touched.values()))
    return tally.report()


def _waiting(
    workspace: Workspace, pending: Iterable[Snapshot], sources: dict[str, Source], tally: Tally
) -> dict[str, Snapshot]:
    """Return the snapshots that are to be read; mark those that are not."""
    waiting: dict[str, Snapshot] = {}
    for snapshot in pending:
        source, rule = sources.get(snapshot.source), None
        if source is not None and source.drop:
            rule, sources[source.id] = drop_rule_for(workspace, source, snapshot.url)
        if source is None:
            workspace.store.harvest.mark(snapshot.id, "quarantined", "source-gone")
            tally.count("quarantined")
        elif is_list(snapshot.purpose, source) and source.kind not in HOLDS_DOCUMENTS:
            workspace.store.harvest.mark(snapshot.id, "index")
            tally.count("lists")
        elif rule:
            _drop(workspace, snapshot, rule, tally)
        else:
            waiting[snapshot.id] = snapshot
    return waiting


def _read_all(
    workspace: Workspace,
    waiting: dict[str, Snapshot],
    sources: dict[str, Source],
    tally: Tally,
    progress: Progress,
) -> bool:
    """Read *waiting* and store it; say whether some has to be read again, by fewer rules."""
    again = False
    learner = Learner.of(workspace)
    with (
        ExtractPool(workers=_workers(workspace, len(waiting))) as pool,
        ExtractPool(workers=1) as second,  # old pages are read between new ones, not among them
    ):
        rereads = Rereads(partial(_old_job, workspace), second)
        jobs = _jobs(workspace, waiting.values(), dict(sources), tally)
        planned = (learner.planned(job) for job in jobs)
        results = learner.follow(pool.run(planned), waiting, tally)
        done = 0
        while some := list(islice(results, _BATCH)):
            rereads.prepare(workspace, _arrivals(some, waiting, sources))
            with workspace.store.batch():
                for result in some:
                    snapshot = waiting[result.id]
                    if _switched_off(workspace, snapshot, sources, result, tally):
                        again = True
                    else:
                        source = sources[snapshot.source]
                        _take(workspace, snapshot, source, result, tally, rereads)
                learner.keep()
            done += len(some)
            progress("ingest", done, len(waiting))
    return again


def _workers(workspace: Workspace, pages: int) -> int:
    """Return how many children are worth their start, which takes as long as some forty pages."""
    return min(workspace.settings.workers, 1 + pages // 40)


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
    if result.document is not None and source.drop:
        rule, _ = drop_rule_for(workspace, source, result.document.url, result.document.title)
        if rule:
            _drop(workspace, snapshot, rule, tally)
            return
    part = listing or len(result.documents) > 1 or bool(result.understood)
    saved = [
        save(
            workspace, document, snapshot, source, part=part, reading=result.reading,
            rereads=rereads,
        )
        for document in result.documents
    ]  # fmt: skip
    outcomes = [one.outcome for one in saved]
    for number, (one, document) in enumerate(zip(saved, result.documents, strict=True)):
        tally.count(one.outcome)
        workspace.store.health.note(
            reading_of(snapshot, "quarantined", reason="collapsed")
            if one.thin
            else reading_of(snapshot, one.outcome, document, number)
        )
    if listing:
        tally.count("lists")
    best: Ingested = next((one for one in _BY_NEWS if one in outcomes), "index")
    workspace.store.harvest.mark(snapshot.id, best)


def _drop(workspace: Workspace, snapshot: Snapshot, rule: str, tally: Tally) -> None:
    """Leave out what the source's own drop rule names; it stays in the archive and the ledger."""
    workspace.store.harvest.mark(snapshot.id, "dropped", "drop-rule", rule)
    workspace.store.health.note(reading_of(snapshot, "dropped", reason="drop-rule"))
    tally.count("dropped")


def _switched_off(
    workspace: Workspace,
    snapshot: Snapshot,
    sources: dict[str, Source],
    result: ExtractResult,
    tally: Tally,
) -> bool:
    """Switch off the rule that took too long, so that the page is read again without it."""
    if result.reason != "rule-timeout":
        return False
    detail = result.detail or ""
    source = sources[snapshot.source]
    field = field_of(source, detail)
    if field is None:  # another page of this run switched it off; else there is nothing to switch
        return any(named_in(rule, detail) for rule in source.switched_off.values())
    sources[source.id] = switch_off(workspace, source, field, snapshot.url)
    tally.count("rules switched off")
    tally.problem(
        f"{source.id} {snapshot.url}",
        "rule-timeout",
        f"{field}: {detail}; it is switched off",
        f"Mend it: zhibi source test {source.id} --set {field}=RULE",
    )
    return True


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
