"""What people do with stories: mark, assign, note, share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from schemas.accounts import Assignment, Mark, Note, Share
from store.database import Database, reading, writing
from store.sql import chunks, put
from store.tables_people import assignments, dismissed_names, notes, shares, story_marks


@dataclass(frozen=True)
class Desk:
    """Marks are each person's own; assignments, notes and shares are seen by all."""

    database: Database

    @reading
    def marks(
        self, connection: Connection, account: str, stories: Sequence[str]
    ) -> dict[str, Mark]:
        """Return the marks that *account* has on *stories*, by story."""
        found: dict[str, Mark] = {}
        for some in chunks(stories):
            wanted = select(story_marks).where(
                story_marks.c.account == account, story_marks.c.story.in_(some)
            )
            for row in connection.execute(wanted):
                found[row.story] = Mark(
                    story=row.story,
                    read=row.read,
                    starred=row.starred,
                    dismissed=row.dismissed,
                )
        return found

    @reading
    def starred(self, connection: Connection, account: str) -> list[Mark]:
        """Return the starred stories of *account*, the last starred first."""
        mine = (story_marks.c.account == account) & story_marks.c.starred.is_not(None)
        wanted = select(story_marks).where(mine).order_by(story_marks.c.starred.desc())
        return [
            Mark(story=row.story, read=row.read, starred=row.starred, dismissed=row.dismissed)
            for row in connection.execute(wanted)
        ]

    @writing
    def mark(self, connection: Connection, account: str, found: Sequence[Mark]) -> None:
        """Keep marks of *account* as they are given."""
        for one in found:
            row = {"read": one.read, "starred": one.starred, "dismissed": one.dismissed}
            put(connection, story_marks, {"account": account, "story": one.story, **row})

    @reading
    def dismissed_names(self, connection: Connection) -> list[str]:
        """Return the keys of names of companies that are not to be proposed."""
        return list(connection.scalars(select(dismissed_names.c.key)))

    @writing
    def dismiss_name(
        self, connection: Connection, key: str, name: str, author: str, at: datetime
    ) -> None:
        """Remember a name of a company that is not to be proposed."""
        put(connection, dismissed_names, {"key": key, "name": name, "author": author, "at": at})

    @writing
    def restore_name(self, connection: Connection, key: str) -> None:
        """Let a name of a company be proposed again."""
        connection.execute(delete(dismissed_names).where(dismissed_names.c.key == key))

    @reading
    def assignment(self, connection: Connection, story: str) -> Assignment | None:
        """Return who looks after *story*, or None."""
        wanted = select(assignments.c.payload).where(assignments.c.story == story)
        found = connection.scalar(wanted)
        return None if found is None else Assignment.model_validate_json(found)

    @reading
    def assigned(
        self, connection: Connection, account: str | None = None, *, done: bool = False
    ) -> list[Assignment]:
        """Return what is assigned to one account or to all, by story."""
        wanted = select(assignments.c.payload).where(assignments.c.done == done)
        if account is not None:
            wanted = wanted.where(assignments.c.account == account)
        rows = connection.scalars(wanted.order_by(assignments.c.story))
        return [Assignment.model_validate_json(one) for one in rows]

    @writing
    def assign(self, connection: Connection, given: Assignment) -> None:
        """Keep an assignment, in place of the story's earlier one."""
        row = {
            "story": given.story,
            "account": given.account,
            "done": given.done is not None,
            "payload": given.model_dump_json(),
        }
        put(connection, assignments, row)

    @writing
    def unassign(self, connection: Connection, story: str) -> None:
        """Leave *story* to nobody."""
        connection.execute(delete(assignments).where(assignments.c.story == story))

    @reading
    def notes(self, connection: Connection, subject: str) -> list[Note]:
        """Return the notes beside *subject*, the first first."""
        wanted = select(notes.c.payload).where(notes.c.subject == subject)
        rows = connection.scalars(wanted.order_by(notes.c.at, notes.c.id))
        return [Note.model_validate_json(one) for one in rows]

    @reading
    def note(self, connection: Connection, note_id: str) -> Note | None:
        """Return one note, or None."""
        found = connection.scalar(select(notes.c.payload).where(notes.c.id == note_id))
        return None if found is None else Note.model_validate_json(found)

    @writing
    def keep_note(self, connection: Connection, note: Note) -> None:
        """Keep a note."""
        row = {"subject": note.subject, "at": note.at, "payload": note.model_dump_json()}
        put(connection, notes, {"id": note.id, **row})

    @writing
    def drop_note(self, connection: Connection, note_id: str) -> None:
        """Take a note away."""
        connection.execute(delete(notes).where(notes.c.id == note_id))

    @writing
    def keep_share(self, connection: Connection, share: Share) -> None:
        """Keep a share as it is given."""
        row = {
            "id": share.id,
            "story": share.story,
            "expires": share.expires,
            "revoked": share.revoked,
            "payload": share.model_dump_json(),
        }
        put(connection, shares, row)

    @reading
    def share(self, connection: Connection, share_id: str) -> Share | None:
        """Return one share, or None."""
        found = connection.scalar(select(shares.c.payload).where(shares.c.id == share_id))
        return None if found is None else Share.model_validate_json(found)

    @reading
    def shares(self, connection: Connection, story: str) -> list[Share]:
        """Return the shares of *story* that were not revoked, the last to expire first."""
        mine = (shares.c.story == story) & (shares.c.revoked.is_(False))
        wanted = select(shares.c.payload).where(mine).order_by(shares.c.expires.desc())
        return [Share.model_validate_json(one) for one in connection.scalars(wanted)]
