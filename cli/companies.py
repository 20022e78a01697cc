"""The commands under company: those that recur and nobody has registered."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import state_of
from cli.terminal import err, out, write_json
from pipeline import proposals
from pipeline.auditing import Caller
from pipeline.clock import system_now
from schemas.errors import WrongUseError
from schemas.kinds import Role

app = typer.Typer(help="Companies that recur and that nobody has registered.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
Name = Annotated[str, typer.Argument(help="The name, as zhibi company proposed shows it")]
Author = Annotated[str, typer.Option("--author", help="Who decides it")]
_ROLES: dict[str, Role] = {
    "competitor": "competitor", "customer": "customer", "partner": "partner", "self": "self",
}  # fmt: skip


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="company")


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
        out.print(f"[bold]{one.name}[/]  [dim]{counts}[/]")
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


def _caller(author: str) -> Caller:
    return Caller(author, system_now())
