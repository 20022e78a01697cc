"""YAML text as plain values with the place of each, so that a fault can be shown where it is.

Stricter than YAML: no aliases (a few lines of them fill the memory), no tags, no key twice. Plain
scalars stay the text that was written: ``0700`` is a ticker and 2026-11-23 no date object; what
they mean is the record's business.
"""

import warnings
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

# The registry of a thousand companies in one file is about 1 MB.
MOST_BYTES = 8_000_000
# Records are five levels deep; more is a mistake or meant to exhaust the parser.
_MOST_LEVELS = 30
_TABS = "Indent with spaces; YAML takes no tabs"
_NULLS = {"", "~", "null", "Null", "NULL"}

Path_ = tuple[str | int, ...]


class Place(NamedTuple):
    """A file, and the line and column there; both count from 1, 0 is not known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


class Fault(NamedTuple):
    """What is wrong, where, and how to mend it."""

    place: Place
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" + (f". {self.remedy}" if self.remedy else "")


class FaultError(Exception):
    """Carries the one fault that keeps a whole file from being read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class Loaded(NamedTuple):
    """A file's values, and the place of every value and key by its path."""

    value: Any
    places: dict[Path_, Place]
    file: Place

    def place(self, path: Path_) -> Place:
        """Return the place of *path*, or of the nearest thing around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return self.file


def load(file: Path) -> Loaded:
    """Read one file. Raises FaultError for what is no YAML, or more than the registry takes."""
    whole = Place(str(file))
    text = _text(file, whole)
    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = _MOST_LEVELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor defined twice: refused below anyway
            root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(str(file), mark.line + 1, mark.column + 1) if mark else whole
        remedy = _TABS if "\\t" in str(error.problem) else ""
        what = f"this is no valid YAML: {error.problem or error.context}"
        raise FaultError(Fault(place, what, remedy)) from error
    except (YAMLError, ValueError) as error:
        what = " ".join(str(error).split())
        raise FaultError(Fault(whole, f"this is no valid YAML: {what}")) from error
    places: dict[Path_, Place] = {}
    try:
        value = None if root is None else _Reader(str(file), places).read(root, ())
    except _AliasError as error:
        what = "aliases (*name) are not taken here"
        raise FaultError(Fault(_first_alias(text, str(file)), what, "Write it out")) from error
    return Loaded(value, places, whole)


class _AliasError(Exception):
    """A node was met twice; only its first place is known to it."""


def _first_alias(text: str, file: str) -> Place:
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, AliasEvent):
            return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)
    return Place(file)


class _Reader:
    """Walks the nodes of one file once."""

    def __init__(self, file: str, places: dict[Path_, Place]) -> None:
        self._file = file
        self._places = places
        self._seen: set[int] = set()

    def read(self, node: Node, path: Path_) -> Any:
        place = self._place(node)
        self._places.setdefault(path, place)
        if id(node) in self._seen:
            raise _AliasError
        self._seen.add(id(node))
        if isinstance(node, ScalarNode):
            plain = not node.style
            return None if plain and node.value in _NULLS else node.value
        if isinstance(node, SequenceNode):
            return [self.read(one, (*path, number)) for number, one in enumerate(node.value)]
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        raise FaultError(Fault(place, "this cannot be read"))

    def _mapping(self, node: MappingNode, path: Path_) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self._place(key_node)
            if not isinstance(key_node, ScalarNode):
                raise FaultError(Fault(place, "a key must be a plain word"))
            key = key_node.value
            if key == "<<":
                raise FaultError(Fault(place, "merge keys (<<) are not taken here", "Write it out"))
            if key in values:
                first = self._places[*path, key].line
                raise FaultError(Fault(place, f"the key {key!r} stands in line {first} already"))
            self._places[*path, key] = place
            values[key] = self.read(value_node, (*path, key))
        return values

    def _place(self, node: Node) -> Place:
        return Place(self._file, node.start_mark.line + 1, node.start_mark.column + 1)


def _text(file: Path, whole: Place) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            what = f"the file is larger than {MOST_BYTES // 1_000_000} MB"
            raise FaultError(Fault(whole, what, "Split it"))
        body = file.read_bytes()
    except OSError as error:
        raise FaultError(Fault(whole, f"cannot be read: {error.strerror}")) from error
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        column = error.start - body.rfind(b"\n", 0, error.start)
        place = Place(str(file), line, column)
        raise FaultError(Fault(place, "this is not UTF-8", "Save the file as UTF-8")) from error
