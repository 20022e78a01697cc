"""The commands under collection: listed, and handed over as a file."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import Language, err, out, write_json
from pipeline.collection_export import MEDIA_TYPES, file_of
from pipeline.views import collections as views
from schemas.errors import WrongUseError
from text.display import Lang, one_line

app = typer.Typer(
    help="Collections: lists of stories and documents that people made.", no_args_is_help=True
)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
# More than these are no list for a terminal.
_MOST = 1000


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="collection")


@app.command("list")
def list_(
    context: typer.Context,
    account: Annotated[
        str, typer.Option("--account", help="Also the private ones of this account")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """List the collections of the team, the last changed first."""
    with state_of(context).open(workspace) as opened:
        found = opened.store.collections.seen_by(account, limit=_MOST)
    for one, count in found:
        if as_json:
            write_json({**one.model_dump(mode="json"), "count": count})
            continue
        line = f"{one.id:<14} {count:>4}  {one.visibility:<8} {one.owner:<16} {one_line(one.title, 100)}"
        out.print(line, markup=False, highlight=False)


@app.command("export")
def export(
    context: typer.Context,
    collection_id: Annotated[str, typer.Argument(help="Its id, as zhibi collection list shows it")],
    file: Annotated[Path, typer.Argument(help="FILE.md, FILE.csv, FILE.xlsx or FILE.jsonl")],
    lang: Annotated[Language, typer.Option("--lang", help="Of what is told")] = Language.en,
    workspace: Folder = None,
) -> None:
    """Write a whole collection into a file."""
    form = next((one for one in MEDIA_TYPES if file.suffix == f".{one}"), None)
    if form is None:
        raise WrongUseError(
            f"{file.name} is none of the files that can be written",
            remedy=f"End its name in .{', .'.join(MEDIA_TYPES)}",
        )
    language: Lang = "zh" if lang is Language.zh else "en"
    with state_of(context).open(workspace) as opened:
        found = opened.store.collections.get(collection_id)
        if found is None or found.removed is not None:
            raise WrongUseError(
                f"no collection is called {collection_id!r}", remedy="zhibi collection list"
            )
        view = views.view(opened, found, language)
        pieces = b"".join(file_of(view, form, language, opened.settings.base_url))
    try:
        file.write_bytes(pieces)
    except OSError as error:
        raise WrongUseError(f"cannot be written: {error.strerror}", where=str(file)) from error
    err.print(f"{view.count} entries in {file}", markup=False, highlight=False)
