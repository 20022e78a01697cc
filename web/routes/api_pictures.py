"""The API of pictures: a change with the page before and after it, and pages as the archive holds them."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import Response

from pipeline import pictures
from web.api import PREFIX, ApiRoute
from web.pictures import picture_of
from web.routes.api import PROBLEMS
from web.visit import Here

router = APIRouter(prefix=PREFIX, route_class=ApiRoute)
Name = Annotated[str, Path(max_length=200)]
Number = Annotated[
    int | None, Query(ge=1, le=1_000_000, description="Of the revision; else the newest")
]
_PNG: dict[int | str, dict[str, Any]] = PROBLEMS | {
    200: {
        "description": "The picture",
        "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/changes/{change_id}/picture", responses=_PNG, response_class=Response)
def of_change(visit: Here, change_id: Name) -> Response:
    """Draw both pages of a change side by side, the change outlined in each (PNG).

    The first drawing takes some seconds, then it is kept. 503 where there is no browser.
    """
    recorded = visit.store.documents.change(change_id)
    held = recorded is not None and all(
        visit.store.harvest.snapshot(one) is not None
        for one in (recorded.old_snapshot, recorded.new_snapshot)
    )
    if recorded is None or not held:
        raise HTTPException(404, f"there are no two pages of a change called {change_id!r}")
    lang = visit.lang

    def draw() -> bytes:
        return pictures.picture_of_change(visit.workspace, recorded, language=lang, dressed=False)

    return picture_of(visit, f"change-{recorded.id}-{lang}", draw)


@router.get("/documents/{document_id}/picture", responses=_PNG, response_class=Response)
def of_document(visit: Here, document_id: Name, revision: Number = None) -> Response:
    """Draw a page as it was received (PNG); nothing of it runs or is fetched."""
    documents = visit.store.documents
    found = (
        documents.latest(document_id)
        if revision is None
        else documents.revision(document_id, revision)
    )
    snapshot = visit.store.harvest.snapshot(found.snapshot) if found else None
    if snapshot is None or "html" not in snapshot.content_type:
        raise HTTPException(404, f"the archive holds no page of {document_id!r}")
    return picture_of(
        visit,
        f"snapshot-{snapshot.id}",
        lambda: pictures.picture_of_snapshot(visit.workspace, snapshot),
    )
