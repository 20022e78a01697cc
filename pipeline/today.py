"""What matters since somebody last looked: stories by what they are worth to that person, and prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.gathering import STALE, prices_of
from pipeline.relevance import for_reader
from pipeline.workspace import Workspace
from schemas.delivery import PriceMoved
from schemas.registry import Reader
from schemas.stories import Story

# How far back the page looks at most, however long somebody was away.
FARTHEST = timedelta(days=30)
# Stories that are weighed for the person; the rest keep the order that all see.
_WEIGHED = 80


@dataclass(frozen=True)
class Since:
    """What came since *start*. *documents* counts what was new or had changed."""

    start: datetime
    stories: tuple[Story, ...]
    prices: tuple[PriceMoved, ...]
    documents: int

    @property
    def named(self) -> int:
        """Return how many stories name a customer of ours."""
        return sum(bool(one.customers) for one in self.stories)


def since(workspace: Workspace, start: datetime, reader: Reader | None = None) -> Since:
    """Return what came since *start*, the stories weighed for *reader* where there is one."""
    store, now = workspace.store, workspace.now
    start = max(start, now - FARTHEST)
    end = now + timedelta(seconds=1)
    oldest = (start - STALE).date().isoformat()
    found = [
        one
        for one in store.stories.between(start, end)
        if one.kind is not None and one.day >= oldest
    ]
    return Since(
        start=start,
        stories=tuple(ranked(workspace, found, reader)),
        prices=tuple(prices_of(store.documents.changes(start, end), found)),
        documents=store.documents.count(start, end),
    )


def ranked(workspace: Workspace, found: Sequence[Story], reader: Reader | None) -> list[Story]:
    """Return stories the weightiest first; for *reader* where one is given."""
    order = sorted(found, key=_weight)
    if reader is None:
        return order
    mine = for_reader(workspace, reader, order[:_WEIGHED], workspace.now)
    return [*sorted(mine, key=_weight), *order[_WEIGHED:]]


def _weight(story: Story) -> tuple[float, str]:
    return (-story.score, story.id)
