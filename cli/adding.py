"""The commands that add sources: source new, source import."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli.context import state_of
from cli.terminal import err, out, show_problem, write_json
from pipeline import adding, importing
from schemas.registry import format_period

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]

# Lines that a person reads; --json has all.
_SHOWN = 200


def register(app: typer.Typer) -> None:
    """Add the commands to the group of sources."""
    app.command("new")(new_source)
    app.command("import")(import_sources)


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
        source = adding.new(
            opened, url, kind=kind, source_id=source_id, company=company, document=document,
            every=every,
        )  # fmt: skip
    out.print(f"{source.id}: {source.kind}, every {every}. Next: zhibi source try {source.id}")


def import_sources(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            help="OPML, a changedetection.io backup, urlwatch's YAML, a CSV or a list of URLs"
        ),
    ],
    company: Annotated[
        str | None, typer.Option("--company", help="Whose places they all are")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be taken")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Take sources over from another tool; what cannot be taken is said line by line."""
    with state_of(context).open(workspace) as opened:
        result = importing.import_file(opened, file, company=company, dry_run=dry_run)
    if as_json:
        write_json(result.as_json())
    else:
        _show(result, dry_run=dry_run)
    raise typer.Exit(1 if result.problems else 0)


def _show(result: importing.Imported, *, dry_run: bool) -> None:
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in ("source", "kind", "every", "company", "address"):
        table.add_column(name, overflow="fold")
    for source in result.taken[:_SHOWN]:
        cells = (source.id, source.kind, format_period(source.every), source.company or "")
        table.add_row(*map(escape, cells), escape(source.where))
    if result.taken:
        out.print(table)
    if len(result.taken) > _SHOWN:
        out.print(f"and {len(result.taken) - _SHOWN:,} more", style="dim")
    for problem in result.problems[:_SHOWN]:
        show_problem(problem)
    if len(result.problems) > _SHOWN:
        err.print(f"  and {len(result.problems) - _SHOWN:,} more; --json lists all", style="dim")
    verb = "would be taken" if dry_run else "taken"
    known = f", {len(result.known):,} watched already" if result.known else ""
    odd = f", {len(result.problems):,} lines to look at" if result.problems else ""
    out.print(f"{result.format}: {len(result.taken):,} sources {verb}{known}{odd}")
    if result.taken and not dry_run:
        out.print("Next: zhibi source try ID, or zhibi run", style="dim")
