"""The docs name every command, setting, registry key, move kind and step there is."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from typer.main import get_command

from cli.lazy import COMMANDS
from cli.main import app
from pipeline.settings import Settings
from schemas.kinds import MOVE_KINDS
from schemas.registry import Company, Reader, Record, SavedSearch, Source

DOCS = Path(__file__).resolve().parents[1] / "docs"


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_command_is_documented() -> None:
    documented = read("commands.md")
    assert [
        name
        for name in COMMANDS
        if f"`{name}`" not in documented and f"zhibi {name}" not in documented
    ] == []
    source: Any = get_command(app).get_command(None, "source")  # type: ignore[attr-defined]
    for name in source.commands:
        assert name in documented


def settings() -> list[str]:
    found = []
    for name, field in Settings.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += [f"{name}.{one}" for one in inner.model_fields]
        else:
            found.append(name)
    return found


@pytest.mark.parametrize("name", settings())
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in read("operations.md")


@pytest.mark.parametrize("record", [Company, Source, Reader, SavedSearch])
def test_every_registry_key_is_documented(record: type[Record]) -> None:
    documented = read("analysts.md")
    assert [
        name
        for name in record.model_fields
        if f"`{name}`" not in documented and f"`{name}: " not in documented
    ] == []


def test_every_move_kind_is_documented() -> None:
    documented = read("analysts.md")
    assert [kind for kind in MOVE_KINDS if f"`{kind}`" not in documented] == []


def test_links_between_the_docs_lead_somewhere() -> None:
    for file in [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name} links to {target}"


def test_docs_that_the_code_names_exist() -> None:
    """What a message sends a person to is there."""
    clone = DOCS.parent
    sources = [
        path
        for folder in (
            "cli",
            "pipeline",
            "search",
            "store",
            "digests",
            "egress",
            "crawlers",
            "nlp",
            "web",
        )
        for path in (clone / folder).rglob("*.py")
    ]
    named = {
        (path.name, name)
        for path in sources
        for name in re.findall(r"docs/[\w./-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert named
    assert [one for one in named if not (clone / one[1]).exists()] == []


def test_the_reader_that_the_readme_previews_is_in_the_demo() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    readers = read("../demo/registry/readers.yaml")
    for name in re.findall(r"--reader (\S+)", readme):
        assert f"id: {name}\n" in readers
