"""The commands under audit: what was done by whom and why, and taking it back."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import err, out, write_json
from pipeline.auditing import Caller
from pipeline.clock import system_now
from schemas.accounts import AuditEntry

app = typer.Typer(help="What was done, by whom and why; taking it back.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="audit")


@app.command("list")
def list_(
    context: typer.Context,
    kind: Annotated[
        str | None, typer.Option("--kind", help="company, reader, source, account, correction …")
    ] = None,
    record: Annotated[str | None, typer.Option("--record", help="Of this record only")] = None,
    account: Annotated[str | None, typer.Option("--account", help="By this account only")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 30,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """List what was done, the newest first; the number in front is what undo takes."""
    with state_of(context).open(workspace) as opened:
        found = opened.store.audit.list(limit=limit, account=account, kind=kind, record=record)
    for one in found:
        if as_json:
            write_json(one.model_dump(mode="json"))
            continue
        head = f"{one.number:>5}  {one.at:%Y-%m-%d %H:%M}  {one.account:<14}  {one.action}"
        part = f"  (part of {one.part_of})" if one.part_of else ""
        out.print(f"{head}  {one.record}{part}", markup=False)
        if one.reason:
            out.print(f"       {one.reason}", style="dim", markup=False)
    if not found and not as_json:
        err.print("Nothing of that kind was done yet", style="dim")


@app.command("undo")
def undo(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The entry, as zhibi audit list shows it")],
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the log")] = "",
    author: Annotated[str, typer.Option("--author", help="Who does it")] = "cli",
    workspace: Folder = None,
) -> None:
    """Take back what an entry tells of, unless somebody changed the same since."""
    # Late: it brings what takes corrections back, which listing does without.
    from pipeline import undoing  # noqa: PLC0415

    with state_of(context).open(workspace) as opened:
        done = undoing.undo(opened, number, Caller(author, system_now()).because(reason))
    out.print(f"Taken back: {_said(done)}", markup=False)


def _said(entry: AuditEntry) -> str:
    return f"{entry.number}, {entry.action} {entry.record}".rstrip()
