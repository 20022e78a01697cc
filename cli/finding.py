"""The command search: results as a person reads them, or as JSON."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from cli.context import state_of
from cli.terminal import out, write_json
from pipeline import finding
from schemas.kinds import FAMILY_OF, Family
from schemas.registry import Registry
from schemas.searching import Highlight, Hit, SearchResults
from text.display import format_count, short_day

# The families' shapes and colours, as on the web pages (16-colour names: the terminal's own theme).
_SHAPES: dict[Family, tuple[str, str]] = {
    "product": ("●", "blue"), "pricing": ("◆", "red"), "market": ("▲", "green"),
    "finance": ("■", "yellow"), "strategy": ("⬢", "magenta"), "people": ("○", "bright_magenta"),
    "delivery": ("✚", "cyan"),
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(search)


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help='Words, "phrases", company:, move:, last:30d …')],
    limit: Annotated[int, typer.Option("--limit", min=1, max=200)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="All fields as JSON on stdout")] = False,
    by_date: Annotated[bool, typer.Option("--by-date", help="Newest first")] = False,
    facets: Annotated[bool, typer.Option("--facets/--no-facets", help="Counts per field")] = True,
    workspace: Annotated[Path | None, typer.Option("--workspace", "-w")] = None,
) -> None:
    """Search what was collected; docs/search.md has the query language."""
    with state_of(context).open(workspace) as opened:
        results = finding.search(
            opened, query, limit=limit, sort="date" if by_date else "relevance"
        )
        if as_json:
            write_json(results.model_dump(mode="json"))
        else:
            _show(results, opened.registry, opened.now, with_facets=facets)


def _show(results: SearchResults, registry: Registry, now: datetime, *, with_facets: bool) -> None:
    stories = f", {format_count(results.stories)} stories" if results.stories else ""
    head = f"{len(results.hits)} of {format_count(results.total)} documents{stories}"
    out.print(
        f"[bold]{head}[/], {results.milliseconds:.0f} ms   [dim]{escape(results.interpretation)}[/]"
    )
    for note in results.notes:
        out.print(f"  {escape(note)}", style="yellow")
    for hit in results.hits:
        out.print()
        _show_hit(hit, registry, now)
    if with_facets and results.total:
        out.print()
        for field, values in results.facets.items():
            row = "  ".join(f"{escape(one.value)} [dim]{one.count}[/]" for one in values[:8])
            if row:
                out.print(f"[dim]{field:<9}[/]{row}")


def _show_hit(hit: Hit, registry: Registry, now: datetime) -> None:
    document = hit.document
    line = Text(f"{short_day(document.day, now):<7} ")
    if document.moves:
        kind = document.moves[0]
        shape, colour = _SHAPES[FAMILY_OF[kind]] if kind in FAMILY_OF else ("·", "white")
        line.append(f"{shape} {kind}", colour)
        line.append(f"  {', '.join(document.statuses[:1])}  ")
    line.append(_title(hit))
    out.print(line)
    for part in hit.highlights:
        if part.field == "text":
            out.print(Text("        ").append(_marked(part)))
    names = [
        company.name(document.language)
        for company in registry.companies
        if company.id in document.about
    ]
    more = f"  +{hit.collapsed} of the same story" if hit.collapsed else ""
    about = f"{', '.join(names[:3])}  " if names else ""
    out.print(f"        [dim]{escape(about)}{escape(document.url)}{more}[/]")


def _title(hit: Hit) -> Text:
    for part in hit.highlights:
        if part.field == "title":
            return _marked(part, base="bold")
    return Text(hit.document.title, "bold")


def _marked(part: Highlight, base: str = "") -> Text:
    text = Text(part.text, base)
    for start, end in part.marks:
        text.stylize("bold reverse" if base else "bold", start, end)
    return text
