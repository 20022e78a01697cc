"""The command ``zhibi``: its groups of commands, its one edge where errors become sentences."""

import errno
import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.context import State
from cli.lazy import LazyGroup
from cli.terminal import show_error, spare_signs
from pipeline.clock import parse_instant
from schemas.errors import StorageFullError, WrongUseError, ZhibiError

# New objects between two looks for garbage: word lists and patterns are a million that stay, and looking
# through them at Python's usual 700 takes a tenth of a command's start.
SELDOM = 50_000
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# What the person who names a file or keeps the folder can mend.
_BARRED = frozenset(
    {errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.EROFS, errno.EEXIST,
     errno.ENOTEMPTY, errno.ENAMETOOLONG, errno.ELOOP}
)  # fmt: skip

app = typer.Typer(
    name="zhibi",
    help="知彼: know your rivals. Collects, tags, searches and mails what competitors do.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    cls=LazyGroup,
)


@app.callback()
def common(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")
    ] = None,
    now: Annotated[
        str | None,
        typer.Option("--now", help="Take this as the present: 2026-11-23T09:30:00+08:00"),
    ] = None,
) -> None:
    """Options that every command has."""
    context.obj = State(workspace, parse_instant(now) if now else None)


def run(arguments: list[str] | None = None) -> None:
    """Run the command and exit: 0 done, 1 some of it failed, 2 wrong use."""
    gc.set_threshold(SELDOM)
    spare_signs()
    try:
        app(arguments, standalone_mode=True)
    except ZhibiError as error:
        show_error(error)
        sys.exit(error.exit_code)
    except OSError as error:
        if error.errno == errno.EPIPE:
            sys.exit(0)
        said = _said(error)
        if said is None:
            raise
        show_error(said)
        sys.exit(said.exit_code)


def _said(error: OSError) -> ZhibiError | None:
    """Return what the system refused as a sentence; None for what is no matter of a file or the disk."""
    where = str(error.filename2 or error.filename or "")
    if error.errno in _FULL:
        remedy = "Free space and run again; what was acknowledged is kept"
        return StorageFullError("the disk is full", where=where, remedy=remedy)
    if error.errno in _BARRED and where:
        return WrongUseError(
            f"cannot be read or written: {error.strerror}", where=where,
            remedy="See whether it is there and may be read and written by you, or name another",
        )  # fmt: skip
    return None


if __name__ == "__main__":
    run()
