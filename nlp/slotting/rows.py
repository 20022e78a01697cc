"""Companies named in one row: of "甲与乙、丙和丁签约" the model often marks the first partner alone, and the row goes on."""

import re
from itertools import pairwise

from nlp.entities import Entity
from nlp.reading import Reading, is_body, key_of
from schemas.language import Slot, Slots, several
from text.han import HAN

_JOINS = re.compile(
    rf"(?:、|和|与|及|以及|暨|，以及)(?:[{HAN}]{{0,8}}(?:商|企业|公司|品牌|平台|机构|厂|集团|巨头|龙头))?\s?"
)
_ROWED = ("partner", "investors")


def with_rows(reading: Reading, slots: Slots, actor: Entity | None) -> Slots:
    """Return slots in which a Chinese company that stands in a row of them has the whole row beside it, but for who acts."""
    if reading.language != "zh":
        return slots
    told = {name: _whole(reading, several(slots[name]), actor) for name in _ROWED if name in slots}
    return slots | {name: row if len(row) > 1 else row[0] for name, row in told.items()}


def _whole(reading: Reading, values: tuple[Slot, ...], actor: Entity | None) -> tuple[Slot, ...]:
    """Return values with the companies that stand in one row with them."""
    firms = [e for e in reading.entities if e.label == "ORG" and not is_body(e)]
    own = key_of(actor) if actor else None
    starts = {value.start for value in values}
    more: list[Entity] = []
    for row in _rows(reading, firms):
        if any(e.start in starts for e in row):
            more += [e for e in row if e.start not in starts and key_of(e) != own]
    known = {value.text for value in values}
    added = [
        Slot(text=reading.text[e.start : e.end], start=e.start, end=e.end, entity=e.entity)
        for e in more
        if reading.text[e.start : e.end] not in known
    ]
    return tuple(sorted((*values, *added), key=lambda one: one.start or 0)) if added else values


def _rows(reading: Reading, firms: list[Entity]) -> list[list[Entity]]:
    rows: list[list[Entity]] = [[one] for one in firms[:1]]
    for one, following in pairwise(firms):
        if _JOINS.fullmatch(reading.text, one.end, following.start):
            rows[-1].append(following)
        else:
            rows.append([following])
    return rows
