"""Commands that take steps: run, crawl, ingest, enrich, index, reindex, maintain."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import ProgressLine, report_all
from pipeline import steps
from pipeline.clock import parse_instant
from pipeline.index import reindex as rebuild_index
from pipeline.maintain import maintain as maintain_step
from schemas.reports import StepName

Workspace = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
Sources = Annotated[list[str] | None, typer.Option("--source", help="Only this source; repeatable")]
Now = Annotated[str | None, typer.Option("--now", help="Take this as the present")]
RunId = Annotated[str | None, typer.Option("--run", help="This run; without it, what is due")]
Json = Annotated[bool, typer.Option("--json", help="Reports as JSON lines on stdout")]

_HELP: dict[StepName, str] = {
    "ingest": "Read stored snapshots: documents, revisions, changes.",
    "enrich": "Tag mentions and moves, group stories, score them.",
    "index": "Bring the search index up to date.",
}


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.command()(run)
    app.command()(crawl)
    for name, text in _HELP.items():
        app.command(name, help=text)(_step_command(name))
    app.command()(reindex)
    app.command()(maintain)


def run(
    context: typer.Context,
    workspace: Workspace = None,
    source: Sources = None,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Crawl, ingest, enrich, index and alert: whatever is due, or the named sources."""
    moment = parse_instant(now) if now else None
    with state_of(context).open(workspace, moment) as opened, ProgressLine() as progress:
        code = report_all(
            steps.run(opened, sources=source or (), progress=progress), as_json=as_json
        )
    raise typer.Exit(code)


def crawl(
    context: typer.Context,
    workspace: Workspace = None,
    source: Sources = None,
    run_id: RunId = None,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Fetch what is due, the named sources, or what a run was opened for."""
    moment = parse_instant(now) if now else None
    with state_of(context).open(workspace, moment) as opened, ProgressLine() as progress:
        report = steps.crawl_step(opened, run_id, source or (), progress)
        code = report_all([report], as_json=as_json)
    raise typer.Exit(code)


def _step_command(name: StepName) -> Callable[..., None]:
    def command(
        context: typer.Context,
        workspace: Workspace = None,
        run_id: RunId = None,
        now: Now = None,
        as_json: Json = False,
    ) -> None:
        moment = parse_instant(now) if now else None
        with state_of(context).open(workspace, moment) as opened, ProgressLine() as progress:
            code = report_all([steps.step(opened, name, run_id, progress)], as_json=as_json)
        raise typer.Exit(code)

    return command


def reindex(context: typer.Context, workspace: Workspace = None, as_json: Json = False) -> None:
    """Build the search index anew and swap it in; search goes on meanwhile."""
    with state_of(context).open(workspace) as opened, ProgressLine() as progress:
        code = report_all([rebuild_index(opened, progress)], as_json=as_json)
    raise typer.Exit(code)


def maintain(
    context: typer.Context,
    workspace: Workspace = None,
    deep: Annotated[bool, typer.Option("--deep", help="Check every archived body too")] = False,
    as_json: Json = False,
) -> None:
    """Remove what finished runs left, settle the outbox, check what is stored."""
    with state_of(context).open(workspace) as opened, ProgressLine() as progress:
        code = report_all([maintain_step(opened, progress=progress, deep=deep)], as_json=as_json)
    raise typer.Exit(code)
