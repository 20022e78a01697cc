"""The commands under source: history, undo, due; the others stand in adding, health and tuning."""

from pathlib import Path
from typing import Annotated

import typer

from cli import adding, health, templates, tuning, volatile
from cli.context import state_of
from cli.terminal import out, write_json
from pipeline import sourcing

app = typer.Typer(help="Tune what is watched.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
SourceId = Annotated[str, typer.Argument(help="The source's id")]
adding.register(app)
health.register(app)
app.add_typer(templates.app, name="template")
tuning.register(app)
volatile.register(app)


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="source")


@app.command("history")
def history(context: typer.Context, source_id: SourceId, workspace: Folder = None) -> None:
    """Show who changed a source, when, and what."""
    with state_of(context).open(workspace) as opened:
        for line in sourcing.history(opened, source_id):
            out.print(line, markup=False)


@app.command("undo")
def undo(context: typer.Context, source_id: SourceId, workspace: Folder = None) -> None:
    """Take the last change of a source back."""
    with state_of(context).open(workspace) as opened:
        sourcing.undo(opened, source_id)
    out.print(f"{source_id} is as it was before its last change")


@app.command("due")
def due(
    context: typer.Context,
    source: Annotated[list[str] | None, typer.Option("--source", help="Only these")] = None,
    batch: Annotated[int, typer.Option("--batch", min=1, help="Sources per line")] = 10,
    workspace: Folder = None,
) -> None:
    """Write the ids of sources that are due, as JSON lists of at most --batch: one crawl each."""
    with state_of(context).open(workspace) as opened:
        for ids in sourcing.due(opened, source or (), batch):
            write_json(ids)
