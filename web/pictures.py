"""Pictures of archived pages, as answers of the pages and of the API."""

from collections.abc import Callable

from fastapi.responses import Response

from pipeline import pictures
from schemas.harvest import Snapshot
from web.visit import Visit


def of_change(visit: Visit, change_id: str) -> Response | None:
    """Return both pages of a change side by side; None where the archive does not hold both.

    Raises what drawing raises (NotConfiguredError, SourceBrokenError, RetryLaterError).
    """
    recorded = visit.store.documents.change(change_id)
    if recorded is None or not archived(visit, recorded.old_snapshot, recorded.new_snapshot):
        return None
    space, lang = visit.workspace, visit.lang

    def draw() -> bytes:
        return pictures.picture_of_change(space, recorded, language=lang, dressed=False)

    return _answer(visit, f"change-{recorded.id}-{lang}", draw)


def of_document(visit: Visit, document_id: str, number: int | None) -> Response | None:
    """Return the page of a document's version as it was received; None where there is no such page.

    Raises what drawing raises (NotConfiguredError, SourceBrokenError, RetryLaterError).
    """
    documents = visit.store.documents
    found = (
        documents.latest(document_id) if number is None else documents.revision(document_id, number)
    )
    snapshot = visit.store.harvest.snapshot(found.snapshot) if found else None
    if snapshot is None or not is_page(snapshot):
        return None
    space = visit.workspace

    def draw() -> bytes:
        return pictures.picture_of_snapshot(space, snapshot)

    return _answer(visit, f"snapshot-{snapshot.id}", draw)


def archived(visit: Visit, *snapshots: str) -> bool:
    """Say whether the archive holds all of *snapshots*, revisions or not."""
    return all(visit.store.harvest.snapshot(one) is not None for one in snapshots)


def is_page(snapshot: Snapshot | None) -> bool:
    """Say whether what was received is a page that can be drawn."""
    return snapshot is not None and "html" in snapshot.content_type


def _answer(visit: Visit, name: str, draw: Callable[[], bytes]) -> Response:
    """Return the picture called *name*, drawn if it is not kept yet. It never changes."""
    picture = pictures.kept(visit.workspace, name, draw)
    return Response(
        picture, media_type="image/png", headers={"Cache-Control": "private, max-age=604800"}
    )
