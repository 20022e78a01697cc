"""What texts say: mentions, moves with slots and evidence.

Offsets count characters (code points) of the title, a line feed and the text.
"""

from decimal import Decimal

from pydantic import Field, model_validator

from schemas.base import Confidence, Record
from schemas.kinds import Label, MoveKind, Status


class Span(Record):
    """Characters *start* up to, not including, *end*."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Value(Record):
    """The normalised value of a slot or mention; only what applies is set."""

    amount: Decimal | None = None
    currency: str | None = None
    number: Decimal | None = None
    percent: Decimal | None = None
    date: str | None = None
    unit: str | None = None


class Mention(Record):
    """A span that names an entity; *entity* is a registry id where known."""

    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    label: Label
    entity: str | None = None
    value: Value | None = None
    confidence: Confidence = 1.0
    boilerplate: bool = Field(
        default=False, description="It stands in words that every release repeats: it is no news"
    )


class Slot(Record):
    """A filled slot: the words, where they stand, and what they mean."""

    text: str
    start: int | None = None
    end: int | None = None
    entity: str | None = None
    value: Value | None = None


Slots = dict[str, Slot | tuple[Slot, ...]]


def several(filled: Slot | tuple[Slot, ...] | None) -> tuple[Slot, ...]:
    """Return what fills a slot, none, one or several values, always as a tuple."""
    return () if filled is None else filled if isinstance(filled, tuple) else (filled,)


class Move(Record):
    """A business event as MOVES.md defines it. *rule* names the frame or model that found it."""

    kind: MoveKind
    status: Status
    confidence: Confidence
    actor: Slot | None = None
    slots: Slots = Field(default_factory=dict)
    evidence: tuple[Span, ...] = ()
    rule: str = ""
    trigger: str = ""

    def values(self, slot: str) -> tuple[Slot, ...]:
        """Return the values of *slot*, none, one or several, always as a tuple."""
        return several(self.slots.get(slot))


class Tags(Record):
    """All that is tagged in one text. *about*: companies the text is about, most prominent first."""

    language: str
    mentions: tuple[Mention, ...] = ()
    moves: tuple[Move, ...] = ()
    about: tuple[str, ...] = ()
    tagger: str = Field(default="", description="Version of frames and models")
    published: str | None = Field(
        default=None, description="Day of the text, where a person put it right"
    )
    irrelevant: bool = Field(
        default=False, description="A person said that nothing in it concerns us"
    )
    corrected: tuple[str, ...] = Field(default=(), description="Ids of the corrections in force")


class Tagged(Record):
    """The tags of one revision, or of one change where *change* is set."""

    document_id: str
    revision: int
    change: str | None = None
    tags: Tags

    @model_validator(mode="after")
    def _moves_have_evidence(self) -> "Tagged":
        """A move read from a text shows the words that caused it."""
        if self.change is None and any(not move.evidence for move in self.tags.moves):
            raise ValueError("a move needs its evidence")
        return self
