"""Rules that find nothing any more and are missed by nobody: the pages read the same without them.

Whether they do is measured, not hoped for: the newest pages from before are read once more without
the rules, and what comes out is held against what was stored.
"""

from collections.abc import Iterable, Sequence

from crawlers.pool import ExtractPool
from pipeline.comparing import words
from pipeline.fields import Judged, judge
from pipeline.reading import is_list, job_of
from pipeline.workspace import Workspace
from schemas.documents import Document
from schemas.errors import QuarantineError
from schemas.harvest import Snapshot
from schemas.health import SourceStats
from schemas.registry import Source

# Pages that are read again, at most and at least; the part of them that has to agree.
_MOST, _LEAST, _AGREE = 8, 3, 0.95


def spare(workspace: Workspace, source: Source, history: Sequence[SourceStats]) -> SourceStats:
    """Return the last counts of *history* with the fields whose lost rules nobody needs."""
    last = history[-1]
    judged = judge(history)
    names = suspects(judged, last)
    if not names or judged.first is None:
        return last
    known = history[-2].unneeded if len(history) > 1 else ()
    found = known
    if not names <= set(known):
        pairs = list(_reread(workspace, source, judged.first, names))
        found = unneeded(pairs, names)
    if not found:
        return last
    told = last.model_copy(update={"unneeded": tuple(found)})
    workspace.store.health.put(told)
    return told


def suspects(judged: Judged, last: SourceStats) -> set[str]:
    """Return the fields whose rule or template reads nothing now though the field is there."""
    return {
        one.name
        for one in judged.losses
        if judged.usual.ruled.get(one.name)
        and not last.ruled.get(one.name)
        and last.read
        and last.filled.get(one.name, 0) >= _AGREE * last.read
    }


def unneeded(pairs: Sequence[tuple[Document, Document]], names: Iterable[str]) -> tuple[str, ...]:
    """Return the *names* that read alike in the *pairs*: a page with its rules, and without."""
    if len(pairs) < _LEAST:
        return ()
    return tuple(
        name
        for name in sorted(names)
        if sum(_alike(name, *pair) for pair in pairs) >= _AGREE * len(pairs)
    )


def _alike(name: str, before: Document, after: Document) -> bool:
    old, new = getattr(before, name, None), getattr(after, name, None)
    if not old or not new:
        return not old and not new
    if name == "published":
        return bool(old.day == new.day)
    left, right = " ".join(words(old).split()), " ".join(words(new).split())
    return left == right or (name == "text" and left in right and len(right) < 1.2 * len(left))


def _reread(
    workspace: Workspace, source: Source, first: SourceStats, names: set[str]
) -> Iterable[tuple[Document, Document]]:
    """Yield the newest pages from before the run *first*: as stored, and read without the rules."""
    rules = {name: rule for name, rule in source.selectors.items() if name not in names}
    store = workspace.store
    jobs, kept = [], {}
    for snapshot in store.health.snapshots(source.id):
        if snapshot.fetched_at >= first.at or is_list(snapshot.purpose, source):
            continue
        document = _stored(workspace, snapshot)
        if document is None:
            continue
        try:
            body = store.archive.body(snapshot)
        except QuarantineError:
            continue  # verify tells of it
        kept[snapshot.id] = document
        jobs.append(job_of(snapshot, body, source, rules))
        if len(jobs) >= _MOST:
            break
    if len(jobs) < _LEAST:
        return
    with ExtractPool(workers=1) as pool:
        for result in pool.run(jobs):
            if result.document is not None:
                yield kept[result.id], result.document


def _stored(workspace: Workspace, snapshot: Snapshot) -> Document | None:
    """Return what was made of exactly this snapshot, if it is a revision."""
    found = workspace.store.documents.by_url(snapshot.url)
    if found is None:
        return None
    revisions = workspace.store.documents.revisions(found.document_id)
    return next((one.document for one in revisions if one.snapshot == snapshot.id), None)
