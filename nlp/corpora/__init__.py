"""Labelled texts written for this project: what the trained components learn from."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from schemas.base import Record
from schemas.errors import InvalidRecordError
from schemas.kinds import Label, MoveKind, Status

_Read = TypeVar("_Read")
FOLDER = Path(__file__).parent
Style = Literal[
    "news", "wire", "press", "filing", "blog", "newsletter", "social", "trade", "review", "forum",
    "page", "job-ad", "pricing-note", "regulator", "tender", "interview", "analyst",
]  # fmt: skip
Words = Annotated[str, StringConstraints(min_length=1)]


class LabelledMove(Record):
    """One move as a reader of the text marked it, in the text's own words.

    Without *evidence* kind and status alone were marked.
    """

    kind: MoveKind
    status: Status
    actor: str = ""
    slots: dict[str, Words | tuple[Words, ...]] = Field(default_factory=dict)
    evidence: str = ""

    def values(self, slot: str) -> tuple[str, ...]:
        """Return what fills *slot*: none, one or several."""
        filled = self.slots.get(slot, ())
        return (filled,) if isinstance(filled, str) else filled


class LabelledMention(Record):
    """One name as it stands in the text."""

    text: Words
    label: Label


class Item(Record):
    """One labelled text. Without moves, *why* says what makes it look like one.

    A *brief* one is a line of :mod:`nlp.corpora.brief`: mentions were not marked.
    """

    id: str = Field(pattern=r"^(en|zh)-[a-z]+-\d{4,12}$")
    lang: Literal["en", "zh"]
    style: Style
    title: str = ""
    text: Words
    published: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    mentions: tuple[LabelledMention, ...] = ()
    moves: tuple[LabelledMove, ...] = ()
    why: str = ""
    brief: bool = False

    @property
    def whole(self) -> str:
        """Return title, line feed, text: what offsets of tags count in."""
        return f"{self.title}\n{self.text}"


class SecondReading(Record):
    """The moves that another reader marked, who did not see the first reading."""

    id: str
    moves: tuple[LabelledMove, ...] = ()


def items(language: Literal["en", "zh"], folder: Path = FOLDER) -> Iterator[Item]:
    """Yield the items of a language, file by file. Raises InvalidRecordError with file and line."""
    for file in sorted((folder / language).glob("*.jsonl")):
        yield from read_items(file)


def read_items(file: Path) -> Iterator[Item]:
    """Yield the items of one file. Raises InvalidRecordError with file and line."""
    yield from read_lines(file, TypeAdapter(Item))


def second_readings(folder: Path = FOLDER) -> dict[str, SecondReading]:
    """Return the second readings by item."""
    return {
        reading.id: reading
        for file in sorted((folder / "second").glob("*.jsonl"))
        for reading in read_lines(file, TypeAdapter(SecondReading))
    }


def read_lines(file: Path, kind: TypeAdapter[_Read]) -> Iterator[_Read]:
    """Yield the records of a file of JSON lines. Raises InvalidRecordError with file and line."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRecordError(f"cannot be read: {error}", where=str(file)) from error
    for number, line in enumerate(text.split("\n"), 1):  # other breaks may stand within a text
        if not line.strip():
            continue
        try:
            yield kind.validate_python(json.loads(line))
        except (ValueError, ValidationError) as error:
            raise InvalidRecordError(str(error), where=f"{file}:{number}") from error
