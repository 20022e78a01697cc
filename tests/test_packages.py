"""What gets installed: the embedded default is small, and every version is pinned."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
FILES = ("base", "airflow", "test")
# Servers, browsers and their clients come with an extra, when somebody wants them.
NOT_BY_DEFAULT = re.compile(r"airflow|playwright|selenium|psycopg|asyncpg|^elasticsearch$|pytest")


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / "constraints" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"([a-z0-9-]+)==([0-9a-z.+!]+)(?: ; .+)?", line) for line in lines]
    broken = [line for line, match in zip(lines, found, strict=True) if match is None]
    assert not broken, f"constraints/{name}.txt has lines that pin nothing"
    return {match[1]: match[2] for match in found if match}


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def closure(wanted: list[Requirement]) -> set[str]:
    """The names of all distributions that *wanted* bring, by the installed packages' own word."""
    done: set[tuple[str, str]] = set()
    queue = [(one.name, extra) for one in wanted for extra in ("", *one.extras)]
    while queue:
        name, extra = queue.pop()
        if (canonicalize_name(name), extra) in done:
            continue
        done.add((canonicalize_name(name), extra))
        for line in metadata.requires(name) or ():
            needed = Requirement(line)
            here = {**default_environment(), "extra": extra}
            if needed.marker is None or needed.marker.evaluate(here):
                queue += [(needed.name, more) for more in ("", *needed.extras)]
    return {name for name, _ in done}


def test_the_default_brings_no_airflow_no_browser_and_no_server() -> None:
    brought = closure(declared())
    assert "scrapy" in brought
    assert "twisted" in brought  # so what comes with what comes is looked at too
    assert {name for name in brought if NOT_BY_DEFAULT.search(name)} == set()
    assert {name for name in pins("base") if NOT_BY_DEFAULT.search(name)} == set()


def test_the_default_is_pinned_to_the_last_package() -> None:
    assert closure(declared()) - set(pins("base")) == set()


@pytest.mark.parametrize("name", ["base", "airflow"])
def test_the_pins_agree(name: str) -> None:
    everything = pins("test")
    assert {key: value for key, value in pins(name).items() if everything.get(key) != value} == {}


def test_what_runs_here_is_what_is_pinned() -> None:
    pinned = pins("base")
    installed = {name: metadata.version(name) for name in closure(declared())}
    assert {name: found for name, found in installed.items() if pinned[name] != found} == {}


def test_airflow_is_pinned_to_the_version_that_was_tried() -> None:
    assert pins("airflow")["apache-airflow"] == pins("test")["apache-airflow"] == "3.3.2"


@pytest.mark.parametrize("name", FILES)
def test_pins_name_no_host_and_no_path(name: str) -> None:
    text = (ROOT / "constraints" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--|@|^\s*#|^[./]", text, re.MULTILINE)
