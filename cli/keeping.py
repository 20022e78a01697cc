"""Commands that keep a workspace: init, apply, export, doctor, verify, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.context import state_of
from cli.terminal import err, out, show_problem, write_json
from pipeline import services
from pipeline.workspace import make_workspace

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    for command in (init, apply, export, doctor, verify, backup, restore):
        app.command()(command)


def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make a workspace")] = Path(),
) -> None:
    """Make a workspace: zhibi.yaml and a registry folder with one example to fill in."""
    made = make_workspace(folder)
    example = services.write_example(made)
    out.print(f"Workspace: {made}")
    out.print(
        f"Next: edit {example}, then: zhibi apply {made / 'registry'} && zhibi run", soft_wrap=True
    )


def apply(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder of YAML")],
    prune: Annotated[bool, typer.Option("--prune", help="Retire what the folder lacks")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show, change nothing")] = False,
    author: Annotated[str, typer.Option("--author", help="Who changes it")] = "cli",
    workspace: Folder = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Check a folder of YAML and take it into the registry, all of it or nothing."""
    with state_of(context).open(workspace) as opened:
        report = services.apply(opened, folder, author=author, prune=prune, dry_run=dry_run)
    if as_json:
        write_json(report.model_dump(mode="json"))
    else:
        for name, values in services.summary(report).items():
            if values:
                out.print(f"[bold]{name:<10}[/] {len(values):>4}  [dim]{', '.join(values[:6])}[/]")
        if dry_run:
            err.print("Nothing was changed (--dry-run)", style="dim")
    raise typer.Exit(1 if report.conflicts else 0)


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="Folder to write to")],
    workspace: Folder = None,
) -> None:
    """Write the registry as YAML, without credentials or tokens."""
    with state_of(context).open(workspace) as opened:
        services.export(opened, folder)
    out.print(f"Written to {folder}")


def doctor(context: typer.Context, workspace: Folder = None) -> None:
    """Check every configured part: database, archive, index, mail server, egress, disk."""
    with state_of(context).open(workspace) as opened:
        checks = services.doctor(opened)
    for check in checks:
        mark = "[green]well[/]  " if check.well else "[red]fault[/] "
        out.print(f"{mark} [bold]{check.part:<10}[/] {escape(check.says)}")
        if check.remedy and not check.well:
            out.print(f"                  {check.remedy}", style="dim", markup=False)
    raise typer.Exit(0 if all(check.well for check in checks) else 1)


def verify(context: typer.Context, workspace: Folder = None) -> None:
    """Compare what is stored with what was acknowledged: archive, database, index, outbox."""
    with state_of(context).open(workspace) as opened:
        problems = services.verify_all(opened)
    for problem in problems:
        show_problem(problem)
    out.print("All is whole" if not problems else f"{len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A .tar file to write")],
    workspace: Folder = None,
) -> None:
    """Write settings, database and archive into one file, while work goes on."""
    with state_of(context).open(workspace) as opened:
        size = services.backup(opened, file)
    out.print(f"{file}: {size / 1e6:.1f} MB")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that zhibi backup wrote")],
    folder: Annotated[Path, typer.Argument(help="Folder for the workspace; must not hold one")],
) -> None:
    """Make a workspace from a backup; the search index is built anew from it."""
    services.restore(file, folder)
    out.print(f"Restored to {folder}. Next: zhibi reindex --workspace {folder}")
