"""What a source would give: fetched now, or read from what is stored; with rules proposed or its own."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crawlers import journal
from crawlers.drops import dropped_by
from crawlers.pool import ExtractJob, ExtractPool
from crawlers.warc import Position, read_body
from pipeline.reading import is_list, job_of, usual_kind
from pipeline.tuning import bodies, proposed, source_of, stored
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.harvest import JournalEntry, Snapshot
from schemas.registry import Source
from schemas.reports import Problem
from schemas.tuning import Beside, Places, Proposal, Trial

_TRY_SECONDS = 90.0
# Documents of one page that are shown beside each other; a board may hold hundreds.
_MOST_BESIDE = 20


def attempt(
    workspace: Workspace, source_id: str, *, limit: int = 5, proposal: Proposal | None = None
) -> Trial:
    """Fetch a source into a temporary folder and read at most *limit* documents; store nothing."""
    # Brought only here: the pages of the web try what is stored, and load no crawler.
    from crawlers.launch import crawl  # noqa: PLC0415
    from pipeline.crawl import make_plan  # noqa: PLC0415

    source = proposed(source_of(workspace, source_id), proposal or Proposal())
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    few = source.model_copy(
        update={"max_pages": min(source.max_pages, limit + len(source.urls) + 3)}
    )
    with tempfile.TemporaryDirectory(prefix="zhibi-try-") as name:
        folder = Path(name)
        crawl(folder, make_plan(workspace, "try", [few], fresh=True), deadline_seconds=_TRY_SECONDS)
        entries = list(journal.read(folder))
        for entry in entries:
            counts[entry.outcome] += 1
            if entry.outcome in {"failed", "refused", "parked"}:
                problems.append(
                    Problem(
                        where=entry.url, reason=entry.reason or entry.outcome,
                        detail=entry.detail or "",
                    )
                )  # fmt: skip
        jobs = list(_jobs(folder, entries, source))
        trial = read_all(workspace, source, jobs, limit)
    return trial.model_copy(
        update={"counts": dict(counts), "problems": (*problems, *trial.problems)}
    )


def attempt_stored(
    workspace: Workspace,
    source_id: str,
    *,
    limit: int = 5,
    url: str | None = None,
    proposal: Proposal | None = None,
) -> Trial:
    """Read the newest stored pages of a source, or those of one address; nothing is fetched."""
    source = proposed(source_of(workspace, source_id), proposal or Proposal())
    pages, _ = stored(workspace, source)
    chosen = [one for one in pages if url is None or url in {one.url, one.requested_url}][:limit]
    return read_all(workspace, source, [job for _, job in bodies(workspace, chosen, source)], limit)


def beside(workspace: Workspace, source: Source, snapshot: Snapshot, proposal: Proposal) -> Beside:
    """Read one stored page by the rules of its source and by those proposed; nothing is fetched or stored.

    Raises WrongUseError that names a rule which is none, QuarantineError where the archive no longer
    holds the page.
    """
    after = proposed(source, proposal)
    job = job_of(snapshot, workspace.store.archive.body(snapshot), source)
    then = None
    if not proposal.empty:
        changed = replace(job, selectors=after.selectors)
        then = read_all(workspace, after, [changed], _MOST_BESIDE)
    return Beside(
        snapshot=snapshot, before=read_all(workspace, source, [job], _MOST_BESIDE), after=then,
        places=_places(workspace, job, after),
    )  # fmt: skip


def _places(workspace: Workspace, job: ExtractJob, source: Source) -> dict[str, Places]:
    """Ask how many places of a page each rule names, each by itself: one may be wrong or slow."""
    rules = {name: rule for name, rule in source.selectors.items() if "." not in name}
    jobs = [replace(job, id=name, ask="matches", given={name: rules[name]}) for name in rules]
    found: dict[str, Places] = {}
    with ExtractPool(workers=1) as pool:
        for result in pool.run(jobs):
            if result.answer is None:
                found[result.id] = Places(problem=result.detail or result.reason or "")
            else:
                found[result.id] = Places(count=result.answer[result.id]["count"])
    return found


def read_all(workspace: Workspace, source: Source, jobs: list[ExtractJob], limit: int) -> Trial:
    """Read pages in the pool, in the order given."""
    order = {job.id: number for number, job in enumerate(jobs)}
    where = {job.id: job.url for job in jobs}
    documents = _none_yet()
    problems: list[Problem] = []
    dropped: list[str] = []
    with ExtractPool(workers=workspace.settings.workers) as pool:
        for result in pool.run(jobs):
            url = where[result.id]
            if result.reason is not None:
                problems.append(
                    Problem(where=url, reason=result.reason, detail=result.detail or "")
                )
            for document in result.documents:
                if rule := dropped_by(source.drop, url=url, title=document.title):
                    dropped.append(f"{url} by {rule}")
                else:
                    documents.append((order[result.id], document))
    documents.sort(key=lambda one: one[0])
    return Trial(
        source=source.id, documents=tuple(one for _, one in documents[:limit]),
        problems=tuple(problems), dropped=tuple(dropped),
    )  # fmt: skip


def _none_yet() -> list[tuple[int, Document]]:
    return []


def _jobs(folder: Path, entries: list[JournalEntry], source: Source) -> Iterator[ExtractJob]:
    for entry in entries:
        if entry.outcome != "fetched" or entry.warc_file is None:
            continue
        listing = is_list(entry.purpose, source)
        if listing and source.kind not in {"jobs", "filings"}:
            continue
        position = Position(entry.warc_file, entry.warc_offset or 0, entry.warc_length or 0)
        yield ExtractJob(
            id=entry.requested_url, url=entry.url, seen=entry.fetched_at,
            body=read_body(folder, position), headers=entry.headers, kind=usual_kind(source),
            hint=entry.hint, selectors=source.selectors, listing=listing, follow=source.follow,
        )  # fmt: skip
