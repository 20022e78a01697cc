"""Moves of all stories as rows, so that a company's moves are found without reading every story."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, true

from schemas.kinds import MoveKind
from schemas.stories import Story
from store.database import Database, reading
from store.sql import add_new, chunks
from store.tables import stories
from store.tables_moves import story_moves


@dataclass(frozen=True)
class MoveRows:
    """The moves that stories tell, by company, kind and day."""

    database: Database

    @reading
    def of(
        self,
        connection: Connection,
        *,
        companies: Sequence[str] = (),
        kinds: Sequence[MoveKind] = (),
        since: str | None = None,
        until: str | None = None,
        after: tuple[str, str, str] | None = None,
        limit: int = 50,
    ) -> list[tuple[Story, str]]:
        """Return at most *limit* pairs of story and move id, the newest first.

        *since* and *until* (not included) are days, YYYY-MM-DD; *after* is the day, story and move of
        the last pair that was had.
        """
        table = story_moves.c
        wanted = select(table.story_id, table.move_id).where(
            _condition(companies, kinds, since, until)
        )
        if after is not None:
            day, story, move = after
            wanted = wanted.where(
                (table.day < day)
                | ((table.day == day) & (table.story_id > story))
                | ((table.day == day) & (table.story_id == story) & (table.move_id > move))
            )
        wanted = wanted.order_by(table.day.desc(), table.story_id, table.move_id).limit(limit)
        # Which rows come first; only then the records, which are a hundred times as large.
        pairs = [(row.story_id, row.move_id) for row in connection.execute(wanted)]
        known: dict[str, Story] = {}
        for some in chunks(dict.fromkeys(story for story, _move in pairs), 500):
            read = select(stories.c.payload).where(stories.c.id.in_(some))
            told = map(Story.model_validate_json, connection.scalars(read))
            known |= {story.id: story for story in told}
        return [(known[story], move) for story, move in pairs]

    @reading
    def counts(
        self,
        connection: Connection,
        *,
        companies: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> dict[str, dict[MoveKind, int]]:
        """Return how many moves of each kind each company made, the most frequent kind first."""
        table = story_moves.c
        number = func.count().label("number")
        wanted = select(table.company, table.kind, number).where(
            _condition(companies, (), since, until), table.company.is_not(None)
        )
        wanted = wanted.group_by(table.company, table.kind)
        rows: Sequence[Row[tuple[str, MoveKind, int]]] = connection.execute(
            wanted.order_by(table.company, number.desc(), table.kind)
        ).all()
        found: dict[str, dict[MoveKind, int]] = {}
        for row in rows:
            found.setdefault(row.company, {})[row.kind] = row.number
        return found


def _condition(
    companies: Sequence[str], kinds: Sequence[MoveKind], since: str | None, until: str | None
) -> ColumnElement[bool]:
    table = story_moves.c
    condition: ColumnElement[bool] = true()
    if companies:
        condition &= table.company.in_(companies)
    if kinds:
        condition &= table.kind.in_(kinds)
    if since is not None:
        condition &= table.day >= since
    if until is not None:
        condition &= table.day < until
    return condition


def write_rows(connection: Connection, story: Story) -> None:
    """Make the rows of *story* those of the moves it has now, in the transaction that saves it."""
    connection.execute(delete(story_moves).where(story_moves.c.story_id == story.id))
    for row in rows_of(story):
        add_new(connection, story_moves, row)


def rows_of(story: Story) -> list[dict[str, object]]:
    """Return the row of each move of *story*; what reports only add to one has none of its own."""
    return [
        {
            "story_id": story.id,
            "move_id": one.id,
            "company": one.company,
            "kind": one.move.kind,
            "day": story.day,
        }
        for one in story.moves
        if one.adds is None
    ]
