"""What the grouper reads of a document or a change."""

from datetime import datetime

from schemas.base import Record
from schemas.kinds import DocumentKind
from schemas.language import Tags


class StoryInput(Record):
    """A document (or a change of one) as the grouper reads it. *published* is an ISO day or instant."""

    id: str
    change: str | None = None
    title: str
    text: str
    published: str
    first_seen: datetime
    source: str
    source_name: str = ""
    outlet: str = ""
    company: str | None = None
    url: str
    language: str
    tags: Tags
    kind: DocumentKind = "article"
    boilerplate: tuple[tuple[int, int], ...] = ()

    @property
    def order(self) -> tuple[str, datetime, str]:
        """Return what documents are sorted by: the day, the hour of collection, the id.

        Pages of one crawl arrive in any order: to the second, the same pages would give other headlines.
        """
        return self.published[:10], collected(self.first_seen), self.id


def collected(first_seen: datetime) -> datetime:
    """Return the hour in which a document was collected."""
    return first_seen.replace(minute=0, second=0, microsecond=0)
