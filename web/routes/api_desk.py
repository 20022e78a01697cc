"""The API of what people do with stories: their own marks, assignments, notes."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Path, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from pipeline import assigning, desk
from pipeline.desk import Deed
from schemas.accounts import Assignment, Mark, Note
from schemas.base import Record
from schemas.errors import WrongUseError
from schemas.stories import Story
from web.api import PREFIX, ApiRoute
from web.routes.api import PROBLEMS, Cursor, Limit
from web.visit import Here, Visit

router = APIRouter(prefix=PREFIX, route_class=ApiRoute, default_response_class=JSONResponse)
Name = Annotated[str, Path(max_length=200)]


class NewAssignment(Record):
    """Who is to look after a story, and until when."""

    account: str = Field(min_length=1, max_length=80)
    due: date | None = None


class Given(Record):
    """An assignment with the story it is of now: another one where it was merged."""

    assignment: Assignment
    story: str
    title: str


class GivenPage(Record):
    """Assignments, the first due first, and where to go on."""

    assignments: tuple[Given, ...] = ()
    next_cursor: str | None = None


class NewNote(Record):
    """A note beside a story."""

    text: str = Field(min_length=1, max_length=desk.LONGEST_NOTE)


class NewMarks(Record):
    """What one marks a story as, for oneself; what is left out stays."""

    read: bool | None = None
    starred: bool | None = None
    dismissed: bool | None = None


_DEEDS: dict[str, tuple[Deed, Deed]] = {
    "read": ("read", "unread"),
    "starred": ("star", "unstar"),
    "dismissed": ("dismiss", "restore"),
}


@router.get("/assignments", responses=PROBLEMS)
def assignments(
    visit: Here,
    account: Annotated[str | None, Query(max_length=80, description="Of whom; none: all")] = None,
    by: Annotated[str | None, Query(max_length=80, description="Given by whom")] = None,
    state: Literal["open", "done"] = "open",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> GivenPage:
    """List assignments, the first due first."""
    every = assigning.listed(visit.store, account=account, by=by, done=state == "done")
    ids = [story.id for _, story in every]
    if cursor is not None and cursor not in ids:
        what = f"{cursor!r} is no place in this list"
        raise WrongUseError(what, remedy="Begin without it")
    start = ids.index(cursor) + 1 if cursor is not None else 0
    shown = every[start : start + limit]
    rows = tuple(Given(assignment=one, story=told.id, title=told.title) for one, told in shown)
    return GivenPage(
        assignments=rows, next_cursor=ids[start + limit - 1] if start + limit < len(ids) else None
    )


@router.get("/stories/{story_id}/assignment", responses=PROBLEMS)
def assignment(visit: Here, story_id: Name) -> Assignment:
    """Tell who looks after a story."""
    found = assigning.of_story(visit.store, _story(visit, story_id).id)
    if found is None:
        raise HTTPException(404, "it is assigned to nobody")
    return found


@router.put("/stories/{story_id}/assignment", responses=PROBLEMS)
def assign(visit: Here, story_id: Name, wish: NewAssignment) -> Assignment:
    """Hand a story to somebody, who is told by mail where the account is linked to a reader."""
    story = _story(visit, story_id)
    due = wish.due.isoformat() if wish.due else None
    return assigning.assign(visit.workspace, story.id, wish.account, due, visit.caller, visit.now)


@router.post("/stories/{story_id}/assignment/{state}", responses=PROBLEMS)
def settle(visit: Here, story_id: Name, state: Literal["done", "open"]) -> Assignment:
    """Say that an assignment is done, or open after all."""
    story = _story(visit, story_id)
    found = assigning.finish(visit.store, story.id, visit.caller, visit.now, done=state == "done")
    if found is None:
        raise HTTPException(404, "it is assigned to nobody")
    return found


@router.delete("/stories/{story_id}/assignment", responses=PROBLEMS, status_code=204)
def unassign(visit: Here, story_id: Name) -> None:
    """Leave a story to nobody."""
    assigning.unassign(visit.store, _story(visit, story_id).id, visit.caller)


@router.get("/stories/{story_id}/notes", responses=PROBLEMS)
def notes(visit: Here, story_id: Name) -> list[Note]:
    """List the notes beside a story, the first first."""
    return desk.notes(visit.store, _story(visit, story_id).id)


@router.post("/stories/{story_id}/notes", responses=PROBLEMS, status_code=201)
def write_note(visit: Here, story_id: Name, wish: NewNote) -> Note:
    """Keep a note beside a story."""
    story = _story(visit, story_id)
    if not wish.text.strip():
        raise WrongUseError("the note is empty")
    return desk.write_note(visit.store, f"story:{story.id}", wish.text, visit.caller, visit.now)


@router.delete("/stories/{story_id}/notes/{note_id}", responses=PROBLEMS, status_code=204)
def drop_note(visit: Here, story_id: Name, note_id: Name) -> None:
    """Take one's own note away; an administrator may take any."""
    story = _story(visit, story_id)
    note = next((one for one in desk.notes(visit.store, story.id) if one.id == note_id), None)
    if note is None:
        raise HTTPException(404, f"no note is called {note_id!r}")
    if note.author != visit.me.id and not visit.may("administrator"):
        raise HTTPException(403, "only its author may do this")
    desk.drop_note(visit.store, note, visit.caller)


@router.get("/stories/{story_id}/marks", responses=PROBLEMS)
def marks(visit: Here, story_id: Name) -> Mark:
    """Tell how one marked a story oneself."""
    story = _story(visit, story_id)
    return visit.store.desk.marks(visit.me.id, [story.id]).get(story.id) or Mark(story=story.id)


@router.put("/stories/{story_id}/marks", responses=PROBLEMS)
def mark(visit: Here, story_id: Name, wish: NewMarks) -> Mark:
    """Star, dismiss or mark a story as read, for oneself."""
    story = _story(visit, story_id)
    for name, (yes, no) in _DEEDS.items():
        value = getattr(wish, name)
        if value is not None:
            desk.mark(visit.store, visit.me.id, story.id, yes if value else no, visit.now)
    return visit.store.desk.marks(visit.me.id, [story.id]).get(story.id) or Mark(story=story.id)


def _story(visit: Visit, story_id: str) -> Story:
    """Return the story that has the reports of *story_id* now. Raises HTTPException 404."""
    found = visit.store.stories.now_of(story_id)
    if found is None:
        raise HTTPException(404, f"no story is called {story_id!r}")
    return found
