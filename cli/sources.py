"""The commands under source: try, health, history, undo, due; new and import stand in adding.py."""

from pathlib import Path
from typing import Annotated

import typer

from cli import adding, health, templates
from cli.context import state_of
from cli.terminal import out, show_problem, write_json
from pipeline import sourcing

app = typer.Typer(help="Tune what is watched.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
SourceId = Annotated[str, typer.Argument(help="The source's id")]
adding.register(app)
health.register(app)
app.add_typer(templates.app, name="template")


@app.command("try")
def try_source(
    context: typer.Context,
    source_id: SourceId,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="Documents at most")] = 5,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Fetch a source now and show what would be read; nothing is stored."""
    with state_of(context).open(workspace) as opened:
        trial = sourcing.attempt(opened, source_id, limit=limit)
    if as_json:
        write_json(trial.as_json())
        raise typer.Exit(0 if trial.documents else 1)
    out.print(
        f"[bold]{source_id}[/]  " + "  ".join(f"{n} {name}" for name, n in trial.counts.items())
    )
    for document in trial.documents:
        day = document.published.value if document.published else "no date"
        out.print(f"\n[bold]{document.kind}[/] {document.title}  [dim]{day}  {document.url}[/]")
        for offer in document.offers:
            amount = (
                f"{offer.amount} {offer.currency or ''}/{offer.period or ''}"
                if offer.amount
                else offer.state
            )
            out.print(f"    {offer.name:<24} {amount}")
        if document.text:
            out.print(f"    {document.text[:200].strip()} …", style="dim", markup=False)
    for problem in trial.problems:
        show_problem(problem)
    raise typer.Exit(0 if trial.documents else 1)


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
