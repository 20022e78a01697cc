"""The commands under company: listed, added, removed, read again; those that recur and nobody registered."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli.context import state_of
from cli.terminal import ProgressLine, err, out, period_of, report_all, write_json
from pipeline import proposals, registering, removing
from pipeline.auditing import Caller
from pipeline.clock import system_now
from schemas.errors import WrongUseError
from schemas.ids import url_host
from schemas.kinds import Role

app = typer.Typer(
    help="Companies: listed, added, removed; those that recur and nobody has registered.",
    no_args_is_help=True,
)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
Name = Annotated[str, typer.Argument(help="The name, as zhibi company proposed shows it")]
Author = Annotated[str, typer.Option("--author", help="Who decides it")]
_ROLES: dict[str, Role] = {
    "competitor": "competitor", "customer": "customer", "partner": "partner", "self": "self",
}  # fmt: skip


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="company")


@app.command("list")
def list_(
    context: typer.Context,
    role: Annotated[str, typer.Option("--role", help="Only these: competitor, customer …")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """List the companies of the registry."""
    with state_of(context).open(workspace) as opened:
        found = [one for one in opened.registry.companies if role in {"", one.role}]
    for one in found:
        if as_json:
            write_json(one.model_dump(mode="json", exclude_defaults=True))
            continue
        names = ", ".join(dict.fromkeys(name for some in one.names.values() for name in some))
        standing = " ".join(str(part) for part in (one.role, one.tier, one.team) if part)
        out.print(f"{one.id:<24} {standing:<24} {names}", markup=False)


@app.command("add")
def add(  # noqa: PLR0913, PLR0917 - the options of a command
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(help="Its names, the usual one first")],
    company_id: Annotated[
        str, typer.Option("--id", help="Its id; made from the name if left away")
    ] = "",
    role: Annotated[str, typer.Option("--role", help=", ".join(_ROLES))] = "competitor",
    site: Annotated[list[str] | None, typer.Option("--site", help="Its web site")] = None,
    tier: Annotated[
        str | None, typer.Option("--tier", help="1, 2, 3; strategic, key, general")
    ] = None,
    team: Annotated[str | None, typer.Option("--team", help="Account team of a customer")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the log")] = "",
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Add a company; Chinese names are told from the others by their characters."""
    with state_of(context).open(workspace) as opened:
        taken = {one.id for one in opened.registry.companies}
        values = {
            "id": company_id or proposals.id_of_company(names[0], taken),
            "role": role,
            "names": names,
            "domains": [_host(one) for one in site or []],
            "tier": tier,
            "team": team,
        }
        made = registering.save(
            opened, "company", values, base=None, namesake=bool(company_id),
            caller=_caller(author).because(reason),
        )  # fmt: skip
    home = f"https://{values['domains'][0]}/" if values["domains"] else "HOME"
    out.print(
        f"Added: {made.record.id}. Next, where it publishes: zhibi source new {home} --company {made.record.id}",
        markup=False,
    )


@app.command("remove")
def remove(
    context: typer.Context,
    company_id: Annotated[str, typer.Argument(help="Its id")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the log")] = "",
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Remove a company and its sources from the registry; what was collected stays."""
    with state_of(context).open(workspace) as opened:
        what = removing.concerned(opened, "company", company_id)
        if opened.registry.company(company_id) is not None and not yes:
            _say_concerned(what)
            typer.confirm(f"Remove {company_id}?", abort=True)
        caller = _caller(author).because(reason)
        _gone, entry = removing.remove(opened, "company", company_id, base=None, caller=caller)
    out.print(f"Removed: {company_id}. To bring it back: zhibi audit undo {entry}", markup=False)


@app.command("retag")
def retag(
    context: typer.Context,
    company_id: Annotated[str, typer.Argument(help="Its id")],
    last: Annotated[str, typer.Option("--last", help="Only texts of this time: 30d, 52w")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """Read the texts that name a company again, after its names changed; corrections stay."""
    # Late: it brings the language pipelines.
    from pipeline.retagging import retag as again  # noqa: PLC0415

    period = period_of(last, "--last")
    with state_of(context).open(workspace) as opened, ProgressLine() as progress:
        report = again(opened, company_id, last=period, progress=progress)
    report_all([report], as_json=as_json)


@app.command("proposed")
def proposed(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    workspace: Folder = None,
) -> None:
    """List companies of the last 90 days that several sources name and the registry lacks."""
    with state_of(context).open(workspace) as opened:
        found = proposals.proposals(opened)
    for one in found:
        if as_json:
            write_json(one.model_dump(mode="json"))
            continue
        counts = (
            f"{one.documents} documents, {one.sources} sources, acts in {one.acts}, last {one.last}"
        )
        out.print(f"[bold]{escape(one.name)}[/]  [dim]{counts}[/]")
        others = ", ".join(one.spellings[1:])
        if others:
            out.print(f"  also {others}", style="dim", markup=False)
        for sentence in one.examples[:2]:
            out.print(f"  {' '.join(sentence.split())[:160]}", markup=False)
    if not found and not as_json:
        err.print("None: every company that recurs is registered or dismissed", style="dim")


@app.command("accept")
def accept(
    context: typer.Context,
    name: Name,
    company_id: Annotated[str | None, typer.Option("--id", help="Its id in the registry")] = None,
    role: Annotated[str, typer.Option("--role", help=", ".join(_ROLES))] = "competitor",
    author: Author = "cli",
    workspace: Folder = None,
) -> None:
    """Take a proposed company into the registry under all its spellings."""
    if role not in _ROLES:
        raise WrongUseError(f"no role is called {role!r}", remedy=f"Roles: {', '.join(_ROLES)}")
    with state_of(context).open(workspace) as opened:
        made = proposals.take_up(
            opened, name, company_id=company_id, role=_ROLES[role], caller=_caller(author)
        )
    out.print(
        f"Registered: {made.id}. Next, where it publishes: zhibi source new HOME --company {made.id}"
    )


@app.command("dismiss")
def dismiss(
    context: typer.Context, name: Name, author: Author = "cli", workspace: Folder = None
) -> None:
    """Never propose this name again."""
    with state_of(context).open(workspace) as opened:
        said = proposals.dismiss(opened, name, caller=_caller(author))
    out.print(f"Dismissed: {said}")


def _host(site: str) -> str:
    """Return the host of a site, written as an address or by itself."""
    return url_host(site if "://" in site else f"https://{site}") or site


def _say_concerned(what: removing.Concerned) -> None:
    """Say what hangs on a company, before it is removed."""
    if what.documents is not None:
        err.print(f"{what.documents:,} documents in {what.stories or 0:,} stories stay")
    for said, found in (
        ("no longer watched", what.sources),
        ("follow it no longer", what.readers),
        ("name it and stay", what.searches),
    ):
        if found:
            err.print(f"{said}: {', '.join(one.id for one in found)}", markup=False)


def _caller(author: str) -> Caller:
    return Caller(author, system_now())
