"""What is new in a document: revisions, and the changes between them."""

from crawlers.changes import detect
from pipeline.workspace import Workspace
from schemas.changes import Change, RecordedChange
from schemas.documents import Document, Revision
from schemas.harvest import Snapshot
from schemas.ids import short_id
from schemas.registry import Source
from store.records import Ingested


def save(
    workspace: Workspace,
    document: Document,
    snapshot: Snapshot,
    source: Source,
    *,
    part: bool = False,
) -> Ingested:
    """Store a document as a revision, with the changes against the one before.

    Changes are found again when a run is repeated after a kill: the revision that a snapshot made
    is compared with its predecessor, whether it was stored now or before the kill. *part*: one of
    several documents in its snapshot.
    """
    store = workspace.store
    saved = store.documents.save(
        document, snapshot=snapshot, source=source, now=snapshot.fetched_at, part=part
    )
    document_id = saved.revision.document_id
    previous = saved.previous  # None for a new reading of the same body: an upgrade never alerts
    again = saved.outcome == "unchanged" and saved.revision.snapshot == snapshot.id
    if again and saved.revision.number not in store.documents.rebaselined(document_id):
        earlier = [
            one
            for one in store.documents.revisions(document_id)
            if one.number < saved.revision.number
        ]
        previous = earlier[-1] if earlier else None
    if previous is not None and previous.number < saved.revision.number:
        store.documents.record_changes(changes_between(previous, saved.revision))
    store.harvest.mark(snapshot.id, saved.outcome)
    return saved.outcome


def changes_between(old: Revision, new: Revision) -> list[RecordedChange]:
    """Return what changed between two revisions, with ids that a repeated run makes again."""
    found: list[Change] = detect(old.document, new.document)
    return [
        RecordedChange(
            id=short_id(
                "c", new.document_id, old.snapshot, new.snapshot,
                change.kind, change.subject, change.field, str(number),
            ),
            document_id=new.document_id,
            source=new.source,
            company=new.company,
            old_snapshot=old.snapshot,
            new_snapshot=new.snapshot,
            detected_at=new.seen_at,
            change=change,
        )
        for number, change in enumerate(found)
    ]  # fmt: skip
