"""The commands under collection: what people made on the pages, listed and handed over."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from pipeline import collecting
from pipeline.auditing import Caller
from pipeline.workspace import make_workspace, open_workspace
from schemas.accounts import Account
from schemas.errors import WrongUseError
from schemas.stories import Story

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_workspace(tmp_path / "market")
    workspace = open_workspace(made, now=NOW)
    store, caller = workspace.store, Caller("anna", NOW)
    anna = Account(id="anna", name="Anna", role="analyst", created=NOW)
    store.accounts.save(anna)
    store.stories.save(
        [
            Story(
                id="s1", title="Velmora raises prices", language="en", representative="", day="2026-11-20",
                first_seen=NOW, updated=NOW,
            )
        ]
    )  # fmt: skip
    for title, visibility in (("Board", "team"), ("Mine", "private")):
        one = collecting.make(store, anna, title, "", visibility, caller)
        collecting.add(store, anna, one, caller, story="s1", note="周二")
    workspace.close()
    return made


def collection(folder: Path, *arguments: str) -> Any:
    return CliRunner().invoke(app, ["-w", str(folder), "collection", *arguments])


def test_the_teams_collections_are_listed_and_written(folder: Path, tmp_path: Path) -> None:
    listed = collection(folder, "list").stdout
    assert "Board" in listed
    assert "Mine" not in listed
    assert "Mine" in collection(folder, "list", "--account", "anna").stdout
    (line,) = [json.loads(one) for one in collection(folder, "list", "--json").stdout.splitlines()]
    assert (line["title"], line["count"]) == ("Board", 1)
    for form in ("md", "csv", "xlsx", "jsonl"):
        file = tmp_path / f"board.{form}"
        assert collection(folder, "export", line["id"], str(file), "--lang", "zh").exit_code == 0
        assert file.stat().st_size > 50
    assert "周二" in (tmp_path / "board.md").read_text(encoding="utf-8")
    for arguments in ((line["id"], "board.pdf"), ("none", "board.md")):
        assert isinstance(collection(folder, "export", *arguments).exception, WrongUseError)
