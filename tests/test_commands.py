"""The commands that people and CI type exist and do what CONTRIBUTING.md says."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent


def would_run(target: str, *variables: str) -> str:
    """What `make` would type for *target*, everything it depends on included."""
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", target, *variables],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={name: value for name, value in os.environ.items() if not name.startswith("MAKE")},
    )  # fmt: skip
    return done.stdout


@pytest.mark.parametrize(
    ("target", "environment", "command"),
    [
        ("setup", "base", "echo"),
        ("demo", "base", ".venv/bin/zhibi demo --weeks 12"),
        ("test", "test", ".venv/bin/python -m pytest"),
        ("lint", "test", ".venv/bin/lint-imports"),
        ("bench", "test", ".venv/bin/python -m benchmarks"),
        ("eval", "test", ".venv/bin/python -m evaluation"),
        ("airflow", "airflow", "scripts/airflow"),
    ],
)
def test_each_command_makes_what_it_needs(target: str, environment: str, command: str) -> None:
    typed = would_run(target)
    assert typed.index(f"scripts/environment {environment}") < typed.index(command)


def test_the_demo_can_be_longer_and_quality_takes_a_folder() -> None:
    assert "demo --weeks 26" in would_run("demo", "WEEKS=26")
    assert '--data "some folder"' in would_run("eval", "DATA=some folder")


def test_the_demo_installs_neither_airflow_nor_test_tools() -> None:
    assert re.findall(r"scripts/environment (\w+)", would_run("demo")) == ["base"]


def test_system_packages_come_before_the_tests() -> None:
    typed = would_run("test")
    assert typed.index("scripts/test-setup") < typed.index("-m pytest")


def test_ci_types_what_people_type_and_nothing_hidden() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]
    assert commands == [
        "set -euo pipefail",
        'cd "$(dirname "$0")/.."',
        "export CI=${CI:-true}",
        "make lint",
        "make test",
    ]


def test_checks_before_a_commit_are_local_and_part_of_lint() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    config = yaml.safe_load(text)
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    lint = would_run("lint")
    for hook in config["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert " ".join(hook["entry"].split()[:2]) in lint


@pytest.mark.parametrize("script", ["environment", "pin", "test-setup"])
def test_scripts_can_be_run(script: str) -> None:
    path = ROOT / "scripts" / script
    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", path], check=True)
