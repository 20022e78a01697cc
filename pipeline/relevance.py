"""What a story is worth to one reader: the common score, and what it means for his accounts and searches."""

from collections.abc import Sequence
from datetime import datetime

from nlp.scoring import as_of, faded, score
from pipeline.workspace import Workspace
from schemas.errors import NotConfiguredError, RetryLaterError
from schemas.registry import Company, Reader, Registry
from schemas.stories import Factor, Story
from search.query import QueryError, parse
from store.stories import StoryBrief

# Names an account of the reader's own team: as much as a first-tier rival is worth, so that it
# stands above the usual floor whatever else is known of it.
ACCOUNT = 20.0
# Found by a saved search that the reader follows: as much as a company he follows.
SEARCH = 8.0
_HIGHEST = 100.0
# Hits of one search that are looked at for an edition.
_HITS = 500


def for_reader(
    workspace: Workspace, reader: Reader, stories: Sequence[Story], now: datetime
) -> list[Story]:
    """Return *stories* with their score and factors for *reader* as of *now*."""
    found = _by_search(workspace, reader, now)
    return [_scored(workspace.registry, reader, story, found, now) for story in stories]


def now_worth(story: Story, now: datetime) -> Story:
    """Return a stored story with the score that it has *now*: news fades by the day."""
    return as_of(story, now)


def brief_now(story: StoryBrief, now: datetime) -> StoryBrief:
    """Return the same in brief."""
    return story._replace(score=faded(story.score, story.day, now))


def account_of(story: Story, reader: Reader, registry: Registry) -> Company | None:
    """Return the customer of the reader's team that *story* names, a strategic one first, or None."""
    if not reader.team:
        return None
    team = reader.team.casefold()
    named = (registry.company(one) for one in dict.fromkeys((*story.customers, *story.companies)))
    own = [
        one for one in named
        if one is not None and one.role == "customer" and (one.team or "").casefold() == team
    ]  # fmt: skip
    return min(own, key=lambda one: (one.tier != "strategic", one.id), default=None)


def _scored(
    registry: Registry, reader: Reader, story: Story, found: dict[str, str], now: datetime
) -> Story:
    points, factors = score(story, registry, reader=reader, now=now)
    more: list[Factor] = []
    account = account_of(story, reader, registry)
    if account is not None:
        detail = {"customer": account.id, "team": account.team or ""}
        more.append(Factor(name="own-account", points=ACCOUNT, detail=detail))
    search = next((found[one.document_id] for one in story.reports if one.document_id in found), "")
    if search:
        more.append(Factor(name="interest-search", points=SEARCH, detail={"search": search}))
    total = round(min(_HIGHEST, points + sum(one.points for one in more)), 2)
    return story.model_copy(update={"score": total, "factors": (*factors, *more)})


def _by_search(workspace: Workspace, reader: Reader, now: datetime) -> dict[str, str]:
    """Return document to the name of the reader's saved search that finds it.

    A search that cannot be run now, or is written wrongly, raises nobody's score: the digest comes
    all the same, and *alert* and the pages say what is wrong with it.
    """
    found: dict[str, str] = {}
    wanted = set(reader.interests.searches)
    for saved in workspace.registry.searches:
        if saved.id not in wanted:
            continue
        try:
            parsed = parse(saved.query, registry=workspace.registry, now=now)
            results = workspace.index.search(parsed, limit=_HITS, sort="date")
        except (QueryError, RetryLaterError, NotConfiguredError):
            continue
        for hit in results.hits:
            found.setdefault(hit.document.id, saved.name)
    return found
