"""The commands under user, as an administrator types them."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from pipeline.workspace import make_workspace, open_workspace
from schemas.errors import WrongUseError, ZhibiError

WORDS = "harbour lantern 42"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "market")


def user(folder: Path, *arguments: str, given: str | None = None) -> Any:
    return CliRunner().invoke(app, ["-w", str(folder), "user", *arguments], input=given)


def test_people_are_added_listed_changed_and_kept_out(folder: Path) -> None:
    added = user(folder, "add", "petra", "--role", "administrator", "--name", "Petra Alm")
    assert re.search(r"http://127\.0\.0\.1:8000/welcome/[\w-]{43}\n", added.stdout)
    assert user(folder, "password", "petra", given=f"{WORDS}\n").exit_code == 0
    user(folder, "add", "zhixia", "--name", "林知夏")
    listed = user(folder, "list").stdout
    assert re.search(r"petra +administrator +Petra Alm", listed)
    assert re.search(r"zhixia +viewer +林知夏", listed)
    user(folder, "role", "zhixia", "analyst")
    user(folder, "remove", "zhixia")
    assert "(may not sign in)" in user(folder, "list").stdout
    assert '"active": false' in user(folder, "list", "--json").stdout
    assert isinstance(user(folder, "link", "zhixia").exception, ZhibiError)
    user(folder, "remove", "zhixia", "--back")
    assert "/welcome/" in user(folder, "link", "zhixia").stdout
    workspace = open_workspace(folder)
    assert (
        workspace.store.accounts.password(
            "petra",
        )
        != WORDS
    )
    assert len(workspace.store.audit.list()) >= 6
    workspace.close()


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "Petra Alm"), ("add", "petra", "--role", "owner"), ("role", "nobody", "viewer"),
        ("link", "nobody"), ("password", "nobody"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_a_sentence(folder: Path, arguments: tuple[str, ...]) -> None:
    done = user(folder, *arguments, given=f"{WORDS}\n")
    assert isinstance(done.exception, WrongUseError), done.output
