"""The command demo: the whole pipeline over the invented market, week by week."""

import socket
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.markup import escape

from cli.terminal import ProgressLine, err, out, show_problem
from demo.content import sites
from demo.server import MarketClock, serve
from pipeline import accounts, services, steps
from pipeline import digest as digests
from pipeline.clock import stopwatch, system_now
from pipeline.passwords import draw_secret
from pipeline.settings import FILE_NAME, read_settings
from pipeline.workspace import Workspace, make_workspace
from schemas.accounts import Account
from schemas.delivery import Digest
from schemas.reports import Problem, StepReport
from text.display import format_count, format_money, pad

REGISTRY = Path(__file__).resolve().parents[1] / "demo" / "registry"
# The market's last week ends on Sunday 22 November 2026; the demo stands on the Monday after, when
# the weekly digest is due in every reader's zone.
LAST_SUNDAY = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
PRESENT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WEEKS = 26
PORT = 8831

_SETTINGS = """\
# The invented market's workspace, made by 'zhibi demo'. Everything in it may be deleted.
clock: {clock}
base_url: http://127.0.0.1:8000
crawl: {{delay: 0, refresh: 14d}}
digests: {{postal: "Larkmere B.V., market intelligence, Kade 14, Rotterdam"}}
egress:
  allow: [127.0.0.1]
  hosts:
{hosts}
"""


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command()(demo)


def demo(
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=WEEKS, help="Weeks to simulate")] = 12,
    folder: Annotated[Path, typer.Option("--folder", help="Workspace")] = Path("demo-workspace"),
    serve_on: Annotated[bool, typer.Option("--serve", help="Keep the market's sites up")] = False,
) -> None:
    """Run the whole pipeline over the invented market; a second run adds nothing."""
    started = stopwatch()
    totals: dict[str, Counter[str]] = {}
    problems: list[Problem] = []
    with serve(LAST_SUNDAY, _free(PORT)) as (clock, port):
        workspace = _workspace(folder, port)
        try:
            for report in _simulate(workspace, clock, weeks):
                totals.setdefault(report.step, Counter()).update(report.counts)
                totals[report.step]["seconds"] += int(report.seconds * 10)
                problems += report.problems
            _summarise(workspace, weeks, totals, problems, stopwatch() - started)
        finally:
            workspace.close()
        if serve_on:
            clock.move(PRESENT)
            out.print(f"\nThe market is served on 127.0.0.1:{port}. Ctrl-C ends it.")
            _wait()
    raise typer.Exit(0)


def _simulate(workspace: Workspace, clock: MarketClock, weeks: int) -> list[StepReport]:
    """Take every week that was not taken yet through all steps; return the reports."""
    done = {run.now for run in workspace.store.runs.recent(1000) if run.finished}
    reports: list[StepReport] = []
    for number in range(1, weeks + 1):
        moment = LAST_SUNDAY - timedelta(weeks=weeks - number)
        if any(moment <= other for other in done):
            continue
        clock.move(moment)
        workspace.now_override = moment
        with ProgressLine(f"week {number} of {weeks}: ") as progress:
            reports += steps.run(workspace, progress=progress)
            workspace.now_override = moment + workspace.settings.crawl.recheck
            reports += steps.run(workspace, progress=progress)  # what changed is looked at again
            workspace.now_override = moment + (PRESENT - LAST_SUNDAY)
            reports.append(digests.digest(workspace, progress=progress))
    workspace.now_override = PRESENT
    return reports


def _workspace(folder: Path, port: int) -> Workspace:
    hosts = "\n".join(f'    {host}: "127.0.0.1:{port}"' for host in sorted(sites()))
    text = _SETTINGS.format(clock="2026-11-23T08:00:00Z", hosts=hosts)
    made = make_workspace(folder, text)
    file = made / FILE_NAME
    if file.read_text(encoding="utf-8") != text:
        file.write_text(text, encoding="utf-8")  # another free port than last time
    workspace = Workspace(made, read_settings(file), LAST_SUNDAY - timedelta(weeks=WEEKS))
    services.apply(workspace, REGISTRY, author="demo")
    return workspace


def _summarise(
    workspace: Workspace,
    weeks: int,
    totals: dict[str, Counter[str]],
    problems: list[Problem],
    seconds: float,
) -> None:
    registry = workspace.registry
    rivals = sum(company.role == "competitor" for company in registry.companies)
    out.print(
        f"\n[bold]Market[/]    {rivals} rivals, {len(registry.sources)} sources, {weeks} weeks to "
        f"22 November 2026, served on this machine"
    )
    for step, counts in totals.items():
        spent = counts.pop("seconds", 0) / 10
        cells = "  ".join(
            f"{format_count(number)} {name}" for name, number in counts.items() if number
        )
        out.print(f"{step:<9} {cells or '[dim]nothing new[/]'}  [dim]{spent:.1f} s[/]")
    if not totals:
        out.print("[dim]All weeks were collected before: nothing new.[/]")
    reader = workspace.registry.readers[0]
    edition = digests.preview(workspace, reader).digest
    _show_week(edition, registry_names(workspace))
    for problem in list(dict.fromkeys(problems))[:3]:
        show_problem(problem)
    files = sorted(digests.folder_of(workspace).glob(f"{edition.week}-*.html"))
    out.print(f"\n[bold]Digest[/]    {len(files)} readers, in English and Chinese:")
    for file in files:
        out.print(f"          {_short(file)}")
    minutes, rest = divmod(int(seconds), 60)
    out.print(f"\nDone in {minutes} min {rest} s. To look around, from this folder:")
    place = _short(workspace.folder)
    password = _account(workspace)
    for line in (
        f'zhibi search "company:寰舟 move:pricing last:60d" -w {place}',
        f"zhibi serve -w {place}",
        f"zhibi source health -w {place}",
    ):
        out.print(f"  .venv/bin/{line}", markup=False)
    out.print(f"The pages: http://127.0.0.1:8000, name [bold]demo[/], password [bold]{password}[/]")


def _show_week(edition: Digest, names: dict[str, str]) -> None:
    out.print(f"\n[bold]{escape(edition.subject)}[/]  [dim]{edition.week}[/]")
    for number, told in enumerate(edition.top[:5], 1):
        story = told.story
        who = ", ".join(names.get(one, one) for one in story.companies[:2])
        out.print(f"  {number}. {escape(told.headline)}")
        out.print(
            f"     [dim]{story.kind or 'news'}, {story.status or '-'}, {escape(who)}, "
            f"{story.sources} sources, score {story.score:.0f}[/]"
        )
    if edition.prices:
        out.print("\n[bold]Prices that moved[/]")
    for row in edition.prices[:8]:
        name = names.get(row.company, row.company)
        old = format_money(row.old_amount, row.currency) if row.old_amount is not None else row.old
        new = format_money(row.new_amount, row.currency) if row.new_amount is not None else row.new
        percent = f"{row.percent:+.1f}%" if row.percent is not None else ""
        out.print(
            f"  {pad(f'{name}, {row.subject}', 40)} {old or '–'} → {new or '–'}  {percent}",
            markup=False,
        )


def _account(workspace: Workspace) -> str:
    """Make the demo's one account, and return its password, the same in each run of it."""
    file = workspace.folder / "sign-in.txt"
    store = workspace.store
    if file.exists() and store.accounts.password("demo"):
        return file.read_text(encoding="utf-8").strip()
    caller = accounts.Caller("zhibi demo", system_now())
    if store.accounts.get("demo") is None:
        person = Account(
            id="demo",
            name="Petra Alm",
            role="administrator",
            reader="sales-leaders",
            created=caller.now,
        )
        accounts.add(store, person, caller)
    password = draw_secret()[:12]
    accounts.set_password(store, "demo", password, caller)
    file.touch(mode=0o600)
    file.write_text(password + "\n", encoding="utf-8")
    return password


def registry_names(workspace: Workspace) -> dict[str, str]:
    """Return the English name of every company by its id."""
    return {company.id: company.name("en") for company in workspace.registry.companies}


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _free(port: int) -> int:
    """Return *port* if nothing listens there, else 0: any free one."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


def _wait() -> None:
    try:
        Event().wait()
    except KeyboardInterrupt:
        err.print("The market is closed.")
