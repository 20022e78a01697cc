"""Digests that are late: their cut-off passed a while ago, and they were not made, or not sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from pipeline.editions import cut_off, latest_edition
from pipeline.workspace import Workspace
from schemas.ids import short_id
from schemas.registry import Reader


class Late(NamedTuple):
    """An edition that should have gone out: of whom, which, since when, and what is missing."""

    reader: str
    edition: str
    since: datetime
    state: str


def late_digests(workspace: Workspace, after: timedelta | None = None) -> list[Late]:
    """Return the latest editions of active readers that are past their cut-off by *after*.

    Without it, by the deadline of the settings.
    """
    patience = workspace.settings.digests.deadline if after is None else after
    return [
        found
        for reader in workspace.registry.readers
        if reader.active
        for found in _late(workspace, reader, patience)
    ]


def _late(workspace: Workspace, reader: Reader, patience: timedelta) -> Iterator[Late]:
    which = latest_edition(reader, workspace.now)
    closed = cut_off(reader, which)
    if workspace.now < closed + patience:
        return
    if not _collected_before(workspace, closed):
        return  # nothing to tell: Zhibi was not at work then
    edition = short_id("e", reader.id, which)
    if workspace.store.editions.get(edition) is None:
        yield Late(reader.id, which, closed, "not made")
        return
    if not workspace.settings.smtp.host:
        return
    own = workspace.store.editions.outbox.list(reader=reader.id)
    states = {one.state for one in own if one.edition == edition}
    if not states and "mail" in reader.channels:
        yield Late(reader.id, which, closed, "not queued")
    for state in sorted(states - {"sent"}):
        yield Late(reader.id, which, closed, state)


def _collected_before(workspace: Workspace, moment: datetime) -> bool:
    return any(run.now <= moment for run in workspace.store.runs.recent(10_000))
