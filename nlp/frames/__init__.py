"""Move frames as data: loads the YAML beside this file, checks it and compiles it.

One file per family and language. A frame belongs to a kind; a rule names trigger verbs (English,
inflected by us) or trigger words (``*`` stands for a gap, ``~`` for a short one within the clause,
``(a|b)`` for a choice, ``<class>`` for a list of ``_classes.yaml``), what must stand ``before``,
``after`` or ``near`` them, what must not (``unless`` in the sentence, ``not_before``, ``not_after``
beside them), where the actor stands and how the status is told. Patterns are regular expressions in
which ``{ORG}``, ``{PERSON}``, ``{MONEY}`` … stand for mentions and ``<class>`` for a list. English rules
may say what must be in the verb's ``object`` (the subject, of a passive) and ``subject``, and what not
in its object (``spare``). Chinese
frames are written in simplified characters; traditional text is read through its simplified form.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from nlp.frames.compiling import CompiledRule, compile_rule
from nlp.frames.folders import FOLDER, in_use
from schemas.base import Record
from schemas.errors import InvalidRecordError
from schemas.kinds import MoveKind, Status
from text.kept import yaml_of

ActorPlace = Literal["subject", "object", "before", "after", "main", "possessor", "concerned"]


class Rule(Record):
    """One way of saying a move. See the module's docstring for the patterns."""

    id: str
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None
    near: str | None = None
    object: str | None = Field(
        default=None, description="English: in what the act is done to, also of a passive"
    )
    subject: str | None = Field(default=None, description="English: in the phrase before the verb")
    spare: str | None = Field(default=None, description="English: must not be in the object")
    unless: str | None = None
    not_before: str | None = Field(default=None, description="Must not stand left of the trigger")
    not_after: str | None = Field(default=None, description="Must not stand right of the trigger")
    actor: ActorPlace = "subject"
    status: Status | None = Field(default=None, description="Of a nominal or present trigger")
    fixed: bool = Field(default=False, description="The status stays whatever the tense")
    weight: float = Field(default=0.8, gt=0, le=1)
    slots: dict[str, str] = Field(
        default_factory=dict, description="Slot to filler, over the kind's"
    )


class Frame(Record):
    """All rules of one kind in one language."""

    kind: MoveKind
    status: Status = "done"
    unless: str | None = None
    rules: tuple[Rule, ...] = Field(min_length=1)


class FrameFile(Record):
    """One YAML file."""

    language: Literal["en", "zh"]
    frames: tuple[Frame, ...]


def read_file(path: Path) -> FrameFile:
    """Read one file of frames. Raises InvalidRecordError with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRecordError(f"is no UTF-8: {error}", where=str(path)) from error
    with suppress(YAMLError, ValidationError):
        ours = path.parent == FOLDER
        return FrameFile.model_validate(yaml_of(path) if ours else YAML(typ="safe").load(text))
    return _read_with_lines(path, text)


def _read_with_lines(path: Path, text: str) -> FrameFile:
    """Read a file that is wrong somewhere once more, by a slow reader that knows the lines."""
    try:
        data = YAML(typ="rt").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise InvalidRecordError(
            f"no YAML: {getattr(error, 'problem', error)}", where=where
        ) from error
    try:
        return FrameFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = f"{path}:{_line(data, first['loc'])}"
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidRecordError(f"{field}: {first['msg']}", where=where) from error


def _line(data: Any, location: Iterable[Any]) -> int:
    """Return the line (from 1) of the deepest part of *location* that the file has."""
    line = 1
    for part in location:
        try:
            position = data.lc.data.get(part) if hasattr(data, "lc") and data.lc.data else None
            if position:
                line = position[0] + 1
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
    return line


def compile_file(path: Path, *, proven: bool = False) -> list[CompiledRule]:
    """Read and compile one file. Raises InvalidRecordError naming file, line and rule.

    The expressions of *proven* files, our own, are compiled when they are needed.
    """
    read = read_file(path)
    compiled = []
    for frame in read.frames:
        for rule in frame.rules:
            try:
                made = compile_rule(rule, frame, read.language)
                if not proven:
                    made.check()
                compiled.append(made)
            except (re.error, ValueError) as error:
                line = _line_of_rule(path, rule.id)
                raise InvalidRecordError(
                    f"rule {rule.id} of {frame.kind}: {error}", where=f"{path}:{line}"
                ) from error
    return compiled


def _line_of_rule(path: Path, rule_id: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if f"id: {rule_id}" in line), 1)


def load(language: str, folder: Path | None = None) -> tuple[CompiledRule, ...]:
    """Return the compiled rules of *language*, in the order of files and lines."""
    return _load(language, folder or in_use())


@lru_cache(maxsize=4)
def _load(language: str, folder: Path) -> tuple[CompiledRule, ...]:
    files = sorted(folder.glob(f"*.{language}.yaml"))
    return tuple(
        rule
        for path in files
        if not path.name.startswith("_")
        for rule in compile_file(path, proven=folder == FOLDER)
    )
