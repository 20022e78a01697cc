"""What is new in a document: revisions, and the changes between them, told after a second check."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import NamedTuple

from crawlers.changes import detect
from crawlers.changes.collapse import is_collapse
from crawlers.changes.drift import measured
from crawlers.changes.learn import volatile
from crawlers.changes.pages import ReadPage
from crawlers.changes.settle import Verdict, same, settle, slot
from crawlers.pool import ExtractJob, ExtractPool
from pipeline.templating import reader_of
from pipeline.vanishing import appeared
from pipeline.workspace import Workspace
from schemas.changes import Change, MutedBlock, PageReading, RecordedChange, Watched
from schemas.documents import Document, Revision
from schemas.errors import QuarantineError
from schemas.harvest import Snapshot
from schemas.ids import short_id
from schemas.registry import Source
from store import Saved
from store.records import Ingested

# A value that was withdrawn within this time is a flip: each time it costs one check more.
_FLIPS = timedelta(days=60)
_MOST_CHECKS = 4


class Saving(NamedTuple):
    """What became of a document; *thin*: most of the text that its page had is gone today."""

    outcome: Ingested
    thin: bool


@dataclass
class Rereads:
    """Old snapshots read again by today's code, so that like is compared with like.

    *jobs* makes the job that reads a snapshot of a source; *workers* is how many children read.
    """

    jobs: Callable[[Snapshot, Source], ExtractJob]
    pool: ExtractPool
    known: dict[tuple[str, str], ReadPage] = field(default_factory=dict)

    def prepare(
        self, workspace: Workspace, arrivals: Iterable[tuple[Document, Snapshot, Source]]
    ) -> None:
        """Read the bases that another extractor read than read these *arrivals*.

        Outside of any transaction: it takes child processes.
        """
        jobs: dict[str, ExtractJob] = {}
        for document, snapshot, source in arrivals:
            base = _base_snapshot(workspace, document, snapshot)
            if base is None:
                continue
            try:
                job = replace(self.jobs(base, source), plan=reader_of(workspace, document))
                jobs.setdefault(base.id, job)
            except QuarantineError:
                continue  # the archive has lost it: this version becomes the base, untold
        for result in self.pool.run(jobs.values()):
            for one in result.documents:
                reading = result.reading or PageReading()
                self.known[result.id, one.url] = ReadPage(one, reading)


def _base_snapshot(workspace: Workspace, document: Document, snapshot: Snapshot) -> Snapshot | None:
    store = workspace.store
    latest = store.documents.by_url(document.url)
    if latest is None:
        return None
    state = store.watching.get(latest.document_id)
    number = state.revision if state else latest.number
    base = store.documents.revision(latest.document_id, number)
    if base is None or base.document.extractor == document.extractor:
        return None
    found = store.harvest.snapshot(base.snapshot)
    return found if found is not None and found.digest != snapshot.digest else None


def save(
    workspace: Workspace,
    document: Document,
    snapshot: Snapshot,
    source: Source,
    *,
    part: bool = False,
    reading: PageReading | None = None,
    rereads: Rereads | None = None,
) -> Saving:
    """Store a document as a revision, and weigh its changes against its base.

    *part*: one of several documents in its snapshot. *reading*: the whole page, for watched pages.
    A snapshot is weighed once, also when its run is repeated after a kill.
    """
    saved = workspace.store.documents.save(
        document, snapshot=snapshot, source=source, now=snapshot.fetched_at, part=part
    )
    check = _Check(workspace, saved, document, snapshot, source, reading)
    if saved.outcome == "new":
        check.begin()
        appeared(workspace, source, snapshot, saved.revision)
    else:
        check.weigh(rereads)
    return Saving(check.outcome, check.thin)


class _Check:
    """One look at a document that is known."""

    def __init__(
        self,
        workspace: Workspace,
        saved: Saved,
        document: Document,
        snapshot: Snapshot,
        source: Source,
        reading: PageReading | None,
    ) -> None:
        self.store = workspace.store
        self.workspace = workspace
        self.saved = saved
        self.document = document
        self.snapshot = snapshot
        self.source = source
        self.reading = reading if reading and reading.blocks else None
        self.id = saved.revision.document_id
        self.outcome: Ingested = saved.outcome
        self.thin = False

    def begin(self) -> None:
        """Take this version as the first base."""
        self.store.watching.put(self._state(None))
        self._keep_reading(self.snapshot.id)

    def weigh(self, rereads: Rereads | None) -> None:
        """Compare with the base and settle what is pending."""
        watching = self.store.watching
        state = watching.get(self.id) or self._inherited()
        if self.snapshot.id == state.checked or self.snapshot.fetched_at < state.checked_at:
            return
        base = self._base(state, rereads)
        if base is None:
            self._rebase(state)
            return
        open_changes = watching.open_changes(self.id)
        found = self._found(base)
        if not found and not open_changes and self.reading is None:
            self._advance(state, settled=True)
            return
        self.thin = any(map(is_collapse, found))
        if (
            self.thin
        ):  # what is known of the full page stays as it is until that is back or given up
            open_changes = [one for one in open_changes if is_collapse(one.change)]
        verdict = settle(found, open_changes, self._needed)
        if verdict.fresh and self.outcome == "unchanged":
            self._force_revision()
        self._record(verdict)
        self._keep_reading(state.snapshot)
        if found:
            self._learn()
        self._advance(state, settled=verdict.settled)

    def _found(self, base: ReadPage) -> list[Change]:
        muted = {one.key for one in self.store.watching.muted(self.id) if one.muted}
        both = base.reading.blocks and self.reading is not None
        return detect(
            base.document,
            self.document,
            before=base.reading if both else None,
            after=self.reading if both else None,
            muted=muted,
        )

    def _base(self, state: Watched, rereads: Rereads | None) -> ReadPage | None:
        """Return the base as today's code reads it; None where it cannot be had so."""
        revision = self.store.documents.revision(self.id, state.revision)
        if revision is None:
            return None
        if revision.document.extractor != self.document.extractor:
            again = (rereads.known if rereads else {}).get((revision.snapshot, self.document.url))
            like = again is not None and again.document.extractor == self.document.extractor
            return again if like else None
        kept = dict(self.store.watching.readings(self.id)) if self.reading else {}
        return ReadPage(revision.document, kept.get(state.snapshot, PageReading()))

    def _rebase(self, state: Watched) -> None:
        """Take this version as the base untold: other code reads it, or the base is lost."""
        self.store.watching.settle(self.id)
        self._keep_reading(self.snapshot.id)
        self._advance(state, settled=True)

    def _needed(self, change: Change) -> int:
        """Return how many checks must see *change*: what flipped before must stay longer.

        So must a page that lost most of its text: it is a wall or a fault, and mended soon.
        """
        if is_collapse(change):
            return _MOST_CHECKS
        since = self.snapshot.fetched_at - _FLIPS
        flips = sum(
            same(one.change, change) for one in self.store.watching.withdrawn(self.id, since)
        )
        return min(_MOST_CHECKS, self.source.confirm + flips) if self.source.confirm > 1 else 1

    def _record(self, verdict: Verdict) -> None:
        watching, at = self.store.watching, self.snapshot.fetched_at
        fresh = [self._recorded(one, number) for number, one in enumerate(verdict.fresh)]
        at_once = [one for one in fresh if self._needed(one.change) <= 1]
        waiting = [*verdict.seen, *(one for one in fresh if one not in at_once)]
        gone = [
            one.model_copy(update={"state": "withdrawn", "settled_at": at})
            for one in verdict.withdrawn
        ]
        watching.record([*map(self._confirmed, [*verdict.confirmed, *at_once]), *gone])
        watching.record(
            waiting,
            recheck_at=at + self.workspace.recheck_after(self.source),
            recheck_url=self.snapshot.requested_url,
        )

    def _recorded(self, change: Change, number: int) -> RecordedChange:
        old = self.store.watching.get(self.id)
        base = old.snapshot if old else self.saved.revision.snapshot
        return RecordedChange(
            id=short_id(
                "c", self.id, base, self.snapshot.id, change.kind, change.subject, change.field, str(number),
            ),
            document_id=self.id,
            source=self.source.id,
            company=self.source.company,
            old_snapshot=base,
            new_snapshot=self.snapshot.id,
            detected_at=self.snapshot.fetched_at,
            change=change,
            state="pending",
        )  # fmt: skip

    def _confirmed(self, recorded: RecordedChange) -> RecordedChange:
        """Return a change as told, measured against what was told last."""
        name = "|".join(slot(recorded.change))
        result = measured(recorded.change, self.store.watching.reported(self.id, name))
        if result.reported is not None:
            self.store.watching.report(self.id, name, result.reported)
        return recorded.model_copy(
            update={
                "change": result.change, "state": "confirmed",
                "settled_at": self.snapshot.fetched_at,
            }
        )  # fmt: skip

    def _force_revision(self) -> None:
        """Keep a revision for a change outside of the main text, as the evidence of it."""
        self.saved = self.store.documents.save(
            self.document, snapshot=self.snapshot, source=self.source,
            now=self.snapshot.fetched_at, force=True,
        )  # fmt: skip
        self.outcome = self.saved.outcome

    def _learn(self) -> None:
        """Mute the places that differ at nearly every check."""
        readings = [page for _, page in self.store.watching.readings(self.id)]
        known = {one.key for one in self.store.watching.muted(self.id)}
        for one in volatile(readings) if self.reading else ():
            if one.key not in known:
                self.store.watching.mute(
                    MutedBlock(
                        document_id=self.id, key=one.key, sample=one.sample[:200],
                        differed=one.differed, checks=one.checks, since=self.snapshot.fetched_at,
                    )
                )  # fmt: skip

    def _keep_reading(self, base: str) -> None:
        if self.reading is not None:
            self.store.watching.keep_reading(
                self.id, self.snapshot.id, self.reading, self.snapshot.fetched_at, base
            )

    def _advance(self, state: Watched, *, settled: bool) -> None:
        """Note the check; a settled version is the base of the next."""
        if settled:
            self.store.watching.settle(self.id)
        self.store.watching.put(self._state(None if settled else state))

    def _state(self, base: Watched | None) -> Watched:
        known = self.store.watching.get(self.id)
        return Watched(
            document_id=self.id,
            source=self.source.id,
            kind=self.document.kind,
            url=self.document.url,
            snapshot=base.snapshot if base else self.snapshot.id,
            revision=base.revision if base else self.saved.revision.number,
            checked=self.snapshot.id,
            checked_at=self.snapshot.fetched_at,
            first_run=known.first_run if known else self.snapshot.run,
        )

    def _inherited(self) -> Watched:
        """Return the state of a document that was stored before checks were counted."""
        revision = self.saved.previous or self._before()
        return Watched(
            document_id=self.id, source=revision.source, kind=revision.document.kind,
            url=revision.document.url, snapshot=revision.snapshot, revision=revision.number,
            checked=revision.snapshot, checked_at=revision.seen_at, first_run="",
        )  # fmt: skip

    def _before(self) -> Revision:
        number = self.saved.revision.number
        one = self.store.documents.revision(self.id, number - 1) if number > 1 else None
        mine = self.saved.revision.snapshot == self.snapshot.id
        return one if one is not None and mine else self.saved.revision
