"""Story: all reports of one event, its moves with the words they were read from."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from schemas.stories import Story
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
Texts = dict[str, tuple[str, str, str]]


@router.get("/story/{story_id}")
def story(visit: Here, story_id: str) -> HTMLResponse:
    """Show one story."""
    found = visit.store.stories.get(story_id)
    if found is None:
        return visit.page("errors/missing", 404)
    return visit.page("story/story", story=found, texts=texts_of(visit, found))


def texts_of(visit: Visit, story: Story) -> Texts:
    """Return title, text and language of each report as it is now, by document."""
    texts: Texts = {}
    for report in story.reports:
        revision = visit.store.documents.latest(report.document_id)
        if revision is not None:
            document = revision.document
            texts[report.document_id] = (document.title, document.text, report.language)
    return texts
