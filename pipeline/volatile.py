"""Volatile places of watched pages: what was muted by itself, and what people decide about it."""

from pipeline.naming import unknown_source
from pipeline.workspace import Workspace
from schemas.base import Record
from schemas.changes import MutedBlock, RecordedChange
from schemas.errors import WrongUseError


class VolatilePlace(Record):
    """A place that differs at nearly every check, under a *number* that people can type."""

    number: int
    url: str
    block: MutedBlock


def listed(workspace: Workspace, source_id: str) -> list[VolatilePlace]:
    """Return the volatile places of a source's pages. Raises WrongUseError for an unknown source."""
    if not any(one.id == source_id for one in workspace.registry.sources):
        raise unknown_source(workspace, source_id)
    watching = workspace.store.watching
    found = [
        (state.url, block)
        for state in watching.of_source(source_id)
        for block in watching.muted(state.document_id)
    ]
    return [
        VolatilePlace(number=number, url=url, block=block)
        for number, (url, block) in enumerate(found, 1)
    ]


def decide(workspace: Workspace, source_id: str, number: int, *, muted: bool) -> VolatilePlace:
    """Mute a place, or tell its changes from now on; Zhibi does not decide on it again.

    Raises WrongUseError for an unknown source or number.
    """
    places = listed(workspace, source_id)
    chosen = next((one for one in places if one.number == number), None)
    if chosen is None:
        raise WrongUseError(
            f"{source_id} has no volatile place {number}",
            remedy=f"zhibi source volatile {source_id}",
        )
    block = chosen.block.model_copy(update={"muted": muted})
    workspace.store.watching.mute(block)
    return chosen.model_copy(update={"block": block})


def waiting(workspace: Workspace, source_id: str) -> list[RecordedChange]:
    """Return the changes of a source that wait for their second check, the oldest first."""
    watching = workspace.store.watching
    found = [
        change
        for state in watching.of_source(source_id)
        for change in watching.open_changes(state.document_id)
        if change.state == "pending"
    ]
    return sorted(found, key=lambda one: (one.detected_at, one.id))
