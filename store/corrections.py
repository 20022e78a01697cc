"""What people put right, by document: kept for good, laid over the tags at once, taken back at will."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, select, update

from schemas.corrections import OF_A_STORY, Correction, Undone
from schemas.errors import ConflictError, WrongUseError
from schemas.stories import Bond
from store.database import Database, reading, writing
from store.sql import put
from store.tables import counters
from store.tables_people import corrections, stories_to_follow
from store.tags import lay_over

_COUNTER = "correction"


class Owed(NamedTuple):
    """What stories have not followed yet: documents with how often they were corrected, and where some return to."""

    documents: Mapping[str, int]
    were: Mapping[str, str]


@dataclass(frozen=True)
class CorrectionStore:
    """Corrections and, in the same transaction, the tags they change."""

    database: Database

    @writing
    def add(self, connection: Connection, correction: Correction) -> Correction:
        """Keep a correction under the next id (``c1``, ``c2`` …), change the tags, and return it.

        Raises WrongUseError where the words it goes by are not in the document's newest text, and
        where it would change nothing.
        """
        known = connection.scalar(
            select(counters.c.value).where(counters.c.name == _COUNTER).with_for_update()
        )
        number = (known or 0) + 1
        put(connection, counters, {"name": _COUNTER, "value": number})
        kept = correction.model_copy(update={"id": f"c{number}"})
        row = {
            "id": kept.id,
            "number": number,
            "document_id": kept.document_id,
            "payload": _written(kept),
        }
        put(connection, corrections, {**row, "active": True})
        _owe(connection, kept, dict.fromkeys(documents_of(kept)) if kept.fix in OF_A_STORY else {})
        if kept.document_id:
            laid = lay_over(connection, kept.document_id)
            if kept.id in laid.lapsed:
                raise WrongUseError(
                    f"{kept.words or kept.evidence!r} is not in the text",
                    where=kept.document_id,
                    remedy="Give words exactly as they stand in its title or text",
                )
            if kept.id in laid.idle:
                raise WrongUseError(
                    "nothing was changed: the tags say so already",
                    where=kept.document_id,
                    remedy="zhibi correct --list shows what was put right before",
                )
        return kept

    @writing
    def undo(
        self, connection: Connection, correction_id: str, *, author: str, at: datetime
    ) -> Correction:
        """Take a correction back, and with it what it changed.

        Raises WrongUseError for an unknown id, ConflictError where it is undone already or a later
        correction of the same move builds on it.
        """
        all_of_it = _read(connection)
        found = next((one for one in all_of_it if one.id == correction_id), None)
        if found is None:
            raise WrongUseError(
                f"no correction is called {correction_id!r}", remedy="zhibi correct --list"
            )
        if found.undone:
            raise ConflictError(f"{correction_id} was undone on {found.undone.at:%Y-%m-%d}")
        later = [one for one in all_of_it[all_of_it.index(found) + 1 :] if _builds_on(one, found)]
        if later:
            raise ConflictError(
                f"{later[-1].id} corrects the same after {correction_id}",
                remedy=f"First: zhibi correct --undo {later[-1].id}",
            )
        undone = found.model_copy(update={"undone": Undone(at=at, author=author)})
        same = corrections.c.id == correction_id
        values = {"active": False, "payload": _written(undone)}
        connection.execute(update(corrections).where(same).values(**values))
        _owe(connection, undone, undone.were)
        if undone.document_id:
            lay_over(connection, undone.document_id)
        return undone

    @reading
    def owed(self, connection: Connection) -> Owed:
        """Return what was corrected or undone and whose stories have not followed yet."""
        rows = connection.execute(select(stories_to_follow)).all()
        return Owed(
            {row.document_id: row.times for row in rows},
            {row.document_id: row.story for row in rows if row.story is not None},
        )

    @writing
    def followed(self, connection: Connection, owed: Owed) -> None:
        """Note that stories followed what was *owed*; what was corrected again meanwhile is still owed."""
        for document_id, times in owed.documents.items():
            same = stories_to_follow.c.document_id == document_id
            connection.execute(
                delete(stories_to_follow).where(same, stories_to_follow.c.times == times)
            )

    @reading
    def touching(self, connection: Connection, *document_ids: str) -> list[Correction]:
        """Return the corrections of documents and those of stories that name one, the oldest first."""
        of = corrections.c.document_id
        found = _read(connection, of.in_(document_ids) | of.is_(None))
        return [one for one in found if not documents_of(one).isdisjoint(document_ids)]

    @reading
    def all(self, connection: Connection) -> list[Correction]:
        """Return every correction, the oldest first."""
        return _read(connection)

    @reading
    def get(self, connection: Connection, correction_id: str) -> Correction | None:
        """Return one correction, or None."""
        wanted = select(corrections.c.payload).where(corrections.c.id == correction_id)
        found = connection.scalar(wanted)
        return None if found is None else Correction.model_validate_json(found)

    @reading
    def bonds(self, connection: Connection) -> list[Bond]:
        """Return what people joined and split, the oldest first; the newest word on two counts."""
        found = _read(connection, corrections.c.document_id.is_(None), corrections.c.active)
        return [Bond(documents=one.documents, others=one.others) for one in found]


def documents_of(correction: Correction) -> set[str]:
    """Return the ids of the documents that a correction touches."""
    own = {correction.document_id} if correction.document_id else set()
    return {*own, *correction.documents, *correction.others}


def _owe(connection: Connection, correction: Correction, were: Mapping[str, str | None]) -> None:
    """Note, in the transaction of a correction, that the stories of its documents have to follow.

    *were* says which of them return where, or nowhere; for the others what is owed already stays.
    """
    for document_id in sorted(documents_of(correction)):
        row = {"document_id": document_id, "story": were.get(document_id), "times": 1}
        again: dict[str, Any] = {"times": stories_to_follow.c.times + 1}
        if document_id in were:
            again["story"] = were[document_id]
        put(connection, stories_to_follow, row, again)


def _read(connection: Connection, *which: ColumnElement[bool]) -> list[Correction]:
    wanted = select(corrections.c.payload).where(*which).order_by(corrections.c.number)
    return [Correction.model_validate_json(one) for one in connection.scalars(wanted)]


def _written(correction: Correction) -> str:
    """Return a correction as it is kept: what is not set is left out, so that an earlier Zhibi reads it too."""
    return correction.model_dump_json(exclude_defaults=True)


def _builds_on(later: Correction, earlier: Correction) -> bool:
    """Say whether *later* corrects the move that *earlier* did: of its kind, in its words."""
    if later.undone or later.document_id != earlier.document_id:
        return False
    if later.fix in OF_A_STORY or earlier.fix in OF_A_STORY:
        return False  # the newest word on two documents counts, whichever is taken back
    if later.move is None or earlier.move is None or later.change != earlier.change:
        return False
    same_kind = later.move.kind in {earlier.move.kind, earlier.kind}
    return same_kind and bool(later.words) and bool(earlier.words) and _overlap(later, earlier)


def _overlap(later: Correction, earlier: Correction) -> bool:
    words = (earlier.words, earlier.evidence or earlier.words)
    return any(later.words in one or one in later.words for one in words if one)
