"""What a person found wrong in the tags, what is right instead, and who said so why."""

from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record
from schemas.kinds import MoveKind, Status
from schemas.language import Move, Slot

Fix = Literal[
    "kind", "status", "company", "slot", "span", "remove", "add",
    "mention", "about", "date", "relevance", "join", "split",
]  # fmt: skip
OF_A_MOVE: frozenset[Fix] = frozenset(
    {"kind", "status", "company", "slot", "span", "remove", "add"}
)
OF_A_STORY: frozenset[Fix] = frozenset({"join", "split"})


class Undone(Record):
    """Who took a correction back, and when."""

    at: Instant
    author: str


class Correction(Record):
    """One thing put right. Which fields are set follows from *fix*.

    Of a move: *move* as it was before (for ``add``: as it is to be) and *words*, its evidence, by
    which it is found again when the text is tagged anew; then the new *kind*, *status*, *actor*,
    *values* of *slot*, or *evidence*. ``mention``: every *name* in the text means *entity* (none: no
    company we know), a product of *company* where that is set. ``about``: the text *holds*, or does not hold, *company* as its subject.
    ``date``: it was published on *day*. ``relevance``: nothing in it concerns us unless it *holds*.
    ``join``: *documents* report one event, those of *stories*.
    ``split``: *documents* report another event than *others* do, which stay in the story. Both: *were* says
    in which story each document was alone before, to which it returns where this is undone.
    """

    id: str
    at: Instant
    author: str
    reason: str
    fix: Fix
    document_id: str | None = None
    change: str | None = Field(default=None, description="Where the move is one of a change")
    move: Move | None = None
    words: str = ""
    kind: MoveKind | None = None
    status: Status | None = None
    actor: Slot | None = None
    slot: str = ""
    values: tuple[Slot, ...] = ()
    evidence: str = ""
    name: str = ""
    entity: str | None = None
    company: str = ""
    holds: bool = False
    day: str = ""
    stories: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    were: dict[str, str] = Field(default_factory=dict)
    undone: Undone | None = None
