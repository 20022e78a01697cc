"""Story: all reports of one event, its moves with the words they were read from, and work on it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup
from starlette.background import BackgroundTask

from pipeline import assigning, desk, finding
from pipeline.relevance import now_worth
from schemas.accounts import Account
from schemas.errors import RetryLaterError, ZhibiError
from schemas.kinds import STATUSES, Status
from schemas.searching import Hit
from schemas.stories import Report, Story
from web import evidence
from web.evidence import Group
from web.righted import righted
from web.rights import choices
from web.visit import Here, Visit

router = APIRouter(default_response_class=HTMLResponse)
_ALIKE = 4
# What a form that was filled in wrongly says on the page that comes back.
_NOTHING_WRONG: dict[str, Any] = {
    "shared_at": "", "problem": "", "note_problem": "", "note_text": "", "assign_typed": {},
    "correct_problem": None, "correct_about": "", "correct_typed": {},
}  # fmt: skip
DocumentId = Annotated[str | None, Query(max_length=80)]


@dataclass(frozen=True)
class Told:
    """One report as the page shows it: its words marked, and how often it was revised."""

    report: Report
    title: Markup
    paragraphs: list[Markup]
    more: bool
    revisions: int
    authors: tuple[str, ...] = ()
    missing: bool = False


@router.get("/story/{story_id}")
def story(visit: Here, story_id: str, a: DocumentId = None, b: DocumentId = None) -> Response:
    """Show one story; *a* and *b* are the reports that stand side by side."""
    found = visit.store.stories.get(story_id)
    if found is None:
        return visit.page("errors/missing", 404)
    now = visit.store.stories.now_of(story_id) if found.ended else found
    if now is not None and now.id != story_id:
        return visit.go(f"/story/{now.id}", "story.flash.merged")
    response = story_page(visit, found, a=a, b=b)
    # Written after the answer, so that reading never waits for whoever writes.
    response.background = BackgroundTask(_note_read, visit, story_id)
    return response


def _note_read(visit: Visit, story_id: str) -> None:
    with suppress(RetryLaterError):  # somebody writes for long: it is marked at the next look
        desk.mark(visit.store, visit.me.id, story_id, "read", visit.now)


def story_page(
    visit: Visit,
    story: Story,
    status: int = 200,
    *,
    a: str | None = None,
    b: str | None = None,
    **given: Any,
) -> HTMLResponse:
    """Return the page of *story* for somebody who is signed in."""
    people = [one for one in visit.store.accounts.all() if one.active]
    marks = visit.store.desk.marks(visit.me.id, [story.id])
    return visit.page(
        "story/story",
        status,
        **contents(visit, story, a, b),
        mark=marks.get(story.id),
        people=people,
        called=_names(visit.store.accounts.all()),
        assignment=assigning.of_story(visit.store, story.id),
        today=visit.now.date().isoformat(),
        notes=desk.notes(visit.store, story.id),
        shares=[
            one for one in visit.store.desk.shares(story.id) if one.expires > visit.site.clock()
        ],
        alike=_alike(visit, story),
        rights=choices(visit) if visit.may("analyst") else [],
        righted=righted(visit, story) if visit.may("analyst") else [],
        **{**_NOTHING_WRONG, **given},
    )


def contents(visit: Visit, story: Story, a: str | None, b: str | None) -> dict[str, Any]:
    """Return what the page says of the event itself, to whoever may read it."""
    speaker = visit.site.speaker(visit.lang)
    groups = evidence.numbered(speaker.moves(story))
    ordered = speaker.ordered(story)
    left, right = _pair(story, ordered, a, b)
    return {
        "story": now_worth(story, visit.now),
        "groups": groups,
        "ordered": ordered,
        "pair": [_told(visit, one, groups) for one in (left, right) if one is not None],
        "left": left,
        "right": right,
        "counts": {one.document_id: _revisions(visit, one.document_id) for one in ordered},
        "timeline": _timeline(story),
    }


def _pair(
    story: Story, ordered: list[Report], a: str | None, b: str | None
) -> tuple[Report | None, Report | None]:
    """Return the two reports side by side: those asked for, else the best and one unlike it."""
    known = {one.document_id: one for one in ordered}
    first = next(iter(ordered), None)
    left = known.get(a or "") or known.get(story.representative) or first
    rest = [one for one in ordered if one is not left]
    asked = known.get(b or "")
    if asked is not None and asked is not left:
        return left, asked
    if left is None or not rest:
        return left, None
    # Another language says most; a reprint says least.
    by_use = sorted(
        rest, key=lambda one: (one.language[:2] == left.language[:2], one.reprint_of is not None)
    )
    return left, by_use[0]


def _told(visit: Visit, report: Report, groups: list[Group]) -> Told:
    revision = visit.store.documents.latest(report.document_id)
    if revision is None:
        title = Markup("%s") % report.title
        return Told(report, title, [], more=False, revisions=0, missing=True)
    document = revision.document
    moves = [
        move
        for tagged in visit.store.tags.get(report.document_id)
        if tagged.change is None
        for move in tagged.tags.moves
    ]
    found = evidence.places(groups, moves, document.title, document.text)
    title, paragraphs, more = evidence.marked(document.title, document.text, found)
    return Told(report, title, paragraphs, more, revision.number, document.authors[:3])


def _revisions(visit: Visit, document_id: str) -> int:
    latest = visit.store.documents.latest(document_id)
    return latest.number if latest else 0


def _timeline(story: Story) -> list[tuple[Status, str, Report]]:
    """Return each status that was reported of the main event, with the first day and report of it."""
    reports = {one.document_id: one for one in story.reports}
    first: dict[Status, tuple[str, Report]] = {}
    for one in story.moves:
        report = reports.get(one.document_id)
        if report is None or one.move.kind != story.kind:
            continue
        day = (report.published or report.first_seen.isoformat())[:10]
        known = first.get(one.move.status)
        if known is None or day < known[0]:
            first[one.move.status] = (day, report)
    order = {status: place for place, status in enumerate(STATUSES)}
    steps = [(status, day, report) for status, (day, report) in first.items()]
    return sorted(steps, key=lambda step: (step[1], order[step[0]]))


def _alike(visit: Visit, story: Story) -> tuple[Hit, ...]:
    """Return documents of other stories that are most like this one; none where search is away."""
    try:
        found = finding.similar(
            visit.workspace, story.representative, limit=_ALIKE, lang=visit.lang
        )
    except ZhibiError:
        return ()
    return found.hits


def _names(people: list[Account]) -> dict[str, str]:
    return {one.id: one.name for one in people}
