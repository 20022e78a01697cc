"""The commands under user: add, list, link, password, role, remove."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from cli.context import State, state_of
from cli.terminal import out, write_json
from pipeline import accounts
from pipeline.accounts import AccountError, Caller
from pipeline.clock import system_now
from pipeline.workspace import Workspace
from schemas.accounts import ROLES, Account, AccountRole
from schemas.errors import WrongUseError

app = typer.Typer(help="Accounts of the web pages.", no_args_is_help=True)
Folder = Annotated[Path | None, typer.Option("--workspace", "-w", help="Folder with zhibi.yaml")]
Name = Annotated[str, typer.Argument(help="The name that is typed to sign in")]
Role = Annotated[str, typer.Option("--role", help="viewer, analyst or administrator")]


def register(commands: typer.Typer) -> None:
    """Add the group to *commands*."""
    commands.add_typer(app, name="user")


@app.command("add")
def add(
    context: typer.Context,
    name: Name,
    role: Role = "viewer",
    full: Annotated[str, typer.Option("--name", help="Name that others see")] = "",
    reader: Annotated[
        str | None, typer.Option("--reader", help="Reader of the registry that it is")
    ] = None,
    workspace: Folder = None,
) -> None:
    """Make an account and print the link by which its owner chooses a password."""
    try:
        made = Account(
            id=name, name=full or name, role=_role(role), reader=reader, created=system_now()
        )
    except ValidationError as error:
        raise WrongUseError(
            f"{name!r} is no name for an account",
            where="user",
            remedy="Use small letters, digits, . _ -",
        ) from error
    with state_of(context).open(workspace) as opened:
        _say_link(opened, accounts.add(opened.store, made, _caller()))


@app.command("list")
def list_(
    context: typer.Context,
    workspace: Folder = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """List the accounts."""
    with state_of(context).open(workspace) as opened:
        people = opened.store.accounts.all()
    for one in people:
        if as_json:
            write_json(one.model_dump(mode="json"))
        else:
            said = "" if one.active else "  (may not sign in)"
            out.print(f"{one.id:<20} {one.role:<14} {one.name}{said}", markup=False)


@app.command("link")
def link(context: typer.Context, name: Name, workspace: Folder = None) -> None:
    """Print a link by which the owner of an account chooses a new password."""
    with state_of(context).open(workspace) as opened:
        _say_link(opened, accounts.new_link(opened.store, name, _caller()))


@app.command("password")
def password(context: typer.Context, name: Name, workspace: Folder = None) -> None:
    """Set a password, read from the terminal or from standard input; all sign-ins end."""
    if sys.stdin.isatty():
        chosen = typer.prompt("New password", hide_input=True, confirmation_prompt=True)
    else:
        chosen = sys.stdin.readline().rstrip("\n")
    with state_of(context).open(workspace) as opened:
        accounts.set_password(opened.store, name, chosen, _caller())
    out.print(f"The password of {name} is set", markup=False)


@app.command("role")
def role_(
    context: typer.Context,
    name: Name,
    role: Annotated[str, typer.Argument(help="viewer, analyst or administrator")],
    workspace: Folder = None,
) -> None:
    """Give an account another role."""
    _change(state_of(context), workspace, name, role=_role(role))
    out.print(f"{name} is {role}", markup=False)


@app.command("remove")
def remove(
    context: typer.Context,
    name: Name,
    back: Annotated[bool, typer.Option("--back", help="Let it sign in again")] = False,
    workspace: Folder = None,
) -> None:
    """Let an account sign in no longer; what it did stays under its name."""
    _change(state_of(context), workspace, name, active=back)
    out.print(f"{name} may {'sign in again' if back else 'no longer sign in'}", markup=False)


def _change(state: State, folder: Path | None, name: str, **changes: object) -> None:
    with state.open(folder) as opened:
        account = opened.store.accounts.get(name)
        if account is None:
            raise AccountError(
                f"there is no account {name}", reason="unknown", remedy="zhibi user list"
            )
        accounts.change(opened.store, account.model_copy(update=changes), _caller())


def _role(text: str) -> AccountRole:
    if text not in ROLES:
        raise WrongUseError(f"{text!r} is no role", where="--role", remedy=", ".join(ROLES))
    return text


def _say_link(opened: Workspace, secret: str) -> None:
    out.print("Hand this link on; it works once, within 3 days:")
    out.print(f"  {opened.settings.base_url}/welcome/{secret}", markup=False)


def _caller() -> Caller:
    return Caller("zhibi user", system_now())
