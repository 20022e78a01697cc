"""Commands for what people hand in: add one page or paper, import a file of rows."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import ProgressLine, err, out, report_all, write_json
from crawlers.pool import ExtractResult
from pipeline import arrivals, intake, pagein
from schemas.documents import Document, Filing, JobPosting, Review
from schemas.errors import WrongUseError

Workspace = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
SourceId = Annotated[str | None, typer.Option("--source", help="Enter it under this source")]
CompanyId = Annotated[str | None, typer.Option("--company", help="Whose page or paper it is")]
Json = Annotated[bool, typer.Option("--json", help="Documents as JSON lines on stdout")]
# Documents a preview shows; the rest are counted.
_SHOWN = 10


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.command()(add)
    app.command("import")(import_rows)


def add(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(help="HTML, PDF, .eml, .docx, text …; - is standard input")
    ],
    url: Annotated[str, typer.Option("--url", help="Where the page was; files may have none")] = "",
    kind: Annotated[str | None, typer.Option("--kind", help="article, filing, offer …")] = None,
    source: SourceId = None,
    company: CompanyId = None,
    as_json: Json = False,
    workspace: Workspace = None,
) -> None:
    """Take in one page or file: archived, read, tagged, searchable. Added twice it is there once."""
    body = sys.stdin.buffer.read() if file == "-" else _bytes(Path(file))
    name = "" if file == "-" else Path(file).name
    found = arrivals.arrival(body, url=url, name=name, kind=pagein.document_kind(kind))
    _take(context, workspace, found, source=source, company=company, usual="added", as_json=as_json)


def import_rows(  # noqa: PLR0913, PLR0917 - each is an option of the command
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, JSON lines or XML")],
    rows: Annotated[str, typer.Option("--as", help="patents, tenders, reviews or articles")],
    column: Annotated[
        list[str] | None, typer.Option("--column", help="'THEIR NAME=field', repeatable")
    ] = None,
    source: SourceId = None,
    company: CompanyId = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be read")] = False,
    as_json: Json = False,
    workspace: Workspace = None,
) -> None:
    """Take in a file of patents, tenders, reviews or articles, a document per row."""
    columns = dict(_pair(one) for one in column or ())
    found = arrivals.table(_bytes(file), name=file.name, kind=rows, columns=columns)
    usual = f"imported-{rows}"
    if dry_run:
        with state_of(context).open(workspace) as opened:
            _show(intake.preview(found, opened.now), as_json=as_json)
        return
    _take(context, workspace, found, source=source, company=company, usual=usual, as_json=as_json)


def _take(
    context: typer.Context, workspace: Path | None, found: arrivals.Arrival, *,
    source: str | None, company: str | None, usual: str, as_json: bool,
) -> None:  # fmt: skip
    """Show what is read of an arrival, then keep it; nothing is kept where nothing can be read."""
    with state_of(context).open(workspace) as opened:
        result = intake.preview(found, opened.now)
        _show(result, as_json=as_json)
        if not result.documents:
            raise WrongUseError("no row of it can be read; nothing was kept")
        under = intake.source_for(opened, source, usual, company)
        with ProgressLine() as progress:
            reports = list(intake.deliver(opened, under, found, progress))
    if not reports:
        err.print("It is here already; nothing was added")
        return
    code = report_all([one for one in reports if one.step != "crawl"])
    lost = any(one.counts.get("quarantined") for one in reports)
    raise typer.Exit(1 if lost else code)


def _show(result: ExtractResult, *, as_json: bool) -> None:
    if result.understood:
        err.print(f"columns: {result.understood}", markup=False, highlight=False)
    for note in result.notes:
        err.print(note, markup=False, highlight=False)
    if as_json:
        for document in result.documents:
            write_json(document.model_dump(mode="json"))
        return
    for document in result.documents[:_SHOWN]:
        day = document.published.value if document.published else "no date"
        out.print(f"[bold]{document.kind}[/]  {_escaped(document.title)}  [dim]{day}[/]", highlight=False)  # fmt: skip
        if facts := _facts(document):
            out.print(f"    {facts}", style="dim", markup=False, highlight=False)
        if document.text:
            first = document.text.split("\n\n")[0][:160]
            out.print(f"    {first}", style="dim", markup=False, highlight=False)
    more = len(result.documents) - _SHOWN
    if more > 0:
        out.print(f"… and {more} more")


def _facts(document: Document) -> str:
    """Return what a kind of document has beyond title and text, in one line."""
    parts: list[str | None] = []
    if isinstance(document, Filing):
        amount = (
            f"{document.amount.normalize():,f} {document.currency or ''}"
            if document.amount
            else None
        )
        parts = [document.form, document.number, document.filer, amount, *document.parties[:3]]
    elif isinstance(document, JobPosting):
        parts = [document.employer, document.location, document.team, document.employment]
    elif isinstance(document, Review):
        stars = f"{document.rating}/{document.rating_max}" if document.rating is not None else None
        parts = [document.reviewed, stars, *document.authors]
    if document.offers:
        parts.append(f"{len(document.offers)} prices")
    return " · ".join(one for one in [*parts, *document.flags] if one)


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


def _pair(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals or not column.strip() or not field.strip():
        raise WrongUseError(f"{text!r} is no column", remedy="Write --column 'THEIR NAME=field'")
    return column.strip(), field.strip()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUseError(f"cannot be read: {error.strerror}", where=str(path)) from error
