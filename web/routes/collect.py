"""Putting something into a collection, in one gesture; and what one does with an entry there."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import collecting
from pipeline.arranging import Step
from pipeline.collecting import CollectingError
from schemas.collecting import Collection
from web.routes.collected import found_collection, found_entry, said
from web.routes.collections import PAGE, wrong_note
from web.visit import Here, Visit, local

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=400)]
Long = Annotated[str, Form(max_length=20_000)]
Id = Annotated[str, Query(max_length=200)]
Following = Annotated[str, Query(max_length=4000)]
Deed = Literal["up", "down", "top", "bottom", "remove", "restore"]
_STEPS: dict[str, Step] = {"up": "up", "down": "down", "top": "top", "bottom": "bottom"}


@router.get("/collections/add")
def choose(visit: Here, story: Id = "", document: Id = "", following: Following = "/") -> Response:
    """Ask into which collection a story or document goes: the same as the menu, for those without script."""
    if not story and not document:  # what a refused form leaves when it is loaded again
        return visit.go("/collections")
    return _choose(visit, story, document, following)


@router.post("/collections/add")
def add(
    visit: Here,
    story: Text = "",
    document: Text = "",
    to: Text = "",
    title: Text = "",
    note: Long = "",
    following: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Put a story or document into a collection, an old one or one that is made by this."""
    try:
        if to:
            found = found_collection(visit, to)
        elif title.strip():
            found = collecting.make(visit.store, visit.me, title, "", "private", visit.caller)
        else:
            raise CollectingError("choose a collection", reason="choose")
        entry, fresh = collecting.add(
            visit.store, visit.me, found, visit.caller, story=story, document=document, note=note
        )
    except CollectingError as error:
        if error.reason == "unknown":
            return visit.page("errors/missing", 404)
        return _choose(visit, story, document, following, 400, problem=said(visit, error), note=note, title=title)  # fmt: skip
    if not fresh:
        return visit.go(local(following), "collections.flash.there", title=found.title)
    undo = f"/collections/{found.id}/entries/{entry.id}/remove"
    return visit.go(local(following), "collections.flash.added", undo=undo, title=found.title)


@router.post("/collections/{collection_id}/entries/{entry_id}")
def annotate(
    visit: Here, collection_id: str, entry_id: str, note: Long = "", group: Text = ""
) -> Response:
    """Keep the note of an entry, and the heading it stands under."""
    found = found_collection(visit, collection_id)
    entry = found_entry(visit, found, entry_id)
    try:
        collecting.annotate(
            visit.store, visit.me, found, entry, visit.caller, note=note, group=group
        )
    except CollectingError as error:
        if error.reason == "unknown":
            return visit.page("errors/missing", 404)
        return wrong_note(visit, found, entry, error, note)
    return visit.go(_place(visit, found, entry_id), "collections.flash.noted")


@router.post("/collections/{collection_id}/entries/{entry_id}/{step}")
def do(visit: Here, collection_id: str, entry_id: str, step: Deed) -> Response:
    """Move an entry, take it out, or bring it back."""
    found = found_collection(visit, collection_id)
    entry = found_entry(visit, found, entry_id)
    deed = f"/collections/{found.id}/entries/{entry.id}"
    if step == "remove":
        collecting.drop(visit.store, visit.me, found, entry, visit.caller)
        here = f"/collections/{found.id}?cursor={_page_of(entry.position)}"
        return visit.go(here, "collections.flash.dropped", undo=f"{deed}/restore")
    if step == "restore":
        collecting.bring_back(visit.store, visit.me, found, entry, visit.caller)
        return visit.go(_place(visit, found, entry.id), "collections.flash.back")
    collecting.move(visit.store, visit.me, found, entry, _STEPS[step], visit.caller)
    return visit.go(_place(visit, found, entry.id))


def _choose(
    visit: Visit, story: str, document: str, following: str, status: int = 200, **given: Any
) -> HTMLResponse:
    told = visit.store.stories.now_of(story) if story else None
    revision = visit.store.documents.latest(document) if document and not told else None
    if (told is None or told.ended) and revision is None:
        return visit.page("errors/missing", 404)
    return visit.page(
        "collections/add",
        status,
        story=told,
        revision=revision,
        following=local(following),
        **{"problem": "", "note": "", "title": "", **given},
    )


def _place(visit: Visit, found: Collection, entry_id: str) -> str:
    """Return where an entry stands: its page, and its place there."""
    entry = visit.store.collections.entry(entry_id)
    first = _page_of(entry.position if entry else 0)
    return f"/collections/{found.id}" + (f"?cursor={first}" if first else "") + f"#e-{entry_id}"


def _page_of(position: int) -> int:
    return position // PAGE * PAGE
