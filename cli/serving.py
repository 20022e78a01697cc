"""The command serve: web pages on this machine."""

import importlib
from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import err


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    workspace: Annotated[Path | None, typer.Option("--workspace", "-w")] = None,
) -> None:
    """Serve the pages on http://127.0.0.1:PORT until Ctrl-C; nobody else can reach them."""
    folder = workspace or state_of(context).folder
    err.print(f"http://127.0.0.1:{port}  (Ctrl-C ends it)")
    # By name: the command and the pages are siblings, and only this command needs the pages.
    importlib.import_module("web.server").serve(folder, port)
