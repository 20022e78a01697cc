"""Step *alert*: saved searches with an alert, run on what just came in; one message per event.

An alert is an edition of one story: frozen and queued together, so it is sent once at most, whatever
is killed when. It goes out with the next delivery (``zhibi digest --send``).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from digests.compose import compose
from digests.render import render
from nlp.scoring import score
from pipeline.editions import week_of
from pipeline.outgoing import delivery_of
from pipeline.tally import Progress, Tally, silent
from pipeline.telling import tell_operators
from pipeline.workspace import Workspace
from schemas.delivery import DigestInput
from schemas.errors import RetryLaterError
from schemas.ids import short_id
from schemas.registry import Reader, SavedSearch
from schemas.reports import StepReport
from schemas.stories import Story
from search.query import QueryError, parse

# What was seen first within this time is new enough for an alert: a run may have waited for a day.
FRESH = timedelta(days=2)
# Alerts of one reader in a day at most; beyond it the digest tells the rest.
BUDGET = 10
# Hits of one search that are looked at in a run.
_HITS = 100


def alert(workspace: Workspace, run: str | None = None, progress: Progress = silent) -> StepReport:
    """Queue a message for each new story that a saved search with an alert finds."""
    tally = Tally("alert", workspace.now, run)
    tell_operators(workspace, tally)
    readers = {reader.id: reader for reader in workspace.registry.readers if reader.active}
    searches = [one for one in workspace.registry.searches if one.alert and one.owner in readers]
    for number, saved in enumerate(searches, 1):
        progress("alert", number, len(searches))
        try:
            _run_search(workspace, saved, readers[saved.owner or ""], tally)
        except QueryError as error:
            tally.count("failed")
            tally.problem(f"search {saved.id}", "bad-query", error.what, error.remedy)
        except RetryLaterError as error:
            tally.count("failed")
            tally.problem("index", "index-away", error.what, error.remedy)
            break
    return tally.report()


def _run_search(workspace: Workspace, saved: SavedSearch, reader: Reader, tally: Tally) -> None:
    today = _sent_today(workspace, reader)
    for story in _found(workspace, saved):
        if today >= BUDGET:
            tally.count("held back")
        elif _queue(workspace, story, saved, reader):
            today += 1
            tally.count("queued")
        else:
            tally.count("known")


def _found(workspace: Workspace, saved: SavedSearch) -> Iterator[Story]:
    """Yield the fresh stories of a saved search, the highest score first."""
    parsed = parse(saved.query, registry=workspace.registry, now=workspace.now)
    results = workspace.index.search(parsed, limit=_HITS, sort="date", collapse=True)
    oldest = workspace.now - FRESH
    fresh = {
        hit.document.story
        for hit in results.hits
        if hit.document.story and hit.document.first_seen >= oldest
    }
    stories = [story for one in fresh if (story := workspace.store.stories.get(one)) is not None]
    yield from sorted(
        (story for story in stories if story.first_seen >= oldest),
        key=lambda story: (-story.score, story.id),
    )


def _queue(workspace: Workspace, story: Story, saved: SavedSearch, reader: Reader) -> bool:
    """Freeze and queue the alert of one story; False where this reader had it before."""
    edition_id = short_id("a", reader.id, story.id)
    editions = workspace.store.editions
    if editions.get(edition_id) is not None:
        return False
    given = _input(workspace, story, reader)
    made = compose(given).model_copy(update={"id": edition_id})
    if not made.top:
        return False
    subject = f"{saved.name}: {made.top[0].headline}"
    made = made.model_copy(update={"subject": subject[:120], "intro": saved.name})
    rendered = render(made, given)
    return bool(
        editions.freeze(made, given, rendered, delivery_of(made, reader, workspace.now, rendered))
    )


def _input(workspace: Workspace, story: Story, reader: Reader) -> DigestInput:
    settings = workspace.settings
    points, factors = score(story, workspace.registry, reader=reader, now=workspace.now)
    return DigestInput(
        reader=reader.model_copy(update={"floor": 0.0}),
        week=week_of(reader, workspace.now),
        start=workspace.now - FRESH,
        cut_off=workspace.now,
        stories=(story.model_copy(update={"score": points, "factors": factors}),),
        companies=workspace.registry.companies,
        base_url=settings.base_url,
        postal=settings.digests.postal,
        sender=settings.smtp.sender,
    )


def _sent_today(workspace: Workspace, reader: Reader) -> int:
    day: datetime = workspace.now - timedelta(days=1)
    return sum(
        edition.digest.id.startswith("a") and edition.digest.cut_off > day
        for edition in workspace.store.editions.list(reader.id)
    )
