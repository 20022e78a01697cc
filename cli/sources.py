"""The commands under source: new, try, check, health, history, undo, import."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.context import state_of
from cli.terminal import out, show_problem, write_json
from pipeline import sourcing

app = typer.Typer(help="Tune what is watched.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
SourceId = Annotated[str, typer.Argument(help="The source's id")]


@app.command("new")
def new_source(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="Where to start")],
    kind: Annotated[str, typer.Option("--kind", help="feed, sitemap, listing, page, jobs …")] = "",
    source_id: Annotated[
        str, typer.Option("--id", help="Its id; made from the URL if left away")
    ] = "",
    company: Annotated[str | None, typer.Option("--company", help="Whose place it is")] = None,
    document: Annotated[str | None, typer.Option("--document", help="offer, people, job …")] = None,
    every: Annotated[str, typer.Option("--every", help="6h, 1d, 7d")] = "6h",
    workspace: Folder = None,
) -> None:
    """Add a source; without --kind its first page is looked at to find out."""
    with state_of(context).open(workspace) as opened:
        source = sourcing.new(
            opened, url, kind=kind, source_id=source_id, company=company, document=document,
            every=every,
        )  # fmt: skip
    out.print(f"{source.id}: {source.kind}, every {every}. Next: zhibi source try {source.id}")


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


@app.command("health")
def health(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Show each source: when it was last read, what fails and since when."""
    with state_of(context).open(workspace) as opened:
        rows = sourcing.health(opened)
        quarantined = sourcing.quarantined(opened)
    if as_json:
        write_json([row.model_dump(mode="json") for row in rows])
        return
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in ("source", "last read", "failures", "reason"):
        table.add_column(name, overflow="fold")
    for row in rows:
        last = row.last_ok.strftime("%Y-%m-%d %H:%M") if row.last_ok else "never"
        table.add_row(row.source, last, str(row.failures or ""), row.reason or "")
    out.print(table)
    for reason, number in quarantined.items():
        out.print(f"{number} pages quarantined: {reason}")


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


@app.command("import")
def import_sources(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="OPML, or a list of URLs, one a line")],
    company: Annotated[str | None, typer.Option("--company")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    workspace: Folder = None,
) -> None:
    """Take sources over from a feed reader (OPML) or a list of URLs."""
    with state_of(context).open(workspace) as opened:
        taken = sourcing.import_file(opened, file, company=company, dry_run=dry_run)
    for source in taken:
        out.print(f"{source.id}  {source.kind}  {source.urls[0]}")
    out.print(f"{len(taken)} sources{' would be taken' if dry_run else ''}")


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
