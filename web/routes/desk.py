"""What people do with a story: mark, assign, note, share. Each comes back to where it was done."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, Response

from pipeline import assigning, desk
from pipeline.desk import Deed
from schemas.stories import Story
from web.guard import to_sign_in
from web.routes.story import contents, story_page
from web.visit import Here, Visit, link, local

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=400)]
_DONE = 100  # the last so many
_LISTED: frozenset[Deed] = frozenset({"star", "unstar", "dismiss", "restore"})


@router.post("/story/{story_id}/mark/{deed}")
def mark(
    visit: Here,
    story_id: str,
    deed: Deed,
    following: Text = "",
    then: Annotated[str, Query(max_length=400)] = "",
) -> Response:
    """Star, dismiss or mark a story as read, for oneself; *then* is where Undo goes on."""
    if visit.store.stories.get(story_id) is None:
        return visit.page("errors/missing", 404)
    desk.mark(visit.store, visit.me.id, story_id, deed, visit.now)
    here = following or then or f"/story/{story_id}"
    # Back to the very story: a dismissed one stands again where it was.
    then = f"{here.partition('#')[0]}#{story_id}" if deed in _LISTED and following else here
    back = link(f"/story/{story_id}/mark/{desk.UNDOES[deed]}", then=then)
    return visit.go(local(here), f"story.flash.{deed}", undo=back)


@router.post("/story/{story_id}/assign")
def assign(
    visit: Here, story_id: str, to: Text = "", due: Text = "", action: Text = "assign"
) -> Response:
    """Hand a story to somebody, say that it is done, or leave it to nobody."""
    found = visit.store.stories.get(story_id)
    if found is None:
        return visit.page("errors/missing", 404)
    here = f"/story/{story_id}"
    if action in {"done", "again"}:
        assigning.finish(visit.store, story_id, visit.caller, visit.now, done=action == "done")
        return visit.go(here, f"story.flash.{action}")
    if action == "nobody":
        assigning.unassign(visit.store, story_id, visit.caller)
        return visit.go(here, "story.flash.nobody")
    person, day = visit.store.accounts.get(to), _day(due)
    if person is None or not person.active or (due and day is None):
        wrong = "day" if person is not None and person.active else "nobody"
        problem = visit.words("story", f"errors.{wrong}")
        typed = {"to": to, "due": due}
        return story_page(visit, found, 400, problem=problem, assign_typed=typed)
    assigning.assign(visit.workspace, story_id, to, day, visit.caller, visit.now)
    return visit.go(here, "story.flash.assigned", name=person.name)


@router.post("/story/{story_id}/assigned/{state}")
def settle(
    visit: Here, story_id: str, state: Literal["done", "again"], following: Text = ""
) -> Response:
    """Say of what one was given oneself that it is done, whatever one's role; or that it is not."""
    given = assigning.of_story(visit.store, story_id)
    if given is None:
        return visit.page("errors/missing", 404)
    if given.account != visit.me.id and not visit.may("analyst"):
        return visit.page("errors/refused", 403, reason="role", needed="analyst")
    assigning.finish(visit.store, story_id, visit.caller, visit.now, done=state == "done")
    other = f"/story/{story_id}/assigned/{'again' if state == 'done' else 'done'}"
    return visit.go(local(following or f"/story/{story_id}"), f"story.flash.{state}", undo=other)


@router.get("/assigned")
def assigned(visit: Here, show: Literal["mine", "given", "all", "done"] = "mine") -> Response:
    """List what was assigned: to oneself, by oneself, to anybody; open, or done."""
    me, done = visit.me.id, show == "done"
    rows = assigning.listed(
        visit.store,
        account=me if show == "mine" else None,
        by=me if show == "given" else None,
        done=done,
    )
    if done:
        rows = sorted(rows, key=lambda row: row[0].done or row[0].at, reverse=True)[:_DONE]
    return visit.page(
        "story/assigned",
        show=show,
        rows=rows,
        called={one.id: one.name for one in visit.store.accounts.all()},
        today=visit.now.date().isoformat(),
    )


@router.post("/story/{story_id}/notes")
def write_note(
    visit: Here, story_id: str, text: Annotated[str, Form(max_length=20_000)] = ""
) -> Response:
    """Keep a note beside a story."""
    found = visit.store.stories.get(story_id)
    if found is None:
        return visit.page("errors/missing", 404)
    if not text.strip() or len(text) > desk.LONGEST_NOTE:
        key = "errors.long" if text.strip() else "errors.empty"
        problem = visit.words("story", key)
        return story_page(visit, found, 400, note_problem=problem, note_text=text)
    desk.write_note(visit.store, f"story:{story_id}", text, visit.caller, visit.now)
    return visit.go(f"/story/{story_id}#notes", "story.flash.noted")


@router.post("/story/{story_id}/notes/{note_id}/remove")
def drop_note(visit: Here, story_id: str, note_id: str) -> Response:
    """Take one's own note away; an administrator may take any."""
    note = visit.store.desk.note(note_id)
    if note is None or note.subject != f"story:{story_id}":
        return visit.page("errors/missing", 404)
    if note.author != visit.me.id and not visit.may("administrator"):
        return visit.page("errors/refused", 403, reason="rule", needed="")
    desk.drop_note(visit.store, note, visit.caller)
    undo = f"/story/{story_id}/notes/{note_id}/restore"
    return visit.go(f"/story/{story_id}#notes", "story.flash.note_gone", undo=undo)


@router.post("/story/{story_id}/notes/{note_id}/restore")
def restore_note(visit: Here, story_id: str, note_id: str) -> Response:
    """Put back the note that one took away."""
    if desk.restore_note(visit.store, note_id, visit.caller) is None:
        return visit.page("errors/missing", 404)
    return visit.go(f"/story/{story_id}#notes", "story.flash.noted")


@router.post("/story/{story_id}/share")
def share(visit: Here, story_id: str) -> Response:
    """Make an address by which anybody may read this story, and show it once."""
    found = visit.store.stories.get(story_id)
    if found is None:
        return visit.page("errors/missing", 404)
    secret = desk.share(visit.store, story_id, visit.caller)
    address = f"{visit.workspace.settings.base_url}/shared/{secret}"
    return story_page(visit, found, shared_at=address)


@router.post("/story/{story_id}/unshare")
def unshare(visit: Here, story_id: str) -> Response:
    """End every address under which a story was shared."""
    desk.unshare(visit.store, story_id, visit.caller)
    return visit.go(f"/story/{story_id}", "story.flash.unshared")


@router.get("/shared/{secret}")
def shared(visit: Here, secret: str, a: str | None = None, b: str | None = None) -> Response:
    """Show a story to whoever holds its address: the event and its reports, no names of people here."""
    if visit.account is None and not visit.workspace.settings.sharing.stories:
        return to_sign_in(visit.request)
    found = _shared(visit, secret)
    page = (
        visit.page("story/share-gone", 404)
        if found is None
        else visit.page("story/shared", **contents(visit, found, a, b))
    )
    page.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return page


def _shared(visit: Visit, secret: str) -> Story | None:
    story_id = desk.shared(visit.store, secret, visit.site.clock())
    found = visit.store.stories.now_of(story_id) if story_id else None
    return None if found is None or found.ended else found


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None
