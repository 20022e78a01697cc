"""Commands that read pages and files without a workspace: extract, diff."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.changed import changes_page, show_changes
from cli.piping import write_answers
from cli.terminal import Language, err, lines_of, lines_of_stdin, write_json
from pipeline import pagein
from pipeline.clock import parse_instant
from pipeline.pictures import picture_of_files
from pipeline.piped import as_json
from schemas.errors import QuarantineError, WrongUseError

Kind = Annotated[str | None, typer.Option("--kind", help="article, offer, product, job, people …")]
Seen = Annotated[str | None, typer.Option("--seen", help="When it was fetched; default: now")]


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    for command in (extract, diff):
        app.command()(command)


def extract(
    file: Annotated[
        str, typer.Argument(help="HTML, PDF, .eml, .docx, JSON …; - is standard input")
    ] = "-",
    url: Annotated[str, typer.Option("--url", help="Where the page was")] = "",
    kind: Kind = None,
    batch: Annotated[bool, typer.Option("--batch", help="JSONL {id, path, url[, kind]}")] = False,
    learn: Annotated[
        bool, typer.Option("--learn", help="With --batch: learn templates per host, and use them")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Every document of a board, list or mail, one a line")
    ] = False,
    seen: Seen = None,
) -> None:
    """Read a page or file and write one document as JSON; with --batch one per line of input."""
    moment = parse_instant(seen, where="--seen") if seen else None
    if batch:
        write_answers(pagein.extract_batch(_lines(file), seen=moment, learn=learn))
    if learn:
        raise WrongUseError("--learn goes with --batch", remedy="One page teaches nothing")
    if not url:
        raise WrongUseError(
            "extract needs --url", remedy="The page's address, e.g. --url https://…"
        )
    body = sys.stdin.buffer.read() if file == "-" else _bytes(Path(file))
    name = "" if file == "-" else Path(file).name
    try:
        found = pagein.extract_every(body, url, kind, seen=moment, name=name)
    except QuarantineError as error:
        error.where = error.where or name
        raise
    for document in found if every else found[:1]:
        write_json(as_json(document))
    if len(found) > 1 and not every:
        err.print(f"zhibi: {len(found) - 1} more documents are in it; --all writes them too")


def diff(  # noqa: PLR0913, PLR0917 - each is an option of the command
    old: Annotated[Path, typer.Argument(help="The earlier HTML file")],
    new: Annotated[Path, typer.Argument(help="The later HTML file")],
    url: Annotated[str, typer.Option("--url", help="Where the page was")],
    kind: Kind = None,
    text: Annotated[bool, typer.Option("--text", help="For people: words marked, no JSON")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write them as a page")] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Also draw both pages, changes marked, as PNG")
    ] = None,
    dressed: Annotated[
        bool, typer.Option("--dressed", help="With the page's own styles and pictures, fetched now")
    ] = False,
    language: Annotated[
        Language, typer.Option("--lang", help="Of the picture's words")
    ] = Language.en,
) -> None:
    """Write the changes between two versions of a page as a JSON list, or with --text to read."""
    found = pagein.diff_changes(_bytes(old), _bytes(new), url, kind)
    if html is not None:
        html.write_text(changes_page(found, url), encoding="utf-8")
    if text:
        show_changes(found)
    else:
        write_json([as_json(change) for change in found])
    if picture is not None:
        picture.write_bytes(
            picture_of_files(
                _bytes(old),
                _bytes(new),
                url=url,
                changes=found,
                language=language.value,
                dressed=dressed,
            )
        )


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        yield from lines_of_stdin()
        return
    with Path(file).open("rb") as opened:
        yield from lines_of(opened)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongUseError(f"cannot be read: {error.strerror}", where=str(path)) from error
