"""The command source volatile: places that never stay the same, and changes that wait."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import out, write_json
from pipeline import volatile

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command("volatile")(show)


def show(
    context: typer.Context,
    source_id: Annotated[str, typer.Argument(help="The source's id")],
    mute: Annotated[int | None, typer.Option("--mute", help="Number of a place")] = None,
    unmute: Annotated[int | None, typer.Option("--unmute", help="Number of a place")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Show what is muted on a source's pages and what waits for a second check; mute or unmute."""
    with state_of(context).open(workspace) as opened:
        for number, muted in ((mute, True), (unmute, False)):
            if number is not None:
                volatile.decide(opened, source_id, number, muted=muted)
        places = volatile.listed(opened, source_id)
        waiting = volatile.waiting(opened, source_id)
    if as_json:
        write_json(
            {
                "places": [one.model_dump(mode="json") for one in places],
                "waiting": [one.model_dump(mode="json") for one in waiting],
            }
        )
        return
    for one in places:
        state = "muted" if one.block.muted else "told"
        often = f"differed at {one.block.differed} of {one.block.checks} checks"
        out.print(f"{one.number:>3}  {state:<6} {often}  {one.url}", markup=False)
        out.print(f"     {one.block.sample[:90]}", style="dim", markup=False)
    if not places:
        out.print(f"{source_id}: no place on its pages is volatile.")
    for change in waiting:
        said = change.change
        out.print(
            f"waits: {said.kind} {said.subject}: {said.old or '–'} → {said.new or '–'}"[:160],
            markup=False,
        )
