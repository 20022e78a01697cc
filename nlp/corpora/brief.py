"""Brief texts: one a line, labelled with kinds and statuses alone, for the many ways a move is told.

``kind status: text``, several moves joined by `` + ``, ``none: text`` without; a title stands before `` ¦ ``.
``brief/second/`` holds another reading of them: the number of the line, a tab, the label.
``brief/slots/`` has of some lines, by number, the moves' actors, slots and evidence, as JSON lines.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from pydantic import TypeAdapter

from nlp.corpora import FOLDER, Item, LabelledMove, read_lines
from schemas.base import Record
from schemas.errors import InvalidRecordError
from schemas.kinds import MOVE_KINDS, MoveKind, Status

BRIEF = FOLDER / "brief"
_TITLE = " ¦ "
_PUBLISHED = "2026-06-15"  # the texts give no day; what they report is of then
Labels = tuple[tuple[MoveKind, Status], ...]


class _Marks(Record):
    """What was marked in a line."""

    line: int
    moves: tuple[LabelledMove, ...]


def brief(language: Literal["en", "zh"], folder: Path = BRIEF) -> Iterator[Item]:
    """Yield the brief texts of a language. Raises InvalidRecordError with file and line."""
    for file in sorted(folder.glob(f"{language}-*.txt")):
        marked = _marked(folder / "slots" / f"{file.stem}.jsonl")
        for number, line in _lines(file):
            label, _, text = line.partition(": ")
            told = labels(label, file, number)
            yield _item(f"{file.stem}-{number:04}", language, told, text, marked.get(number))


def _marked(file: Path) -> dict[int, tuple[LabelledMove, ...]]:
    """Return the moves of lines whose slots were marked."""
    read = read_lines(file, TypeAdapter(_Marks)) if file.exists() else ()
    return {one.line: one.moves for one in read}


def second_labels(folder: Path = BRIEF) -> dict[str, Labels]:
    """Return the second readings by item. Raises InvalidRecordError with file and line."""
    found = {}
    for file in sorted((folder / "second").glob("*.txt")):
        for number, line in _lines(file):
            place, _, label = line.partition("\t")
            found[f"{file.stem}-{place:0>4}"] = labels(label, file, number)
    return found


def labels(label: str, file: Path, number: int) -> Labels:
    """Read a label. Raises InvalidRecordError where it names no kind or status."""
    if label.strip() == "none":
        return ()
    read: list[tuple[MoveKind, Status]] = []
    for part in label.split(" + "):
        kind, _, status = part.strip().partition(" ")
        if kind not in MOVE_KINDS or status not in get_args(Status):
            raise InvalidRecordError(f"{part!r} is no kind and status", where=f"{file}:{number}")
        read.append((kind, status))  # type: ignore[arg-type]
    return tuple(read)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something, numbered from 1."""
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            yield number, line


def _item(
    name: str, language: Literal["en", "zh"], told: Labels, text: str,
    marked: tuple[LabelledMove, ...] | None,
) -> Item:  # fmt: skip
    title, found, body = text.partition(_TITLE)
    if not found:
        title, body = "", text
    return Item(
        id=name, lang=language, style="news", title=title.strip(), text=body.strip(),
        published=_PUBLISHED, brief=True,
        moves=marked or tuple(LabelledMove(kind=k, status=s) for k, s in told),
    )  # fmt: skip
