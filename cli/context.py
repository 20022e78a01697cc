"""What the options before a command mean to the command."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


@dataclass(frozen=True)
class State:
    """The workspace and time that were named, if any."""

    folder: Path | None
    now: datetime | None

    @contextmanager
    def open(
        self, folder: Path | None = None, now: datetime | None = None
    ) -> Iterator["Workspace"]:
        """Open the workspace, and close what was opened from it."""
        # Late: it brings the store and both engines, which many commands never touch.
        from pipeline.workspace import open_workspace  # noqa: PLC0415

        workspace = open_workspace(folder or self.folder, now=now or self.now)
        try:
            yield workspace
        finally:
            workspace.close()


def state_of(context: typer.Context) -> State:
    """Return the options that stood before the command."""
    found = context.find_root().obj
    return found if isinstance(found, State) else State(None, None)
