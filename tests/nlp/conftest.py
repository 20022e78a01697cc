from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from nlp.tagger import Tagger
from schemas.registry import Registry

CASES = Path(__file__).parent / "cases"
PUBLISHED = "2026-06-15"


class Case(NamedTuple):
    kind: str
    status: str
    actor: str
    title: str
    text: str


def cases(language: str) -> Iterator[Case]:
    for line in (CASES / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, status, actor, rest = (
                (part.strip() for part in line.split(" | ", 3))
                if not line.startswith("none")
                else ("none", "", "", line.split("|", 3)[3].strip())
            )
            title, text = rest.split(" || ")
            yield Case(kind, status, actor, title.strip(), text.strip())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        found = [(lang, case) for lang in ("en", "zh") for case in cases(lang)]
        metafunc.parametrize(
            ("language", "case"), found, ids=[f"{lang}-{c.kind}-{c.title}" for lang, c in found]
        )


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The frames alone: each case is theirs to read."""
    return Tagger(Registry(), scorer=None)
