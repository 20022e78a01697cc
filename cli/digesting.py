"""The command digest: preview, files, delivery."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import ProgressLine, err, report_all
from pipeline import digest as digests
from pipeline.sending import can_send
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(digest)


def digest(
    context: typer.Context,
    reader: Annotated[list[str] | None, typer.Option("--reader", help="Only this reader")] = None,
    week: Annotated[str | None, typer.Option("--week", help="ISO week, such as 2026-W47")] = None,
    preview: Annotated[
        Path | None, typer.Option("--preview", help="Write what it would be to FILE; store nothing")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Deliver by mail what is due")] = False,
    send_if_set: Annotated[
        bool, typer.Option("--send-if-set", help="The same, where a mail server is set")
    ] = False,
    folder: Annotated[Path | None, typer.Option("--workspace", "-w")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report as JSON on stdout")] = False,
) -> None:
    """Make the week's digest of every reader; an edition is frozen once and sent once."""
    if preview is not None and send:
        raise WrongUseError("--preview and --send exclude each other", remedy="Preview first")
    with state_of(context).open(folder) as opened:
        send = send or (send_if_set and can_send(opened))
        if preview is not None:
            _preview(opened, reader or [], week, preview)
            return
        with ProgressLine() as progress:
            report = digests.digest(
                opened, readers=reader or (), week=week, send=send, progress=progress
            )
        code = report_all([report], as_json=as_json)
        folder = digests.folder_of(opened)
        err.print(f"Editions as files: {folder}", style="dim")
    raise typer.Exit(code)


def _preview(opened: Workspace, readers: list[str], week: str | None, file: Path) -> None:
    chosen = digests.choose(opened, readers)
    if not chosen:
        raise WrongUseError(
            "there is no reader yet", remedy="Add one to registry/readers.yaml, then apply it"
        )
    if len(chosen) != 1:
        raise WrongUseError(
            "a preview is of one reader",
            remedy=f"Name one with --reader: {', '.join(one.id for one in chosen)}",
        )
    edition = digests.preview(opened, chosen[0], week)
    body = edition.rendered.text if file.suffix == ".txt" else edition.rendered.html
    try:
        file.write_text(body, encoding="utf-8")
    except OSError as error:
        raise WrongUseError(f"cannot be written: {error.strerror}", where=str(file)) from error
    err.print(
        f"{edition.digest.subject}\nWritten to {file}; nothing was stored or sent", markup=False
    )
