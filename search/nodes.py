"""What a query says, as a tree: words and phrases in texts, values in fields, and, or, not."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeAlias

from text.display import Lang

TextField: TypeAlias = Literal["any", "title"]
ValueField: TypeAlias = Literal[
    "companies", "about", "moves", "families", "kind", "language", "source", "statuses", "story",
    "id",
]  # fmt: skip
RangeField: TypeAlias = Literal["day", "published", "amounts"]


@dataclass(frozen=True, slots=True)
class Words:
    """One bare word as typed; Chinese is cut further by the index's segmenter."""

    text: str
    where: TextField = "any"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together, as quoted."""

    text: str
    where: TextField = "any"


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words that begin with *text*."""

    text: str
    where: TextField = "any"


@dataclass(frozen=True, slots=True)
class Named:
    """Free words that name a company: found by any of its *aliases*, or tagged with its id."""

    text: str
    companies: tuple[str, ...]
    aliases: tuple[str, ...]
    where: TextField = "any"


@dataclass(frozen=True, slots=True)
class Values:
    """A field holds one of *values*. *said* is how it is told in words."""

    field: ValueField
    values: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A number lies from *low* to *high*, each included unless said otherwise; None is open.

    Days count from 1970-01-01, published is in seconds since then, amounts are in euros.
    """

    field: RangeField
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class All:
    """All of *parts*."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of *parts*."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not *part*."""

    part: "Node"


Leaf: TypeAlias = Words | Phrase | Prefix | Named | Values | Range | Everything
Node: TypeAlias = Leaf | All | Either | Not


@dataclass(frozen=True)
class Query:
    """A query that was understood. *now* is what relative dates were counted from."""

    text: str
    root: Node
    now: datetime
    notes: tuple[str, ...] = ()
    lang: Lang = "en"  # what the answer is told in
    subjects: tuple[str, ...] = field(default=(), metadata={"doc": "companies it asks for"})

    def limited_to(self, ids: tuple[str, ...]) -> "Query":
        """Return the same query over the documents *ids* only, such as those that just came in."""
        return replace(self, root=All((self.root, Values("id", ids))))
