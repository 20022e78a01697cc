"""The commands that add sources: source new, source import."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli.context import state_of
from cli.terminal import ProgressLine, err, out, show_problem, write_json
from pipeline import adding, discovery, importing
from pipeline.discovery import is_home
from pipeline.workspace import Workspace
from schemas.registry import format_period

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]

# Lines that a person reads; --json has all.
_SHOWN = 200


def register(app: typer.Typer) -> None:
    """Add the commands to the group of sources."""
    app.command("new")(new_source)
    app.command("import")(import_sources)


def new_source(  # noqa: PLR0913, PLR0917 - the options of a command
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="A home page, or where one source starts")],
    kind: Annotated[str, typer.Option("--kind", help="feed, sitemap, listing, page, jobs …")] = "",
    source_id: Annotated[
        str, typer.Option("--id", help="Its id; made from the URL if left away")
    ] = "",
    company: Annotated[str | None, typer.Option("--company", help="Whose place it is")] = None,
    document: Annotated[str | None, typer.Option("--document", help="offer, people, job …")] = None,
    every: Annotated[str, typer.Option("--every", help="6h, 1d, 7d")] = "6h",
    accept: Annotated[
        str, typer.Option("--accept", help="Of a home page: the numbers to add (1,3,5), or all")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Add a source; from a home page, find its sources and add those whose numbers you accept."""
    with state_of(context).open(workspace) as opened:
        if accept or (is_home(url) and not (kind or source_id or document)):
            _discover(opened, url, company, accept, as_json=as_json)
            return
        source = adding.new(
            opened, url, kind=kind, source_id=source_id, company=company, document=document,
            every=every,
        )  # fmt: skip
    if as_json:
        write_json(source.model_dump(mode="json", exclude_defaults=True))
        return
    out.print(f"{source.id}: {source.kind}, every {every}. Next: zhibi source try {source.id}")


def _discover(
    workspace: Workspace, url: str, company: str | None, accept: str, *, as_json: bool
) -> None:
    """Show what is found at a home page; add what is accepted, now or by the option."""
    company = company or discovery.company_of(workspace, url)
    site = discovery.recall(workspace, url, company) if accept else None
    if site is None:
        with ProgressLine() as progress:
            site = discovery.look(workspace, url, company, progress)
    if not accept and not as_json:
        _show_site(site)
        if site.offers and sys.stdin.isatty():
            accept = typer.prompt(
                "Add which? Numbers, all, or nothing", default="", show_default=False
            )
    taken = discovery.accept(workspace, site, accept, company) if accept.strip() else []
    if as_json:
        added = [one.model_dump(mode="json", exclude_defaults=True) for one in taken]
        write_json({**site.as_json(), "added": added})
    elif accept.strip():
        for source in taken:
            out.print(f"{source.id}: {source.kind}, every {format_period(source.every)}  {source.urls[0]}",
                      markup=False)  # fmt: skip
        out.print(
            f"{len(taken)} sources added. Next: zhibi source try ID, or zhibi run", style="dim"
        )
    elif site.offers:
        option = f" --company {company}" if company else ""
        err.print(
            f"Add them: zhibi source new {url}{option} --accept 1,3,5", style="dim", markup=False
        )
    raise typer.Exit(0 if site.offers else 1)


def _show_site(site: discovery.Site) -> None:
    for offer in site.offers:
        one = offer.proposal
        what = f"{one.topic} ({one.kind}{f', {one.document}' if one.document else ''}, every {one.every})"
        known = f"  [yellow]watched already as {escape(offer.watched)}[/]" if offer.watched else ""
        out.print(f"[bold]{offer.number:>3}[/]  {one.score:.2f}  {escape(what)}{known}")
        out.print(f"           {one.url}", markup=False)
        if one.title:
            out.print(f"           {one.title}", style="dim", markup=False)
        out.print(f"           because {'; '.join(one.reasons)}", style="dim", markup=False)
    for problem in site.problems[:5]:
        show_problem(problem)
    if not site.offers:
        err.print(
            "Nothing worth watching was found. If you know a page, add it with --kind", markup=False
        )


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
