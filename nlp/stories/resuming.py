"""Stories taken up again in a later run: which moves of a report each tells, and what returns to them."""

from collections.abc import Mapping, Sequence

from nlp.stories.inputs import StoryInput
from schemas.language import Move
from schemas.stories import Story


def returning(were: Mapping[str, str], bonds: Mapping[tuple[str, str], bool]) -> Mapping[str, str]:
    """Return to which story documents return: none if what people say now of any two of them differs."""
    for (one, other), together in bonds.items():
        if one in were and other in were and (were[one] == were[other]) != together:
            return {}
    return were


def moves_in(story: Story, stories: Sequence[Story], entry: StoryInput) -> tuple[Move, ...]:
    """Return which moves of a report *story* tells: those it keeps, and like ones of no other of *stories*."""
    mine = _kept_of(story, entry)
    others = {one for other in stories if other is not story for one in _kept_of(other, entry)}
    report = next((r for r in story.reports if r.document_id == entry.id), None)
    kinds = report.kinds if report and entry.change is None else ()
    return tuple(
        move
        for move in entry.tags.moves
        if (sign := _signature(move)) in mine or (move.kind in kinds and sign not in others)
    )


def _kept_of(story: Story, entry: StoryInput) -> set[tuple[str, str, int]]:
    return {_signature(one.move) for one in story.moves if one.document_id == entry.id}


def _signature(move: Move) -> tuple[str, str, int]:
    start = move.evidence[0].start if move.evidence else 0
    return move.kind, move.actor.text if move.actor else "", start
