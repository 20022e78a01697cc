"""The command mcp: what assistants may ask."""

import importlib
from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(mcp)


def mcp(
    context: typer.Context,
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")
    ] = None,
) -> None:
    """Answer an assistant over the Model Context Protocol, on standard input and output; read-only."""
    # By name: the command and the pages are siblings, and only this command needs the protocol.
    importlib.import_module("web.assistants").serve(workspace or state_of(context).folder)
