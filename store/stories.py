"""Stories, as they are now and as they were at each cut-off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Self

from sqlalchemy import Connection, delete, func, select

from schemas.kinds import MoveKind
from schemas.stories import Story
from store.database import Database, reading, writing
from store.indexing import bump
from store.moves import write_rows
from store.sql import add_new, chunks, put, within
from store.tables import counters, stories, story_documents, story_versions

_COUNTER = "story"


class StoryBrief(NamedTuple):
    """What ranks a story; *named*: it names a customer of ours.

    As kept, *score* is of the story's own day and not cut at 100: it fades from what it is worth.
    """

    id: str
    score: float
    kind: MoveKind | None
    day: str
    named: bool

    @classmethod
    def of(cls, story: Story) -> Self:
        """Return *story* in brief."""
        return cls(story.id, story.score, story.kind, story.day, bool(story.customers))


@dataclass(frozen=True)
class Stories:
    """Stories by id; which documents belong to which."""

    database: Database

    def save(self, found: Iterable[Story]) -> None:
        """Keep stories; the same story again changes nothing.

        Documents that came, went, or whose story has another score are due for the index.
        """
        self._save(list(found))

    @writing
    def _save(self, connection: Connection, found: Sequence[Story]) -> None:
        for story in found:
            known = _read(connection, story.id)
            if known == story:
                continue
            row = {
                "id": story.id,
                "first_seen": story.first_seen,
                "updated": story.updated,
                "payload": story.model_dump_json(),
                "merged_into": story.into if story.ended else None,
            }
            put(connection, stories, row)
            version = {**brief_row(story), "payload": row["payload"]}
            put(connection, story_versions, version)
            write_rows(connection, story)
            _place(connection, story, rescored=known is None or known.uncut != story.uncut)

    @reading
    def get(self, connection: Connection, story_id: str) -> Story | None:
        """Return one story as it is now, or None. One that ended says where its reports went."""
        return _read(connection, story_id)

    @reading
    def now_of(self, connection: Connection, story_id: str) -> Story | None:
        """Return the story that has the reports of *story_id* now: itself, or the one it was merged into.

        One that ended and was not merged is returned as it ended; None where there never was one.
        """
        found = _read(connection, story_id)
        seen = {story_id}
        while found is not None and found.ended and found.into and found.into not in seen:
            seen.add(found.into)
            following = _read(connection, found.into)
            if following is None:
                break
            found = following
        return found

    @reading
    def standing(self, connection: Connection, story_ids: Iterable[str]) -> dict[str, str]:
        """Return for each of many stories the id that :meth:`now_of` leads to, reading no story."""
        found = {one: one for one in story_ids}
        seen, waiting = set(found), set(found)
        into: dict[str, str] = {}
        while waiting:
            for some in chunks(sorted(waiting)):
                wanted = select(stories.c.id, stories.c.merged_into).where(
                    stories.c.id.in_(some), stories.c.merged_into.is_not(None)
                )
                into |= {row.id: row.merged_into for row in connection.execute(wanted)}
            waiting = {into[one] for one in waiting if one in into} - seen
            seen |= waiting
        return {one: _end(one, into) for one in found}

    @reading
    def family(self, connection: Connection, story_id: str) -> list[str]:
        """Return *story_id* and the ids of every story that was merged into it, however often."""
        found, waiting = [story_id], [story_id]
        while waiting:
            wanted = select(stories.c.id).where(stories.c.merged_into.in_(waiting))
            rows = connection.scalars(wanted.order_by(stories.c.id))
            waiting = [one for one in rows if one not in found]
            found += waiting
        return found

    @reading
    def between(
        self, connection: Connection, start: datetime | None, end: datetime | None
    ) -> list[Story]:
        """Return stories that began or got further in [*start*, *end*), as they were at *end*.

        So an edition made late tells what one made in time would have told. The oldest first.
        """
        last = (
            select(story_versions.c.story_id, func.max(story_versions.c.updated).label("updated"))
            .where(within(story_versions.c.updated, start, end))
            .group_by(story_versions.c.story_id)
            .subquery()
        )
        wanted = (
            select(story_versions.c.payload)
            .join(
                last,
                (last.c.story_id == story_versions.c.story_id)
                & (last.c.updated == story_versions.c.updated),
            )
            .order_by(story_versions.c.updated, story_versions.c.story_id)
        )
        found = [Story.model_validate_json(one) for one in connection.scalars(wanted)]
        return [story for story in found if not story.ended]

    @reading
    def briefs(
        self, connection: Connection, start: datetime | None, end: datetime | None
    ) -> list[StoryBrief]:
        """Return the stories of :meth:`between` in brief, in the same order, reading none of them."""
        table = story_versions.c
        wanted = select(
            table.story_id, table.score, table.kind, table.day, table.named, table.ended
        ).where(within(table.updated, start, end))
        found: dict[str, StoryBrief | None] = {}
        for row in connection.execute(wanted.order_by(table.updated, table.story_id)):
            found.pop(row.story_id, None)
            found[row.story_id] = None if row.ended else StoryBrief(*row[:5])
        return [one for one in found.values() if one is not None]

    @reading
    def at(
        self, connection: Connection, story_ids: Sequence[str], end: datetime
    ) -> dict[str, Story]:
        """Return stories by id as they were at *end*, not included."""
        table, found = story_versions.c, {}
        for some in chunks(story_ids, 500):
            last = (
                select(table.story_id, func.max(table.updated).label("updated"))
                .where(table.story_id.in_(some), table.updated < end)
                .group_by(table.story_id)
                .subquery()
            )
            wanted = select(table.story_id, table.payload).join(
                last, (last.c.story_id == table.story_id) & (last.c.updated == table.updated)
            )
            for row in connection.execute(wanted):
                found[row.story_id] = Story.model_validate_json(row.payload)
        return found

    @reading
    def of_documents(
        self, connection: Connection, document_ids: Iterable[str]
    ) -> dict[str, list[Story]]:
        """Return for each of many documents the stories it belongs to, by id."""
        found: dict[str, list[Story]] = {one: [] for one in document_ids}
        for some in chunks(sorted(found), 500):
            wanted = (
                select(story_documents.c.document_id, stories.c.payload)
                .join(stories, story_documents.c.story_id == stories.c.id)
                .where(story_documents.c.document_id.in_(some))
                .order_by(stories.c.id)
            )
            for row in connection.execute(wanted):
                found[row.document_id].append(Story.model_validate_json(row.payload))
        return found

    @reading
    def briefs_of_documents(
        self, connection: Connection, document_ids: Iterable[str]
    ) -> dict[str, list[StoryBrief]]:
        """Return the same in brief, reading no story."""
        found: dict[str, list[StoryBrief]] = {one: [] for one in document_ids}
        table = story_versions.c
        for some in chunks(sorted(found), 500):
            wanted = (
                select(
                    story_documents.c.document_id,
                    table.story_id, table.score, table.kind, table.day, table.named,
                )
                .join(stories, stories.c.id == story_documents.c.story_id)
                .join(
                    story_versions,
                    (table.story_id == stories.c.id) & (table.updated == stories.c.updated),
                )
                .where(story_documents.c.document_id.in_(some))
                .order_by(table.story_id)
            )  # fmt: skip
            for document_id, *brief in connection.execute(wanted):
                found[document_id].append(StoryBrief(*brief))
        return found

    @reading
    def of_document(self, connection: Connection, document_id: str) -> list[Story]:
        """Return the stories a document belongs to, by id."""
        wanted = (
            select(stories.c.payload)
            .join(story_documents, story_documents.c.story_id == stories.c.id)
            .where(story_documents.c.document_id == document_id)
            .order_by(stories.c.id)
        )
        return [Story.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def open_since(self, connection: Connection, since: datetime) -> list[Story]:
        """Return stories updated at *since* or later: those that a new report may join."""
        wanted = select(stories.c.payload).where(stories.c.updated >= since)
        rows = connection.scalars(wanted.order_by(stories.c.first_seen, stories.c.id))
        return [story for one in rows if not (story := Story.model_validate_json(one)).ended]

    @writing
    def next_number(self, connection: Connection) -> int:
        """Return a number that was never returned before, from 1."""
        known = connection.scalar(
            select(counters.c.value).where(counters.c.name == _COUNTER).with_for_update()
        )
        number = (known or 0) + 1
        put(connection, counters, {"name": _COUNTER, "value": number})
        return number


def brief_row(story: Story) -> dict[str, object]:
    """Return what a version's row says of *story* beside the record itself."""
    return {
        "story_id": story.id, "updated": story.updated, "score": story.uncut, "kind": story.kind,
        "day": story.day, "named": bool(story.customers), "ended": story.ended,
    }  # fmt: skip


def _end(story_id: str, into: Mapping[str, str]) -> str:
    """Follow a story to where it was merged into last; once round where it leads in a circle."""
    seen = {story_id}
    while (following := into.get(story_id)) and following not in seen:
        seen.add(following)
        story_id = following
    return story_id


def _read(connection: Connection, story_id: str) -> Story | None:
    found = connection.scalar(select(stories.c.payload).where(stories.c.id == story_id))
    return None if found is None else Story.model_validate_json(found)


def _place(connection: Connection, story: Story, *, rescored: bool) -> None:
    """Make a story's documents those it has now, and reindex where that or its score differs."""
    now = {report.document_id for report in story.reports}
    now |= {move.document_id for move in story.moves}
    wanted = select(story_documents.c.document_id).where(story_documents.c.story_id == story.id)
    before = set(connection.scalars(wanted))
    for document_id in sorted(now - before):
        row = {"story_id": story.id, "document_id": document_id}
        add_new(connection, story_documents, row)
    gone = before - now
    if gone:
        connection.execute(
            delete(story_documents).where(
                story_documents.c.story_id == story.id,
                story_documents.c.document_id.in_(gone),
            )
        )
    bump(connection, sorted(now | before if rescored else now ^ before))
