"""Things that came or went as a whole: pages that are gone, vacancies and products on a list."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from crawlers.changes.settle import same
from pipeline.workspace import Workspace
from schemas.changes import Change, RecordedChange, Watched
from schemas.documents import Revision
from schemas.harvest import Snapshot
from schemas.ids import short_id
from schemas.kinds import DocumentKind
from schemas.registry import Source
from store.records import Fetched

_GONE = frozenset({"http-404", "http-410"})
# Kinds whose documents are things that open and close; the lists of others only name the latest.
_LISTED: frozenset[DocumentKind] = frozenset({"job", "product"})
# A list that lacks more than this part of what it held was not read as a whole.
_MOST_LOST = 0.5
_FEW = 3
# What was published long before it was seen first is no news: the first crawl did not get to it.
_FRESH = timedelta(days=45)


def appeared(
    workspace: Workspace, source: Source, snapshot: Snapshot, revision: Revision
) -> RecordedChange | None:
    """Record a vacancy or product that was not there at an earlier run of its source.

    The list named it and its own page says it: two sightings, so it is told at once. What a source
    brings at its first run is where the watching begins, and None is returned.
    """
    document = revision.document
    if document.kind not in _LISTED or source.kind == "page":
        return None
    known = workspace.store.watching.of_source(source.id, gone=False)
    if not any(one.first_run != snapshot.run for one in known):
        return None
    day = document.published.day if document.published else None
    if day and day < (snapshot.fetched_at - _FRESH).date().isoformat():
        return None
    field = "opened" if document.kind == "job" else "added"
    change = Change(
        kind="job" if document.kind == "job" else "product", subject=document.title[:200],
        field=field, new=document.title[:600], where=document.url, significance=0.5,
    )  # fmt: skip
    recorded = _record(revision, source.id, change, snapshot.id, snapshot.fetched_at)
    told = recorded.model_copy(update={"state": "confirmed", "settled_at": snapshot.fetched_at})
    workspace.store.watching.record([told])
    return told


def note_gone(workspace: Workspace, run: str) -> int:
    """Weigh the pages that answered "gone" in *run*; return how many are told as gone now."""
    fetched = workspace.store.harvest.fetched(run)
    lost = [one for one in fetched if one.outcome == "failed" and one.reason in _GONE]
    told = 0
    for one in lost:
        revision = workspace.store.documents.by_url(one.url)
        if revision is None:
            continue
        source = _source(workspace, one.source)
        told += _weigh_gone(workspace, revision, source, one, url=one.url)
    return told


def note_lists(workspace: Workspace, run: str) -> int:
    """Weigh what the lists read in *run* no longer hold; return how many are told as closed now."""
    by_source: dict[str, list[Fetched]] = defaultdict(list)
    for one in workspace.store.harvest.fetched(run):
        by_source[one.source].append(one)
    told = 0
    for source in workspace.registry.sources:
        rows = by_source.get(source.id, ())
        if source.kind in {"jobs", "listing", "sitemap"} and rows and _was_read(rows):
            told += _weigh_list(workspace, source, rows)
    return told


def _was_read(rows: Iterable[Fetched]) -> bool:
    """Say whether all pages of a list were read to their end."""
    pages = [one for one in rows if one.purpose != "document"]
    whole = all(one.outcome == "fetched" for one in pages)
    return bool(pages) and whole and not any(one.reason == "max-pages" for one in rows)


def _weigh_list(workspace: Workspace, source: Source, rows: Sequence[Fetched]) -> int:
    store = workspace.store
    known = [one for one in store.watching.of_source(source.id, gone=False) if one.kind in _LISTED]
    if not known:
        return 0
    listed = {
        found.document_id
        for one in rows
        if one.purpose == "document" and (found := store.documents.by_url(one.url)) is not None
    }
    # A board's answer holds the vacancies themselves, without pages of their own.
    answers = {one.snapshot for one in rows if one.snapshot}
    listed |= {one.document_id for one in known if one.checked in answers}
    if not listed:
        return 0
    missing = [one for one in known if one.document_id not in listed]
    if len(missing) > max(_FEW, _MOST_LOST * len(known)):
        return 0
    start = next(one for one in rows if one.purpose != "document")
    # A list of several pages is read only as far as it brings news: ask the page itself then.
    paged = any(one.purpose == "onward" for one in rows)
    told = 0
    for state in missing:
        revision = store.documents.latest(state.document_id)
        if revision is not None:
            url = state.url if paged else start.url
            told += _weigh_gone(workspace, revision, source, start, url=url)
    _still_there(workspace, [one for one in known if one.document_id in listed], start)
    return told


def _still_there(workspace: Workspace, known: Iterable[Watched], start: Fetched) -> None:
    """Withdraw what the list holds again."""
    watching = workspace.store.watching
    for state in known:
        for one in watching.open_changes(state.document_id):
            if one.state == "pending" and one.change.field in {"closed", "removed"}:
                back = {"state": "withdrawn", "settled_at": start.at}
                watching.record([one.model_copy(update=back)])


def _weigh_gone(
    workspace: Workspace, revision: Revision, source: Source | None, seen: Fetched, *, url: str
) -> int:
    """Record that a document is gone, or confirm it; return 1 where it is told now."""
    watching = workspace.store.watching
    state = watching.get(revision.document_id)
    if state is None or state.gone:
        return 0
    change = _gone(revision)
    known = next(
        (
            one
            for one in watching.open_changes(revision.document_id)
            if one.state == "pending" and same(one.change, change)
        ),
        None,
    )
    if known is not None and known.new_snapshot == seen.id:
        return 0  # this run was weighed before
    if known is None:
        known = _record(revision, revision.source, change, seen.id, seen.at)
    else:
        known = known.model_copy(update={"checks": known.checks + 1})
    if known.checks >= (source.confirm if source else 2):
        watching.record([known.model_copy(update={"state": "confirmed", "settled_at": seen.at})])
        watching.put(state.model_copy(update={"gone": True}))
        return 1
    wait = workspace.recheck_after(source) if source else timedelta(hours=1)
    watching.record([known], recheck_at=seen.at + wait, recheck_url=url)
    return 0


def _gone(revision: Revision) -> Change:
    document = revision.document
    title = document.title or document.url
    if document.kind == "job":
        return Change(kind="job", subject=title[:200], field="closed", old=title[:600], where=document.url, significance=0.4)  # fmt: skip
    if document.kind == "product":
        return Change(kind="product", subject=title[:200], field="removed", old=title[:600], where=document.url, significance=0.7)  # fmt: skip
    weight = 0.3 if document.kind in {"article", "filing", "review"} else 0.6
    return Change(kind="text", subject=title[:200], field="gone", old=title[:600], where=document.url, significance=weight)  # fmt: skip


def _record(
    revision: Revision, source: str, change: Change, seen: str, at: object
) -> RecordedChange:
    return RecordedChange.model_validate(
        {
            "id": short_id("c", revision.document_id, revision.snapshot, seen, change.kind, change.field),
            "document_id": revision.document_id, "source": source, "company": revision.company,
            "old_snapshot": revision.snapshot, "new_snapshot": seen, "detected_at": at,
            "change": change, "state": "pending",
        }
    )  # fmt: skip


def _source(workspace: Workspace, source_id: str) -> Source | None:
    return next((one for one in workspace.registry.sources if one.id == source_id), None)
