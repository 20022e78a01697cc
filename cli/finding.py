"""The command search: results as a person reads them, as JSON, or as a file of all of them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, cast

import typer

from cli.context import state_of
from cli.found import show, show_preview
from cli.terminal import Language, err, write_json
from pipeline import exporting, finding
from pipeline.workspace import Workspace
from schemas.errors import WrongUseError
from schemas.searching import SearchResults, Sort
from search.base import FACET_FIELDS


class Order(StrEnum):
    """The orders of results."""

    relevance = "relevance"
    newest = "newest"
    importance = "importance"


_SORTS: dict[Order, Sort] = {
    Order.relevance: "relevance", Order.newest: "date", Order.importance: "importance",
}  # fmt: skip


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(search)


def search(  # noqa: PLR0913, PLR0917 - one argument per option of the command
    context: typer.Context,
    query: Annotated[str, typer.Argument(help='Words, "phrases", company:, move:, last:30d …')],
    limit: Annotated[int, typer.Option("--limit", min=1, max=200)] = 10,
    sort: Annotated[Order, typer.Option("--sort", help="The order of results")] = Order.relevance,
    by_date: Annotated[bool, typer.Option("--by-date", help="Same as --sort newest")] = False,
    cursor: Annotated[str | None, typer.Option("--cursor", help="Go on after a page")] = None,
    facet: Annotated[
        list[str] | None, typer.Option("--facet", help="Count values of this field; repeatable")
    ] = None,
    facets: Annotated[bool, typer.Option("--facets/--no-facets", help="Counts per field")] = True,
    histogram: Annotated[bool, typer.Option("--histogram", help="Documents over time")] = False,
    reports: Annotated[
        bool, typer.Option("--reports", help="Every report, not one a story")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Why each result stands there")
    ] = False,
    like: Annotated[str, typer.Option("--like", help="Most like the document with this id")] = "",
    preview: Annotated[
        int,
        typer.Option("--preview", min=0, max=60, help="What the last N days would have brought"),
    ] = 0,
    export: Annotated[
        Path | None, typer.Option("--export", help="All hits into FILE.csv, .xlsx or .jsonl")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="Of what is told")] = Language.en,
    as_json: Annotated[bool, typer.Option("--json", help="All fields as JSON on stdout")] = False,
    workspace: Annotated[Path | None, typer.Option("--workspace", "-w")] = None,
) -> None:
    """Search what was collected; docs/users.md has the query language."""
    order = "date" if by_date else _SORTS[sort]
    with state_of(context).open(workspace) as opened:
        if export is not None:
            _export(opened, query, export, order, lang)
            return
        if preview:
            volume = finding.preview(opened, query, days=preview, lang=lang.value)
            if as_json:
                write_json(volume.model_dump(mode="json"))
            else:
                show_preview(volume)
            return
        if like:
            results = finding.similar(opened, like, within=query, limit=limit, lang=lang.value)
        else:
            results = finding.search(
                opened, query, limit=limit, cursor=cursor, sort=order, collapse=not reports,
                facets=_facets(facet), histogram=histogram, lang=lang.value,
            )  # fmt: skip
        _answer(opened, results, lang, explain=explain, with_facets=facets, as_json=as_json)


def _answer(
    opened: Workspace,
    results: SearchResults,
    lang: Language,
    *,
    explain: bool,
    with_facets: bool,
    as_json: bool,
) -> None:
    if as_json:
        write_json(results.model_dump(mode="json"))
        return
    show(
        results,
        opened.registry,
        opened.now,
        with_facets=with_facets,
        lang=lang.value,
        explain=lambda hit: finding.explain(opened, hit, lang.value) if explain else (),
    )


def _facets(named: list[str] | None) -> tuple[str, ...]:
    """Return the facets to count. Raises WrongUseError for one that is not there."""
    for name in named or ():
        if name not in FACET_FIELDS:
            raise WrongUseError(
                f"there is no facet '{name}'", remedy=f"Facets are {', '.join(FACET_FIELDS)}"
            )
    return tuple(named) if named else finding.FACETS


def _export(opened: Workspace, query: str, file: Path, order: Sort, lang: Language) -> None:
    """Write all hits into *file*, beside it first, so that a broken export leaves none."""
    form = cast("exporting.Format", file.suffix.lower().lstrip("."))
    pieces = exporting.export(opened, query, form, sort=order, lang=lang.value)
    draft = file.with_name(file.name + ".partial")
    try:
        with draft.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
        draft.replace(file)
    except OSError as error:
        raise WrongUseError(f"cannot be written: {error.strerror}", where=str(file)) from error
    finally:
        draft.unlink(missing_ok=True)
    err.print(f"{file}: {file.stat().st_size:,} bytes", markup=False)
