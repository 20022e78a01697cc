"""One document: what was received and when, as text, and how its versions differ. Nothing of it runs."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import pictures
from schemas.documents import Revision
from web.differences import changed, paragraphs, runs, words
from web.pictures import is_page, of_document
from web.received import source as received_source
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
Number = Annotated[int | None, Query(ge=1, le=1_000_000)]
_TEXT = 60_000


@router.get("/document/{document_id}")
def document(visit: Here, document_id: str, revision: Number = None) -> HTMLResponse:
    """Show a version of a document as text, with what the archive holds of it."""
    found = _revision(visit, document_id, revision)
    if found is None:
        return visit.page("errors/missing", 404)
    snapshot = visit.store.harvest.snapshot(found.snapshot)
    source, problem = received_source(visit, snapshot)
    latest = visit.store.documents.latest(document_id) or found
    stories = visit.store.stories.of_document(document_id)
    return visit.page(
        "story/document",
        found=found,
        text=found.document.text[:_TEXT],
        cut=len(found.document.text) > _TEXT,
        latest=latest.number,
        snapshot=snapshot,
        source=source,
        problem=problem,
        stories=stories,
        aliases=visit.store.documents.aliases(document_id)[:8],
        pictured=is_page(snapshot) and not problem and pictures.possible(visit.workspace),
    )


@router.get("/document/{document_id}/changes")
def changes(visit: Here, document_id: str, old: Number = None, new: Number = None) -> HTMLResponse:
    """Show what differs between two versions of a document."""
    past = visit.store.documents.revisions(document_id)
    if not past:
        return visit.page("errors/missing", 404)
    by_number = {one.number: one for one in past}
    after = by_number.get(new or past[-1].number, past[-1])
    before = by_number.get(old or after.number - 1, past[0])
    differences = paragraphs(before.document.text[:_TEXT], after.document.text[:_TEXT])
    return visit.page(
        "story/changes",
        past=past,
        before=before,
        after=after,
        rebaselined=set(visit.store.documents.rebaselined(document_id)),
        title=words(before.document.title, after.document.title),
        runs=runs(differences),
        changed=changed(differences),
    )


@router.get("/document/{document_id}/received")
def received(visit: Here, document_id: str, revision: Number = None) -> Response:
    """Hand over the bytes that were received, as a file that no browser shows."""
    found = _revision(visit, document_id, revision)
    snapshot = visit.store.harvest.snapshot(found.snapshot) if found else None
    if snapshot is None:
        return visit.page("errors/missing", 404)
    body = visit.store.archive.body(snapshot)
    name = f"zhibi-{snapshot.id}.bin"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type="application/octet-stream", headers=headers)


@router.get("/document/{document_id}/picture")
def picture(visit: Here, document_id: str, revision: Number = None) -> Response:
    """Hand over a picture of the page as it was received; nothing of it runs or is fetched."""
    return of_document(visit, document_id, revision) or visit.page("errors/missing", 404)


def _revision(visit: Visit, document_id: str, number: int | None) -> Revision | None:
    if number is None:
        return visit.store.documents.latest(document_id)
    return visit.store.documents.revision(document_id, number)
