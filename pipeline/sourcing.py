"""A source's revisions, and which sources are due."""

from collections.abc import Iterator, Sequence

from pipeline import rechecks
from pipeline.auditing import Caller, log
from pipeline.clock import system_now
from pipeline.naming import unknown_source
from pipeline.workspace import Workspace
from schemas.ids import url_host


def history(workspace: Workspace, source_id: str) -> list[str]:
    """Return the revisions of a source as lines, the newest last."""
    rows = workspace.store.registry.history("source", source_id)
    if not rows:
        raise unknown_source(workspace, source_id)
    return [f"{row.number}  {row.at:%Y-%m-%d %H:%M}  {row.author}  {row.summary}" for row in rows]


def undo(workspace: Workspace, source_id: str) -> None:
    """Take the last change of a source back."""
    if not workspace.store.registry.history("source", source_id):
        raise unknown_source(workspace, source_id)
    store = workspace.store
    with store.batch():
        before = store.registry.source(source_id)
        revision = store.registry.undo("source", source_id, "cli", workspace.now)
        log(
            store, Caller("cli", system_now()), "source-undone", source_id, before,
            store.registry.source(source_id), kind="source", revision=revision,
        )  # fmt: skip
    workspace.refresh_registry()


def due(workspace: Workspace, only: Sequence[str], size: int) -> Iterator[list[str]]:
    """Yield the ids of due sources in lists of at most *size*, a host's sources kept together."""
    for one in only:
        if not any(source.id == one for source in workspace.registry.sources):
            raise unknown_source(workspace, one)
    sources = rechecks.due(workspace, only)
    ordered = sorted(sources, key=lambda one: (url_host(one.where), one.id))
    ids = [source.id for source in ordered]
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
