"""Collections: the list, one as a brief, its entries put in order, files of it, links to it."""

from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from pipeline import collecting, collection_export, sharing
from pipeline.collecting import CollectingError
from pipeline.views import collections as views
from schemas.collecting import Collection, Entry
from web.guard import to_sign_in
from web.routes.collected import found_collection, said
from web.visit import Here, Visit, link

router = APIRouter(default_response_class=HTMLResponse)
# Entries of a page with its forms, and of one to be read or printed: both weigh less than a page may.
PAGE, READING = 25, 80
Text = Annotated[str, Form(max_length=400)]
Long = Annotated[str, Form(max_length=20_000)]
Cursor = Annotated[str | None, Query(max_length=400)]
# Nothing that is shared by a link is for search engines.
_UNINDEXED = {"X-Robots-Tag": "noindex, nofollow, noarchive"}


@router.get("/collections")
def collections(visit: Here, cursor: Cursor = None) -> HTMLResponse:
    """List one's own collections and those of the team."""
    return _list(visit, cursor)


@router.post("/collections")
def make(visit: Here, title: Text = "", purpose: Long = "", visibility: Text = "private") -> Response:  # fmt: skip
    """Make an empty collection."""
    try:
        made = collecting.make(visit.store, visit.me, title, purpose, visibility, visit.caller)
    except CollectingError as error:
        typed = {"title": title, "purpose": purpose, "visibility": visibility}
        return _list(visit, None, 400, problem=said(visit, error), typed=typed)
    undo = f"/collections/{made.id}/remove"
    return visit.go(f"/collections/{made.id}", "collections.flash.made", undo=undo)


@router.get("/collections/{collection_id}")
def collection(
    visit: Here,
    collection_id: str,
    cursor: Cursor = None,
    reading: Annotated[str, Query(alias="as", max_length=10)] = "",
) -> Response:
    """Show a collection: with the means to change it, or ``as=text`` to be read and printed."""
    return _page(visit, found_collection(visit, collection_id), cursor, reading=reading == "text")


@router.post("/collections/{collection_id}")
def change(
    visit: Here, collection_id: str, title: Text = "", purpose: Long = "", visibility: Text = ""
) -> Response:
    """Change title, purpose and who sees it."""
    found = found_collection(visit, collection_id)
    try:
        collecting.change(
            visit.store, visit.me, found, visit.caller,
            title=title, purpose=purpose, visibility=visibility or found.visibility,
        )  # fmt: skip
    except CollectingError as error:
        typed = {"title": title, "purpose": purpose, "visibility": visibility}
        return _page(visit, found, None, 400, problem=said(visit, error), typed=typed)
    return visit.go(f"/collections/{found.id}", "collections.flash.changed")


@router.post("/collections/{collection_id}/remove")
def remove(visit: Here, collection_id: str) -> Response:
    """Take a collection away."""
    found = found_collection(visit, collection_id)
    collecting.remove(visit.store, visit.me, found, visit.caller)
    undo = f"/collections/{found.id}/restore"
    return visit.go("/collections", "collections.flash.removed", undo=undo, title=found.title)


@router.post("/collections/{collection_id}/restore")
def restore(visit: Here, collection_id: str) -> Response:
    """Bring a removed collection back."""
    found = found_collection(visit, collection_id, removed=True)
    collecting.restore(visit.store, visit.me, found, visit.caller)
    return visit.go(f"/collections/{found.id}", "collections.flash.restored")


@router.get("/collections/{collection_id}/export")
def export(visit: Here, collection_id: str, form: collection_export.Form) -> Response:
    """Hand over a whole collection as a file."""
    found = found_collection(visit, collection_id)
    view = views.view(visit.workspace, found, visit.lang)
    base = visit.workspace.settings.base_url
    pieces = collection_export.file_of(view, form, visit.lang, base)
    name = f"zhibi-{found.id}-{visit.now.date().isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(
        pieces, media_type=collection_export.MEDIA_TYPES[form], headers=headers
    )


@router.post("/collections/{collection_id}/groups")
def groups(
    visit: Here, collection_id: str, group: Text = "", name: Text = "", action: Text = "rename"
) -> Response:
    """Move a group, or give it another heading."""
    found = found_collection(visit, collection_id)
    if action == "rename":
        collecting.rename_group(visit.store, visit.me, found, group, name, visit.caller)
    else:
        collecting.move_group(
            visit.store, visit.me, found, group, "up" if action == "up" else "down", visit.caller
        )
    return visit.go(f"/collections/{found.id}")


@router.post("/collections/{collection_id}/share")
def share(visit: Here, collection_id: str, days: Text = "14", notes: Text = "") -> Response:
    """Make a link by which a collection can be read, and show it once."""
    found = found_collection(visit, collection_id)
    try:
        number = int(days) if days.isdigit() and len(days) < 4 else 0
        _made, secret = sharing.share(
            visit.store, visit.me, found, number, visit.caller, notes=notes == "yes"
        )
    except CollectingError as error:
        return _page(visit, found, None, 400, share_problem=said(visit, error))
    address = f"{visit.workspace.settings.base_url}/shared/collection/{secret}"
    return _page(visit, found, None, shared_at=address)


@router.post("/collections/{collection_id}/unshare")
def unshare(visit: Here, collection_id: str, share_id: Text = "") -> Response:
    """End one link to a collection, or all."""
    found = found_collection(visit, collection_id)
    ended = sharing.unshare(visit.store, visit.me, found, visit.caller, share_id)
    here = f"/collections/{found.id}#share"
    return visit.go(here, "collections.flash.unshared" if ended else "")


@router.get("/shared/collection/{secret}")
def shared(visit: Here, secret: str, cursor: Cursor = None) -> Response:
    """Show a collection to whoever holds its address, with an account or, where allowed, without."""
    if visit.account is None and not visit.workspace.settings.sharing.collections:
        return to_sign_in(visit.request)
    held = sharing.shared(visit.store, secret, visit.site.clock())
    if held is None:
        page = visit.page("collections/share-gone", 404)
    else:
        made, found = held
        view = views.view(visit.workspace, found, visit.lang, limit=READING, cursor=cursor)
        page = visit.page(
            "collections/shared", view=view, groups=_grouped(view.entries), share=made
        )
    page.headers.update(_UNINDEXED)
    return page


def _list(visit: Visit, cursor: str | None, status: int = 200, **given: Any) -> HTMLResponse:
    page = views.page(visit.workspace, visit.me, cursor=cursor)
    following = link("/collections", cursor=page.next_cursor) if page.next_cursor else ""
    return visit.page(
        "collections/list",
        status,
        mine=[one for one in page.collections if one.collection.owner == visit.me.id],
        others=[one for one in page.collections if one.collection.owner != visit.me.id],
        following=following,
        **{"problem": "", "typed": {}, **given},
    )


def _page(
    visit: Visit,
    found: Collection,
    cursor: str | None,
    status: int = 200,
    *,
    reading: bool = False,
    **given: Any,
) -> HTMLResponse:
    limit = READING if reading else PAGE
    view = views.view(visit.workspace, found, visit.lang, limit=limit, cursor=cursor)
    if not view.entries and view.count:  # beyond the end: the last page, which may have got shorter
        cursor = str((view.count - 1) // limit * limit)
        view = views.view(visit.workspace, found, visit.lang, limit=limit, cursor=cursor)
    arrange = collecting.may_arrange(visit.me, found)
    own = {one.entry.id for one in view.entries if _may_change(visit, found, one.entry)}
    shares = visit.store.collections.shares(found.id, visit.site.clock()) if arrange else []
    nothing_wrong = {
        "problem": "", "typed": {}, "shared_at": "", "share_problem": "", "wrong_entry": "",
        "entry_problem": "", "note_text": "",
    }  # fmt: skip
    return visit.page(
        "collections/collection",
        status,
        view=view,
        groups=_grouped(view.entries),
        every_group=list(dict.fromkeys(one.group for one in _entries(visit, found) if one.group)),
        cursor=cursor or "",
        reading=reading,
        arrange=arrange,
        own=own,
        shares=shares,
        days=sharing.DAYS,
        open_links=visit.workspace.settings.sharing.collections,
        **{**nothing_wrong, **given},
    )


def _may_change(visit: Visit, found: Collection, entry: Entry) -> bool:
    return collecting.may_change(visit.me, found, entry)


def _entries(visit: Visit, found: Collection) -> list[Entry]:
    return visit.store.collections.entries(found.id)


def _grouped(entries: Any) -> list[tuple[str, list[Any]]]:
    """Return the entries of a page under their headings, in their order."""
    return [(name, list(some)) for name, some in groupby(entries, key=lambda one: one.entry.group)]


def wrong_note(
    visit: Visit, found: Collection, entry: Entry, error: CollectingError, text: str
) -> HTMLResponse:
    """Return the page of the collection again, with what is wrong under the note that was written."""
    place = max(0, entry.position - PAGE // 2)
    return _page(
        visit, found, str(place), 400, wrong_entry=entry.id, entry_problem=said(visit, error),
        note_text=text,
    )  # fmt: skip


__all__ = ["router", "wrong_note"]
