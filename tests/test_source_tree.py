"""Rules about the source as a whole that no linter knows; each exception is listed with its reason."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = sorted(
    path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"
)
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# Every outbound connection goes through egress/: these modules open connections of their own.
NETWORK = {
    "socket", "ssl", "requests", "httpx", "aiohttp", "urllib3", "urllib.request", "http.client", "smtplib",
    "ftplib", "imaplib", "poplib", "telnetlib", "xmlrpc.client", "elasticsearch", "psycopg",
}  # fmt: skip
MAY_CONNECT = {
    "egress/*": "the one way out",
    "digests/smtp.py": "the operator's mail server, exempt from the guard by configuration",
    "search/elastic*.py": "the operator's Elasticsearch, exempt from the guard by configuration",
    "demo/server.py": "listens on loopback, connects to nothing",
    "cli/demo.py": "asks whether a port of the loopback address is free, connects to nothing",
    "cli/serving.py": "asks whether the pages can listen at an address, connects to nothing",
    "benchmarks/search.py": "measures the operator's Elasticsearch beside the embedded engine",
    "benchmarks/pages.py": "asks the pages that it serves itself on loopback",
}
# `now` is an argument everywhere, so that a replay or a simulated week is the same code.
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
}
MAY_READ_THE_CLOCK = {"*/clock.py": "the clock that everything else is given"}

LONGEST_FILE = 400  # lines; 250 is long already
LONGEST_FUNCTION = 60  # lines; 35 is long already
MAY_BE_LONG = {"store/migrations/versions/*.py": "a list of tables and their columns, in one piece"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def allowed(path: Path, exceptions: dict[str, str]) -> bool:
    return any(path.relative_to(ROOT).match(pattern) for pattern in exceptions)


def imports(module: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def calls(module: ast.Module) -> Iterator[tuple[str, int]]:
    """The last two names of every call: `datetime.datetime.now()` is `datetime.now`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield ".".join(ast.unparse(node.func).split(".")[-2:]), node.lineno


def test_only_egress_opens_connections() -> None:
    found = {
        f"{relative(path)}:{line}: {name}"
        for path in SOURCES
        if not allowed(path, MAY_CONNECT)
        for name, line in imports(tree(path))
        if name in NETWORK or any(name.startswith(f"{module}.") for module in NETWORK)
    }
    assert not found, "go through egress/, or list the file in MAY_CONNECT with its reason"


def test_now_is_an_argument() -> None:
    found = {
        f"{relative(path)}:{line}: {name}()"
        for path in SOURCES
        if not allowed(path, MAY_READ_THE_CLOCK)
        for name, line in calls(tree(path))
        if name in CLOCKS
    }
    assert not found, "take an aware `now` as an argument"


def test_the_truth_of_the_invented_market_is_for_judges_only() -> None:
    found = {
        f"{relative(path)}:{node.lineno}"
        for path in SOURCES
        if path.parts[len(ROOT.parts)] != "evaluation" and relative(path) != "demo/truth.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and not re.search(r"\s", node.value)  # a path, not a sentence
        and "truth" in node.value.split("/")
    }
    assert not found


@pytest.mark.parametrize("name", ["ruff", "mypy", "hatch", "coverage", "importlinter"])
def test_every_package_is_under_every_check(name: str) -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    listed = {
        "ruff": lambda: tools["ruff"]["lint"]["isort"]["known-first-party"],
        "mypy": lambda: tools["mypy"]["files"],
        "hatch": lambda: [*tools["hatch"]["build"]["targets"]["wheel"]["packages"], *MEASURES],
        "coverage": lambda: [*tools["coverage"]["run"]["source"], *MEASURES],
        "importlinter": lambda: tools["importlinter"]["root_packages"],
    }
    assert set(PACKAGES) <= set(listed[name]())


MEASURES = ("evaluation", "benchmarks")  # run from the clone, part of no installation


def test_every_package_says_what_it_holds() -> None:
    silent = [name for name in PACKAGES if not ast.get_docstring(tree(ROOT / name / "__init__.py"))]
    assert not silent


def test_no_file_is_too_long() -> None:
    long = {
        f"{relative(path)}: {count} lines"
        for path in SOURCES
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
        and not allowed(path, MAY_BE_LONG)
    }
    assert not long


def test_no_function_is_too_long() -> None:
    long = {
        f"{relative(path)}:{node.lineno}: {node.name} has {count} lines"
        for path in SOURCES
        if not allowed(path, MAY_BE_LONG)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long


def test_the_rules_find_what_they_look_for() -> None:
    guilty = ast.parse(
        "import requests\nfrom urllib import request\nimport datetime\ndatetime.datetime.now()"
    )
    assert {name for name, _ in imports(guilty)} >= {"requests", "urllib.request"}
    assert {name for name, _ in calls(guilty)} & CLOCKS == {"datetime.now"}
