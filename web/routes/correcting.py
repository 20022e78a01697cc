"""Putting tags right from a story's page: one move, or a report that tells of another event.

The work is done by the command ``zhibi correct`` in a child process, since it brings the language pipelines.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from pipeline import correcting_aside
from schemas.errors import ZhibiError
from schemas.stories import Story, StoryMove
from web.routes.story import story_page
from web.translating import Said
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=1000)]


@router.post("/story/{story_id}/correct")
def correct(
    visit: Here,
    story_id: str,
    move: Text = "",
    right: Text = "",
    company: Text = "",
    reason: Text = "",
) -> Response:
    """Put one move right: *right* is ``remove``, ``status:…``, ``kind:…`` or ``company``."""
    story = visit.store.stories.get(story_id)
    if story is None:
        return visit.page("errors/missing", 404)
    found = next((one for one in story.moves if one.id == move), None)
    typed = {"right": right, "company": company, "reason": reason}
    unnamed = right == "company" and not company.strip()
    if found is None or unnamed:
        said = Said(visit.words("story", "errors.company" if found else "errors.move"), visit.lang)
        given = {"correct_about": move} if found else {}
        return story_page(visit, story, 400, correct_problem=said, correct_typed=typed, **given)
    return _done(
        visit, story, _wish(visit, found, right, company) | {"reason": reason}, typed, move
    )


@router.post("/story/{story_id}/split/{document_id}")
def split(visit: Here, story_id: str, document_id: str, reason: Text = "") -> Response:
    """Take a report out of a story: it tells of another event."""
    story = visit.store.stories.get(story_id)
    if story is None:
        return visit.page("errors/missing", 404)
    wish = {"fix": "split", "document": document_id, "stories": [story_id], "reason": reason}
    return _done(visit, story, wish, {"reason": reason}, document_id)


@router.post("/story/{story_id}/uncorrect/{correction_id}")
def uncorrect(visit: Here, story_id: str, correction_id: str) -> Response:
    """Take a correction back."""
    try:
        correcting_aside.undo(visit.workspace, correction_id, visit.caller)
    except ZhibiError as error:
        what = _said(visit, error).text
        return visit.go(f"/story/{story_id}", "story.flash.not_undone", what=what)
    return visit.go(f"/story/{story_id}", "story.flash.undone")


def _wish(visit: Visit, found: StoryMove, right: str, company: str) -> dict[str, Any]:
    fix, _, to = right.partition(":")
    wish: dict[str, Any] = {"document": found.document_id, "fix": fix, "move": found.move.kind}
    if found.change is not None:
        wish["change"] = found.change
    elif found.move.evidence:
        revision = visit.store.documents.latest(found.document_id)
        if revision is not None:
            span = found.move.evidence[0]
            text = f"{revision.document.title}\n{revision.document.text}"
            wish["words"] = text[span.start : span.end]
    if fix in {"status", "kind"}:
        wish["to"] = to
    elif fix == "company":
        wish["to"] = company.strip() or None
    return wish


def _done(
    visit: Visit, story: Story, wish: dict[str, Any], typed: dict[str, str], about: str
) -> Response:
    try:
        kept = correcting_aside.correct(visit.workspace, wish, visit.caller)
    except ZhibiError as error:
        said = _said(visit, error, wish["document"])
        return story_page(
            visit, story, 400, correct_problem=said, correct_about=about, correct_typed=typed
        )
    here = f"/story/{story.id}"
    if visit.store.stories.get(story.id) is None:
        here = "/"
    return visit.go(here, "story.flash.corrected", undo=f"/story/{story.id}/uncorrect/{kept.id}")


def _said(visit: Visit, error: ZhibiError, document_id: str = "") -> Said:
    """Return what is wrong in the reader's words, without the address of the report on whose page he is."""
    revision = visit.store.documents.latest(document_id) if document_id else None
    where = f"{revision.document.url}: " if revision else ""
    return visit.site.speaker(visit.lang).own(error.what.removeprefix(where))
