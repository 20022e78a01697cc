"""Tags of revisions and of changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from schemas.corrections import Correction
from schemas.documents import Revision
from schemas.language import Tagged
from store.correcting import Outcome, corrected
from store.database import Database, reading, writing
from store.documents import read_revisions
from store.indexing import bump
from store.sql import chunks, put
from store.tables import documents, revisions, tags
from store.tables_people import corrections
from store.tagbriefs import TagBrief

_TEXT = ""  # the column `change` of tags that belong to the text itself


@dataclass(frozen=True)
class TagStore:
    """What was tagged in which revision."""

    database: Database

    @reading
    def pending(self, connection: Connection, run: str | None = None) -> list[Revision]:
        """Return newest revisions whose text is not tagged, of one run or of all, the oldest first."""
        tagged = exists().where(
            tags.c.document_id == revisions.c.document_id,
            tags.c.revision == revisions.c.number,
            tags.c.change == _TEXT,
        )
        wanted = (
            select(revisions.c.payload)
            .join(documents, _is_latest())
            .where(~tagged)
            .order_by(revisions.c.seen_at, revisions.c.document_id)
        )
        if run is not None:
            wanted = wanted.where(revisions.c.run == run)
        return [Revision.model_validate_json(one) for one in connection.scalars(wanted)]

    def save(self, found: Iterable[Tagged]) -> None:
        """Keep tags; the same tags again change nothing, other ones replace and reindex.

        What people corrected in a document is laid over them.
        """
        self._save(list(found))

    @writing
    def _save(self, connection: Connection, found: Sequence[Tagged]) -> None:
        changed = []
        for tagged in found:
            key = {
                "document_id": tagged.document_id,
                "revision": tagged.revision,
                "change": tagged.change or _TEXT,
            }
            row = _row(connection, tagged)
            same = and_(*(tags.c[name] == value for name, value in key.items()))
            known = connection.execute(select(tags.c.payload, tags.c.original).where(same)).first()
            if known is None or (known.payload, known.original) != (
                row["payload"],
                row["original"],
            ):
                put(connection, tags, {**key, **row})
                changed.append(tagged.document_id)
        bump(connection, changed)

    @reading
    def get(self, connection: Connection, document_id: str) -> list[Tagged]:
        """Return the tags of a document's newest text, and of all its changes."""
        wanted = (
            select(tags.c.payload)
            .join(documents, documents.c.id == tags.c.document_id)
            .where(
                tags.c.document_id == document_id,
                (tags.c.change != _TEXT) | (tags.c.revision == documents.c.latest),
            )
            .order_by(tags.c.change, tags.c.revision)
        )
        return [Tagged.model_validate_json(one) for one in connection.scalars(wanted)]

    @reading
    def briefs_of_documents(
        self, connection: Connection, document_ids: Iterable[str]
    ) -> dict[str, list[TagBrief]]:
        """Return for each of many documents in brief what :meth:`get` does."""
        found: dict[str, list[TagBrief]] = {one: [] for one in document_ids}
        for some in chunks(sorted(found), 500):
            wanted = (
                select(tags.c.document_id, tags.c.payload)
                .join(documents, documents.c.id == tags.c.document_id)
                .where(
                    tags.c.document_id.in_(some),
                    (tags.c.change != _TEXT) | (tags.c.revision == documents.c.latest),
                )
                .order_by(tags.c.change, tags.c.revision)
            )
            for row in connection.execute(wanted):
                found[row.document_id].append(TagBrief.read(row.payload))
        return found

    def recent(self, since: datetime) -> Iterator[tuple[Revision, list[Tagged]]]:
        """Yield tagged revisions seen at *since* or later, the oldest first, each with its tags.

        The tags of a text come with its newest revision only, those of a change with the revision
        that brought it.
        """
        for some in chunks(self._recent_keys(since), 500):
            yield from self._with_tags(some)

    @reading
    def _recent_keys(self, connection: Connection, since: datetime) -> list[tuple[str, int]]:
        """Return the revisions that have tags to show, by document id and number."""
        shown = exists().where(
            tags.c.document_id == revisions.c.document_id,
            tags.c.revision == revisions.c.number,
            (tags.c.change != _TEXT) | (tags.c.revision == documents.c.latest),
        )
        wanted = (
            select(revisions.c.document_id, revisions.c.number)
            .join(documents, documents.c.id == revisions.c.document_id)
            .where(revisions.c.seen_at >= since, shown)
            .order_by(revisions.c.seen_at, revisions.c.document_id, revisions.c.number)
        )
        return [(row.document_id, row.number) for row in connection.execute(wanted)]

    @reading
    def _with_tags(
        self, connection: Connection, keys: Sequence[tuple[str, int]]
    ) -> list[tuple[Revision, list[Tagged]]]:
        wanted = (
            select(tags.c.document_id, tags.c.revision, tags.c.payload)
            .join(documents, documents.c.id == tags.c.document_id)
            .where(
                tags.c.document_id.in_({key[0] for key in keys}),
                (tags.c.change != _TEXT) | (tags.c.revision == documents.c.latest),
            )
            .order_by(tags.c.change)
        )
        found: dict[tuple[str, int], list[Tagged]] = defaultdict(list)
        for row in connection.execute(wanted):
            tagged = Tagged.model_validate_json(row.payload)
            found[row.document_id, row.revision].append(tagged)
        read = read_revisions(connection, keys)
        return [(one, found[one.document_id, one.number]) for one in read]


class Laid(NamedTuple):
    """Ids of the corrections that found nothing to hold on to, and of those that changed nothing."""

    lapsed: frozenset[str]
    idle: frozenset[str]


def lay_over(connection: Connection, document_id: str) -> Laid:
    """Correct the tags of a document's newest text and of its changes; return what had no effect.

    For the corrections to call, in their own transaction.
    """
    wanted = (
        select(tags)
        .join(documents, documents.c.id == tags.c.document_id)
        .where(
            tags.c.document_id == document_id,
            (tags.c.change != _TEXT) | (tags.c.revision == documents.c.latest),
        )
    )
    lapsed: set[str] = set()
    idle: set[str] = set()
    for row in connection.execute(wanted).all():
        tagged = Tagged.model_validate_json(row.original or row.payload)
        outcome = _corrected(connection, tagged)
        if outcome is not None:
            lapsed |= set(outcome.lapsed)
            idle |= set(outcome.idle)
        key = {"document_id": document_id, "revision": row.revision, "change": row.change}
        put(connection, tags, {**key, **_row(connection, tagged)})
    bump(connection, [document_id])
    return Laid(frozenset(lapsed), frozenset(idle))


def _row(connection: Connection, tagged: Tagged) -> dict[str, str | None]:
    """Return what is kept of *tagged*: as corrected, and as the tagger gave it where that differs."""
    outcome = _corrected(connection, tagged)
    if outcome is None:
        return {"payload": tagged.model_dump_json(), "original": None}
    laid = tagged.model_copy(update={"tags": outcome.tags})
    return {"payload": laid.model_dump_json(), "original": tagged.model_dump_json()}


def _corrected(connection: Connection, tagged: Tagged) -> Outcome | None:
    """Return what people's corrections make of *tagged*, or None where there are none."""
    wanted = select(corrections.c.payload).where(
        corrections.c.document_id == tagged.document_id, corrections.c.active
    )
    rows = connection.scalars(wanted.order_by(corrections.c.number))
    mine = [Correction.model_validate_json(one) for one in rows]
    mine = [one for one in mine if one.change == tagged.change]
    if not mine:
        return None
    (revision,) = read_revisions(connection, [(tagged.document_id, tagged.revision)])
    text = f"{revision.document.title}\n{revision.document.text}"
    return corrected(tagged.tags, text, mine)


def _is_latest() -> ColumnElement[bool]:
    return and_(documents.c.id == revisions.c.document_id, documents.c.latest == revisions.c.number)
