"""The commands company and audit: added, asked before it is removed, taken back; applied folders are entered."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from pipeline import services
from pipeline.workspace import make_workspace, open_workspace
from schemas.errors import ConflictError, InvalidRecordError, WrongUseError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_workspace(tmp_path / "market")


def zhibi(folder: Path, *arguments: str, given: str | None = None) -> Any:
    return CliRunner().invoke(app, ["-w", str(folder), *arguments], input=given)


def test_a_company_is_added_removed_after_a_question_and_brought_back(folder: Path) -> None:
    added = zhibi(
        folder, "company", "add", "Brook Line", "布鲁克", "--site", "https://brook.example/en", "--tier", "2",
        "--reason", "new rival",
    )  # fmt: skip
    assert "Added: brook-line. Next" in added.stdout
    assert "zhibi source new https://brook.example/ --company brook-line" in added.stdout
    (made,) = [json.loads(one) for one in zhibi(folder, "company", "list", "--json").stdout.splitlines()]  # fmt: skip
    assert made["names"] == {"en": ["Brook Line"], "zh": ["布鲁克"]}
    assert (made["domains"], made["tier"]) == (["brook.example"], 2)
    assert "competitor 2" in zhibi(folder, "company", "list", "--role", "competitor").stdout
    assert zhibi(folder, "company", "list", "--role", "customer").stdout == ""
    wrong = zhibi(folder, "company", "add", "X", "--tier", "9")
    assert isinstance(wrong.exception, WrongUseError)
    assert "tier" in str(wrong.exception)
    kept = zhibi(folder, "company", "remove", "brook-line", given="n\n")
    assert kept.exit_code == 1
    assert "0 documents in 0 stories stay" in kept.output
    gone = zhibi(folder, "company", "remove", "brook-line", given="y\n")
    assert "To bring it back: zhibi audit undo 2" in gone.stdout
    assert isinstance(zhibi(folder, "company", "remove", "brook-line").exception, WrongUseError)
    listed = zhibi(folder, "audit", "list").stdout
    assert "company-added  brook-line" in listed
    assert "new rival" in listed
    assert "Taken back: 2, company-removed brook-line" in zhibi(folder, "audit", "undo", "2").stdout
    assert "Brook Line" in zhibi(folder, "company", "list").stdout
    again = zhibi(folder, "audit", "undo", "2")
    assert isinstance(again.exception, ConflictError)
    entries = zhibi(folder, "audit", "list", "--json", "--kind", "company").stdout.splitlines()
    assert [json.loads(one)["action"] for one in entries] == [
        "company-undone", "company-removed", "company-added",
    ]  # fmt: skip
    assert "Nothing of that kind" in zhibi(folder, "audit", "list", "--kind", "reader").output


@pytest.mark.parametrize("name", ["", "  ", ".", "，"], ids=["empty", "blanks", "stop", "comma"])
def test_what_is_no_name_is_refused(folder: Path, name: str) -> None:
    refused = zhibi(folder, "company", "add", name)
    assert isinstance(refused.exception, WrongUseError | InvalidRecordError)
    assert "is no name" in str(refused.exception)
    odd = folder / "companies.yaml"
    odd.write_text(f"- {{id: odd, names: {{en: [Oddly], zh: ['{name}']}}}}\n", encoding="utf-8")
    applied = zhibi(folder, "apply", str(odd))
    assert "is no name" in str(applied.exception)
    assert zhibi(folder, "company", "list").stdout == ""


def test_a_company_that_is_there_is_not_added_again_unless_it_gets_an_id(folder: Path) -> None:
    zhibi(folder, "company", "add", "Brook Line", "布鲁克")
    for name in ("布鲁克", "Brook Line Inc.", "BROOK LINE"):
        again = zhibi(folder, "company", "add", name)
        assert isinstance(again.exception, WrongUseError)
        assert "is a name of brook-line" in str(again.exception)
    assert (
        "Added: brook-canada"
        in zhibi(folder, "company", "add", "Brook Line", "--id", "brook-canada").stdout
    )
    assert "Added: brook-lines" in zhibi(folder, "company", "add", "Brook Lines").stdout


def test_what_a_folder_changes_is_entered_record_by_record_or_as_one(folder: Path) -> None:
    registry = folder / "registry" / "companies"
    registry.mkdir(parents=True)
    for name in ("velmora", "kestro"):
        (registry / f"{name}.yaml").write_text(
            f"id: {name}\nnames: {{en: [{name}]}}\n", encoding="utf-8"
        )
    workspace = open_workspace(folder)
    services.apply(workspace, folder / "registry", author="mei")
    (registry / "velmora.yaml").write_text(
        "id: velmora\nnames: {en: [Velmora]}\ntier: 1\n", encoding="utf-8"
    )
    (registry / "kestro.yaml").unlink()
    assert services.apply(
        workspace, folder / "registry", author="mei", prune=True, dry_run=True
    ).changed
    services.apply(workspace, folder / "registry", author="mei: tidied up", prune=True)
    services.apply(workspace, folder / "registry", author="mei", prune=True)
    entries = workspace.store.audit.list()
    assert [(one.action, one.record, one.account, one.reason) for one in entries] == [
        ("company-removed", "kestro", "mei", "tidied up"),
        ("company-changed", "velmora", "mei", "tidied up"),
        ("company-added", "velmora", "mei", ""),
        ("company-added", "kestro", "mei", ""),
    ]
    for number in range(40):
        (registry / f"c{number}.yaml").write_text(f"id: c{number}\nnames: {{en: [C{number}]}}\n", encoding="utf-8")  # fmt: skip
    services.apply(workspace, folder / "registry", author="mei")
    assert workspace.store.audit.list(limit=1)[0].action == "registry-applied"
    workspace.close()
    zhibi(folder, "audit", "undo", "3")
    assert '"tier"' not in zhibi(folder, "company", "list", "--json").stdout
