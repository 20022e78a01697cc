"""What matters since somebody last looked: stories by what they are worth to that person, and prices."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.gathering import PRICED, STALE, is_news, prices_of
from pipeline.relevance import brief_now, for_reader, now_worth
from pipeline.workspace import Workspace
from schemas.delivery import PriceMoved
from schemas.registry import Reader
from schemas.stories import Story
from store.stories import StoryBrief

# How far back the page looks at most, however long somebody was away.
FARTHEST = timedelta(days=30)
# Stories that are weighed for the person; the rest keep the order that all see.
_WEIGHED = 80


@dataclass(frozen=True)
class Since:
    """What came since *start*, the weightiest first. *documents* counts what was new or had changed.

    *weighed* holds the stories that were read to be weighed for one reader.
    """

    start: datetime
    end: datetime
    stories: tuple[StoryBrief, ...]
    weighed: Mapping[str, Story]
    prices: tuple[PriceMoved, ...]
    documents: int

    @property
    def named(self) -> int:
        """Return how many stories name a customer of ours."""
        return sum(one.named for one in self.stories)


def since(workspace: Workspace, start: datetime, reader: Reader | None = None) -> Since:
    """Return what came since *start*, the stories weighed for *reader* where there is one."""
    store, now = workspace.store, workspace.now
    start = max(start, now - FARTHEST)
    end = now + timedelta(seconds=1)
    oldest = (start - STALE).date().isoformat()
    briefs = store.stories.briefs(start, end)
    told = sorted((brief_now(one, now) for one in briefs if one.kind), key=_weight)
    began = [one.id for one in told if one.day < oldest][:_WEIGHED]
    later = store.stories.at(began, end)
    order = [
        one
        for one in told
        if one.day >= oldest or (one.id in later and is_news(later[one.id], oldest))
    ]
    weighed: dict[str, Story] = {}
    if reader is not None:
        first = [one.id for one in order[:_WEIGHED]]
        read = store.stories.at(first, end)
        mine = ranked(workspace, [read[one] for one in first], reader)
        weighed = {one.id: one for one in mine}
        order = [*map(StoryBrief.of, mine), *order[_WEIGHED:]]
    return Since(
        start=start,
        end=end,
        stories=tuple(order),
        weighed=weighed,
        prices=tuple(_prices(workspace, start, end, {one.id for one in order})),
        documents=store.documents.count(start, end),
    )


def _prices(
    workspace: Workspace, start: datetime, end: datetime, told: Collection[str]
) -> list[PriceMoved]:
    """Return the rows of prices, each with its story where that is one of *told*."""
    store = workspace.store
    changes = store.documents.changes(start, end, kinds=PRICED)
    homes = store.stories.of_documents(one.document_id for one in changes)
    stories = {one.id: one for some in homes.values() for one in some if one.id in told}
    return prices_of(changes, list(stories.values()))


def ranked(workspace: Workspace, found: Sequence[Story], reader: Reader | None) -> list[Story]:
    """Return stories the weightiest first; for *reader* where one is given."""
    order = sorted((now_worth(one, workspace.now) for one in found), key=_weight)
    if reader is None:
        return order
    mine = for_reader(workspace, reader, order[:_WEIGHED], workspace.now)
    return [*sorted(mine, key=_weight), *order[_WEIGHED:]]


def _weight(story: Story | StoryBrief) -> tuple[float, str]:
    return (-story.score, story.id)
