"""The commands source health, dropped and where: what fares how, and where an article went."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from textwrap import wrap
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from cli.context import state_of
from cli.terminal import out, period_of, write_json
from pipeline import health as asked
from pipeline.diagnosis import spell
from schemas.errors import WrongUseError
from schemas.health import FieldHealth, Health

Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
Json = Annotated[bool, typer.Option("--json", help="The same as JSON")]
Since = Annotated[str | None, typer.Option("--since", help="Only the last 7d, 24h …")]
_RUNS_SHOWN = 10  # of a source that is well
_BARS = "▁▂▃▄▅▆▇█"
_COLOURS = {"failing": "red", "degraded": "yellow", "stale": "yellow", "new": "cyan", "ok": "green"}
_MARKS = {"failing": "✕", "degraded": "!", "stale": "…", "new": "+", "ok": "·"}


def register(app: typer.Typer) -> None:
    """Add the commands to *app*."""
    app.command("health")(health)
    app.command("dropped")(dropped)
    app.command("where")(where)


def health(
    context: typer.Context,
    source_id: Annotated[str | None, typer.Argument(help="One source, in detail")] = None,
    show_dropped: Annotated[
        bool, typer.Option("--dropped", help="Count what was dropped, by reason")
    ] = False,
    since: Since = None,
    as_json: Json = False,
    workspace: Folder = None,
) -> None:
    """Show how each source fares against its own history: what fails, since when, what to do."""
    with state_of(context).open(workspace) as opened:
        rows = asked.health(opened, [source_id] if source_id else [])
        counts = asked.dropped_counts(opened, source_id, period_of(since, "--since"))
        past = asked.incidents(opened, source_id) if source_id else []
        now = opened.now
    if as_json:
        write_json([row.model_dump(mode="json") for row in rows])
        return
    if show_dropped:
        _counts(counts)
        return
    if source_id:
        _detail(rows[0], now)
        if past:
            out.print()
        for one in past[:5]:
            until = f"to {_day(one.closed, now)}" if one.closed else "not over"
            _line(f"{_day(one.opened, now)} {until}  {one.failure}: {one.says}", "dim")
        if counts:
            out.print()
            _counts(counts)
        return
    _overview(rows, sum(counts.values()), now)


def dropped(
    context: typer.Context,
    source_id: Annotated[str | None, typer.Argument(help="Of this source only")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Only what has this")] = None,
    since: Since = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100,
    as_json: Json = False,
    workspace: Folder = None,
) -> None:
    """List what was not fetched or set aside, with the reason, the newest first."""
    with state_of(context).open(workspace) as opened:
        rows = asked.dropped(
            opened, source_id, reason=reason, since=period_of(since, "--since"), limit=limit
        )
    if as_json:
        write_json([row.model_dump(mode="json") for row in rows])
        return
    if not rows:
        out.print("nothing was dropped", style="dim")
        return
    for row in rows:
        head = Text.assemble(f"{row.at:%d %b %H:%M}  ", (row.reason, "yellow"), f"  {row.source}")
        out.print(head)
        out.print(Text(f"  {row.url}"), soft_wrap=True)
        if row.detail:
            _line(row.detail, "dim")


def where(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The address that is missed")],
    as_json: Json = False,
    workspace: Folder = None,
) -> None:
    """Say what became of one address: stored, set aside, skipped or never seen, and why."""
    with state_of(context).open(workspace) as opened:
        try:
            found = asked.where(opened, url)
        except ValueError as error:
            raise WrongUseError(str(error), where=url, remedy="Give a whole address") from error
    if as_json:
        write_json(found.model_dump(mode="json"))
        raise typer.Exit(0 if found.state == "stored" else 1)
    colour = "green" if found.state == "stored" else "yellow"
    out.print(Text.assemble((found.state, f"bold {colour}"), "  ", found.says))
    if found.title:
        out.print(Text(f"  {found.title}", "bold"))
    for one in found.sightings:
        reason = f": {one.reason}" if one.reason else ""
        line = f"  {one.at:%d %b %Y %H:%M}  {one.source}  {one.what}{reason}"
        out.print(Text(line, "dim"))
    if found.todo:
        _line(found.todo, "cyan")
    raise typer.Exit(0 if found.state == "stored" else 1)


def _overview(rows: Sequence[Health], lost: int, now: datetime) -> None:
    well = sum(row.well for row in rows)
    out.print(f"[bold]{well} of {len(rows)}[/] sources are well")
    troubled = [row for row in rows if not row.well]
    for row in troubled:
        out.print()
        out.print(_head(row))
        _line(f"{row.says[:1].upper()}{row.says[1:]}.")
        _line(row.todo, "cyan")
    if well:
        out.print()
        table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
        for name in ("", "source", "read", "new", "by run", "every", "changes"):
            table.add_column(name, justify="right" if name == "new" else "left", no_wrap=True)
        for row in (one for one in rows if one.well):
            table.add_row(*_row(row, now))
        out.print(table)
    if lost:
        out.print()
        out.print(
            f"[dim]{lost:,} addresses were dropped:[/] [cyan]zhibi source health --dropped[/]"
        )


def _row(row: Health, now: datetime) -> tuple[Text | str, ...]:
    """Return the cells of a source that is well: short enough for a terminal of 80 columns."""
    pace = row.pace
    read = f"{row.last_ok.day} {row.last_ok:%b}" if row.last_ok else "never"
    if row.last_ok and row.last_ok.date() == now.date():
        read = f"{row.last_ok:%H:%M}"
    return (
        Text(_MARKS[row.state], _COLOURS[row.state]), Text(row.source),
        Text(read, "" if row.last_ok else "dim"), str(row.documents or "–"),
        Text(spark(row.arrivals[-_RUNS_SHOWN:]), "dim"),
        Text(spell(pace.wanted) if pace else "", "dim"),
        Text(f"~{spell(pace.changes)}" if pace and pace.changes else "", "dim"),
    )  # fmt: skip


def _head(row: Health) -> Text:
    return Text.assemble(
        (f"{_MARKS[row.state]} {row.state}", f"bold {_COLOURS[row.state]}"),
        "  ", (row.source, "bold"), "  ", (row.failure or "", "dim"),
    )  # fmt: skip


def _detail(row: Health, now: datetime) -> None:
    out.print(_head(row))
    _line(f"{row.says[:1].upper()}{row.says[1:]}.")
    if row.todo:
        _line(row.todo, "cyan")
    out.print()
    facts = [
        ("last read", _day(row.last_ok, now) if row.last_ok else "never"),
        ("newest", _day(row.newest, now) if row.newest else "–"),
        (
            "new, 30 days",
            f"{row.documents:,}",
        ),
        ("text", _against(row.length, row.usual_length, "characters")),
        ("wait", _against(row.seconds, row.usual_seconds, "s")),
        ("next", _next(row, now)),
        ("runs", f"{row.runs}  {spark(row.arrivals)}"),
    ]
    for name, value in facts:
        out.print(Text.assemble((f"  {name:<14}", "dim"), value))
    if row.fields:
        out.print()
        for one in row.fields:
            out.print(_field(one))


def _line(words: str, style: str = "") -> None:
    """Print a sentence indented, also where it is wrapped."""
    lines = wrap(words, max(20, out.width - 2), break_long_words=False, break_on_hyphens=False)
    for line in lines:
        out.print(Text(f"  {line}", style), soft_wrap=True)


def _field(one: FieldHealth) -> Text:
    now = "–" if one.now is None else f"{100 * one.now:.0f} %"
    usual = "" if one.usual is None else f"usually {100 * one.usual:.0f} %"
    colour = "" if one.well else "red"
    rule = "  by rule" if one.rule else ""
    return Text.assemble(
        f"  {one.name:<14}", (f"{now:>6}", colour), "  ", (f"{usual:<14}", "dim"), "  ",
        (spark(tuple(round(100 * share) for share in one.past), 100), colour or "dim"),
        (rule, "dim"),
    )  # fmt: skip


def _next(row: Health, now: datetime) -> str:
    if row.pace is None or row.due is None:
        return "–"
    when = "due" if row.due <= now else f"{row.due:%d %b %H:%M}"
    own = "" if row.pace.wanted == row.pace.every else f" (set: {spell(row.pace.every)})"
    return f"{when}, checked every {spell(row.pace.wanted)}{own}"


def _against(value: float | None, usual: float | None, unit: str) -> str:
    if value is None:
        return "–"
    before = "" if usual is None else f", usually {usual:,.4g}"
    return f"{value:,.4g} {unit}{before}"


def _counts(counts: dict[tuple[str, str, str], int]) -> None:
    if not counts:
        out.print("nothing was dropped", style="dim")
        return
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("dropped", justify="right")
    for name in ("reason", "at", "source"):
        table.add_column(name)
    for (source, stage, reason), number in counts.items():
        table.add_row(f"{number:,}", Text(reason), Text(stage, "dim"), Text(source))
    out.print(table)
    source, _, reason = next(iter(counts))
    out.print(f"[dim]Which ones:[/] [cyan]zhibi source dropped {source} --reason {reason}[/]")


def spark(values: Sequence[int], top: int = 0) -> str:
    """Return *values* as a row of bars, the tallest *top*, by default the greatest of them."""
    high = max(top, *values, 1) if values else 1
    steps = len(_BARS) - 1
    return "".join(_BARS[min(steps, -(-one * steps // high))] for one in values)


def _day(moment: datetime, now: datetime) -> str:
    if moment.year != now.year:
        return f"{moment.day} {moment:%b %Y}"
    return f"{moment.day} {moment:%b %H:%M}"
