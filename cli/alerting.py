"""The command alert: what readers are told at once, and how precise that was."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import ProgressLine, err, out, report_all, write_json
from pipeline import alert as alerts
from pipeline import sending, steps
from pipeline.clock import parse_instant
from pipeline.workspace import Workspace
from text.display import pad

_DAYS = 90


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(alert)


def alert(
    context: typer.Context,
    workspace: Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")] = None,
    run_id: Annotated[str | None, typer.Option("--run", help="This run; without it, what is due")] = None,
    now: Annotated[str | None, typer.Option("--now", help="Take this as the present")] = None,
    send_if_set: Annotated[bool, typer.Option("--send-if-set", help="Send at once, where a mail server or a channel is set")] = False,
    report: Annotated[bool, typer.Option("--report", help="Only say how useful alerts were")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Reports as JSON lines on stdout")] = False,
) -> None:  # fmt: skip
    """Queue what readers are to be told at once: their searches, and their accounts."""
    moment = parse_instant(now) if now else None
    with state_of(context).open(workspace, moment) as opened, ProgressLine() as progress:
        if report:
            _report(opened, as_json=as_json)
            return
        code = report_all([steps.step(opened, "alert", run_id, progress)], as_json=as_json)
        if send_if_set and sending.can_send(opened):
            counts = sending.send_due(opened)
            err.print("  ".join(f"{number} {state}" for state, number in sorted(counts.items())))
    raise typer.Exit(code)


def _report(opened: Workspace, *, as_json: bool) -> None:
    """Say by rule how many alerts were sent, rated, and how many of the rated were useful."""
    rows = alerts.report(opened, _DAYS)
    if as_json:
        for row in rows:
            write_json({**row._asdict(), "precision": row.share})
        return
    out.print(f"[bold]Alerts of the last {_DAYS} days[/]")
    names = {one.id: one.name for one in opened.registry.searches}
    for row in rows:
        share = "not rated yet" if row.share is None else f"{row.share:.0%} useful of {row.useful + row.not_useful} rated"  # fmt: skip
        name = {"all": "All", "account": "Accounts of a team"}.get(row.rule, names.get(row.rule, row.rule))  # fmt: skip
        out.print(f"  {pad(name, 36)}{row.sent:>5} sent  {share}", markup=False)
