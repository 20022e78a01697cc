"""The API of collections: lists of stories and documents, their entries in order, links to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, HTTPException, Path
from fastapi import Response as Answer
from fastapi.responses import JSONResponse
from pydantic import Field

from pipeline import collecting, sharing
from pipeline.arranging import Step
from pipeline.views import collections as views
from schemas.base import Instant, Record
from schemas.collecting import (
    LONGEST_NOTE,
    LONGEST_PURPOSE,
    LONGEST_TITLE,
    Collection,
    CollectionPage,
    CollectionShare,
    CollectionView,
    Entry,
    Visibility,
)
from web.api import PREFIX, ApiRoute
from web.routes.api import PROBLEMS, Cursor, Limit
from web.routes.collected import found_collection, found_entry
from web.visit import Here, Visit

router = APIRouter(prefix=PREFIX, route_class=ApiRoute, default_response_class=JSONResponse)
Name = Annotated[str, Path(max_length=200)]
Match = Annotated[
    str | None,
    Header(description="The ETag that the collection was read with, or *", max_length=1000),
]
_CHANGED: dict[int | str, dict[str, Any]] = PROBLEMS | {
    412: {**PROBLEMS[400], "description": "It was changed since the ETag of If-Match was given"}
}


def _tag(collection: Collection) -> str:
    """Return the part of the ETag that says how far the collection and its order are."""
    return sha256(collection.model_dump_json().encode()).hexdigest()[:16]


@contextmanager
def _changing(
    visit: Visit, collection_id: str, match: str | None, answer: Answer, *, removed: bool = False
) -> Iterator[Collection]:
    """Yield a collection to be changed as one deed, unless it differs from what *match* was read with.

    *removed*: also one that was taken away. The answer carries the ETag for the next change.
    Raises HTTPException 404 and 412.
    """
    with visit.store.batch():
        found = found_collection(visit, collection_id, removed=removed)
        if match is not None and not _fits(match, _tag(found)):
            raise HTTPException(
                412, "somebody changed this collection since it was read: read it again"
            )
        yield found
        now = visit.store.collections.get(collection_id)
        if now is not None:
            answer.headers["ETag"] = f'"{_tag(now)}"'


def _fits(match: str, tag: str) -> bool:
    """Say whether an If-Match names *tag*: a weak one never does (RFC 9110, section 13.1.1)."""
    named = [one.strip() for one in match.split(",")]
    return named == ["*"] or any(
        one[:1] == '"' and one.strip('"').partition(".")[0] == tag for one in named
    )


class NewCollection(Record):
    """What a collection is made of."""

    title: str = Field(min_length=1, max_length=LONGEST_TITLE)
    purpose: str = Field(default="", max_length=LONGEST_PURPOSE)
    visibility: Visibility = "private"


class CollectionChange(Record):
    """What is to be changed; what is left out stays."""

    title: str | None = Field(default=None, min_length=1, max_length=LONGEST_TITLE)
    purpose: str | None = Field(default=None, max_length=LONGEST_PURPOSE)
    visibility: Visibility | None = None
    removed: bool | None = Field(default=None, description="true takes it away, false brings back")


class NewEntry(Record):
    """A story or a document that goes into a collection."""

    story: str = Field(default="", max_length=200)
    document: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=LONGEST_NOTE)
    group: str = Field(default="", max_length=400)


class EntryChange(Record):
    """What is to be changed of an entry; what is left out stays."""

    note: str | None = Field(default=None, max_length=LONGEST_NOTE)
    group: str | None = Field(default=None, max_length=400)
    move: Step | None = None
    removed: bool | None = Field(default=None, description="true takes it out, false puts it back")


class GroupChange(Record):
    """What is to become of a group of entries."""

    group: str = Field(max_length=400)
    name: str | None = Field(default=None, max_length=400, description="Its new heading")
    move: Step | None = None


class NewShare(Record):
    """A link to a collection."""

    days: int = Field(default=sharing.USUAL_DAYS, ge=1, le=sharing.DAYS[-1])
    notes: bool = True


class MadeShare(Record):
    """A link that was made. *url* is told this once."""

    id: str
    url: str
    expires: Instant
    notes: bool


@router.get("/collections", responses=PROBLEMS)
def collections(visit: Here, limit: Limit = 50, cursor: Cursor = None) -> CollectionPage:
    """List one's own collections and the team's, the last changed first."""
    return views.page(visit.workspace, visit.me, limit=limit, cursor=cursor)


@router.post("/collections", responses=PROBLEMS, status_code=201)
def make(visit: Here, wish: NewCollection) -> Collection:
    """Make an empty collection."""
    return collecting.make(
        visit.store, visit.me, wish.title, wish.purpose, wish.visibility, visit.caller
    )


@router.get("/collections/{collection_id}", responses=PROBLEMS)
def collection(
    visit: Here, answer: Answer, collection_id: Name, limit: Limit = 50, cursor: Cursor = None
) -> CollectionView:
    """Show a collection with its entries as they read now, in their order.

    Its ETag is what a change of it may send back as If-Match.
    """
    found = found_collection(visit, collection_id)
    answer.headers["ETag"] = f'"{_tag(found)}."'
    return views.view(visit.workspace, found, visit.lang, limit=limit, cursor=cursor)


@router.patch("/collections/{collection_id}", responses=_CHANGED)
def change(
    visit: Here, answer: Answer, collection_id: Name, wish: CollectionChange, if_match: Match = None
) -> Collection:
    """Change title, purpose or who sees it; take it away, or bring it back."""
    with _changing(visit, collection_id, if_match, answer, removed=True) as before:
        found = before
        given = wish.model_dump(exclude_none=True, exclude={"removed"})
        if wish.removed is False and found.removed is not None:
            found = collecting.restore(visit.store, visit.me, found, visit.caller)
        if given:
            found = collecting.change(visit.store, visit.me, found, visit.caller, **given)
        if wish.removed and found.removed is None:
            collecting.remove(visit.store, visit.me, found, visit.caller)
        return visit.store.collections.get(found.id) or found


@router.post("/collections/{collection_id}/entries", responses=PROBLEMS, status_code=201)
def add(visit: Here, collection_id: Name, wish: NewEntry) -> Entry:
    """Add a story or a document; what is there already is returned as it is."""
    found = found_collection(visit, collection_id)
    entry, _fresh = collecting.add(
        visit.store, visit.me, found, visit.caller, **wish.model_dump(mode="json")
    )
    return entry


@router.patch("/collections/{collection_id}/entries/{entry_id}", responses=_CHANGED)
def change_entry(
    visit: Here, answer: Answer, collection_id: Name, entry_id: Name, wish: EntryChange,
    if_match: Match = None,
) -> Entry:  # fmt: skip
    """Change the note of an entry, its heading or its place; take it out, or put it back."""
    with _changing(visit, collection_id, if_match, answer) as found:
        entry = found_entry(visit, found, entry_id)
        doing = (visit.store, visit.me, found, entry)
        if wish.removed is False:
            collecting.bring_back(*doing, visit.caller)
        if wish.note is not None or wish.group is not None:
            collecting.annotate(*doing, visit.caller, note=wish.note, group=wish.group)
        if wish.move is not None:
            collecting.move(*doing, wish.move, visit.caller)
        if wish.removed and entry.removed is None:
            collecting.drop(*doing, visit.caller)
        return visit.store.collections.entry(entry.id) or entry


@router.patch("/collections/{collection_id}/groups", responses=_CHANGED)
def change_group(
    visit: Here, answer: Answer, collection_id: Name, wish: GroupChange, if_match: Match = None
) -> Collection:
    """Move a whole group of entries, or give it another heading."""
    with _changing(visit, collection_id, if_match, answer) as found:
        doing = (visit.store, visit.me, found, wish.group)
        if wish.move is not None:
            collecting.move_group(*doing, wish.move, visit.caller)
        if wish.name is not None:
            collecting.rename_group(*doing, wish.name, visit.caller)
        return visit.store.collections.get(found.id) or found


@router.get("/collections/{collection_id}/shares", responses=PROBLEMS)
def shares(visit: Here, collection_id: Name) -> list[CollectionShare]:
    """List the links that hold; of each only the digest of its secret is known."""
    found = found_collection(visit, collection_id)
    collecting.require(collecting.may_arrange(visit.me, found))
    return visit.store.collections.shares(found.id, visit.site.clock())


@router.post("/collections/{collection_id}/shares", responses=PROBLEMS, status_code=201)
def share(visit: Here, collection_id: Name, wish: NewShare) -> MadeShare:
    """Make a link by which a collection can be read until it expires."""
    found = found_collection(visit, collection_id)
    made, secret = sharing.share(
        visit.store, visit.me, found, wish.days, visit.caller, notes=wish.notes
    )
    url = f"{visit.workspace.settings.base_url}/shared/collection/{secret}"
    return MadeShare(id=made.id, url=url, expires=made.expires, notes=made.notes)


@router.delete("/collections/{collection_id}/shares/{share_id}", responses=PROBLEMS)
def unshare(visit: Here, collection_id: Name, share_id: Name) -> dict[Literal["ended"], int]:
    """End one link."""
    found = found_collection(visit, collection_id)
    ended = sharing.unshare(visit.store, visit.me, found, visit.caller, share_id)
    if not ended:
        raise HTTPException(404, f"no link that holds is called {share_id!r}")
    return {"ended": ended}
