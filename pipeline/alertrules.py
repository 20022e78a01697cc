"""Which alerts a reader may get: his saved searches with their thresholds, and his team's accounts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from digests.thresholds import tuned
from pipeline.workspace import Workspace
from schemas.delivery import Rating
from schemas.registry import Reader, SavedSearch
from schemas.stories import Story
from search.query import parse

# What was seen first within this time is new enough for an alert: a run may have waited for a day.
FRESH = timedelta(days=2)
# The rule of a move that names a strategic customer of the reader's team.
ACCOUNT = "account"
# Hits of one search that are looked at in a run.
_HITS = 100


@dataclass(frozen=True)
class Rule:
    """A saved search as one reader is alerted by it; *threshold* is what ratings made of the base."""

    search: SavedSearch
    threshold: float


def rules_of(workspace: Workspace, reader: Reader) -> list[Rule]:
    """Return the reader's own searches with an alert, and those of others he asked for."""
    ratings = workspace.store.mail.ratings(reader.id)
    return [
        Rule(saved, tuned(_base(workspace, saved, reader), _of(ratings, saved.id)))
        for saved in workspace.registry.searches
        if saved.alert and (saved.owner == reader.id or saved.id in reader.alerts.searches)
    ]


def found_by(workspace: Workspace, saved: SavedSearch) -> Iterator[Story]:
    """Yield the stories that a saved search finds in what came in lately, by id.

    Raises QueryError for a search that cannot be read, RetryLaterError where the index is away.
    """
    parsed = parse(saved.query, registry=workspace.registry, now=workspace.now)
    results = workspace.index.search(parsed, limit=_HITS, sort="date", collapse=True)
    oldest = workspace.now - FRESH
    fresh = {
        hit.document.story
        for hit in results.hits
        if hit.document.story and hit.document.first_seen >= oldest
    }
    for one in sorted(fresh):
        story = workspace.store.stories.get(one)
        if story is not None and story.updated >= oldest:
            yield story


def after_quiet(reader: Reader, now: datetime) -> datetime | None:
    """Return when the reader's quiet hours that hold at *now* end; None where none do."""
    if reader.alerts.quiet is None:
        return None
    first, last = (int(part) for part in reader.alerts.quiet.split("-"))
    zone = ZoneInfo(reader.timezone)
    local = now.astimezone(zone)
    quiet = first <= local.hour < last if first < last else local.hour >= first or local.hour < last
    if first == last or not quiet:
        return None
    day = local.date() if local.hour < last else local.date() + timedelta(days=1)
    return datetime.combine(day, time(last), zone).astimezone(now.tzinfo)


def day_began(reader: Reader, now: datetime) -> datetime:
    """Return midnight of *now* on the reader's clock: a budget is for a day as he counts it."""
    zone = ZoneInfo(reader.timezone)
    return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(now.tzinfo)


def _base(workspace: Workspace, saved: SavedSearch, reader: Reader) -> float:
    choices = (saved.threshold, reader.alerts.threshold, workspace.settings.digests.alert_floor)
    return next(one for one in choices if one is not None)


def _of(ratings: Sequence[Rating], rule: str) -> list[Rating]:
    return [one for one in ratings if one.rule == rule]
