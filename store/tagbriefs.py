"""What the index needs of the tags of a text: read from the record without making all of it.

A record of tags says of each mention and slot where it stands; to make those takes as long as to index
the text.
"""

from decimal import Decimal
from typing import Any, NamedTuple, Self

import pydantic_core

from schemas.kinds import MoveKind, Status
from schemas.language import Tagged


class MoveBrief(NamedTuple):
    """A move: how sure, where it is told first, and the amounts in its slots with their currencies."""

    kind: MoveKind
    status: Status
    sums: tuple[tuple[Decimal, str | None], ...]
    confidence: float
    start: int


class TagBrief(NamedTuple):
    """Entities that are mentioned, in order; companies it is about; the day a person put right."""

    entities: tuple[str, ...]
    about: tuple[str, ...]
    published: str | None
    moves: tuple[MoveBrief, ...]

    @classmethod
    def of(cls, tagged: Tagged) -> Self:
        """Return the tags in brief."""
        tags = tagged.tags
        return cls(
            tuple(one.entity for one in tags.mentions if one.entity),
            tags.about,
            tags.published,
            tuple(
                MoveBrief(
                    move.kind,
                    move.status,
                    tuple(
                        (slot.value.amount, slot.value.currency)
                        for name in move.slots
                        for slot in move.values(name)
                        if slot.value and slot.value.amount is not None
                    ),
                    move.confidence,
                    min((span.start for span in move.evidence), default=0),
                )
                for move in tags.moves
            ),
        )

    @classmethod
    def read(cls, payload: str) -> Self:
        """Return in brief what a kept record says; the same as to read all of it."""
        tags: dict[str, Any] = pydantic_core.from_json(payload)["tags"]
        return cls(
            tuple([one["entity"] for one in tags.get("mentions", ()) if one.get("entity")]),
            tuple(tags.get("about", ())),
            tags.get("published"),
            tuple([_move(one) for one in tags.get("moves", ())]),
        )


def _move(move: dict[str, Any]) -> MoveBrief:
    sums = []
    for filled in move.get("slots", {}).values():
        for slot in filled if isinstance(filled, list) else (filled,):
            value = slot.get("value")
            if value and value.get("amount") is not None:
                sums.append((Decimal(value["amount"]), value.get("currency")))
    start = min((span["start"] for span in move.get("evidence", ())), default=0)
    return MoveBrief(move["kind"], move["status"], tuple(sums), float(move["confidence"]), start)
