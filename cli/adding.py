"""The commands that add sources: source new, source import."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import out
from pipeline import adding, importing

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]


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
    file: Annotated[Path, typer.Argument(help="OPML, or a list of URLs, one a line")],
    company: Annotated[str | None, typer.Option("--company")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    workspace: Folder = None,
) -> None:
    """Take sources over from a feed reader (OPML) or a list of URLs."""
    with state_of(context).open(workspace) as opened:
        taken = importing.import_file(opened, file, company=company, dry_run=dry_run)
    for source in taken:
        out.print(f"{source.id}  {source.kind}  {source.urls[0]}")
    out.print(f"{len(taken)} sources{' would be taken' if dry_run else ''}")
