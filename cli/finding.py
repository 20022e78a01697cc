"""The command search: results as a person reads them, or as JSON."""

import unicodedata
from collections.abc import Iterator
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
from schemas.searching import FacetValue, Highlight, Hit, SearchResults
from text.display import counted, display_width, pad, short_day, shorten, wrap

# The families' shapes and colours, as on the web pages (16-colour names: the terminal's own theme).
_SHAPES: dict[Family, tuple[str, str]] = {
    "product": ("●", "blue"), "pricing": ("◆", "red"), "market": ("▲", "green"),
    "finance": ("■", "yellow"), "strategy": ("⬢", "magenta"), "people": ("○", "bright_magenta"),
    "delivery": ("✚", "cyan"),
}  # fmt: skip

_INDENT = 9  # columns of the day, "22 Nov" or "30 Sep 2025" pushed out
_GAP = 3  # least columns between the counts and how the query was read
_WIDTH = 100  # columns where no terminal says how many it has


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
    """Search what was collected; docs/users.md has the query language."""
    with state_of(context).open(workspace) as opened:
        results = finding.search(
            opened, query, limit=limit, sort="date" if by_date else "relevance"
        )
        if as_json:
            write_json(results.model_dump(mode="json"))
        else:
            _show(results, opened.registry, opened.now, with_facets=facets)


def _show(results: SearchResults, registry: Registry, now: datetime, *, with_facets: bool) -> None:
    """Print results as wide as the terminal is; piped, nothing is cut."""
    width = out.width if out.is_terminal else None
    stories = f", {counted(results.stories, 'story', 'stories')}" if results.stories else ""
    shown = (
        "No document"
        if not results.total
        else f"{len(results.hits)} of {counted(results.total, 'document')}{stories}"
    )
    out.print(_head(f"{shown}, {results.milliseconds:.0f} ms", results.interpretation, width))
    for note in results.notes:
        out.print(f"  {escape(note)}", style="yellow")
    sources = {one.id: one.name or one.id for one in registry.sources}
    for hit in results.hits:
        out.print()
        for line in _lines(hit, sources, now):
            out.print(_cut(line, width))
    if not results.total:
        out.print("\nNo document matches. Fewer words find more; docs/users.md has the fields.")
    elif with_facets:
        out.print()
        for field, values in _facets(results, {one.id for one in registry.companies}):
            out.print(_row(field, values, width))


def _head(counts: str, interpretation: str, width: int | None) -> Text:
    """Return the counts and, to their right or below where it is long, how the query was read."""
    columns = width or _WIDTH
    room = columns - display_width(counts) - display_width(interpretation)
    gap = " " * room if room >= _GAP else "\n"
    read = interpretation if room >= _GAP else "\n".join(wrap(interpretation, columns))
    return Text.assemble((counts, "bold"), gap if read else "", (read, "dim"))


def _lines(hit: Hit, sources: dict[str, str], now: datetime) -> Iterator[Text]:
    """Yield the title in its column, the words found, and where they stand."""
    document = hit.document
    line = Text(pad(f"{short_day(document.day, now)} ", _INDENT))
    kind = document.moves[0] if document.moves else ""
    if kind in FAMILY_OF:
        family = FAMILY_OF[kind]
        shape, colour = _SHAPES[family]
        line.append(pad(f"{shape} {family}", 12), colour)
        line.append(pad(kind, 19))
        line.append(pad(", ".join(document.statuses[:1]), 11))
    else:
        line.append(pad(f"· {document.kind}", 42), "dim")
    yield line.append(_title(hit))
    for part in hit.highlights:
        if part.field == "text":
            yield Text(" " * _INDENT).append(_marked(part))
    more = f"  +{hit.collapsed} of the same story" if hit.collapsed else ""
    source = _printable(sources.get(document.source, document.source))
    yield Text(f"{' ' * _INDENT}{source}{more}  {_address(document.url)}", "dim")


def _facets(results: SearchResults, companies: set[str]) -> Iterator[tuple[str, list[FacetValue]]]:
    """Yield what can be typed: a family is a value of move, as a kind is; products are no company."""
    families = results.facets.get("family", ())
    for field, values in results.facets.items():
        if field == "family":
            continue
        listed = [*families, *values] if field == "move" else list(values)
        if field == "company":
            listed = [one for one in listed if one.value in companies]
        if listed:
            yield f"{field}:", listed


def _row(field: str, values: list[FacetValue], width: int | None) -> Text:
    """Return one line of values with their counts, as many as fit whole."""
    row = Text(pad(field, _INDENT), "dim")
    for one in values[:12]:
        cell = f"{_printable(one.value)} {one.count}"
        if display_width(row.plain) + display_width(cell) > (width or _WIDTH):
            break
        row.append(_printable(one.value), "not dim").append(f" {one.count}  ")
    return row


def _title(hit: Hit) -> Text:
    for part in hit.highlights:
        if part.field == "title":
            return _marked(part, base="bold")
    return Text(_printable(hit.document.title), "bold")


def _marked(part: Highlight, base: str = "") -> Text:
    text = Text(_printable(part.text), base)
    for start, end in part.marks:
        text.stylize("bold underline" if base else "bold", start, end)
    return text


def _address(url: str) -> str:
    """Return where a document is, in words for what came in as a file or by mail."""
    return "a file or message, no address" if url.startswith("urn:zhibi:") else _printable(url)


def _printable(text: str) -> str:
    """Return foreign *text* of the same length without controls and marks of direction.

    An escape sequence in a title would otherwise command the terminal.
    """
    return "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)


def _cut(line: Text, width: int | None) -> Text:
    """Return *line* cut to *width* columns, Chinese counted as two, with an ellipsis."""
    if width is None or display_width(line.plain) <= width:
        return line
    kept = line[: len(shorten(line.plain, width)) - 1]
    kept.rstrip()
    return kept.append("…")
