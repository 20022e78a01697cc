"""Learned templates as they stand, every version of their rules, and observations kept for later."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from schemas.base import Instant, Record
from schemas.errors import WrongUseError
from schemas.harvest import Snapshot
from schemas.templates import Observation, StoredTemplate
from store.database import Database, reading, writing
from store.sql import put
from store.tables import observations, snapshots, template_versions, templates

# What a person sees change; counts of uses and checks are no new version.
_TELLING = ("template", "state", "pinned", "valid_from", "valid_until", "author", "note")


class TemplateVersion(Record):
    """One version of a template: who made it when, by what action."""

    version: int
    at: Instant
    author: str
    action: str
    stored: StoredTemplate


@dataclass(frozen=True)
class TemplateStore:
    """The templates of all hosts. Nothing is ever deleted: what is given up stays, dated."""

    database: Database

    @reading
    def all(self, connection: Connection, host: str | None = None) -> list[StoredTemplate]:
        """Return every template, or those of one host, by host and date."""
        wanted = select(templates.c.payload)
        if host is not None:
            wanted = wanted.where(templates.c.host == host)
        found = [StoredTemplate.model_validate_json(one) for one in connection.scalars(wanted)]
        return sorted(found, key=lambda one: (one.template.host, one.valid_from, one.template.id))

    @reading
    def get(self, connection: Connection, template_id: str) -> StoredTemplate | None:
        """Return one template, or None."""
        return _get(connection, template_id)

    def save(
        self, changed: Iterable[StoredTemplate], *, at: datetime, author: str, action: str = ""
    ) -> None:
        """Keep templates as they stand now; a new version of those of which a person sees a change.

        *action* names it in the history; the new state where it is empty.
        """
        self._save(list(changed), at, author, action)

    @writing
    def _save(
        self,
        connection: Connection,
        changed: Sequence[StoredTemplate],
        at: datetime,
        author: str,
        action: str,
    ) -> None:
        for stored in changed:
            _put(connection, stored, at, author, action)

    @reading
    def history(self, connection: Connection, template_id: str) -> list[TemplateVersion]:
        """Return all versions of a template, the first first."""
        wanted = (
            select(template_versions)
            .where(template_versions.c.id == template_id)
            .order_by(template_versions.c.version)
        )
        return [
            TemplateVersion(
                version=row.version,
                at=row.at,
                author=row.author,
                action=row.action,
                stored=StoredTemplate.model_validate_json(row.payload),
            )
            for row in connection.execute(wanted)
        ]

    @writing
    def undo(
        self, connection: Connection, template_id: str, *, at: datetime, author: str
    ) -> StoredTemplate:
        """Give a template its version before the last; its counts go on. Raises WrongUseError."""
        wanted = (
            select(template_versions.c.payload)
            .where(template_versions.c.id == template_id)
            .order_by(template_versions.c.version.desc())
            .limit(2)
        )
        payloads = list(connection.scalars(wanted))
        current = _get(connection, template_id)
        if current is None or len(payloads) < 2:
            raise WrongUseError(f"template {template_id} has no version before this one")
        before = StoredTemplate.model_validate_json(payloads[1])
        kept = {name: getattr(before, name) for name in _TELLING}
        restored = current.model_copy(update=kept)
        _put(connection, restored, at, author, "undo")
        return restored

    @reading
    def snapshots(
        self, connection: Connection, sources: Sequence[str], limit: int
    ) -> list[Snapshot]:
        """Return the newest stored pages of *sources* that held documents, the oldest first."""
        wanted = (
            select(snapshots.c.payload)
            .where(
                snapshots.c.source.in_(list(sources)),
                snapshots.c.outcome.in_(("new", "changed", "unchanged")),
            )
            .order_by(snapshots.c.fetched_at.desc(), snapshots.c.id)
            .limit(limit)
        )
        found = [Snapshot.model_validate_json(one) for one in connection.scalars(wanted)]
        return found[::-1]

    @reading
    def observations(self, connection: Connection) -> list[Observation]:
        """Return what was seen of pages that taught nothing yet, the oldest of a host first."""
        wanted = select(observations.c.payload).order_by(
            observations.c.host, observations.c.position
        )
        return [Observation.model_validate_json(one) for one in connection.scalars(wanted)]

    @writing
    def observe(self, connection: Connection, seen: Mapping[str, Sequence[Observation]]) -> None:
        """Replace what is kept of the hosts in *seen*."""
        for host, found in seen.items():
            connection.execute(delete(observations).where(observations.c.host == host))
            for position, one in enumerate(found):
                row = {
                    "host": host,
                    "url": one.url,
                    "position": position,
                    "payload": one.model_dump_json(),
                }
                put(connection, observations, row)


def _get(connection: Connection, template_id: str) -> StoredTemplate | None:
    found = connection.scalar(select(templates.c.payload).where(templates.c.id == template_id))
    return None if found is None else StoredTemplate.model_validate_json(found)


def _put(
    connection: Connection, stored: StoredTemplate, at: datetime, author: str, action: str
) -> None:
    template_id = stored.template.id
    known = _get(connection, template_id)
    last = connection.scalar(
        select(func.max(template_versions.c.version)).where(template_versions.c.id == template_id)
    )
    version = last or 0
    payload = stored.model_dump_json()
    if known is None or any(getattr(known, one) != getattr(stored, one) for one in _TELLING):
        version += 1
        put(
            connection,
            template_versions,
            {
                "id": template_id,
                "version": version,
                "at": at,
                "author": author,
                "action": action or stored.state,
                "payload": payload,
            },
        )
    row = {"id": template_id, "host": stored.template.host, "version": version, "payload": payload}
    put(connection, templates, row)
