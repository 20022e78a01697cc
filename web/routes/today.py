"""Today: what matters, by story."""

from datetime import timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from pipeline.workspace import Workspace
from schemas.stories import Story
from web.visit import Here

router = APIRouter(default_response_class=HTMLResponse)
# How far back the first page looks, and how many stories it tells in full, and in a line.
RECENT = timedelta(days=7)
TOP = 12
ALSO = 20


@router.get("/")
def today(visit: Here) -> HTMLResponse:
    """Show the stories of the last days, the most important first."""
    stories = _recent(visit.workspace)
    top, also = stories[:TOP], stories[TOP : TOP + ALSO]
    reports = sum(len(one.reports) for one in stories)
    return visit.page("today/today", stories=stories, top=top, also=also, reports=reports)


def _recent(workspace: Workspace) -> list[Story]:
    now = workspace.now
    stories = workspace.store.stories.between(now - RECENT, now + timedelta(seconds=1))
    oldest = (now - 2 * RECENT).date().isoformat()
    fresh = [one for one in stories if one.kind is not None and one.day >= oldest]
    return sorted(fresh, key=lambda one: (-one.score, one.id))
