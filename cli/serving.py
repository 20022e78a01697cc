"""The command serve: the web pages."""

import importlib
import socket
from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import err, out
from pipeline import accounts
from pipeline.clock import system_now
from schemas.errors import WrongUseError


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(serve)


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; others reach it only by base_url")
    ] = "127.0.0.1",
    workspace: Annotated[Path | None, typer.Option("--workspace", "-w")] = None,
) -> None:
    """Serve the pages on http://127.0.0.1:PORT until Ctrl-C.

    Where nobody can sign in yet, a link is printed by which the administrator chooses a password.
    """
    _require_free(host, port)
    folder = workspace or state_of(context).folder
    with state_of(context).open(folder) as opened:
        caller = accounts.Caller("zhibi serve", system_now())
        secret = accounts.first_administrator(opened.store, caller)
    if secret is not None:
        out.print(
            "Nobody can sign in yet. Choose the administrator's password here, within 3 days:"
        )
        out.print(f"  http://127.0.0.1:{port}/welcome/{secret}", markup=False)
    err.print(f"http://127.0.0.1:{port}  (Ctrl-C ends it)")
    # By name: the command and the pages are siblings, and only this command needs the pages.
    importlib.import_module("web.server").serve(folder, port, host)


def _require_free(host: str, port: int) -> None:
    """Raise WrongUseError where nothing can listen at *host* and *port*."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as exc:
        why = str(exc.strerror or exc).partition(" (")[0]
        raise WrongUseError(
            f"The pages cannot be served there: {why}", where=f"{host}:{port}",
            remedy="End what listens there, or choose another place with --port or --host",
        ) from exc  # fmt: skip
