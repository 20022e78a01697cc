"""What both engines understand: a small algebra over indexed fields, and plans made of it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

TokenField: TypeAlias = Literal[
    "title", "body", "title_words", "title_forms", "body_forms",
]  # fmt: skip
ValueField: TypeAlias = Literal[
    "id", "companies", "about", "moves", "families", "kind", "language", "source", "statuses",
    "story", "month",
]  # fmt: skip
NumberField: TypeAlias = Literal["day", "published", "amounts"]


@dataclass(frozen=True, slots=True)
class Term:
    """A token stands in the field; scored by BM25 times *boost*."""

    field: TokenField
    token: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Sequence:
    """Two tokens or more stand one after another; scored by BM25 times *boost*."""

    field: TokenField
    tokens: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Starts:
    """A token of the field begins with *text*; scores 1."""

    field: TokenField
    text: str


@dataclass(frozen=True, slots=True)
class Holds:
    """A token stands in the field; scores 1."""

    field: TokenField
    token: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The field holds one of *values*; scores *score*."""

    field: ValueField
    values: tuple[str, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Between:
    """A number of the field lies between the bounds; scores nothing."""

    field: NumberField
    low: float | None
    high: float | None
    open_low: bool = False
    open_high: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """Every document; scores nothing."""


@dataclass(frozen=True, slots=True)
class And:
    """All of *parts*; scores their sum."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One of *parts* at least; scores the sum of those that match."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Best:
    """One of *parts* at least; scores the best of those that match: names of one company."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Documents that *part* does not match; scores nothing."""

    part: "Clause"


Clause: TypeAlias = (
    Term | Sequence | Starts | Holds | AnyOf | Between | Every | And | Or | Best | Without
)


def follows(clause: Clause) -> bool:
    """Say whether places of words are compared to tell what matches: ten times as slow as not to."""
    match clause:
        case Sequence():
            return True
        case And(parts=parts) | Or(parts=parts) | Best(parts=parts):
            return any(map(follows, parts))
        case Without(part=part):
            return follows(part)
        case _:
            return False


def scores(clause: Clause) -> bool:
    """Say whether *clause* tells better matches from others: by BM25, not by matching alone."""
    match clause:
        case Term() | Sequence():
            return True
        case And(parts=parts) | Or(parts=parts) | Best(parts=parts):
            return any(map(scores, parts))
        case _:
            return False
