"""Where the names of companies begin in an English text: behind an office."""

import re
from collections.abc import Sequence

from nlp.entities import Entity

# "Board of Velmora", "Officer of Velmora Inc.": the company; the Board of Trade is none.
_OFFICE = re.compile(
    r"(?:(?:Board|Board of Directors|Officers?|Directors?|Chairman|Chair|Management|Shareholders|Trustees|Secretary) of )(?=[A-ZÀ-Þ])(?!Trade\b|Education\b|Elections\b|Governors\b|Health\b|Supervisors\b|Directors\b|State\b|Defen[cs]e\b|Commerce\b)"
)


def without_offices(text: str, named: Sequence[Entity]) -> list[Entity]:
    """Return names; those of companies begin behind whose board or officers they are."""
    return [_behind_office(text, one) for one in named]


def _behind_office(text: str, one: Entity) -> Entity:
    hit = _OFFICE.match(text, one.start, one.end) if one.label == "ORG" else None
    if hit is None or one.end - hit.end() < 3:
        return one
    return one._replace(start=hit.end(), name=text[hit.end() : one.end])
