"""Frames of another folder, and the lists beside them, read for a while: to see what a change would do."""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nlp.frames import load
from nlp.frames.compiling import CompiledRule, classes, expanded
from nlp.frames.folders import FOLDER, in_use, lists_of, use
from nlp.slots import filler_of, plan
from nlp.status import markers
from schemas.errors import InvalidRecordError, WrongUseError
from schemas.kinds import MOVE_KINDS
from text.kept import yaml_of

_LANGUAGES = ("en", "zh")


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Read the frames of *folder*, and its lists (``_*.yaml``; ours where it has none), in this process.

    Raises InvalidRecordError for a mistake in one, WrongUseError for a folder without frames.
    """
    before = in_use()
    use(folder)
    _forget()
    try:
        _check(folder)
        yield
    finally:
        use(before)
        _forget()


def _forget() -> None:
    """Empty the caches of this package: what is in them may have been worked out of other frames."""
    modules = [one for name, one in sys.modules.items() if name.startswith("nlp.")]
    for module in modules:
        for made in vars(module).values():
            if hasattr(type(made), "cache_clear"):
                made.cache_clear()


def _check(folder: Path) -> None:
    """Read all that *folder* has. Raises InvalidRecordError with what is wrong where."""
    if not any(
        not path.name.startswith("_")
        for language in _LANGUAGES
        for path in folder.glob(f"*.{language}.yaml")
    ):
        raise WrongUseError(
            "has no frames",
            where=str(folder),
            remedy="Copy the folder nlp/frames and change the copy",
        )
    for language in _LANGUAGES:
        with _wrong_in(folder / "_classes.yaml"):
            classes(language)
        for rule in load(language):
            _check_rule(folder, rule)
        with _wrong_in(folder / f"_slots.{language}.yaml"):
            _check_plan(language)
        for name in ("_status.yaml", "_framing.yaml", "_said.yaml"):
            with _wrong_in(folder / name):
                for some in markers(language, name).lists.values():
                    for _, one in some:
                        re.compile(one.source)

    for name in ("_signs.yaml", "_outsiders.yaml"):
        with _wrong_in(folder / name):
            _check_like(lists_of(name), yaml_of(FOLDER / name))


def _check_like(told: Mapping[str, Any], ours: Mapping[str, Any]) -> None:
    """Check that lists hold all that ours do, and patterns."""
    for name, own in ours.items():
        if name not in told:
            raise ValueError(f"{name} is missing")
        if isinstance(own, Mapping):
            _check_like(told[name], own)
        else:
            re.compile(told[name])


@contextmanager
def _wrong_in(path: Path) -> Iterator[None]:
    try:
        yield
    except (re.error, AttributeError, KeyError, TypeError, ValueError) as error:
        raise InvalidRecordError(f"cannot be used: {error}", where=str(path)) from error


def _check_rule(folder: Path, rule: CompiledRule) -> None:
    try:
        for names in rule.slots.values():
            _check_fillers(names.split(), rule.language)
    except (re.error, ValueError) as error:
        lines = (
            f"{path}:{number}"
            for path in sorted(folder.glob(f"*.{rule.language}.yaml"))
            for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
            if f"id: {rule.rule_id}" in line
        )
        raise InvalidRecordError(
            f"rule {rule.rule_id} of {rule.kind}: {error}", where=next(lines, str(folder))
        ) from error


def _check_plan(language: str) -> None:
    for kind, slots in plan(language).items():
        if kind not in MOVE_KINDS:
            raise ValueError(f"no kind is called {kind!r}")
        for names in slots.values():
            _check_fillers(names, language)


def _check_fillers(names: list[str] | tuple[str, ...], language: str) -> None:
    for name in names:
        filler_of(name, language)
        if "(?P<" in name:
            re.compile(expanded(name, language))
