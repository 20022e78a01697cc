"""What is said of a name that the registry does not hold."""

from difflib import get_close_matches

from pipeline.workspace import Workspace
from schemas.errors import WrongUseError


def unknown_source(workspace: Workspace, source_id: str) -> WrongUseError:
    """Return the error for a source id that the registry does not hold, with the nearest one."""
    ids = [source.id for source in workspace.registry.sources]
    near = get_close_matches(source_id, ids, n=1)
    remedy = f"Did you mean {near[0]}?" if near else "zhibi source health lists all sources"
    return WrongUseError(f"no source is called {source_id!r}", remedy=remedy)
